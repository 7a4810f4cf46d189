"""Whether some groups are more affected than others: two groups side by side at every step of the path."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.decision_points import DecisionPoint
from metrics.declaration import Measure
from metrics.gaps import Gap, difference, direction, ratio
from metrics.language import Status
from metrics.periods import parse_period
from presentation import in_words, sentences, words
from presentation.answer import Answer, Reading
from presentation.groups import in_order
from presentation.place import Grouping, Place
from presentation.rounding import of_100
from presentation.table import Table


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the path for two groups in the same year; an answer is None where nothing was published."""

    point: DecisionPoint[Measure]
    one: Answer | None
    other: Answer | None

    def rows(self, reading: Reading) -> Reading:
        """Return the rows of a reading that are about this step, in its year."""
        some = self.one or self.other
        return reading.where(
            measure_id=self.point.measure.measure_id,
            window_days=self.point.window_days,
            period=some.period if some else None,
        )

    @property
    def told(self) -> bool:
        """Whether both groups have a number, so that a gap can be told."""
        return self.gap is not None

    @property
    def gap(self) -> Gap | None:
        """How much larger the share of one is, -1..1."""
        return difference(self.one, self.other) if self.one and self.other else None

    @property
    def times(self) -> Gap | None:
        """The relative rate index: how many times as large the share of one is."""
        return ratio(self.one, self.other) if self.one and self.other else None

    @property
    def leaning(self) -> int:
        """1 or -1 where the share of one is clearly larger or smaller, 0 where it may be chance."""
        return direction(self.one, self.other) if self.one and self.other else 0

    @property
    def of_100(self) -> int:
        """The gap in people of every 100, as the two whole numbers on the screen have it; 0 where it cannot be told."""
        if self.one is None or self.other is None or not self.told:
            return 0
        return in_words.of_100(self.one) - in_words.of_100(self.other)


def steps(
    points: Iterable[DecisionPoint[Measure]], reading: Reading, grouping: Grouping, pair: tuple[str, str], until: str
) -> tuple[Step, ...]:
    """Return each step in the newest year in which both groups have a number, else in the newest that there is.

    until: the period up to which years are taken. reading holds years, split by the grouping; pair the two groups. Steps
    that hold no answer of either are left out.
    """
    found = []
    last_on = parse_period(until).last_on
    for point in points:
        rows = reading.where(measure_id=point.measure.measure_id).answers
        years = sorted({row.period_end for row in rows if row.period_end <= last_on}, reverse=True)
        of_years = [_step(point, rows, grouping, pair, year) for year in years]
        some = [step for step in of_years if step.one or step.other]
        newest = next((step for step in some if step.told), next(iter(some), None))
        if newest is not None:
            found.append(newest)
    return tuple(found)


def _step(
    point: DecisionPoint[Measure],
    rows: Sequence[Answer],
    grouping: Grouping,
    pair: tuple[str, str],
    period_end: dt.date,
) -> Step:
    of_group = {
        row.groups.get(grouping.grouping_id): row
        for row in rows
        if row.period_end == period_end and row.window_days == point.window_days
    }
    return Step(point=point, one=of_group.get(pair[0]), other=of_group.get(pair[1]))


def largest_known(grouping: Grouping, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return the known groups that have a number, the one with the most people first."""
    known = [
        answer
        for answer in in_order(grouping, answers)
        if answer.shown and answer.groups[grouping.grouping_id] not in words.UNKNOWN
    ]
    ordered = sorted(known, key=lambda answer: answer.denominator or 0, reverse=True)
    return tuple(answer.groups[grouping.grouping_id] for answer in ordered)


def step_of(found: Iterable[Step], point: DecisionPoint[Measure]) -> Step | None:
    """Return what was found at this step; None where nothing was published."""
    return next((step for step in found if step.point == point), None)


def compared(place: Place, step: Step | None) -> str:
    """Say how far the other group lies from it, and how sure that is; empty where it cannot be told."""
    if step is None or step.one is None or step.other is None or step.gap is None:
        return ""
    slots = {"others": words.people(place, step.other.groups), "n": sentences.cell(step.other)}
    if step.leaning == 0:
        return words.say("gap_unclear", **slots)
    far = abs(step.of_100)
    size = "few" if far == 0 else "one" if far == 1 else "many"
    low, high = between(step)
    name = f"gap_{'more' if step.leaning > 0 else 'fewer'}_{size}"
    return words.say(name, k=far, low=low, high=high, **slots)


def between(step: Step) -> tuple[int, int]:
    """Return the range of a clear gap as sizes in people of every 100, rounded outward, the smaller first; 0 at least."""
    gap = step.gap
    if gap is None:
        return 0, 0
    ends = sorted(abs(end) * 100 for end in (gap.low, gap.high))
    return int(ends[0]), int(-(-ends[1] // 1))


def how_far(step: Step) -> str:
    """Write a gap: "9 more", "3 fewer", "no clear difference", or the mark of its kind of nothing."""
    if not step.told:
        return nothing(step)
    if step.leaning == 0:
        return words.say("gap_cell_unclear")
    far = abs(step.of_100)
    if far == 0:
        return words.say("gap_cell_more_few" if step.leaning > 0 else "gap_cell_fewer_few")
    return words.say("gap_cell_more" if step.leaning > 0 else "gap_cell_fewer", k=far)


def nothing(step: Step) -> str:
    """Write the mark of the kind of nothing that keeps a gap from being told."""
    missing = next((answer for answer in (step.one, step.other) if answer is None or not answer.shown), None)
    return sentences.cell(missing)


def times_table(grouping: Grouping, found: Sequence[Step], pair: tuple[str, str]) -> Table:
    """Return how many times as often each step happens to one group as to the other: the relative rate index."""
    names = ("gap_step", "gap_year", "gap_counted", "gap_times", "likely_range")
    one, other = (words.group_label(grouping, group) for group in pair)
    return Table(
        caption=words.say("gap_times_caption", one=one, other=other),
        header=tuple(words.say(name) for name in names),
        rows=tuple((step_name(step), year(step), _counted(step), *_times(step)) for step in found),
        words_columns=frozenset({0}),
        caption_shown=False,
    )


def step_name(step: Step) -> str:
    """Name a step with the days watched, where it has any."""
    return point_name(step.point)


def point_name(point: DecisionPoint[Measure]) -> str:
    """Name a measure with the days watched, where it has any."""
    name = words.translated(point.measure.name)
    if point.window_days is None:
        return name
    return words.say("gap_step_within", step=name, span=words.span(point.window_days))


def year(step: Step) -> str:
    """Name the year that a step is told for."""
    some = step.one or step.other
    return words.period(some.period) if some else ""


def _counted(step: Step) -> str:
    answers = [answer for answer in (step.one, step.other) if answer and answer.shown and answer.denominator]
    if len(answers) < 2:  # both of the pair
        return nothing(step)
    return words.say(
        "gap_two_counts", a=words.count(answers[0].denominator or 0), b=words.count(answers[1].denominator or 0)
    )


def _times(step: Step) -> tuple[str, str]:
    times = step.times
    if times is None:
        return nothing(step), ""
    high = words.decimal(times.high) if times.high < 100 else words.say("gap_unbounded")  # beyond it says nothing
    return (
        words.say("gap_times_cell", n=words.decimal(times.value)),
        words.say("range", low=words.decimal(times.low), high=high),
    )


def unknown_line(grouping: Grouping, step: Step | None, split: Reading, together: Reading) -> str:
    """Say for how many of every 100 people at a step the group is not known; empty where nothing was published."""
    everyone = step.rows(together).first() if step else None
    if step is None or everyone is None or not everyone.shown or not everyone.denominator:
        return ""
    unknown = _of_unknown_group(grouping, step.rows(split))
    slots = {"grouping": grouping.label.lower(), "period": words.period(everyone.period)}
    if not unknown:
        return words.say("gap_unknown_nobody", **slots)
    if not all(answer.shown and answer.denominator is not None for answer in unknown):
        return words.say("gap_unknown_hidden", **slots)
    missing = of_100(sum(answer.denominator or 0 for answer in unknown) / everyone.denominator)
    return words.say("gap_unknown_line", n=missing or words.say("under_1"), **slots)


def _of_unknown_group(grouping: Grouping, split: Reading) -> list[Answer]:
    return [row for row in split.answers if row.groups[grouping.grouping_id] in words.UNKNOWN]


def unknown_table(grouping: Grouping, found: Sequence[Step], split: Reading, whole_reading: Reading) -> Table:
    """Return for each step how many people there are whose group is not known: not stated, or a code that is not known."""
    rows = []
    for step in found:
        everyone = next(iter(step.rows(whole_reading).answers), None)
        unknown = _of_unknown_group(grouping, step.rows(split))
        rows.append((step_name(step), year(step), *_unknown(everyone, unknown)))
    return Table(
        caption=words.say("gap_unknown_title"),
        header=tuple(words.say(name) for name in ("gap_step", "gap_year", "counted", "gap_unknown", "of_every_100")),
        rows=tuple(rows),
        words_columns=frozenset({0}),
        caption_shown=False,
    )


def _unknown(everyone: Answer | None, unknown: Sequence[Answer]) -> tuple[str, str, str]:
    if everyone is None or not everyone.shown or not everyone.denominator:
        return sentences.cell(everyone), "", ""
    counted = words.count(everyone.denominator)
    if not unknown:
        return counted, words.say("gap_unknown_none"), ""
    if not all(answer.shown and answer.denominator is not None for answer in unknown):
        return counted, words.mark(Status.HIDDEN), ""
    missing = sum(answer.denominator or 0 for answer in unknown)
    return counted, words.count(missing), str(of_100(missing / everyone.denominator))
