"""The rows of tallies of people: who was here in a period, in which other systems they were seen, who comes again and again.

Arguments and rows are as in metrics/tallies/stays.py. Where a person has one row in a period, it is that of one stay, and
so are its groups.
"""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from metrics.events import Edge, Events, events, of_kinds
from metrics.periods import Period
from metrics.rows_of_periods import BOUNDS, days, rows_of_periods, touching
from metrics.tallies.kinds import Often

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
    found = touching(stays, periods).unique(["person_id", "period"], keep="first", maintain_order=True)
    for other in others:
        seen = touching(of_kinds(episodes, other), periods).select("person_id", "period").unique()
        seen = seen.with_columns(pl.lit(1, pl.Int64).alias(seen_column(other)))
        found = found.join(seen, on=["person_id", "period"], how="left", maintain_order="left")
    seen_in = [pl.col(seen_column(other)).fill_null(0) for other in others]
    return found.with_columns(*seen_in, pl.sum_horizontal(pl.lit(1, pl.Int64), *seen_in).alias(SYSTEMS))


def booked(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], rule: Often) -> pl.DataFrame:
    """Return the people with a booking in the rule's days up to the end of each period, once, by their latest, with often."""
    found = bookings_of_often(episodes, starts, periods, rule)
    return found.sort("_on").unique(["person_id", "period"], keep="last", maintain_order=True)


def bookings_of_often(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], rule: Often) -> pl.DataFrame:
    """Return the bookings of the rule's days up to the end of each period, with often: 1 where the rule applies, or else 0.

    The last day of the period is the last of these days.
    """
    found = events(episodes, starts)
    day = days(found, "_on")
    inside = rows_of_periods(found, periods, lambda _, last: (day > last - rule.days) & (day <= last)).drop(BOUNDS)
    times = pl.len().over("person_id", "period")
    return inside.with_columns((times >= rule.bookings).cast(pl.Int64).alias(OFTEN))
