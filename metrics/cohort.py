"""Who is followed, and from when: custody episodes, releases, and each person's first release in a period."""

import polars as pl

from metrics.language import System
from metrics.periods import Period

RELEASED_ON = "released_on"
RETURN_DAY = "return_day"
RETURN_REASON = "return_reason"


def joined_episodes(episodes: pl.DataFrame, gap_days: int) -> pl.DataFrame:
    """Join the stays of each person and system that overlap, or start at most gap_days after the last one ended.

    Takes and gives the columns of language.EPISODES and the county's flags. One row per joined episode, ordered by person,
    system and start. start_on is the earliest; end_on the latest, null when any part is still open. All other columns are
    those of the part that started first (of several on that day: that ended first, open ones last), so nothing learnt
    later in the episode, or after it, is in them.

    Edge day: with gap_days=1 a stay that starts the day after the last ended continues it; two days after is a new one.
    """
    key = ["person_id", "system"]
    ordered = episodes.sort(*key, "start_on", "end_on", nulls_last=True, maintain_order=True)
    open_end = pl.date(9999, 1, 1)
    ordered = ordered.with_columns(_end=pl.col("end_on").fill_null(open_end))
    ended_before = pl.col("_end").cum_max().shift(1).over(key)
    starts_anew = ended_before.is_null() | ((pl.col("start_on") - ended_before).dt.total_days() > gap_days)
    others = [column for column in episodes.columns if column not in ("start_on", "end_on")]
    return (
        ordered.with_columns(_episode=starts_anew.cum_sum())
        .group_by("_episode", maintain_order=True)
        .agg(pl.col(others).first(), pl.col("start_on").first(), pl.col("_end").max())
        .with_columns(end_on=pl.when(pl.col("_end") < open_end).then(pl.col("_end")))
        .select(episodes.columns)
    )


def followed_releases(episodes: pl.DataFrame, start: System, outcome: System) -> pl.DataFrame:
    """Return one row per episode of the start system that ended, with the first later episode of the outcome system.

    episodes are joined (see joined_episodes). Adds released_on (the day the episode ended; it takes end_on's place),
    return_day (whole days from released_on to the start of the first episode that starts after that day; null when there
    is none in the data) and return_reason (why that episode began; null likewise). An episode that starts on the day of
    the release itself is not later. Ordered by released_on, then person.
    """
    releases = (
        episodes.filter(pl.col("system") == start, pl.col("end_on").is_not_null())
        .rename({"end_on": RELEASED_ON})
        .sort(RELEASED_ON, "person_id")
    )
    later = (
        episodes.filter(pl.col("system") == outcome)
        .select("person_id", pl.col("start_on").alias("_later_on"), pl.col("reason").alias(RETURN_REASON))
        .sort("_later_on")
    )
    return (
        releases.join_asof(
            later,
            left_on=RELEASED_ON,
            right_on="_later_on",
            by="person_id",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .with_columns((pl.col("_later_on") - pl.col(RELEASED_ON)).dt.total_days().cast(pl.Int32).alias(RETURN_DAY))
        .drop("_later_on")
    )


def first_in_period(releases: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return each person's first release in the period: the rows of followed_releases that the rates count."""
    inside = releases.filter(pl.col(RELEASED_ON).is_between(period.first_on, period.last_on))
    return inside.unique("person_id", keep="first", maintain_order=True)
