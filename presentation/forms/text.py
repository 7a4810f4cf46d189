"""What the files of a form say around its answers."""

from presentation import words
from presentation.files import name_of
from presentation.forms.filling import Form, answer_line
from presentation.table import Table


def title(form: Form) -> str:
    """Return the heading of the document."""
    return words.say("form_title", name=form.pack.name, period=words.period(form.period))


def opening(form: Form) -> tuple[str, ...]:
    """Return what must be known first: what is made up, what is an example, whose numbers they are, and how much is there."""
    told = [words.say("made_up", county=form.place.name)] if form.place.made_up else []
    told += [words.say("form_example")] if form.pack.example else []
    told += [words.say("brief_not_public")] if form.not_public else []
    return (*told, form.pack.about, answer_line(form), *words.made_by_machine())


def answers_title() -> str:
    """Return the heading over the questions."""
    return words.say("form_table")


def missing_title() -> str:
    """Return the heading over what is missing."""
    return words.say("form_missing")


def notes_title() -> str:
    """Return the heading over where the numbers are from."""
    return words.say("form_notes")


def notes(form: Form) -> tuple[str, ...]:
    """Say where the form and its numbers are from, how people are protected and by which definitions was counted."""
    measures = dict.fromkeys(one.question.measure for one in form.filled if one.question.measure)
    definitions = [
        words.say(
            "brief_definition",
            name=words.translated(measure.name),
            measure_id=measure.measure_id,
            version=measure.version,
        )
        for measure in measures
    ]
    return (
        words.say("form_source", source=form.pack.source),
        words.say("brief_as_of", day=words.day(form.place.last_on)),
        words.say("brief_publication", publication_id=form.place.publication_id, day=words.day(form.made_on)),
        words.say("brief_protection", protection=form.place.protection),
        *definitions,
    )


def file_name(form: Form) -> str:
    """Return the beginning of the name of each of its files."""
    parts = ("form", form.pack.pack_id, form.period, *(["partners"] if form.not_public else []))
    return name_of(form.place.name_in_files, *parts)


def plain(told: Table) -> dict[str, object]:
    """Return a table as plain data for a layout."""
    return {"header": told.header, "rows": told.rows}
