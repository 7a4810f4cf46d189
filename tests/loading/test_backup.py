"""A backup holds all that was kept, proves it, and comes back whole or not at all, also while the log is written to."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from data_access import building
from data_access.__main__ import main
from data_access.audit import Deed, note_here, read_entries
from data_access.audit_check import verify
from data_access.backup import RECORD, Backup
from data_access.building import only_one
from data_access.publications import Audience, read_publication
from data_access.store import file_digest
from tests.loading.tiny_county import NOW, TinyCounty
from tests.places import MadeOnce


@pytest.fixture
def built(tmp_path: Path, made_once: MadeOnce, monkeypatch: pytest.MonkeyPatch) -> TinyCounty:
    monkeypatch.delenv("WAREHOUSE_URL", raising=False)
    tiny = TinyCounty(tmp_path)

    def build(folder: Path) -> None:
        assert building.build(tiny.county, tiny.sources, folder, NOW, lambda _: None) == []

    shutil.copytree(made_once("tiny-built", build), tiny.data_dir)
    monkeypatch.setenv("DATA_DIR", str(tiny.data_dir))
    return tiny


def back_up(tiny: TinyCounty, to: Path) -> Path:
    assert main(["backup", str(tiny.county_folder), "--to", str(to)]) == 0
    (folder,) = to.iterdir()
    return folder


def bring_back(tiny: TinyCounty, backup: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    return main(["restore", str(tiny.county_folder), "--from", str(backup)])


def rows_of(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_what_comes_back_is_what_was_kept(built: TinyCounty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = back_up(built, tmp_path / "backups")
    assert bring_back(built, backup, tmp_path / "other", monkeypatch) == 0
    here, there = built.data_dir / "tiny", tmp_path / "other" / "tiny"
    kept = {path.relative_to(here) for path in here.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert {path.relative_to(there) for path in there.rglob("*") if path.is_file()} == kept
    assert rows_of(here / "warehouse.sqlite") == rows_of(there / "warehouse.sqlite")
    for audience in Audience:
        one, other = (read_publication(folder, "tiny", audience) for folder in (built.data_dir, tmp_path / "other"))
        assert one.manifest == other.manifest
        assert one.frame.equals(other.frame)
    assert verify(tmp_path / "other", "tiny").findings == ()
    told = [(entry.deed, entry.about) for entry in read_entries(tmp_path / "other", "tiny")][-2:]
    assert told == [("copy", '{"way": "backup"}'), ("copy", '{"way": "restore"}')]


def test_nobody_else_can_read_a_backup(built: TinyCounty, tmp_path: Path) -> None:
    assert back_up(built, tmp_path / "backups").stat().st_mode & 0o077 == 0


def test_a_backup_under_load_is_whole(built: TinyCounty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server writes to the audit log all the while: the copy ends somewhere, with every entry before it sealed."""
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            note_here(built.data_dir, "tiny", Deed.SIGN_OUT, {"reason": "idle"})

    server = threading.Thread(target=serve)
    server.start()
    try:
        backups = [back_up(built, tmp_path / f"backups-{number}") for number in range(4)]
    finally:
        stop.set()
        server.join()
    for number, backup in enumerate(backups):
        assert bring_back(built, backup, tmp_path / f"other-{number}", monkeypatch) == 0
        assert verify(tmp_path / f"other-{number}", "tiny").findings == ()


def test_a_damaged_backup_is_refused_by_the_name_of_the_file(
    built: TinyCounty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = back_up(built, tmp_path / "backups")
    warehouse = backup / "warehouse.sqlite"
    with warehouse.open("r+b") as stream:
        stream.seek(200)
        stream.write(b"\x01")
    (backup / "noise.secret").unlink()
    (backup / "more.txt").write_text("not from here")
    assert bring_back(built, backup, tmp_path / "other", monkeypatch) == 1
    said = capsys.readouterr().err
    assert "noise.secret is missing; more.txt is not part of it; warehouse.sqlite was changed. Nothing was" in said
    assert not (tmp_path / "other" / "tiny").exists()


def test_nothing_is_written_over(
    built: TinyCounty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = back_up(built, tmp_path / "backups")
    before = file_digest(built.data_dir / "tiny" / "warehouse.sqlite")
    assert bring_back(built, backup, built.data_dir, monkeypatch) == 1
    assert "is not empty. Move it away first" in capsys.readouterr().err
    assert file_digest(built.data_dir / "tiny" / "warehouse.sqlite") == before


def test_a_backup_waits_for_no_build_and_makes_nothing_half(
    built: TinyCounty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_one(built.data_dir, built.county):
        assert main(["backup", str(built.county_folder), "--to", str(tmp_path / "backups")]) == 1
    assert "Another build of Tiny County is running." in capsys.readouterr().err
    assert not (tmp_path / "backups").exists()


def test_a_backup_inside_of_what_it_copies_is_refused(built: TinyCounty, capsys: pytest.CaptureFixture[str]) -> None:
    inside = built.data_dir / "tiny" / "backups"
    assert main(["backup", str(built.county_folder), "--to", str(inside)]) == 1
    assert "lies inside the county's own data" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("record", "said"),
    [(None, f"holds no {RECORD}"), ("{", "cannot be read"), ("county", "is a backup of elsewhere, not of tiny")],
)
def test_what_is_no_backup_of_the_county_is_refused(
    record: str | None,
    said: str,
    built: TinyCounty,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    backup = back_up(built, tmp_path / "backups")
    if record is None:
        (backup / RECORD).unlink()
    elif record == "county":
        told = Backup.model_validate_json((backup / RECORD).read_text("utf-8"))
        (backup / RECORD).write_text(told.model_copy(update={"county": "elsewhere"}).model_dump_json(), "utf-8")
    else:
        (backup / RECORD).write_text(record, "utf-8")
    assert bring_back(built, backup, tmp_path / "other", monkeypatch) == 1
    assert said in capsys.readouterr().err


def test_a_county_without_data_has_nothing_to_back_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = TinyCounty(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tiny.data_dir))
    assert main(["backup", str(tiny.county_folder), "--to", str(tmp_path / "backups")]) == 1
    assert "there is nothing to back up" in capsys.readouterr().err
