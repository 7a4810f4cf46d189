"""The slow twin of how far people come in programs and how they leave: loops and dicts, with no code of the engine."""

import datetime as dt
from typing import Final

from metrics.periods import Period
from tests.reference.slow_measures import Record, by_person, joined
from tests.reference.slow_numbers import Numbers, count, share

WAYS: Final[dict[str, tuple[str | None, ...]]] = {
    "completed": ("completed",),
    "left_early": ("left_early",),
    "removed": ("removed",),
    "transferred": ("transferred",),
    "died": ("died",),
    "other": ("other",),
    "not_stated": (None, "not_stated", "unmapped"),
}
STEPS: Final = ("screened", "eligible", "admitted", "engaged", "finished")


def of_programs(rows: list[Record], gap_days: int, period: Period, group: str | None) -> dict[str, Numbers]:
    """How far those came who were sent to a program in the period, and how those left who left in it."""
    sent = 0
    came = dict.fromkeys(STEPS, 0)
    for mine in by_person([row for row in rows if row["system"] == "program"]):
        for program in {row["program"] for row in mine}:
            in_it = [row for row in mine if row["program"] == program]
            first = _first(in_it, period)
            if first is None or group not in (None, first["group"]):
                continue
            sent += 1
            for step in _steps(in_it, first["start"]):
                came[step] += 1
    found = {"program_referrals": count(sent)}
    found |= {f"program_{step}": share(number, sent) for step, number in came.items()}
    return found | _exits(rows, gap_days, period, group)


def _first(in_it: list[Record], period: Period) -> Record | None:
    days = [row for row in in_it if row["kind"] == "referral" and period.first_on <= row["start"] <= period.last_on]
    return min(days, key=lambda row: row["start"], default=None)


def _steps(in_it: list[Record], sent_on: dt.date) -> set[str]:
    """Say which steps someone came to who was sent on this day, from the records of that program alone."""
    soon = [row for row in in_it if 0 <= (row["start"] - sent_on).days <= 90]
    reached = set()
    far = dt.date(9999, 1, 1)
    admissions = sorted(
        (row for row in soon if row["kind"] == "enrollment"), key=lambda row: (row["start"], row["end"] or far)
    )
    for row in soon:
        if row["kind"] in ("screening", "eligibility", "enrollment"):
            reached.add("screened")
        if row["kind"] == "enrollment" or (row["kind"] == "eligibility" and row["status"] == "eligible"):
            reached.add("eligible")
    if admissions:
        reached.add("admitted")
        came = admissions[0]
        visits = [r for r in in_it if r["kind"] == "service" and 0 <= (r["start"] - came["start"]).days <= 34]
        if len(visits) >= 2:
            reached.add("engaged")
        if came["status"] == "completed" and came["end"] and (came["end"] - sent_on).days <= 540:
            reached.add("finished")
    return reached


def _exits(rows: list[Record], gap_days: int, period: Period, group: str | None) -> dict[str, Numbers]:
    left = [
        row
        for row in rows
        if (row["system"], row["kind"]) == ("program", "enrollment")
        and row["end"]
        and period.first_on <= row["end"] <= period.last_on
        and group in (None, row["group"])
    ]
    bookings = joined([row for row in rows if (row["system"], row["kind"]) == ("jail", "custody")], gap_days)
    booked = [
        any(one["person"] == row["person"] and row["start"] < one["start"] <= row["end"] for one in bookings)
        for row in left
    ]
    return {
        "program_exits": count(len(left)),
        **{
            f"program_exit_{way}": share(sum(row["status"] in statuses for row in left), len(left))
            for way, statuses in WAYS.items()
        },
        "booked_while_in_program": share(sum(booked), len(left)),
    }
