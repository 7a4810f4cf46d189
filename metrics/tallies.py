"""Measures of a period without a follow-up: how many stays, how long, how many people were here before, on whom they fall."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.declaration import Events, PeriodMeasure, Tally
from metrics.intervals import is_shaky, wilson
from metrics.language import Status
from metrics.periods import Period, period_columns

DAYS_HELD = "days_held"
LENGTH_DAYS = "length_days"
LOOK_BACK_DAYS = 365
"""Days. How far the look-back readmission looks back: Justice Counts, "admitted within the last year"."""

_PEOPLE = pl.col("person_id").n_unique().cast(pl.Int64).alias(GROUP_SIZE)
_COUNT = pl.len().cast(pl.Int64)


def held_days(episodes: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the episodes that hold someone in the period, with days_held: their days in custody inside it.

    episodes are joined episodes of one system; an open one counts to the end of the period. The day an episode ends is
    not counted, so one that starts and ends on one day holds nobody.
    """
    after = period.last_on + dt.timedelta(days=1)
    starts = pl.max_horizontal("start_on", pl.lit(period.first_on))
    ends = pl.min_horizontal(pl.col("end_on").fill_null(after), pl.lit(after))
    held = episodes.with_columns((ends - starts).dt.total_days().alias(DAYS_HELD))
    return held.filter(pl.col(DAYS_HELD) > 0)


def admitted(episodes: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the episodes that start in the period, with held_before: whether the person was held in the 365 days before.

    A person was held before when an earlier episode of theirs ended at most 365 days before this one started.
    """
    ordered = episodes.sort("person_id", "start_on").with_columns(
        _last_end=pl.col("end_on").shift(1).over("person_id", order_by="start_on")
    )
    since = (pl.col("start_on") - pl.col("_last_end")).dt.total_days()
    started = ordered.filter(pl.col("start_on").is_between(period.first_on, period.last_on))
    return started.with_columns(held_before=(since <= LOOK_BACK_DAYS).fill_null(value=False)).drop("_last_end")


def released(episodes: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the episodes that end in the period, with length_days: whole days from their start to their end, 0 or more."""
    ended = episodes.filter(pl.col("end_on").is_between(period.first_on, period.last_on))
    return ended.with_columns((pl.col("end_on") - pl.col("start_on")).dt.total_days().alias(LENGTH_DAYS))


SOURCES: Final[dict[Tally, Callable[[pl.DataFrame, Period], pl.DataFrame]]] = {
    Tally.AVERAGE_DAILY_POPULATION: held_days,
    Tally.ADMISSIONS: admitted,
    Tally.RELEASES: released,
    Tally.MEAN_LENGTH: released,
    Tally.MEDIAN_LENGTH: released,
    Tally.SHORT_STAYS: released,
    Tally.READMISSION: admitted,
    Tally.TOP_SHARE_OF_BOOKINGS: admitted,
    Tally.TOP_SHARE_OF_DAYS: held_days,
}
"""Which episodes of a period each tally adds up."""


def of_events(episodes: pl.DataFrame, wanted: Events) -> pl.DataFrame:
    """Return the episodes of the system and kinds that a measure is about."""
    return episodes.filter(pl.col("system") == wanted.system, pl.col("kind").is_in(sorted(wanted.kinds)))


def tallied(
    source: pl.DataFrame,
    *,
    periods: Sequence[Period],
    measure: PeriodMeasure,
    by: tuple[str, ...],
    cells: pl.DataFrame,
    data_first_on: dt.date,
    as_of: dt.date,
) -> pl.DataFrame:
    """Return the raw answers of one measure for these periods and one set of groupings: one row per period and cell.

    source holds the rows of held_days, admitted or released for all periods (see SOURCES), with a column per grouping.
    numerator, denominator and value are those that the declaration names; low and high are given for shares of stays
    alone. A cell that holds nobody has numerator 0 and no value where the value is a quotient. The look-back has status
    not_reported for a period that starts less than 365 days after data_first_on: the records do not reach back.
    """
    key = ["period", *by]
    aggregate = _OF_PEOPLE.get(measure.tally)
    totals = aggregate(source, key, measure) if aggregate else source.group_by(key).agg(_PEOPLE, *_sums(measure))
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
    frame = cells.join(period_columns(periods), how="cross", maintain_order="left_right").join(
        totals, on=key, how="left", maintain_order="left"
    )
    if measure.tally is Tally.AVERAGE_DAILY_POPULATION:
        frame = frame.with_columns(denominator=days)
    frame = frame.with_columns(pl.col(GROUP_SIZE).fill_null(0), *_filled(measure)).with_columns(_value(measure))
    reached = pl.col("period_start").dt.offset_by(f"-{LOOK_BACK_DAYS}d") >= data_first_on
    known = reached if measure.tally is Tally.READMISSION else pl.lit(value=True)
    numbers = ["numerator", "denominator", "value"]
    frame = frame.with_columns(pl.when(known).then(pl.col(numbers)).name.keep())
    low, high = _interval(measure)
    frame = frame.with_columns(
        measure_id=pl.lit(measure.measure_id),
        measure_version=pl.lit(measure.version, pl.Int16),
        window_days=pl.lit(None, pl.Int32),
        low=low,
        high=high,
        status=pl.when(known).then(pl.lit(Status.SHOWN.value)).otherwise(pl.lit(Status.NOT_REPORTED.value)),
        as_of=pl.lit(as_of),
    )
    shaky = is_shaky(pl.col("numerator"), pl.col("low"), pl.col("high")).fill_null(value=False)
    flags = pl.when(shaky).then(pl.lit("shaky")).otherwise(pl.lit(""))
    return frame.with_columns(flags=flags).select(*answer_schema(tuple(cells.columns)), GROUP_SIZE)


def _sums(measure: PeriodMeasure) -> list[pl.Expr]:
    """Return numerator, denominator and, for a median, value, as sums over the rows of one cell."""
    nothing = pl.lit(None, pl.Int64).first()
    match measure.tally:
        case Tally.AVERAGE_DAILY_POPULATION:
            return [pl.col(DAYS_HELD).sum().alias("numerator")]
        case Tally.ADMISSIONS | Tally.RELEASES:
            return [_COUNT.alias("numerator"), nothing.alias("denominator")]
        case Tally.MEAN_LENGTH:
            return [pl.col(LENGTH_DAYS).sum().alias("numerator"), _COUNT.alias("denominator")]
        case Tally.MEDIAN_LENGTH:
            median = pl.col(LENGTH_DAYS).median().alias("median")
            return [nothing.alias("numerator"), _COUNT.alias("denominator"), median]
        case Tally.SHORT_STAYS:
            short = pl.col(LENGTH_DAYS) <= measure.parameter
            return [short.sum().cast(pl.Int64).alias("numerator"), _COUNT.alias("denominator")]
        case Tally.READMISSION:
            return [pl.col("held_before").sum().cast(pl.Int64).alias("numerator"), _COUNT.alias("denominator")]
    raise ValueError(f"{measure.tally} is not a sum over rows")


def _top_share(source: pl.DataFrame, key: list[str], measure: PeriodMeasure) -> pl.DataFrame:
    """Return what falls on the people of each cell with the most: numerator theirs, denominator everyone's.

    There are ceil(share x people) of them. Where people have equally many, it does not matter who of them is taken.
    """
    amount = pl.len() if measure.tally is Tally.TOP_SHARE_OF_BOOKINGS else pl.col(DAYS_HELD).sum()
    people = source.group_by(*key, "person_id").agg(amount.cast(pl.Int64).alias("_amount"))
    how_many = (pl.len() * measure.parameter - 1e-9).ceil().cast(pl.Int64)
    top = pl.col("_amount").sort(descending=True).head(how_many).sum()
    return people.group_by(key).agg(
        pl.len().cast(pl.Int64).alias(GROUP_SIZE), top.alias("numerator"), pl.col("_amount").sum().alias("denominator")
    )


_OF_PEOPLE: dict[Tally, Callable[[pl.DataFrame, list[str], PeriodMeasure], pl.DataFrame]] = {
    Tally.TOP_SHARE_OF_BOOKINGS: _top_share,
    Tally.TOP_SHARE_OF_DAYS: _top_share,
}

_COUNTED = (Tally.ADMISSIONS, Tally.RELEASES)


def _filled(measure: PeriodMeasure) -> list[pl.Expr]:
    """Cells that hold nobody count 0, except where there is nothing to count."""
    filled = [pl.col("numerator").cast(pl.Int64), pl.col("denominator").cast(pl.Int64)]
    if measure.tally is not Tally.MEDIAN_LENGTH:
        filled[0] = filled[0].fill_null(0)
    if measure.tally not in _COUNTED:
        filled[1] = filled[1].fill_null(0)
    return filled


def _value(measure: PeriodMeasure) -> pl.Expr:
    if measure.tally in _COUNTED:
        return pl.col("numerator").cast(pl.Float64).alias("value")
    if measure.tally is Tally.MEDIAN_LENGTH:
        return pl.col("median").alias("value")
    return pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")).alias("value")


def _interval(measure: PeriodMeasure) -> tuple[pl.Expr, pl.Expr]:
    if measure.tally in (Tally.SHORT_STAYS, Tally.READMISSION):
        return wilson(pl.col("numerator"), pl.col("denominator"))
    return pl.lit(None, pl.Float64), pl.lit(None, pl.Float64)
