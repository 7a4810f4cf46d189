"""Housing, work and care at entry to a program and 6 and 12 months later, for the same people."""

import datetime as dt
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.entry_and_exit import STATES, Told
from metrics.declared.occasions import PROGRAM_ENTRY
from metrics.tallies.kinds import Since, StateSince
from metrics.tallies.states import DAYS_AFTER, DAYS_AFTER_ENTRY, DAYS_BEFORE
from metrics.topics import PROGRAMS

_LEFT_OUT: Final = (
    "People whose 12 months, and the two months after them, are not over yet.",
    "Second and later times that the same person entered a program in the same period.",
)
_KNOWN_ONLY: Final = (
    "People whose state is not on record at one of the three times. How many they are is a number of its own. People who "
    "died are among them."
)
_SOURCE: Final = (
    "SAMHSA asks grant programs for the state of people at entry and six months later. An interview counts from one month "
    "before that day to two months after it (CSAT GPRA, Question-by-Question Instruction Guide). We do the same at 12 months."
)
_WHO: Final = (
    "We take everyone who entered a program in the period, whether they stayed or left. Each counts once, at the first "
    "time."
)
_RULE: Final = (
    f"The state at entry is the one noted on that day. The state 6 months later is the last one noted around day "
    f"{DAYS_AFTER_ENTRY[0]}. The state 12 months later is the last one noted around day {DAYS_AFTER_ENTRY[1]}. Around a day "
    f"means from {DAYS_BEFORE} days before it to {DAYS_AFTER} days after it."
)
_WHEN: Final = {
    Since.ENTRY: "when they entered a program, followed for 12 months",
    Since.SIX_MONTHS: "6 months after they entered a program",
    Since.TWELVE_MONTHS: "12 months after they entered a program",
}
_LATER: Final = {
    Since.ENTRY: "when they entered it",
    Since.SIX_MONTHS: "6 months later",
    Since.TWELVE_MONTHS: "12 months later",
}
_ENDS: Final = {
    Since.ENTRY: "when_entering",
    Since.SIX_MONTHS: "6_months_later",
    Since.TWELVE_MONTHS: "12_months_later",
}


def _measure(told: Told, since: Since) -> PeriodMeasure:
    if since is Since.UNKNOWN:
        measure_id, better = f"{told.name}_over_12_months_unknown", Better.LOWER
        name = f"People who entered a program, with {told.name} not known at entry, 6 or 12 months"
        question = f"For how many people who entered a program do we not know {told.name} at one of the three times?"
        counted = f"{_WHO} {_RULE} We give the share of them for whom one of the three, or more, is not on record."
        left_out: tuple[str, ...] = _LEFT_OUT
    else:
        measure_id, name = f"{told.word}_{_ENDS[since]}", f"People who {told.had} {_WHEN[since]}"
        better = Better.NEITHER if since is Since.ENTRY else Better.HIGHER
        question = f"Of people who entered a program, how many {told.had} {_LATER[since]}?"
        counted = (
            f"{_WHO} Of those whose state is known at all three times, we give the share that {told.had} {_LATER[since]}. "
            f"{_RULE} {told.means}"
        )
        left_out = (*_LEFT_OUT, _KNOWN_ONLY)
    return PeriodMeasure(
        measure_id=measure_id,
        version=1,
        topic=PROGRAMS,
        name=name,
        question=question,
        starts=PROGRAM_ENTRY,
        tally=StateSince(kind=told.kind, good=frozenset({told.good}), since=since),
        value_unit=ValueUnit.SHARE,
        counted=counted,
        left_out=left_out,
        better=better,
        source=_SOURCE,
        changed_on=dt.date(2026, 11, 25),
    )


MEASURES: Final = tuple(_measure(told, since) for told in STATES for since in Since)
