"""The slow twin of every follow-up: who had the later event, person by person, in loops that share no code with it."""

import datetime as dt
from dataclasses import dataclass

from tests.reference.slow_measures import Record, joined

PLACES_TO_BE_IN = {"custody", "hospital_stay", "foster_care"}
"""Of these, records that overlap or touch are one stay."""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happens to people, in a policy analyst's words: which records, and which of their two days."""

    system: str
    kinds: tuple[str, ...]
    day: str
    """start or end."""
    came_of_it: tuple[str, ...] = ()
    """What must have come of it; none takes anything."""
    need_found: bool = False
    at_least_days: int = 0
    over_within_days: int | None = None
    """The record must have ended, at most this many days after it started."""
    away_from_others_days: int | None = None
    """No other one of the person that started on an earlier day may be open, or have ended this many days before or less."""


def happened(records: list[Record], what: Happening) -> list[tuple[dt.date, Record]]:
    """List the days on which it happened to one person, each with its record, in order of the day and of the start."""
    mine = [r for r in records if r["system"] == what.system and r["kind"] in what.kinds]
    found = []
    for record in mine:
        day = record[what.day]
        if day is None:
            continue
        if what.came_of_it and record["status"] not in what.came_of_it:
            continue
        if what.need_found and record["need"] != "yes":
            continue
        if what.at_least_days and (
            record["end"] is None or (record["end"] - record["start"]).days < what.at_least_days
        ):
            continue
        if what.over_within_days is not None and (
            record["end"] is None or (record["end"] - record["start"]).days > what.over_within_days
        ):
            continue
        if what.away_from_others_days is not None:
            earlier = [other for other in mine if other["start"] < record["start"]]
            if any(
                o["end"] is None or (record["start"] - o["end"]).days <= what.away_from_others_days for o in earlier
            ):
                continue
        found.append((day, record))
    return sorted(found, key=lambda pair: (pair[0], pair[1]["start"]))


def followed_by_one(
    records: list[Record],
    *,
    start: Happening,
    outcomes: list[tuple[Happening, int]],
    gap_days: int,
    period: tuple[dt.date, dt.date],
    window_days: int,
    reasons: tuple[str, ...] = (),
    group: str | None = None,
) -> tuple[int, int]:
    """Count the people with the start in the period, and those of them who had an outcome within the window.

    outcomes are pairs: what counts, and the first day on which it counts (0 is the day of the start). Returns (with an
    outcome, all). Each person counts once, at the first start of the period. The record that the start is read from is no
    outcome of itself. With reasons, the first outcome must have one of them, or it does not count.
    """
    had = people = 0
    for person in {record["person"] for record in records}:
        mine = []
        for system, kind in {(r["system"], r["kind"]) for r in records}:
            of_kind = [r for r in records if (r["person"], r["system"], r["kind"]) == (person, system, kind)]
            mine += joined(of_kind, gap_days) if kind in PLACES_TO_BE_IN else of_kind
        starts = [(day, record) for day, record in happened(mine, start) if period[0] <= day <= period[1]]
        if not starts:
            continue
        begun_on, begun = starts[0]
        if group is not None and begun["group"] != group:
            continue
        people += 1
        first = None
        for what, first_day in outcomes:
            for day, record in happened(mine, what):
                after = (day - begun_on).days
                if after < first_day or record is begun:
                    continue
                if first is None or after < first[0]:
                    first = (after, record)
        if first is not None and first[0] <= window_days and (not reasons or first[1]["reason"] in reasons):
            had += 1
    return had, people
