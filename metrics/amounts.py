"""What happens to people over a fixed number of days: days at liberty, and returns for the time at liberty."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.cohort import INDEX_ON, counted_in_periods, in_order, joined_episodes
from metrics.declaration import Amount, AmountMeasure, Unit
from metrics.declared.occasions import DEATH
from metrics.events import Events, Outcome, events
from metrics.intervals import FEW_EVENTS, Z_95
from metrics.language import Kind, Status, System
from metrics.periods import Period
from metrics.rates import is_finished
from metrics.splits import PLACE

FREE_DAYS: Final = "free_days"
RETURNS: Final = "returns"

DAYS_IN_100_YEARS: Final = 36_525
NONE_SEEN: Final = 3.6888794541139363
"""The most events that are likely (97.5 %, Poisson) where none was seen: -ln 0.025."""

_CONFINED: Final = (System.JAIL, System.PRISON)


def at_risk(episodes: pl.DataFrame, starts: Events, outcome: Outcome, window_days: int) -> pl.DataFrame:
    """Return the index events with the days at liberty and the outcome events of the window_days that follow.

    episodes are joined episodes. Adds index_on, the day of the event, free_days (Int64): the days from index_on to
    index_on + window_days - 1 that the person did not begin in jail or prison - the day of a booking is not free, the day
    of leaving is - and returns (Int64): outcome events from outcome.first_day to day window_days, the last day inside.
    Both end with the day of death where one is on record: days from that day on are not free, events after it are none.
    Overlapping stays of jail and prison are counted once. A stay that is still open lasts beyond the window.
    """
    index = in_order(events(episodes, starts), "_on").rename({"_on": INDEX_ON})
    died = events(episodes, DEATH).group_by("person_id").agg(pl.col("_on").min().alias("_died_on"))
    last = pl.col(INDEX_ON).dt.offset_by(f"{window_days}d")
    rows = index.join(died, on="person_id", how="left", maintain_order="left")
    rows = rows.with_columns(
        _until=pl.when(pl.col("_died_on") < last).then(pl.max_horizontal("_died_on", INDEX_ON)).otherwise(last)
    )
    held = _days_held_before(episodes)
    rows = _up_to(rows, held, pl.col(INDEX_ON), "_held_before")
    rows = _up_to(rows, held, pl.col("_until"), "_held_by_then")
    seen = _events_by_day(episodes, outcome)
    day_before = pl.col(INDEX_ON).dt.offset_by(f"{outcome.first_day - 1}d")
    rows = _counted_by(rows, seen, day_before, "_seen_before")
    rows = _counted_by(rows, seen, pl.col("_until"), "_seen_by_then")
    watched = (pl.col("_until") - pl.col(INDEX_ON)).dt.total_days()
    free = watched - (pl.col("_held_by_then") - pl.col("_held_before"))
    seen_in = (pl.col("_seen_by_then") - pl.col("_seen_before")).clip(0)
    return rows.with_columns(free.alias(FREE_DAYS), seen_in.alias(RETURNS)).select(*index.columns, FREE_DAYS, RETURNS)


def _days_held_before(episodes: pl.DataFrame) -> pl.DataFrame:
    """Return each person's spells in jail or prison, each with the days of all earlier ones: _before."""
    confined = episodes.filter(
        pl.col("kind") == Kind.CUSTODY, pl.col("system").is_in([system.value for system in _CONFINED])
    )
    spells = joined_episodes(confined.with_columns(system=pl.lit(System.JAIL.value)), 0)
    length = (pl.col("end_on").fill_null(pl.date(9999, 1, 1)) - pl.col("start_on")).dt.total_days()
    before = length.cum_sum().over("person_id", order_by="start_on") - length
    return spells.select("person_id", "start_on", length.alias("_length"), before.alias("_before"))


def _up_to(rows: pl.DataFrame, held: pl.DataFrame, day: pl.Expr, name: str) -> pl.DataFrame:
    """Add the days in custody before the day, counted from the beginning of the records."""
    found = rows.with_columns(_day=day).join_asof(
        held.sort("start_on"), left_on="_day", right_on="start_on", by="person_id", check_sortedness=False
    )
    into = (pl.col("_day") - pl.col("start_on_right" if "start_on" in rows.columns else "start_on")).dt.total_days()
    days = (pl.col("_before") + pl.min_horizontal(into, "_length")).fill_null(0)
    return found.with_columns(days.alias(name)).select(*rows.columns, name)


def _events_by_day(episodes: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    """Return each person's days with events, each with the events up to and with that day: _count."""
    by_day = events(episodes, outcome.events).group_by("person_id", "_on").agg(pl.len().cast(pl.Int64).alias("_events"))
    return by_day.select(
        "person_id", "_on", pl.col("_events").cum_sum().over("person_id", order_by="_on").alias("_count")
    )


def _counted_by(rows: pl.DataFrame, seen: pl.DataFrame, day: pl.Expr, name: str) -> pl.DataFrame:
    found = rows.with_columns(_day=day).join_asof(
        seen.sort("_on"), left_on="_day", right_on="_on", by="person_id", check_sortedness=False
    )
    return found.with_columns(pl.col("_count").fill_null(0).alias(name)).select(*rows.columns, name)


def watched(
    rows: pl.DataFrame, periods: Sequence[Period], *, window_days: int, followed_through_on: dt.date
) -> pl.DataFrame:
    """Return the first index event of each person in each period, with its period, from the rows of at_risk.

    Periods in which not everyone was watched for the whole window have no rows, so there is nothing to be counted early.
    """
    finished = [period for period in periods if is_finished(period, window_days, followed_through_on)]
    return counted_in_periods(rows, finished, Unit.PERSON)


def sums() -> list[pl.Expr]:
    """Return what is added up of the rows of watched: people, days and returns, and what their spread is made of."""
    free, returns = pl.col(FREE_DAYS), pl.col(RETURNS)
    return [
        pl.lit(1, pl.Int64).alias(GROUP_SIZE),
        free,
        returns,
        (free**2).alias("_squares"),
        (returns**2).alias("_return_squares"),
        (returns * free).alias("_products"),
    ]


def amounts(
    totals: pl.DataFrame,
    *,
    measure: AmountMeasure,
    window_days: int,
    rows: pl.DataFrame,
    grouping_ids: tuple[str, ...],
    finished: Sequence[str],
    as_of: dt.date,
) -> pl.DataFrame:
    """Return the raw answers of one measure and window: one for each row of a grid (splits.Grid.rows).

    totals are the sums of the rows of watched in each place. DAYS_AT_LIBERTY: numerator the free days of all, denominator
    people, value days per person, its range from the spread between people (normal, within 0..window).
    RETURNS_PER_100_YEARS: numerator returns, denominator free days, value returns per 36,525 free days; people who return
    often do so again and again, so the range comes from the spread between people too (ratio estimate, on the log scale;
    Cochran 1977, section 6.4). Where no return was seen it reaches from 0 to what Poisson allows. Periods that are
    not among those finished (rates.is_finished) are too_early and have no numbers.
    """
    frame = rows.join(totals, on=PLACE, how="left", maintain_order="left")
    done = pl.col("period").is_in(finished)
    counted = pl.col(GROUP_SIZE, FREE_DAYS, RETURNS).fill_null(0)
    frame = frame.with_columns(counted).with_columns(_numbers(measure, window_days))
    frame = frame.with_columns(pl.when(done).then(pl.col(name)).alias(name) for name in _NUMBERS)
    shaky = pl.lit(value=False) if measure.amount is Amount.DAYS_AT_LIBERTY else pl.col("numerator") < FEW_EVENTS
    return frame.with_columns(
        measure_id=pl.lit(measure.measure_id),
        measure_version=pl.lit(measure.version, pl.Int16),
        window_days=pl.lit(window_days, pl.Int32),
        status=pl.when(done).then(pl.lit(Status.SHOWN.value)).otherwise(pl.lit(Status.TOO_EARLY.value)),
        flags=pl.when(done & shaky).then(pl.lit("shaky")).otherwise(pl.lit("")),
        as_of=pl.lit(as_of),
    ).select(*answer_schema(grouping_ids), GROUP_SIZE)


_NUMBERS: Final = ("numerator", "denominator", "value", "low", "high")


def _numbers(measure: AmountMeasure, window_days: int) -> list[pl.Expr]:
    numbers: tuple[pl.Expr, ...]
    people, days, returns = pl.col(GROUP_SIZE), pl.col(FREE_DAYS), pl.col(RETURNS)
    if measure.amount is Amount.DAYS_AT_LIBERTY:
        mean = pl.when(people > 0).then(days / people)
        spread = (pl.col("_squares") - days * mean) / (people - 1) / people
        half = pl.when(people > 1).then(Z_95 * spread.clip(0).sqrt())
        low, high = (mean - half).clip(0, window_days), (mean + half).clip(0, window_days)
        numbers = (days, people, mean, low, high)
    else:
        rate = pl.when(days > 0).then(returns / days)
        scatter = pl.col("_return_squares") - 2 * rate * pl.col("_products") + rate**2 * pl.col("_squares")
        error = pl.when(people > 1, returns > 0).then((scatter.clip(0) * people / (people - 1)).sqrt() / returns)
        none = returns == 0
        low = pl.when(none).then(rate).otherwise(rate * (-Z_95 * error).exp()) * DAYS_IN_100_YEARS
        high = pl.when(none).then(NONE_SEEN / pl.when(days > 0).then(days)).otherwise(rate * (Z_95 * error).exp())
        numbers = (returns, days, rate * DAYS_IN_100_YEARS, low, high * DAYS_IN_100_YEARS)
    return [number.alias(name) for number, name in zip(numbers, _NUMBERS, strict=True)]
