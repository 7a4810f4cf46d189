"""How a jail is used: who is in it, and on whom it falls."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.tallies.kinds import AverageDay, Count, LookBack, Most, PeopleHere, TopShare
from metrics.topics import COMING_BACK, FEW_PEOPLE, JAIL_USE

_JAIL_MEASURE: Final = PeriodMeasure(
    measure_id="average_daily_population",
    version=1,
    topic=JAIL_USE,
    name="People in jail on an average day",
    question="How many people are in jail on an average day?",
    starts=BOOKING,
    tally=AverageDay(),
    value_unit=ValueUnit.PEOPLE,
    counted=(
        "Every day of every stay, from the day it began to the day before it ended, that lies in the period. The sum is "
        "divided by the number of days in the period."
    ),
    left_out=("The day of release.",),
    better=Better.NEITHER,
    source="Average daily population as in the Justice Counts metrics for jails: days in custody over days in the period.",
    changed_on=dt.date(2026, 11, 23),
)

AVERAGE_DAILY_POPULATION: Final = _JAIL_MEASURE

ADMISSIONS: Final = replace(
    _JAIL_MEASURE,
    measure_id="admissions",
    name="Bookings into jail",
    question="How many times was someone booked into jail?",
    tally=Count(),
    value_unit=ValueUnit.STAYS,
    counted="Every stay in jail that began in the period. A person who was booked three times is counted three times.",
    left_out=("Moves between jails, and returns from court, within the same stay.",),
    source="Admissions as in the Justice Counts metrics for jails: events, not people.",
)

RELEASES: Final = replace(
    ADMISSIONS,
    measure_id="releases",
    name="Releases from jail",
    question="How many times did someone leave jail?",
    starts=RELEASE,
    counted="Every stay in jail that ended in the period. A person who left three times is counted three times.",
    source="Releases as in the Justice Counts metrics for jails: events, not people.",
)

PEOPLE_IN_JAIL: Final = replace(
    _JAIL_MEASURE,
    measure_id="people_in_jail",
    name="People who were in jail in the period",
    question="How many different people were in jail at some time in the period?",
    tally=PeopleHere(),
    counted=(
        "Everyone who was in jail on any day of the period, also for part of a day. A person who was there three times is "
        "counted once, in the group of the first of these stays."
    ),
    left_out=("People who left before the period began, or came after it ended.",),
    source="People, not events: the second count that Stepping Up asks for beside bookings (Haneberg and others 2017).",
)

READMISSION_LOOK_BACK: Final = replace(
    _JAIL_MEASURE,
    measure_id="readmission_look_back",
    topic=COMING_BACK,
    name="Bookings of people who were in jail in the year before",
    question="Of all bookings into jail, how many were of people who had been in jail in the year before?",
    tally=LookBack(days=365),
    value_unit=ValueUnit.SHARE,
    counted=(
        "The share of the bookings in the period whose person had left this jail at most 365 days before. It looks back "
        "from bookings, and not forward from the day of leaving. So it is another number than coming back to jail."
    ),
    left_out=("Bookings in the first year of the records: they do not reach back far enough.",),
    better=Better.LOWER,
    source="Readmission as in the Justice Counts metrics for jails: admission events of people held here in the last year.",
)


def _top_share(percent: int, of: Most) -> PeriodMeasure:
    what = {Most.BOOKINGS: "bookings", Most.DAYS: "days in jail"}[of]
    return replace(
        _JAIL_MEASURE,
        measure_id=f"top_{percent}_percent_{of}",
        topic=FEW_PEOPLE,
        name=f"Share of all {what} that falls on the {percent} of every 100 people with the most",
        question=f"How much of all {what} falls on the {percent} of every 100 people who have the most?",
        tally=TopShare(share=percent / 100, of=of),
        value_unit=ValueUnit.SHARE,
        counted=(
            f"All {what} in the period are added up by person. We take the {percent} of every 100 people with the most, "
            "rounded up to whole people. Then we give their part of the sum."
        ),
        left_out=(f"People who had no {what} in the period.",),
        source="Concentration of use, as in studies of those in jail the most: share of events by the top of the people.",
    )


CONCENTRATION: Final = tuple(_top_share(percent, of) for of in (Most.BOOKINGS, Most.DAYS) for percent in (1, 5, 10))

MEASURES: Final = (
    READMISSION_LOOK_BACK,
    AVERAGE_DAILY_POPULATION,
    PEOPLE_IN_JAIL,
    ADMISSIONS,
    RELEASES,
    *CONCENTRATION,
)
