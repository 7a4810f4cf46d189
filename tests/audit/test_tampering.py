"""Each way to tamper with an audit log is done by hand, with plain sqlite3 and a text editor, and found by its name."""

import sqlite3
from pathlib import Path

import pytest

from data_access.audit import AuditError
from data_access.audit_check import verify
from tests.audit.logs import COUNTY, anchors, ask, checked, copied, database, found, numbers, tamper, written


def test_a_log_that_nobody_touched_is_in_order(tmp_path: Path) -> None:
    written(tmp_path)
    assert found(tmp_path) == {}
    assert checked(tmp_path).remarks == ()
    assert (checked(tmp_path).entries, checked(tmp_path).anchors) == (6, 6)


def test_a_county_in_which_nothing_was_done_is_in_order(tmp_path: Path) -> None:
    assert found(tmp_path) == {}
    assert list(tmp_path.iterdir()) == [], "a check makes nothing"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET done_by = 'someone' WHERE number = 3",
        "DELETE FROM entry WHERE number = 3",
        "INSERT INTO entry VALUES (9, '', '', '', '', '', '', '')",
        "INSERT OR REPLACE INTO entry VALUES (3, '', '', '', '', '', '', '')",
    ],
)
def test_the_database_itself_lets_nobody_change_what_is_written(tmp_path: Path, statement: str) -> None:
    connection = sqlite3.connect(written(tmp_path))
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "column", ["at = '2020-01-01T00:00:00+00:00'", "deed = 'export'", "done_by = 'x'", "role = 'x'", "about = '{}'"]
)
def test_an_edit_is_found_in_every_column(tmp_path: Path, column: str) -> None:
    tamper(written(tmp_path), f"UPDATE entry SET {column} WHERE number = 3")
    assert found(tmp_path) == {"edited": (3,)}


def test_an_edit_of_the_last_entry_is_found_and_no_entry_comes_after_it(tmp_path: Path) -> None:
    tamper(written(tmp_path), "UPDATE entry SET role = 'x' WHERE number = 6")
    assert found(tmp_path) == {"edited": (6,)}
    with pytest.raises(AuditError, match="does not fit the last entry"):
        ask(tmp_path)


def test_an_edit_with_a_seal_of_another_key_is_found(tmp_path: Path) -> None:
    tamper(written(tmp_path), f"UPDATE entry SET role = 'x', seal = '{'0' * 64}' WHERE number = 3")
    assert found(tmp_path) == {"edited": (3,)}


def test_an_entry_that_is_written_without_the_key_is_found(tmp_path: Path) -> None:
    path = written(tmp_path)
    tamper(path, f"INSERT INTO entry SELECT 7, at, deed, done_by, role, about, seal, '{'0' * 64}' FROM entry LIMIT 1")
    assert found(tmp_path)["edited"] == (7,)


def test_a_deletion_is_found(tmp_path: Path) -> None:
    path = written(tmp_path)
    tamper(path, "DELETE FROM entry WHERE number IN (2, 4)")
    assert found(tmp_path) == {"deleted": (2, 4)}


def test_a_deletion_of_the_first_entry_is_found(tmp_path: Path) -> None:
    tamper(written(tmp_path), "DELETE FROM entry WHERE number = 1")
    assert found(tmp_path) == {"deleted": (1,)}


def test_a_deletion_after_which_the_numbers_were_closed_up_is_found(tmp_path: Path) -> None:
    tamper(
        written(tmp_path),
        "DELETE FROM entry WHERE number = 3",
        "UPDATE entry SET number = number - 1 WHERE number > 3",
    )
    assert found(tmp_path) == {"deleted": (3,), "reordered": (3, 4, 5)}


def test_two_entries_that_changed_places_are_found(tmp_path: Path) -> None:
    tamper(
        written(tmp_path),
        "UPDATE entry SET number = 100 WHERE number = 2",
        "UPDATE entry SET number = 2 WHERE number = 5",
        "UPDATE entry SET number = 5 WHERE number = 100",
        "UPDATE sqlite_sequence SET seq = 6",
    )
    assert found(tmp_path) == {"reordered": (2, 5)}


def test_two_entries_whose_words_changed_places_are_found(tmp_path: Path) -> None:
    written(tmp_path, 1)
    ask(tmp_path, "releases")
    path = written(tmp_path, 1)
    words = ", ".join(
        f"{name} = (SELECT {name} FROM other WHERE other.number = 3 - entry.number)" for name in ("at", "about")
    )
    tamper(
        path,
        "CREATE TABLE other AS SELECT * FROM entry",
        f"UPDATE entry SET {words} WHERE number < 3",
        "DROP TABLE other",
    )
    assert found(tmp_path) == {"reordered": (1, 2)}


def test_an_end_that_was_cut_off_is_found(tmp_path: Path) -> None:
    tamper(written(tmp_path), "DELETE FROM entry WHERE number > 4")
    assert found(tmp_path) == {"truncated": (5, 6)}


def test_an_end_of_one_entry_that_was_cut_off_is_found(tmp_path: Path) -> None:
    tamper(written(tmp_path), "DELETE FROM entry WHERE number = 6")
    assert found(tmp_path) == {"truncated": (6,)}


def test_a_log_that_is_gone_whole_is_found(tmp_path: Path) -> None:
    written(tmp_path).unlink()
    assert found(tmp_path) == {"truncated": (1, 2, 3, 4, 5, 6)}
    with pytest.raises(AuditError, match="lacks entries that its anchors name"):
        ask(tmp_path)


def test_an_end_that_was_cut_off_is_found_without_anchors(tmp_path: Path) -> None:
    tamper(written(tmp_path), "DELETE FROM entry WHERE number > 4")
    anchors(tmp_path).unlink()
    assert found(tmp_path) == {"truncated": (5, 6), "anchors_lost": (1, 2, 3, 4)}


def test_an_old_copy_that_was_put_back_is_found_and_nothing_is_written_to_it(tmp_path: Path) -> None:
    old = copied(written(tmp_path, 4))
    written(tmp_path, 2)
    old.replace(database(tmp_path))
    assert found(tmp_path) == {"old_copy": (5, 6)}
    with pytest.raises(AuditError, match="lost its end, or is an older copy"):
        ask(tmp_path)
    assert numbers(database(tmp_path)) == [1, 2, 3, 4]


def test_an_old_copy_that_was_written_on_while_its_anchors_were_away_is_found(tmp_path: Path) -> None:
    old = copied(written(tmp_path, 4))
    written(tmp_path, 2)
    old.replace(database(tmp_path))
    away = anchors(tmp_path).rename(tmp_path / "away")
    written(tmp_path, 3)
    away.replace(anchors(tmp_path))
    assert found(tmp_path)["old_copy"] == (5, 6)


def test_a_lost_key_is_found_and_stops_every_deed(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / COUNTY / "audit" / "audit.key").unlink()
    assert found(tmp_path) == {"key_lost": ()}
    with pytest.raises(AuditError, match="Put the key back from a backup"):
        ask(tmp_path)
    assert not (tmp_path / COUNTY / "audit" / "audit.key").exists(), "no new key is made for an old log"


def test_another_key_is_found(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / COUNTY / "audit" / "audit.key").write_bytes(b"another one, of 32 bytes in all.")
    assert found(tmp_path) == {"key_lost": ()}


def test_a_torn_line_of_the_anchors_is_found(tmp_path: Path) -> None:
    written(tmp_path)
    lines = anchors(tmp_path).read_text("ascii").splitlines()
    anchors(tmp_path).write_text("\n".join([*lines[:2], lines[2][:30], *lines[3:]]) + "\n", "ascii")
    assert found(tmp_path) == {"anchor_torn": (3,), "anchors_lost": (3,)}


def test_a_torn_last_line_is_found_and_told_apart_from_one_that_was_written_again(tmp_path: Path) -> None:
    written(tmp_path)
    whole = anchors(tmp_path).read_bytes()
    anchors(tmp_path).write_bytes(whole[:-40])
    assert found(tmp_path) == {"anchor_torn": (6,)}
    ask(tmp_path)
    assert found(tmp_path) == {}
    assert checked(tmp_path).remarks == ("Lines of the anchor file broke off and were written again whole: 6.",)


def test_a_changed_line_of_the_anchors_is_found(tmp_path: Path) -> None:
    written(tmp_path)
    first, *others = anchors(tmp_path).read_text("ascii").splitlines()
    number, seal, check = first.split(" ")
    anchors(tmp_path).write_text("\n".join([f"{number} {seal[::-1]} {check}", *others]) + "\n", "ascii")
    assert found(tmp_path) == {"anchor_foreign": (1,), "anchors_lost": (1,)}


def test_anchors_that_lost_their_end_are_found(tmp_path: Path) -> None:
    written(tmp_path)
    lines = anchors(tmp_path).read_text("ascii").splitlines(keepends=True)
    anchors(tmp_path).write_text("".join(lines[:3]), "ascii")
    assert found(tmp_path) == {"anchors_lost": (4, 5, 6)}


def test_triggers_that_were_taken_off_are_found(tmp_path: Path) -> None:
    tamper(written(tmp_path), keep_guards=False)
    assert found(tmp_path) == {"guard_removed": ()}


def test_a_database_that_is_none_any_more_is_found(tmp_path: Path) -> None:
    written(tmp_path).write_bytes(b"no database" * 100)
    assert found(tmp_path) == {"unreadable": ()}


def test_a_column_that_was_taken_away_is_found(tmp_path: Path) -> None:
    tamper(written(tmp_path), "ALTER TABLE entry DROP COLUMN role")
    assert found(tmp_path) == {"unreadable": ()}


def test_a_log_of_another_county_does_not_pass_for_this_one(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / COUNTY).rename(tmp_path / "other")
    assert {finding.what.value for finding in verify(tmp_path, "other").findings} == {"key_lost"}
