"""Who is followed, and from when: joined episodes, index events, and those that a period counts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics.declaration import Unit
from metrics.events import Edge, Events, Outcome, events
from metrics.language import JOINED, NOT_STATED, System
from metrics.periods import Period
from metrics.programs import PROGRAM
from metrics.rows_of_periods import in_periods

INDEX_ON = "index_on"
RETURN_DAY = "return_day"
RETURN_REASON = "return_reason"

_IDENTITY = ("system", "kind", "start_on", "end_on")
_WHOM = "_person_in_program"
_Places = npt.NDArray[np.int64]
_DAYS_OF_A_KEY = 1 << 23  # more than the days from the year -9999 to 9999


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
    day that of the outcome named first counts, then that of the episode that started first. Ordered by person, then
    index_on. Episodes without the day in question (still open) are no events, and no episode's start is an outcome of
    its own end: a contact of one day that ended in a home is no return on that day.
    """
    index = in_order(events(episodes, starts), "_on").rename({"_on": INDEX_ON})
    for number, outcome in enumerate(outcomes):
        index = with_first(index, starts, episodes, outcome, names=(f"_day_{number}", f"_reason_{number}"))
    days = [pl.col(f"_day_{number}") for number in range(len(outcomes))]
    first = pl.min_horizontal(days)
    reason = pl.coalesce(pl.when(day == first).then(pl.col(f"_reason_{number}")) for number, day in enumerate(days))
    found = index.with_columns(first.alias(RETURN_DAY), reason.alias(RETURN_REASON))
    return found.select(pl.exclude("^_(day|reason)_[0-9]+$"))


def with_first(
    index: pl.DataFrame, starts: Events, episodes: pl.DataFrame, outcome: Outcome, *, names: tuple[str, str]
) -> pl.DataFrame:
    """Add, under two names, the day and the reason of the first event of one outcome; both null where there is none.

    index has the columns of episodes, and index_on, the day of the event named by starts; the day counts whole days from
    it, from outcome.first_day on. Of several events on that day the one of the episode that started first is taken. After
    an event of a program no event of another program counts.
    """
    within = starts.system is outcome.events.system is System.PROGRAM
    whom = _WHOM if within else "person_id"
    later = events(episodes, outcome.events)
    if within:
        index, later = _each_in_a_program(index, later)
    later = in_order(later.select(*dict.fromkeys((whom, "person_id")), "_on", "reason", *_IDENTITY), "_on", whom)
    # Person and day as one whole number: a search in a sorted array takes a fraction of the time of a join in time.
    place = np.searchsorted(person_days(later, "_on", whom), person_days(index, INDEX_ON, whom) + outcome.first_day)
    own_end_comes_later = starts.edge is Edge.START and outcome.events.edge is Edge.END
    if outcome.first_day == 0 and not own_end_comes_later:
        place = _past_itself(index, later, place)
    day, reason = names
    found = _at(later, place)
    same = found[whom].eq_missing(index[whom]).alias("_same")
    days = (found["_on"] - index[INDEX_ON]).dt.total_days().cast(pl.Int32).alias(day)
    reasons = found["reason"].fill_null(NOT_STATED).alias(reason)
    added = index.with_columns(same, days, reasons).with_columns(pl.when("_same").then(pl.col(day, reason)))
    return added.drop("_same", *([_WHOM] if within else []))


def _each_in_a_program(index: pl.DataFrame, later: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add to both frames a number (Int64) for each person in each program, the same in both."""
    programs = sorted({*index[PROGRAM].unique(), *later[PROGRAM].unique()})
    number = pl.col(PROGRAM).cast(pl.Enum(programs)).to_physical().cast(pl.Int64)
    whom = (pl.col("person_id") * len(programs) + number).alias(_WHOM)
    return index.with_columns(whom), later.with_columns(whom)


def _past_itself(index: pl.DataFrame, later: pl.DataFrame, place: _Places) -> _Places:
    """Move each place on while the event there belongs to the index event's own episode."""
    while True:
        here = _at(later, place)
        own = np.ones(index.height, dtype=np.bool_)
        for name in ("person_id", *_IDENTITY):
            own &= here[name].eq_missing(index[name]).to_numpy()
        if not own.any():
            return place
        place = place + own


def _at(rows: pl.DataFrame, place: _Places) -> pl.DataFrame:
    """Return the rows at these places; a row of nulls for a place beyond the end."""
    inside = pl.select(pl.when(pl.lit(pl.Series(place)) < rows.height).then(pl.lit(pl.Series(place)))).to_series()
    return rows.select(pl.all().gather(inside))


def in_order(rows: pl.DataFrame, on: str, whom: str = "person_id") -> pl.DataFrame:
    """Return rows by person, then the day on, then start_on; as they are where they are so already."""
    keys = person_days(rows, on, whom)
    return rows if (np.diff(keys) > 0).all() else rows.sort(whom, on, "start_on")


def person_days(rows: pl.DataFrame, on: str, whom: str = "person_id") -> npt.NDArray[np.int64]:
    """Return person and day as one number that sorts like the pair; days since 1970, from a million before to after it."""
    days = rows[on].cast(pl.Int32).cast(pl.Int64).to_numpy()
    keys: npt.NDArray[np.int64] = rows[whom].to_numpy() * _DAYS_OF_A_KEY + days
    return keys


def counted_in_period(index: pl.DataFrame, period: Period, unit: Unit) -> pl.DataFrame:
    """Return the rows of followed that a rate counts: those in the period, each once for what the unit counts once."""
    return counted_in_periods(index, (period,), unit).drop("period")


def counted_in_periods(index: pl.DataFrame, periods: Sequence[Period], unit: Unit) -> pl.DataFrame:
    """Return likewise the rows of each of several periods, which may overlap, one below the other, with the period's id."""
    inside = in_periods(index, periods, INDEX_ON)
    if unit is Unit.EVERY_EVENT:
        return inside
    once_in = ["person_id", "period", *([PROGRAM] if unit is Unit.PERSON_IN_PROGRAM else [])]
    return inside.unique(once_in, keep="first", maintain_order=True)
