"""A hundred people, drawn: those who came back filled, the others outlined, in one block."""

from html import escape

from metrics.declaration import FollowUpMeasure
from presentation import nothing, sentences, words
from presentation.answer import Answer, Reading
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Place
from presentation.table import Table

PER_ROW = 10
CELL_WIDTH, CELL_HEIGHT = 32, 35
PERSON = "M16 3a5.3 5.3 0 1 1 0 10.6a5.3 5.3 0 1 1 0-10.6zM7.6 31v-8.4a8.4 7.4 0 0 1 16.8 0v8.4z"


def people_of_100(number: int, label: str, palette: Palette) -> str:
    """Return an SVG of 100 figures in rows of ten, the first `number` of them filled; label says it in words."""
    filled = f'fill="{palette.mark}" stroke="{palette.mark}"'
    outlined = f'fill="{palette.outline_fill}" stroke="{palette.outline}"'
    figures = "".join(
        f'<path transform="translate({place % PER_ROW * CELL_WIDTH} {place // PER_ROW * CELL_HEIGHT})" '
        f'd="{PERSON}" {filled if place < number else outlined}/>'
        for place in range(100)
    )
    width, height = PER_ROW * CELL_WIDTH, 100 // PER_ROW * CELL_HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" stroke-width="1.3" role="img" '
        f'aria-label="{escape(label, quote=True)}">{figures}</svg>'
    )


def icon_array(place: Place, measure: FollowUpMeasure, reading: Reading, palette: Palette) -> Figure:
    """Draw the one answer of the reading as 100 people."""
    answer = reading.answers[0] if reading.answers else None
    note = sentences.how_sure(answer)
    if answer is None or not answer.shown or answer.of_100 is None:
        reason = sentences.no_number(place, answer)
        title, subtitle, alt, how_to_read, note = words.say("icons_title_nothing"), "", reason, "", reason
        picture = nothing.panel(answer.status if answer else None, reason, palette)
    else:
        title, subtitle, alt, how_to_read = _words(place, measure, answer)
        picture = people_of_100(answer.of_100, alt, palette)
    return Figure(
        figure_id="people",
        title=title,
        subtitle=subtitle,
        picture=picture,
        alt=alt,
        how_to_read=how_to_read,
        note=note,
        who_is_counted=sentences.who_is_counted(place, measure, answer),
        not_counted=words.all_translated(measure.left_out),
        table=_table(measure, reading, title),
        rows=reading.frame,
        file_name=f"{measure.measure_id}_people",
    )


def _words(place: Place, measure: FollowUpMeasure, answer: Answer) -> tuple[str, str, str, str]:
    """Return the title, the subtitle, what the picture shows, and how to read it."""
    number = answer.of_100 or 0
    span, period = words.span(answer.window_days or 0), words.period(answer.period)
    slots = {"n": number, "rest": 100 - number, "span": span}
    if sentences.is_return(measure.measure_id):
        return (
            words.say("icons_title", **slots),
            words.say("icons_subtitle", people=words.people(place, answer.groups), period=period, span=span),
            words.say("icons_alt", **slots),
            words.say("icons_read"),
        )
    name = words.translated(measure.name)
    return (
        words.say("any_icons_title", **slots),
        words.say("any_icons_subtitle", measure=name, period=period, span=span),
        words.say("any_icons_alt", measure=name, **slots),
        words.say("any_icons_read"),
    )


def _table(measure: FollowUpMeasure, reading: Reading, caption: str) -> Table:
    returns = sentences.is_return(measure.measure_id)
    answer = reading.answers[0] if reading.answers else None
    if answer is None or not answer.shown or answer.numerator is None or answer.denominator is None:
        return Table(caption=caption, header=("", words.say("people")), rows=(("", sentences.cell(answer)),))
    back, others = answer.numerator, answer.denominator - answer.numerator
    rest = 100 - (answer.of_100 or 0)
    return Table(
        caption=caption,
        header=(words.say("what_happened"), words.say("people"), words.say("of_every_100")),
        rows=(
            (sentences.happened(measure.measure_id), words.count(back), sentences.cell(answer)),
            (words.say("did_not" if returns else "any_did_not"), words.count(others), str(rest)),
        ),
    )
