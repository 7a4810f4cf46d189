"""The rows of tallies of a state, such as housing, of the same people: at entry and exit, or at entry and months later."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics.events import Events, events
from metrics.language import NOT_STATED, UNMAPPED, EpisodeStatus, Kind
from metrics.periods import Period
from metrics.rows_of_periods import in_periods

GOOD_AT_ENTRY = "good_at_entry"
GOOD_AT_EXIT = "good_at_exit"
BOTH_KNOWN = "both_known"
UNKNOWN = "unknown"
GOOD_AFTER_6_MONTHS = "good_after_6_months"
GOOD_AFTER_12_MONTHS = "good_after_12_months"
ALWAYS_KNOWN = "always_known"

DAYS_AFTER_ENTRY: Final = (180, 365)
"""The days on which a state is asked for again: 6 and 12 months after entry, in days as in all our windows."""
DAYS_BEFORE: Final = 30
DAYS_AFTER: Final = 60
"""A note tells the state of such a day if it is from at most 30 days before it to 60 days after it.

Source: SAMHSA, CSAT GPRA Client Outcome Measures, Question-by-Question Instruction Guide: a follow-up interview is in time
from one month before the day to two months after it.
"""
WATCHED_DAYS: Final = DAYS_AFTER_ENTRY[-1] + DAYS_AFTER
"""Days after entry through which all notes must be on record."""


def entry_and_exit(
    episodes: pl.DataFrame,
    starts: Events,
    periods: Sequence[Period],
    kind: Kind,
    good: frozenset[EpisodeStatus],
) -> pl.DataFrame:
    """Return the people with such an event in each period, once, by the first of them, with their state at its two ends.

    starts are ends of episodes. The state at entry is that observed on the first day of the episode. The state at exit is
    the last one observed after that day, up to the last day, which is inside. An observation is a moment of the kind, of
    any system, that states something; where those of one day do not agree whether the state is good, it is not known.

    Adds, each 1 or 0: both_known; unknown, the opposite; good_at_entry and good_at_exit, 0 where one of the two is unknown.
    """
    left = events(episodes, starts)
    observed = _observed(episodes, kind, good)
    at_entry = observed.select("person_id", pl.col("_day").alias("start_on"), pl.col("_good").alias("_entry"))
    rows = left.join(at_entry, on=["person_id", "start_on"], how="left", maintain_order="left").join_asof(
        observed.sort("_day"), left_on="end_on", right_on="_day", by="person_id", check_sortedness=False
    )
    after_entry = pl.when(pl.col("_day") > pl.col("start_on")).then(pl.col("_good"))
    rows = rows.with_columns(after_entry.alias("_exit"))
    known = pl.col("_entry").is_not_null() & pl.col("_exit").is_not_null()
    rows = rows.with_columns(
        known.cast(pl.Int64).alias(BOTH_KNOWN),
        (~known).cast(pl.Int64).alias(UNKNOWN),
        (known & pl.col("_entry")).fill_null(value=False).cast(pl.Int64).alias(GOOD_AT_ENTRY),
        (known & pl.col("_exit")).fill_null(value=False).cast(pl.Int64).alias(GOOD_AT_EXIT),
    )
    first = in_periods(rows, periods).sort("_on", "start_on")
    return first.unique(["person_id", "period"], keep="first", maintain_order=True)


def since_entry(
    episodes: pl.DataFrame,
    starts: Events,
    periods: Sequence[Period],
    kind: Kind,
    good: frozenset[EpisodeStatus],
) -> pl.DataFrame:
    """Return the people with such an event in each period, once, by the first of them, with their state then and later.

    starts are starts of episodes. The state at entry is that observed on the day of the event. The state so many days later
    (DAYS_AFTER_ENTRY) is the last one observed from DAYS_BEFORE days before that day to DAYS_AFTER days after it, both days
    inside. Whether the person is still in the program does not matter; of someone who died before, nothing is observed.
    An observation is as in entry_and_exit.

    Adds, each 1 or 0: always_known; unknown, the opposite; good_at_entry, good_after_6_months and good_after_12_months, 0
    where one of the three states is unknown.
    """
    entered = events(episodes, starts)
    observed = _observed(episodes, kind, good)
    at_entry = observed.select("person_id", pl.col("_day").alias("_on"), pl.col("_good").alias("_entry"))
    rows = entered.join(at_entry, on=["person_id", "_on"], how="left", maintain_order="left")
    states = {GOOD_AT_ENTRY: "_entry"}
    for days, name in zip(DAYS_AFTER_ENTRY, (GOOD_AFTER_6_MONTHS, GOOD_AFTER_12_MONTHS), strict=True):
        rows, states[name] = _last_around(rows, observed, days, f"_{name}"), f"_{name}"
    known = pl.all_horizontal(pl.col(state).is_not_null() for state in states.values())
    rows = rows.with_columns(
        known.cast(pl.Int64).alias(ALWAYS_KNOWN),
        (~known).cast(pl.Int64).alias(UNKNOWN),
        *((known & pl.col(state)).fill_null(value=False).cast(pl.Int64).alias(name) for name, state in states.items()),
    )
    first = in_periods(rows, periods).sort("_on", "end_on", nulls_last=True)
    return first.unique(["person_id", "period"], keep="first", maintain_order=True)


def _last_around(rows: pl.DataFrame, observed: pl.DataFrame, days: int, name: str) -> pl.DataFrame:
    """Add the last state observed around the day that is so many days after _on; null where none is."""
    until = rows.with_columns(_until=pl.col("_on").dt.offset_by(f"{days + DAYS_AFTER}d"))
    found = until.join_asof(
        observed.sort("_day"), left_on="_until", right_on="_day", by="person_id", check_sortedness=False
    )
    in_time = pl.col("_day") >= pl.col("_on").dt.offset_by(f"{days - DAYS_BEFORE}d")
    return found.with_columns(pl.when(in_time).then(pl.col("_good")).alias(name)).select(*rows.columns, name)


def _observed(episodes: pl.DataFrame, kind: Kind, good: frozenset[EpisodeStatus]) -> pl.DataFrame:
    """Return each person's days with a known state: _day, and _good, null where the observations of the day do not agree."""
    stated = episodes.filter(pl.col("kind") == kind, pl.col("status").is_in([NOT_STATED, UNMAPPED]).not_())
    is_good = pl.col("status").is_in(sorted(good))
    by_day = stated.group_by("person_id", pl.col("start_on").alias("_day")).agg(
        is_good.any().alias("_any"), is_good.all().alias("_good")
    )
    agree = pl.col("_any") == pl.col("_good")
    return by_day.select("person_id", "_day", pl.when(agree).then(pl.col("_good")).alias("_good"))
