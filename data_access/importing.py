"""Takes a source's file into the warehouse: one transaction, all of it or nothing."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from data_access import store
from data_access.checks import StopLoadError
from data_access.county import County
from data_access.forgetting import Forgotten, patches_digest
from data_access.intake import Came, CurrentLoad, Intake, begin_load, current_load, write_findings, write_receipt
from data_access.joining import JoinedFile, joined_digest
from data_access.load_checks import look_at_load
from data_access.mapping import Mapper
from data_access.mending import apply_mends
from data_access.readers import open_source
from data_access.readers.contract import Reader
from data_access.sources import Source
from data_access.warehouse import LOAD, one_load_at_a_time

MAPPING_FORMAT = 4
"""Raised when the same file and county file would give other rows than before."""

Say = Callable[[str], None]


def mapping_digest(source: Source, last_on: dt.date, folder: Path) -> str:
    """Return the digest of everything beside the file that decides what its rows become, joined files included."""
    return store.digest([MAPPING_FORMAT, source.model_dump(mode="json"), last_on, joined_digest(source, folder)])


def mapper_of(
    county: County, source: Source, columns: list[str], folder: Path, today: dt.date, forgotten: Forgotten
) -> Mapper:
    """Return the mapper of a source whose rows have these columns; raise StopLoadError where a joined file is amiss."""
    # A consent may be signed or taken back on a day to come; then it does not count yet (see consent).
    last_on = dt.date.max if source.is_of_consent else source.last_on or county.data_span.last_on or today
    joined = [JoinedFile(join, source, folder) for join in source.joins]
    return Mapper(source, columns, last_on, joined, county.read_elsewhere(source), forgotten.knows(source.people))


def take_in(
    connection: sa.Connection,
    county: County,
    source: Source,
    folder: Path,
    now: dt.datetime,
    say: Say,
    forgotten: Forgotten,
) -> bool:
    """Load one source inside the caller's transaction; return whether anything changed.

    The same file under the same county file is not read twice. Otherwise the file is taken for all that the source has to
    say: rows that it holds already stay, others are added, and those that are not in the file any more are taken out.
    Raises StopLoadError, with nothing changed, when the file cannot be used.
    """
    began = time.monotonic()
    one_load_at_a_time(connection)
    mapping = mapping_digest(source, source.last_on or county.data_span.last_on or dt.date.max, folder)
    patches = patches_digest(connection, source)
    with open_source(source, folder) as reader:
        before = current_load(connection, source.id)
        made_from = (reader.known_digest(), mapping, patches)
        if before and (before.file_sha256, before.mapping_sha256, before.patches_sha256) == made_from:
            say(f"{source.title}: {source.shown_name} has not changed since it was loaded")
            return False
        say(f"{source.title}: reading {source.shown_name}")
        mapper = mapper_of(county, source, reader.columns, folder, now.date(), forgotten)
        load_id = begin_load(connection, source, before, now)
        intake = Intake(connection, source, load_id, rewrite=_is_new(before, mapping, source))
        came = replace(_read(connection, reader, mapper, intake, now), seconds=time.monotonic() - began)
    through = (source.last_on or county.data_span.last_on or now.date()) - dt.timedelta(days=source.lag_days)
    for detail in () if source.is_of_consent else look_at_load(connection, load_id, source, through, county.checks):
        mapper.findings.counts[detail.rule_id, detail.column, ""] += detail.rows
        mapper.findings.details[detail.rule_id, detail.column] = detail.said
    write_findings(connection, load_id, mapper.findings)
    write_receipt(connection, source.id, came)
    _close(connection, load_id, came, mapping, patches)
    say(f"{source.title}: {_told(came, mapper, first=before is None)}")
    return True


def _is_new(before: CurrentLoad | None, mapping: str, source: Source) -> bool:
    """Whether rows that did not change must be written all the same: they may mean something else now.

    Where each row is a person, the line is the person.
    """
    return before is not None and (before.mapping_sha256 != mapping or source.each_row_is_a_person)


def _read(connection: sa.Connection, reader: Reader, mapper: Mapper, intake: Intake, now: dt.datetime) -> Came:
    """Take all batches in, then what was mended; return what the receipt says about the rows."""
    kept = refused = 0
    for batch in reader.batches():
        rows, refusals = mapper.map(batch)
        intake.take(rows)
        intake.set_aside(refusals)
        kept, refused = kept + rows.height, refused + len(refusals)
    rows_in = kept + refused + mapper.without_event + mapper.read_elsewhere + mapper.forgotten
    if not rows_in:
        raise StopLoadError("no_rows", f"{mapper.source.shown_name} has a header and no rows.")
    sha256 = reader.finish()
    mapper.finish()
    mended = apply_mends(connection, mapper.source, mapper, intake).rows
    changes = intake.finish()
    return Came(
        way="load",
        file_name=mapper.source.shown_name,
        file_sha256=sha256,
        loaded_at=now,
        rows_in=rows_in,
        rows_kept=kept + mended,
        rows_refused=refused - mended,
        rows_new=changes.new,
        rows_changed=changes.changed,
        rows_gone=changes.gone,
        rows_forgotten=mapper.forgotten,
        rows_mended=mended,
    )


def _close(connection: sa.Connection, load_id: int, came: Came, mapping: str, patches: str) -> None:
    """Write what the source's load comes to now."""
    names = ("file_name", "file_sha256", "rows_in", "rows_kept", "rows_refused", "rows_forgotten")
    connection.execute(
        sa.update(LOAD).where(LOAD.c.load_id == load_id),
        {
            **{name: getattr(came, name) for name in names},
            "mapping_sha256": mapping,
            "patches_sha256": patches,
            "loaded_at": came.loaded_at.astimezone(dt.UTC),
        },
    )


def _told(came: Came, mapper: Mapper, *, first: bool) -> str:
    """Say what came of a load in one line; what is 0 and no surprise is left out."""
    parts = [f"{came.rows_in:,} rows", f"{came.rows_kept:,} kept", f"{came.rows_refused:,} refused"]
    others = [
        (mapper.without_event, "in which nothing happened"),
        (mapper.read_elsewhere, "read by another source"),
        (came.rows_forgotten, "of people who must stay forgotten"),
        (came.rows_mended, "mended here"),
    ]
    if not first:
        others += [(came.rows_new, "new"), (came.rows_changed, "changed"), (came.rows_gone, "gone")]
    return ", ".join([*parts, *(f"{count:,} {words}" for count, words in others if count)])
