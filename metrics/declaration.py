"""What a measure is: six parts, and the words that say them. A declaration holds no numbers and runs nothing."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from metrics.events import Edge, Events, Outcome
from metrics.language import System
from metrics.switches import Switch
from metrics.tallies.kinds import (
    AlsoSeen,
    CameAsFar,
    CameOfIt,
    HadDuring,
    Marked,
    State,
    StateSince,
    SystemsSeen,
    Tally,
    needs_both_ends,
)
from metrics.tallies.needs import needs_of_step
from metrics.topics import Topic

NAMED_WINDOWS: tuple[int, ...] = (30, 90, 180, 365, 730, 1095)
"""Days. The windows of measures that watch for years."""

CURVE_WINDOWS: tuple[int, ...] = tuple(sorted({*range(30, 1081, 30), *NAMED_WINDOWS}))
"""Days. The points of their time curve: every 30 days, and the named windows."""

CARE_WINDOWS: tuple[int, ...] = (7, 14, 30, 90)
"""Days. The windows of measures of first contact with care."""

CARE_CURVE_WINDOWS: tuple[int, ...] = (*range(31), 45, 60, 90)
"""Days. The points of their time curve: every day of the first month, for the first days decide."""


class Unit(StrEnum):
    """What is counted once."""

    PERSON = "person"
    """Each person once in a period, at the first index event in it."""
    EVERY_EVENT = "every_event"
    """Every index event in a period: people who have many are counted many times."""
    PERSON_IN_PROGRAM = "person_in_program"
    """Each person once in a period and a program, at the first index event in that program."""


class Better(StrEnum):
    """Which way is better; NEITHER where readers may disagree."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What every measure says of itself, whatever its family.

    topic: the question that it answers together with others; pages group by it.
    left_out: what is not counted, one sentence each.
    part_of: the measure that this one is a part of: the numerators of all its parts add up to its own.
    reviewed_by, reviewed_on: who outside the team has read the definition, and when; None while nobody has.
    switches: choices that a county may turn (switches.with_switches); what is chosen is printed in left_out.
    """

    measure_id: str
    version: int
    topic: Topic
    name: str
    question: str
    starts: Events
    left_out: tuple[str, ...]
    better: Better
    source: str
    changed_on: dt.date
    reviewed_by: str | None = None
    reviewed_on: dt.date | None = None
    switches: tuple[Switch, ...] = ()
    part_of: str | None = None

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that the records must hold, or there is no answer: where no outcome could be seen, 0 would be false."""
        return (self.starts,)

    @property
    def windows_days(self) -> tuple[int, ...]:
        """Windows, in days, that it is published for; none for measures that follow nobody."""
        return ()


@dataclass(frozen=True, kw_only=True)
class FollowUpMeasure(Declaration):
    """The share of index events that are followed by an outcome within a window.

    start_event, cohort, outcome: three of the six parts, in words; starts and outcomes are the events that they speak of.
        The day of the index event is day 0. An outcome counts from the first_day that it names.
    outcome_reasons: the first later outcome event decides, and counts where its reason is one of these; None takes any. So
        measures that differ only in these reasons, and divide them, add up to the whole.
    competing: events after which the outcome cannot come any more, such as death. They do not change a rate, which counts
        people without the outcome whatever became of them; time curves tell them apart where they are on record.
    windows: days; day w is inside the window w. curve_days: the points of the time curve.
    unit: what is counted once.
    sentence: the finding, whole, with the slots {n} (of every 100), {period} and {span}.
    came_back_means: the outcome as a choice in a list.
    """

    came_back_means: str
    start_event: str
    cohort: str
    outcome: str
    outcomes: tuple[Outcome, ...]
    unit: Unit
    sentence: str
    outcome_reasons: frozenset[str] | None = None
    competing: tuple[Events, ...] = ()
    windows: tuple[int, ...] = NAMED_WINDOWS
    curve_days: tuple[int, ...] = CURVE_WINDOWS

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that the records must hold, or there is no answer."""
        return self.starts, *(outcome.events for outcome in self.outcomes)

    @property
    def needs_reason(self) -> bool:
        """Whether it can be told only from a source that says why the outcome came."""
        return self.outcome_reasons is not None

    @property
    def windows_days(self) -> tuple[int, ...]:
        """Windows, in days, that it is published for."""
        return self.windows

    @property
    def settles_days(self) -> int:
        """Days that an outcome may need to become known: the watch is that much longer than the window."""
        return max(outcome.events.settles_days or 0 for outcome in self.outcomes)


class Amount(StrEnum):
    """What is added up over the people of a cohort while they are watched."""

    DAYS_AT_LIBERTY = "days_at_liberty"
    RETURNS_PER_100_YEARS = "returns_per_100_years"


class ValueUnit(StrEnum):
    """What a value counts."""

    SHARE = "share"
    """A share, 0..1."""
    PEOPLE = "people"
    STAYS = "stays"
    TERMS = "terms"
    DAYS = "days"
    RETURNS_PER_100_YEARS = "returns_per_100_years"
    """Returns per 100 years that people were at liberty."""


@dataclass(frozen=True, kw_only=True)
class AmountMeasure(Declaration):
    """A mean or a rate of what happens to people over a fixed number of days, each person once in a period.

    counted says the rule in words; amount is the rule. outcome: the event that is counted, where one is. windows: days
    that each person is watched, from the index event, which is day 0.
    """

    amount: Amount
    outcome: Outcome
    windows: tuple[int, ...]
    value_unit: ValueUnit
    counted: str

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that the records must hold, or there is no answer."""
        return self.starts, self.outcome.events

    @property
    def windows_days(self) -> tuple[int, ...]:
        """Windows, in days, that it is published for."""
        return self.windows


@dataclass(frozen=True, kw_only=True)
class PeriodMeasure(Declaration):
    """A number of a period that follows nobody: how many stays, how long, on whom they fall.

    counted says the rule in words; tally is the rule.
    """

    tally: Tally
    value_unit: ValueUnit
    counted: str

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that the records must hold, or there is no answer: both ends of stays where it matters who is still here."""
        if needs_both_ends(self.tally):
            both = (replace(self.starts, edge=Edge.START), replace(self.starts, edge=Edge.END))
            return (*both, self.tally.others) if isinstance(self.tally, AlsoSeen) else both
        if isinstance(self.tally, CameAsFar):
            return (self.starts, *needs_of_step(self.tally.step))
        return (self.starts, self.tally.others) if isinstance(self.tally, HadDuring) else (self.starts,)

    @property
    def needs_any(self) -> tuple[Events, ...]:
        """Events of which the records must hold one; those that they hold must all be covered. Empty where none is needed."""
        if isinstance(self.tally, SystemsSeen):
            return self.tally.others
        if isinstance(self.tally, State | StateSince):
            kinds = frozenset({self.tally.kind})
            return tuple(Events(system=system, kinds=kinds, edge=Edge.START) for system in System)
        return ()

    @property
    def needs_fields(self) -> frozenset[str]:
        """Fields that a source of its events must carry, beside those that its events speak of."""
        if isinstance(self.tally, CameOfIt):
            return frozenset({"status"})
        return frozenset({self.tally.flag} if isinstance(self.tally, Marked) else ())


Measure = FollowUpMeasure | AmountMeasure | PeriodMeasure
