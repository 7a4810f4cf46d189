"""Counts, in plain loops, what the program must find in the made-up county. Nothing here is shared with metrics."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from data_access.made_up.drawing import Span, day_of

ALL: Final = ("all", "all")
_SEXES: Final = {"M": "male", "F": "female"}
_SCREENS: Final = {"POS": "yes", "NEG": "no"}
_EPOCH: Final = dt.date(1970, 1, 1)
Group = tuple[str, str]
"""A grouping and one of its groups."""

Spell = dict[str, Any]
"""One custody episode: the cells of its first stay, with the end of its last."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """One index event: who, on which day, in which groups, and the planted chance of the outcome by window in days."""

    person: int
    day: int
    groups: tuple[Group, ...] = (ALL,)
    chances: Mapping[int, float] = field(default_factory=dict)


def merge(stays: Iterable[Spell]) -> dict[int, list[Spell]]:
    """Return each person's episodes in order: stays that overlap or follow within one day of the last are one.

    stays are ordered by person and start.
    """
    people: dict[int, list[Spell]] = defaultdict(list)
    for stay in stays:
        spells = people[stay["person"]]
        if spells and stay["start"] <= spells[-1]["end"] + 1:
            spells[-1]["end"] = max(spells[-1]["end"], stay["end"])
        else:
            spells.append(dict(stay))
    return people


def watched_years(span: Span, days: int, through_day: int) -> list[int]:
    """Return the years of the records of which every day was followed by so many days up to through_day."""
    years = []
    year = (_EPOCH + dt.timedelta(days=span.first_day)).year
    while day_of(dt.date(year, 12, 31)) + days <= through_day:
        years.append(year)
        year += 1
    return years


def first_in_years(starts: Iterable[Start]) -> dict[int, list[Start]]:
    """Return, by year, each person's first index event of it."""
    first: dict[tuple[int, int], Start] = {}
    for start in starts:
        key = (_EPOCH + dt.timedelta(days=start.day)).year, start.person
        if key not in first or start.day < first[key].day:
            first[key] = start
    years: dict[int, list[Start]] = defaultdict(list)
    for (year, _), start in first.items():
        years[year].append(start)
    return years


def count_followed(
    starts: list[Start],
    outcomes_after: Callable[[Start], list[int]],
    windows_days: Iterable[int],
    span: Span,
    *,
    first_day: int = 1,
    through_day: int | None = None,
) -> list[dict[str, Any]]:
    """Count people by year, window and group: at their first start of a year, and those with an outcome in the window.

    outcomes_after: the person's outcome days, in order. An outcome counts from first_day after the start up to the last
    day of the window. through_day: the last day on which an outcome would be on record; that of the records where it is
    left out. Only years watched whole are counted. true_rate is the mean of the planted chances, null where there are none.
    """
    cells: dict[tuple[str, int, Group], dict[str, Any]] = {}
    first = first_in_years(starts)
    for window in windows_days:
        for year in watched_years(span, window, span.last_day if through_day is None else through_day):
            for start in first[year]:
                days = outcomes_after(start)
                place = bisect_left(days, start.day + first_day)
                back = place < len(days) and days[place] <= start.day + window
                for group in start.groups:
                    empty = {"denominator": 0, "numerator": 0, "chances": 0.0}
                    cell = cells.setdefault((str(year), window, group), empty)
                    cell["denominator"] += 1
                    cell["numerator"] += back
                    cell["chances"] += start.chances.get(window, float("nan"))
    return [
        {
            "period": period,
            "window_days": window,
            "by": group[0],
            "group": group[1],
            "denominator": cell["denominator"],
            "numerator": cell["numerator"],
            "true_rate": cell["chances"] / cell["denominator"] if cell["chances"] == cell["chances"] else None,
        }
        for (period, window, group), cell in sorted(cells.items())
    ]


def days_of(rows: Iterable[tuple[int, int]]) -> Callable[[Start], list[int]]:
    """Return a function that gives all days, in order, of the person of an index event, from rows of person and day."""
    days: dict[int, list[int]] = defaultdict(list)
    for person, day in rows:
        days[person].append(day)
    in_order = {person: sorted(found) for person, found in days.items()}
    return lambda start: in_order.get(start.person, [])


def groups_of(spell: Spell) -> tuple[Group, ...]:
    """Return the groups that a custody episode is counted in: all, by sex, and by what the screening at booking said."""
    sex = _SEXES.get(spell["sex"], "not_stated")
    return ALL, ("sex", sex), ("mental_health_need", _SCREENS.get(spell["screen"], "not_stated"))
