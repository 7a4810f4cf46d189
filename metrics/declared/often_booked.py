"""People who are booked again and again, by a rule that each county sets for itself."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, Measure, PeriodMeasure, ValueUnit
from metrics.declared.occasions import BOOKING
from metrics.tallies.kinds import Often, OftenBooked, OftenCounted
from metrics.topics import FEW_PEOPLE

_RULE = "at least {bookings} bookings in the {days} days up to the end of the period, the last day inside"
_COUNTED = {
    OftenCounted.PEOPLE: (
        f"People with {_RULE}. Each is counted once, in the group of the last of these bookings. The numbers in this rule "
        "are set by the county."
    ),
    OftenCounted.SHARE_OF_BOOKINGS: (
        "All bookings in the {days} days up to the end of the period, the last day inside. We give the share of them that "
        "were of people with at least {bookings} of these bookings. The numbers in this rule are set by the county."
    ),
}


def _counted(tally: OftenBooked) -> str:
    return _COUNTED[tally.counted].format(bookings=tally.rule.bookings, days=f"{tally.rule.days:,}")


FOUR_IN_THREE_YEARS: Final = Often(bookings=4, days=1095)
"""The rule of a county that names none. Our own choice: King County counts four in one year, others in other spans."""

_PEOPLE = OftenBooked(rule=FOUR_IN_THREE_YEARS, counted=OftenCounted.PEOPLE)
_BOOKINGS = OftenBooked(rule=FOUR_IN_THREE_YEARS, counted=OftenCounted.SHARE_OF_BOOKINGS)

PEOPLE_BOOKED_OFTEN: Final = PeriodMeasure(
    measure_id="people_booked_often",
    version=1,
    topic=FEW_PEOPLE,
    name="People who were booked again and again",
    question="How many people were booked so often that the county gives them a closer look?",
    starts=BOOKING,
    tally=_PEOPLE,
    value_unit=ValueUnit.PEOPLE,
    counted=_counted(_PEOPLE),
    left_out=(
        "Bookings in other counties.",
        "Periods for which the records do not reach back over all these days.",
    ),
    better=Better.LOWER,
    source=(
        "Counties call them familiar faces. King County, Washington, counts four bookings or more in 12 months, of people "
        "with a mental-health or drug problem. The FUSE program of New York City looked for people with many stays in both "
        "jail and shelter (Aidala and others 2014). There is no one rule."
    ),
    changed_on=dt.date(2026, 11, 25),
)

BOOKINGS_OF_PEOPLE_BOOKED_OFTEN: Final = replace(
    PEOPLE_BOOKED_OFTEN,
    measure_id="bookings_of_people_booked_often",
    name="Share of bookings of people who were booked again and again",
    question="How much of all bookings falls on the people who were booked again and again?",
    tally=_BOOKINGS,
    value_unit=ValueUnit.SHARE,
    counted=_counted(_BOOKINGS),
)

MEASURES: Final = (PEOPLE_BOOKED_OFTEN, BOOKINGS_OF_PEOPLE_BOOKED_OFTEN)


def with_rule(measure: Measure, rule: Often) -> Measure:
    """Return a measure of people booked often as a county with this rule counts it, and says it; any other as it is."""
    if not isinstance(measure, PeriodMeasure) or not isinstance(measure.tally, OftenBooked):
        return measure
    tally = replace(measure.tally, rule=rule)
    return replace(measure, tally=tally, counted=_counted(tally))
