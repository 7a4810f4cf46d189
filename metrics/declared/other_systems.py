"""How much other systems are used: supervision, shelters and treatment on an average day, terms that start and end."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.occasions import SHELTER_ENTRY, TERM_BEGAN, TERM_END, TREATMENT_START
from metrics.tallies.kinds import AverageDay, Count
from metrics.topics import CARE, HOMES, PRISON_AND_SUPERVISION

_EACH_DAY = (
    "{what} Each person counts once on each day, from the first day to the day before the last. The days in the period are "
    "added up and divided by the number of days in the period."
)

SUPERVISED_ON_AN_AVERAGE_DAY: Final = PeriodMeasure(
    measure_id="supervised_on_an_average_day",
    version=1,
    topic=PRISON_AND_SUPERVISION,
    name="People under supervision on an average day",
    question="How many people are under supervision on an average day?",
    starts=TERM_BEGAN,
    tally=AverageDay(),
    value_unit=ValueUnit.PEOPLE,
    counted=_EACH_DAY.format(what="A person with two terms at once is one person."),
    left_out=("The last day of a term.", "Terms in other counties, and terms whose records are not shared."),
    better=Better.NEITHER,
    source="Daily population as in the Justice Counts metrics for community supervision.",
    changed_on=dt.date(2026, 11, 25),
)

TERMS_STARTED: Final = replace(
    SUPERVISED_ON_AN_AVERAGE_DAY,
    measure_id="supervision_terms_started",
    name="Terms of supervision that began",
    question="How many terms of supervision began?",
    tally=Count(),
    value_unit=ValueUnit.TERMS,
    counted="Every term that began in the period. A person with two new terms is counted twice.",
    left_out=("Terms in other counties, and terms whose records are not shared.",),
    source="New cases as in the Justice Counts metrics for community supervision: events, not people.",
)

TERMS_ENDED: Final = replace(
    TERMS_STARTED,
    measure_id="supervision_terms_ended",
    name="Terms of supervision that ended",
    question="How many terms of supervision ended?",
    starts=TERM_END,
    counted="Every term that ended in the period, whether it was finished or taken away.",
    source="Discharges as in the Justice Counts metrics for community supervision: events, not people.",
)

SHELTERED_ON_AN_AVERAGE_NIGHT: Final = replace(
    SUPERVISED_ON_AN_AVERAGE_DAY,
    measure_id="sheltered_on_an_average_night",
    topic=HOMES,
    name="People in shelter on an average night",
    question="How many people are in a shelter on an average night?",
    starts=SHELTER_ENTRY,
    counted=_EACH_DAY.format(what="A person with beds in two shelters at once is one person."),
    left_out=("The last day of a stay: that night is spent elsewhere.", "Shelters whose records are not shared."),
    source="The average night in shelter, as in HUD's Longitudinal System Analysis.",
)

TREATED_ON_AN_AVERAGE_DAY: Final = replace(
    SUPERVISED_ON_AN_AVERAGE_DAY,
    measure_id="in_treatment_on_an_average_day",
    topic=CARE,
    name="People in treatment on an average day",
    question="How many people are in treatment for mental health or drug use on an average day?",
    starts=TREATMENT_START,
    counted=_EACH_DAY.format(what="A person with two kinds of treatment at once is one person."),
    left_out=("The last day of a treatment.", "Treatment whose records are not shared."),
    source="Clients in treatment on a given day, as in SAMHSA's survey of treatment facilities, here for every day.",
)

MEASURES: Final = (
    SUPERVISED_ON_AN_AVERAGE_DAY,
    TERMS_STARTED,
    TERMS_ENDED,
    SHELTERED_ON_AN_AVERAGE_NIGHT,
    TREATED_ON_AN_AVERAGE_DAY,
)
