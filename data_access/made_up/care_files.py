"""The files of treatment, hospital, crisis line, shelters, foster care, the treatment court and the register of deaths."""

from typing import Final

import polars as pl

from data_access.made_up.drawing import Span, written
from data_access.made_up.files import (
    FEW_OF_A_SHARED_FILE,
    FEW_OF_A_STAY,
    FEW_OF_ANY,
    ISO_DATE,
    US_DATE,
    MadeUpFile,
    cells,
    if_over,
    numbered,
    text,
    until,
)
from data_access.made_up.identities import Registry

CLINIC = Registry(key="M{}", first_key=610_001, number_share=0.5, twice_share=0.02)
HOSPITAL = Registry(key="{}", first_key=90_000_001, number_share=0.7, twice_share=0.01)
CRISIS_LINE = Registry(key="C{}", first_key=1, number_share=0.25, carelessness=2.0)
SHELTERS = Registry(key="{}", first_key=595_001, number_share=0.55, twice_share=0.03, carelessness=1.5)
CHILD_WELFARE = Registry(key="K{}", first_key=31_001, number_share=0.8, carelessness=0.5)
PROGRAM = Registry(key="P-{}", first_key=1_001, number_share=0.3, carelessness=0.7)
VITAL_RECORDS = Registry(key="{}", first_key=2_019_000_001, number_share=0.97, carelessness=0.4)

_PROJECT_TYPES: Final = {"ES": "0", "SO": "4", "TH": "2", "RRH": "13", "PSH": "3"}
_HUD_SEXES: Final = {"F": "0", "M": "1", "U": "99"}


def _identity(last: str, first: str, ssn: str, born: str, sex: str, form: str) -> dict[str, pl.Expr]:
    """Return the columns that tell who someone is, under these headings."""
    return {
        last: pl.col("last_name"),
        first: pl.col("first_name"),
        ssn: pl.col("ssn"),
        born: written("born", form),
        sex: text("sex"),
    }


def treatment(episodes: pl.DataFrame, span: Span) -> MadeUpFile:
    """The clinics' admissions and discharges."""
    rows = episodes.sort("start", "person")
    table = cells(
        rows,
        {
            "EpisodeNo": numbered(rows, 1, "E{}"),
            "MRN": pl.col("key"),
            **_identity("PatientLast", "PatientFirst", "SSN", "DOB", "Sex", US_DATE),
            "Program": pl.col("program"),
            "Admitted": written("start", US_DATE),
            "Discharged": until("end", US_DATE, span),
            "DischargeCode": if_over("exit", span),
        },
    )
    return MadeUpFile(
        name="clinic_episodes.csv", table=table, record="EpisodeNo", person="MRN", start="Admitted", start_form=US_DATE,
        end="Discharged", end_form=US_DATE, added=FEW_OF_A_STAY,
    )  # fmt: skip


def visits(days: pl.DataFrame) -> MadeUpFile:
    """The clinics' visits, one row each."""
    rows = days.sort("day", "person")
    table = cells(
        rows,
        {
            "VisitNo": numbered(rows, 1, "V{}"),
            "MRN": pl.col("key"),
            **_identity("PatientLast", "PatientFirst", "SSN", "DOB", "Sex", US_DATE),
            "Visited": written("day", US_DATE),
        },
    )
    return MadeUpFile(
        name="clinic_visits.csv", table=table, record="VisitNo", person="MRN", start="Visited", start_form=US_DATE,
        added=FEW_OF_ANY,
    )  # fmt: skip


def hospital_stays(stays: pl.DataFrame, span: Span) -> MadeUpFile:
    """The hospital's stays for mental health and substance use: semicolons, day before month, Western European letters."""
    form = "%d.%m.%Y"
    rows = stays.filter(pl.col("what") == "hospital").sort("start", "person")
    table = cells(
        rows,
        {
            "ACCOUNT": numbered(rows, 7_000_001),
            "PATIENT": pl.col("key"),
            **_identity("FAMILY NAME", "GIVEN NAME", "SSN", "BORN", "SEX", form),
            "IN": written("start", form),
            "OUT": until("end", form, span),
            "LEFT FOR": pl.when(pl.col("end") <= span.last_day).then(pl.lit("HOME")).otherwise(pl.lit("")),
        },
    )
    return MadeUpFile(
        name="HOSPITAL_STAYS.TXT", table=table, record="ACCOUNT", person="PATIENT", start="IN", start_form=form,
        end="OUT", end_form=form, delimiter=";", encoding="cp1252", line_end="\r\n", added=FEW_OF_A_STAY,
    )  # fmt: skip


def emergency_visits(stays: pl.DataFrame) -> MadeUpFile:
    """The hospital's emergency visits."""
    form = "%d.%m.%Y"
    rows = stays.filter(pl.col("what") == "emergency").sort("start", "person")
    table = cells(
        rows,
        {
            "ACCOUNT": numbered(rows, 8_000_001),
            "PATIENT": pl.col("key"),
            **_identity("FAMILY NAME", "GIVEN NAME", "SSN", "BORN", "SEX", form),
            "SEEN": written("start", form),
        },
    )
    return MadeUpFile(
        name="EMERGENCY_VISITS.TXT", table=table, record="ACCOUNT", person="PATIENT", start="SEEN", start_form=form,
        delimiter=";", encoding="cp1252", line_end="\r\n", added=FEW_OF_ANY,
    )  # fmt: skip


def crisis_calls(calls: pl.DataFrame) -> MadeUpFile:
    """The crisis line's log. It knows no person, only calls, and what the caller said."""
    rows = calls.sort("day", "person")
    table = cells(
        rows,
        {
            "Call": pl.col("key"),
            **_identity("Caller last name", "Caller first name", "SSN", "Birth date", "Sex", ISO_DATE),
            "Called": written("day", ISO_DATE),
        },
    )
    return MadeUpFile(
        name="crisis_calls.csv", table=table, record="Call", person="Call", start="Called", start_form=ISO_DATE,
        added={"unreadable_date": 2, "ragged_row": 1, "future_date": 1, "duplicate_row": 3},
    )  # fmt: skip


def housing(stays: pl.DataFrame, span: Span) -> MadeUpFile:
    """The shelters' stays in the manner of HMIS: HUD's codes for the type of project, sex and destination."""
    rows = stays.sort("start", "person", "project")
    table = cells(
        rows,
        {
            "EnrollmentID": numbered(rows, 837_001),
            "PersonalID": pl.col("key"),
            "FirstName": pl.col("first_name"),
            "LastName": pl.col("last_name"),
            "SSN": pl.col("ssn"),
            "DOB": written("born", ISO_DATE),
            "Sex": text("sex", _HUD_SEXES),
            "ProjectType": text("project", _PROJECT_TYPES),
            "EntryDate": written("start", ISO_DATE),
            "ExitDate": until("end", ISO_DATE, span),
            "Destination": if_over("destination", span),
        },
    )
    return MadeUpFile(
        name="hmis_enrollments.csv",
        table=table,
        record="EnrollmentID",
        person="PersonalID",
        start="EntryDate",
        start_form=ISO_DATE,
        end="ExitDate",
        end_form=ISO_DATE,
        added=FEW_OF_A_STAY,
    )


def foster_care(times: pl.DataFrame, span: Span) -> MadeUpFile:
    """The child welfare office's removals."""
    rows = times.sort("start", "person")
    table = cells(
        rows,
        {
            "RemovalID": numbered(rows, 1, "R{}"),
            "ChildID": pl.col("key"),
            **_identity("ChildLast", "ChildFirst", "ChildSSN", "ChildDOB", "ChildSex", US_DATE),
            "RemovedOn": written("start", US_DATE),
            "EndedOn": until("end", US_DATE, span),
            "Outcome": if_over("outcome", span),
        },
    )
    return MadeUpFile(
        name="foster_care.csv", table=table, record="RemovalID", person="ChildID", start="RemovedOn",
        start_form=US_DATE, end="EndedOn", end_form=US_DATE, added=FEW_OF_A_STAY,
    )  # fmt: skip


def referrals(rows: pl.DataFrame) -> MadeUpFile:
    """The treatment court's referrals, with screening and decision in the same row."""
    rows = rows.sort("referred_on", "person")
    table = cells(
        rows,
        {
            "Referral": numbered(rows, 1, "F{}"),
            "Participant": pl.col("key"),
            **_identity("Last name", "First name", "SSN", "Date of birth", "Sex", ISO_DATE),
            "Track": pl.col("program"),
            "Referred": written("referred_on", ISO_DATE),
            "Screened": written("screened_on", ISO_DATE),
            "Screening found": pl.col("screen_found"),
            "Decided": written("decided_on", ISO_DATE),
            "Decision": pl.col("decision"),
        },
    )
    return MadeUpFile(
        name="treatment_court_referrals.csv", table=table, record="Referral", person="Participant", start="Referred",
        start_form=ISO_DATE, added=FEW_OF_A_SHARED_FILE,
    )  # fmt: skip


def enrollments(rows: pl.DataFrame, span: Span) -> MadeUpFile:
    """The treatment court's participants."""
    rows = rows.sort("start", "person")
    codes = {"completed": "GRAD", "left_early": "QUIT", "removed": "TERM", "died": "DECD"}
    table = cells(
        rows,
        {
            "Enrollment": numbered(rows, 1, "N{}"),
            "Participant": pl.col("key"),
            **_identity("Last name", "First name", "SSN", "Date of birth", "Sex", ISO_DATE),
            "Track": pl.col("program"),
            "Entered": written("start", ISO_DATE),
            "Left": until("end", ISO_DATE, span),
            "Left how": pl.when(pl.col("end") <= span.last_day).then(text("exit", codes)).otherwise(pl.lit("")),
        },
    )
    return MadeUpFile(
        name="treatment_court_participants.csv", table=table, record="Enrollment", person="Participant", start="Entered",
        start_form=ISO_DATE, end="Left", end_form=ISO_DATE, added=FEW_OF_A_STAY,
    )  # fmt: skip


def program_services(rows: pl.DataFrame, span: Span) -> MadeUpFile:
    """The treatment court's visits."""
    rows = rows.filter(pl.col("day") <= span.last_day).sort("day", "person")
    table = cells(
        rows,
        {
            "Visit": numbered(rows, 1, "S{}"),
            "Participant": pl.col("key"),
            **_identity("Last name", "First name", "SSN", "Date of birth", "Sex", ISO_DATE),
            "Track": pl.col("program"),
            "Seen": written("day", ISO_DATE),
        },
    )
    return MadeUpFile(
        name="treatment_court_visits.csv", table=table, record="Visit", person="Participant", start="Seen",
        start_form=ISO_DATE, added=FEW_OF_ANY,
    )  # fmt: skip


def check_ins(rows: pl.DataFrame, span: Span) -> MadeUpFile:
    """What participants told at entry and half a year later: where they live, whether they have work and care."""
    return _told("treatment_court_check_ins.csv", rows, span)


def follow_ups(rows: pl.DataFrame, span: Span) -> MadeUpFile:
    """What people told who were asked again, in or out of the program: the same three answers."""
    return _told("treatment_court_follow_ups.csv", rows, span)


def _told(name: str, rows: pl.DataFrame, span: Span) -> MadeUpFile:
    rows = rows.filter(pl.col("day") <= span.last_day).sort("day", "person")
    table = cells(
        rows,
        {
            "Check-in": numbered(rows, 1, "Q{}"),
            "Participant": pl.col("key"),
            **_identity("Last name", "First name", "SSN", "Date of birth", "Sex", ISO_DATE),
            "Track": pl.col("program"),
            "Asked": written("day", ISO_DATE),
            "Home": pl.col("home"),
            "Work": pl.col("work"),
            "Doctor": pl.col("care"),
        },
    )
    return MadeUpFile(
        name=name, table=table, record="Check-in", person="Participant", start="Asked",
        start_form=ISO_DATE, added=FEW_OF_A_SHARED_FILE,
    )  # fmt: skip


def deaths(rows: pl.DataFrame) -> MadeUpFile:
    """The state's register of deaths: every certificate has a number of its own."""
    rows = rows.sort("died_on", "person")
    table = cells(
        rows,
        {
            "CertificateNo": pl.col("key"),
            **_identity("Last", "First", "SSN", "Born", "Sex", ISO_DATE),
            "Died": written("died_on", ISO_DATE),
        },
    )
    return MadeUpFile(
        name="deaths.csv", table=table, record="CertificateNo", person="CertificateNo", start="Died",
        start_form=ISO_DATE, added={"unreadable_date": 1, "future_date": 1, "duplicate_row": 2},
    )  # fmt: skip
