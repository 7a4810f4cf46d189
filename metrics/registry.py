"""Every measure that there is. Pages, files and docs read these declarations; none restates them."""

import datetime as dt
from dataclasses import replace
from typing import Final

from metrics.declaration import (
    NAMED_WINDOWS,
    Better,
    Edge,
    Events,
    FollowUpMeasure,
    Measure,
    PeriodMeasure,
    Tally,
    Unit,
    ValueUnit,
)
from metrics.language import Kind, Reason, System

RELEASE: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.END)
BOOKING: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.START)
ASSESSMENT: Final = Events(system=System.JAIL, kinds=frozenset({Kind.ASSESSMENT}), edge=Edge.START)
# Of the court, not of the jail: the field counts arrests from court and criminal-history records, also where no booking
# followed. Arrests counted by the jail's own records would be bookings, and those are the measure rebooking.
ARREST: Final = Events(system=System.COURT, kinds=frozenset({Kind.ARREST}), edge=Edge.START)

REBOOKING: Final = FollowUpMeasure(
    measure_id="rebooking",
    version=1,
    name="Came back to jail for any reason",
    question="Of people who left jail, how many came back?",
    came_back_means="any new booking",
    start_event="A stay in jail ended: the person was released, for whatever reason.",
    starts=RELEASE,
    cohort="Everyone whose stay in jail ended in the period.",
    outcome="The first new stay in jail that starts after that release, for any reason.",
    outcomes=BOOKING,
    outcome_reasons=frozenset(Reason),
    same_day=False,
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
        "The first new jail booking after release. We count forward from release, and each person once. The Bureau of "
        "Justice Statistics does the same with arrests (Durose and Antenangeli 2021). We use bookings."
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
        "The first new stay in jail that starts after that release. It began with a sentence, or with an order of a court or "
        "another authority. Or the record does not say why."
    ),
    outcome_reasons=frozenset(Reason) - {Reason.NEW_OFFENSE, Reason.TECHNICAL_VIOLATION},
    left_out=REBOOKING.left_out,
    part_of="rebooking",
)

REBOOKING_EVERY_RELEASE: Final = replace(
    REBOOKING,
    measure_id="rebooking_every_release",
    name="Came back to jail, counting every time someone left",
    question="Of all the times that someone left jail, how many were followed by a return?",
    came_back_means="any new booking, counting every time someone left",
    cohort="Every stay in jail that ended in the period. A person who left three times is counted three times.",
    unit=Unit.EVERY_EVENT,
    left_out=(REBOOKING.left_out[0], *REBOOKING.left_out[2:]),
    part_of=None,
    source=(
        "We count every release. People who come back often count many times, so this number is higher than the count of "
        "people. Rhodes and others (2014) show by how much."
    ),
)

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
    outcomes=ARREST,
    outcome_reasons=frozenset(Reason),
    same_day=False,
    windows_days=NAMED_WINDOWS,
    unit=Unit.PERSON,
    left_out=(
        "Acts on the day of the assessment or before it.",
        "Second and later times that the same person was assessed in the same period.",
        "Arrests that the records of this court do not hold, such as those in another state.",
        "Time in jail after the assessment is not taken out: a day in jail counts like any other day.",
        "People for whom the full time has not passed yet: their period has no number until it has.",
    ),
    better=Better.LOWER,
    part_of=None,
    source=(
        "A new arrest is what the Bureau of Justice Statistics counts first (Durose and Antenangeli 2021). We take it from "
        "court records, as ProPublica did for Broward County (2016). But we watch everyone for the same time."
    ),
    changed_on=dt.date(2026, 11, 23),
)

_JAIL_MEASURE: Final = PeriodMeasure(
    measure_id="average_daily_population",
    version=1,
    name="People in jail on an average day",
    question="How many people are in jail on an average day?",
    starts=BOOKING,
    tally=Tally.AVERAGE_DAILY_POPULATION,
    parameter=0,
    value_unit=ValueUnit.PEOPLE,
    counted=(
        "Every day of every stay, from the day it began to the day before it ended, that lies in the period. The sum is "
        "divided by the number of days in the period."
    ),
    left_out=("The day of release.",),
    better=Better.NEITHER,
    source="Average daily population as in the Justice Counts metrics for jails: days in custody over days in the period.",
    changed_on=dt.date(2026, 11, 23),
)

AVERAGE_DAILY_POPULATION: Final = _JAIL_MEASURE

ADMISSIONS: Final = replace(
    _JAIL_MEASURE,
    measure_id="admissions",
    name="Bookings into jail",
    question="How many times was someone booked into jail?",
    tally=Tally.ADMISSIONS,
    value_unit=ValueUnit.STAYS,
    counted="Every stay in jail that began in the period. A person who was booked three times is counted three times.",
    left_out=("Moves between jails, and returns from court, within the same stay.",),
    source="Admissions as in the Justice Counts metrics for jails: events, not people.",
)

RELEASES: Final = replace(
    ADMISSIONS,
    measure_id="releases",
    name="Releases from jail",
    question="How many times did someone leave jail?",
    tally=Tally.RELEASES,
    counted="Every stay in jail that ended in the period. A person who left three times is counted three times.",
    source="Releases as in the Justice Counts metrics for jails: events, not people.",
)

LENGTH_OF_STAY_MEAN: Final = replace(
    _JAIL_MEASURE,
    measure_id="length_of_stay_mean",
    name="Length of stay, on average",
    question="How many days did a stay in jail last on average?",
    tally=Tally.MEAN_LENGTH,
    value_unit=ValueUnit.DAYS,
    counted=(
        "The days from the first to the last day of every stay that ended in the period, added up and divided by the "
        "number of these stays. A few very long stays pull it up, so read it beside the median."
    ),
    left_out=("Stays that have not ended. Among them are the longest ones.",),
    better=Better.NEITHER,
    source="Average length of stay of people released, as in the Bureau of Justice Statistics' jail series.",
)

LENGTH_OF_STAY_MEDIAN: Final = replace(
    LENGTH_OF_STAY_MEAN,
    measure_id="length_of_stay_median",
    name="Length of stay, the middle one",
    question="How many days did the middle stay in jail last?",
    tally=Tally.MEDIAN_LENGTH,
    counted=(
        "Of all stays that ended in the period, the length in days that half of them stayed under and half went over. A stay "
        "that began and ended on one day has 0 days."
    ),
)


def _short_stays(days: int) -> PeriodMeasure:
    span = "1 day" if days == 1 else f"{days} days"
    return replace(
        LENGTH_OF_STAY_MEAN,
        measure_id=f"stays_up_to_{days}_day{'s' * (days > 1)}",
        name=f"Stays of {span} or less",
        question=f"Of all stays in jail, how many lasted {span} or less?",
        tally=Tally.SHORT_STAYS,
        parameter=days,
        value_unit=ValueUnit.SHARE,
        counted=f"The share of the stays that ended in the period whose last day is at most {span} after their first.",
        source="Length of stay in bands of days, as in the Stepping Up measures for jails.",
    )


READMISSION_LOOK_BACK: Final = replace(
    _JAIL_MEASURE,
    measure_id="readmission_look_back",
    name="Bookings of people who were in jail in the year before",
    question="Of all bookings into jail, how many were of people who had been in jail in the year before?",
    tally=Tally.READMISSION,
    value_unit=ValueUnit.SHARE,
    counted=(
        "The share of the bookings in the period whose person had left this jail at most 365 days before. It looks back "
        "from bookings, not forward from releases, so it is another number than coming back to jail."
    ),
    left_out=("Bookings in the first year of the records: they do not reach back far enough.",),
    better=Better.LOWER,
    source="Readmission as in the Justice Counts metrics for jails: admission events of people held here in the last year.",
)


def _top_share(percent: int, tally: Tally) -> PeriodMeasure:
    what, ids = {
        Tally.TOP_SHARE_OF_BOOKINGS: ("bookings", "bookings"),
        Tally.TOP_SHARE_OF_DAYS: ("days in jail", "days"),
    }[tally]
    return replace(
        _JAIL_MEASURE,
        measure_id=f"top_{percent}_percent_{ids}",
        name=f"Share of all {what} that falls on the {percent} of every 100 people with the most",
        question=f"How much of all {what} falls on the {percent} of every 100 people who have the most?",
        tally=tally,
        parameter=percent / 100,
        value_unit=ValueUnit.SHARE,
        counted=(
            f"All {what} in the period are added up by person. The {percent} of every 100 people with the most are taken, "
            "rounded up to whole people, and their part of the sum is given."
        ),
        left_out=(f"People who had no {what} in the period.",),
        source="Concentration of use, as in frequent-utilizer studies of jails: share of events by the top of the people.",
    )


STAYS_UP_TO: Final = tuple(_short_stays(days) for days in (1, 2, 3))
CONCENTRATION: Final = tuple(
    _top_share(percent, tally)
    for tally in (Tally.TOP_SHARE_OF_BOOKINGS, Tally.TOP_SHARE_OF_DAYS)
    for percent in (1, 5, 10)
)

MEASURES: Final[tuple[Measure, ...]] = (
    REBOOKING,
    REBOOKING_NEW_OFFENSE,
    REBOOKING_TECHNICAL,
    REBOOKING_OTHER,
    REBOOKING_EVERY_RELEASE,
    REARREST,
    READMISSION_LOOK_BACK,
    AVERAGE_DAILY_POPULATION,
    ADMISSIONS,
    RELEASES,
    LENGTH_OF_STAY_MEDIAN,
    LENGTH_OF_STAY_MEAN,
    *STAYS_UP_TO,
    *CONCENTRATION,
)


def measure(measure_id: str) -> Measure:
    """Return the measure with this id, or raise KeyError naming the ones that there are."""
    for declared in MEASURES:
        if declared.measure_id == measure_id:
            return declared
    known = ", ".join(declared.measure_id for declared in MEASURES)
    raise KeyError(f"there is no measure {measure_id!r}; there are {known}")


def measures_of_return() -> tuple[FollowUpMeasure, ...]:
    """Return the follow-up measures that start with leaving jail: those of which a page may say "came back"."""
    return tuple(declared for declared in follow_up_measures() if declared.starts == RELEASE)


def follow_up_measures() -> tuple[FollowUpMeasure, ...]:
    """Return the measures that follow people from an index event to an outcome, in the order of the registry."""
    return tuple(declared for declared in MEASURES if isinstance(declared, FollowUpMeasure))
