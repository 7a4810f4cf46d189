"""Guesses what a file tells and what its columns mean, by their names and by what they hold."""

import re
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from data_access.linkage_settings import identity_problem
from data_access.scaffold.code_words import plain, word_for
from data_access.scaffold.looking import Column, Look
from metrics.language import STATUSES, STAYS, Kind, System

NAMES: Final = {
    "person_key": r"\b(person(al)?|client|patient|defendant|subject|individual|participant|inmate|offender|child|party|name)"
    r" ?(id|no|num|number|nbr|key)\b|^(id|pid|sid|mni|so number|person|person id hash)$",
    "birth_date": r"\b(dob|birth)",
    "end": r"\b(releas|discharg|exit|end|clos|dispos|terminat|leave|left|out)",
    "start": r"\b(book|admi|intake|entry|enter|start|begin|open|fil(ed|ing)|referr|visit|contact|service|remov|commit"
    r"|confine|arrest|incident|occur|offense|screen|assess|in|death|died|return)",
    "age_at_start": r"\bage\b",
    "sex": r"\b(sex|gender)\b",
    "race_ethnicity": r"\b(race|ethnic)",
    "reason": r"\b(book|admi|arrest|intake|hold|legal)\w* ?(type|reason|code|status)|\breason\b|recidivism type",
    "status": r"\b(releas|exit|dispos|discharg|terminat|clos|end|outcome)\w* ?(type|reason|code|status|to)\b|\bdisposition$",
    "severity": r"\b(class|classification|severity|level|degree|grade|type)\b",
    "charge": r"\b(charge|statute|offen[cs]e|ucr|ncic)\b(?!.*(date|class|level|degree))",
    "program_id": r"\b(program|project|unit|facility|provider|team)\b",
}
"""What a heading looks like that means a field: words in lower case, with one blank between them."""

NAMED: Final = {
    "first_name": r"\b(first|given) ?name\b|^(first|fname)$",
    "middle_name": r"\bmiddle ?name\b|^middle$",
    "last_name": r"\b(last|family|sur) ?name\b|^(last|lname|surname)$",
    "ssn": r"\bssn\b|\bsocial security",
}
"""What a heading looks like of a column that tells who someone is, and only that."""

FOUND_BY_HEADING: Final = (
    "person_key",
    "sex",
    "race_ethnicity",
    "age_at_start",
    "reason",
    "severity",
    "charge",
    "status",
    "program_id",
)

_DATES: Final = ("start", "end", "birth_date")

PRIVATE: Final = re.compile(
    r"\b(first|last|middle|full|maiden|alias)? ?(name|ssn|address|street|phone|e ?mail|zip|licen[cs]e)\b"
)
"""Headings of columns whose values are never written, however few they are."""

_ABOUT_THE_RECORD: Final = re.compile(r"\b(creat|updat|delet|modif|extract|load|insert|export)")
"""Headings of dates on which somebody wrote the record: nothing happened to the person then."""

DAYS: Final = re.compile(r"\bdays\b")
YEAR: Final = re.compile(r"\byear\b")

_KINDS: Final = (
    (r"prison|return to prison|doc\b", System.PRISON, Kind.CUSTODY),
    (r"jail|book|inmate|custody", System.JAIL, Kind.CUSTODY),
    (r"court|case|docket|dispos|filing", System.COURT, Kind.CASE),
    (r"arrest", System.COURT, Kind.ARREST),
    (r"violation", System.SUPERVISION, Kind.VIOLATION),
    (r"probation|parole|supervis", System.SUPERVISION, Kind.TERM),
    (r"shelter", System.HOUSING, Kind.EMERGENCY_SHELTER),
    (r"crisis|hotline|988", System.CRISIS, Kind.CRISIS_CONTACT),
    (r"emergency", System.BEHAVIORAL_HEALTH, Kind.EMERGENCY_VISIT),
    (r"treatment|discharg|admission", System.BEHAVIORAL_HEALTH, Kind.TREATMENT),
    (r"service|encounter", System.BEHAVIORAL_HEALTH, Kind.SERVICE),
    (r"removal|foster", System.CHILD_WELFARE, Kind.FOSTER_CARE),
    (r"referr", System.PROGRAM, Kind.REFERRAL),
    (r"enroll|program", System.PROGRAM, Kind.ENROLLMENT),
    (r"death|deceased", System.VITAL_RECORDS, Kind.DEATH),
)
_ID_SHARE = 0.02
"""A column of person keys has many different values: at least this share of its rows."""


@dataclass(kw_only=True)
class Guess:
    """What a file probably is. columns maps our fields to headings; plus_days and year_column stand in for a date."""

    system: System
    kind: Kind
    is_sure_of_kind: bool
    columns: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)
    plus_days: str | None = None
    year_column: str | None = None


def is_private(column: Column) -> bool:
    """Whether no value of a column may be written down."""
    return bool(PRIVATE.search(plain(column.name)))


def guess(look: Look) -> Guess:
    """Guess the system and kind of a file and which column means what."""
    system, kind, sure = _kind(look)
    found = Guess(system=system, kind=kind, is_sure_of_kind=sure)
    _days(look, found)
    for name in (
        "person_key",
        "sex",
        "race_ethnicity",
        "age_at_start",
        "reason",
        "severity",
        "charge",
        "status",
        "program_id",
    ):
        column = _best(look, name, found)
        if column:
            found.columns[name] = column.name
    if "birth_date" in found.columns:
        found.columns.pop("age_at_start", None)
    if not STATUSES.get(kind):
        found.columns.pop("status", None)
    if "start" not in found.columns:
        _years(look, found)
    found.columns |= _names(look, found)
    order = (*_DATES, *FOUND_BY_HEADING, *NAMED)
    found.columns = {name: found.columns[name] for name in order if name in found.columns}
    return found


def _names(look: Look, found: Guess) -> dict[str, str]:
    """Return the headings that tell who someone is, where they are enough to join people by."""
    taken = set(found.columns.values())
    names: dict[str, str] = {}
    for name, pattern in NAMED.items():
        fits = (each.name for each in look.columns if each.name not in taken and re.search(pattern, plain(each.name)))
        heading = next(fits, None)
        if heading is not None:
            names[name] = heading
    return {} if identity_problem({**found.columns, **names}) else names


def _kind(look: Look) -> tuple[System, Kind, bool]:
    file, headings = plain(look.path.stem), " | ".join(plain(column.name) for column in look.columns)
    for text in (file, headings):
        for pattern, system, kind in _KINDS:
            if re.search(pattern, text):
                return system, kind, text == file
    return System.JAIL, Kind.CUSTODY, False


def _days(look: Look, found: Guess) -> None:
    """Find the dates: of birth, of the start and, for stays, of the end."""
    dates = [
        column for column in look.columns if column.date_forms and not _ABOUT_THE_RECORD.search(plain(column.name))
    ]
    for name in ("birth_date", "end", "start"):
        fits = [column for column in dates if re.search(NAMES[name], plain(column.name))]
        fits = [column for column in fits if column.name not in found.columns.values()]
        if fits and (name != "end" or found.kind in STAYS):
            found.columns[name] = max(fits, key=lambda column: column.filled).name
    left = [column for column in dates if column.name not in found.columns.values()]
    if "start" not in found.columns and left:
        earliest = _in_order(look, left)[0]
        found.columns["start"] = earliest.name
        found.unsure["start"] = "No heading says so. It is a date."
        left.remove(earliest)
    if "end" not in found.columns and left and found.kind in STAYS:
        found.columns["end"] = _in_order(look, left)[-1].name
        found.unsure["end"] = "No heading says so. It is a date, and mostly after the start."


def _in_order(look: Look, dates: list[Column]) -> list[Column]:
    """Return date columns from the earliest to the latest, by their median year."""

    def middle(column: Column) -> float:
        days = [pl.col(column.name).str.to_date(form, strict=False) for form in column.date_forms if "%H" not in form]
        times = [
            pl.col(column.name).str.to_datetime(form, strict=False, time_unit="us").dt.date()
            for form in column.date_forms
            if "%H" in form
        ]
        value = look.table.select(pl.coalesce(*days, *times).dt.epoch("d").median()).item()
        return float(value or 0)

    return sorted(dates, key=middle)


def _years(look: Look, found: Guess) -> None:
    """Where there is no date, take a year for it, and a number of days to be added for what came later."""
    years = [column for column in look.columns if column.is_whole_number and YEAR.search(plain(column.name))]
    if years:
        found.year_column = min(years, key=lambda column: column.first_year or 0).name
    days = [column for column in look.columns if column.is_whole_number and DAYS.search(plain(column.name))]
    if days and found.year_column:
        found.plus_days = days[0].name


def _best(look: Look, name: str, found: Guess) -> Column | None:
    """Return the first column whose heading fits the field and whose content does not speak against it."""
    taken = set(found.columns.values())
    for column in look.columns:
        if column.name not in taken and re.search(NAMES[name], plain(column.name)) and _can_be(column, name):
            return column
    return None


def _can_be(column: Column, name: str) -> bool:
    """Whether what a column holds does not speak against the field; dates are found by themselves."""
    if column.date_forms or column.filled == 0:
        return False
    known = [code for code, _ in column.codes if word_for(name, code)]
    fits = {
        "person_key": column.different >= max(2, _ID_SHARE * column.rows),
        "age_at_start": column.is_whole_number or column.is_coded,
        "charge": not column.is_whole_number or column.different < column.rows,
        "program_id": not column.is_whole_number or column.different < column.rows,
        "sex": column.is_coded and 2 * len(known) >= len(column.codes),
        "severity": column.is_coded and 2 * len(known) >= len(column.codes),
    }
    return fits.get(name, column.is_coded and not is_private(column))
