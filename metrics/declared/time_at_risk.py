"""The same people who left jail, by the time that they were free: days at liberty, and returns for that time."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Amount, AmountMeasure, Better, ValueUnit
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.events import Outcome
from metrics.switches import COURT_ORDERS, HOLDS, SAME_DAY_STAYS, SENTENCES
from metrics.topics import COMING_BACK

DAYS_AT_LIBERTY: Final = AmountMeasure(
    measure_id="days_at_liberty",
    version=1,
    topic=COMING_BACK,
    name="Days free in the year after leaving jail",
    question="Of the 365 days after they left jail, how many did people spend out of jail and prison?",
    starts=RELEASE,
    amount=Amount.DAYS_AT_LIBERTY,
    outcome=Outcome(events=BOOKING),
    windows=(365,),
    value_unit=ValueUnit.DAYS,
    counted=(
        "We take each person who left jail in the period, at the first time. We count the days, of the next 365, that did "
        "not begin with the person in jail or prison. The day of leaving is the first day. The day of a booking is not free. "
        "All days are added up and divided by the number of people."
    ),
    left_out=(
        "Second and later times that the same person left in the same period.",
        "Days in a jail or prison whose records we do not have: they look free.",
        "Days after a death, where the county shares records of deaths. Elsewhere they look free.",
        "People for whom the 365 days have not passed yet: their period has no number until they have.",
    ),
    better=Better.HIGHER,
    source=(
        "Days in the community, as in evaluations of pretrial and reentry programs. A person who comes back for a day and "
        "one who comes back for a year both count as one return. Here they differ by 364 days."
    ),
    changed_on=dt.date(2026, 11, 25),
)

RETURNS_PER_100_YEARS: Final = replace(
    DAYS_AT_LIBERTY,
    measure_id="returns_per_100_person_years",
    name="Returns to jail for every 100 years that people were free",
    question="How often do people come back to jail, for the time that they are free to?",
    amount=Amount.RETURNS_PER_100_YEARS,
    value_unit=ValueUnit.RETURNS_PER_100_YEARS,
    counted=(
        "We take each person who left jail in the period, at the first time, and watch the next 365 days. All bookings in "
        "them are counted, not only the first. They are divided by the time that these people were free: nobody can be "
        "booked while in jail. 100 such years are 36,525 free days."
    ),
    better=Better.LOWER,
    source=(
        "Events for each person-year at risk, the usual rate of epidemiology, with time in custody taken out. Its range "
        "allows for people who come back again and again (Cochran 1977, section 6.4)."
    ),
    switches=(HOLDS, COURT_ORDERS, SENTENCES, SAME_DAY_STAYS),
)

MEASURES: Final = (DAYS_AT_LIBERTY, RETURNS_PER_100_YEARS)
