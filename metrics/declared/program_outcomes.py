"""How soon people are seen by a program, how long they stay, who finishes, and who comes back to jail after."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import CARE_CURVE_WINDOWS, CURVE_WINDOWS, Better, FollowUpMeasure, Unit
from metrics.declared.occasions import (
    BOOKING,
    DEATH,
    PRISON_ADMISSION,
    PROGRAM_ENTRY,
    PROGRAM_EXIT,
    PROGRAM_FINISHED,
    PROGRAM_REFERRAL,
    PROGRAM_SERVICE,
    TURNED_AWAY,
)
from metrics.events import Outcome
from metrics.topics import AFTER_PROGRAMS, PROGRAM_STAYS, PROGRAM_STEPS

_CHANGED: Final = dt.date(2026, 11, 25)
_SOON: Final = (7, 14, 21, 30, 45, 60, 90)
_TOO_EARLY: Final = "People for whom the full time has not passed yet: their period has no number until it has."
_ONE_PROGRAM: Final = "What happens in other programs. Someone who is in two programs counts once in each."

FIRST_SERVICE_AFTER_REFERRAL: Final = FollowUpMeasure(
    measure_id="first_service_after_referral",
    version=1,
    topic=PROGRAM_STEPS,
    name="First visit after being sent to a program",
    question="Of people who were sent to a program, how many soon had a first visit?",
    came_back_means="a first visit after being sent to a program",
    start_event="A person was sent to a program.",
    starts=PROGRAM_REFERRAL,
    cohort="Everyone who was sent to a program in the period, whether or not it took them in.",
    outcome="The first visit in that program. It counts from the day on which they were sent.",
    outcomes=(Outcome(events=PROGRAM_SERVICE, first_day=0),),
    competing=(DEATH, TURNED_AWAY),
    unit=Unit.PERSON_IN_PROGRAM,
    windows=_SOON,
    curve_days=CARE_CURVE_WINDOWS,
    left_out=(
        "Second and later times that the same person was sent to the same program in the same period.",
        _ONE_PROGRAM,
        _TOO_EARLY,
    ),
    better=Better.HIGHER,
    source=(
        "Days from referral to first service are what NIATx asks programs to cut. People who still wait are not left out: "
        "else the wait would look shorter than it is."
    ),
    sentence="{n} of every 100 people sent to a program in {period} had a first visit within {span}.",
    changed_on=_CHANGED,
)

FIRST_SERVICE_AFTER_START: Final = replace(
    FIRST_SERVICE_AFTER_REFERRAL,
    measure_id="first_service_after_start",
    name="First visit after coming into a program",
    question="Of people who came into a program, how many soon had a first visit?",
    came_back_means="a first visit after coming into a program",
    start_event="A program took a person in.",
    starts=PROGRAM_ENTRY,
    cohort="Everyone whom a program took in in the period.",
    outcome="The first visit in that program. It counts from the first day on.",
    competing=(DEATH,),
    left_out=(
        "Second and later times that the same program took in the same person in the same period.",
        _ONE_PROGRAM,
        _TOO_EARLY,
    ),
    sentence="{n} of every 100 people who came into a program in {period} had a first visit within {span}.",
)

LEFT_PROGRAM: Final = replace(
    FIRST_SERVICE_AFTER_START,
    measure_id="left_program",
    topic=PROGRAM_STAYS,
    name="Left a program, for any reason",
    question="Of people who came into a program, how many had left it after some time?",
    came_back_means="leaving a program, finished or not",
    outcome="The first time that they left that program, finished or not. It counts from the first day on.",
    outcomes=(Outcome(events=PROGRAM_EXIT, first_day=0),),
    windows=(30, 90, 180, 365),
    curve_days=tuple(day for day in CURVE_WINDOWS if day <= 365),
    better=Better.NEITHER,
    source=(
        "The National Center for State Courts asks drug courts how many people are still there, of all who came in at the "
        "same time. Those still there are the others of every 100."
    ),
    sentence="{n} of every 100 people who came into a program in {period} had left it within {span}.",
)

FINISHED_OF_STARTED: Final = replace(
    LEFT_PROGRAM,
    measure_id="finished_of_started",
    name="Finished, of people who came in",
    question="Of people who came into a program, how many finished it?",
    came_back_means="finishing a program",
    outcome="The first time that they finished that program. It counts from the first day on.",
    outcomes=(Outcome(events=PROGRAM_FINISHED, first_day=0),),
    windows=(180, 365, 540),
    curve_days=tuple(day for day in CURVE_WINDOWS if day <= 540),
    better=Better.HIGHER,
    source=(
        "The National Center for State Courts asks drug courts for the share who finish, of all who came in at the "
        "same time. "
        "The share of those who left is another number: people who are still there are not in it."
    ),
    sentence="{n} of every 100 people who came into a program in {period} had finished it within {span}.",
)

REBOOKING_AFTER_START: Final = replace(
    FIRST_SERVICE_AFTER_START,
    measure_id="rebooking_after_program_start",
    topic=AFTER_PROGRAMS,
    name="Booked into jail after coming into a program",
    question="Of people who came into a program, how many were booked into jail after that?",
    came_back_means="any booking after coming into a program",
    cohort="Everyone whom a program took in in the period, whether or not they finished.",
    outcome="The first booking into jail after the first day in the program, for any reason.",
    outcomes=(Outcome(events=BOOKING),),
    competing=(DEATH, PRISON_ADMISSION),
    windows=(30, 90, 180, 365, 730),
    curve_days=tuple(day for day in CURVE_WINDOWS if day <= 730),
    left_out=(
        FIRST_SERVICE_AFTER_START.left_out[0],
        "Bookings on the first day, and bookings in other jails.",
        "What would have come without the program. This number does not say that the program caused it.",
        _TOO_EARLY,
    ),
    better=Better.LOWER,
    source=(
        "Everyone who came in is counted, as they would be in a trial. To count only those who finished would leave out the "
        "people for whom the program did not work."
    ),
    sentence="{n} of every 100 people who came into a program in {period} were booked into jail within {span}.",
)

REBOOKING_AFTER_FINISHING: Final = replace(
    REBOOKING_AFTER_START,
    measure_id="rebooking_after_finishing_program",
    name="Booked into jail after finishing a program",
    question="Of people who finished a program, how many were booked into jail after that?",
    came_back_means="any booking after finishing a program",
    start_event="A person finished a program.",
    starts=PROGRAM_FINISHED,
    cohort="Everyone who finished a program in the period. People who left in another way are not here.",
    outcome="The first booking into jail after the day on which they finished, for any reason.",
    left_out=(
        "People who came in and did not finish. So this number looks better than that of everyone who came in.",
        "Second and later times that the same person finished the same program in the same period.",
        "Bookings on the day on which they finished, and bookings in other jails.",
        _TOO_EARLY,
    ),
    source=(
        "Many programs report only this number. People who finish do better in almost any program, for they differ from "
        "others from the start. So it never stands alone here."
    ),
    sentence="{n} of every 100 people who finished a program in {period} were booked into jail within {span}.",
)

MEASURES: Final = (
    FIRST_SERVICE_AFTER_REFERRAL,
    FIRST_SERVICE_AFTER_START,
    LEFT_PROGRAM,
    FINISHED_OF_STARTED,
    REBOOKING_AFTER_START,
    REBOOKING_AFTER_FINISHING,
)
