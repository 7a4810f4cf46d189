"""What the made-up county's agencies write down about who people are, as rows to link, with the truth beside them."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from data_access.linkage_settings import IDENTITY_FIELDS

_SEXES: Final = {"1": "male", "2": "female", "M": "male", "F": "female", "Male": "male", "Female": "female"} | {
    "MALE": "male",
    "FEMALE": "female",
}


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where an agency's file says who someone is: key, first name, last name, Social Security number, birth date, sex."""

    file: str
    columns: tuple[str, str, str, str | None, str, str]
    date_format: str
    delimiter: str = ","
    encoding: str = "utf-8"


JAIL: Final = "BOOKINGS.TXT"
LAYOUTS: Final = (
    Layout(
        file=JAIL,
        columns=("Person No", "First Name", "Last Name", "SSN", "DOB", "Sex"),
        date_format="%m/%d/%Y",
        delimiter=";",
        encoding="latin-1",
    ),
    Layout(
        file="court_cases.csv",
        columns=("PARTY_ID", "FIRST_NM", "LAST_NM", None, "BIRTH_DT", "SEX_CD"),
        date_format="%Y-%m-%d",
    ),
    Layout(
        file="supervision_terms.tsv",
        columns=("Client", "Given name", "Surname", "Social", "Born", "Gender"),
        date_format="%d-%b-%Y",
        delimiter="\t",
    ),
    Layout(
        file="clinic_episodes.csv",
        columns=("MRN", "PatientFirst", "PatientLast", "SSN", "DOB", "Sex"),
        date_format="%m/%d/%Y",
    ),
    Layout(
        file="HOSPITAL_STAYS.TXT",
        columns=("PATIENT", "GIVEN NAME", "FAMILY NAME", "SSN", "BORN", "SEX"),
        date_format="%d.%m.%Y",
        delimiter=";",
    ),
    Layout(
        file="hmis_enrollments.csv",
        columns=("PersonalID", "FirstName", "LastName", "SSN", "DOB", "Sex"),
        date_format="%Y-%m-%d",
    ),
    Layout(
        file="crisis_calls.csv",
        columns=("Call", "Caller first name", "Caller last name", "SSN", "Birth date", "Sex"),
        date_format="%Y-%m-%d",
    ),
    Layout(
        file="deaths.csv",
        columns=("CertificateNo", "First", "Last", "SSN", "Born", "Sex"),
        date_format="%Y-%m-%d",
    ),
)


def told(folder: Path) -> pl.DataFrame:
    """Return what the files tell, in the columns of linking's own, with true_person and, where the jail knows it, race."""
    rows = pl.concat([_read(folder, layout) for layout in LAYOUTS])
    keys = rows.select("key_space", "person_key").unique().sort("key_space", "person_key").with_row_index("person_id")
    truth = pl.read_parquet(folder / "truth_people.parquet").unique(["file", "person_key"])
    truth = truth.select(pl.col("file").alias("key_space"), "person_key", pl.col("person").alias("true_person"))
    absent = [pl.lit(None, pl.String).alias(name) for name in IDENTITY_FIELDS if name not in rows.columns]
    known = rows.join(keys, on=["key_space", "person_key"]).join(truth, on=["key_space", "person_key"])
    races = known.drop_nulls("race").select("true_person", "race").unique("true_person", maintain_order=True)
    whole = known.drop("race").join(races, on="true_person", how="left", maintain_order="left")
    return whole.with_columns(*absent, pl.col("person_id").cast(pl.Int64))


def _read(folder: Path, layout: Layout) -> pl.DataFrame:
    """Return one row per whole row of the file that names a key; a spoilt row is the import's to refuse."""
    key, first, last, ssn, born, sex = layout.columns
    with (folder / layout.file).open(encoding=layout.encoding, newline="") as stream:
        rows = [
            (row[key], row[first], row[last], row[ssn] if ssn else "", row[born], row[sex], row.get("Race") or "")
            for row in csv.DictReader(stream, delimiter=layout.delimiter)
            if row.get(key) and None not in (row.get(first), row.get(last), row.get(born), row.get(sex))
        ]
    names = ("person_key", "first_name", "last_name", "ssn", "born", "sex", "race")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())
    # The shelters follow HUD: 0 is female, 1 male.
    sexes = {"0": "female", "1": "male"} if layout.file.startswith("hmis") else _SEXES
    iso = pl.col("born").str.to_date(layout.date_format, strict=False).dt.to_string("iso")
    return frame.with_columns(
        key_space=pl.lit(layout.file),
        birth_date=pl.coalesce(iso, "born"),
        sex=pl.col("sex").replace_strict(sexes, default=None, return_dtype=pl.String),
    ).drop("born")
