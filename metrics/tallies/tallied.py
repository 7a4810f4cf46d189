"""Adds up the rows of measures of a period: how many stays, how long, how many people were here before, on whom they fall."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.declaration import PeriodMeasure
from metrics.intervals import is_shaky, wilson
from metrics.language import Status
from metrics.periods import Period, period_columns
from metrics.tallies.recipes import DAYS_OF_PERIOD, ROWS, Recipe, Value, recipe
from metrics.tallies.stays import LENGTH_DAYS


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
    """Return the raw answers of measures with the same rows for these periods and one set of groupings.

    rows are those of the measures' recipe, with a column per grouping. One answer per measure, period and cell: numerator,
    denominator and value as the recipe says; low and high for shares that chance moves. A cell that holds nobody counts 0,
    and has no value where the value is a quotient. A measure that looks back has status not_reported for a period that
    starts too early after data_first_on: the records do not reach back.
    """
    recipes = {measure.measure_id: recipe(measure.tally) for measure in measures}
    totals = _totals(rows, ["period", *by], recipes)
    wide = (
        cells.join(period_columns(periods), how="cross", maintain_order="left_right")
        .join(totals, on=["period", *by], how="left", maintain_order="left")
        .with_columns(pl.col(pl.Int64).fill_null(0))
    )
    frame = pl.concat(
        wide.select(
            *cells.columns,
            *period_columns(periods).columns,
            GROUP_SIZE,
            *_numbers(measure.measure_id, recipes[measure.measure_id]),
            measure_id=pl.lit(measure.measure_id),
            measure_version=pl.lit(measure.version, pl.Int16),
            known=_reached(recipes[measure.measure_id], data_first_on),
            has_interval=pl.lit(recipes[measure.measure_id].has_interval),
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


def _totals(rows: pl.DataFrame, key: list[str], recipes: Mapping[str, Recipe]) -> pl.DataFrame:
    """Add the rows up by cell, by way of a table of people: people, rows, what the recipes add, tops and the median.

    A top is what falls on the ceil(share x people) people with the most. Where people have equally many, it does not
    matter who of them is taken.
    """
    adds = {name: number for one in recipes.values() for name, number in one.adds.items()}
    sums = [number.sum().cast(pl.Int64).alias(name) for name, number in adds.items()]
    people = rows.group_by(*key, "person_id").agg(pl.len().cast(pl.Int64).alias(ROWS), *sums)
    tops = [
        pl.col(one.numerator)
        .sort(descending=True)
        .head((pl.len() * one.top_share - 1e-9).ceil().cast(pl.Int64))
        .sum()
        .alias(measure_id)
        for measure_id, one in recipes.items()
        if one.top_share is not None and one.numerator is not None
    ]
    whole = [pl.col(name).sum() for name in (ROWS, *adds)]
    totals = people.group_by(key).agg(pl.len().cast(pl.Int64).alias(GROUP_SIZE), *whole, *tops)
    if any(one.value is Value.MEDIAN for one in recipes.values()):
        medians = rows.group_by(key).agg(pl.col(LENGTH_DAYS).median().alias("median"))
        totals = totals.join(medians, on=key, how="left")
    return totals.with_columns(pl.col(key).cast(pl.String))


def _numbers(measure_id: str, one: Recipe) -> list[pl.Expr]:
    """Return numerator, denominator and value of a measure from the totals of a cell."""
    top = None if one.top_share is None else measure_id
    numerator, denominator = _sum(top or one.numerator), _sum(one.denominator)
    value: pl.Expr = pl.when(denominator > 0).then(numerator / denominator)
    if one.value is Value.COUNT:
        value = numerator.cast(pl.Float64)
    if one.value is Value.MEDIAN:
        value = pl.col("median")
    return [numerator.alias("numerator"), denominator.alias("denominator"), value.alias("value")]


def _sum(name: str | None) -> pl.Expr:
    if name is None:
        return pl.lit(None, pl.Int64)
    if name == DAYS_OF_PERIOD:
        return ((pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1).cast(pl.Int64)
    return pl.col(name)


def _reached(one: Recipe, data_first_on: dt.date) -> pl.Expr:
    """Whether the records reach back as far as the measure looks."""
    return pl.lit(value=True) if one.reaches_back is None else one.reaches_back >= data_first_on
