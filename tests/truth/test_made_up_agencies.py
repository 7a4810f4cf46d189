"""The made-up county's agencies know people as real agencies do: by keys of their own, with mistakes, late and twice."""

import csv
import datetime as dt
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_access.county import read_county
from data_access.made_up import make_county
from data_access.made_up.files import SHARED_KEY
from data_access.made_up.names import SHORT_FORMS

COUNTY = read_county("made-up")
FILES = {source.file: source for source in COUNTY.sources}
LAST_ON = dt.date(2024, 12, 31)

Row = dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    make_county(folder, people=6_000, seed=5, shared_keys=True)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((made / "truth.json").read_text("utf-8"))
    return loaded


def rows_of(made: Path, file: str) -> list[Row]:
    source = FILES[file]
    with (made / file).open(encoding=source.encoding, newline="") as stream:
        return [row for row in csv.DictReader(stream, delimiter=source.delimiter) if None not in row.values()]


def test_every_file_has_all_columns_that_the_county_file_names(made: Path) -> None:
    for source in COUNTY.sources:
        assert set(source.columns_read) <= {*rows_of(made, source.file)[0]}, source.id


def test_every_system_and_its_kinds_are_there() -> None:
    kinds = {(source.system.value, kind.value) for source in COUNTY.sources for kind in source.kinds}
    assert {system for system, _ in kinds} == {
        "jail", "prison", "court", "supervision", "behavioral_health", "crisis", "housing", "child_welfare", "program",
        "vital_records",
    }  # fmt: skip
    assert len(kinds) == 29, "a source that tells of a new kind, or of an old one no more, changes this number"


def test_every_code_is_named_but_for_those_that_are_planted(made: Path, truth: dict[str, Any]) -> None:
    for source in COUNTY.sources:
        rows = rows_of(made, source.file)
        for field, codes in source.codes.items():
            unknown = {row[source.columns[field]] for row in rows} - {"", *codes}
            assert unknown <= set(truth["unmapped_codes"].get(field, {})), (source.id, field)
        if source.kind_from:
            assert {row[source.kind_from.column] for row in rows} == set(source.kind_from.codes)


def test_keys_differ_between_agencies_and_the_truth_knows_them_all(made: Path) -> None:
    people = pl.read_parquet(made / "truth_people.parquet")
    assert people.group_by("file", "record").len()["len"].max() == 1
    assert people.group_by("file", "person_key").agg(pl.col("person").n_unique())["person"].max() == 1
    jail = people.filter(pl.col("file") == "BOOKINGS.TXT")
    for file, source in FILES.items():
        others = people.filter(pl.col("file") == file)
        true = {row[SHARED_KEY] for row in rows_of(made, file)} - {""}
        assert {str(person) for person in others["person"]} == true, source.id
        if file != "BOOKINGS.TXT":
            assert not set(jail["person_key"]) & set(others["person_key"])


def test_some_people_have_two_keys_with_one_agency(made: Path) -> None:
    people = pl.read_parquet(made / "truth_people.parquet").filter(pl.col("file") == "BOOKINGS.TXT")
    keys = people.group_by("person").agg(pl.col("person_key").n_unique())["person_key"]
    assert 0.005 < (keys > 1).mean() < 0.03  # type: ignore[operator]  # the mean of a column of numbers


def test_names_have_the_mistakes_of_real_records(made: Path) -> None:
    said: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for row in rows_of(made, "BOOKINGS.TXT"):
        said[row[SHARED_KEY]].add((row["First Name"], row["Last Name"], row["DOB"]))
    clinic = [
        (row[SHARED_KEY], row["PatientFirst"], row["PatientLast"], row["DOB"])
        for row in rows_of(made, "clinic_visits.csv")
    ]
    both = {(key, first, last, born) for key, first, last, born in clinic if key in said}
    same = sum((first, last, born) in said[key] for key, first, last, born in both)
    assert 0.6 < same / len(both) < 0.9
    swapped = sum((last, first, born) in said[key] for key, first, last, born in both)
    short = sum(
        (long, last, born) in said[key]
        for key, first, last, born in both
        for long, s in SHORT_FORMS.items()
        if s == first
    )
    missing = sum(born == "" for *_, born in both)
    assert min(swapped, short, missing) > 0


def test_there_are_twins(made: Path) -> None:
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_of(made, "BOOKINGS.TXT"):
        if row["DOB"] and row[SHARED_KEY]:
            people[row["Last Name"], row["DOB"]].add(row[SHARED_KEY])
    assert sum(len(keys) > 1 for keys in people.values()) >= 5


@pytest.mark.parametrize(("file", "key"), [("crisis_calls.csv", "Call"), ("deaths.csv", "CertificateNo")])
def test_the_crisis_line_and_the_registrar_give_every_record_a_key_of_its_own(made: Path, file: str, key: str) -> None:
    keys = Counter(row[key] for row in {tuple(row.items()): row for row in rows_of(made, file)}.values())
    assert max(keys.values()) == 1


def test_no_social_security_number_can_be_a_real_one(made: Path) -> None:
    for file in FILES:
        for row in rows_of(made, file):
            number = next((row[name] for name in ("SSN", "ssn", "Social", "ChildSSN") if name in row), "")
            assert number == "" or "9" in number[:2], "typing errors may swap the first two digits"


def test_the_last_three_months_of_the_court_are_mostly_missing(made: Path, truth: dict[str, Any]) -> None:
    per_month = Counter(row["ARREST_DT"][:7] for row in rows_of(made, "court_cases.csv"))
    usual = sum(per_month[f"2024-{month:02}"] for month in range(4, 10)) / 6
    assert per_month["2024-12"] < 0.45 * usual
    assert per_month["2024-10"] < usual
    assert truth["late_cases"] > 0
    assert truth["late_dispositions"] > 0


def test_the_plain_comparison_flatters_the_program(truth: dict[str, Any]) -> None:
    program = truth["program"]
    assert program["naive_difference"] < program["true_difference"] < -0.05


def test_nobody_is_booked_or_in_care_after_death(made: Path) -> None:
    died = {
        row[SHARED_KEY]: row["Died"] for row in rows_of(made, "deaths.csv") if not row["CertificateNo"].startswith("D")
    }
    assert died
    for file, start in (
        ("court_cases.csv", "ARREST_DT"),
        ("crisis_calls.csv", "Called"),
        ("hmis_enrollments.csv", "EntryDate"),
    ):
        late = [
            row for row in rows_of(made, file) if died.get(row[SHARED_KEY], "9999") < row[start] <= LAST_ON.isoformat()
        ]
        assert late == [], file


def test_planted_rates_of_all_that_is_followed_are_between_nothing_and_half(truth: dict[str, Any]) -> None:
    for what, cells in truth["measures"].items():
        planted = [cell["true_rate"] for cell in cells if cell["true_rate"] is not None]
        assert cells, what
        assert all(0.01 < rate < 0.55 for rate in planted), what


def test_the_lot_gives_half_a_place_and_changes_nothing(truth: dict[str, Any]) -> None:
    drawn = truth["navigator"]
    assert truth["planted"]["navigator_log_odds"] == 0
    assert 0.45 < drawn["place"] / (drawn["place"] + drawn["no_place"]) < 0.6, "rounded up in each month"
    rates = [drawn[f"{name}_back"] / drawn[name] for name in ("place", "no_place")]
    error = (sum(0.25 / drawn[name] for name in ("place", "no_place"))) ** 0.5
    assert abs(rates[0] - rates[1]) < 3 * error
