"""Counts, in plain loops, what the program must find in the made-up county."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

WINDOW_DAYS: Final = 365

_Spell = dict[str, Any]
"""One custody episode: the cells of its first stay, with the end of its last."""


def count_slowly(stays: pl.DataFrame, episodes: pl.DataFrame, first_on: dt.date, last_on: dt.date) -> dict[str, Any]:
    """Count people, episodes and rebookings within 365 days, by fully watched year and group.

    stays: one row per stay as the jail recorded it: person_no, start, end (days from 1970-01-01), booking_type, sex,
    screen. episodes: person_no, end and the planted chance of a return; one row per release.
    In the answer, one row of rebooking is a year and a group: people at their first release of the year (denominator),
    those whose next episode starts at most 365 days later (numerator) and its parts by why that episode began, and
    true_rate, the mean of the planted chances of those releases.
    """
    releases = episodes.select("person_no", "end", "chance").iter_rows()
    chances = {(person, end): chance for person, end, chance in releases}
    people = _merge(stays.sort("person_no", "start").iter_rows(named=True))
    last_day = _day(last_on)
    cells: dict[tuple[str, str, str], dict[str, Any]] = {}
    for year in range(first_on.year, last_on.year + 1):
        new_year, new_years_eve = _day(dt.date(year, 1, 1)), _day(dt.date(year, 12, 31))
        if new_years_eve + WINDOW_DAYS > last_day:
            continue
        for person, spells in people.items():
            for number, spell in enumerate(spells):
                if new_year <= spell["end"] <= new_years_eve:
                    following = spells[number + 1] if number + 1 < len(spells) else None
                    back = following is not None and following["start"] - spell["end"] <= WINDOW_DAYS
                    _count_one(cells, str(year), spell, following if back else None, chances[person, spell["end"]])
                    break
    return {
        "people": len(people),
        "episodes": sum(len(spells) for spells in people.values()),
        "episodes_ended": sum(spell["end"] <= last_day for spells in people.values() for spell in spells),
        "rebooking": [
            {"period": period, "window_days": WINDOW_DAYS, "by": by, "group": group, **cell}
            | {"true_rate": cell["true_rate"] / cell["denominator"]}
            for (period, by, group), cell in sorted(cells.items())
        ],
    }


def _merge(stays: Iterable[_Spell]) -> dict[int, list[_Spell]]:
    """Return each person's episodes in order: stays that overlap or follow within one day of the last are one."""
    people: dict[int, list[_Spell]] = defaultdict(list)
    for stay in stays:
        spells = people[stay["person_no"]]
        if spells and stay["start"] <= spells[-1]["end"] + 1:
            spells[-1]["end"] = max(spells[-1]["end"], stay["end"])
        else:
            spells.append(dict(stay))
    return people


def _count_one(
    cells: dict[tuple[str, str, str], dict[str, Any]],
    period: str,
    spell: _Spell,
    returned: Mapping[str, Any] | None,
    chance: float,
) -> None:
    groups = {
        "all": "all",
        "sex": {"1": "male", "2": "female"}.get(spell["sex"], "not_stated"),
        "mental_health_designation": {"POS": "yes", "NEG": "no"}.get(spell["screen"], "not_stated"),
    }
    for by, group in groups.items():
        empty = {"denominator": 0, "numerator": 0, "new_offense": 0, "technical": 0, "other": 0, "true_rate": 0.0}
        cell = cells.setdefault((period, by, group), empty)
        cell["denominator"] += 1
        cell["true_rate"] += chance
        if returned is not None:
            cell["numerator"] += 1
            cell[{"NEW": "new_offense", "PV": "technical"}.get(returned["booking_type"], "other")] += 1


def _day(date: dt.date) -> int:
    return (date - dt.date(1970, 1, 1)).days
