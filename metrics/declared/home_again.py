"""Whether a home lasted: people who were homeless and got a home, and children who left foster care."""

import datetime as dt
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Unit
from metrics.declared.occasions import (
    ANOTHER_HOME,
    DAYS_BETWEEN_HOMES,
    DEATH,
    EXIT_TO_A_HOME,
    HOME_FROM_FOSTER_CARE,
    HOMELESS_AGAIN,
    INTO_FOSTER_CARE,
)
from metrics.events import Outcome
from metrics.topics import HOMES

WINDOWS: Final = (180, 365, 730)
"""Days. HUD asks for 0 to 180, 181 to 365 and 366 to 730 days; the Children's Bureau for 12 months."""
_CURVE_DAYS: Final = tuple(sorted({*range(30, 721, 30), *WINDOWS}))

RETURN_TO_HOMELESSNESS: Final = FollowUpMeasure(
    measure_id="return_to_homelessness",
    version=1,
    topic=HOMES,
    name="Homeless again after getting a home",
    question="Of people who left a shelter or housing program for a home, how many were homeless again?",
    came_back_means="a new stay in shelter, or a new search for a home",
    start_event=(
        "A person left street outreach, a shelter, transitional housing or a permanent housing program. The person "
        "went to a home that can last."
    ),
    starts=EXIT_TO_A_HOME,
    cohort="Everyone who left in this way in the period.",
    outcome=(
        "The first time in street outreach, a shelter or transitional housing, also on the same day. Or, from the 15th "
        "day on, an entry into permanent housing. That one does not count during another such stay, or in the 14 days "
        "after one."
    ),
    outcomes=(
        Outcome(events=HOMELESS_AGAIN, first_day=0),
        Outcome(events=ANOTHER_HOME, first_day=DAYS_BETWEEN_HOMES + 1),
    ),
    competing=(DEATH,),
    unit=Unit.PERSON,
    windows=WINDOWS,
    curve_days=_CURVE_DAYS,
    left_out=(
        "Second and later times that the same person left for a home in the same period.",
        "People who left for another place, or whose next place is not known.",
        "Moves from one permanent housing program to another within 14 days.",
        "Help to keep a home, day shelters and the like: they are no sign that a person is homeless.",
        "People who are homeless again where these records do not reach.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    source=(
        "Measure 2 of HUD's System Performance Measures, Returns to Homelessness, as programs for fiscal year "
        "2023 and later count it. Older versions count transitional housing, too, only from the 15th day on. HUD looks "
        "730 days back from its own year. So its report for a year holds our numbers of two years before, but for one day."
    ),
    sentence="{n} of every 100 people who left for a home in {period} were homeless again within {span}.",
    changed_on=dt.date(2026, 11, 25),
)

FOSTER_CARE_REENTRY: Final = FollowUpMeasure(
    measure_id="foster_care_reentry",
    version=1,
    topic=HOMES,
    name="Back in foster care",
    question="Of children who left foster care to live with family or a guardian, how many came back into care?",
    came_back_means="a new stay in foster care",
    start_event="A stay in foster care of 8 days or more ended. The child went to a parent, another relative or a guardian.",
    starts=HOME_FROM_FOSTER_CARE,
    cohort="Every child who left care in this way in the period.",
    outcome="The first new stay in foster care that starts after that day, however short.",
    outcomes=(Outcome(events=INTO_FOSTER_CARE),),
    competing=(DEATH,),
    unit=Unit.PERSON,
    windows=WINDOWS,
    curve_days=_CURVE_DAYS,
    left_out=(
        "Children who were adopted, who aged out, who ran away or who moved to another office.",
        "Stays in care of 7 days or less: nobody is followed from them.",
        "Second and later times that the same child left care in the same period.",
        "Moves from one foster home to another: they are one stay. So is a return on the day after leaving.",
        "Care in another county or state.",
        "Children for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    source=(
        "Re-entry to foster care in 12 months, of the federal Child and Family Services Reviews. Stays under 8 days "
        "are left out as in round 3 (79 Federal Register 61241, 2014). Round 3 followed only children who had entered "
        "care in a year and left within 12 months. We follow all who left, which we take to be the rule of round 4. "
        "The federal count leaves out young people of 18 and more, and we do not."
    ),
    sentence="{n} of every 100 children who left foster care for a family in {period} were back in care within {span}.",
    changed_on=dt.date(2026, 11, 25),
)

MEASURES: Final = (RETURN_TO_HOMELESSNESS, FOSTER_CARE_REENTRY)
