"""What a measurement gives: raw answers, and the published answers that screens and files may show.

The two are different types on purpose. Only metrics.protection turns the first into the second.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.cells import with_text_cells
from metrics.declaration import Measure
from metrics.language import ALL, Status
from metrics.periods import Period, period_columns

LEAD_COLUMNS: Final = pl.Schema(
    {
        "measure_id": pl.String,
        "measure_version": pl.Int16,
        "period_kind": pl.String,
        "period": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "window_days": pl.Int32,
    }
)
VALUE_COLUMNS: Final = pl.Schema(
    {
        "numerator": pl.Int64,
        "denominator": pl.Int64,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "status": pl.String,
        "flags": pl.String,
        "as_of": pl.Date,
    }
)
"""Every answer is one row: lead columns, one String column per grouping of the county ("all" where the row is not split
by it), value columns.

numerator and denominator count people (rates) or days in jail and days in the period (average daily population). value
is their quotient: a rate in 0..1, or people per day. low and high bound value at 95 %; null where no interval applies.
All five are null unless status is "shown". window_days is null for measures without a window. flags is "" or "shaky".
as_of is the last day that the data cover.
"""

NUMBERS: Final = ("numerator", "denominator", "value", "low", "high")
"""Value columns that are null unless the answer is shown."""

GROUP_SIZE: Final = "group_size"
"""Only in raw answers: how many different people stand behind the row. Protection decides by it and drops it."""


def answer_schema(grouping_ids: tuple[str, ...]) -> pl.Schema:
    """Return the columns of published answers for a county with these groupings, in order."""
    return pl.Schema({**LEAD_COLUMNS, **dict.fromkeys(grouping_ids, pl.String()), **VALUE_COLUMNS})


def not_reported(
    measures: Sequence[Measure],
    periods: Sequence[Period],
    windows_days: Sequence[int] | None,
    grouping_ids: tuple[str, ...],
    as_of: dt.date,
) -> pl.DataFrame:
    """Return raw rows that say that the records do not carry these measures: one per measure, period and window.

    windows_days None stands for each measure's own windows. The rows are not split by any grouping, and nobody stands
    behind them: group_size is 0.
    """
    rows = [
        (measure.measure_id, measure.version, period.period_id, window)
        for measure in measures
        for period in periods
        for window in (_windows(measure, windows_days))
    ]
    lead = ("measure_id", "measure_version", "period", "window_days")
    frame = pl.DataFrame(rows, schema={name: LEAD_COLUMNS[name] for name in lead}, orient="row")
    constant = {**dict.fromkeys(grouping_ids, ALL), "status": Status.NOT_REPORTED.value, "flags": "", "as_of": as_of}
    schema = answer_schema(grouping_ids)
    return (
        frame.join(period_columns(periods), on="period", how="left", maintain_order="left")
        .with_columns(pl.lit(value).alias(name) for name, value in constant.items())
        .with_columns(pl.lit(None, VALUE_COLUMNS[name]).alias(name) for name in NUMBERS)
        .with_columns(pl.lit(0, pl.Int64).alias(GROUP_SIZE))
        .select(*schema, GROUP_SIZE)
    )


def _windows(measure: Measure, windows_days: Sequence[int] | None) -> list[int] | list[None]:
    if not measure.windows_days:
        return [None]
    return sorted(measure.windows_days if windows_days is None else windows_days)


@dataclass(frozen=True, kw_only=True)
class RawAnswers:
    """Exact answers, before protection. Never shown, except to an analyst."""

    frame: pl.DataFrame
    grouping_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        expected = {**answer_schema(self.grouping_ids), GROUP_SIZE: pl.Int64()}
        if dict(self.frame.schema) != expected:
            raise TypeError(f"raw answers need the columns {expected}, got {dict(self.frame.schema)}")


@dataclass(frozen=True, kw_only=True)
class PublishedAnswers:
    """Answers that went through protection: what pages, slides and files are made of."""

    frame: pl.DataFrame
    grouping_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        expected = dict(answer_schema(self.grouping_ids))
        if dict(self.frame.schema) != expected:
            raise TypeError(f"published answers need the columns {expected}, got {dict(self.frame.schema)}")


def as_csv(frame: pl.DataFrame) -> str:
    """Write rows as tidy CSV (RFC 4180: one header row, CRLF line ends): the same text for screen, file and command.

    Text that a spreadsheet would run as a formula is marked (metrics.cells).
    """
    return with_text_cells(frame).write_csv(line_terminator="\r\n")
