"""How many people programs reach, how far they come, how they leave, and who is booked while in one."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.occasions import BOOKING, PROGRAM_EXIT, PROGRAM_REFERRAL
from metrics.language import EpisodeStatus
from metrics.tallies.kinds import CameAsFar, CameOfIt, Count, HadDuring, Step
from metrics.topics import PROGRAM_STAYS, PROGRAM_STEPS

_CHANGED: Final = dt.date(2026, 11, 25)
_AGAIN: Final = "Second and later times that the same person was sent to the same program in the same period."
_LATER_STEP: Final = (
    "Whether a step has a record of its own. All who came further count here too: who was let in could come in."
)
_OTHERS: Final = "Steps of other programs. Someone who was sent to two programs counts once in each."
_SENT_FIRST: Final = "People who came in with no record that someone sent them."
_FUNNEL: Final = (
    "Drug courts count people from referral on: who was referred, screened, found eligible and let in (National "
    "Center for State Courts, on measuring drug courts). We follow the same people through all steps."
)
_WHO: Final = (
    "We take everyone who was sent to a program in the period, at the first time. A person who was sent to two programs "
    "counts once in each."
)

PROGRAM_REFERRALS: Final = PeriodMeasure(
    measure_id="program_referrals",
    version=1,
    topic=PROGRAM_STEPS,
    name="People sent to a program",
    question="How many people were sent to a program?",
    starts=PROGRAM_REFERRAL,
    tally=CameAsFar(step=Step.REFERRED),
    value_unit=ValueUnit.PEOPLE,
    counted=_WHO,
    left_out=(_AGAIN, _SENT_FIRST),
    better=Better.NEITHER,
    source=_FUNNEL,
    changed_on=_CHANGED,
)


def _step(step: Step, name: str, question: str, rule: str, *, left_out: str, source: str = _FUNNEL) -> PeriodMeasure:
    return replace(
        PROGRAM_REFERRALS,
        measure_id=f"program_{step}",
        name=name,
        question=question,
        tally=CameAsFar(step=step),
        value_unit=ValueUnit.SHARE,
        counted=f"{_WHO} {rule}",
        left_out=(left_out, _OTHERS, _AGAIN, _SENT_FIRST),
        source=source,
    )


PROGRAM_SCREENED: Final = _step(
    Step.SCREENED,
    "Screened, of people sent to a program",
    "Of people who were sent to a program, how many did it screen?",
    "We give the share whom the program screened within 90 days.",
    left_out=_LATER_STEP,
)
PROGRAM_ELIGIBLE: Final = _step(
    Step.ELIGIBLE,
    "Found to fit, of people sent to a program",
    "Of people who were sent to a program, how many could come in?",
    "We give the share of whom the program said within 90 days that they could come in.",
    left_out=_LATER_STEP,
)
PROGRAM_ADMITTED: Final = _step(
    Step.ADMITTED,
    "Let in, of people sent to a program",
    "Of people who were sent to a program, how many did it take in?",
    "We give the share whom the program took in within 90 days.",
    left_out="People whom the program took in after more than 90 days.",
)
PROGRAM_ENGAGED: Final = _step(
    Step.ENGAGED,
    "Came at least twice soon after they were let in, of people sent to a program",
    "Of people who were sent to a program, how many came at least twice in the first weeks?",
    "We give the share whom it took in within 90 days and who had two visits or more in the 34 days from that day on.",
    left_out="Visits after these 34 days, and people whom the program took in after more than 90 days.",
    source=(
        "Two services within 34 days are what HEDIS counts as engaged in treatment (IET). HEDIS counts them after a first "
        "visit. We count from the day on which the program took the person in, and any visit of the program."
    ),
)
PROGRAM_FINISHED: Final = _step(
    Step.FINISHED,
    "Finished within 18 months, of people sent to a program",
    "Of people who were sent to a program, how many finished it?",
    "We give the share whom it took in within 90 days and who had finished 540 days after they were sent, or before.",
    left_out="People who finished later, and people whom the program took in after more than 90 days.",
    source=(
        "Drug courts take 12 to 18 months. The National Center for State Courts asks for the share who finish, of all "
        "who came in. We also give it of all who were sent."
    ),
)

_WHILE_IN: Final = "People who are still in the program."
_EXITS: Final = (
    "SAMHSA's National Outcome Measures tell apart how people leave. The National Center for State Courts asks drug "
    "courts for "
    "the same. Not stated is an answer of its own, never a failure."
)

PROGRAM_EXITS: Final = PeriodMeasure(
    measure_id="program_exits",
    version=1,
    topic=PROGRAM_STAYS,
    name="Times that someone left a program",
    question="How many times did someone leave a program, for any reason?",
    starts=PROGRAM_EXIT,
    tally=Count(),
    value_unit=ValueUnit.STAYS,
    counted="Every time in a program that ended in the period. A person who left twice counts twice.",
    left_out=(_WHILE_IN,),
    better=Better.NEITHER,
    source=_EXITS,
    changed_on=_CHANGED,
)

HOW_PEOPLE_LEAVE: Final[dict[str, frozenset[EpisodeStatus]]] = {
    "completed": frozenset({EpisodeStatus.COMPLETED}),
    "left_early": frozenset({EpisodeStatus.LEFT_EARLY}),
    "removed": frozenset({EpisodeStatus.REMOVED}),
    "transferred": frozenset({EpisodeStatus.TRANSFERRED}),
    "died": frozenset({EpisodeStatus.DIED}),
    "other": frozenset({EpisodeStatus.OTHER}),
    "not_stated": frozenset({EpisodeStatus.NOT_STATED, EpisodeStatus.UNMAPPED}),
}
"""The ways to leave a program, which add up to everyone who left. No reason on record is one of them."""
_DID: Final = {
    "completed": "finished it",
    "left_early": "left early",
    "removed": "were told to leave",
    "transferred": "moved to another program",
    "died": "died",
    "other": "left for another reason",
    "not_stated": "left, and nobody wrote down why",
}
_BETTER: Final = {"completed": Better.HIGHER, "left_early": Better.LOWER, "removed": Better.LOWER}


def _left(way: str) -> PeriodMeasure:
    did = _DID[way]
    return replace(
        PROGRAM_EXITS,
        measure_id=f"program_exit_{way}",
        name=f"Left a program: {did}",
        question=f"Of people who left a program, how many {did}?",
        tally=CameOfIt(statuses=HOW_PEOPLE_LEAVE[way]),
        value_unit=ValueUnit.SHARE,
        counted=(
            f"We take all times in a program that ended in the period. We give the share of people who {did}. The seven ways "
            "to leave add up to all of them."
        ),
        better=_BETTER.get(way, Better.NEITHER),
        part_of="program_exits",
    )


BOOKED_WHILE_IN_PROGRAM: Final = replace(
    PROGRAM_EXITS,
    measure_id="booked_while_in_program",
    name="Booked into jail while in a program",
    question="How often is someone booked into jail while in a program?",
    tally=HadDuring(others=BOOKING),
    value_unit=ValueUnit.SHARE,
    counted=(
        "We take all times in a program that ended in the period. We give the share in which the person was booked into "
        "jail. The day after the first day is the first that counts. The last day counts."
    ),
    left_out=(
        _WHILE_IN,
        "Bookings on the first day, and bookings in other jails.",
        "Longer times give more days to be booked.",
    ),
    better=Better.LOWER,
    source=(
        "The National Center for State Courts asks drug courts how many people are arrested while they are in the program. "
        "We count bookings into jail."
    ),
)

MEASURES: Final = (
    PROGRAM_REFERRALS,
    PROGRAM_SCREENED,
    PROGRAM_ELIGIBLE,
    PROGRAM_ADMITTED,
    PROGRAM_ENGAGED,
    PROGRAM_FINISHED,
    PROGRAM_EXITS,
    *(_left(way) for way in HOW_PEOPLE_LEAVE),
    BOOKED_WHILE_IN_PROGRAM,
)
