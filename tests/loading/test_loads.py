"""Loads write only what changed, say what they did, take out what is gone, and keep forgotten people out."""

import csv
import datetime as dt
import io
import random
from pathlib import Path
from typing import Any

import pytest

from data_access.__main__ import main
from data_access.extract import extracts_folder, read_extract
from data_access.receipts import read_receipts
from data_access.warehouse import MEND, RECEIPT
from tests.loading.tiny_county import HEADER, ROWS, TinyCounty, assert_nothing_is_lost

LATER = "P4,2023-05-05 10:00,,1970-01-01,M,N,"
BAD = "P9,2023-02-30 10:00,2023-03-02,1990-01-01,F,Y,secret"
RAGGED = "P8,2023-02-20 10:00,2023-03-02,1990-01-01,F"


@pytest.fixture
def door(tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch) -> TinyCounty:
    monkeypatch.setenv("DATA_DIR", str(tiny.data_dir))
    return tiny


def run(tiny: TinyCounty, command: str, *more: str) -> int:
    sources = ["--sources", str(tiny.sources)] if command in ("import", "build") else []
    return main([command, str(tiny.county_folder), *sources, *more])


def receipts(tiny: TinyCounty) -> list[dict[str, Any]]:
    columns = ("way", "rows_in", "rows_kept", "rows_refused", "rows_new", "rows_changed", "rows_gone")
    rows = [dict(zip(RECEIPT.columns.keys(), row, strict=True)) for row in tiny.everything()["load_receipt"]]
    return [{name: row[name] for name in columns} for row in rows]


def receipt(way: str, *counts: int) -> dict[str, Any]:
    names = ("rows_in", "rows_kept", "rows_refused", "rows_new", "rows_changed", "rows_gone")
    return {"way": way, **dict(zip(names, counts, strict=True))}


def ids(tiny: TinyCounty) -> dict[tuple[str, dt.date], int]:
    return {(row["person_key"], row["start_on"]): row["event_id"] for row in tiny.held().kept}


def test_a_load_writes_only_the_rows_that_changed_and_its_receipt_says_how_many(tiny: TinyCounty) -> None:
    tiny.load()
    before = ids(tiny)
    # P3 has left, the first stay of P1 is gone, P4 is new, and what stays stands in other lines.
    tiny.write([LATER, ROWS[3].replace(",,1960", ",2023-03-05,1960"), ROWS[2], ROWS[1]])
    said: list[str] = []
    held = tiny.load(said.append)
    assert_nothing_is_lost(held, tiny)
    after = ids(tiny)
    same = [("P1", dt.date(2023, 4, 1)), ("P2", dt.date(2023, 2, 1))]
    assert [after[key] for key in same] == [before[key] for key in same]
    assert after.keys() == {*same, ("P3", dt.date(2023, 3, 3)), ("P4", dt.date(2023, 5, 5))}
    assert [(row["line"], row["person_key"], row["end_on"]) for row in held.kept] == [
        (2, "P4", None),
        (3, "P3", dt.date(2023, 3, 5)),
        (4, "P2", dt.date(2023, 2, 1)),
        (5, "P1", dt.date(2023, 4, 20)),
    ]
    assert receipts(tiny) == [receipt("load", 4, 4, 0, 4, 0, 0), receipt("load", 4, 4, 0, 1, 1, 1)]
    assert "Jail stays: 4 rows, 4 kept, 0 refused, 1 new, 1 changed, 1 gone" in said


def test_of_a_person_whose_rows_are_gone_only_the_key_stays(tiny: TinyCounty) -> None:
    tiny.load()
    tiny.write([row for row in ROWS if not row.startswith("P1")])
    tiny.load()
    holding = {name for name, rows in tiny.everything().items() if "'P1'" in repr(rows)}
    assert holding == {"person"}, "so that a person who comes back has the same number"
    assert receipts(tiny)[-1] == receipt("load", 2, 2, 0, 0, 0, 2)


def test_the_same_load_again_writes_no_receipt(tiny: TinyCounty) -> None:
    tiny.load()
    before = tiny.everything()
    tiny.load()
    assert tiny.everything() == before


def test_a_changed_county_file_maps_every_row_anew_and_no_row_counts_as_changed(tiny: TinyCounty) -> None:
    tiny.load()
    tiny.settle('M = "male"', 'M = "not_stated"')
    held = tiny.load()
    assert [row["sex"] for row in held.kept] == ["female", "female", "not_stated", "not_stated"]
    assert receipts(tiny)[-1] == receipt("load", 4, 4, 0, 0, 0, 0)


def test_equal_rows_that_are_kept_are_told_apart_over_loads(tiny: TinyCounty) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.csv"\nexact_duplicates = "keep"')
    tiny.write([ROWS[0], *ROWS, ROWS[0]])
    tiny.load()
    tiny.write([ROWS[0], *ROWS])
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert receipts(tiny)[-1] == receipt("load", 5, 5, 0, 0, 0, 1)


def test_random_loads_end_where_a_first_load_of_the_last_file_ends(tiny: TinyCounty) -> None:
    """The slow twin: sets of rows. Whatever came before, the warehouse holds the last file, and the counts add up."""
    rng = random.Random(7)  # noqa: S311  not a secret
    pool = [
        f"P{n % 9},2023-01-{1 + n % 28:02} 10:00,2023-02-{1 + n % 27:02},1990-01-01,{'FM'[n % 2]},Y," for n in range(60)
    ]
    held_before: set[str] = set()
    for _ in range(8):
        rows = rng.sample(pool, rng.randrange(1, 60))
        tiny.write(rows)
        held = tiny.load()
        assert_nothing_is_lost(held, tiny)
        assert held.lines == list(range(2, len(rows) + 2))
        assert [row["person_key"] for row in held.kept] == [row[:2] for row in rows]
        last = receipts(tiny)[-1]
        assert last["rows_new"] + last["rows_changed"] == len(set(rows) - held_before)
        assert last["rows_gone"] + last["rows_changed"] == len(held_before - set(rows))
        held_before = set(rows)


def mend(path: Path, changes: dict[int, dict[str, str]]) -> None:
    """Change cells of a file of refused rows, by line."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row.update(changes.get(int(row["line"]), {}))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_refused_rows_are_written_out_mended_and_taken_in_once(
    door: TinyCounty, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    door.write([BAD, *ROWS, RAGGED])
    assert run(door, "import") == 0
    out = tmp_path / "refused.csv"
    assert run(door, "refused", "--to", str(out)) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert run(door, "refused", "--to", str(out)) == 1, "a file that is there is not written over"
    mend(out, {2: {"in": "2023-02-28 10:00"}})
    capsys.readouterr()
    assert run(door, "reoffer", "--source", "jail", str(out)) == 0
    said = capsys.readouterr().err
    assert "1 mended rows were taken in" in said
    assert "1 were offered as they had arrived" in said
    held = door.held()
    first = held.kept[0]
    assert (first["line"], first["person_key"], first["start_on"]) == (2, "P9", dt.date(2023, 2, 28))
    assert held.refusals == [(7, "ragged_row", "")]
    assert held.findings == {("ragged_row", "", None): 1, ("mended_row", "in", None): 1}
    assert (held.receipt["rows_kept"], held.receipt["rows_refused"]) == (5, 1)
    # Offered again, nothing happens; the next load of the same file, and of one with more rows, keeps the mended row.
    before = door.held()
    assert run(door, "reoffer", "--source", "jail", str(out)) == 0
    assert door.held().kept == before.kept
    assert run(door, "import") == 0
    assert door.held().kept == before.kept
    door.write([BAD, *ROWS, RAGGED, LATER])
    held = door.load()
    assert_nothing_is_lost(held, door)
    assert [row["person_key"] for row in held.kept] == ["P9", "P1", "P1", "P2", "P3", "P4"]
    assert {row["event_id"] for row in before.kept} < {row["event_id"] for row in held.kept}, (
        "only the new one is written"
    )
    # Mended in the source system too: counted once.
    door.write([BAD.replace("02-30", "02-28"), *ROWS, RAGGED, LATER])
    held = door.load()
    assert_nothing_is_lost(held, door)
    assert [row["person_key"] for row in held.kept] == ["P9", "P1", "P1", "P2", "P3", "P4"]
    # Both in the file, as it was and mended: still once.
    door.write([BAD, BAD.replace("02-30", "02-28"), *ROWS])
    held = door.load()
    assert_nothing_is_lost(held, door)
    assert [row["person_key"] for row in held.kept] == ["P9", "P1", "P1", "P2", "P3"]


def test_refused_rows_hold_no_formula_and_come_back_as_they_had_arrived(
    door: TinyCounty, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    notes = ["=1+1", "-5", "+1 555", "@x", "'=1", "'plain", "\uff1d1"]
    bad = [f"P{9 + n},2023-02-30 10:00,2023-03-02,1990-01-01,F,Y,{note}" for n, note in enumerate(notes)]
    door.write([*ROWS, *bad], header=HEADER.replace("note", "=note"))
    assert run(door, "import") == 0
    out = tmp_path / "refused.csv"
    assert run(door, "refused", "--to", str(out)) == 0
    with out.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream))
    told = ["'=1+1", "'-5", "'+1 555", "'@x", "''=1", "'plain", "'\uff1d1"]
    assert [row["'=note"] for row in written] == told
    # One date is mended; one note is typed anew, without the mark; the others are as they were written out.
    mend(out, {6: {"in": "2023-02-28 10:00"}, 7: {"'=note": "-6"}})
    capsys.readouterr()
    assert run(door, "reoffer", "--source", "jail", str(out)) == 1
    said = capsys.readouterr().err
    assert "1 mended rows were taken in" in said
    assert "5 were offered as they had arrived" in said
    assert "1 stay refused" in said
    (kept,) = door.everything()["mend"]
    assert dict(zip(MEND.columns.keys(), kept, strict=True))["cells"]["=note"] == "=1+1"
    assert {row["cells"]["=note"] for row in door.held().refused} == set(notes[1:])


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"in": "2023-02-31 10:00"}, "1 stay refused: The date does not exist"),
        (
            {"id": "P1", "in": "2023-01-05 10:00", "out": "2023-01-06", "born": "1990-03-01"},
            "1 stay refused: The same row",
        ),
        ({"in": "2023-02-28 10:00", "out": "2023-02-01"}, "1 stay refused: The stay ends before it begins"),
    ],
)
def test_a_mended_row_that_is_still_wrong_or_there_already_stays_refused_as_it_arrived(
    door: TinyCounty, capsys: pytest.CaptureFixture[str], tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    door.write([*ROWS, BAD])
    run(door, "import")
    before = door.held()
    out = tmp_path / "refused.csv"
    run(door, "refused", "--to", str(out), "--source", "jail")
    mend(out, {6: cells})
    capsys.readouterr()
    assert run(door, "reoffer", "--source", "jail", str(out)) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "secret" not in said
    after = door.held()
    assert (after.kept, after.refused, after.findings) == (before.kept, before.refused, before.findings)
    assert door.everything()["mend"] == []


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_what_is_no_file_of_refused_rows_is_told_in_words(
    door: TinyCounty, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(door, "refused", "--to", str(tmp_path / "a.csv"), "--source", "jail") == 1
    assert "Nothing is loaded of jail yet" in capsys.readouterr().err
    run(door, "import")
    assert run(door, "refused", "--to", str(tmp_path / "a.csv"), "--source", "jail") == 1
    assert "No row of jail was refused" in capsys.readouterr().err
    assert run(door, "reoffer", "--source", "annex", str(door.file)) == 1
    assert "Name the source with --source: one of jail." in capsys.readouterr().err
    assert run(door, "reoffer", "--source", "jail", str(door.file)) == 1
    assert "there is no column 'refused_row'" in capsys.readouterr().err
    assert run(door, "reoffer", "--source", "jail", str(tmp_path / "nowhere.csv")) == 1
    assert "nowhere.csv cannot be read" in capsys.readouterr().err


def test_a_person_who_is_forgotten_goes_everywhere_and_does_not_come_back(
    door: TinyCounty, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    door.write([*ROWS, BAD.replace("P9", "P1"), "P1,2023-06-01 10:00"])
    assert run(door, "build") == 0
    first = read_extract(door.data_dir, "tiny")
    keys = tmp_path / "sealed.txt"
    keys.write_text("P1\n\nP77\n")
    capsys.readouterr()
    assert run(door, "forget", "--key-space", "jail", "--key-file", str(keys)) == 0
    said = capsys.readouterr().err
    assert "2 keys will stay forgotten." in said
    assert "jail: 2 rows that counted and 2 refused rows were taken out." in said
    assert "P1" not in said
    assert_p1_is_nowhere(door)
    assert run(door, "build") == 0
    second = read_extract(door.data_dir, "tiny")
    assert (first.people.height, second.people.height) == (3, 2)
    assert second.extract_id != first.extract_id
    assert [path.name for path in extracts_folder(door.data_dir, "tiny").iterdir() if path.is_dir()] == [
        second.extract_id
    ]
    # The next file names them again.
    door.write([*ROWS, LATER, BAD.replace("P9", "P1"), "P1,2023-06-01 10:00", "P77,2023-06-01 10:00,,1990-01-01,F,Y,"])
    capsys.readouterr()
    assert run(door, "import") == 0
    assert "8 rows, 3 kept, 0 refused, 5 of people who must stay forgotten, 1 new" in capsys.readouterr().err
    assert_p1_is_nowhere(door)
    with door.engine.connect() as connection:
        (told,) = read_receipts(connection, door.county)
    assert (told.rows_in, told.rows_kept, told.rows_refused, told.rows_forgotten) == (8, 3, 0, 5)
    assert told.rows_without_event == 0


def assert_p1_is_nowhere(tiny: TinyCounty) -> None:
    for name, rows in tiny.everything().items():
        assert [row for row in rows if "'P1'" in repr(row)] == [], name


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_forgetting_says_what_is_wrong(door: TinyCounty, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(door, "import")
    keys = tmp_path / "sealed.txt"
    keys.write_text("P1\n")
    assert run(door, "forget", "--key-space", "court", "--key-file", str(keys)) == 1
    assert "There is no key space 'court'. Known: jail." in capsys.readouterr().err
    keys.write_text("\n\n")
    assert run(door, "forget", "--key-space", "jail", "--key-file", str(keys)) == 1
    assert "sealed.txt holds no key" in capsys.readouterr().err
    keys.write_text("P1\n")
    assert run(door, "forget", "--key-space", "jail", "--key-file", str(keys)) == 0
    door.write([*ROWS, LATER])
    (door.data_dir / "tiny" / "forget.key").unlink()
    before = door.everything()
    assert run(door, "import") == 1
    assert (
        "forget.key in the data folder is missing or another one. Put it back from a backup." in capsys.readouterr().err
    )
    assert door.everything() == before


def test_the_list_of_loads_holds_counts_and_no_value_of_a_person(
    door: TinyCounty, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(door, "loads") == 0
    assert "Nothing was loaded yet" in capsys.readouterr().out
    door.write([*ROWS, BAD])
    run(door, "import")
    capsys.readouterr()
    assert run(door, "loads") == 0
    listed = capsys.readouterr().out
    (row,) = csv.DictReader(io.StringIO(listed))
    assert (row["source_id"], row["way"], row["rows_in"], row["rows_refused"]) == ("jail", "load", "5", "1")
    assert len(row["file_sha256"]) == 64
    assert 0 < float(row["seconds"]) < 60
    assert not {value for line in (*ROWS, BAD) for value in line.split(",")[:1] if value in listed}
