"""What the courts hold of later acts: arrested, charged or convicted again."""

import datetime as dt
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Unit
from metrics.declared.occasions import ARREST, ASSESSMENT, DEATH
from metrics.events import Outcome

REARREST: Final = FollowUpMeasure(
    measure_id="rearrest",
    version=1,
    name="Arrested again after an assessment",
    question="Of people who were assessed, how many were arrested again?",
    came_back_means="a new arrest after an assessment",
    start_event="Staff of the jail went through a set of questions with the person: an assessment.",
    starts=ASSESSMENT,
    cohort="Everyone who was assessed in the period, whatever came of it.",
    outcome=(
        "The first arrest or charge for a new act after that day. It counts on the day of the act, where the records give "
        "that day."
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
        "A new arrest is what the Bureau of Justice Statistics counts first (Durose and Antenangeli 2021). We take it from "
        "court records, as ProPublica did for Broward County (2016). But we watch everyone for the same time."
    ),
    sentence="{n} of every 100 people who were assessed in {period} were arrested again within {span}.",
    changed_on=dt.date(2026, 11, 23),
)

MEASURES: Final = (REARREST,)
