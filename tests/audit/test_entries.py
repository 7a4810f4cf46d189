"""What the audit log takes in, and how it bears several writers and a process that dies."""

import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from data_access.__main__ import main
from data_access.audit import AuditError, Deed, note, read_entries
from data_access.audit_deeds import ALLOWED
from tests.audit.logs import COUNTY, anchors, ask, checked, found, written
from tests.places import ROOT

GOOD: dict[str, str | int] = {
    "measure_id": "rebooking",
    "window_days": 365,
    "period": "2017-Q3",
    "by": "sex,age",
    "only": "sex=female",
    "unit": "person",
    "audience": "analyst",
    "publication_id": "2019-12-31-0123456789ab",
    "form": "csv",
    "extract_id": "2019-12-31-0123456789ab",
    "rows": 3,
    "hidden": 0,
    "page": "get-the-data",
}


def put(data_dir: Path, about: Mapping[str, str | int], deed: Deed = Deed.QUESTION) -> None:
    note(data_dir, COUNTY, deed, by="ana@county.example", role="analyst", about=about)


def test_an_entry_says_who_did_what_in_utc(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (entry,) = read_entries(tmp_path, COUNTY)
    assert (entry.number, entry.deed, entry.done_by, entry.role) == (1, "question", "ana@county.example", "analyst")
    assert entry.at.endswith("+00:00")
    assert '"measure_id": "rebooking"' in entry.about


def test_each_entry_is_sealed_over_the_one_before(tmp_path: Path) -> None:
    written(tmp_path, 3)
    first, second, third = read_entries(tmp_path, COUNTY)
    assert (first.previous, second.previous, third.previous) == ("", first.seal, second.seal)


def test_the_key_is_a_file_of_this_user_alone(tmp_path: Path) -> None:
    ask(tmp_path)
    key = tmp_path / COUNTY / "audit" / "audit.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_key_and_anchors_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_KEY", str(tmp_path / "keys" / "log.key"))
    monkeypatch.setenv("AUDIT_ANCHORS", str(tmp_path / "far"))
    written(tmp_path, 2)
    assert sorted(path.name for path in (tmp_path / COUNTY / "audit").iterdir()) == ["audit.sqlite"]
    assert (tmp_path / "keys" / "log.key").is_file()
    assert len((tmp_path / "far" / "small.anchors").read_text("ascii").splitlines()) == 2
    assert found(tmp_path) == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("measure_id", "Jane Doe"),
        ("by", "sex;drop"),
        ("only", "name=Jane Doe"),
        ("only", "birth_date=1980-01-02,"),
        ("period", "1980-01-02"),
        ("window_days", -1),
        ("window_days", "365"),
        ("rows", True),
        ("publication_id", "Doe, Jane"),
        ("page", "coming-back?person=17"),
        ("person_id", 17),
        ("name", "jane"),
        ("person_key", "b0017"),
    ],
)
def test_what_could_be_about_one_person_is_refused_and_nothing_is_written(
    tmp_path: Path, key: str, value: str | int
) -> None:
    with pytest.raises(AuditError) as refused:
        put(tmp_path, {key: value})
    assert key in str(refused.value)
    assert str(value) not in str(refused.value).replace(repr(key), ""), "the value is not repeated"
    assert read_entries(tmp_path, COUNTY) == []


@pytest.mark.parametrize(
    "purpose",
    [
        "ok",
        "x" * 301,
        "two\nlines",
        "look up booking 1048576",
        "born 01/02/1980",
        "born 1980-1-2",
        "ask ana@county.example",
        "=cmd()",
        "",
    ],
)
def test_a_purpose_that_is_too_long_or_looks_like_a_record_is_refused(tmp_path: Path, purpose: str) -> None:
    with pytest.raises(AuditError, match="for purpose only a purpose of 3 to 300 characters"):
        put(tmp_path, {"purpose": purpose}, Deed.PURPOSE)


def test_a_purpose_in_an_analysts_own_words_is_kept(tmp_path: Path) -> None:
    put(tmp_path, {"purpose": "Board report for 2025: who is connected to care within 30 days?"}, Deed.PURPOSE)
    assert "connected to care" in read_entries(tmp_path, COUNTY)[0].about


@pytest.mark.parametrize(("by", "role"), [("", "analyst"), ("a\nb", "analyst"), ("=a", "analyst"), ("a", "An Analyst")])
def test_a_doer_without_a_proper_name_or_role_is_refused(tmp_path: Path, by: str, role: str) -> None:
    with pytest.raises(AuditError, match=r"^(by|role) must be"):
        note(tmp_path, COUNTY, Deed.SIGN_IN, by=by, role=role, about={})


@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_says_what_may_be_told_about_it(tmp_path: Path, deed: Deed) -> None:
    assert ALLOWED[deed]
    put(tmp_path, {}, deed)
    with pytest.raises(AuditError, match=f"for {deed.value}"):
        put(tmp_path, {"person_id": 1}, deed)


def test_a_folder_that_cannot_be_written_stops_the_deed(tmp_path: Path) -> None:
    (tmp_path / COUNTY).mkdir()
    (tmp_path / COUNTY / "audit").write_text("in the way")
    with pytest.raises(AuditError, match=r"could not be written .* so nothing was done"):
        ask(tmp_path)


def test_anchors_that_cannot_be_written_stop_the_deed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "far").write_text("in the way")
    monkeypatch.setenv("AUDIT_ANCHORS", str(tmp_path / "far"))
    with pytest.raises(AuditError, match="so nothing was done"):
        ask(tmp_path)


WRITER = """
import sys
from collections.abc import Mapping
from pathlib import Path
from tests.audit.logs import ask
for _ in range(15):
    ask(Path(sys.argv[1]))
"""
DIES_BEFORE_THE_ANCHOR = """
import os, signal, sys
from pathlib import Path
from data_access import audit_anchors
from tests.audit.logs import ask
audit_anchors.append = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
ask(Path(sys.argv[1]))
"""
DIES_BEFORE_THE_ENTRY_COUNTS = """
import os, signal, sqlite3, sys
from pathlib import Path
from tests.audit.logs import database
connection = sqlite3.connect(database(Path(sys.argv[1])), isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO entry SELECT 3, at, deed, done_by, role, about, previous, seal FROM entry LIMIT 1")
os.kill(os.getpid(), signal.SIGKILL)
"""


def started(script: str, data_dir: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", script, str(data_dir)], cwd=ROOT)


def test_several_processes_may_write_at_once_from_the_first_entry_on(tmp_path: Path) -> None:
    processes = [started(WRITER, tmp_path) for _ in range(4)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0, 0]
    assert [entry.number for entry in read_entries(tmp_path, COUNTY)] == list(range(1, 61))
    assert [line.split()[0] for line in anchors(tmp_path).read_text("ascii").splitlines()] == [
        str(number) for number in range(1, 61)
    ]
    assert found(tmp_path) == {}


def test_an_entry_whose_process_died_before_its_anchor_gets_it_from_the_next(tmp_path: Path) -> None:
    written(tmp_path, 2)
    assert started(DIES_BEFORE_THE_ANCHOR, tmp_path).wait(timeout=60) == -signal.SIGKILL
    assert found(tmp_path) == {}
    assert checked(tmp_path).remarks[0].startswith("The last entry, 3, has no anchor yet")
    ask(tmp_path)
    assert (checked(tmp_path).anchors, checked(tmp_path).remarks) == (4, ())


def test_a_process_that_dies_before_its_entry_counts_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, 2)
    assert started(DIES_BEFORE_THE_ENTRY_COUNTS, tmp_path).wait(timeout=60) == -signal.SIGKILL
    assert (checked(tmp_path).entries, found(tmp_path)) == (2, {})
    ask(tmp_path)
    assert (checked(tmp_path).entries, found(tmp_path)) == (3, {})


def test_the_command_says_what_is_wrong_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    note(tmp_path, "made-up", Deed.SIGN_IN, by="ana@county.example", role="analyst", about={"provider": "keycloak"})
    assert main(["audit", "verify", "made-up"]) == 0
    assert "1 entries, 1 anchors." in capsys.readouterr().out
    assert main(["audit", "show", "made-up"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header == "number,at,deed,by,role,about"
    assert row.startswith("1,2")
    assert row.endswith(',sign_in,ana@county.example,analyst,"{""provider"": ""keycloak""}"')
    (tmp_path / "made-up" / "audit" / "audit.sqlite").unlink()
    assert main(["audit", "verify", "made-up"]) == 1
    assert "truncated: The end of the log was cut off: 1." in capsys.readouterr().out
