"""Housing, work and care at entry and at exit of a program, for the same people."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.occasions import PROGRAM_EXIT
from metrics.language import EpisodeStatus, Kind
from metrics.tallies.kinds import At, State
from metrics.topics import PROGRAMS


@dataclass(frozen=True, kw_only=True)
class Told:
    """One state in words: the end of its ids, whether a person is in it, its name, and what it is."""

    word: str
    kind: Kind
    good: EpisodeStatus
    had: str
    name: str
    means: str


STATES: Final = (
    Told(
        word="housed",
        kind=Kind.HOUSING_STATE,
        good=EpisodeStatus.PERMANENT,
        had="had a lasting home",
        name="housing",
        means="A lasting home is one of their own or of family or friends, for good. A shelter or a jail is not one.",
    ),
    Told(
        word="working",
        kind=Kind.WORK_STATE,
        good=EpisodeStatus.WORKING,
        had="had work",
        name="work",
        means="Work is any job, full time or part time.",
    ),
    Told(
        word="in_care",
        kind=Kind.CARE_STATE,
        good=EpisodeStatus.IN_CARE,
        had="were in regular care",
        name="care",
        means="Regular care is care by the same people over time, not a single visit.",
    ),
)
_LEFT_OUT = (
    "People who are still in the program.",
    "Second and later times that the same person left a program in the same period.",
)
_BY_BOTH = "People whose state at entry or at exit is not on record. How many they are is a number of its own."
_SOURCE = (
    "SAMHSA's National Outcome Measures compare admission with discharge. HUD's yearly reports compare start with exit. We "
    "do so for the same people. We also say for how many we cannot."
)
_WHO = "We take everyone who left a program in the period, finished or not. Each counts once, at the first time."
_RULE = (
    "The state at entry is the one noted on the first day. The state at exit is the last one noted after that day, up to the "
    "last day."
)
_DID: Final = {At.ENTRY: "entered", At.EXIT: "left"}


def _measure(told: Told, at: At) -> PeriodMeasure:
    if at is At.UNKNOWN:
        measure_id, better = f"{told.name}_at_entry_or_exit_unknown", Better.LOWER
        name = f"People who left a program, with {told.name} at entry or exit not known"
        question = f"For how many of the people who left a program do we not know {told.name} at entry and at exit?"
        counted = f"{_WHO} {_RULE} We give the share of them for whom one of the two, or both, is not on record."
        left_out: tuple[str, ...] = _LEFT_OUT
    else:
        measure_id, name = f"{told.word}_at_{at}", f"People who {told.had} when they {_DID[at]} a program"
        better = Better.NEITHER if at is At.ENTRY else Better.HIGHER
        question = f"Of people who left a program, how many {told.had} when they {_DID[at]} it?"
        counted = (
            f"{_WHO} Of those whose state is known at both ends, we give the share that {told.had} at {at}. {_RULE}"
        )
        counted = f"{counted} {told.means}"
        left_out = (*_LEFT_OUT, _BY_BOTH)
    return PeriodMeasure(
        measure_id=measure_id,
        version=1,
        topic=PROGRAMS,
        name=name,
        question=question,
        starts=PROGRAM_EXIT,
        tally=State(kind=told.kind, good=frozenset({told.good}), at=at),
        value_unit=ValueUnit.SHARE,
        counted=counted,
        left_out=left_out,
        better=better,
        source=_SOURCE,
        changed_on=dt.date(2026, 11, 25),
    )


MEASURES: Final = tuple(_measure(told, at) for told in STATES for at in At)
