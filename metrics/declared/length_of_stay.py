"""How long people stay in jail: stays that ended, all bookings, and those who are still there, kept apart."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Measure, PeriodMeasure, Unit, ValueUnit
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.events import Outcome
from metrics.tallies.kinds import LengthOfEnded, LengthSoFar, ShortStays, Statistic
from metrics.topics import JAIL_USE

LENGTH_OF_STAY_MEAN: Final = PeriodMeasure(
    version=1,
    topic=JAIL_USE,
    starts=RELEASE,
    changed_on=dt.date(2026, 11, 23),
    measure_id="length_of_stay_mean",
    name="Length of stay, on average",
    question="How many days did a stay in jail last on average?",
    tally=LengthOfEnded(statistic=Statistic.MEAN),
    value_unit=ValueUnit.DAYS,
    counted=(
        "We take every stay that ended in the period. The days from its first day to its last are added up over all of "
        "them and divided by the number of stays. A few very long stays pull it up, so read it beside the middle one."
    ),
    left_out=("Stays that have not ended. Among them are the longest ones, so look at the lengths so far too.",),
    better=Better.NEITHER,
    source="Average length of stay of people released, as in the Bureau of Justice Statistics' jail series.",
)

LENGTH_OF_STAY_MEDIAN: Final = replace(
    LENGTH_OF_STAY_MEAN,
    measure_id="length_of_stay_median",
    name="Length of stay, the middle one",
    question="How many days did the middle stay in jail last?",
    tally=LengthOfEnded(statistic=Statistic.MEDIAN),
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
        tally=ShortStays(longest_days=days),
        value_unit=ValueUnit.SHARE,
        counted=f"The share of the stays that ended in the period whose last day is at most {span} after their first.",
        source="Length of stay in bands of days, as in the Stepping Up measures for jails.",
    )


STAYS_UP_TO: Final = tuple(_short_stays(days) for days in (1, 2, 3))

LENGTH_SO_FAR_MEAN: Final = replace(
    LENGTH_OF_STAY_MEAN,
    measure_id="length_so_far_mean",
    name="Length so far of people still in jail, on average",
    question="How long have the people who are in jail been there by now, on average?",
    starts=BOOKING,
    tally=LengthSoFar(statistic=Statistic.MEAN),
    counted=(
        "We take everyone who is in jail at the end of the last day of the period. The days since each one was booked are "
        "added up and divided by the number of people. Nobody knows yet how long these stays will be. Any one day is more "
        "likely to catch long stays. So this number is most often above the length of stays that ended."
    ),
    left_out=("Stays that ended by the last day of the period. Their length is a number of its own.",),
    source=(
        "People on hand and people who left give two different lengths, and neither stands for the other (Patterson and "
        "Preston 2008, Estimating Mean Length of Stay in Prison)."
    ),
    changed_on=dt.date(2026, 11, 25),
)

LENGTH_SO_FAR_MEDIAN: Final = replace(
    LENGTH_SO_FAR_MEAN,
    measure_id="length_so_far_median",
    name="Length so far of people still in jail, the middle one",
    question="How long has the middle one of the people who are in jail been there by now?",
    tally=LengthSoFar(statistic=Statistic.MEDIAN),
    counted=(
        "We take everyone who is in jail at the end of the last day of the period. We count the days since each was booked. "
        "Half of them have been there for less than this number, and half for more. Someone booked on that day has 0 days."
    ),
)

LEFT_WITHIN_DAYS: Final = FollowUpMeasure(
    measure_id="left_within_days",
    version=1,
    topic=JAIL_USE,
    name="Left jail within a few days of being booked",
    question="Of all bookings into jail, after how many did the person leave within a few days?",
    came_back_means="leaving jail after a booking",
    start_event="A person was booked into jail.",
    starts=BOOKING,
    cohort="Every booking in the period, also those of people who are still in jail.",
    outcome="The end of that stay, for whatever reason.",
    outcomes=(Outcome(events=RELEASE, first_day=0),),
    unit=Unit.EVERY_EVENT,
    windows=(1, 2, 3, 7, 30),
    curve_days=(*range(31), 45, 60, 90),
    left_out=(
        "Moves between jails, and returns from court, within the same stay.",
        "Bookings for which the days have not passed yet: their period has no number until they have.",
    ),
    better=Better.NEITHER,
    source=(
        "Length of stay in bands of days, as in the Stepping Up measures for jails. Here it is taken of all stays, and not "
        "of those alone that have ended."
    ),
    changed_on=dt.date(2026, 11, 25),
    sentence="After {n} of every 100 bookings in {period}, the person left jail within {span}.",
)

MEASURES: Final[tuple[Measure, ...]] = (
    LENGTH_OF_STAY_MEDIAN,
    LENGTH_OF_STAY_MEAN,
    *STAYS_UP_TO,
    LEFT_WITHIN_DAYS,
    LENGTH_SO_FAR_MEDIAN,
    LENGTH_SO_FAR_MEAN,
)
