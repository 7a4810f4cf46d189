"""The rows of tallies of stays: who is held in a period, whose stay began or ended in it, who is there on its last day.

Every function takes joined episodes with a column per grouping, the events of the measure, and periods. It gives rows with
person_id, the groupings, the period (its id) and whole numbers to add up. A stay has a row for every period that it is in.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from metrics.cohort import spells
from metrics.events import Edge, Events, events, of_kinds
from metrics.periods import Period

DAYS_HELD = "days_held"
LENGTH_DAYS = "length_days"
HELD_BEFORE = "held_before"


def held(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the spells that hold someone in each period, with days_held: their days inside it.

    A spell is one stay, or stays of one person that overlap or touch, such as two terms at once: a person is here once a
    day. An open one counts to the end of the period. The day a spell ends is not counted, so one that starts and ends on
    one day holds nobody.
    """
    found = spells(events(episodes, replace(starts, edge=Edge.START)))

    def inside(period: Period) -> pl.DataFrame:
        after = period.last_on + dt.timedelta(days=1)
        begins = pl.max_horizontal("start_on", pl.lit(period.first_on))
        ends = pl.min_horizontal(pl.col("end_on").fill_null(after), pl.lit(after))
        return found.with_columns((ends - begins).dt.total_days().alias(DAYS_HELD)).filter(pl.col(DAYS_HELD) > 0)

    return by_period(inside, periods)


def happened(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the events of each period, with length_days: whole days from start to end, 0 or more, null while it is open."""
    length = (pl.col("end_on") - pl.col("start_on")).dt.total_days()
    return in_periods(events(episodes, starts).with_columns(length.alias(LENGTH_DAYS)), periods)


def looked_back(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], days: int) -> pl.DataFrame:
    """Return the events of each period, with held_before: 1 where the person left at most these days before, or else 0.

    A person left when the stay before this one ended, whatever that stay was.
    """
    last_end = pl.col("end_on").shift(1).over("person_id", order_by="start_on")
    since = (pl.col("start_on") - last_end).dt.total_days()
    known = of_kinds(episodes, starts).with_columns(
        (since <= days).fill_null(value=False).cast(pl.Int64).alias(HELD_BEFORE)
    )
    return in_periods(events(known, starts), periods)


def here_on_last_day(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the stays that go on beyond the last day of each period, with length_days: from their start to that day.

    A stay that began on that day has 0 days; one that ended on it is not here any more.
    """
    found = events(episodes, replace(starts, edge=Edge.START))

    def inside(period: Period) -> pl.DataFrame:
        length = (pl.lit(period.last_on) - pl.col("start_on")).dt.total_days()
        goes_on = pl.col("end_on").is_null() | (pl.col("end_on") > period.last_on)
        return found.filter(pl.col("start_on") <= period.last_on, goes_on).with_columns(length.alias(LENGTH_DAYS))

    return by_period(inside, periods)


def in_periods(found: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the events, as events.events gives them, that lie in each period."""
    return by_period(lambda period: found.filter(pl.col("_on").is_between(period.first_on, period.last_on)), periods)


def by_period(rows: Callable[[Period], pl.DataFrame], periods: Sequence[Period]) -> pl.DataFrame:
    """Return the rows of every period, one below the other, with the period's id."""
    return pl.concat(rows(period).with_columns(period=pl.lit(period.period_id)) for period in periods)
