"""What each measure of a period should say, by its slow twin: numerator, denominator, value."""

import datetime as dt
import statistics
from collections import Counter
from typing import Final

from metrics.language import EpisodeStatus, Kind, System
from metrics.periods import Period
from metrics.tallies.kinds import Often
from tests.reference import slow_periods as slow
from tests.reference.slow_measures import Record, bookings, days_by_person, joined, lengths, top

Numbers = tuple[int | None, int | None, float | None]
"""Numerator, denominator, value."""
NOT_KNOWN: Final[Numbers] = (None, None, None)

SEEN_BESIDE_JAIL: Final = (
    System.SUPERVISION,
    System.HOUSING,
    System.BEHAVIORAL_HEALTH,
    System.COURT,
    System.CRISIS,
    System.CHILD_WELFARE,
    System.PROGRAM,
)
GOOD: Final = {
    "housed": (Kind.HOUSING_STATE, EpisodeStatus.PERMANENT, "housing"),
    "working": (Kind.WORK_STATE, EpisodeStatus.WORKING, "work"),
    "in_care": (Kind.CARE_STATE, EpisodeStatus.IN_CARE, "care"),
}
SCREENED: Final[dict[str, tuple[str | None, ...]]] = {
    "screened_need_found": ("yes",),
    "screened_none_found": ("no",),
    "no_screening_result": (None, "not_stated", "unmapped"),
}
PERCENTS: Final = (1, 5, 10)


def count(number: int) -> Numbers:
    return number, None, float(number)


def share(part: int, whole: int) -> Numbers:
    return part, whole, part / whole if whole else None


def mean_and_median(name: str, found: list[int]) -> dict[str, Numbers]:
    """Return the mean and the median of some lengths, each under its id."""
    middle = float(statistics.median(found)) if found else None
    return {
        f"{name.format('mean')}": share(sum(found), len(found)),
        f"{name.format('median')}": (None, len(found), middle),
    }


def of_jail(
    rows: list[Record], gap_days: int, period: Period, group: str | None, data_first_on: dt.date
) -> dict[str, Numbers]:
    """How a jail is used, from its stays alone. Records that begin on data_first_on cannot look back a year."""
    first, last = period.first_on, period.last_on
    booked = bookings(rows, gap_days=gap_days, first_on=first, last_on=last, group=group)
    bookings_of = list(Counter(stay["person"] for stay in booked).values())
    stayed = lengths(rows, gap_days=gap_days, first_on=first, last_on=last, group=group)
    days = list(days_by_person(rows, gap_days=gap_days, first_on=first, last_on=last, group=group).values())
    here_before = len([stay for stay in booked if stay["held_before"]])
    reaches_back = first - dt.timedelta(days=365) >= data_first_on
    found = {
        "average_daily_population": share(sum(days), (last - first).days + 1),
        "admissions": count(len(booked)),
        "releases": count(len(stayed)),
        **mean_and_median("length_of_stay_{}", stayed),
        "readmission_look_back": share(here_before, len(booked)) if reaches_back else NOT_KNOWN,
    }
    for most in (1, 2, 3):
        name = f"stays_up_to_{most}_day{'s' if most > 1 else ''}"
        found[name] = share(len([length for length in stayed if length <= most]), len(stayed))
    for percent in PERCENTS:
        found[f"top_{percent}_percent_bookings"] = share(top(bookings_of, percent), len(booked))
        found[f"top_{percent}_percent_days"] = share(top(days, percent), sum(days))
    return found


def of_people_in_jail(
    rows: list[Record], gap_days: int, period: Period, group: str | None, rule: Often, data_first_on: dt.date
) -> dict[str, Numbers]:
    """Who is in jail, with what need and how often, from its stays alone."""
    first, last = period.first_on, period.last_on
    stays = joined(rows, gap_days)
    booked = slow.on_days(stays, "start", first, last, group)
    found = {
        "people_in_jail": count(len(slow.first_here(stays, first, last, group))),
        **mean_and_median("length_so_far_{}", slow.lengths_so_far(stays, last, group)),
    }
    for measure_id, needs in SCREENED.items():
        found[measure_id] = share(sum(stay["need"] in needs for stay in booked), len(booked))
    for name, need in (("need_found", "yes"), ("no_need_found", "no")):
        of_need = [stay for stay in stays if stay["need"] == need]
        found[f"bookings_{name}"] = count(len(slow.on_days(of_need, "start", first, last, group)))
        ended = slow.on_days(of_need, "end", first, last, group)
        found |= mean_and_median(f"length_of_stay_{{}}_{name}", [(stay["end"] - stay["start"]).days for stay in ended])
    people, theirs, whole = slow.booked_often(stays, last, rule.bookings, rule.days, group)
    reaches_back = last - dt.timedelta(days=rule.days - 1) >= data_first_on
    found["people_booked_often"] = count(people) if reaches_back else NOT_KNOWN
    found["bookings_of_people_booked_often"] = share(theirs, whole) if reaches_back else NOT_KNOWN
    return found


def of_other_systems(rows: list[Record], gap_days: int, period: Period, group: str | None) -> dict[str, Numbers]:
    """How other systems are used, and by how many people of the jail."""
    first, last = period.first_on, period.last_on
    terms = slow.of(rows, System.SUPERVISION, Kind.TERM)
    found = {
        "supervision_terms_started": count(len(slow.on_days(terms, "start", first, last, group))),
        "supervision_terms_ended": count(len(slow.on_days(terms, "end", first, last, group))),
    }
    for measure_id, records in (
        ("supervised_on_an_average_day", terms),
        ("sheltered_on_an_average_night", slow.of(rows, System.HOUSING, Kind.EMERGENCY_SHELTER)),
        ("in_treatment_on_an_average_day", slow.of(rows, System.BEHAVIORAL_HEALTH, Kind.TREATMENT)),
    ):
        found[measure_id] = share(slow.person_days(records, first, last, group), (last - first).days + 1)
    stays = joined(slow.of(rows, System.JAIL, Kind.CUSTODY), gap_days)
    here = slow.first_here(stays, first, last, group)
    beside = {system: slow.of(rows, system) for system in SEEN_BESIDE_JAIL}
    elsewhere = [
        {system for system, records in beside.items() if slow.seen(records, stay["person"], first, last)}
        for stay in here
    ]
    for system in SEEN_BESIDE_JAIL:
        found[f"in_jail_and_{system}"] = share(sum(system in systems for systems in elsewhere), len(here))
    numbers = [len(systems) for systems in elsewhere]
    found["jail_and_no_other_system"] = share(numbers.count(0), len(here))
    found["jail_and_1_other_system"] = share(numbers.count(1), len(here))
    found["jail_and_2_other_systems"] = share(numbers.count(2), len(here))
    found["jail_and_3_or_more_other_systems"] = share(sum(number >= 3 for number in numbers), len(here))
    return found


def of_programs(rows: list[Record], period: Period, group: str | None) -> dict[str, Numbers]:
    """How people are when they enter a program and when they leave it."""
    found = {}
    for word, (kind, good, name) in GOOD.items():
        people, known, at_entry, at_exit = slow.entry_and_exit(rows, kind, good, period.first_on, period.last_on, group)
        found[f"{word}_at_entry"] = share(at_entry, known)
        found[f"{word}_at_exit"] = share(at_exit, known)
        found[f"{name}_at_entry_or_exit_unknown"] = share(people - known, people)
    return found


def of_months_later(rows: list[Record], period: Period, group: str | None) -> dict[str, Numbers]:
    """How people are when they enter a program, and 6 and 12 months later."""
    found = {}
    for word, (kind, good, name) in GOOD.items():
        people, known, *good_at = slow.months_later(rows, kind, good, period.first_on, period.last_on, group)
        for end, number in zip(("when_entering", "6_months_later", "12_months_later"), good_at, strict=True):
            found[f"{word}_{end}"] = share(number, known)
        found[f"{name}_over_12_months_unknown"] = share(people - known, people)
    return found
