"""What an event is: an end of an episode of some kinds, narrowed by what came of it or by whom it happened to."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from metrics.language import EpisodeStatus, Flag, Kind, Reason, System

SystemKind = tuple[System, Kind]


class Edge(StrEnum):
    """Which end of an episode is the event."""

    START = "start"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Events:
    """A kind of event: episodes of a system, of these kinds, by the day on which they start or end.

    Of these, where they are given, only episodes: with one of the statuses; with a reason that is not among
    without_reasons; whose flag (a county mark such as language.NEED_FLAG) is flag_is; that lasted at least shortest_days;
    that ended at most settles_days after they started (so that all are given the same time to end); that start more than
    apart_days after every earlier episode of the same events and person has ended.
    """

    system: System
    kinds: frozenset[Kind]
    edge: Edge
    statuses: frozenset[EpisodeStatus] | None = None
    without_reasons: frozenset[Reason] = frozenset()
    flag: str | None = None
    flag_is: Flag = Flag.YES
    shortest_days: int = 0
    settles_days: int | None = None
    apart_days: int | None = None

    @property
    def episodes(self) -> frozenset[SystemKind]:
        """The episodes that such events are ends of."""
        return frozenset((self.system, kind) for kind in self.kinds)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that a source must carry for such events to be told."""
        named = {"status": self.statuses is not None, "reason": bool(self.without_reasons)}
        return frozenset(name for name, needed in named.items() if needed) | ({self.flag} if self.flag else frozenset())


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Events that count as an outcome from first_day on: 0 takes the day of the index event itself, 1 the day after."""

    events: Events
    first_day: int = 1


def of_kinds(episodes: pl.DataFrame, wanted: Events) -> pl.DataFrame:
    """Return the episodes of the system and kinds, whatever else the events ask of them."""
    return episodes.filter(pl.col("system") == wanted.system, pl.col("kind").is_in(sorted(wanted.kinds)))


def events(episodes: pl.DataFrame, wanted: Events) -> pl.DataFrame:
    """Return the episodes that are such events, with the day of the event in the column _on, never null.

    Open episodes have no end, so they are no events of that edge, and neither lasted shortest_days for certain nor ended
    within settles_days. Edge days: a stay of exactly shortest_days is in; one that ended exactly settles_days after its
    start is in; one that starts exactly apart_days after the end of an earlier one is not. Of episodes that start on one
    day none is earlier than the other. A flag that no source carries marks nobody.
    """
    found = of_kinds(episodes, wanted)
    if wanted.apart_days is not None:
        found = _apart(found, wanted.apart_days)
    lasted = (pl.col("end_on") - pl.col("start_on")).dt.total_days()
    conditions = []
    if wanted.statuses is not None:
        conditions.append(pl.col("status").is_in(sorted(wanted.statuses)))
    if wanted.without_reasons:
        conditions.append(pl.col("reason").is_in(sorted(wanted.without_reasons)).fill_null(value=False).not_())
    if wanted.flag is not None:
        marked = pl.col(wanted.flag) == wanted.flag_is if wanted.flag in episodes.columns else pl.lit(value=False)
        conditions.append(marked)
    if wanted.shortest_days:
        conditions.append(lasted >= wanted.shortest_days)
    if wanted.settles_days is not None:
        conditions.append(lasted <= wanted.settles_days)
    day = pl.col("start_on" if wanted.edge is Edge.START else "end_on").alias("_on")
    return found.with_columns(day).filter(pl.col("_on").is_not_null(), *conditions)


def _apart(episodes: pl.DataFrame, days: int) -> pl.DataFrame:
    """Keep the episodes that start more than these days after all earlier ones of the person have ended."""
    far = pl.date(9999, 1, 1)
    starts = episodes.group_by("person_id", "start_on").agg(pl.col("end_on").fill_null(far).max().alias("_last_end"))
    ended = pl.col("_last_end").cum_max().shift(1).over("person_id", order_by="start_on")
    starts = starts.with_columns(ended.alias("_ended"))
    free = pl.col("_ended").is_null() | ((pl.col("start_on") - pl.col("_ended")).dt.total_days() > days)
    return episodes.join(starts.filter(free).select("person_id", "start_on"), on=["person_id", "start_on"], how="semi")
