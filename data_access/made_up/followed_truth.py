"""What the program must find when it follows people in the made-up county, counted in loops, with the planted chances."""

from typing import Any, Final

import numpy as np
import polars as pl

from data_access.made_up import care, court, housing
from data_access.made_up.drawing import Span
from data_access.made_up.slow_counts import Spell, Start, count_followed, days_of, groups_of
from data_access.made_up.world import WINDOW_DAYS, World

CARE_WINDOWS: Final = (7, 14, 30)
FOLLOW_UP_WINDOWS: Final = (7, 30)
HOMELESS_WINDOWS: Final = (180, 365, 730)
_SHELTER: Final = ("ES", "SO", "TH")
_LATEST_MOVE_DAYS: Final = 14
_ALL_AND_SEX: Final = slice(0, 2)


def followed_measures(world: World, people: dict[int, list[Spell]]) -> dict[str, list[dict[str, Any]]]:
    """Return, by what is followed, the rows of count_followed. people: the custody episodes of each person, in order."""
    span = world.span
    visits = days_of(world.visits.select("person", "day").iter_rows())
    treated = days_of(world.treatment.select("person", "start").iter_rows())
    hospital = world.hospital.filter(pl.col("end") <= span.last_day)
    left = _hospital_starts(hospital.filter(pl.col("what") == "hospital"), on_the_day=False)
    seen = _hospital_starts(hospital.filter(pl.col("what") == "emergency"), on_the_day=True)
    released = _release_starts(world, people)
    convicted = world.cases.filter("is_entered", pl.col("disposition").is_in(court.CONVICTED))
    revoked = world.violations.filter(pl.col("revoked_on") <= span.last_day)
    again = days_of(world.foster_care.select("person", "start").iter_rows())
    return {
        "visit_after_jail": count_followed(released, visits, CARE_WINDOWS, span, first_day=0),
        "treatment_after_jail": count_followed(_without_chances(released), treated, CARE_WINDOWS, span, first_day=0),
        "visit_after_hospital": count_followed(left, visits, FOLLOW_UP_WINDOWS, span),
        "visit_after_emergency": count_followed(seen, visits, FOLLOW_UP_WINDOWS, span, first_day=0),
        "conviction_after_jail": count_followed(
            _conviction_starts(world, people),
            days_of(convicted.select("person", "arrested_on").iter_rows()),
            (WINDOW_DAYS,),
            span,
            through_day=span.last_day - court.LATE_DAYS - court.LONGEST_CASE_DAYS,
        ),
        "revocation": count_followed(
            [
                Start(person=person, day=day, chances={WINDOW_DAYS: chance})
                for person, day, chance in world.terms.select("person", "start", "chance").iter_rows()
            ],
            days_of(revoked.select("person", "revoked_on").iter_rows()),
            (WINDOW_DAYS,),
            span,
        ),
        "homeless_again": _homeless_again(world),
        "foster_care_again": count_followed(
            [
                Start(person=person, day=day, chances={WINDOW_DAYS: chance})
                for person, day, chance in _ended(world.foster_care, span).iter_rows()
            ],
            again,
            (WINDOW_DAYS,),
            span,
        ),
    }


def _ended(times: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Return person, end and chance of those that have ended and have a planted chance."""
    return times.filter(pl.col("end") <= span.last_day, pl.col("chance").is_not_null()).select(
        "person", "end", "chance"
    )


def _without_chances(starts: list[Start]) -> list[Start]:
    return [Start(person=start.person, day=start.day, groups=start.groups) for start in starts]


def _release_starts(world: World, people: dict[int, list[Spell]]) -> list[Start]:
    """Return every release from jail with the planted chance that care follows, as jail and death leave room for it."""
    chances = {window: care.visit_chance(world.episodes, window) for window in CARE_WINDOWS}
    planted = {
        key: {window: float(chances[window][place]) for window in CARE_WINDOWS}
        for place, key in enumerate(world.episodes.select("person", "end").iter_rows())
    }
    return [
        Start(
            person=person,
            day=spell["end"],
            groups=groups_of(spell)[_ALL_AND_SEX],
            chances=planted[person, spell["end"]],
        )
        for person, spells in people.items()
        for spell in spells
        if spell["end"] <= world.span.last_day
    ]


def _conviction_starts(world: World, people: dict[int, list[Spell]]) -> list[Start]:
    planted = {(person, end): chance for person, end, chance in world.conviction_chances.iter_rows()}
    return [
        Start(
            person=person,
            day=spell["end"],
            groups=groups_of(spell)[_ALL_AND_SEX],
            chances={WINDOW_DAYS: planted.get((person, spell["end"]), float("nan"))},
        )
        for person, spells in people.items()
        for spell in spells
        if spell["end"] <= world.span.last_day
    ]


def _hospital_starts(stays: pl.DataFrame, *, on_the_day: bool) -> list[Start]:
    """Return the ends of stays or visits with the planted chance of a visit from the day itself, or the day after, on."""
    bands = len(care.FIRST_VISIT) - 1
    by = {
        window: float(care.first_visit_by(np.array([window]), bands)[0])
        - (0.0 if on_the_day else float(care.first_visit_by(np.array([0]), bands)[0]))
        for window in FOLLOW_UP_WINDOWS
    }
    return [
        Start(person=person, day=end, chances={window: care.FOLLOWED_UP[what] * share for window, share in by.items()})
        for person, end, what in stays.select("person", "end", "what").iter_rows()
    ]


def _homeless_again(world: World) -> list[dict[str, Any]]:
    """Count people by year of their first exit to a permanent home, and those who came to a project of HUD's again.

    An entry to shelter, outreach or transitional housing counts from the day after the exit on; one to permanent housing
    only when it is more than 14 days after it, and neither while the person has another place in permanent housing nor
    within 14 days of its end.
    """
    span = world.span
    entries: dict[int, list[int]] = {}
    homes: dict[int, list[tuple[int, int]]] = {}
    for person, project, start, end in world.housing.select("person", "project", "start", "end").iter_rows():
        if project in _SHELTER:
            entries.setdefault(person, []).append(start)
        else:
            homes.setdefault(person, []).append((start, end))
    starts = [
        Start(
            person=person,
            day=day,
            chances={window: float(housing.chances_by(np.array([chance]), window)[0]) for window in HOMELESS_WINDOWS},
        )
        for person, day, chance in _ended(world.housing, span).iter_rows()
    ]
    return count_followed(starts, lambda start: _entries_after(start, entries, homes), HOMELESS_WINDOWS, span)


def _entries_after(start: Start, entries: dict[int, list[int]], homes: dict[int, list[tuple[int, int]]]) -> list[int]:
    """Return the days on which the person is homeless again after this exit."""
    found = [day for day in entries.get(start.person, []) if day > start.day]
    places = homes.get(start.person, [])
    for day, _ in places:
        overlaps = any(begin < day <= end + _LATEST_MOVE_DAYS for begin, end in places)
        if day > start.day + _LATEST_MOVE_DAYS and not overlaps:
            found.append(day)
    return sorted(found)
