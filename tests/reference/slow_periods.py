"""The slow twin of measures of a period that need several systems: loops and dicts. It shares no code with the engine."""

import datetime as dt

from tests.reference.slow_measures import Record, by_person, joined

DAY = dt.timedelta(days=1)
FAR = dt.date(9999, 1, 1)


def of(records: list[Record], system: str, *kinds: str) -> list[Record]:
    """List the records of a system, of some kinds or of any."""
    return [r for r in records if r["system"] == system and (not kinds or r["kind"] in kinds)]


def person_days(records: list[Record], first_on: dt.date, last_on: dt.date, group: str | None) -> int:
    """Walk day by day: on how many days was each person in at least one of the records that count in the group?"""
    found = 0
    for spell in joined(records, 0):
        day = max(first_on, spell["start"])
        while day <= last_on and day < (spell["end"] or FAR):
            found += group in (None, spell["group"])
            day += DAY
    return found


def on_days(records: list[Record], edge: str, first_on: dt.date, last_on: dt.date, group: str | None) -> list[Record]:
    """List the records that start, or end, in the period."""
    return [r for r in records if r[edge] and first_on <= r[edge] <= last_on and group in (None, r["group"])]


def lengths_so_far(stays: list[Record], last_on: dt.date, group: str | None) -> list[int]:
    """List how long each of those has been here who is still here when the last day is over."""
    return [
        (last_on - stay["start"]).days
        for stay in stays
        if stay["start"] <= last_on < (stay["end"] or FAR) and group in (None, stay["group"])
    ]


def first_here(stays: list[Record], first_on: dt.date, last_on: dt.date, group: str | None) -> list[Record]:
    """List the first stay of each person that has a day in the period, the day of leaving among its days."""
    found: dict[int, Record] = {}
    for stay in sorted(stays, key=lambda stay: stay["start"]):
        if stay["start"] <= last_on and first_on <= (stay["end"] or FAR):
            found.setdefault(stay["person"], stay)
    return [stay for stay in found.values() if group in (None, stay["group"])]


def seen(records: list[Record], person: int, first_on: dt.date, last_on: dt.date) -> bool:
    """Whether a person has any of these records on a day of the period."""
    return any(r["person"] == person and r["start"] <= last_on and first_on <= (r["end"] or FAR) for r in records)


def booked_often(
    stays: list[Record], last_on: dt.date, bookings: int, days: int, group: str | None
) -> tuple[int, int, int]:
    """Return the people booked often, their bookings in the group, and all bookings in the group, in the days up to last_on.

    A person is in the group of the last booking; a booking in its own.
    """
    within = [last_on - number * DAY for number in range(days)]
    recent = [stay for stay in stays if within[-1] <= stay["start"] <= within[0]]
    people = theirs = whole = 0
    for person in {stay["person"] for stay in recent}:
        mine = sorted((stay for stay in recent if stay["person"] == person), key=lambda stay: stay["start"])
        in_group = [stay for stay in mine if group in (None, stay["group"])]
        whole += len(in_group)
        if len(mine) >= bookings:
            people += group in (None, mine[-1]["group"])
            theirs += len(in_group)
    return people, theirs, whole


def state_on(observed: list[Record], good: str) -> bool | None:
    """Return whether the state is good by the observations of one day; None where none states it, or they do not agree."""
    said = {r["status"] == good for r in observed if r["status"] not in (None, "not_stated", "unmapped")}
    return said.pop() if len(said) == 1 else None


def entry_and_exit(
    records: list[Record], kind: str, good: str, first_on: dt.date, last_on: dt.date, group: str | None
) -> tuple[int, int, int, int]:
    """Return people who left a program, those with both states known, and of these the good ones at entry and at exit."""
    people = known = at_entry = at_exit = 0
    for mine in by_person(records):
        left = [r for r in of(mine, "program", "enrollment") if r["end"] and first_on <= r["end"] <= last_on]
        if not left:
            continue
        stay = min(left, key=lambda r: (r["end"], r["start"]))
        if group not in (None, stay["group"]):
            continue
        people += 1
        states = [r for r in mine if r["kind"] == kind]
        entry = state_on([r for r in states if r["start"] == stay["start"]], good)
        exit_state = None
        day = stay["end"]
        while day > stay["start"]:
            today = [r for r in states if r["start"] == day]
            if any(r["status"] not in (None, "not_stated", "unmapped") for r in today):
                exit_state = state_on(today, good)
                break
            day -= DAY
        if entry is not None and exit_state is not None:
            known += 1
            at_entry += entry
            at_exit += exit_state
    return people, known, at_entry, at_exit


def months_later(
    records: list[Record], kind: str, good: str, first_on: dt.date, last_on: dt.date, group: str | None
) -> tuple[int, int, int, int, int]:
    """Return people who entered a program, those known at all three times, and of these the good ones at each time.

    The times are entry, day 180 and day 365; of a later time, the last note from 30 days before to 60 days after it.
    """
    people = known = 0
    good_at = [0, 0, 0]
    for mine in by_person(records):
        entered = [r for r in of(mine, "program", "enrollment") if first_on <= r["start"] <= last_on]
        if not entered:
            continue
        stay = min(entered, key=lambda r: (r["start"], r["end"] or FAR))
        if group not in (None, stay["group"]):
            continue
        people += 1
        states = [r for r in mine if r["kind"] == kind]
        found = [state_on([r for r in states if r["start"] == stay["start"]], good)]
        for number in (180, 365):
            found.append(None)
            for step in range(60, -31, -1):
                today = [r for r in states if r["start"] == stay["start"] + (number + step) * DAY]
                if any(r["status"] not in (None, "not_stated", "unmapped") for r in today):
                    found[-1] = state_on(today, good)
                    break
        if None not in found:
            known += 1
            good_at = [sofar + bool(state) for sofar, state in zip(good_at, found, strict=True)]
    return people, known, good_at[0], good_at[1], good_at[2]


def left_within(
    stays: list[Record], first_on: dt.date, last_on: dt.date, days: int, group: str | None
) -> tuple[int, int]:
    """Return the bookings after which the person left within so many days, and all bookings."""
    booked = on_days(stays, "start", first_on, last_on, group)
    return sum((stay["end"] or FAR) - stay["start"] <= days * DAY for stay in booked), len(booked)
