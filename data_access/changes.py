"""Tells what a new file changes in what the warehouse holds of a source, and takes out what is gone."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import sqlalchemy as sa

from data_access.warehouse import EVENT, METADATA, PERSON, insert_rows, picked, read_frame

_HELD = {
    "event_id": pl.Int64,
    "row_digest": pl.Int64,
    "line": pl.Int64,
    "person_id": pl.Int64,
    "start_on": pl.Date,
}
_SAME_RECORD = ["person_id", "start_on"]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Rows that a load added, put in the place of another version, and took out.

    A row is another version of one that is not there any more when both are about the same person and begin on the same day.
    """

    new: int
    changed: int
    gone: int


class KnownRows:
    """The rows of a source that the warehouse holds while a new file is read."""

    def __init__(self, connection: sa.Connection, load_id: int, *, rewrite: bool) -> None:
        """Know the rows of this load. With rewrite all of them are written anew, even those that did not change."""
        self.connection = connection
        self.load_id = load_id
        self.rewrite = rewrite
        query = sa.select(*(EVENT.c[name] for name in _HELD)).where(EVENT.c.load_id == load_id)
        self._held = read_frame(connection, query, _HELD).sort("row_digest")
        self._digests = self._held["row_digest"].to_numpy()
        self._found = np.zeros(self._held.height, dtype=np.bool_)
        self._lines = self._held["line"].to_numpy().copy()
        self._added: list[pl.DataFrame] = []
        if rewrite:
            connection.execute(sa.delete(EVENT).where(EVENT.c.load_id == load_id))

    def to_write(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return the rows that must be written; rows have the columns of EVENT, and digests that differ from each other."""
        if not len(self._digests):
            self._added.append(rows.select(_SAME_RECORD))
            return rows
        digests = rows["row_digest"].to_numpy()
        places = np.minimum(np.searchsorted(self._digests, digests), len(self._digests) - 1)
        known = self._digests[places] == digests
        self._found[places[known]] = True
        self._lines[places[known]] = rows["line"].to_numpy()[known]
        added = rows.filter(pl.Series(~known))
        self._added.append(added.select(_SAME_RECORD))
        return rows if self.rewrite else added

    def finish(self) -> Changes:
        """Take out the rows that were not met again; say what changed."""
        stale = self._held.filter(pl.Series(~self._found))
        added = pl.concat([pl.DataFrame(schema={"person_id": pl.Int64, "start_on": pl.Date}), *self._added])
        changed = _pairs(stale, added)
        if not self.rewrite:
            self._move()
            if stale.height:
                with picked(self.connection, stale["event_id"]) as ids:
                    self.connection.execute(sa.delete(EVENT).where(EVENT.c.event_id.in_(ids)))
        return Changes(new=added.height - changed, changed=changed, gone=stale.height - changed)

    def _move(self) -> None:
        """Say of rows that did not change where they stand now."""
        moved = self._held.select("event_id", "line").with_columns(new_line=pl.Series(self._lines))
        moved = moved.filter(pl.Series(self._found), pl.col("line") != pl.col("new_line")).sort("event_id")
        if moved.is_empty():
            return
        table = sa.Table(
            "moved", sa.MetaData(), sa.Column("event_id", sa.BigInteger, primary_key=True),
            sa.Column("new_line", sa.Integer), prefixes=["TEMPORARY"],
        )  # fmt: skip
        table.create(self.connection)
        insert_rows(self.connection, table, moved.select("event_id", "new_line"))
        self.connection.execute(
            sa.update(EVENT).where(EVENT.c.event_id == table.c.event_id).values(line=table.c.new_line)
        )
        table.drop(self.connection)


def _pairs(stale: pl.DataFrame, added: pl.DataFrame) -> int:
    """Count the rows that can be paired, each once, with one of the same record."""
    if stale.is_empty() or added.is_empty():
        return 0
    counted = stale.group_by(_SAME_RECORD).len().join(added.group_by(_SAME_RECORD).len(), on=_SAME_RECORD)
    return int(counted.select(pl.min_horizontal("len", "len_right").sum()).item())


def remove_people(connection: sa.Connection, person_ids: pl.Series) -> int:
    """Take out these people and every row of every table that names them; return how many there were."""
    if not len(person_ids):
        return 0
    with picked(connection, person_ids) as ids:
        for table in reversed(METADATA.sorted_tables):
            for column in table.columns:
                if any(key.column is PERSON.c.person_id for key in column.foreign_keys):
                    connection.execute(sa.delete(table).where(column.in_(ids)))
        connection.execute(sa.delete(PERSON).where(PERSON.c.person_id.in_(ids)))
    return len(person_ids)
