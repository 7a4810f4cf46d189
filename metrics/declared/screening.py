"""Screening for mental-health needs at booking: who was screened, with what result, and how long people with a need stay."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.jail_use import ADMISSIONS
from metrics.declared.length_of_stay import LENGTH_OF_STAY_MEAN, LENGTH_OF_STAY_MEDIAN
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.language import NEED_FLAG, Flag
from metrics.tallies.kinds import Marked
from metrics.topics import NEED

_STEPPING_UP = (
    "One of the four key measures of Stepping Up (Haneberg and others 2017, Reducing the Number of People with Mental "
    "Illnesses in Jail)."
)
_AT_BOOKING = "What was found later in a stay, or in another one: only the screening at this booking counts."
_NOT_SCREENED = "Bookings with no screening result: nobody knows whether they belong here."

SCREENED_NEED_FOUND: Final = PeriodMeasure(
    measure_id="screened_need_found",
    version=1,
    topic=NEED,
    name="Bookings screened, with a need found",
    question="Of all bookings into jail, in how many did screening find a mental-health need?",
    starts=BOOKING,
    tally=Marked(flag=NEED_FLAG, values=frozenset({Flag.YES})),
    value_unit=ValueUnit.SHARE,
    counted=(
        "The share of the bookings in the period in which the screening at booking found a need. The three shares - need "
        "found, none found, and no result - add up to all bookings."
    ),
    left_out=(_AT_BOOKING,),
    better=Better.NEITHER,
    source=(
        "Stepping Up asks that everyone booked be screened, and that results be on record (Haneberg and others 2017). No "
        "need found and not screened are two answers. We never add them up."
    ),
    changed_on=dt.date(2026, 11, 25),
    part_of="admissions",
)

SCREENED_NONE_FOUND: Final = replace(
    SCREENED_NEED_FOUND,
    measure_id="screened_none_found",
    name="Bookings screened, with no need found",
    question="Of all bookings into jail, in how many did screening find no mental-health need?",
    tally=Marked(flag=NEED_FLAG, values=frozenset({Flag.NO})),
    counted=(
        "The share of the bookings in the period in which the person was screened at booking and no need was found. The "
        "three shares - need found, none found, and no result - add up to all bookings."
    ),
)

NO_SCREENING_RESULT: Final = replace(
    SCREENED_NEED_FOUND,
    measure_id="no_screening_result",
    name="Bookings with no screening result",
    question="Of all bookings into jail, for how many is there no screening result?",
    tally=Marked(flag=NEED_FLAG, values=frozenset({Flag.NOT_STATED, Flag.UNMAPPED})),
    counted=(
        "The share of the bookings in the period with no screening result. Nobody asked, or nobody wrote it "
        "down. A code that this county's settings do not explain counts here too, since it tells us neither. The "
        "page on trust says how many such codes there are."
    ),
    better=Better.LOWER,
)

BOOKINGS_NEED_FOUND: Final = replace(
    ADMISSIONS,
    measure_id="bookings_need_found",
    topic=NEED,
    name="Bookings of people with a need found",
    question="How many times was someone booked in whom screening found a mental-health need?",
    starts=replace(BOOKING, flag=NEED_FLAG),
    counted=(
        "Every stay in jail that began in the period, where screening at booking found a need. A person who was booked "
        "three times is counted three times."
    ),
    left_out=(_AT_BOOKING, _NOT_SCREENED),
    source=_STEPPING_UP,
    changed_on=dt.date(2026, 11, 25),
)

BOOKINGS_NO_NEED_FOUND: Final = replace(
    BOOKINGS_NEED_FOUND,
    measure_id="bookings_no_need_found",
    name="Bookings of people screened with no need found",
    question="How many times was someone booked in whom screening found no mental-health need?",
    starts=replace(BOOKING, flag=NEED_FLAG, flag_is=Flag.NO),
    counted=(
        "Every stay in jail that began in the period, where screening at booking found no need. A person who was booked "
        "three times is counted three times."
    ),
)


def _length(whole: PeriodMeasure, found: Flag) -> PeriodMeasure:
    which, words = {
        Flag.YES: ("need_found", "people with a need found"),
        Flag.NO: ("no_need_found", "people screened with no need found"),
    }[found]
    statistic = whole.measure_id.removeprefix("length_of_stay_")
    return replace(
        whole,
        measure_id=f"{whole.measure_id}_{which}",
        topic=NEED,
        name=f"{whole.name}: {words}",
        question=f"How many days did {'the middle' if statistic == 'median' else 'a'} stay of {words} last?",
        starts=replace(RELEASE, flag=NEED_FLAG, flag_is=found),
        counted=f"{whole.counted} Only stays of {words} at booking count here.",
        left_out=(*whole.left_out, _AT_BOOKING, _NOT_SCREENED),
        source=_STEPPING_UP,
        changed_on=dt.date(2026, 11, 25),
    )


MEASURES: Final = (
    SCREENED_NEED_FOUND,
    SCREENED_NONE_FOUND,
    NO_SCREENING_RESULT,
    BOOKINGS_NEED_FOUND,
    BOOKINGS_NO_NEED_FOUND,
    *(_length(whole, found) for whole in (LENGTH_OF_STAY_MEDIAN, LENGTH_OF_STAY_MEAN) for found in (Flag.YES, Flag.NO)),
)
