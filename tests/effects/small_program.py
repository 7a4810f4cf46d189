"""A few records of jail and of one program, and how they are asked."""

import datetime as dt
from typing import Any, Final

import polars as pl

from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.effects.people import Compare, Could, Start
from metrics.group_keys import RECORD_KEY
from metrics.language import EPISODES, Kind, System
from metrics.prepared import Carried, Prepared, Settings, prepare
from metrics.registry import REBOOKING

FIRST_ON: Final = dt.date(2019, 1, 1)
LAST_ON: Final = dt.date(2023, 12, 31)
OPENED_ON: Final = dt.date(2020, 1, 1)
CODE: Final = "P-1"
KNOWN: Final = ("bookings_before", "booked_in_last_year", "year")


def day(text: str) -> dt.date:
    """Return a day."""
    return dt.date.fromisoformat(text)


def stay(person: int, start: str, end: str | None, status: str | None = "released") -> dict[str, Any]:
    """Return a stay in jail."""
    return _record(person, "jail", "custody", start, end, status=status)


def step(person: int, kind: str, on: str, status: str | None = None, code: str = CODE) -> dict[str, Any]:
    """Return a step of a program, which is a moment."""
    return _record(person, "program", kind, on, on, status=status, program_id=code)


def enrollment(person: int, start: str, end: str | None = None, code: str = CODE) -> dict[str, Any]:
    """Return a time in the program."""
    return _record(person, "program", "enrollment", start, end, program_id=code)


def _record(person: int, system: str, kind: str, start: str, end: str | None, **other: Any) -> dict[str, Any]:
    return {
        "person_id": person,
        "system": system,
        "kind": kind,
        "start_on": day(start),
        "end_on": day(end) if end else None,
        **other,
    }


def prepared_of(records: list[dict[str, Any]], *, through: dt.date = LAST_ON) -> Prepared:
    """Make records ready to be asked; enrollments are on record through a day of their own."""
    frame = pl.DataFrame(records, schema_overrides={"end_on": pl.Date}, infer_schema_length=None)
    absent = [pl.lit(None, kind).alias(name) for name, kind in EPISODES.items() if name not in frame.columns]
    keys = (pl.col("person_id") * 7_919_000_003 % 2**62).cast(pl.UInt64).alias(RECORD_KEY)
    kinds = (Kind.REFERRAL, Kind.SCREENING, Kind.ELIGIBILITY, Kind.ENROLLMENT)
    carried = {(System.JAIL, Kind.CUSTODY): Carried(through=LAST_ON, fields=frozenset({"status"}))}
    carried |= {(System.PROGRAM, kind): Carried(through=through, fields=frozenset({"status"})) for kind in kinds}
    settings = Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=1,
        groupings=(),
        carried=carried,
        switches={},
        often=FOUR_IN_THREE_YEARS,
    )
    return prepare(frame.with_columns(absent).select(*EPISODES).cast(EPISODES).with_columns(keys), settings)


def asked(
    *,
    start: Start = Start.LEAVING_JAIL,
    could: Could = Could.FOUND_ELIGIBLE,
    grace_days: int = 0,
    randomised: bool = False,
    covariates: tuple[str, ...] = KNOWN,
) -> Compare:
    """Return how the program's people are compared."""
    return Compare(
        program_id="program",
        codes=frozenset({CODE}),
        start=start,
        could=could,
        opened_on=OPENED_ON,
        grace_days=grace_days,
        measure=REBOOKING,
        randomised=randomised,
        covariates=covariates,
    )
