"""A small audit log, and plain sqlite3 to tamper with it: what someone with a file editor and no key can do."""

import shutil
import sqlite3
from pathlib import Path
from typing import Final

from data_access.audit import Deed, anchors_path, audit_folder, note
from data_access.audit_check import Verdict, verify

COUNTY: Final = "small"


def ask(data_dir: Path, measure_id: str = "rebooking") -> None:
    """Write one entry as an analyst's question would."""
    about: dict[str, str | int] = {"measure_id": measure_id, "window_days": 365, "period": "2017"}
    note(data_dir, COUNTY, Deed.QUESTION, by="ana@county.example", role="analyst", about=about)


def written(data_dir: Path, entries: int = 6) -> Path:
    """Write a log of so many entries and return its database."""
    for _ in range(entries):
        ask(data_dir)
    return database(data_dir)


def database(data_dir: Path) -> Path:
    return audit_folder(data_dir, COUNTY) / "audit.sqlite"


def anchors(data_dir: Path) -> Path:
    return anchors_path(data_dir, COUNTY)


def tamper(path: Path, *statements: str, keep_guards: bool = True) -> None:
    """Run statements with the triggers taken off, and put the triggers back as a careful hand would."""
    connection = sqlite3.connect(path)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in guards if keep_guards else []:
        connection.execute(sql)
    connection.commit()
    connection.close()


def numbers(path: Path) -> list[int]:
    connection = sqlite3.connect(path)
    found = [row[0] for row in connection.execute("SELECT number FROM entry ORDER BY number")]
    connection.close()
    return found


def copied(path: Path) -> Path:
    return Path(shutil.copy(path, path.with_suffix(".copy")))


def found(data_dir: Path) -> dict[str, tuple[int, ...]]:
    """Return what a check of the log finds: the name of the tampering, and the numbers that show it."""
    return {finding.what.value: finding.numbers for finding in checked(data_dir).findings}


def checked(data_dir: Path) -> Verdict:
    return verify(data_dir, COUNTY)
