"""The made-up jail's file looks like a real jail's, and all files are the same every time."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from data_access.__main__ import main
from data_access.county import read_county
from data_access.made_up import MadeUpError, make_county

COUNTY = read_county("made-up")
SOURCE = COUNTY.sources[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made-up")
    make_county(folder, people=4_000, seed=3)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((made / "truth.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def rows(made: Path) -> list[dict[str, str]]:
    with (made / SOURCE.file).open(encoding=SOURCE.encoding, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=SOURCE.delimiter))


def right(rows: list[dict[str, str]]) -> list[tuple[str, dt.date, dt.date | None]]:
    """Person, booked and released of the rows whose cells can be true."""
    stays = []
    for row in {row["Booking No"]: row for row in rows}.values():
        if row["Booking No"].startswith("B"):
            booked = dt.datetime.strptime(row["Booked"], "%m/%d/%Y %H:%M").replace(tzinfo=dt.UTC).date()
            released = row["Released"]
            ended = dt.datetime.strptime(released, "%m/%d/%Y").replace(tzinfo=dt.UTC).date() if released else None
            stays.append((row["Person No"], booked, ended))
    return stays


def ends_too_early(row: dict[str, str]) -> bool:
    return bool(row["Released"]) and int(row["Released"][6:]) < int(row["Booked"][6:10]) < 2100


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_county(tmp_path / name, people=600, seed=seed)
    files = {path.name for path in (tmp_path / "a").iterdir()}
    assert files == {*(source.file for source in COUNTY.sources), "truth.json", "truth_people.parquet"}
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
        assert (tmp_path / "a" / file).read_bytes() != (tmp_path / "c" / file).read_bytes()


def test_the_layout_is_the_one_that_the_county_file_describes(made: Path, rows: list[dict[str, str]]) -> None:
    raw = (made / SOURCE.file).read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(rows) + 1
    assert "Cañon".encode("latin-1") in raw
    assert set(SOURCE.columns.values()) < set(rows[0])


def test_every_code_is_named_in_the_county_file_but_for_those_that_are_planted(
    rows: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    spoilt_rows = {row["Booking No"] for row in rows if not row["Booking No"].startswith("B")}
    unknown: dict[str, Counter[str]] = {field: Counter() for field in SOURCE.codes}
    counted: set[str] = set()
    for row in rows:
        if row["Booking No"] in counted | spoilt_rows:
            continue
        counted.add(row["Booking No"])
        for field, codes in SOURCE.codes.items():
            code = row[SOURCE.columns[field]]
            if code and code not in codes:
                unknown[field][code] += 1
    assert {field: dict(codes) for field, codes in unknown.items() if codes} == truth["unmapped_codes"]


def test_every_planted_mistake_is_in_the_file_and_counted(rows: list[dict[str, str]], truth: dict[str, Any]) -> None:
    told = truth["files"][SOURCE.file]
    assert len(rows) == told["rows"] == told["true_rows"] + sum(told["added"].values())
    seen = Counter(tuple(row.values()) for row in rows)
    found = Counter(
        duplicate_row=sum(count - 1 for count in seen.values()),
        unreadable_date=sum(row["Booked"].startswith("02/30") for row in rows),
        missing_person_key=sum(row["Person No"] == "" for row in rows),
        ragged_row=sum(row["Facility"] is None for row in rows),
        future_date=sum(int(row["Booked"][6:10]) > 2100 for row in rows),
        end_before_start=sum(ends_too_early(row) for row in rows),
        implausible_age=sum(int(row["DOB"][6:] or 2000) < 1900 for row in rows),
        unknown_code=sum(row["Race"] == "ZZ" for row in rows),
    )
    assert dict(found) == told["added"] | told["spoiled"]


def test_about_half_of_the_stays_last_a_day_or_less(rows: list[dict[str, str]]) -> None:
    days = [(ended - booked).days for _, booked, ended in right(rows) if ended]
    assert 0.45 < sum(length <= 1 for length in days) / len(days) < 0.6
    assert max(days) > 180


def test_few_people_make_a_quarter_of_the_bookings(rows: list[dict[str, str]]) -> None:
    per_person = sorted(Counter(person for person, _, _ in right(rows)).values(), reverse=True)
    top = per_person[: len(per_person) // 20]
    assert 0.2 < sum(top) / sum(per_person) < 0.35


def test_some_people_are_still_in_jail_and_some_stays_were_recorded_in_two_pieces(
    rows: list[dict[str, str]], truth: dict[str, Any]
) -> None:
    stays = right(rows)
    assert 5 < sum(ended is None for _, _, ended in stays) < 200
    assert len(stays) == truth["files"][SOURCE.file]["true_rows"]
    assert truth["episodes_ended"] < truth["episodes"] < len(stays)


def test_women_return_less_often_a_positive_screen_more_often_and_everyone_less_over_the_years(
    truth: dict[str, Any],
) -> None:
    true_rates = {(cell["period"], cell["group"]): cell["true_rate"] for cell in truth["rebooking"]}
    for year in ("2019", "2020", "2021", "2022", "2023"):
        assert true_rates[year, "female"] < true_rates[year, "male"]
        assert true_rates[year, "no"] < true_rates[year, "yes"]
        assert (year, "all") in true_rates
    assert true_rates["2023", "all"] < true_rates["2019", "all"]
    assert not [key for key in true_rates if key[0] == "2024"], "nobody released late in 2024 was watched for a year"
    assert all(
        cell["numerator"] == cell["new_offense"] + cell["technical"] + cell["other"] for cell in truth["rebooking"]
    )


def test_screening_grows_over_the_years(rows: list[dict[str, str]]) -> None:
    screened = {
        year: [row["MH Screen"] != "" for row in rows if row["Booked"][6:10] == year] for year in ("2019", "2024")
    }
    share = {year: sum(asked) / len(asked) for year, asked in screened.items()}
    assert 0.6 < share["2019"] < 0.8
    assert share["2024"] > 0.9


@pytest.mark.parametrize(
    ("people", "seed", "message"),
    [(5, 1, "5 people are too few to fill every file: ask for 250 or more"), (300, -1, "use 0 or a whole number")],
)
def test_a_county_that_cannot_be_made_is_told_in_words(tmp_path: Path, people: int, seed: int, message: str) -> None:
    with pytest.raises(MadeUpError, match=message):
        make_county(tmp_path, people=people, seed=seed)


def test_the_command_writes_a_county_of_any_size_into_a_new_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    assert main(["make-up", "--people", "600", "--seed", "7", "--to", str(folder)]) == 0
    assert "Next: python -m data_access build made-up --sources" in capsys.readouterr().err
    assert json.loads((folder / "truth.json").read_text("utf-8"))["people_drawn"] == 600
    assert main(["make-up", "--to", str(folder)]) == 1
    assert "is not an empty folder. Name a new one after --to." in capsys.readouterr().err
