"""The slow twin of every follow-up: who had the later event, person by person, in loops that share no code with it."""

import datetime as dt
from dataclasses import dataclass

from tests.reference.slow_measures import Record, by_person, joined

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


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a measure counts, said again by hand from its method page.

    outcomes are pairs: what counts, and the first day on which it counts (0 is the day of the start). With reasons, the
    first outcome must have one of them, or it does not count. settles_days: how much longer than the window one must wait.
    every_start: each start of a person counts, not only the first of the period. competing: what ends the watch of a time
    curve, by name.
    """

    start: Happening
    outcomes: list[tuple[Happening, int]]
    reasons: tuple[str, ...] = ()
    settles_days: int = 0
    every_start: bool = False
    competing: tuple[tuple[str, Happening], ...] = ()
    in_each_program: bool = False
    """Each person counts once in each program, and nothing that another program noted counts."""

    @property
    def places(self) -> list[tuple[str, str]]:
        """The systems and kinds of the records that it speaks of."""
        named = [self.start, *(what for what, _ in self.outcomes), *(what for _, what in self.competing)]
        return sorted({(what.system, kind) for what in named for kind in what.kinds})


Begun = tuple[dt.date, Record]
"""The day on which a start happened, and its record."""


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


def first_of(
    mine: list[Record], said: Said, begun: Begun, what: Happening, first_day: int
) -> tuple[int, Record] | None:
    """Return after how many days it first happened to one person, and the record; None where it did not.

    The record that the start is read from is no outcome of itself, but its end does follow its start.
    """
    own_end = said.start.day == "start" and what.day == "end"
    later = [
        ((day - begun[0]).days, record)
        for day, record in happened(mine, what)
        if (day - begun[0]).days >= first_day
        and (own_end or record is not begun[1])
        and not (said.in_each_program and what.system == "program" and record["program"] != begun[1]["program"])
    ]
    return later[0] if later else None


def first_outcome(mine: list[Record], said: Said, begun: Begun) -> tuple[int, Record] | None:
    """Return the first of several outcomes; of two on one day the one that is named first."""
    found = [first_of(mine, said, begun, what, first_day) for what, first_day in said.outcomes]
    return min((one for one in found if one is not None), key=lambda one: one[0], default=None)


def counted(
    records: list[Record], said: Said, *, gap_days: int, period: tuple[dt.date, dt.date], group: str | None
) -> list[tuple[list[Record], Begun]]:
    """List the starts that count, each with all records of the person: the first of each person in the period, or every."""
    found = []
    for of_person in by_person(records):
        mine: list[Record] = []
        for system, kind in {(r["system"], r["kind"]) for r in of_person}:
            of_kind = [r for r in of_person if (r["system"], r["kind"]) == (system, kind)]
            mine += joined(of_kind, gap_days) if kind in PLACES_TO_BE_IN else of_kind
        starts = [pair for pair in happened(mine, said.start) if period[0] <= pair[0] <= period[1]]
        if said.in_each_program:
            starts = [pair for place, pair in enumerate(starts) if _is_first_in_program(starts[:place], pair)]
        else:
            starts = starts if said.every_start else starts[:1]
        found += [(mine, pair) for pair in starts if group in (None, pair[1]["group"])]
    return found


def _is_first_in_program(before: list[Begun], begun: Begun) -> bool:
    return all(other[1]["program"] != begun[1]["program"] for other in before)


def followed_by_one(
    records: list[Record],
    said: Said,
    *,
    gap_days: int,
    period: tuple[dt.date, dt.date],
    window_days: int,
    group: str | None = None,
) -> tuple[int, int]:
    """Count the starts in the period, and those of them that were followed by an outcome: (with an outcome, all)."""
    had = people = 0
    for mine, begun in counted(records, said, gap_days=gap_days, period=period, group=group):
        people += 1
        first = first_outcome(mine, said, begun)
        if first is not None and first[0] <= window_days:
            had += not said.reasons or first[1]["reason"] in said.reasons
    return had, people


def endings(
    records: list[Record], said: Said, *, gap_days: int, period: tuple[dt.date, dt.date], watched_through: dt.date
) -> list[tuple[int, str]]:
    """Tell for everyone who counts after how many days the watch ended, and how.

    It ends with the outcome, with a first outcome for another reason, with what competes by its name, or, censored, on the
    last day. Of two on one day the one named first counts, the outcome first of all.
    """
    found = []
    for mine, begun in counted(records, said, gap_days=gap_days, period=period, group=None):
        watched = (watched_through - begun[0]).days
        if watched < 0:
            continue
        ends: list[tuple[int, str]] = []
        first = first_outcome(mine, said, begun)
        if first is not None:
            counts = not said.reasons or first[1]["reason"] in said.reasons
            ends.append((first[0], "outcome" if counts else "other_outcome"))
        for name, what in said.competing:
            other = first_of(mine, said, begun, what, 0)
            ends += [(other[0], name)] if other else []
        day, ending = min(ends, key=lambda end: end[0], default=(watched + 1, ""))
        found.append((day, ending) if day <= watched else (watched, "censored"))
    return found
