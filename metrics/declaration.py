"""What a measure is: six parts, and the words that say them. A declaration holds no numbers and runs nothing."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from metrics.language import Reason, System

NAMED_WINDOWS: tuple[int, ...] = (30, 90, 180, 365, 730, 1095)
"""Days. The windows that every rate is published for."""


class Unit(StrEnum):
    """What is counted once."""

    PERSON = "person"
    """Each person once in a period, at the first release in it."""


class Better(StrEnum):
    """Which way is better; NEITHER where readers may disagree."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class FollowUpMeasure:
    """The share of index events that are followed by an outcome event within a window.

    start_event: the episodes of start_system that end; their end_on is day 0.
    cohort: who is in, in words.
    outcome: the first later episode that starts in outcome_system; counted where its reason is in outcome_reasons.
        Only the first later episode counts, so parts that divide the reasons add up to the whole.
    windows_days: day w is inside the window w.
    unit: what is counted once.
    left_out: what is not counted, one sentence each.
    """

    measure_id: str
    version: int
    name: str
    question: str
    came_back_means: str
    start_event: str
    start_system: System
    cohort: str
    outcome: str
    outcome_system: System
    outcome_reasons: frozenset[Reason]
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


@dataclass(frozen=True, kw_only=True)
class PopulationMeasure:
    """Days in custody in a period, divided by the days of the period."""

    measure_id: str
    version: int
    name: str
    question: str
    start_system: System
    counted: str
    left_out: tuple[str, ...]
    better: Better
    source: str
    changed_on: dt.date


Measure = FollowUpMeasure | PopulationMeasure
