"""A first county file from files that nobody described: what is guessed, what is asked, and whose values never appear."""

import datetime as dt
import gzip
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from data_access import building
from data_access.__main__ import main
from data_access.county import read_county
from data_access.scaffold.looking import LookError, look_at
from data_access.scaffold.writing import QUESTION, Scaffold, ScaffoldError, scaffold
from tests.adapters.example_county import EXAMPLES

JAIL_HEADER = "Inmate No;Last Name;DOB;Sex;Race;Booked;Released;Booking Type;Release Type;Statute;Vet;Last Updated"
RACES = ("B", "W", "H", "Caucasian")


def jail_row(number: int) -> str:
    day = dt.date(2023, 1, 1) + dt.timedelta(days=number)
    out = "" if number % 10 == 0 else f"{day + dt.timedelta(days=2):%m/%d/%Y}"
    cells = (
        f"J{number // 2:05}",
        "Garcia" if number % 2 else "Smith",
        f"{dt.date(1960, 1, 5) + dt.timedelta(days=37 * number):%m/%d/%Y}",
        "M" if number % 3 else "F",
        RACES[number % 4],
        f"{day:%m/%d/%Y} 14:{number % 60:02}",
        out,
        ("New charge", "Parole violation", "ZZ", "Secret")[min(number % 3 + (number == 5), 3)],
        "Bond" if out else "",
        f"{11 + number % 7}-{number:03}",
        "Y" if number % 9 == 0 else "N",
        f"{day:%m/%d/%Y}",
    )
    return ";".join(cells)


@pytest.fixture
def jail(tmp_path: Path) -> Path:
    path = tmp_path / "files" / "JAIL_BOOKINGS.TXT"
    path.parent.mkdir()
    path.write_text("\r\n".join([JAIL_HEADER, *map(jail_row, range(120))]) + "\r\n", "latin-1")
    return path


def table(written: Scaffold) -> dict[str, Any]:
    return tomllib.loads(written.path.read_text("utf-8"))


def test_a_jail_file_is_guessed_whole(jail: Path, tmp_path: Path) -> None:
    written = scaffold(str(tmp_path / "new"), [jail])
    assert written.mistakes == ""
    (source,) = table(written)["source"]
    assert (source["system"], source["kind"], source["delimiter"]) == ("jail", "custody", ";")
    assert source["columns"] == {
        "start": "Booked",
        "end": "Released",
        "birth_date": "DOB",
        "person_key": "Inmate No",
        "sex": "Sex",
        "race_ethnicity": "Race",
        "reason": "Booking Type",
        "status": "Release Type",
    }
    assert source["date_formats"] == {
        "start": ["%m/%d/%Y %H:%M"],
        "end": ["%m/%d/%Y"],
        "birth_date": ["%m/%d/%Y"],
    }
    assert source["codes"]["race_ethnicity"] == {"B": "black", "W": "white", "H": "hispanic", "Caucasian": "white"}
    assert source["codes"]["reason"] == {"New charge": "new_offense", "Parole violation": "technical_violation"}


def test_names_that_join_people_are_found_by_their_headings_and_asked_about(tmp_path: Path) -> None:
    names = ["Alvarez", "Brown", "Chen", "Diaz"]
    rows = [f"C{n},{names[n % 4]},Pat,123-45-{n:04},19{50 + n % 40}-02-03,2024-03-{n % 28 + 1:02}" for n in range(80)]
    path = tmp_path / "contacts.csv"
    path.write_text("\n".join(["client_id,last_name,FirstName,SSN,dob,crisis_contact_date", *rows]) + "\n")
    written = scaffold(str(tmp_path / "new"), [path])
    assert written.mistakes == ""
    columns = table(written)["source"][0]["columns"]
    assert {name: columns[name] for name in ("first_name", "last_name", "ssn", "birth_date")} == {
        "first_name": "FirstName",
        "last_name": "last_name",
        "ssn": "SSN",
        "birth_date": "dob",
    }
    assert any("joined by name" in question for _, question in written.questions)
    text = written.path.read_text("utf-8")
    assert not [value for value in (*names, "Pat", "123-45") if value in text]


def test_what_only_people_know_is_asked_with_the_line(jail: Path, tmp_path: Path) -> None:
    written = scaffold(str(tmp_path / "new"), [jail])
    lines = written.path.read_text("utf-8").splitlines()
    assert [lines[number - 1].strip() for number, _ in written.questions] == [
        f"{QUESTION}{question}" for _, question in written.questions
    ]
    asked = " ".join(question for _, question in written.questions)
    for words in ('What does "ZZ" mean (39 rows)?', "last day that the files cover", "Which office", "Statute"):
        assert words in asked or words in "".join(lines)
    assert "1 row holds a code too rare to be shown here" in asked


def test_no_value_of_a_person_is_written(jail: Path, tmp_path: Path) -> None:
    text = scaffold(str(tmp_path / "new"), [jail]).path.read_text("utf-8")
    cells = {cell for number in range(120) for cell in jail_row(number).split(";")}
    shown = {"", "M", "F", "Y", "N", *RACES, "New charge", "Parole violation", "ZZ", "Bond"}
    assert {cell for cell in cells - shown if cell in text} == set()


def test_the_written_county_builds_as_it_is(jail: Path, tmp_path: Path) -> None:
    written = scaffold(str(tmp_path / "new"), [jail])
    county = read_county(str(written.path.parent))
    now = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    said: list[str] = []
    assert building.import_sources(county, jail.parent, tmp_path / "data", now, said.append) == []
    assert said[-1] == "Jail bookings: 120 rows, 120 kept, 0 refused"


def test_a_county_file_that_is_there_is_never_written_over(jail: Path, tmp_path: Path) -> None:
    written = scaffold(str(tmp_path / "new"), [jail])
    before = written.path.read_bytes()
    with pytest.raises(ScaffoldError, match=r"new/county\.toml is there already"):
        scaffold(str(tmp_path / "new"), [jail])
    assert written.path.read_bytes() == before


def test_a_file_that_an_adapter_fits_takes_the_adapter(tmp_path: Path) -> None:
    written = scaffold(
        str(tmp_path / "new"), [EXAMPLES / "jail" / "bookings.csv", EXAMPLES / "hmis_fy2026" / "Exit.csv"]
    )
    sources = table(written)["source"]
    assert [(source["adapter"], source["part"]) for source in sources] == [
        ("jail", "bookings"),
        ("hmis_fy2026", "living_after"),
    ]
    assert written.mistakes == ""


def test_days_after_a_year_become_two_sources_and_the_reason_stays_with_the_return(tmp_path: Path) -> None:
    rows = ["Release Year,Sex,Age At Release,Days to Return,Return Type"]
    rows += [
        f"{2010 + n % 3},{'Female' if n % 4 else 'Male'},25-34,{n * 7 if n % 3 == 0 else ''},New" for n in range(60)
    ]
    path = tmp_path / "prison.csv"
    path.write_text("\n".join(rows) + "\n")
    written = scaffold(str(tmp_path / "new"), [path])
    assert written.mistakes == ""
    left, back = table(written)["source"]
    assert left["columns"] == {"sex": "Sex", "age_at_start": "Age At Release", "end": "Release Year"}
    assert back["dates"]["start"] == {"day_of_year": "07-01", "plus_days": "Days to Return"}
    assert left["codes"]["age_at_start"] == {"25-34": "29"}
    assert (left["edges"], back["edges"], back["empty_start"]) == ("end", "start", "no_event")


@pytest.mark.parametrize(
    ("written", "forms", "asked"),
    [
        ("03/04/2023", ["%m/%d/%Y"], True),
        ("03/14/2023", ["%m/%d/%Y"], False),
        ("14/03/2023", ["%d/%m/%Y"], False),
        ("2023-03-14T08:30:00", ["%Y-%m-%dT%H:%M:%S"], False),
        ("20230314", ["%Y%m%d"], False),
        ("03/14/2023 08:30 PM", ["%m/%d/%Y %I:%M %p"], False),
    ],
)
def test_forms_of_dates(tmp_path: Path, written: str, forms: list[str], *, asked: bool) -> None:
    path = tmp_path / "deaths.csv"
    path.write_text("person_id,death_date\n" + "".join(f"P{number},{written}\n" for number in range(20)))
    made = scaffold(str(tmp_path / "new"), [path])
    (source,) = table(made)["source"]
    assert (source["system"], source["kind"]) == ("vital_records", "death")
    assert source["date_formats"]["start"] == forms
    assert any("Month before day" in question for _, question in made.questions) is asked


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.csv", None, "There is no file"),
        ("book.xlsx", b"PK", "cannot be read as an Excel file"),
        ("packed.zip", b"PK", "cannot be unpacked"),
        ("broken.csv", b'a,b\n"1,2\n3,4\n', "quotation mark"),
        ("header.csv", b"a,b\n", "no rows"),
        ("twice.csv", b"a,a\n1,2\n", "names a column twice"),
    ],
)
def test_a_file_that_cannot_be_looked_at_is_told_why(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LookError, match=words):
        look_at(path)


def test_accents_of_western_europe_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,city\n1,Peñasco\n".encode("latin-1"))
    assert look_at(path).source.encoding == "latin-1"


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "csv.gz"])
def test_excel_parquet_and_packed_files_are_looked_at_too(tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame(
        {
            "Booking Person No": [f"P{number}" for number in range(30)],
            "Booked": [dt.date(2024, 1, 1) + dt.timedelta(days=number) for number in range(30)],
            "Released": [dt.date(2024, 1, 3) + dt.timedelta(days=number) for number in range(30)],
            "Sex": ["F", "M"] * 15,
        }
    )
    path = tmp_path / "files" / f"jail.{ending}"
    path.parent.mkdir()
    if ending == "parquet":
        frame.write_parquet(path)
    elif ending == "xlsx":
        book = openpyxl.Workbook()
        for row in [frame.columns, *map(list, frame.rows())]:
            book.worksheets[0].append(row)
        book.save(path)
    else:
        path.write_bytes(gzip.compress(frame.write_csv().encode()))
    written = scaffold(str(tmp_path / "new"), [path])
    assert written.mistakes == ""
    (source,) = table(written)["source"]
    assert {"start": "Booked", "end": "Released", "sex": "Sex"}.items() <= source["columns"].items()
    county = read_county(str(written.path.parent))
    said: list[str] = []
    now = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    assert building.import_sources(county, path.parent, tmp_path / "data", now, said.append) == []
    assert "30 rows, 30 kept, 0 refused" in said[-1]


def test_the_command_lists_the_questions_and_says_how_to_go_on(
    jail: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scaffold", str(tmp_path / "new"), "--source", str(jail)]) == 0
    said = capsys.readouterr().err
    assert "line 4: What is the county called?" in said
    assert "python -m data_access build" in said
    assert main(["scaffold", str(tmp_path / "new"), "--source", str(jail)]) == 1


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("folder", "file", "columns"),
    [
        ("new-york-city", "jail_stays.csv", {"start": "admitted_at", "end": "released_on", "person_key": "person_key"}),
        ("iowa", "three_year_recidivism.csv", {"end": "Fiscal Year Released", "sex": "Sex"}),
    ],
)
def test_real_files_give_a_county_file_that_can_be_read(
    real_data: Callable[[str], Path], tmp_path: Path, folder: str, file: str, columns: dict[str, str]
) -> None:
    written = scaffold(str(tmp_path / "new"), [real_data(folder) / file])
    assert written.mistakes == ""
    assert columns.items() <= table(written)["source"][0]["columns"].items()
