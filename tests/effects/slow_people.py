"""Who is compared, a second time: a loop over one person's records after the other, as someone would do it by hand.

Leaving jail is the start of the clock here, and the outcome is the next booking. No code of metrics.effects is used.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
STEPS = {
    "referred": ("referral", None),
    "screened": ("screening", "positive"),
    "found_eligible": ("eligibility", "eligible"),
}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a county declares."""

    codes: set[str]
    could: str
    opened_on: dt.date
    grace_days: int
    entered_through: dt.date
    once: bool


def slow_moments(records: list[Record], rules: Rules) -> list[Record]:
    """Return one record per moment: person, in the program or not, time zero, days to the outcome, what was known before."""
    found = []
    for person in sorted({record["person_id"] for record in records}):
        own = [record for record in records if record["person_id"] == person]
        moments = _of_person(own, rules)
        found += moments[:1] if rules.once else moments
    return found


def _of_person(own: list[Record], rules: Rules) -> list[Record]:
    stays = sorted((r for r in own if r["system"] == "jail"), key=lambda r: r["start_on"])
    theirs = [r for r in own if r["system"] == "program" and r["program_id"] in rules.codes]
    entries = [r["start_on"] for r in theirs if r["kind"] == "enrollment"]
    moments = []
    for number, stay in enumerate(stays):
        left_on = stay["end_on"]
        if left_on is None or stay["status"] in ("died", "sent_to_prison"):
            continue
        if not _could_enter(theirs, stay, rules) or left_on < rules.opened_on:
            continue
        zero = left_on + dt.timedelta(days=rules.grace_days)
        if zero > rules.entered_through or any(day < stay["start_on"] for day in entries):
            continue
        later = [other["start_on"] for other in stays if other["start_on"] > left_on]
        days = (min(later) - zero).days if later else None
        if days is not None and days <= 0:
            continue
        before = stays[:number]
        recent = [s for s in before if (stay["start_on"] - s["start_on"]).days <= 1096]
        ended = [s for s in before if s["end_on"] and (stay["start_on"] - s["end_on"]).days <= 365]
        moments.append(
            {
                "person_id": stay["person_id"],
                "treated": int(any(stay["start_on"] <= day <= zero for day in entries)),
                "time_zero_on": zero,
                "day": days,
                "known_bookings_before": min(10, len(recent)),
                "known_booked_in_last_year": bool(ended),
                "known_year": str(left_on.year),
            }
        )
    return moments


def _could_enter(theirs: list[Record], stay: Record, rules: Rules) -> bool:
    if rules.could == "everyone":
        return True
    kind, status = STEPS[rules.could]
    return any(
        r["kind"] == kind
        and (status is None or r["status"] == status)
        and stay["start_on"] <= r["start_on"] <= stay["end_on"]
        for r in theirs
    )
