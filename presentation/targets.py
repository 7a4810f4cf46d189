"""What the county wants to reach: each target with its baseline, the newest number that is known, and how the two stand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from metrics import registry
from metrics.declaration import Better, FollowUpMeasure, Measure, ValueUnit
from metrics.targets import Known, Standing, standing
from presentation import in_words, words
from presentation.answer import Answer, Reading
from presentation.place import Place
from presentation.table import Table

WORDS_COLUMNS: Final = frozenset({0, 4, 5, 6})

_LOWER: Final = {Better.LOWER: True, Better.HIGHER: False, Better.NEITHER: None}


@dataclass(frozen=True, kw_only=True)
class Target:
    """A number that the county wants to reach, by when, and who decided it.

    value: a share in 0..1, or a count. baseline: the id of the year that it is held against. groups: one group, or empty for
    everyone. set_by is in the language of the run.
    """

    measure_id: str
    window_days: int | None
    groups: Mapping[str, str]
    baseline: str
    value: float
    due_on: dt.date
    set_by: str

    @property
    def measure(self) -> Measure:
        """What it is a target for."""
        return registry.measure(self.measure_id)

    @property
    def by(self) -> str:
        """The month in which it is due, as a sentence names it."""
        return words.month(self.due_on)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A target with the answer of its baseline year and the newest year that is known; None where there is none."""

    target: Target
    baseline: Answer | None
    now: Answer | None

    @property
    def standing(self) -> Standing:
        """How it stands, by the rule of metrics.targets."""
        return standing(
            baseline=_known(self.baseline),
            now=_known(self.now),
            target=self.target.value,
            due_on=self.target.due_on,
            lower_is_better=_LOWER[self.target.measure.better],
        )


def progress(target: Target, years: Reading) -> Progress:
    """Hold a target against answers for calendar years of its group: a year that is not finished is never the newest."""
    found = [
        one
        for one in years.where(measure_id=target.measure_id).answers
        if one.window_days == target.window_days and dict(one.groups) == dict(target.groups)
    ]
    shown = [one for one in found if one.shown]
    return Progress(
        target=target,
        baseline=next((one for one in shown if one.period == target.baseline), None),
        now=max(shown, key=lambda one: one.period_end, default=None),
    )


def table(place: Place, told: Sequence[Progress]) -> Table:
    """Return a line for each target: baseline, now, target, by when, how it stands and who set it."""
    header = ("measure", "target_baseline", "target_now", "target_value", "target_by", "target_stands", "target_set_by")
    return Table(
        caption=words.say("targets_title"),
        header=tuple(words.say(name) for name in header),
        rows=tuple(_row(place, one) for one in told),
        words_columns=WORDS_COLUMNS,
        caption_shown=False,
    )


def _row(place: Place, one: Progress) -> tuple[str, ...]:
    target = one.target
    return (
        name(place, target),
        _of_year(target.measure, one.baseline, target.baseline),
        _of_year(target.measure, one.now, ""),
        value(target),
        words.capitalized(target.by),
        words.say(f"stands_{one.standing}"),
        target.set_by,
    )


def name(place: Place, target: Target) -> str:
    """Name what a target is for: the measure, its time and its group."""
    said = words.translated(target.measure.name)
    if target.window_days is not None:
        said = words.say("brief_name", name=said, span=words.span(target.window_days))
    if target.groups:
        said = words.say("target_among", name=said, people=words.people(place, target.groups))
    return said


def value(target: Target) -> str:
    """Write the value to reach, with its unit."""
    measure = target.measure
    if _is_share(measure):
        return words.say("of_100", n=round(target.value * 100))
    number = words.count(target.value) if float(target.value).is_integer() else words.decimal(target.value)
    unit = measure.value_unit if not isinstance(measure, FollowUpMeasure) else ValueUnit.SHARE
    return words.say(f"amount_{unit}_{'one' if number == '1' else 'many'}", n=number)


def line(place: Place, one: Progress) -> str:
    """Say one target in a sentence, with how it stands."""
    slots = {"name": name(place, one.target), "value": value(one.target), "by": one.target.by}
    return words.say("target_line", stands=words.say(f"stands_{one.standing}"), **slots)


def _of_year(measure: Measure, answer: Answer | None, period: str) -> str:
    if answer is None:
        return words.say("target_year", number=words.mark(), year=words.period(period)) if period else words.mark()
    return words.say("target_year", number=in_words.how_many(measure, answer), year=words.period(answer.period))


def _known(answer: Answer | None) -> Known | None:
    if answer is None or answer.value is None:
        return None
    return Known(value=answer.value, low=answer.low, high=answer.high, on=answer.period_end)


def _is_share(measure: Measure) -> bool:
    return isinstance(measure, FollowUpMeasure) or measure.value_unit is ValueUnit.SHARE
