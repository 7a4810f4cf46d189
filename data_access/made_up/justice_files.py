"""The files of the jail, the court, the prison and supervision, each in a layout of its own."""

import numpy as np
import polars as pl

from data_access.made_up import court
from data_access.made_up.drawing import Span, pick, written
from data_access.made_up.files import (
    FEW_OF_A_SHARED_FILE,
    FEW_OF_A_STAY,
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

JAIL = Registry(key="{}", first_key=100_001, number_share=0.6, twice_share=0.02, carelessness=1.0, sex_as_recorded=True)
COURT = Registry(key="D{}", first_key=4_000_001, number_share=0.0, twice_share=0.02, carelessness=1.0)
PRISON = Registry(key="DOC{}", first_key=20_001, number_share=0.9, carelessness=0.6)
SUPERVISION = Registry(key="{}", first_key=7_001, number_share=0.5, twice_share=0.005, carelessness=0.8)

_FACILITIES = {"Cañon Road Jail": 0.8, "Jail Annex": 0.2}


def bookings(rng: np.random.Generator, stays: pl.DataFrame, span: Span) -> MadeUpFile:
    """The jail's export: semicolons, Windows line ends, Western European letters, one row per stay in order of booking."""
    minutes = stays["start"] * 1440 + pl.Series(rng.integers(0, 1440, stays.height))
    statutes = pl.Series(court.statutes(rng, stays.height))
    facility = pl.Series(pick(rng, _FACILITIES, stays.height))
    rows = stays.with_columns(minute=minutes, statute=statutes, facility=facility).sort("minute", "person")
    table = cells(
        rows,
        {
            "Person No": pl.col("key"),
            "Booking No": numbered(rows, 1_000_001, "B{}"),
            "Last Name": pl.col("last_name"),
            "First Name": pl.col("first_name"),
            "SSN": pl.col("ssn"),
            "Booked": pl.from_epoch(pl.col("minute") * 60, time_unit="s").dt.strftime(f"{US_DATE} %H:%M"),
            "Released": until("end", US_DATE, span),
            "Release Type": if_over("ending", span),
            "DOB": written("born", US_DATE),
            "Sex": text("sex", {"M": "1", "F": "2", "U": "9"}),
            "Race": pl.col("race"),
            "Booking Type": pl.col("booking_type"),
            "Charge Class": pl.col("charge_class"),
            "Statute": pl.when(pl.col("booking_type") == "PV").then(pl.lit("30-2001")).otherwise("statute"),
            "MH Screen": pl.col("screen"),
            "Facility": pl.col("facility"),
        },
    )
    return MadeUpFile(
        name="BOOKINGS.TXT",
        table=table,
        record="Booking No",
        person="Person No",
        start="Booked",
        start_form=f"{US_DATE} %H:%M",
        end="Released",
        end_form=US_DATE,
        birth="DOB",
        coded="Race",
        delimiter=";",
        encoding="latin-1",
        line_end="\r\n",
        added={
            "end_before_start": 7,
            "unreadable_date": 5,
            "missing_person_key": 4,
            "ragged_row": 3,
            "future_date": 3,
            "duplicate_row": 9,
        },
        spoiled={"implausible_age": 2, "unknown_code": 6},
    )


def court_cases(rng: np.random.Generator, cases: pl.DataFrame) -> MadeUpFile:
    """The court's cases: commas, ISO dates, headings in capitals, names in capitals too."""
    rows = cases.with_columns(statute=pl.Series(court.statutes(rng, cases.height))).sort("arrested_on", "person")
    table = cells(
        rows,
        {
            "CASE_NUMBER": numbered(rows, 300_001, "CR-{}"),
            "PARTY_ID": pl.col("key"),
            "LAST_NM": pl.col("last_name").str.to_uppercase(),
            "FIRST_NM": pl.col("first_name").str.to_uppercase(),
            "BIRTH_DT": written("born", ISO_DATE),
            "SEX_CD": text("sex"),
            "ARREST_DT": written("arrested_on", ISO_DATE),
            "LEVEL_CD": pl.col("level"),
            "STATUTE": pl.col("statute"),
            "DISPO_CD": pl.col("disposition"),
            "DISPO_DT": written("disposed_on", ISO_DATE),
        },
    )
    return MadeUpFile(
        name="court_cases.csv",
        table=table,
        record="CASE_NUMBER",
        person="PARTY_ID",
        start="ARREST_DT",
        start_form=ISO_DATE,
        added=FEW_OF_A_SHARED_FILE,
    )


def prison_stays(stays: pl.DataFrame, span: Span) -> MadeUpFile:
    """The state's prison stays: bars between the cells, dates without any sign between their parts."""
    rows = stays.sort("start", "person")
    table = cells(
        rows,
        {
            "movement": numbered(rows, 50_001),
            "doc_no": pl.col("key"),
            "surname": pl.col("last_name"),
            "given": pl.col("first_name"),
            "ssn": pl.col("ssn"),
            "birth": written("born", "%Y%m%d"),
            "sex": text("sex", {"M": "MALE", "F": "FEMALE", "U": "UNK"}),
            "admitted": written("start", "%Y%m%d"),
            "admit_type": pl.col("why"),
            "released": until("end", "%Y%m%d", span),
        },
    )
    return MadeUpFile(
        name="state_prison.txt",
        table=table,
        record="movement",
        person="doc_no",
        start="admitted",
        start_form="%Y%m%d",
        end="released",
        end_form="%Y%m%d",
        delimiter="|",
        added=FEW_OF_A_STAY,
    )


def supervision_terms(terms: pl.DataFrame, span: Span) -> MadeUpFile:
    """The probation office's terms: tabs between the cells, months by name."""
    form = "%d-%b-%Y"
    rows = terms.sort("start", "person")
    table = cells(
        rows,
        {
            "Term": numbered(rows, 1),
            "Client": pl.col("key"),
            "Surname": pl.col("last_name"),
            "Given name": pl.col("first_name"),
            "Social": pl.col("ssn"),
            "Born": written("born", form),
            "Gender": text("sex", {"M": "Male", "F": "Female", "U": "Unknown"}),
            "Began": written("start", form),
            "Ended": until("end", form, span),
            "How": if_over("exit", span),
        },
    )
    return MadeUpFile(
        name="supervision_terms.tsv",
        table=table,
        record="Term",
        person="Client",
        start="Began",
        start_form=form,
        end="Ended",
        end_form=form,
        delimiter="\t",
        added=FEW_OF_A_STAY,
    )


def supervision_violations(violations: pl.DataFrame, span: Span) -> MadeUpFile:
    """The probation office's broken rules; where one took the term away, the same row says when and why."""
    form = "%d-%b-%Y"
    rows = violations.filter(pl.col("noted_on") <= span.last_day).sort("noted_on", "person")
    known = pl.col("revoked_on").fill_null(span.last_day + 1) <= span.last_day
    table = cells(
        rows,
        {
            "Entry": numbered(rows, 1),
            "Client": pl.col("key"),
            "Surname": pl.col("last_name"),
            "Given name": pl.col("first_name"),
            "Social": pl.col("ssn"),
            "Born": written("born", form),
            "Gender": text("sex", {"M": "Male", "F": "Female", "U": "Unknown"}),
            "Noted": written("noted_on", form),
            "Revoked": pl.when(known).then(written("revoked_on", form)).otherwise(pl.lit("")),
            "Revoked for": pl.when(known).then("why").otherwise(pl.lit("")),
        },
    )
    return MadeUpFile(
        name="supervision_violations.tsv",
        table=table,
        record="Entry",
        person="Client",
        start="Noted",
        start_form=form,
        delimiter="\t",
        added=FEW_OF_A_SHARED_FILE,
    )
