"""Whether care went on: after jail, after a hospital stay, after an emergency visit; and people with a need found."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import CARE_CURVE_WINDOWS, CARE_WINDOWS, Better, FollowUpMeasure, Unit
from metrics.declared.coming_back import REBOOKING
from metrics.declared.occasions import (
    BOOKING,
    CARE_BEGAN,
    DEATH,
    EMERGENCY_VISIT,
    HOSPITAL_DISCHARGE,
    RELEASE,
    RELEASE_WITH_NEED,
)
from metrics.events import Outcome
from metrics.switches import SAME_DAY_STAYS
from metrics.topics import CARE, NEED

CONNECTION_TO_CARE: Final = FollowUpMeasure(
    measure_id="connection_to_care",
    version=1,
    topic=CARE,
    name="Reached care after leaving jail",
    question="Of people who left jail, how many soon got care for mental health or drug use?",
    came_back_means="a first visit, or treatment that began",
    start_event="A stay in jail ended: the person was released, for whatever reason.",
    starts=RELEASE,
    cohort="Everyone whose stay in jail ended in the period, whether or not they need care.",
    outcome=(
        "The first visit for mental health or drug use, or the start of a treatment. It counts from the day of release on."
    ),
    outcomes=(Outcome(events=CARE_BEGAN, first_day=0),),
    competing=(DEATH, BOOKING),
    unit=Unit.PERSON,
    windows=CARE_WINDOWS,
    curve_days=CARE_CURVE_WINDOWS,
    left_out=(
        "Care that began before the day of release and went on with no visit after it.",
        "Whether a visit on the day of release was before or after it: the records give no hour, and it counts.",
        "Care from providers whose records we do not have, such as private doctors.",
        "Second and later times that the same person left in the same period.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.HIGHER,
    source=(
        "Stepping Up asks counties to count how many people are connected to care when they leave jail (2017). We "
        "count the day of release, for a hand-over on that day is what programs aim for. The 7 and 30 days are those "
        "of the HEDIS follow-up measures."
    ),
    sentence="{n} of every 100 people who left jail in {period} got care within {span}.",
    changed_on=dt.date(2026, 11, 25),
    switches=(SAME_DAY_STAYS,),
)

CONNECTION_TO_CARE_WITH_NEED: Final = replace(
    CONNECTION_TO_CARE,
    measure_id="connection_to_care_with_need",
    topic=NEED,
    name="Reached care after leaving jail, people with a need found at booking",
    question="Of people with a mental health need who left jail, how many soon got care?",
    came_back_means="a first visit, or treatment that began, of people with a need",
    start_event="A stay in jail ended in which screening at booking had found a mental health need.",
    starts=RELEASE_WITH_NEED,
    cohort="Everyone who left jail in the period after such a stay.",
    left_out=(
        "People whom screening did not find to have a need, and people who were not screened.",
        *CONNECTION_TO_CARE.left_out[:3],
        "Second and later times that the same person left in the same period after such a stay.",
        CONNECTION_TO_CARE.left_out[4],
    ),
    source=(
        "One of the four measures of Stepping Up (2017): people with a serious mental illness who are connected to "
        "care after jail. Here the need is what screening at booking found, since not all are seen by a doctor."
    ),
    sentence="{n} of every 100 people with a need who left jail in {period} got care within {span}.",
)

REBOOKING_WITH_NEED: Final = replace(
    REBOOKING,
    measure_id="rebooking_with_need",
    topic=NEED,
    name="Came back to jail, people with a need found at booking",
    question="Of people with a mental health need who left jail, how many came back?",
    came_back_means="any new booking of people with a need",
    start_event=CONNECTION_TO_CARE_WITH_NEED.start_event,
    starts=RELEASE_WITH_NEED,
    cohort=CONNECTION_TO_CARE_WITH_NEED.cohort,
    left_out=(
        CONNECTION_TO_CARE_WITH_NEED.left_out[0],
        REBOOKING.left_out[0],
        CONNECTION_TO_CARE_WITH_NEED.left_out[4],
        *REBOOKING.left_out[2:],
    ),
    source=(
        "One of the four measures of Stepping Up (2017): people with a serious mental illness who come back to jail. "
        "It is counted like all returns to jail. The new booking counts whether or not screening finds a need again."
    ),
    sentence="{n} of every 100 people with a need who left jail in {period} were back within {span}.",
    changed_on=dt.date(2026, 11, 25),
)

FOLLOW_UP_AFTER_HOSPITAL: Final = FollowUpMeasure(
    measure_id="follow_up_after_hospital",
    version=1,
    topic=CARE,
    name="Care after a hospital stay",
    question="Of people who left a hospital stay for mental health or drug use, how many soon had a visit?",
    came_back_means="a visit after a hospital stay",
    start_event="A hospital stay for mental health or drug use ended.",
    starts=HOSPITAL_DISCHARGE,
    cohort="Everyone whose hospital stay ended in the period.",
    outcome=(
        "The first visit for mental health or drug use, or the start of a treatment. It counts from the day after the "
        "person left the hospital."
    ),
    outcomes=(Outcome(events=CARE_BEGAN),),
    competing=(DEATH,),
    unit=Unit.PERSON,
    windows=CARE_WINDOWS,
    curve_days=CARE_CURVE_WINDOWS,
    left_out=(
        "Visits on the day on which the person left the hospital.",
        "Moves from one hospital to another: they are one stay.",
        "Second and later hospital stays of the same person that ended in the same period.",
        "Visits to providers whose records we do not have, such as private doctors.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.HIGHER,
    source=(
        "Follow-up after hospital stays for mental illness (HEDIS FUH): 7 and 30 days, with visits on the day of "
        "discharge left out. HEDIS counts every stay of plan members of 6 years and more. Where a stay is followed by "
        "another within 30 days, it takes the last. We count each person once, at the first, and stays for substance "
        "use too."
    ),
    sentence="{n} of every 100 people who left a hospital stay in {period} had a visit within {span}.",
    changed_on=dt.date(2026, 11, 25),
)

FOLLOW_UP_AFTER_EMERGENCY: Final = replace(
    FOLLOW_UP_AFTER_HOSPITAL,
    measure_id="follow_up_after_emergency",
    name="Care after an emergency visit",
    question="Of people who came to an emergency room for mental health or drug use, how many soon had a visit?",
    came_back_means="a visit after an emergency visit",
    start_event="A person was seen in an emergency room for mental health or drug use.",
    starts=EMERGENCY_VISIT,
    cohort="Everyone who was seen there in the period.",
    outcome=(
        "The first visit for mental health or drug use, or the start of a treatment. It counts from the day of the "
        "emergency visit on."
    ),
    outcomes=(Outcome(events=CARE_BEGAN, first_day=0),),
    left_out=(
        "Another emergency visit: it is no follow-up care.",
        "Second and later emergency visits of the same person in the same period.",
        *FOLLOW_UP_AFTER_HOSPITAL.left_out[3:],
    ),
    source=(
        "Follow-up after emergency visits for mental illness and for substance use (HEDIS FUM and FUA): 7 and 30 "
        "days after the day of the visit, and visits on that day count. HEDIS counts every visit of plan members of 6 "
        "years and more (13 for substance use), the first in 31 days. It leaves out people who go into a hospital "
        "within 30 days. We count each person once, for both together, and leave out nobody."
    ),
    sentence="{n} of every 100 people with an emergency visit in {period} had a visit for care within {span}.",
)

MEASURES: Final = (
    CONNECTION_TO_CARE,
    CONNECTION_TO_CARE_WITH_NEED,
    REBOOKING_WITH_NEED,
    FOLLOW_UP_AFTER_HOSPITAL,
    FOLLOW_UP_AFTER_EMERGENCY,
)
