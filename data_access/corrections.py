"""What the data team does to rows that are in the warehouse: mend refused ones, forget people, look at the receipts."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data_access import forgetting, mending
from data_access.audit import Deed, note_here
from data_access.audited import note_receipt
from data_access.checks import RULES
from data_access.county import County
from data_access.forgetting import ForgetError, read_forgotten
from data_access.importing import Say, mapper_of
from data_access.intake import Came, CurrentLoad, current_load, write_receipt
from data_access.mending import MendError
from data_access.sources import Source
from data_access.warehouse import LOAD, RECEIPT, in_warehouse, one_load_at_a_time


def write_refused(county: County, data_dir: Path, source_id: str | None, path: Path, say: Say) -> None:
    """Write the refused rows of a source to a file, to be mended there; raise MendError where that cannot be done."""
    with in_warehouse(data_dir, county.id) as connection:
        source, load = _loaded(connection, county, source_id)
        note_here(data_dir, county.id, Deed.NAMES_SHOWN, {"form": "file", "source_id": source.id})
        rows = mending.write_refused(connection, source, load, path)
    say(f"{rows:,} refused rows of {source.title} are in {path.name}. It holds people's records: delete it when done.")
    say(
        f"Mend the cells, leave the columns, then run: python -m data_access reoffer {county.id} --source {source.id} FILE"
    )


def reoffer(
    county: County, data_dir: Path, source_id: str, path: Path, folder: Path, now: dt.datetime, say: Say
) -> bool:
    """Take mended rows in; return whether none of the changed ones was refused again."""
    with in_warehouse(data_dir, county.id) as connection:
        one_load_at_a_time(connection)
        source, load = _loaded(connection, county, source_id)
        columns = list(next(iter(mending.read_mended(path, source).values()), {}))
        today = now.astimezone(ZoneInfo(county.time_zone)).date()
        forgotten = read_forgotten(connection, data_dir / county.id)
        mapper = mapper_of(county, source, columns, folder, today, forgotten)
        done = mending.reoffer(connection, source, load, mapper, path, now)
        if done.taken:
            note_receipt(connection, data_dir, county.id, source.id)
    say(f"{source.title}: {done.taken:,} mended rows were taken in.")
    if done.unchanged:
        say(f"  {done.unchanged:,} were offered as they had arrived, and stay refused.")
    if done.unknown:
        say(
            f"  {done.unknown:,} are not among the refused rows now: they were taken in before, or the file has changed."
        )
    for rule_id, rows in sorted(done.still.items()):
        say(f"  {rows:,} stay refused: {RULES[rule_id].sentence} {RULES[rule_id].what_to_do}")
    return not done.still


def forget(county: County, data_dir: Path, key_space: str, key_file: Path, now: dt.datetime, say: Say) -> None:
    """Take the people whose keys stand in a file out, for good; raise ForgetError where it is not clear whom."""
    spaces = sorted({source.people for source in county.sources if not source.each_row_is_a_person})
    if key_space not in spaces:
        raise ForgetError(f"There is no key space {key_space!r}. Known: {', '.join(spaces)}.")
    keys = forgetting.read_keys(key_file)
    with in_warehouse(data_dir, county.id) as connection:
        one_load_at_a_time(connection)
        gone = forgetting.forget(connection, county.sources, key_space, keys, data_dir / county.id)
        for source_id, (kept, refused) in gone.rows.items():
            came = Came(
                way="forget", file_name="", file_sha256="", loaded_at=now, rows_gone=kept, rows_forgotten=kept + refused
            )
            write_receipt(connection, source_id, came)
        rows = sum(kept + refused for kept, refused in gone.rows.values())
        note_here(data_dir, county.id, Deed.FORGET, {"key_space": key_space, "keys": len(keys), "rows": rows})
    say(f"{len(keys):,} keys will stay forgotten.")
    for source_id, (kept, refused) in gone.rows.items():
        say(f"  {source_id}: {kept:,} rows that counted and {refused:,} refused rows were taken out.")
    if gone.identities:
        say(f"  {gone.identities:,} rows of names and numbers were taken out, with all links and decisions about them.")
    say(f"Run: python -m data_access build {county.id}. Until then the last extract and publication are as they were.")
    say("What stays: counts, and the same people's rows under keys of other key spaces.")
    if gone.elsewhere:
        known = ", ".join(f"{count:,} in {space}" for space, count in gone.elsewhere.items())
        say(f"  Joined with them were other keys: {known}. Ask these offices for them, and run forget for each.")
    say("  A row without a key comes in as a refused row again if the next file still has it: have it taken out there.")


def receipts(county: County, data_dir: Path) -> list[dict[str, Any]]:
    """Return the receipt of everything that was taken in or out, oldest first: counts, and no value of a person."""
    with in_warehouse(data_dir, county.id) as connection:
        rows = connection.execute(sa.select(RECEIPT).order_by(RECEIPT.c.receipt_id)).mappings()
        return [{name: value for name, value in row.items() if name != "receipt_id"} for row in rows]


def _loaded(connection: sa.Connection, county: County, source_id: str | None) -> tuple[Source, CurrentLoad]:
    """Return the source that is meant and its load; without an id, the only one of which rows were refused."""
    refused = set(connection.execute(sa.select(LOAD.c.source_id).where(LOAD.c.rows_refused > 0)).scalars())
    known = [source for source in county.sources if (source.id == source_id if source_id else source.id in refused)]
    if len(known) != 1:
        ids = ", ".join(source.id for source in county.sources)
        raise MendError(f"Name the source with --source: one of {ids}.")
    load = current_load(connection, known[0].id)
    if load is None:
        raise MendError(f"Nothing is loaded of {known[0].id} yet. Run: python -m data_access import {county.id}")
    return known[0], load
