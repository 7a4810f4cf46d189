"""Puts mapped rows into the warehouse: who they are about, which of them are new, and what the load comes to."""

import datetime as dt
from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from data_access.changes import Changes, KnownRows
from data_access.identities import keep_identities
from data_access.identity_tables import IDENTITY
from data_access.mapping import Findings, Refused
from data_access.sources import Source
from data_access.warehouse import EVENT, FINDING, LOAD, PERSON, RECEIPT, REFUSED_ROW, insert_rows


@dataclass(frozen=True, kw_only=True)
class CurrentLoad:
    """The load that a source's events come from, and the digests of its file and of what decided its rows."""

    load_id: int
    file_sha256: str
    mapping_sha256: str
    patches_sha256: str


def current_load(connection: sa.Connection, source_id: str) -> CurrentLoad | None:
    """Return the newest load of a source, or None before the first."""
    columns = (LOAD.c.load_id, LOAD.c.file_sha256, LOAD.c.mapping_sha256, LOAD.c.patches_sha256)
    query = sa.select(*columns).where(LOAD.c.source_id == source_id)
    row = connection.execute(query.order_by(LOAD.c.load_id.desc()).limit(1)).mappings().first()
    return CurrentLoad(**row) if row else None


def begin_load(connection: sa.Connection, source: Source, before: CurrentLoad | None, now: dt.datetime) -> int:
    """Return the id under which the source is loaded, and drop what the last load refused, found and said of people."""
    if before:
        for table in (REFUSED_ROW, FINDING, IDENTITY):
            connection.execute(sa.delete(table).where(table.c.load_id == before.load_id))
        return before.load_id
    row = {
        "source_id": source.id,
        "file_name": source.shown_name,
        "file_sha256": "",
        "mapping_sha256": "",
        "patches_sha256": "",
        "loaded_at": now.astimezone(dt.UTC),
        **dict.fromkeys(("rows_in", "rows_kept", "rows_refused", "rows_forgotten"), 0),
    }
    key = connection.execute(sa.insert(LOAD), row).inserted_primary_key
    assert key is not None  # noqa: S101  an insert of one row always has a key
    return int(key[0])


class Intake:
    """Takes the batches of one source in, in order."""

    def __init__(self, connection: sa.Connection, source: Source, load_id: int, *, rewrite: bool) -> None:
        """Take rows in under this load; with rewrite all rows are written anew, even those that did not change."""
        self.connection = connection
        self.source = source
        self.load_id = load_id
        self._people = _People(connection, source.people)
        self._known = KnownRows(connection, load_id, rewrite=rewrite)

    def take(self, rows: pl.DataFrame) -> None:
        """Keep mapped rows: those that the warehouse does not hold are written."""
        rows = keep_identities(self.connection, self.load_id, self._people.with_ids(rows.drop("first_time")))
        rows = self._known.to_write(rows)
        insert_rows(
            self.connection,
            EVENT,
            rows.with_columns(
                load_id=pl.lit(self.load_id),
                system=pl.lit(self.source.system.value),
                agency=pl.lit(self.source.agency),
            ),
        )

    def set_aside(self, refusals: list[Refused]) -> None:
        """Keep refused rows as they arrived."""
        if refusals:
            rows = [{"load_id": self.load_id, **vars(refusal)} for refusal in refusals]
            self.connection.execute(sa.insert(REFUSED_ROW), rows)

    def finish(self) -> Changes:
        """Take out what did not come again; say what changed."""
        return self._known.finish()


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


def write_findings(connection: sa.Connection, load_id: int, findings: Findings) -> None:
    """Put these findings in the place of those of the load."""
    connection.execute(sa.delete(FINDING).where(FINDING.c.load_id == load_id))
    rows = [
        {
            "load_id": load_id,
            "rule_id": rule_id,
            "column_name": column,
            "code": code or None,
            "rows": count,
            "detail": findings.details.get((rule_id, column)),
        }
        for (rule_id, column, code), count in sorted(findings.counts.items())
        if count or (rule_id, column) in findings.details
    ]
    if rows:
        connection.execute(sa.insert(FINDING), rows)


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came in and what became of it, for a receipt. way is load, reoffer or forget."""

    way: str
    file_name: str
    file_sha256: str
    loaded_at: dt.datetime
    rows_in: int = 0
    rows_kept: int = 0
    rows_refused: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_gone: int = 0
    rows_forgotten: int = 0
    rows_mended: int = 0
    seconds: float = 0.0


def write_receipt(connection: sa.Connection, source_id: str, came: Came) -> None:
    """Add a receipt; it stays whatever is loaded later."""
    row = {**vars(came), "loaded_at": came.loaded_at.astimezone(dt.UTC), "seconds": round(came.seconds, 3)}
    connection.execute(sa.insert(RECEIPT), {"source_id": source_id, **row})
