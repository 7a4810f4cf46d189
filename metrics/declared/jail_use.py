"""How a jail is used: who is in it, for how long, and on whom it falls."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, PeriodMeasure, Tally, ValueUnit
from metrics.declared.occasions import BOOKING

_JAIL_MEASURE: Final = PeriodMeasure(
    measure_id="average_daily_population",
    version=1,
    name="People in jail on an average day",
    question="How many people are in jail on an average day?",
    starts=BOOKING,
    tally=Tally.AVERAGE_DAILY_POPULATION,
    parameter=0,
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
    tally=Tally.ADMISSIONS,
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
    tally=Tally.RELEASES,
    counted="Every stay in jail that ended in the period. A person who left three times is counted three times.",
    source="Releases as in the Justice Counts metrics for jails: events, not people.",
)

LENGTH_OF_STAY_MEAN: Final = replace(
    _JAIL_MEASURE,
    measure_id="length_of_stay_mean",
    name="Length of stay, on average",
    question="How many days did a stay in jail last on average?",
    tally=Tally.MEAN_LENGTH,
    value_unit=ValueUnit.DAYS,
    counted=(
        "The days from the first to the last day of every stay that ended in the period, added up and divided by the "
        "number of these stays. A few very long stays pull it up, so read it beside the median."
    ),
    left_out=("Stays that have not ended. Among them are the longest ones.",),
    better=Better.NEITHER,
    source="Average length of stay of people released, as in the Bureau of Justice Statistics' jail series.",
)

LENGTH_OF_STAY_MEDIAN: Final = replace(
    LENGTH_OF_STAY_MEAN,
    measure_id="length_of_stay_median",
    name="Length of stay, the middle one",
    question="How many days did the middle stay in jail last?",
    tally=Tally.MEDIAN_LENGTH,
    counted=(
        "Of all stays that ended in the period, the length in days that half of them stayed under and half went over. A stay "
        "that began and ended on one day has 0 days."
    ),
)


def _short_stays(days: int) -> PeriodMeasure:
    span = "1 day" if days == 1 else f"{days} days"
    return replace(
        LENGTH_OF_STAY_MEAN,
        measure_id=f"stays_up_to_{days}_day{'s' * (days > 1)}",
        name=f"Stays of {span} or less",
        question=f"Of all stays in jail, how many lasted {span} or less?",
        tally=Tally.SHORT_STAYS,
        parameter=days,
        value_unit=ValueUnit.SHARE,
        counted=f"The share of the stays that ended in the period whose last day is at most {span} after their first.",
        source="Length of stay in bands of days, as in the Stepping Up measures for jails.",
    )


READMISSION_LOOK_BACK: Final = replace(
    _JAIL_MEASURE,
    measure_id="readmission_look_back",
    name="Bookings of people who were in jail in the year before",
    question="Of all bookings into jail, how many were of people who had been in jail in the year before?",
    tally=Tally.READMISSION,
    value_unit=ValueUnit.SHARE,
    counted=(
        "The share of the bookings in the period whose person had left this jail at most 365 days before. It looks back "
        "from bookings, not forward from releases, so it is another number than coming back to jail."
    ),
    left_out=("Bookings in the first year of the records: they do not reach back far enough.",),
    better=Better.LOWER,
    source="Readmission as in the Justice Counts metrics for jails: admission events of people held here in the last year.",
)


def _top_share(percent: int, tally: Tally) -> PeriodMeasure:
    what, ids = {
        Tally.TOP_SHARE_OF_BOOKINGS: ("bookings", "bookings"),
        Tally.TOP_SHARE_OF_DAYS: ("days in jail", "days"),
    }[tally]
    return replace(
        _JAIL_MEASURE,
        measure_id=f"top_{percent}_percent_{ids}",
        name=f"Share of all {what} that falls on the {percent} of every 100 people with the most",
        question=f"How much of all {what} falls on the {percent} of every 100 people who have the most?",
        tally=tally,
        parameter=percent / 100,
        value_unit=ValueUnit.SHARE,
        counted=(
            f"All {what} in the period are added up by person. The {percent} of every 100 people with the most are taken, "
            "rounded up to whole people, and their part of the sum is given."
        ),
        left_out=(f"People who had no {what} in the period.",),
        source="Concentration of use, as in frequent-utilizer studies of jails: share of events by the top of the people.",
    )


STAYS_UP_TO: Final = tuple(_short_stays(days) for days in (1, 2, 3))
CONCENTRATION: Final = tuple(
    _top_share(percent, tally)
    for tally in (Tally.TOP_SHARE_OF_BOOKINGS, Tally.TOP_SHARE_OF_DAYS)
    for percent in (1, 5, 10)
)

MEASURES: Final = (
    READMISSION_LOOK_BACK,
    AVERAGE_DAILY_POPULATION,
    ADMISSIONS,
    RELEASES,
    LENGTH_OF_STAY_MEDIAN,
    LENGTH_OF_STAY_MEAN,
    *STAYS_UP_TO,
    *CONCENTRATION,
)
