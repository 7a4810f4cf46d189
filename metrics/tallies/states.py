"""The rows of tallies of a state at entry and at exit, such as housing, for the same people."""

from collections.abc import Sequence

import polars as pl

from metrics.events import Events, events
from metrics.language import NOT_STATED, UNMAPPED, EpisodeStatus, Kind
from metrics.periods import Period
from metrics.rows_of_periods import in_periods

GOOD_AT_ENTRY = "good_at_entry"
GOOD_AT_EXIT = "good_at_exit"
BOTH_KNOWN = "both_known"
UNKNOWN = "unknown"


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


def _observed(episodes: pl.DataFrame, kind: Kind, good: frozenset[EpisodeStatus]) -> pl.DataFrame:
    """Return each person's days with a known state: _day, and _good, null where the observations of the day do not agree."""
    stated = episodes.filter(pl.col("kind") == kind, pl.col("status").is_in([NOT_STATED, UNMAPPED]).not_())
    is_good = pl.col("status").is_in(sorted(good))
    by_day = stated.group_by("person_id", pl.col("start_on").alias("_day")).agg(
        is_good.any().alias("_any"), is_good.all().alias("_good")
    )
    agree = pl.col("_any") == pl.col("_good")
    return by_day.select("person_id", "_day", pl.when(agree).then(pl.col("_good")).alias("_good"))
