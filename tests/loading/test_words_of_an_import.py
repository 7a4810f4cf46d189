"""What the data team reads after an import: file, line, column, rule and remedy, and no value of any person."""

import csv
import io
from itertools import pairwise
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.checks import RULES, Rule
from tests.loading.tiny_county import ROWS, TinyCounty

BAD = (
    "P9,2023-02-30 10:00,2023-03-02,1990-01-01,F,Y,secret note",
    "P8,2023-03-04 10:00,2023-03-02,1823-01-01,F,Y,secret note",
    "P7,2023-03-04 10:00,2023-03-05,1823-01-01,F,Zebra,secret note",
    "P6,2023-03-04 10:00",
)


@pytest.fixture
def door(tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch) -> TinyCounty:
    monkeypatch.setenv("DATA_DIR", str(tiny.data_dir))
    tiny.write([*ROWS, *BAD])
    return tiny


def run(tiny: TinyCounty, command: str) -> int:
    sources = ["--sources", str(tiny.sources)] if command in ("import", "check", "build") else []
    return main([command, str(tiny.county_folder), *sources])


def test_an_import_says_what_each_rule_found_and_what_to_do(
    door: TinyCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(door, "import") == 0
    said = capsys.readouterr().err
    assert "8 rows, 5 kept, 3 refused" in said
    lines = [*said.splitlines(), ""]
    for rule_id, column in (
        ("unreadable_date", "in"),
        ("end_before_start", "out"),
        ("implausible_age", "born"),
        ("unknown_code", "screen"),
        ("ragged_row", None),
    ):
        ((line, following),) = [pair for pair in pairwise(lines) if RULES[rule_id].sentence in pair[0]]
        assert "stays.csv" in line
        assert RULES[rule_id].what_to_do in line + following, "what to do stands beside it or right below"
        assert column is None or f"column {column}" in line
    for value in ("P9", "P8", "secret", "1823", "Zebra"):
        assert value not in said


def test_the_list_of_refused_rows_names_file_line_column_rule_and_remedy(
    door: TinyCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    run(door, "import")
    capsys.readouterr()
    assert run(door, "refused") == 0
    listed = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert [(row["file_name"], int(row["line"]), row["column_name"], row["rule_id"]) for row in rows] == [
        ("stays.csv", 6, "in", "unreadable_date"),
        ("stays.csv", 7, "out", "end_before_start"),
        ("stays.csv", 9, "", "ragged_row"),
    ]
    for row in rows:
        assert (row["rule"], row["what_to_do"]) == (RULES[row["rule_id"]].sentence, RULES[row["rule_id"]].what_to_do)
    assert "secret" not in listed
    assert "P9" not in listed


def test_nothing_refused_is_said(door: TinyCounty, capsys: pytest.CaptureFixture[str]) -> None:
    door.write(ROWS)
    run(door, "import")
    capsys.readouterr()
    assert run(door, "refused") == 0
    assert "Nothing was refused" in capsys.readouterr().out


def test_a_check_says_what_an_import_would_and_keeps_nothing(
    door: TinyCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(door, "check") == 0
    assert "8 rows, 5 kept, 3 refused" in capsys.readouterr().err
    assert all(rows == [] for rows in door.everything().values())


def test_a_check_of_a_file_that_cannot_be_used_says_so(door: TinyCounty, capsys: pytest.CaptureFixture[str]) -> None:
    door.file.write_text("")
    assert run(door, "check") == 1
    assert "stays.csv is empty" in capsys.readouterr().err


def test_an_import_that_is_stopped_ends_with_1_and_a_build_goes_on_with_what_was_loaded_before(
    door: TinyCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(door, "build") == 0
    capsys.readouterr()
    door.file.unlink()
    assert run(door, "import") == 1
    assert "stays.csv is not in the folder sources/. Put the file into the folder" in capsys.readouterr().err
    assert run(door, "build") == 1
    assert run(door, "publications") == 0
    assert "True" in capsys.readouterr().out.title()


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([BAD[0]], id="one row, refused"),
        pytest.param([BAD[0], BAD[1], BAD[3]], id="three rows, all refused"),
    ],
)
def test_a_build_of_which_every_row_is_refused_says_so_and_does_not_break(
    door: TinyCounty, capsys: pytest.CaptureFixture[str], rows: list[str]
) -> None:
    door.write(rows)
    assert run(door, "build") == 1
    said = capsys.readouterr().err
    assert f"{len(rows)} rows, 0 kept, {len(rows)} refused" in said
    assert "No row of tiny was kept, so there is nothing to measure" in said
    assert run(door, "refused") == 0
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == len(rows)


def test_a_build_of_a_file_of_which_every_row_is_refused_leaves_the_publication_before(
    door: TinyCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    run(door, "build")
    capsys.readouterr()
    run(door, "publications")
    before = capsys.readouterr().out
    door.write([BAD[0]])
    assert run(door, "build") == 1
    capsys.readouterr()
    run(door, "publications")
    assert capsys.readouterr().out == before


@pytest.mark.parametrize("named", ["../sources", "{}/sources"])
def test_a_county_by_its_path_may_name_its_own_folder_of_files(door: TinyCounty, tmp_path: Path, named: str) -> None:
    door.settle("\n[data_span]", f'sources_folder = "{named.format(tmp_path)}"\n[data_span]')
    assert main(["import", str(door.county_folder)]) == 0
    assert door.held().receipt["rows_in"] == len(ROWS) + len(BAD)


def test_a_folder_of_files_that_is_not_there_is_named(door: TinyCounty, capsys: pytest.CaptureFixture[str]) -> None:
    door.settle("\n[data_span]", 'sources_folder = "../nowhere"\n[data_span]')
    assert main(["import", str(door.county_folder)]) == 1
    said = capsys.readouterr().err
    assert "nowhere. Correct sources_folder in the county file." in said


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_says_what_is_wrong_and_what_to_do(rule: Rule) -> None:
    assert RULES[rule.rule_id] is rule

    for words in (rule.sentence, rule.what_to_do):
        assert words[0].isupper()
        assert words.endswith(".")
