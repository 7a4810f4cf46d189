"""The definitions as a page tells them: the six parts of each measure, this county's settings, and the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.declaration import Better, FollowUpMeasure, Measure, Unit
from metrics.glossary import GLOSSARY
from metrics.switches import SWITCHES
from presentation import words
from presentation.place import Grouping, Place
from presentation.table import Table

BETTER = {
    Better.LOWER: "better_lower",
    Better.HIGHER: "better_higher",
    Better.NEITHER: "better_neither",
}
UNITS = {Unit.PERSON: "unit_person", Unit.EVERY_EVENT: "unit_every_event"}


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One measure in words. parts pairs the name of a part with what it says; opened is true for the first one."""

    measure_id: str
    name: str
    question: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    opened: bool

    def html(self) -> str:
        """Return the definition as a list of terms."""
        pairs = "".join(
            f"<dt>{escape(name)}</dt>" + "".join(f"<dd>{escape(line)}</dd>" for line in lines)
            for name, lines in self.parts
        )
        return f'<p class="tl-sub">{escape(self.question)}</p><dl class="tl-terms">{pairs}</dl>'


def everything(measures: Sequence[Measure]) -> tuple[Definition, ...]:
    """Tell measures in words, in their order, as the county counts them. The first one stands open."""
    return tuple(define(measure, opened=measure is measures[0]) for measure in measures)


def define(measure: Measure, *, opened: bool = False) -> Definition:
    """Tell a declaration in words. Nothing here adds to what the declaration says."""
    if isinstance(measure, FollowUpMeasure):
        parts = [
            ("part_start", (measure.start_event,)),
            ("part_cohort", (measure.cohort,)),
            ("part_outcome", (measure.outcome,)),
            ("part_follow_up", (words.say("follow_up", windows=_windows(measure)),)),
            ("part_unit", (words.say(UNITS[measure.unit]),)),
            ("part_left_out", measure.left_out),
        ]
    else:
        parts = [("part_counted", (measure.counted,)), ("part_left_out", measure.left_out)]
    parts += [
        ("part_better", (words.say(BETTER[measure.better]),)),
        ("part_source", (measure.source,)),
        ("part_version", (_version(measure),)),
        ("part_review", (_review(measure),)),
    ]
    return Definition(
        measure_id=measure.measure_id,
        name=measure.name,
        question=measure.question,
        opened=opened,
        parts=tuple((words.say(name), lines) for name, lines in parts),
    )


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


def settings(place: Place) -> tuple[str, ...]:
    """Say what this county has set, one sentence each."""
    gap = words.say("gap_one") if place.gap_days == 1 else words.say("gap_many", days=place.gap_days)
    covered = words.say("covered", first=words.day(place.first_on), last=words.day(place.last_on))
    switches = [
        words.say("switch_on" if place.switches.get(switch.switch_id, True) else "switch_off", question=switch.question)
        for switch in SWITCHES
    ]
    return gap, covered, *switches


def groups_of(grouping: Grouping) -> str:
    """Name the groups of a grouping, the two kinds of unknown last."""
    unknown = [words.group_label(grouping, group_id) for group_id in words.UNKNOWN]
    return ", ".join([*(group.label for group in grouping.groups), *unknown])


def groupings(place: Place) -> Table:
    """Return the ways in which this county splits people."""
    return Table(
        caption=words.say("groupings_title"),
        header=(words.say("split_by"), words.say("groups")),
        rows=tuple((grouping.label, groups_of(grouping)) for grouping in place.groupings),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )


def glossary() -> Table:
    """Return the glossary: our word, what it means, and the field's own word for it."""
    return Table(
        caption=words.say("glossary_title"),
        header=(words.say("our_word"), words.say("meaning"), words.say("field_word")),
        rows=tuple((term.screen_word.capitalize(), term.meaning, term.field_word) for term in GLOSSARY),
        words_columns=frozenset({0, 1, 2}),
        caption_shown=False,
    )
