"""Every measure that there is. Pages, files and docs read these declarations; none restates them."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import NAMED_WINDOWS, Better, FollowUpMeasure, Measure, PopulationMeasure, Unit
from metrics.language import Reason, System

REBOOKING: Final = FollowUpMeasure(
    measure_id="rebooking",
    version=1,
    name="Came back to jail for any reason",
    question="Of people who left jail, how many came back?",
    came_back_means="any new booking",
    start_event="A stay in jail ended: the person was released, for whatever reason.",
    start_system=System.JAIL,
    cohort="Everyone whose stay in jail ended in the period.",
    outcome="The first new stay in jail that starts after that release, for any reason.",
    outcome_system=System.JAIL,
    outcome_reasons=frozenset(Reason),
    windows_days=NAMED_WINDOWS,
    unit=Unit.PERSON,
    left_out=(
        "People who were still in jail when the records end.",
        "Second and later times that the same person left in the same period.",
        "Returns to a jail in another county, and returns to prison.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    part_of=None,
    source=(
        "First new jail booking after release, counted forward from release, each person once: the fixed-window design "
        "of the Bureau of Justice Statistics' recidivism studies (Durose and Antenangeli 2021), with rebooking in the "
        "place of rearrest."
    ),
    changed_on=dt.date(2026, 11, 23),
)

REBOOKING_NEW_OFFENSE: Final = replace(
    REBOOKING,
    measure_id="rebooking_new_offense",
    name="Came back to jail on a new charge",
    question="Of people who left jail, how many came back on a new charge?",
    came_back_means="a new charge",
    outcome="The first new stay in jail that starts after that release, where that stay began with a new charge.",
    outcome_reasons=frozenset({Reason.NEW_OFFENSE}),
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
        "The first new stay in jail that starts after that release, where that stay began because a rule of parole or "
        "probation was broken, with no new charge."
    ),
    outcome_reasons=frozenset({Reason.TECHNICAL_VIOLATION}),
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
        "The first new stay in jail that starts after that release, where that stay began with a sentence, an order of a "
        "court or another authority, or where the record does not say why."
    ),
    outcome_reasons=frozenset(Reason) - {Reason.NEW_OFFENSE, Reason.TECHNICAL_VIOLATION},
    left_out=REBOOKING.left_out,
    part_of="rebooking",
)

AVERAGE_DAILY_POPULATION: Final = PopulationMeasure(
    measure_id="average_daily_population",
    version=1,
    name="People in jail on an average day",
    question="How many people are in jail on an average day?",
    start_system=System.JAIL,
    counted=(
        "Every day of every stay, from the day it began to the day before it ended, that lies in the period. The sum is "
        "divided by the number of days in the period."
    ),
    left_out=("The day of release.",),
    better=Better.NEITHER,
    source="Average daily population as in the Justice Counts metrics for jails: days in custody over days in the period.",
    changed_on=dt.date(2026, 11, 23),
)

MEASURES: Final[tuple[Measure, ...]] = (
    REBOOKING,
    REBOOKING_NEW_OFFENSE,
    REBOOKING_TECHNICAL,
    REBOOKING_OTHER,
    AVERAGE_DAILY_POPULATION,
)


def measure(measure_id: str) -> Measure:
    """Return the measure with this id, or raise KeyError naming the ones that there are."""
    for declared in MEASURES:
        if declared.measure_id == measure_id:
            return declared
    known = ", ".join(declared.measure_id for declared in MEASURES)
    raise KeyError(f"there is no measure {measure_id!r}; there are {known}")


def follow_up_measures() -> tuple[FollowUpMeasure, ...]:
    """Return the measures that follow people from an index event to an outcome, in the order of the registry."""
    return tuple(declared for declared in MEASURES if isinstance(declared, FollowUpMeasure))
