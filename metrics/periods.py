"""The periods that answers are given for: years, quarters, years that end with a quarter, and all that was watched."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class PeriodKind(StrEnum):
    """How long a period is and where it begins."""

    YEAR = "year"
    QUARTER = "quarter"
    YEAR_TO_QUARTER = "year_to_quarter"
    ALL_WATCHED = "all_watched"
    """As long as the data allow for one window: for an analyst's question, never published."""


@dataclass(frozen=True, kw_only=True, order=True)
class Period:
    """A stretch of whole days; both ends are inside."""

    first_on: dt.date
    last_on: dt.date
    kind: PeriodKind
    period_id: str

    @property
    def days(self) -> int:
        """How many days the period holds."""
        return (self.last_on - self.first_on).days + 1


def year(number: int) -> Period:
    """The calendar year: id "2017"."""
    return Period(
        kind=PeriodKind.YEAR, period_id=f"{number:04}", first_on=dt.date(number, 1, 1), last_on=dt.date(number, 12, 31)
    )


def quarter(number: int, quarter_number: int) -> Period:
    """The calendar quarter, 1 to 4: id "2017-Q3"."""
    first_on = dt.date(number, 3 * quarter_number - 2, 1)
    return Period(
        kind=PeriodKind.QUARTER,
        period_id=f"{number:04}-Q{quarter_number}",
        first_on=first_on,
        last_on=_month_after(first_on, 3) - dt.timedelta(days=1),
    )


def year_to_quarter(number: int, quarter_number: int) -> Period:
    """The four quarters that end with this one: id "year_to_2017-09"."""
    last_on = quarter(number, quarter_number).last_on
    return Period(
        kind=PeriodKind.YEAR_TO_QUARTER,
        period_id=f"year_to_{last_on:%Y-%m}",
        first_on=_month_after(last_on.replace(day=1), -11),
        last_on=last_on,
    )


def all_watched(
    first_on: dt.date, started_through_on: dt.date, followed_through_on: dt.date, window_days: int
) -> Period:
    """The days on which an index event can be watched for the whole window: id "all_watched".

    From first_on, the first day of the data, to followed_through_on (the last day on which an outcome would be on record)
    less the window, or to started_through_on (the last day on which index events are on record) if that is earlier; all
    inside. Only days decide, so who is in is settled before anyone's outcome is looked at. Where the data are too short
    for the window, the period is first_on alone, and its answer is too early.
    """
    watched = followed_through_on.toordinal() - window_days  # not a date: it may lie before the calendar begins
    last_on = dt.date.fromordinal(max(first_on.toordinal(), min(watched, started_through_on.toordinal())))
    return Period(
        kind=PeriodKind.ALL_WATCHED, period_id=PeriodKind.ALL_WATCHED.value, first_on=first_on, last_on=last_on
    )


def parse_period(period_id: str) -> Period:
    """Return the period with this id, or raise ValueError saying which ids there are."""
    if re.fullmatch(r"[1-9]\d{3}", period_id):
        return year(int(period_id))
    if match := re.fullmatch(r"([1-9]\d{3})-Q([1-4])", period_id):
        return quarter(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"year_to_([1-9]\d{3})-(03|06|09|12)", period_id):
        return year_to_quarter(int(match[1]), int(match[2]) // 3)
    raise ValueError(f"{period_id!r} is not a period: use 2017, 2017-Q3, or year_to_2017-09")


def ended_periods(first_on: dt.date, last_on: dt.date) -> tuple[Period, ...]:
    """Return every period that lies wholly inside the days from first_on to last_on (both inside), oldest first.

    A period that the data cover only in part is never among them.
    """
    periods: list[Period] = []
    for number in range(first_on.year, last_on.year + 1):
        periods.append(year(number))
        for quarter_number in (1, 2, 3, 4):
            periods += [quarter(number, quarter_number), year_to_quarter(number, quarter_number)]
    return tuple(sorted(p for p in periods if p.first_on >= first_on and p.last_on <= last_on))


def _month_after(first_of_month: dt.date, months: int) -> dt.date:
    index = first_of_month.year * 12 + first_of_month.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def period_columns(periods: Sequence[Period]) -> pl.DataFrame:
    """Return one row per period: period_kind, period (its id), period_start and period_end, both inside."""
    rows = [(period.kind.value, period.period_id, period.first_on, period.last_on) for period in periods]
    schema = {"period_kind": pl.String, "period": pl.String, "period_start": pl.Date, "period_end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")
