"""What the courts hold of later acts: arrested, charged or convicted again."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Unit
from metrics.declared.occasions import (
    ACT_THAT_LED_TO_CONVICTION,
    ARREST,
    ASSESSMENT,
    CHARGE,
    CONVICTION,
    DEATH,
    PRISON_ADMISSION,
    RELEASE,
)
from metrics.events import Outcome
from metrics.switches import SAME_DAY_STAYS
from metrics.topics import COURTS

REARREST: Final = FollowUpMeasure(
    measure_id="rearrest",
    version=1,
    topic=COURTS,
    name="Arrested again after an assessment",
    question="Of people who were assessed, how many were arrested again?",
    came_back_means="a new arrest after an assessment",
    start_event="Staff of the jail went through a set of questions with the person: an assessment.",
    starts=ASSESSMENT,
    cohort="Everyone who was assessed in the period, whatever came of it.",
    outcome=(
        "The first arrest or charge for a new act after that day. It counts on the day of the act, where the records "
        "give that day."
    ),
    outcomes=(Outcome(events=ARREST),),
    competing=(DEATH,),
    unit=Unit.PERSON,
    left_out=(
        "Acts on the day of the assessment or before it.",
        "Second and later times that the same person was assessed in the same period.",
        "Arrests that the records of this court do not hold, such as those in another state.",
        "Time in jail after the assessment is not taken out: a day in jail counts like any other day.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    source=(
        "A new arrest is what the Bureau of Justice Statistics counts first (Durose and Antenangeli 2021). We take it "
        "from court records, as ProPublica did for Broward County (2016). But we watch everyone for the same time."
    ),
    sentence="{n} of every 100 people who were assessed in {period} were arrested again within {span}.",
    changed_on=dt.date(2026, 11, 23),
)

REARREST_AFTER_RELEASE: Final = replace(
    REARREST,
    measure_id="rearrest_after_release",
    name="Arrested again after leaving jail",
    question="Of people who left jail, how many were arrested again?",
    came_back_means="a new arrest, booked or not",
    start_event="A stay in jail ended: the person was released, for whatever reason.",
    starts=RELEASE,
    cohort="Everyone whose stay in jail ended in the period.",
    outcome=(
        "The first arrest or charge for a new act after the day of release, in the records of the court. It counts "
        "whether or not the person was booked into jail for it."
    ),
    competing=(DEATH, PRISON_ADMISSION),
    left_out=(
        "Acts on the day of release or before it.",
        "Second and later times that the same person left in the same period.",
        "Bookings for a broken rule, with no new act.",
        "Arrests that the records of this court do not hold, such as those in another state.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    source=(
        "A new arrest is what the Bureau of Justice Statistics counts first (Durose and Antenangeli 2021), for people "
        "who left state prisons. We do the same for people who left jail."
    ),
    sentence="{n} of every 100 people who left jail in {period} were arrested again within {span}.",
    changed_on=dt.date(2026, 11, 25),
    switches=(SAME_DAY_STAYS,),
)

RECHARGE: Final = replace(
    REARREST_AFTER_RELEASE,
    measure_id="recharge",
    name="Charged with a new crime after leaving jail",
    question="Of people who left jail, how many were charged with a new crime?",
    came_back_means="a new criminal case, whatever came of it",
    outcome=(
        "The first criminal case that starts after the day of release, whatever the court made of it. A case starts "
        "on the day of the arrest that led to it. Where that day is not known, it starts on the day it was filed."
    ),
    outcomes=(Outcome(events=CHARGE),),
    left_out=(
        "Cases that started on the day of release or before it.",
        "Second and later times that the same person left in the same period.",
        "Arrests for which no case was filed.",
        "Cases in a court whose records we do not have, such as a federal court.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    source=(
        "The Wisconsin Criminal Justice Coordinating Council (2016) counts four steps: a new arrest, charge, conviction and "
        "stay behind bars. This is the second of them."
    ),
    sentence="{n} of every 100 people who left jail in {period} were charged with a new crime within {span}.",
)

RECONVICTION: Final = replace(
    RECHARGE,
    measure_id="reconviction",
    name="Convicted again after leaving jail, by the day of the arrest",
    question="Of people who left jail, how many were arrested and then found guilty?",
    came_back_means="a new arrest that ended in a conviction",
    outcome=(
        "The first criminal case that starts after the day of release and ends in a conviction. It counts on the day "
        "it starts: the day of the arrest, or of the filing where that is not known. The court has 365 days from then "
        "to convict."
    ),
    outcomes=(Outcome(events=ACT_THAT_LED_TO_CONVICTION),),
    left_out=(
        "Convictions in cases that started on the day of release or before it.",
        "Second and later times that the same person left in the same period.",
        "Convictions more than 365 days after the case started. So the first and the last case of a period get the "
        "same time.",
        "Cases in a court whose records we do not have, such as a federal court.",
        "People for whom the full time, and 365 days more for the court, has not passed yet: their period has no "
        "number.",
    ),
    source=(
        "A new conviction, timed by the new act. So does the Washington State Institute for Public Policy (Barnoski "
        "1997): the act must fall in the time that we watch, and the court gets 12 months more. How fast a court "
        "works then hardly matters."
    ),
    sentence=("{n} of every 100 people who left jail in {period} were arrested within {span} and then found guilty."),
)

RECONVICTION_BY_CONVICTION_DATE: Final = replace(
    RECONVICTION,
    measure_id="reconviction_by_conviction_date",
    name="Convicted again after leaving jail, by the day of the conviction",
    question="Of people who left jail, how many were convicted in a court after that?",
    came_back_means="a conviction, also for an older act",
    outcome=(
        "The first criminal case that ends in a conviction after the day of release. It counts on the day of the "
        "conviction, whenever the act was."
    ),
    outcomes=(Outcome(events=CONVICTION),),
    left_out=(
        "Convictions on the day of release or before it.",
        "Second and later times that the same person left in the same period.",
        "Whether the act was before or after the release. Many people leave jail while their case goes on, and a "
        "conviction in that very case counts here.",
        "Cases in a court whose records we do not have, such as a federal court.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    source=(
        "A conviction by its own date, for records that do not tell when a case began. It also counts the case for "
        "which the person was in jail, and it moves when the court gets faster or slower. For new acts, the "
        "Washington State Institute for Public Policy shows why to count by the day of the act (Barnoski 1997)."
    ),
    sentence="{n} of every 100 people who left jail in {period} were convicted within {span}.",
)

MEASURES: Final = (
    REARREST,
    REARREST_AFTER_RELEASE,
    RECHARGE,
    RECONVICTION,
    RECONVICTION_BY_CONVICTION_DATE,
)
