"""What the records of a county cover, and an extract made ready to be asked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from metrics import registry
from metrics.cohort import followed, joined_episodes
from metrics.declaration import FollowUpMeasure, Measure, PeriodMeasure
from metrics.events import Edge, Events, Outcome, SystemKind
from metrics.grouping import Grouping, with_groups
from metrics.language import System
from metrics.periods import Period, ended_periods
from metrics.programs import Program, by_program, with_programs
from metrics.tallies.kinds import Often

NEVER_ON = dt.date.min
"""The last day covered of what is never covered."""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What the sources say of one kind of episode: the last day that they cover, and the fields that they carry.

    fields are those of language.EPISODES and the county's flags. ended_through is the last day on which ends are on record,
    where that is not the day of starts: a file may know only one end of a stay, and is NEVER_ON for the other.
    """

    through: dt.date
    fields: frozenset[str]
    ended_through: dt.date | None = None

    def of_edge(self, edge: Edge) -> dt.date:
        """Return the last day on which this end of the episodes is on record."""
        return self.ended_through if edge is Edge.END and self.ended_through is not None else self.through


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a county decides about measuring.

    data_first_on and followed_through_on: the first and last day that the data cover, both inside; the last is already
    less the sources' lag. carried: what is on record of each system and kind, through followed_through_on at the latest.
    switches: choices by their id (metrics.switches); what is not named is on. often: its rule for people booked often.
    programs: those that it names; answers about events of programs are split by them too (groupings_of).
    """

    data_first_on: dt.date
    followed_through_on: dt.date
    episode_gap_days: int
    groupings: tuple[Grouping, ...]
    carried: Mapping[SystemKind, Carried]
    switches: Mapping[str, bool]
    often: Often
    programs: tuple[Program, ...] = ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure, as this county counts it."""
        return registry.as_counted_here(self.switches, self.often)

    def measure(self, measure_id: str) -> Measure:
        """Return one measure as this county counts it; KeyError names the ones that there are."""
        return registry.counted_here(registry.measure(measure_id), self.switches, self.often)

    def covered_through(self, events: Events, *, with_fields: frozenset[str] = frozenset()) -> dt.date:
        """Return the last day on which such events are on record with these fields; NEVER_ON where they never are."""
        needed = events.fields | with_fields
        days = [
            held.of_edge(events.edge)
            for kind, held in self.carried.items()
            if kind in events.episodes and needed <= held.fields
        ]
        return min(days, default=NEVER_ON)

    def counted_through(self, measure: Measure) -> dt.date:
        """Return the last day that a period of this measure may have; NEVER_ON where it is not carried."""
        if isinstance(measure, PeriodMeasure):
            return self._held_through(measure)
        if self.followed_through(measure) == NEVER_ON:
            return NEVER_ON
        return self.covered_through(measure.starts)

    def _held_through(self, measure: PeriodMeasure) -> dt.date:
        """Return the last day through which all that the measure needs is on record; NEVER_ON where something never is."""
        days = [self.covered_through(needed, with_fields=measure.needs_fields) for needed in measure.needs[:1]]
        days += [self.covered_through(needed) for needed in measure.needs[1:]]
        if measure.needs_any:
            held = {self.covered_through(needed) for needed in measure.needs_any} - {NEVER_ON}
            days.append(min(held, default=NEVER_ON))
        return min(days)

    def followed_through(self, measure: Measure) -> dt.date:
        """Return the last day up to which an outcome of this measure would be known; NEVER_ON where it is not carried.

        A reason of the outcome is needed where the measure counts only some. Where outcomes take time to settle, the last
        of them that can be trusted came that long before the end of the records.
        """
        reason = frozenset({"reason"} if isinstance(measure, FollowUpMeasure) and measure.needs_reason else ())
        days = [self.covered_through(events) for events in measure.needs[:1]]
        days += [self.covered_through(events, with_fields=reason) for events in measure.needs[1:]]
        if NEVER_ON in days:
            return NEVER_ON
        settles = measure.settles_days if isinstance(measure, FollowUpMeasure) else 0
        return min(days[1:] or days) - dt.timedelta(days=settles)

    @property
    def grouping_ids(self) -> tuple[str, ...]:
        """The grouping columns of the answers, in order."""
        return tuple(grouping.grouping_id for grouping in self.every_grouping)

    @property
    def every_grouping(self) -> tuple[Grouping, ...]:
        """The county's groupings, and the one by program where it names programs."""
        return (*self.groupings, by_program(self.programs)) if self.programs else self.groupings

    def groupings_of(self, starts: Events) -> tuple[Grouping, ...]:
        """Return the groupings that split answers about these events: the one by program is for events of programs alone."""
        return self.every_grouping if starts.system is System.PROGRAM else self.groupings

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period that the data cover whole."""
        return ended_periods(self.data_first_on, self.followed_through_on)


Followed = tuple[Events, tuple[Outcome, ...]]
"""Which index events are followed to which outcomes."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An extract made ready to be asked, each frame with a column per grouping, and one for the program.

    episodes: joined episodes. followed: the rows of cohort.followed for every pair of events that some measure follows
    here; pairs that no source carries are left out.
    """

    settings: Settings
    episodes: pl.DataFrame
    followed: Mapping[Followed, pl.DataFrame]

    @property
    def releases(self) -> pl.DataFrame:
        """One row per release from jail, with the first return."""
        return self.followed[followed_by(registry.REBOOKING)]


def prepare(episodes: pl.DataFrame, settings: Settings) -> Prepared:
    """Join stays to episodes and look up each index event's first outcome, once for all questions.

    episodes has the columns of language.EPISODES and the county's flags; record_key too where anything is published.
    """
    joined = with_programs(joined_episodes(episodes, settings.episode_gap_days), settings.programs)
    joined = with_groups(joined, settings.every_grouping)
    follow_ups = [measure for measure in settings.measures if isinstance(measure, FollowUpMeasure)]
    on_record = [measure for measure in follow_ups if settings.counted_through(measure) != NEVER_ON]
    pairs = dict.fromkeys(followed_by(measure) for measure in (registry.REBOOKING, *on_record))
    return Prepared(
        settings=settings,
        episodes=joined,
        followed={(starts, outcomes): followed(joined, starts, outcomes) for starts, outcomes in pairs},
    )


def followed_by(measure: FollowUpMeasure) -> Followed:
    """Return the key of a measure's rows in Prepared.followed."""
    return measure.starts, measure.outcomes
