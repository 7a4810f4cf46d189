"""Going back to prison, and losing probation or parole: for a new crime, a broken rule, or another reason."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Unit
from metrics.declared.occasions import (
    ACT_THAT_LED_TO_CONVICTION,
    DEATH,
    PRISON_ADMISSION,
    PRISON_RELEASE,
    REVOCATION,
    TERM_BEGAN,
    TERM_COMPLETED,
)
from metrics.events import Outcome
from metrics.language import Reason
from metrics.topics import PRISON_AND_SUPERVISION

_NEW = frozenset({Reason.NEW_OFFENSE})
_RULE = frozenset({Reason.TECHNICAL_VIOLATION})
_OTHER = frozenset(Reason) - _NEW - _RULE

REINCARCERATION: Final = FollowUpMeasure(
    measure_id="reincarceration",
    version=1,
    topic=PRISON_AND_SUPERVISION,
    name="Went back to prison",
    question="Of people who left prison, how many went back to prison?",
    came_back_means="any new stay in prison",
    start_event="A stay in prison ended: the person was released, for whatever reason.",
    starts=PRISON_RELEASE,
    cohort="Everyone whose stay in prison ended in the period.",
    outcome="The first new stay in prison that starts after that release, for any reason.",
    outcomes=(Outcome(events=PRISON_ADMISSION),),
    competing=(DEATH,),
    unit=Unit.PERSON,
    left_out=(
        "People who were still in prison when the records end.",
        "Second and later times that the same person left in the same period.",
        "Returns to jail, and prisons whose records we do not have.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    source=(
        "Return to prison after release, for any reason. State prison systems count it within three years, as Iowa "
        "does in its open data. The Bureau of Justice Statistics counts it too (Durose and Antenangeli 2021)."
    ),
    sentence="{n} of every 100 people who left prison in {period} were back in prison within {span}.",
    changed_on=dt.date(2026, 11, 25),
)

REINCARCERATION_NEW_OFFENSE: Final = replace(
    REINCARCERATION,
    measure_id="reincarceration_new_offense",
    name="Went back to prison for a new crime",
    question="Of people who left prison, how many went back for a new crime?",
    came_back_means="a new stay in prison for a new crime",
    outcome="The first new stay in prison that starts after that release, where that stay began with a new crime.",
    outcome_reasons=_NEW,
    left_out=(
        *REINCARCERATION.left_out,
        "People whose first return was for another reason, even if a new crime came later.",
    ),
    sentence="{n} of every 100 people who left prison in {period} were back in prison within {span} for a new crime.",
    part_of="reincarceration",
)

REINCARCERATION_TECHNICAL: Final = replace(
    REINCARCERATION,
    measure_id="reincarceration_technical",
    name="Went back to prison for breaking a rule of release",
    question="Of people who left prison, how many went back for breaking a rule of parole or probation?",
    came_back_means="a new stay in prison for breaking a rule",
    outcome=(
        "The first new stay in prison that starts after that release, where it began with a broken rule of release. No new "
        "crime was named."
    ),
    outcome_reasons=_RULE,
    left_out=(
        *REINCARCERATION.left_out,
        "People whose first return was for another reason, even if a broken rule came later.",
    ),
    sentence=(
        "{n} of every 100 people who left prison in {period} were back in prison within {span} for a broken rule."
    ),
    part_of="reincarceration",
)

REINCARCERATION_OTHER: Final = replace(
    REINCARCERATION,
    measure_id="reincarceration_other",
    name="Went back to prison for another or an unknown reason",
    question="Of people who left prison, how many went back for another reason, or one that we do not know?",
    came_back_means="a new stay in prison for another or an unknown reason",
    outcome=(
        "The first new stay in prison that starts after that release, where it began neither with a new crime nor "
        "with a broken rule. Or the record does not say why it began."
    ),
    outcome_reasons=_OTHER,
    sentence=(
        "{n} of every 100 people who left prison in {period} were back in prison within {span} for other or unknown reasons."
    ),
    part_of="reincarceration",
)

SUPERVISION_REVOCATION: Final = FollowUpMeasure(
    measure_id="supervision_revocation",
    version=1,
    topic=PRISON_AND_SUPERVISION,
    name="Lost probation or parole",
    question="Of people who began supervision, how many had it taken away?",
    came_back_means="supervision taken away",
    start_event="A term of probation, parole or pretrial supervision began.",
    starts=TERM_BEGAN,
    cohort="Everyone for whom a term of supervision began in the period.",
    outcome="The first time after that day that a court or board took supervision away, for any reason.",
    outcomes=(Outcome(events=REVOCATION),),
    competing=(DEATH, TERM_COMPLETED),
    unit=Unit.PERSON,
    left_out=(
        "A decision on the day on which the term began: it speaks of an earlier term.",
        "Second and later terms of the same person that began in the same period.",
        "Broken rules after which supervision went on.",
        "Which of several terms was taken away: the first decision after the start counts.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    source=(
        "The Justice Counts metrics for community supervision count revocations, and tell new crimes from broken "
        "rules. We follow people from the day the term began. Each person counts once."
    ),
    sentence="{n} of every 100 people who began supervision in {period} lost it within {span}.",
    changed_on=dt.date(2026, 11, 25),
)

SUPERVISION_REVOCATION_NEW_OFFENSE: Final = replace(
    SUPERVISION_REVOCATION,
    measure_id="supervision_revocation_new_offense",
    name="Lost probation or parole for a new crime",
    question="Of people who began supervision, how many had it taken away for a new crime?",
    came_back_means="supervision taken away for a new crime",
    outcome="The first time after that day that a court or board took supervision away, where it was for a new crime.",
    outcome_reasons=_NEW,
    left_out=(
        *SUPERVISION_REVOCATION.left_out,
        "People whose first such decision had another reason, even if a new crime came later.",
    ),
    sentence="{n} of every 100 people who began supervision in {period} lost it within {span} for a new crime.",
    part_of="supervision_revocation",
)

SUPERVISION_REVOCATION_TECHNICAL: Final = replace(
    SUPERVISION_REVOCATION,
    measure_id="supervision_revocation_technical",
    name="Lost probation or parole for breaking a rule",
    question="Of people who began supervision, how many had it taken away for breaking a rule?",
    came_back_means="supervision taken away for breaking a rule",
    outcome=(
        "The first time after that day that a court or board took supervision away, where it was for a broken rule. No new "
        "crime was named."
    ),
    outcome_reasons=_RULE,
    left_out=(
        *SUPERVISION_REVOCATION.left_out,
        "People whose first such decision had another reason, even if a broken rule came later.",
    ),
    sentence="{n} of every 100 people who began supervision in {period} lost it within {span} for a broken rule.",
    part_of="supervision_revocation",
)

SUPERVISION_REVOCATION_OTHER: Final = replace(
    SUPERVISION_REVOCATION,
    measure_id="supervision_revocation_other",
    name="Lost probation or parole for another or an unknown reason",
    question="Of people who began supervision, how many lost it for some other reason, or one not known?",
    came_back_means="supervision taken away for another or an unknown reason",
    outcome=(
        "The first time after that day that a court or board took supervision away. It was not for a new crime or for "
        "breaking a rule. Or the record does not say why."
    ),
    outcome_reasons=_OTHER,
    sentence=(
        "{n} of every 100 people who began supervision in {period} lost it within {span}. The reason was another one, or is "
        "not known."
    ),
    part_of="supervision_revocation",
)

SUPERVISION_RECONVICTION: Final = replace(
    SUPERVISION_REVOCATION,
    measure_id="supervision_reconviction",
    name="Convicted of a new crime after supervision began",
    question="Of people who began supervision, how many were arrested and then found guilty?",
    came_back_means="a new arrest that ended in a conviction, after supervision began",
    outcome=(
        "The first criminal case that starts after that day and ends in a conviction. It counts on the day it starts: "
        "the day of the arrest, or of the filing where that is not known. The court has 365 days from then to convict."
    ),
    outcomes=(Outcome(events=ACT_THAT_LED_TO_CONVICTION),),
    competing=(DEATH, PRISON_ADMISSION),
    left_out=(
        "Cases that started on the day on which the term began, or before it.",
        "Second and later terms of the same person that began in the same period.",
        "Convictions more than 365 days after the case started. So the first and the last case of a period get the "
        "same time.",
        "Whether the term was still going on: we watch for the full time after it began.",
        "People for whom the full time, and 365 days more for the court, has not passed yet: their period has no "
        "number.",
    ),
    source=(
        "New convictions of people on supervision, timed by the new act. The Washington State Institute for Public "
        "Policy also does so (Barnoski 1997), and gives the court 12 months more."
    ),
    sentence=(
        "{n} of every 100 people who began supervision in {period} were arrested within {span}. A court found them guilty."
    ),
)

MEASURES: Final = (
    REINCARCERATION,
    REINCARCERATION_NEW_OFFENSE,
    REINCARCERATION_TECHNICAL,
    REINCARCERATION_OTHER,
    SUPERVISION_REVOCATION,
    SUPERVISION_REVOCATION_NEW_OFFENSE,
    SUPERVISION_REVOCATION_TECHNICAL,
    SUPERVISION_REVOCATION_OTHER,
    SUPERVISION_RECONVICTION,
)
