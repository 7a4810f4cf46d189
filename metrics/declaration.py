"""What a measure is: six parts, and the words that say them. A declaration holds no numbers and runs nothing."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from metrics.language import Kind, Reason, System

SystemKind = tuple[System, Kind]

NAMED_WINDOWS: tuple[int, ...] = (30, 90, 180, 365, 730, 1095)
"""Days. The windows that every rate is published for."""


class Unit(StrEnum):
    """What is counted once."""

    PERSON = "person"
    """Each person once in a period, at the first index event in it."""
    EVERY_EVENT = "every_event"
    """Every index event in a period: people who have many are counted many times."""


class Better(StrEnum):
    """Which way is better; NEITHER where readers may disagree."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Edge(StrEnum):
    """Which end of an episode is the event."""

    START = "start"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Events:
    """A kind of event: episodes of a system, of these kinds, by the day on which they start or end."""

    system: System
    kinds: frozenset[Kind]
    edge: Edge

    @property
    def episodes(self) -> frozenset[SystemKind]:
        """The episodes that such events are ends of."""
        return frozenset((self.system, kind) for kind in self.kinds)


@dataclass(frozen=True, kw_only=True)
class FollowUpMeasure:
    """The share of index events that are followed by an outcome within a window.

    start_event, cohort, outcome: three of the six parts, in words; starts and outcomes are the events that they speak of.
        The day of the index event is day 0. An outcome on day 0 itself counts where same_day says so.
    outcome_reasons: the first later outcome event decides, and counts where its reason is one of these. So measures that
        differ only in these reasons, and divide them, add up to the whole.
    windows_days: day w is inside the window w.
    unit: what is counted once.
    left_out: what is not counted, one sentence each.
    came_back_means: the outcome as a choice in a list.
    part_of: the measure that this one is a part of.
    """

    measure_id: str
    version: int
    name: str
    question: str
    came_back_means: str
    start_event: str
    starts: Events
    cohort: str
    outcome: str
    outcomes: Events
    outcome_reasons: frozenset[Reason]
    same_day: bool
    windows_days: tuple[int, ...]
    unit: Unit
    left_out: tuple[str, ...]
    better: Better
    part_of: str | None
    source: str
    changed_on: dt.date

    @property
    def needs_reason(self) -> bool:
        """Whether it can be told only from a source that says why a stay began."""
        return self.outcome_reasons != frozenset(Reason)

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that the records must hold, or there is no answer: where no outcome could be seen, 0 would be false."""
        return self.starts, self.outcomes


class Tally(StrEnum):
    """How a measure of a period is counted."""

    AVERAGE_DAILY_POPULATION = "average_daily_population"
    ADMISSIONS = "admissions"
    RELEASES = "releases"
    MEAN_LENGTH = "mean_length"
    MEDIAN_LENGTH = "median_length"
    SHORT_STAYS = "short_stays"
    READMISSION = "readmission"
    TOP_SHARE_OF_BOOKINGS = "top_share_of_bookings"
    TOP_SHARE_OF_DAYS = "top_share_of_days"


class ValueUnit(StrEnum):
    """What a value counts."""

    SHARE = "share"
    """A share, 0..1."""
    PEOPLE = "people"
    STAYS = "stays"
    DAYS = "days"


@dataclass(frozen=True, kw_only=True)
class PeriodMeasure:
    """A number of a period that follows nobody: how many stays, how long, on whom they fall.

    counted says the rule in words; tally is the rule. parameter is the longest length in days of SHORT_STAYS, or the share
    of people (0..1) of the TOP_SHARE tallies; 0 for the others, which have none.
    """

    measure_id: str
    version: int
    name: str
    question: str
    starts: Events
    tally: Tally
    parameter: float
    value_unit: ValueUnit
    counted: str
    left_out: tuple[str, ...]
    better: Better
    source: str
    changed_on: dt.date

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that the records must hold, or there is no answer."""
        return (self.starts,)


Measure = FollowUpMeasure | PeriodMeasure
