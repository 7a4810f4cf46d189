"""Published answers, row by row, with the whole number of 100 that every screen shows for them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from metrics.answers import PublishedAnswers
from metrics.blurring import AT_LEAST, AT_MOST, SHAKY, WITH_SMALL_GROUPS
from metrics.language import ALL, Status
from metrics.registry import follow_up_measures, parts_of
from presentation.rounding import of_100, parts_of_100


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One published answer. Numbers are null unless status is shown; value, low and high are 0..1 or people per day.

    groups names the group of each grouping that the row is split by. of_100 is the share in whole people of every 100;
    null for measures that are no share and for windows that are only points of a curve. bound: at_most or at_least where the
    share lies too near to 0 or 100 to be told; value is that bound then. with_small_groups: it
    holds people of other groups beside its own.
    """

    measure_id: str
    period_kind: str
    period: str
    period_start: dt.date
    period_end: dt.date
    window_days: int | None
    groups: Mapping[str, str]
    numerator: int | None
    denominator: int | None
    value: float | None
    low: float | None
    high: float | None
    status: Status
    shaky: bool
    bound: str = ""
    with_small_groups: bool = False
    of_100: int | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a number."""
        return self.status is Status.SHOWN and self.value is not None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Answers to one question: the rows as published and the same rows as objects, in the same order."""

    frame: pl.DataFrame
    answers: tuple[Answer, ...]

    def where(
        self,
        *,
        measure_id: str | None = None,
        period: str | None = None,
        window_days: int | Iterable[int] | None = None,
    ) -> "Reading":
        """Return the rows that fit, in the same order; what is not named is not asked for."""
        windows = {window_days} if isinstance(window_days, int) else None if window_days is None else set(window_days)
        kept = [
            place
            for place, answer in enumerate(self.answers)
            if (measure_id is None or answer.measure_id == measure_id)
            and (period is None or answer.period == period)
            and (windows is None or answer.window_days in windows)
        ]
        return Reading(frame=self.frame[kept], answers=tuple(self.answers[place] for place in kept))

    def only(self, answers: Iterable[Answer | None]) -> "Reading":
        """Return the rows of just these answers of it, in its own order."""
        wanted = {id(answer) for answer in answers if answer is not None}
        kept = [place for place, answer in enumerate(self.answers) if id(answer) in wanted]
        return Reading(frame=self.frame[kept], answers=tuple(self.answers[place] for place in kept))

    def first(self, **wanted: Any) -> Answer | None:
        """Return the first answer that fits, or None where nothing was published."""
        found = self.where(**wanted).answers
        return found[0] if found else None


def headline(reading: Reading, window_days: int = 365) -> Answer | None:
    """Return the answer that a page's sentence says, from a reading of one measure for one group and period.

    The one for window_days where it is shown, otherwise the longest one that is; where none is shown, the one for
    window_days all the same, for it says why. None where nothing was published.
    """
    wanted = reading.first(window_days=window_days)
    if wanted is None or wanted.shown:
        return wanted
    shown = [answer for answer in reading.answers if answer.shown and answer.of_100 is not None]
    return max(shown, key=lambda answer: answer.window_days or 0, default=wanted)


def read(published: PublishedAnswers) -> Reading:
    """Turn published answers into a reading.

    Give it all measures and named windows of a cell at once: parts are rounded together with their whole.
    """
    frame = published.frame.sort("period_end", "measure_id", "window_days", maintain_order=True)
    answers = [_answer(row, published.grouping_ids) for row in frame.iter_rows(named=True)]
    whole_numbers = _whole_numbers(answers)
    return Reading(
        frame=frame,
        answers=tuple(replace(answer, of_100=whole_numbers.get(place)) for place, answer in enumerate(answers)),
    )


def _answer(row: Mapping[str, Any], grouping_ids: tuple[str, ...]) -> Answer:
    copied = ("measure_id", "period_kind", "period", "period_start", "period_end", "window_days")
    numbers = ("numerator", "denominator", "value", "low", "high")
    flags = row["flags"].split(" ")
    return Answer(
        **{name: row[name] for name in (*copied, *numbers)},
        groups={name: row[name] for name in grouping_ids if row[name] != ALL},
        status=Status(row["status"]),
        shaky=SHAKY in flags,
        with_small_groups=WITH_SMALL_GROUPS in flags,
        bound=next((bound for bound in (AT_MOST, AT_LEAST) if bound in flags), ""),
    )


def _whole_numbers(answers: list[Answer]) -> dict[int, int]:
    """Return the whole number of 100 by place in the list, cell by cell: a cell is one group in one period."""
    declared = {measure.measure_id: measure for measure in follow_up_measures()}
    cells: dict[tuple[Any, ...], dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for place, answer in enumerate(answers):
        measure = declared.get(answer.measure_id)
        if measure and answer.shown and answer.window_days in measure.windows_days:
            cell = (answer.period_kind, answer.period, tuple(answer.groups.items()))
            cells[cell][answer.measure_id][answer.window_days] = place
    numbers: dict[int, int] = {}
    for cell_places in cells.values():
        for measure_id, places in cell_places.items():
            numbers |= {place: of_100(answers[place].value or 0.0) for place in places.values()}
            parts = [part.measure_id for part in parts_of(declared[measure_id])]
            numbers |= _part_numbers(answers, places, {part: cell_places.get(part, {}) for part in parts})
    return numbers


def _part_numbers(
    answers: list[Answer], whole: Mapping[int, int], parts: Mapping[str, Mapping[int, int]]
) -> dict[int, int]:
    """Return the numbers of the parts of one whole, by place; nothing where a part is not shown."""
    windows = sorted(window for window in whole if all(window in places for places in parts.values()))
    if not parts or not windows:
        return {}
    rounded = parts_of_100(
        [answers[whole[window]].value or 0.0 for window in windows],
        {part: [answers[places[window]].value or 0.0 for window in windows] for part, places in parts.items()},
    )
    return {
        parts[part][window]: number
        for part, numbers in rounded.items()
        for window, number in zip(windows, numbers, strict=True)
    }


def is_reported(answer: Answer | None) -> bool:
    """Whether the county shares the records that an answer needs; a number may still be hidden or too early."""
    return answer is not None and answer.status is not Status.NOT_REPORTED
