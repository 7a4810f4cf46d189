"""The slow twin of metrics: loops and dicts that a policy analyst can follow. It shares no code with the engine."""

import datetime as dt
from typing import Any

Record = dict[str, Any]
"""person, start, end (None = still open), reason, group."""


def by_person(records: list[Record]) -> list[list[Record]]:
    """List the records of each person, person by person."""
    people: dict[int, list[Record]] = {}
    for record in records:
        people.setdefault(record["person"], []).append(record)
    return [people[person] for person in sorted(people)]


def joined(records: list[Record], gap_days: int) -> list[Record]:
    """Join the records of each person that overlap or follow each other within gap_days."""
    far = dt.date(9999, 1, 1)
    stays: list[Record] = []
    for of_person in by_person(records):
        ordered = sorted(of_person, key=lambda record: (record["start"], record["end"] or far))
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
    every_release: bool = False,
    group: str | None = None,
) -> tuple[int, int]:
    """Count the people whose first release from first_on to last_on was followed by a return within the window.

    Returns (came back for one of these reasons, all). A return is the next stay, whatever its reason. With a group, only
    people whose first release has it. With every_release, all their releases count, not only the first.
    """
    returned = people = 0
    for stays in by_person(joined(records, gap_days)):
        for number, stay in enumerate(stays):
            if stay["end"] is None or not first_on <= stay["end"] <= last_on:
                continue
            if group is not None and stay["group"] != group:
                if every_release:
                    continue
                break
            people += 1
            if number + 1 < len(stays):
                later = stays[number + 1]
                if (later["start"] - stay["end"]).days <= window_days and later["reason"] in reasons:
                    returned += 1
            if not every_release:
                break  # each person once, at the first release of the period
    return returned, people


def bookings(
    records: list[Record], *, gap_days: int, first_on: dt.date, last_on: dt.date, group: str | None = None
) -> list[Record]:
    """List the stays that began in the period, each with held_before: had the person left in the 365 days before?"""
    stays = joined(records, gap_days)
    found = []
    for stay in stays:
        if not first_on <= stay["start"] <= last_on or (group is not None and stay["group"] != group):
            continue
        held_before = any(
            other["person"] == stay["person"]
            and other["end"] is not None
            and other["end"] < stay["start"]
            and (stay["start"] - other["end"]).days <= 365
            for other in stays
        )
        found.append({**stay, "held_before": held_before})
    return found


def lengths(
    records: list[Record], *, gap_days: int, first_on: dt.date, last_on: dt.date, group: str | None = None
) -> list[int]:
    """List the lengths in days of the stays that ended in the period, shortest first."""
    ended = [stay for stay in joined(records, gap_days) if stay["end"] is not None and group in (None, stay["group"])]
    return sorted((stay["end"] - stay["start"]).days for stay in ended if first_on <= stay["end"] <= last_on)


def days_by_person(
    records: list[Record], *, gap_days: int, first_on: dt.date, last_on: dt.date, group: str | None = None
) -> dict[int, int]:
    """Count each person's days in jail in the period; people without a day are left out."""
    found: dict[int, int] = {}
    for stay in joined(records, gap_days):
        if group not in (None, stay["group"]):
            continue
        day = max(first_on, stay["start"])
        while day <= last_on and (stay["end"] is None or day < stay["end"]):
            found[stay["person"]] = found.get(stay["person"], 0) + 1
            day += dt.timedelta(days=1)
    return found


def top(amounts: list[int], percent: int) -> int:
    """Add up the amounts of the top percent of people, rounded up to whole people."""
    people = 0
    while people * 100 < len(amounts) * percent:
        people += 1
    return sum(sorted(amounts, reverse=True)[:people])


def free_days_and_returns(
    records: list[Record], *, first_on: dt.date, last_on: dt.date, window_days: int, group: str | None = None
) -> tuple[int, int, int]:
    """Walk day by day through the window after each person's first release of the period.

    records carry system and kind. Returns (people, free days, returns): a day is free where the person is alive and was in
    no jail or prison when it began; a return is a booking into jail on day 1 to window_days, while alive.
    """
    people = free = returns = 0
    day = dt.timedelta(days=1)
    for mine in by_person(records):
        died = min((r["start"] for r in mine if r["kind"] == "death"), default=dt.date(9999, 1, 1))
        stays = joined([r for r in mine if (r["system"], r["kind"]) == ("jail", "custody")], 1)
        prison = joined([r for r in mine if (r["system"], r["kind"]) == ("prison", "custody")], 1)
        left = sorted((s for s in stays if s["end"] and first_on <= s["end"] <= last_on), key=lambda s: s["end"])
        if not left or group not in (None, left[0]["group"]):
            continue
        people += 1
        on = left[0]["end"]
        for number in range(window_days):
            today = on + number * day
            held = any(s["start"] <= today and (s["end"] is None or today < s["end"]) for s in (*stays, *prison))
            free += today < died and not held
        returns += sum(1 <= (s["start"] - on).days <= window_days and s["start"] <= max(died, on) for s in stays)
    return people, free, returns


def arrested_again(
    records: list[Record], *, first_on: dt.date, last_on: dt.date, window_days: int, group: str | None = None
) -> tuple[int, int]:
    """Count the people whose first assessment from first_on to last_on was followed by a new act within the window.

    Returns (people with a new act, all). The records carry system and kind beside the rest. A new act on the day of the
    assessment is not a later one. With a group, only people whose first assessment has it.
    """
    arrested = people = 0
    for mine in by_person(records):
        assessed = [record for record in mine if (record["system"], record["kind"]) == ("jail", "assessment")]
        acts = [record["start"] for record in mine if (record["system"], record["kind"]) == ("court", "arrest")]
        inside = sorted(
            (record for record in assessed if first_on <= record["start"] <= last_on),
            key=lambda record: record["start"],
        )
        if not inside or group not in (None, inside[0]["group"]):
            continue
        people += 1
        if any(0 < (act - inside[0]["start"]).days <= window_days for act in acts):
            arrested += 1
    return arrested, people
