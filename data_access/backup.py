"""A county's data folder, whole, in a folder of its own that proves itself; and back from it."""

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from data_access.store import file_digest, names
from data_access.warehouse import warehouse_url

RECORD: Final = "backup.json"
_FORMAT: Final = 1
_UNFINISHED: Final = ".unfinished-"
_LEFT_OUT: Final = ("sources",)
"""Folders that are not the county's own: the files that the program makes up for the made-up county."""
_STORES: Final = ("extracts", "publications/public", "publications/partner")


class BackupError(Exception):
    """A backup that cannot be made or brought back; the message says what to do."""


class Backup(BaseModel):
    """What backup.json says of a backup.

    files: the SHA-256 of each file, by its path below the county's data folder. with_warehouse: whether the warehouse is
    among them; it is not where a PostgreSQL server keeps it, of which that server's own backup must be taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    county: str
    made_at: dt.datetime
    with_warehouse: bool
    files: dict[str, str]


def back_up(data_dir: Path, county_id: str, to: Path, now: dt.datetime) -> tuple[Path, Backup]:
    """Copy all that the program keeps about a county into a new folder in `to`, named by county and time (UTC); return it.

    Databases are copied by SQLite's own backup, so that what is written meanwhile is in the copy whole or not at all. Call
    it while no build runs (building.only_one): the stores would not be of one moment. The folder is named only when it is
    whole; digests of all files stand in backup.json. It holds names of people: only the owner can read it.
    Raises BackupError where `to` lies inside of what is copied, or a backup of this second is there.
    """
    source = data_dir / county_id
    if to.resolve().is_relative_to(source.resolve()):
        raise BackupError(
            f"{to} lies inside the county's own data. Name a folder somewhere else, best on another disk."
        )
    folder = to / f"{county_id}-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    if folder.exists():
        raise BackupError(f"{folder} is there already. Wait a second and try again.")
    unfinished = to / f"{_UNFINISHED}{folder.name}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    for path in _kept(source):
        _copy(path, unfinished / path.relative_to(source))
    told = Backup(
        format=_FORMAT,
        county=county_id,
        made_at=now.astimezone(dt.UTC),
        with_warehouse=warehouse_url(data_dir, county_id).get_backend_name() == "sqlite",
        files=_digests(unfinished),
    )
    (unfinished / RECORD).write_text(told.model_dump_json(indent=1), "utf-8")
    unfinished.rename(folder)
    return folder, told


def bring_back(data_dir: Path, county_id: str, backup: Path) -> Backup:
    """Make the county's data folder from a backup, after checking every file of it against its digest.

    The folder appears whole or not at all. Raises BackupError where the backup is of another county, a file is missing,
    changed or not listed, or data of the county are there already: they are never written over.
    """
    told = _read(backup)
    if told.county != county_id:
        raise BackupError(f"{backup} is a backup of {told.county}, not of {county_id}.")
    target = data_dir / county_id
    if target.exists() and any(target.iterdir()):
        raise BackupError(
            f"{target} is not empty. Move it away first; nothing is written over, and nothing was changed."
        )
    _check(backup, told)
    unfinished = data_dir / f"{_UNFINISHED}{county_id}"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(backup, unfinished, ignore=shutil.ignore_patterns(RECORD))
    if target.exists():
        target.rmdir()
    unfinished.rename(target)
    return told


def _kept(source: Path) -> list[Path]:
    """Return the files to copy: anchors before the log that they prove, or the copied log would end before them."""
    left_out = {source / name for name in _LEFT_OUT}
    whole = {source / store / name for store in _STORES if (source / store).is_dir() for name in names(source / store)}
    found = []
    for path in source.rglob("*"):
        parents = set(path.parents)
        in_a_store = next((source / store for store in _STORES if source / store in parents), None)
        if not path.is_file() or path.suffix in (".lock", ".sqlite-journal") or parents & left_out:
            continue
        if in_a_store is not None and path.parent != in_a_store and not parents & whole:
            continue
        if any(part.startswith(_UNFINISHED) for part in path.relative_to(source).parts):
            continue
        found.append(path)
    return sorted(found, key=lambda path: (path.suffix != ".anchors", path))


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.suffix == ".sqlite":
        address = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as here, closing(sqlite3.connect(to)) as there:
            here.backup(there)
        shutil.copymode(path, to)
    else:
        shutil.copy2(path, to)


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_digest(path) for path in files}


def _read(backup: Path) -> Backup:
    try:
        return Backup.model_validate_json((backup / RECORD).read_text("utf-8"))
    except FileNotFoundError:
        raise BackupError(f"{backup} holds no {RECORD}: it is no backup, or one that was never finished.") from None
    except (ValidationError, UnicodeDecodeError):
        raise BackupError(f"{RECORD} in {backup} cannot be read: this backup is damaged. Take another one.") from None


def _check(backup: Path, told: Backup) -> None:
    found = {name: digest for name, digest in _digests(backup).items() if name != RECORD}
    wrong = [
        *(f"{name} is missing" for name in sorted(told.files.keys() - found.keys())),
        *(f"{name} is not part of it" for name in sorted(found.keys() - told.files.keys())),
        *(f"{name} was changed" for name in sorted(told.files) if name in found and found[name] != told.files[name]),
    ]
    if wrong:
        more = f", and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise BackupError(
            f"This backup is not as it was written: {'; '.join(wrong[:3])}{more}. Nothing was brought back. Take another one."
        )
