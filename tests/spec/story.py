"""A worked example: a few people, what happened to them, and the answer that must come out."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.events import SystemKind
from metrics.language import EPISODES, FLAG_PREFIX, NEED_FLAG, STAYS, EpisodeStatus, Kind, System


@dataclass(frozen=True, kw_only=True)
class Stay:
    """One record of what happened to one person, by default a stay in jail; end_on None is still in jail."""

    person: str
    start_on: str
    end_on: str | None
    reason: str | None = "new_offense"
    status: EpisodeStatus | None = None
    need: str | None = None
    """Whether screening at booking found a mental-health need: yes, no, or not stated."""
    group: str = "not_stated"
    system: System = System.JAIL
    kind: Kind = Kind.CUSTODY
    program: str | None = None
    """Of which program it is, by its code."""


def assessment(person: str, on: str, group: str = "not_stated") -> Stay:
    """Return the moment at which the jail assessed someone."""
    return Stay(person=person, start_on=on, end_on=on, group=group, kind=Kind.ASSESSMENT)


def death(person: str, on: str) -> Stay:
    """Return the day on which someone died, in the records of deaths."""
    return Stay(person=person, start_on=on, end_on=on, system=System.VITAL_RECORDS, kind=Kind.DEATH)


def arrest(person: str, on: str) -> Stay:
    """Return a new act in the records of the court."""
    return Stay(person=person, start_on=on, end_on=on, system=System.COURT, kind=Kind.ARREST)


def case(person: str, start_on: str, end_on: str | None, status: EpisodeStatus | None = None) -> Stay:
    """Return a criminal case, from the arrest that led to it to the day on which the court closed it."""
    return Stay(
        person=person,
        start_on=start_on,
        end_on=end_on,
        reason=None,
        status=status,
        system=System.COURT,
        kind=Kind.CASE,
    )


def prison(person: str, start_on: str, end_on: str | None, reason: str | None = None) -> Stay:
    """Return a stay in prison; the reason is why it began."""
    return Stay(person=person, start_on=start_on, end_on=end_on, reason=reason, system=System.PRISON)


def term(person: str, start_on: str, end_on: str | None, status: EpisodeStatus | None = None) -> Stay:
    """Return a term of probation, parole or pretrial supervision."""
    return Stay(
        person=person,
        start_on=start_on,
        end_on=end_on,
        reason=None,
        status=status,
        system=System.SUPERVISION,
        kind=Kind.TERM,
    )


def revocation(person: str, on: str, reason: str | None = None) -> Stay:
    """Return the moment at which supervision was taken away, and why."""
    return Stay(person=person, start_on=on, end_on=on, reason=reason, system=System.SUPERVISION, kind=Kind.REVOCATION)


def housing(person: str, kind: Kind, start_on: str, end_on: str | None, went_to: str | None = None) -> Stay:
    """Return a stay in the homeless services system, and where the person went from it."""
    status = EpisodeStatus(went_to) if went_to else None
    return Stay(
        person=person, start_on=start_on, end_on=end_on, reason=None, status=status, system=System.HOUSING, kind=kind
    )


def foster_care(person: str, start_on: str, end_on: str | None, went_to: str | None = None) -> Stay:
    """Return a child's stay in foster care, and to whom the child went from it."""
    status = EpisodeStatus(went_to) if went_to else None
    return Stay(
        person=person,
        start_on=start_on,
        end_on=end_on,
        reason=None,
        status=status,
        system=System.CHILD_WELFARE,
        kind=Kind.FOSTER_CARE,
    )


def care(person: str, kind: Kind, start_on: str, end_on: str | None = None) -> Stay:
    """Return a visit, or a stay in hospital or treatment, in the records of behavioral health; a visit has one day."""
    ended = end_on if kind in STAYS else start_on
    return Stay(person=person, start_on=start_on, end_on=ended, reason=None, system=System.BEHAVIORAL_HEALTH, kind=kind)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What must come out for one window, and for one group where the example is split; None numbers need a status."""

    window_days: int | None
    numerator: int | None
    denominator: int | None
    value: float | None = None
    """Only where it is not numerator / denominator."""
    status: str = "shown"
    group: str = "all"


ALL_REPORTED: Final = frozenset((system, kind) for system in System for kind in Kind)


@dataclass(frozen=True, kw_only=True)
class Example:
    """One worked example of one measure. The data run from data_first_on to data_last_on, both inside.

    reported says what the sources of the county carry, with which fields. switched_off names switches of the county.
    """

    measure_id: str
    title: str
    story: str
    stays: tuple[Stay, ...]
    period: str
    answers: tuple[Answer, ...]
    data_first_on: str = "2019-01-01"
    data_last_on: str = "2023-12-31"
    gap_days: int = 1
    switched_off: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset({"reason", "status", NEED_FLAG})
    reported: frozenset[SystemKind] = ALL_REPORTED


GROUP_FIELD = f"{FLAG_PREFIX}group"


def episodes(stays: tuple[Stay, ...]) -> pl.DataFrame:
    """Return the stays in the columns of language.EPISODES, with the flags of need and of the group."""
    people = sorted({stay.person for stay in stays})
    rows = [
        {
            **dict.fromkeys(EPISODES),
            "person_id": people.index(stay.person) + 1,
            "system": stay.system,
            "kind": stay.kind,
            "start_on": dt.date.fromisoformat(stay.start_on),
            "end_on": dt.date.fromisoformat(stay.end_on) if stay.end_on else None,
            "reason": stay.reason,
            "status": stay.status,
            "program_id": stay.program,
            NEED_FLAG: stay.need,
            GROUP_FIELD: stay.group,
        }
        for stay in stays
    ]
    return pl.DataFrame(rows, schema={**EPISODES, NEED_FLAG: pl.String(), GROUP_FIELD: pl.String()})
