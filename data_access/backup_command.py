"""The commands `backup` and `restore`: a county's data folder into a folder of its own, and back."""

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from data_access.audit import note_here
from data_access.audit_check import verify
from data_access.audit_deeds import Deed
from data_access.backup import BackupError, back_up, bring_back
from data_access.building import only_one
from data_access.county import County

BACKUP = "copy all that is kept about a county, with digests, into a new folder"
RESTORE = "make a county's data folder from a backup, after checking every file of it"
_NO_WAREHOUSE = (
    "The warehouse is in PostgreSQL and is not in this backup. Take one of its schema too, with pg_dump, "
    "while no build runs."
)


def backup_to(parser: argparse.ArgumentParser) -> None:
    """Add what the command is given beside the county."""
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="where to make the folder of the backup")


def restore_from(parser: argparse.ArgumentParser) -> None:
    """Add what the command is given beside the county."""
    parser.add_argument(
        "--from", type=Path, required=True, dest="backup", metavar="DIR", help="the folder of the backup"
    )


def run_backup(county: County, data_dir: Path, to: Path, say: Callable[[str], None]) -> int:
    """Make a backup while no build runs; the audit log, which is in it, tells of it."""
    if not (data_dir / county.id).is_dir():
        raise BackupError(f"Nothing is kept about {county.name} in {data_dir}, so there is nothing to back up.")
    with only_one(data_dir, county):
        note_here(data_dir, county.id, Deed.COPY, {"way": "backup"})
        folder, told = back_up(data_dir, county.id, to, dt.datetime.now(dt.UTC))
    say(f"Backed up {len(told.files):,} files into {folder}. They hold names of people: keep them encrypted.")
    if not told.with_warehouse:
        say(_NO_WAREHOUSE)
    return 0


def run_restore(county: County, data_dir: Path, backup: Path, say: Callable[[str], None]) -> int:
    """Bring a backup back, and check the audit log that came with it; return 1 where something is wrong with that."""
    told = bring_back(data_dir, county.id, backup)
    say(f"Brought back {len(told.files):,} files as they were on {told.made_at:%Y-%m-%d at %H:%M} UTC.")
    if not told.with_warehouse:
        say("The warehouse was in PostgreSQL: bring its schema back with that server's own tools.")
    verdict = verify(data_dir, county.id)
    for finding in verdict.findings:
        say(f"The audit log: {finding.sentence}")
    if verdict.findings:
        return 1
    note_here(data_dir, county.id, Deed.COPY, {"way": "restore"})
    return 0
