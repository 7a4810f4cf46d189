"""Who is followed, and from when: joined episodes, index events, and those that a period counts."""

from collections.abc import Sequence

import polars as pl

from metrics.declaration import Unit
from metrics.events import Events, Outcome, events
from metrics.language import JOINED, NOT_STATED
from metrics.periods import Period

INDEX_ON = "index_on"
RETURN_DAY = "return_day"
RETURN_REASON = "return_reason"


def joined_episodes(episodes: pl.DataFrame, gap_days: int) -> pl.DataFrame:
    """Join the stays of each person, system and kind that overlap, or start at most gap_days after the last one ended.

    Only places to be in are joined (language.JOINED): two arrests a day apart are two arrests, two cases at once two cases.

    Takes and gives the columns of language.EPISODES and the county's flags. One row per joined episode, ordered by person,
    system, kind and start. start_on is the earliest; end_on the latest, null when any part is still open. All other
    columns are those of the part that started first (of several on that day: that ended first, open ones last), so
    nothing learnt later in the episode, or after it, is in them.

    Edge day: with gap_days=1 a stay that starts the day after the last ended continues it; two days after is a new one.
    """
    return _joined(episodes, ["person_id", "system", "kind"], gap_days, pl.col("kind").is_in(sorted(JOINED)))


def spells(episodes: pl.DataFrame) -> pl.DataFrame:
    """Join whatever episodes of one person overlap or touch, whatever they are: one row per time in which there was any.

    The columns and the rest are as in joined_episodes. Two terms at once are one spell.
    """
    return _joined(episodes, ["person_id"], 0, pl.lit(value=True))


def _joined(episodes: pl.DataFrame, key: list[str], gap_days: int, can_be_joined: pl.Expr) -> pl.DataFrame:
    ordered = episodes.sort(*key, "start_on", "end_on", nulls_last=True, maintain_order=True)
    open_end = pl.date(9999, 1, 1)
    ordered = ordered.with_columns(_end=pl.col("end_on").fill_null(open_end))
    ended_before = pl.col("_end").cum_max().shift(1).over(key)
    goes_on = (pl.col("start_on") - ended_before).dt.total_days() <= gap_days
    starts_anew = ended_before.is_null() | ~goes_on | ~can_be_joined
    others = [column for column in episodes.columns if column not in ("start_on", "end_on")]
    return (
        ordered.with_columns(_episode=starts_anew.cum_sum())
        .group_by("_episode", maintain_order=True)
        .agg(pl.col(others).first(), pl.col("start_on").first(), pl.col("_end").max())
        .with_columns(end_on=pl.when(pl.col("_end") < open_end).then(pl.col("_end")))
        .select(episodes.columns)
    )


def followed(episodes: pl.DataFrame, starts: Events, outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """Return one row per index event, with the first later outcome event of the same person.

    episodes are joined (see joined_episodes). Adds index_on (the day of the index event), return_day (whole days from
    index_on to the first outcome event, which counts from its outcome's first_day on; null when there is none in the data)
    and return_reason (its reason, not_stated where the source carries none; null likewise). Of outcome events on the same
    day that of the outcome named first counts, then that of the episode that started first. Ordered by index_on, then
    person. Episodes without the day in question (still open) are no events.
    """
    index = events(episodes, starts).rename({"_on": INDEX_ON}).sort(INDEX_ON, "person_id", "start_on")
    for number, outcome in enumerate(outcomes):
        index = _with_first(index, episodes, outcome, f"_day_{number}", f"_reason_{number}")
    days = [pl.col(f"_day_{number}") for number in range(len(outcomes))]
    first = pl.min_horizontal(days)
    reason = pl.coalesce(pl.when(day == first).then(pl.col(f"_reason_{number}")) for number, day in enumerate(days))
    found = index.with_columns(first.alias(RETURN_DAY), reason.alias(RETURN_REASON))
    return found.select(pl.exclude("^_(day|reason)_[0-9]+$"))


def _with_first(index: pl.DataFrame, episodes: pl.DataFrame, outcome: Outcome, day: str, reason: str) -> pl.DataFrame:
    """Add the day and the reason of the first event of one outcome; both null where there is none."""
    known = pl.col("reason").fill_null(NOT_STATED).alias(reason)
    later = events(episodes, outcome.events).select("person_id", "_on", known, "start_on")
    later = later.sort("_on", "start_on").unique(["person_id", "_on"], keep="first", maintain_order=True)
    found = index.with_columns(_from=pl.col(INDEX_ON).dt.offset_by(f"{outcome.first_day}d")).join_asof(
        later.drop("start_on"),
        left_on="_from",
        right_on="_on",
        by="person_id",
        strategy="forward",
        check_sortedness=False,
    )
    return found.with_columns((pl.col("_on") - pl.col(INDEX_ON)).dt.total_days().cast(pl.Int32).alias(day)).drop(
        "_on", "_from"
    )


def counted_in_period(index: pl.DataFrame, period: Period, unit: Unit) -> pl.DataFrame:
    """Return the rows of followed that a rate counts: those in the period, each person once or every one of them."""
    inside = index.filter(pl.col(INDEX_ON).is_between(period.first_on, period.last_on))
    return inside.unique("person_id", keep="first", maintain_order=True) if unit is Unit.PERSON else inside
