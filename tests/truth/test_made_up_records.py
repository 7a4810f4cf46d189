"""The made-up county's files look like a real jail's, and are the same every time."""

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from data_access.county import read_county
from data_access.made_up import make_county

SOURCE = read_county("made-up").sources[0]


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


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_county(tmp_path / name, people=300, seed=seed)
    files = {path.name for path in (tmp_path / "a").iterdir()}
    assert files == {SOURCE.file, "truth.json"}
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
    assert len(rows) == truth["rows"] == truth["true_rows"] + sum(truth["rows_added"].values())
    seen = Counter(tuple(row.values()) for row in rows)
    found = Counter(
        exact_duplicate=sum(count - 1 for count in seen.values()),
        impossible_date=sum(row["Booked"].startswith("02/30") for row in rows),
        missing_person=sum(row["Person No"] == "" for row in rows),
        ragged_row=sum(row["Facility"] is None for row in rows),
        future_date=sum(int(row["Booked"][6:10]) > 2100 for row in rows),
        implausible_age=sum(int(row["DOB"][6:]) < 1900 for row in rows),
        unknown_code=sum(row["Race"] == "ZZ" for row in rows),
    )
    expected = truth["rows_added"] | truth["rows_spoiled"]
    assert {kind: found[kind] for kind in found} == {kind: expected[kind] for kind in found}


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
    assert len(stays) == truth["true_rows"]
    assert truth["episodes_ended"] < truth["episodes"] < truth["true_rows"]


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


def test_too_few_people_to_hold_the_mistakes_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few to hold 39 mistakes"):
        make_county(tmp_path, people=5)
