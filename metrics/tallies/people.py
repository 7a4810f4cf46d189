"""The rows of tallies of people: who was here in a period, in which other systems they were seen, who comes again and again.

Arguments and rows are as in metrics/tallies/stays.py. Where a person has one row in a period, it is that of one stay, and
so are its groups.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from metrics.events import Edge, Events, events, of_kinds
from metrics.periods import Period
from metrics.tallies.kinds import Often
from metrics.tallies.stays import by_period

SYSTEMS = "systems"
OFTEN = "often"


def seen_column(others: Events) -> str:
    """Return the name of the column that says whether a person was seen in this system: 1 or 0."""
    return f"seen_in_{others.system}"


def here(
    episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], others: tuple[Events, ...] = ()
) -> pl.DataFrame:
    """Return the people who were here on any day of each period, once, by their first stay that reaches into it.

    Adds, for every system of others, whether the person was seen there in the period, and systems: in how many, this one
    included. A stay is in a period when any of its days is, the day it ends among them; so is a moment on its day.
    """
    stays = events(episodes, replace(starts, edge=Edge.START)).sort("start_on", "end_on", nulls_last=True)
    elsewhere = {other: of_kinds(episodes, other) for other in others}

    def inside(period: Period) -> pl.DataFrame:
        found = _touching(stays, period).unique("person_id", keep="first", maintain_order=True)
        for other, records in elsewhere.items():
            people = _touching(records, period)["person_id"].unique().implode()
            found = found.with_columns(pl.col("person_id").is_in(people).cast(pl.Int64).alias(seen_column(other)))
        seen = [pl.col(seen_column(other)) for other in others]
        return found.with_columns(pl.sum_horizontal(pl.lit(1, pl.Int64), *seen).alias(SYSTEMS))

    return by_period(inside, periods)


def _touching(stays: pl.DataFrame, period: Period) -> pl.DataFrame:
    ends = pl.col("end_on").is_null() | (pl.col("end_on") >= period.first_on)
    return stays.filter(pl.col("start_on") <= period.last_on, ends)


def booked(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], rule: Often) -> pl.DataFrame:
    """Return the people with a booking in the rule's days up to the end of each period, once, by their latest, with often."""
    found = bookings_of_often(episodes, starts, periods, rule)
    return found.sort("_on").unique(["person_id", "period"], keep="last", maintain_order=True)


def bookings_of_often(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], rule: Often) -> pl.DataFrame:
    """Return the bookings of the rule's days up to the end of each period, with often: 1 where the rule applies, or else 0.

    The last day of the period is the last of these days.
    """
    found = events(episodes, starts)

    def inside(period: Period) -> pl.DataFrame:
        first_on = period.last_on - dt.timedelta(days=rule.days - 1)
        booked = found.filter(pl.col("_on").is_between(first_on, period.last_on))
        times = pl.len().over("person_id")
        return booked.with_columns((times >= rule.bookings).cast(pl.Int64).alias(OFTEN))

    return by_period(inside, periods)
