"""The rows of tallies of stays: who is held in a period, whose stay began or ended in it, who is there on its last day.

Every function takes joined episodes with a column per grouping, the events of the measure, and periods. It gives rows with
person_id, the groupings, the period (its id) and whole numbers to add up. A stay has a row for every period that it is in.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from metrics.cohort import spells
from metrics.events import Edge, Events, events, of_kinds
from metrics.periods import Period
from metrics.rows_of_periods import BOUNDS, FIRST_ON, LAST_ON, days, in_periods, rows_of_periods

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
    start, end = days(found, "start_on"), days(found, "end_on")
    inside = rows_of_periods(found, periods, lambda first, last: (start <= last) & (end > first))
    after = pl.col(LAST_ON) + pl.duration(days=1)
    begins = pl.max_horizontal("start_on", FIRST_ON)
    ends = pl.min_horizontal(pl.col("end_on").fill_null(after), after)
    return (
        inside.with_columns((ends - begins).dt.total_days().alias(DAYS_HELD)).filter(pl.col(DAYS_HELD) > 0).drop(BOUNDS)
    )


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
    start, end = days(found, "start_on"), days(found, "end_on")
    there = rows_of_periods(found, periods, lambda _, last: (start <= last) & (end > last))
    return there.with_columns((pl.col(LAST_ON) - pl.col("start_on")).dt.total_days().alias(LENGTH_DAYS)).drop(BOUNDS)
