"""The slow twin of metrics: loops and dicts that a policy analyst can follow. It shares no code with the engine."""

import datetime as dt
from typing import Any

Record = dict[str, Any]
"""person, start, end (None = still open), reason, group."""


def joined(records: list[Record], gap_days: int) -> list[Record]:
    """Join the records of each person that overlap or follow each other within gap_days."""
    people: dict[int, list[Record]] = {}
    for record in records:
        people.setdefault(record["person"], []).append(record)
    far = dt.date(9999, 1, 1)
    stays: list[Record] = []
    for person in sorted(people):
        ordered = sorted(people[person], key=lambda record: (record["start"], record["end"] or far))
        stay = None
        for record in ordered:
            end = record["end"] or far
            if stay is None or (record["start"] - stay["end"]).days > gap_days:
                stay = {**record, "end": end}
                stays.append(stay)
            elif end > stay["end"]:
                stay["end"] = end
    return [{**stay, "end": None if stay["end"] == far else stay["end"]} for stay in stays]


def came_back(
    records: list[Record],
    *,
    gap_days: int,
    first_on: dt.date,
    last_on: dt.date,
    window_days: int,
    reasons: set[str],
    group: str | None = None,
) -> tuple[int, int]:
    """Count the people whose first release from first_on to last_on was followed by a return within the window.

    Returns (came back for one of these reasons, all). A return is the next stay, whatever its reason. With a group, only
    people whose first release has it.
    """
    by_person: dict[int, list[Record]] = {}
    for stay in joined(records, gap_days):
        by_person.setdefault(stay["person"], []).append(stay)
    returned = people = 0
    for stays in by_person.values():
        for number, stay in enumerate(stays):
            if stay["end"] is None or not first_on <= stay["end"] <= last_on:
                continue
            if group is not None and stay["group"] != group:
                break
            people += 1
            if number + 1 < len(stays):
                later = stays[number + 1]
                if (later["start"] - stay["end"]).days <= window_days and later["reason"] in reasons:
                    returned += 1
            break  # each person once, at the first release of the period
    return returned, people


def days_in_jail(records: list[Record], *, gap_days: int, first_on: dt.date, last_on: dt.date) -> int:
    """Walk through every day of the period and count who is in jail on it; the day of release is not a day in jail."""
    stays = joined(records, gap_days)
    total = 0
    day = first_on
    while day <= last_on:
        for stay in stays:
            if stay["start"] <= day and (stay["end"] is None or day < stay["end"]):
                total += 1
        day += dt.timedelta(days=1)
    return total
