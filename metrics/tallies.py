"""Measures of a period without a follow-up: how many stays, how long, how many people were here before, on whom they fall."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.declaration import PeriodMeasure, Tally
from metrics.intervals import is_shaky, wilson
from metrics.language import Status
from metrics.periods import Period, period_columns

DAYS_HELD = "days_held"
LENGTH_DAYS = "length_days"
LOOK_BACK_DAYS = 365
"""Days. How far the look-back readmission looks back: Justice Counts, "admitted within the last year"."""


_INTERVALS: Final = (Tally.SHORT_STAYS, Tally.READMISSION)
"""Shares of stays: the only tallies that chance moves, so the only ones with a range."""


def held_days(episodes: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the episodes that hold someone in each period, with days_held: their days in custody inside it.

    episodes are joined episodes of one system; an open one counts to the end of the period. The day an episode ends is
    not counted, so one that starts and ends on one day holds nobody. An episode has a row for every period it reaches.
    """

    def held(period: Period) -> pl.DataFrame:
        after = period.last_on + dt.timedelta(days=1)
        starts = pl.max_horizontal("start_on", pl.lit(period.first_on))
        ends = pl.min_horizontal(pl.col("end_on").fill_null(after), pl.lit(after))
        return episodes.with_columns((ends - starts).dt.total_days().alias(DAYS_HELD)).filter(pl.col(DAYS_HELD) > 0)

    return _by_period(held, periods)


def admitted(episodes: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the episodes that start in each period, with held_before: was the person held in the 365 days before?

    A person was held before when the episode before this one ended at most 365 days before this one started.
    """
    last_end = pl.col("end_on").shift(1).over("person_id", order_by="start_on")
    since = (pl.col("start_on") - last_end).dt.total_days()
    known = episodes.with_columns(held_before=(since <= LOOK_BACK_DAYS).fill_null(value=False))
    return _by_period(
        lambda period: known.filter(pl.col("start_on").is_between(period.first_on, period.last_on)), periods
    )


def released(episodes: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the episodes that end in each period, with length_days: whole days from their start to their end, 0 or more."""
    length = (pl.col("end_on") - pl.col("start_on")).dt.total_days()
    ended = episodes.with_columns(length.alias(LENGTH_DAYS))
    return _by_period(
        lambda period: ended.filter(pl.col("end_on").is_between(period.first_on, period.last_on)), periods
    )


def _by_period(rows: Callable[[Period], pl.DataFrame], periods: Sequence[Period]) -> pl.DataFrame:
    return pl.concat(rows(period).with_columns(period=pl.lit(period.period_id)) for period in periods)


Rows = Callable[[pl.DataFrame, Sequence[Period]], pl.DataFrame]

SOURCES: Final[Mapping[Tally, Rows]] = {
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


def tallied(
    rows: pl.DataFrame,
    *,
    periods: Sequence[Period],
    measures: Sequence[PeriodMeasure],
    by: tuple[str, ...],
    cells: pl.DataFrame,
    data_first_on: dt.date,
    as_of: dt.date,
) -> pl.DataFrame:
    """Return the raw answers of measures with the same source for these periods and one set of groupings.

    rows are those of the measures' source (SOURCES), with a column per grouping. One answer per measure, period and cell:
    numerator, denominator and value as the declaration says; low and high for shares of stays alone. A cell that holds
    nobody counts 0, and has no value where the value is a quotient. The look-back has status not_reported for a period
    that starts less than 365 days after data_first_on: the records do not reach back.
    """
    totals = _totals(rows, ["period", *by], measures)
    wide = (
        cells.join(period_columns(periods), how="cross", maintain_order="left_right")
        .join(totals, on=["period", *by], how="left", maintain_order="left")
        .with_columns(pl.col(pl.Int64).fill_null(0))
    )
    reached = pl.col("period_start").dt.offset_by(f"-{LOOK_BACK_DAYS}d") >= data_first_on
    frame = pl.concat(
        wide.select(
            *cells.columns,
            *period_columns(periods).columns,
            GROUP_SIZE,
            *_numbers(measure),
            measure_id=pl.lit(measure.measure_id),
            measure_version=pl.lit(measure.version, pl.Int16),
            known=reached if measure.tally is Tally.READMISSION else pl.lit(value=True),
            has_interval=pl.lit(measure.tally in _INTERVALS),
        )
        for measure in measures
    )
    known = pl.col("known")
    frame = frame.with_columns(pl.when(known).then(pl.col("numerator", "denominator", "value")).name.keep())
    low, high = wilson(pl.col("numerator"), pl.col("denominator"))
    frame = frame.with_columns(
        window_days=pl.lit(None, pl.Int32),
        low=pl.when("has_interval").then(low),
        high=pl.when("has_interval").then(high),
        status=pl.when(known).then(pl.lit(Status.SHOWN.value)).otherwise(pl.lit(Status.NOT_REPORTED.value)),
        as_of=pl.lit(as_of),
    )
    shaky = is_shaky(pl.col("numerator"), pl.col("low"), pl.col("high")).fill_null(value=False)
    flags = pl.when(shaky).then(pl.lit("shaky")).otherwise(pl.lit(""))
    return frame.with_columns(flags=flags).select(*answer_schema(tuple(cells.columns)), GROUP_SIZE)


def _totals(rows: pl.DataFrame, key: list[str], measures: Sequence[PeriodMeasure]) -> pl.DataFrame:
    """Add the rows up by cell, by way of a table of people: people, stays, whatever the rows carry, tops and the median.

    A top is what falls on the ceil(share x people) people with the most. Where people have equally many, it does not
    matter who of them is taken.
    """
    carried = [
        pl.col(name).sum().cast(pl.Int64) for name in (DAYS_HELD, LENGTH_DAYS, "held_before") if name in rows.columns
    ]
    short = [
        (pl.col(LENGTH_DAYS) <= measure.parameter).sum().cast(pl.Int64).alias(measure.measure_id)
        for measure in measures
        if measure.tally is Tally.SHORT_STAYS
    ]
    people = rows.group_by(*key, "person_id").agg(pl.len().cast(pl.Int64).alias("stays"), *carried, *short)
    tops = [
        pl.col(_AMOUNT[measure.tally])
        .sort(descending=True)
        .head((pl.len() * measure.parameter - 1e-9).ceil().cast(pl.Int64))
        .sum()
        .alias(measure.measure_id)
        for measure in measures
        if measure.tally in _AMOUNT
    ]
    sums = [pl.col(name).sum() for name in people.columns if name not in (*key, "person_id")]
    totals = people.group_by(key).agg(pl.len().cast(pl.Int64).alias(GROUP_SIZE), *sums, *tops)
    if any(measure.tally is Tally.MEDIAN_LENGTH for measure in measures):
        medians = rows.group_by(key).agg(pl.col(LENGTH_DAYS).median().alias("median"))
        totals = totals.join(medians, on=key, how="left")
    return totals.with_columns(pl.col(key).cast(pl.String))


_AMOUNT: Final[Mapping[Tally, str]] = {Tally.TOP_SHARE_OF_BOOKINGS: "stays", Tally.TOP_SHARE_OF_DAYS: DAYS_HELD}
"""What the people with the most have most of."""


def _numbers(measure: PeriodMeasure) -> list[pl.Expr]:
    """Return numerator, denominator and value of a measure from the totals of a cell."""
    nothing, stays, own = pl.lit(None, pl.Int64), pl.col("stays"), measure.measure_id
    days = ((pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1).cast(pl.Int64)
    numerator, denominator = {
        Tally.AVERAGE_DAILY_POPULATION: lambda: (pl.col(DAYS_HELD), days),
        Tally.ADMISSIONS: lambda: (stays, nothing),
        Tally.RELEASES: lambda: (stays, nothing),
        Tally.MEAN_LENGTH: lambda: (pl.col(LENGTH_DAYS), stays),
        Tally.MEDIAN_LENGTH: lambda: (nothing, stays),
        Tally.SHORT_STAYS: lambda: (pl.col(own), stays),
        Tally.READMISSION: lambda: (pl.col("held_before"), stays),
        Tally.TOP_SHARE_OF_BOOKINGS: lambda: (pl.col(own), stays),
        Tally.TOP_SHARE_OF_DAYS: lambda: (pl.col(own), pl.col(DAYS_HELD)),
    }[measure.tally]()
    value: pl.Expr = pl.when(denominator > 0).then(numerator / denominator)
    if measure.tally in (Tally.ADMISSIONS, Tally.RELEASES):
        value = numerator.cast(pl.Float64)
    if measure.tally is Tally.MEDIAN_LENGTH:
        value = pl.col("median")
    return [numerator.alias("numerator"), denominator.alias("denominator"), value.alias("value")]
