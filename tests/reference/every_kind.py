"""Made-up people with every kind of record that the language knows, close enough in time that each measure finds some."""

import datetime as dt
import random
from typing import Final

from metrics.grouping import Grouping
from metrics.language import NEED_FLAG, STATUSES, STAYS, EpisodeStatus, Kind, Reason, System
from metrics.prepared import Carried, Settings
from metrics.programs import Program
from metrics.tallies.kinds import Often
from tests.reference.slow_measures import Record

FIRST_ON, LAST_ON = dt.date(2017, 1, 1), dt.date(2022, 12, 31)
GROUPS: Final = ("yes", "no")
RULE: Final = Often(bookings=3, days=400)
PROGRAMS: Final = tuple(
    Program(program_id=name, codes=frozenset({name}), intercept=3) for name in ("court", "navigator")
)

KINDS_OF: Final[dict[System, tuple[Kind, ...]]] = {
    System.JAIL: (Kind.CUSTODY, Kind.ASSESSMENT, Kind.SCREENING),
    System.PRISON: (Kind.CUSTODY,),
    System.COURT: (Kind.ARREST, Kind.CASE),
    System.SUPERVISION: (Kind.TERM, Kind.VIOLATION, Kind.REVOCATION, Kind.ASSESSMENT),
    System.BEHAVIORAL_HEALTH: (Kind.TREATMENT, Kind.SERVICE, Kind.HOSPITAL_STAY, Kind.EMERGENCY_VISIT),
    System.CRISIS: (Kind.CRISIS_CONTACT,),
    System.HOUSING: (
        Kind.STREET_OUTREACH,
        Kind.EMERGENCY_SHELTER,
        Kind.TRANSITIONAL_HOUSING,
        Kind.PERMANENT_HOUSING,
        Kind.HOUSING_HELP,
        Kind.HOUSING_STATE,
    ),
    System.CHILD_WELFARE: (Kind.FOSTER_CARE,),
    System.PROGRAM: (
        Kind.REFERRAL,
        Kind.SCREENING,
        Kind.ELIGIBILITY,
        Kind.ENROLLMENT,
        Kind.SERVICE,
        Kind.HOUSING_STATE,
        Kind.WORK_STATE,
        Kind.CARE_STATE,
    ),
    System.VITAL_RECORDS: (Kind.DEATH,),
}
"""Where each kind happens."""
PLACES: Final = tuple(
    (system, kind) for system, kinds in KINDS_OF.items() for kind in kinds if (system, kind) != ("program", "screening")
)
"""Where records are drawn one by one; screening by a program comes with the rest of the way into it."""

_MORE: Final = {
    (System.JAIL, Kind.CUSTODY): 3,
    (System.COURT, Kind.CASE): 3,
    (System.SUPERVISION, Kind.TERM): 2,
    (System.SUPERVISION, Kind.REVOCATION): 2,
    (System.BEHAVIORAL_HEALTH, Kind.SERVICE): 1,
}
"""Of what is followed by something rare there is more."""
_AFTER_DAYS: Final = (0, 0, 1, 2, 7, 8, 14, 15, 30, 31, 60, 180, 181, 365, 366, 731, 1000)
"""Days from something that happened to the next: the edges of windows among them."""
_LENGTHS: Final = (0, 0, 1, 2, 3, 7, 8, 20, 60, 200, 365, None)
_OFTEN: Final[dict[Kind, EpisodeStatus]] = {
    Kind.CASE: EpisodeStatus.CONVICTED,
    Kind.STREET_OUTREACH: EpisodeStatus.PERMANENT,
    Kind.EMERGENCY_SHELTER: EpisodeStatus.PERMANENT,
    Kind.TRANSITIONAL_HOUSING: EpisodeStatus.PERMANENT,
    Kind.PERMANENT_HOUSING: EpisodeStatus.PERMANENT,
    Kind.FOSTER_CARE: EpisodeStatus.REUNIFIED,
    Kind.HOUSING_STATE: EpisodeStatus.PERMANENT,
    Kind.WORK_STATE: EpisodeStatus.WORKING,
    Kind.CARE_STATE: EpisodeStatus.IN_CARE,
}
"""What comes of half the records of a kind; of the others, anything that can."""
_REASONS: Final = (Reason.NEW_OFFENSE, Reason.TECHNICAL_VIOLATION, *sorted(Reason))


def every_kind(seed: int, people: int) -> list[Record]:
    """Draw the records of some people: each of few systems, and in the order in which they are drawn, not in time.

    Of records of one person, system and kind that start on one day, which one is first is not defined: there are none. A
    group goes with the day on which a record starts, for the same reason.
    """
    rng = random.Random(seed)  # noqa: S311  not a secret
    found: list[Record] = []
    for person in range(1, people + 1):
        systems = [System.JAIL, *rng.sample(list(System), 4)]
        places = [place for place in PLACES if place[0] in systems and place[1] is not Kind.DEATH]
        places += [place for place, times in _MORE.items() for _ in range(times) if place in places]
        days = [_day(rng)]
        for _ in range(rng.randint(12, 30)):
            mine = _record(rng, person, *rng.choice(places), rng.choice(days))
            found += [mine, *_states(rng, mine)]
            days += [mine["start"], mine["end"] or _day(rng), _day(rng)]
        if rng.random() < 0.15:
            found.append(_record(rng, person, System.VITAL_RECORDS, Kind.DEATH, rng.choice(days)))
    found = [*_months_later(random.Random(seed + 1), found), *found]  # noqa: S311  not a secret
    found = [*_on_the_way(random.Random(seed + 2), found), *found]  # noqa: S311  not a secret
    inside = [record for record in found if record["start"] <= LAST_ON]
    return list({(r["person"], r["system"], r["kind"], r["start"]): r for r in inside}.values())


def _day(rng: random.Random) -> dt.date:
    return FIRST_ON + dt.timedelta(days=rng.randint(0, (LAST_ON - FIRST_ON).days))


def _record(rng: random.Random, person: int, system: System, kind: Kind, near: dt.date) -> Record:
    start = near + dt.timedelta(days=rng.choice(_AFTER_DAYS))
    lasts = rng.choice(_LENGTHS) if kind in STAYS else 0
    end = None if lasts is None else start + dt.timedelta(days=lasts)
    statuses = (None, *sorted(STATUSES.get(kind, ())))
    return {
        "person": person,
        "system": system,
        "kind": kind,
        "start": start,
        "end": end if end is None or end <= LAST_ON else None,
        "reason": rng.choice(_REASONS),
        "status": _OFTEN[kind] if kind in _OFTEN and rng.random() < 0.5 else rng.choice(statuses),
        "need": rng.choice((None, "yes", "yes", "no", "not_stated", "unmapped")),
        "group": GROUPS[start.toordinal() % 2],
        "program": PROGRAMS[start.toordinal() % 3 // 2].program_id,
    }


def _states(rng: random.Random, record: Record) -> list[Record]:
    """A program notes how people are on the first day and on the last: home, work and care."""
    if record["kind"] is not Kind.ENROLLMENT or record["end"] is None:
        return []
    noted = [
        _record(rng, record["person"], System.PROGRAM, kind, day)
        for kind in (Kind.HOUSING_STATE, Kind.WORK_STATE, Kind.CARE_STATE)
        for day in (record["start"], record["end"])
    ]
    days = (record["start"], record["end"]) * 3
    return [{**state, "start": day, "end": day} for state, day in zip(noted, days, strict=True)]


def _months_later(rng: random.Random, records: list[Record]) -> list[Record]:
    """Programs ask people again about half a year and a year after they came: around the edges of what counts."""
    found = []
    for record in records:
        if record["kind"] is not Kind.ENROLLMENT:
            continue
        for kind in (Kind.HOUSING_STATE, Kind.WORK_STATE, Kind.CARE_STATE):
            for days in (180, 365):
                asked = record["start"] + dt.timedelta(days=days + rng.choice((-31, -30, 0, 0, 0, 1, 60, 61)))
                state = _record(rng, record["person"], System.PROGRAM, kind, asked)
                found.append({**state, "start": asked, "end": asked})
    return found


def _on_the_way(rng: random.Random, records: list[Record]) -> list[Record]:
    """Before some bookings the person was in a program: sent, screened, let in and seen, around the edges of what counts."""
    found = []
    for booking in records:
        if (booking["system"], booking["kind"]) != (System.JAIL, Kind.CUSTODY) or rng.random() < 0.6:
            continue
        lasted = rng.choice((0, 29, 30, 31, 90, 181, 364, 366))
        left = booking["start"] - dt.timedelta(days=rng.choice((-1, 0, 1, 30, 31, 90, 180, 181, 365, 366, 700)))
        came = left - dt.timedelta(days=lasted)
        sent = came - dt.timedelta(days=rng.choice((0, 1, 14, 30, 89, 90, 91)))
        program = rng.choice(PROGRAMS).program_id
        days = [(Kind.REFERRAL, sent), (Kind.ENROLLMENT, came)]
        days += [
            (kind, sent + dt.timedelta(days=rng.choice((0, 2, 90, 91)))) for kind in (Kind.SCREENING, Kind.ELIGIBILITY)
        ]
        days += [(Kind.SERVICE, came + dt.timedelta(days=rng.choice((0, 5, 14, 20, 34, 35)))) for _ in range(2)]
        for kind, on in days:
            if rng.random() < 0.15:
                continue
            step = _record(rng, booking["person"], System.PROGRAM, kind, on)
            end = min(left, LAST_ON) if kind is Kind.ENROLLMENT else on
            status = EpisodeStatus.COMPLETED if kind is Kind.ENROLLMENT and rng.random() < 0.4 else step["status"]
            found.append({**step, "start": on, "end": end, "status": status, "program": program})
    return found


def everything_is_reported(gap_days: int = 1) -> Settings:
    """What a county decides whose sources tell all there is to tell, through the last day."""
    fields = frozenset({"reason", "status", NEED_FLAG})
    carried = Carried(through=LAST_ON, fields=fields)
    return Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=gap_days,
        groupings=(Grouping(grouping_id="group", field="flag_group", group_ids=GROUPS),),
        carried={(system, kind): carried for system in System for kind in Kind},
        switches={},
        often=RULE,
        programs=PROGRAMS,
    )
