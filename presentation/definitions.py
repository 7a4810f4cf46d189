"""The definitions as a page tells them: the parts of each measure and its words, by the question that it answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import urlencode

from metrics.declaration import Better, FollowUpMeasure, Measure, Unit
from metrics.declared.occasions import BOOKING, DEATH, PRISON_ADMISSION, TERM_COMPLETED, TURNED_AWAY
from metrics.glossary import PARTS, terms_in
from metrics.registry import by_topic
from metrics.terms.term import Term
from presentation import language_of_run, words

MEASURE_IN_ADDRESS: Final = "measure"
"""The name in a page's address that opens one definition, by the id of its measure: ids stay when names are mended."""
BETTER: Final = {
    Better.LOWER: "better_lower",
    Better.HIGHER: "better_higher",
    Better.NEITHER: "better_neither",
}
UNITS: Final = {
    Unit.PERSON: "unit_person",
    Unit.EVERY_EVENT: "unit_every_event",
    Unit.PERSON_IN_PROGRAM: "unit_person_in_program",
}
FIRST: Final = {
    DEATH: "first_death",
    PRISON_ADMISSION: "first_prison",
    BOOKING: "first_booking",
    TERM_COMPLETED: "first_term",
    TURNED_AWAY: "first_turned_away",
}
"""What can come before an outcome and keep it from coming, in words."""

GLOSSARY_TITLES: Final = ("glossary_jail", "glossary_care", "glossary_counting", "glossary_use")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One measure in words. parts pairs the name of a part with what it says; reported says whether the county has it."""

    measure_id: str
    name: str
    question: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    reported: bool

    def html(self) -> str:
        """Return the definition as a list of terms."""
        pairs = "".join(
            f"<dt>{escape(name)}</dt>" + "".join(f"<dd>{escape(line)}</dd>" for line in lines)
            for name, lines in self.parts
        )
        nothing = "" if self.reported else f'<p class="tl-note">{escape(words.say("definition_not_reported"))}</p>'
        return f'<p class="tl-sub">{escape(self.question)}</p>{nothing}<dl class="tl-terms">{pairs}</dl>'

    def folded(self) -> str:
        """Return the definition as a line that opens, with a link that opens it on its own."""
        address = urlencode({MEASURE_IN_ADDRESS: self.measure_id, **language_of_run.in_address()})
        mark = "" if self.reported else f' <span class="tl-mark">{escape(words.say("not_reported_here"))}</span>'
        return (
            f"<details><summary>{escape(self.name)}{mark}</summary>{self.html()}"
            f'<p class="tl-note"><a href="?{address}" target="_self">{escape(words.say("on_its_own"))}</a></p></details>'
        )


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The definitions that answer one question together."""

    question: str
    sentence: str
    definitions: tuple[Definition, ...]

    def html(self) -> str:
        """Return the chapter as a part that opens: its question, its sentence, and a line for each definition."""
        reported = sum(definition.reported for definition in self.definitions)
        name = "all" if reported == len(self.definitions) else "some" if reported else "none"
        count = words.say(f"chapter_{name}", n=len(self.definitions), reported=reported)
        inside = "".join(definition.folded() for definition in self.definitions)
        return (
            f'<details class="tl-chapter"><summary><h3>{escape(self.question)}</h3>'
            f'<span class="tl-sub">{escape(self.sentence)} <span class="tl-mark">{escape(count)}</span></span></summary>'
            f"{inside}</details>"
        )


def chapters(measures: Iterable[Measure], reported: Collection[str]) -> tuple[Chapter, ...]:
    """Tell measures in words as the county counts them, by the question that they answer.

    reported holds the ids of the measures for which the county shares the records.
    """
    return tuple(
        Chapter(
            question=words.translated(topic.question),
            sentence=words.translated(topic.sentence),
            definitions=tuple(define(measure, reported=measure.measure_id in reported) for measure in found),
        )
        for topic, found in by_topic(measures).items()
    )


def define(measure: Measure, *, reported: bool = True) -> Definition:
    """Tell a declaration in words. Nothing here adds to what the declaration says, but for the meaning of its words."""
    run = language_of_run.run()
    definition, not_reviewed = _defined(measure, reported, run.language)
    run.not_reviewed.update(not_reviewed)
    return definition


@lru_cache(maxsize=1000)
def _defined(measure: Measure, reported: bool, language: str) -> tuple[Definition, frozenset[str]]:
    """Tell a declaration in a language, with the msgids of what no person has reviewed in it."""
    with language_of_run.speaking(language) as told:
        return _told(measure, reported=reported), frozenset(told.not_reviewed)


def _told(measure: Measure, *, reported: bool) -> Definition:
    if isinstance(measure, FollowUpMeasure):
        parts = [
            ("part_start", words.all_translated([measure.start_event])),
            ("part_cohort", words.all_translated([measure.cohort])),
            ("part_outcome", words.all_translated([measure.outcome])),
            ("part_follow_up", (words.say("follow_up", windows=_windows(measure)),)),
            ("part_unit", (words.say(UNITS[measure.unit]),)),
            ("part_left_out", words.all_translated(measure.left_out)),
        ]
        if measure.competing:
            parts.append(
                ("part_first", (*(words.say(FIRST[one]) for one in measure.competing), words.say("first_note")))
            )
    else:
        parts = [
            ("part_counted", words.all_translated([measure.counted])),
            ("part_left_out", words.all_translated(measure.left_out)),
        ]
    parts += [
        ("part_better", (words.say(BETTER[measure.better]),)),
        ("part_words", tuple(_meaning(entry) for entry in words_of([measure]))),
        ("part_source", words.all_translated([measure.source])),
        ("part_version", (_version(measure),)),
        ("part_review", (_review(measure),)),
    ]
    return Definition(
        measure_id=measure.measure_id,
        name=words.translated(measure.name),
        question=words.translated(measure.question),
        reported=reported,
        parts=tuple((words.say(name), lines) for name, lines in parts if lines),
    )


def words_of(measures: Iterable[Measure]) -> tuple[Term, ...]:
    """Return the entries of the glossary for the words in what measures say, in the order of the glossary."""
    texts: list[str] = []
    for measure in measures:
        texts += [measure.name, measure.question, *measure.left_out]
        if isinstance(measure, FollowUpMeasure):
            texts += [measure.start_event, measure.cohort, measure.outcome, measure.came_back_means]
            texts += [words.TEMPLATES["part_first"]] if measure.competing else []
        else:
            texts.append(measure.counted)
    return terms_in(texts)


def meanings(entries: Iterable[Term], *, fields_words: bool = False) -> str:
    """Return words and what they mean as a list of terms; fields_words adds the field's own word for each."""
    pairs = []
    for entry in entries:
        fields_word = [words.say("fields_word", word=words.translated(entry.field_word))] if fields_words else []
        told = [words.translated(entry.meaning), *fields_word]
        lines = "".join(f"<dd>{escape(line)}</dd>" for line in told)
        pairs.append(f"<dt>{escape(_word(entry))}</dt>{lines}")
    return f'<dl class="tl-terms">{"".join(pairs)}</dl>'


def glossary() -> str:
    """Return the glossary as parts that open: in each by the alphabet our word, what it means, and the field's own word."""
    return "".join(
        f'<details class="tl-chapter"><summary><h3>{escape(words.say(title))}</h3></summary>'
        f"{meanings(sorted(part, key=_word), fields_words=True)}</details>"
        for title, part in zip(GLOSSARY_TITLES, PARTS, strict=True)
    )


def _meaning(entry: Term) -> str:
    return words.say("word_and_meaning", word=_word(entry), meaning=words.translated(entry.meaning))


def _word(entry: Term) -> str:
    return words.capitalized(words.translated(entry.screen_word))


def _version(measure: Measure) -> str:
    slots = {"day": words.day(measure.changed_on), "measure_id": measure.measure_id}
    if measure.version == 1:
        return words.say("version_first", **slots)
    return words.say("version", version=measure.version, **slots)


def _review(measure: Measure) -> str:
    if measure.reviewed_by is None or measure.reviewed_on is None:
        return words.say("not_reviewed")
    return words.say("reviewed", who=measure.reviewed_by, day=words.day(measure.reviewed_on))


def _windows(measure: FollowUpMeasure) -> str:
    days = {window: words.say("other_span", days=words.count(window)) for window in measure.windows_days}
    spans = {window: words.span_label(window) for window in measure.windows_days}
    return ", ".join(
        span if span == days[window] else words.say("window_in_days", span=span, days=words.count(window))
        for window, span in spans.items()
    )
