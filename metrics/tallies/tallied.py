"""Adds up the rows of measures of a period: how many stays, how long, how many people were here before, on whom they fall."""

import datetime as dt
from collections.abc import Mapping, Sequence

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.declaration import PeriodMeasure
from metrics.intervals import is_shaky, wilson
from metrics.language import Status
from metrics.periods import period_columns
from metrics.splits import CELL, PEOPLE, PLACE, Split
from metrics.tallies.recipes import DAYS_OF_PERIOD, ROWS, Recipe, Value, is_reached, is_watched, recipe
from metrics.tallies.stays import LENGTH_DAYS


def added(measures: Sequence[PeriodMeasure]) -> list[pl.Expr]:
    """Return what must be known of each row to tally these measures, which have the same rows (recipes.Recipe.rows)."""
    recipes = [recipe(measure.tally) for measure in measures]
    adds = {name: number for one in recipes for name, number in one.adds.items()}
    if any(one.value is Value.MEDIAN for one in recipes):
        adds[LENGTH_DAYS] = pl.col(LENGTH_DAYS)
    return [pl.lit(1, pl.Int64).alias(ROWS), *(number.cast(pl.Int64).alias(name) for name, number in adds.items())]


def soonest(measures: Sequence[PeriodMeasure]) -> Recipe:
    """Return the recipe that can be told soonest after a period, of measures with the same rows."""
    return min((recipe(one.tally) for one in measures), key=lambda one: one.watched_days)


def tallied(
    split: Split,
    *,
    measures: Sequence[PeriodMeasure],
    rows: pl.DataFrame,
    grouping_ids: tuple[str, ...],
    data_first_on: dt.date,
    held_through_on: dt.date,
    as_of: dt.date,
) -> pl.DataFrame:
    """Return the raw answers of measures with the same rows: one for each measure and row of a grid (splits.Grid.rows).

    split has the rows of the measures' recipe, with what added names. numerator, denominator and value are as the recipe
    says; low and high for shares that chance moves. A cell that holds nobody counts 0, and has no value where the value is
    a quotient. A measure that looks back has status not_reported for a period that starts too early after data_first_on:
    the records do not reach back. One that watches people after the period has status too_early while all that it needs is
    not held through as many days.
    """
    recipes = {measure.measure_id: recipe(measure.tally) for measure in measures}
    wide = rows
    for totals in _totals(split, recipes):
        wide = wide.join(totals, on=PLACE, how="left", maintain_order="left")
    wide = wide.with_columns(pl.col(pl.Int64).fill_null(0))
    frame = pl.concat(
        wide.select(
            *grouping_ids,
            *period_columns(()).columns,
            GROUP_SIZE,
            *_numbers(measure.measure_id, recipes[measure.measure_id]),
            measure_id=pl.lit(measure.measure_id),
            measure_version=pl.lit(measure.version, pl.Int16),
            reached=is_reached(recipes[measure.measure_id], data_first_on),
            watched=is_watched(recipes[measure.measure_id], held_through_on),
            has_interval=pl.lit(recipes[measure.measure_id].has_interval),
        )
        for measure in measures
    )
    known = pl.col("reached") & pl.col("watched")
    nothing = pl.when("reached").then(pl.lit(Status.TOO_EARLY.value)).otherwise(pl.lit(Status.NOT_REPORTED.value))
    frame = frame.with_columns(pl.when(known).then(pl.col("numerator", "denominator", "value")).name.keep())
    low, high = wilson(pl.col("numerator"), pl.col("denominator"))
    frame = frame.with_columns(
        window_days=pl.lit(None, pl.Int32),
        low=pl.when("has_interval").then(low),
        high=pl.when("has_interval").then(high),
        status=pl.when(known).then(pl.lit(Status.SHOWN.value)).otherwise(nothing),
        as_of=pl.lit(as_of),
    )
    shaky = is_shaky(pl.col("numerator"), pl.col("low"), pl.col("high")).fill_null(value=False)
    flags = pl.when(shaky).then(pl.lit("shaky")).otherwise(pl.lit(""))
    return frame.with_columns(flags=flags).select(*answer_schema(grouping_ids), GROUP_SIZE)


def _totals(split: Split, recipes: Mapping[str, Recipe]) -> list[pl.DataFrame]:
    """Return, by place: people; sums; what falls on the people with the most, named by the measure; and the median."""
    summed = [ROWS, *dict.fromkeys(name for one in recipes.values() for name in one.adds)]
    by_cell = split.rows.group_by(CELL).agg(pl.col(summed).sum())
    totals = [split.people(), split.summed(by_cell)]
    tops = {measure_id: one for measure_id, one in recipes.items() if one.top_share is not None}
    for number in dict.fromkeys(one.numerator for one in tops.values()):
        people = split.by_amount(pl.col(str(number)), "_each")
        totals += [_top(people, one.top_share or 0, name) for name, one in tops.items() if one.numerator == number]
    if any(one.value is Value.MEDIAN for one in recipes.values()):
        totals.append(split.each(pl.col(LENGTH_DAYS).median().alias("median")))
    return totals


def _top(people: pl.DataFrame, share: float, name: str) -> pl.DataFrame:
    """Return what falls on the ceil(share x people) people of each place with the most.

    people says how many have each amount (_each). Where several have equally many, it does not matter who of them is taken.
    """
    by_size = people.sort(PLACE, "_each", descending=[False, True])
    through = pl.col(PEOPLE).cum_sum().over(PLACE)
    in_top = (pl.col(PEOPLE).sum().over(PLACE) * share - 1e-9).ceil().cast(pl.Int64)
    taken = pl.min_horizontal(PEOPLE, (in_top - through + pl.col(PEOPLE)).clip(0)) * pl.col("_each")
    return by_size.with_columns(taken.alias(name)).group_by(PLACE).agg(pl.col(name).sum())


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
