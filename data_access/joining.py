"""Completes a source's rows from second files, looked up by a key."""

from pathlib import Path

import polars as pl

from data_access import store
from data_access.mapping_words import FirstBy, Join
from data_access.readers import open_source
from data_access.sources import Source, cell


class JoinedFile:
    """A second file in memory: one row per key, and which keys have several rows that do not agree."""

    def __init__(self, join: Join, source: Source, folder: Path) -> None:
        """Read the whole file, or raise StopLoadError saying what to do."""
        self.join = join
        self.rows_ragged = 0
        alone = source.of_join(join)
        rows = [self._empty(alone)]
        with open_source(alone, folder) as file:
            places = [file.columns.index(name) for name in alone.columns_read]
            for batch in file.batches():
                whole = [row for row in batch.rows if len(row) == len(file.columns)]
                self.rows_ragged += len(batch.rows) - len(whole)
                rows.append(self._frame([[cells[place] for place in places] for cells in whole], alone))
            self.sha256 = file.finish()
        table = pl.concat(rows)
        self.rows = table.height + self.rows_ragged
        self._used: set[str] = set()
        self._keys = table[join.key_column].drop_nulls().value_counts()
        self._table = self._one_per_key(table.filter(pl.col(join.key_column).is_not_null()))

    @property
    def rows_unused(self) -> int:
        """Rows whose key no row of the source had, or that have none."""
        used = self._keys.filter(pl.col(self.join.key_column).is_in(list(self._used)))
        return self.rows - int(used["count"].sum())

    def complete(self, table: pl.DataFrame) -> pl.DataFrame:
        """Add the file's columns to rows that have the cell of join.on; null where the file has no such row.

        _in_NAME says whether it has one, _twice_NAME whether it has several that do not agree.
        """
        on = cell(self.join.on)
        self._used.update(table[on].drop_nulls().unique())
        joined = table.join(self._table, left_on=on, right_on="_key", how="left", maintain_order="left")
        return joined.with_columns(pl.col(found(self.join), twice(self.join)).fill_null(value=False))

    def _one_per_key(self, table: pl.DataFrame) -> pl.DataFrame:
        key, name = self.join.key_column, self.join.name
        if self.join.first_by:
            table = table.sort(_rank(self.join.first_by), maintain_order=True).unique(
                key, keep="first", maintain_order=True
            )
        first = table.unique(maintain_order=True)
        several = first.group_by(key).agg((pl.len() > 1).alias(twice(self.join)))
        one = first.unique(key, keep="first").join(several, on=key)
        named = [pl.col(column).alias(cell(f"{name}.{column}")) for column in table.columns]
        return one.select(
            pl.col(key).alias("_key"), *named, twice(self.join), pl.lit(value=True).alias(found(self.join))
        )

    @staticmethod
    def _empty(alone: Source) -> pl.DataFrame:
        return pl.DataFrame(schema=dict.fromkeys(alone.columns_read, pl.String))

    @staticmethod
    def _frame(rows: list[list[str]], alone: Source) -> pl.DataFrame:
        return trimmed(pl.DataFrame(rows, schema=dict.fromkeys(alone.columns_read, pl.String), orient="row"))


def found(join: Join) -> str:
    """Name the column that says whether the joined file has a row for this one."""
    return f"_in_{join.name}"


def twice(join: Join) -> str:
    """Name the column that says whether the joined file has several rows for this one that do not agree."""
    return f"_twice_{join.name}"


def trimmed(table: pl.DataFrame) -> pl.DataFrame:
    """Return a frame of text without blanks around it; empty is null."""
    text = pl.all().str.strip_chars()
    return table.select(pl.when(text != "").then(text).name.keep())


def joined_digest(source: Source, folder: Path) -> list[str]:
    """Return the digests of the joined files as they lie there now; "" for one that is not there."""
    paths = [folder / join.file for join in source.joins]
    return [store.file_digest(path) if path.is_file() else "" for path in paths]


def _rank(first_by: FirstBy) -> pl.Expr:
    """Return the place of each row's code in the order; codes that are not in it come last."""
    places = {code: place for place, code in enumerate(first_by.order)}
    return pl.col(first_by.column).fill_null("").replace_strict(places, default=len(places), return_dtype=pl.Int64)
