"""What a measurement gives: raw answers, and the published answers that screens and files may show.

The two are different types on purpose. Only metrics.protection turns the first into the second.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

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

GROUP_SIZE: Final = "group_size"
"""Only in raw answers: how many different people stand behind the row. Protection decides by it and drops it."""


def answer_schema(grouping_ids: tuple[str, ...]) -> pl.Schema:
    """Return the columns of published answers for a county with these groupings, in order."""
    return pl.Schema({**LEAD_COLUMNS, **dict.fromkeys(grouping_ids, pl.String()), **VALUE_COLUMNS})


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
    """Write answers as tidy CSV (RFC 4180: one header row, CRLF line ends): the same text for screen, file and command."""
    return frame.write_csv(line_terminator="\r\n")
