"""Takes a source's file into the warehouse: one transaction, all of it or nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access import store
from data_access.checks import StopLoadError
from data_access.county import County
from data_access.identities import keep_identities
from data_access.identity_tables import IDENTITY
from data_access.joining import JoinedFile, joined_digest
from data_access.mapping import Findings, Mapper, Refused
from data_access.readers import open_source
from data_access.sources import Source
from data_access.warehouse import EVENT, FINDING, LOAD, PERSON, REFUSED_ROW, insert_rows

MAPPING_FORMAT = 3
"""Raised when the same file and county file would give other rows than before."""

Say = Callable[[str], None]


def mapping_digest(source: Source, last_on: dt.date, folder: Path) -> str:
    """Return the digest of everything beside the file that decides what its rows become, joined files included."""
    return store.digest([MAPPING_FORMAT, source.model_dump(mode="json"), last_on, joined_digest(source, folder)])


def take_in(
    connection: sa.Connection, county: County, source: Source, folder: Path, now: dt.datetime, say: Say
) -> bool:
    """Load one source inside the caller's transaction; return whether anything changed.

    The same file under the same county file is not read twice. Otherwise all rows of the source's earlier load are
    replaced. Raises StopLoadError, with nothing changed, when the file cannot be used.
    """
    told = source.last_on or county.data_span.last_on
    last_on = told or now.date()
    mapping = mapping_digest(source, told or dt.date.max, folder)
    with open_source(source, folder) as reader:
        before = current_load(connection, source.id)
        if before and (before.file_sha256, before.mapping_sha256) == (reader.known_digest(), mapping):
            say(f"{source.title}: {source.shown_name} has not changed since it was loaded")
            return False
        say(f"{source.title}: reading {source.shown_name}")
        load_id = _begin(connection, source, mapping, now)
        people = _People(connection, source.people)
        joined = [JoinedFile(join, source, folder) for join in source.joins]
        mapper = Mapper(source, reader.columns, last_on, joined, county.read_elsewhere(source))
        kept = refused = 0
        for batch in reader.batches():
            rows, refusals = mapper.map(batch)
            _keep(connection, source, load_id, keep_identities(connection, load_id, people.with_ids(rows)))
            _set_aside(connection, load_id, refusals)
            kept, refused = kept + rows.height, refused + len(refusals)
        rows_in = kept + refused + mapper.without_event + mapper.read_elsewhere
        if not rows_in:
            raise StopLoadError("no_rows", f"{source.shown_name} has a header and no rows.")
        sha256 = reader.finish()
        mapper.finish()
    counts = {"rows_in": rows_in, "rows_kept": kept, "rows_refused": refused}
    _close(connection, load_id, sha256, counts, mapper.findings)
    without = f", {mapper.without_event:,} in which nothing happened" if mapper.without_event else ""
    without += f", {mapper.read_elsewhere:,} read by another source" if mapper.read_elsewhere else ""
    say(f"{source.title}: {rows_in:,} rows, {kept:,} kept, {refused:,} refused{without}")
    return True


@dataclass(frozen=True, kw_only=True)
class CurrentLoad:
    """The load that a source's events come from, and the digests of its file and of what decided its rows."""

    load_id: int
    file_sha256: str
    mapping_sha256: str


def current_load(connection: sa.Connection, source_id: str) -> CurrentLoad | None:
    """Return the newest load of a source, or None before the first."""
    query = sa.select(LOAD.c.load_id, LOAD.c.file_sha256, LOAD.c.mapping_sha256).where(LOAD.c.source_id == source_id)
    row = connection.execute(query.order_by(LOAD.c.load_id.desc()).limit(1)).mappings().first()
    return CurrentLoad(**row) if row else None


def _begin(connection: sa.Connection, source: Source, mapping: str, now: dt.datetime) -> int:
    """Write a new load and drop the rows of the source's earlier loads; their receipts stay."""
    earlier = sa.select(LOAD.c.load_id).where(LOAD.c.source_id == source.id)
    for table in (EVENT, REFUSED_ROW, IDENTITY):
        connection.execute(sa.delete(table).where(table.c.load_id.in_(earlier)))
    row = {
        "source_id": source.id,
        "file_name": source.shown_name,
        "file_sha256": "",
        "mapping_sha256": mapping,
        "loaded_at": now.astimezone(dt.UTC),
        "rows_in": 0,
        "rows_kept": 0,
        "rows_refused": 0,
    }
    key = connection.execute(sa.insert(LOAD), row).inserted_primary_key
    assert key is not None  # noqa: S101  an insert of one row always has a key
    return int(key[0])


class _People:
    """Knows the person_id of every key in one key space, and gives new keys a new one."""

    def __init__(self, connection: sa.Connection, key_space: str) -> None:
        self.connection = connection
        self.key_space = key_space
        known = connection.execute(
            sa.select(PERSON.c.person_key, PERSON.c.person_id).where(PERSON.c.key_space == key_space)
        )
        self.ids = pl.DataFrame(known.all(), schema={"person_key": pl.String, "person_id": pl.Int64}, orient="row")
        self.last_id = connection.execute(sa.select(sa.func.max(PERSON.c.person_id))).scalar() or 0

    def with_ids(self, rows: pl.DataFrame) -> pl.DataFrame:
        new = rows.select("person_key").unique(maintain_order=True).join(self.ids, on="person_key", how="anti")
        new = new.with_columns(person_id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + self.last_id)
        if new.height:
            insert_rows(self.connection, PERSON, new.with_columns(key_space=pl.lit(self.key_space)))
            self.ids = pl.concat([self.ids, new])
            self.last_id += new.height
        return rows.join(self.ids, on="person_key", how="left", maintain_order="left").drop("person_key")


def _keep(connection: sa.Connection, source: Source, load_id: int, rows: pl.DataFrame) -> None:
    insert_rows(
        connection,
        EVENT,
        rows.with_columns(
            load_id=pl.lit(load_id),
            system=pl.lit(source.system.value),
            agency=pl.lit(source.agency),
        ),
    )


def _set_aside(connection: sa.Connection, load_id: int, refusals: list[Refused]) -> None:
    if refusals:
        connection.execute(sa.insert(REFUSED_ROW), [{"load_id": load_id, **vars(refusal)} for refusal in refusals])


def _close(connection: sa.Connection, load_id: int, sha256: str, counts: dict[str, int], findings: Findings) -> None:
    """Write the receipt. Rows neither kept nor refused: nothing happened, or another source reads them."""
    connection.execute(
        sa.update(LOAD).where(LOAD.c.load_id == load_id),
        {"file_sha256": sha256, **counts},
    )
    rows = [
        {"load_id": load_id, "rule_id": rule_id, "column_name": column, "code": code or None, "rows": count}
        for (rule_id, column, code), count in sorted(findings.counts.items())
    ]
    if rows:
        connection.execute(sa.insert(FINDING), rows)
