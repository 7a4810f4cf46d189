"""Coming back to jail: for any reason, by reason, and counting every release."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Unit
from metrics.declared.occasions import BOOKING, DEATH, PRISON_ADMISSION, RELEASE
from metrics.events import Outcome
from metrics.language import Reason
from metrics.switches import COURT_ORDERS, HOLDS, SAME_DAY_STAYS, SENTENCES
from metrics.topics import COMING_BACK

REBOOKING: Final = FollowUpMeasure(
    measure_id="rebooking",
    version=1,
    topic=COMING_BACK,
    name="Came back to jail for any reason",
    question="Of people who left jail, how many came back?",
    came_back_means="any new booking",
    start_event="A stay in jail ended: the person was released, for whatever reason.",
    starts=RELEASE,
    cohort="Everyone whose stay in jail ended in the period.",
    outcome="The first new stay in jail that starts after that release, for any reason.",
    outcomes=(Outcome(events=BOOKING),),
    competing=(DEATH, PRISON_ADMISSION),
    unit=Unit.PERSON,
    left_out=(
        "People who were still in jail when the records end.",
        "Second and later times that the same person left in the same period.",
        "Returns to a jail in another county, and returns to prison.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    source=(
        "The first new jail booking after release. We count forward from release, and each person once. The Bureau of "
        "Justice Statistics does the same with arrests (Durose and Antenangeli 2021). We use bookings."
    ),
    changed_on=dt.date(2026, 11, 23),
    sentence="{n} of every 100 people who left jail in {period} were back within {span}.",
    switches=(HOLDS, COURT_ORDERS, SENTENCES, SAME_DAY_STAYS),
)

REBOOKING_NEW_OFFENSE: Final = replace(
    REBOOKING,
    measure_id="rebooking_new_offense",
    name="Came back to jail on a new charge",
    question="Of people who left jail, how many came back on a new charge?",
    came_back_means="a new charge",
    outcome="The first new stay in jail that starts after that release, where that stay began with a new charge.",
    outcome_reasons=frozenset({Reason.NEW_OFFENSE}),
    sentence="{n} of every 100 people who left jail in {period} were back within {span} on a new charge.",
    left_out=(
        *REBOOKING.left_out,
        "People whose first return was for another reason, even if a new charge came later.",
    ),
    part_of="rebooking",
)

REBOOKING_TECHNICAL: Final = replace(
    REBOOKING,
    measure_id="rebooking_technical",
    name="Came back to jail for breaking a rule of release",
    question="Of people who left jail, how many came back for breaking a rule of parole or probation?",
    came_back_means="breaking a rule of parole or probation",
    outcome=(
        "The first new stay in jail that starts after that release, for a broken rule of parole or probation. There was no "
        "new charge."
    ),
    outcome_reasons=frozenset({Reason.TECHNICAL_VIOLATION}),
    sentence="{n} of every 100 people who left jail in {period} were back within {span} for breaking a rule of release.",
    left_out=(
        *REBOOKING.left_out,
        "People whose first return was for another reason, even if a broken rule came later.",
    ),
    part_of="rebooking",
)

REBOOKING_OTHER: Final = replace(
    REBOOKING,
    measure_id="rebooking_other",
    name="Came back to jail for another or an unknown reason",
    question="Of people who left jail, how many came back for another reason, or one that we do not know?",
    came_back_means="another or an unknown reason",
    outcome=(
        "The first new stay in jail that starts after that release. It began with a sentence, or with an order of a court or "
        "another authority. Or the record does not say why."
    ),
    outcome_reasons=frozenset(Reason) - {Reason.NEW_OFFENSE, Reason.TECHNICAL_VIOLATION},
    sentence="{n} of every 100 people who left jail in {period} were back within {span} for other or unknown reasons.",
    left_out=REBOOKING.left_out,
    part_of="rebooking",
)

REBOOKING_EVERY_RELEASE: Final = replace(
    REBOOKING,
    measure_id="rebooking_every_release",
    name="Came back to jail, counting every time someone left",
    question="Of all the times that someone left jail, how many were followed by a return?",
    came_back_means="any new booking, each time someone left",
    cohort="Every stay in jail that ended in the period. A person who left three times is counted three times.",
    unit=Unit.EVERY_EVENT,
    sentence="After {n} of every 100 times that someone left jail in {period}, the person was back within {span}.",
    left_out=(REBOOKING.left_out[0], *REBOOKING.left_out[2:]),
    source=(
        "We count every release. People who come back often count many times, so this number is higher than the count of "
        "people. Rhodes and others (2014) show it for prisons."
    ),
)

MEASURES: Final = (
    REBOOKING,
    REBOOKING_NEW_OFFENSE,
    REBOOKING_TECHNICAL,
    REBOOKING_OTHER,
    REBOOKING_EVERY_RELEASE,
)
