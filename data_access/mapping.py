"""Turns a batch of a source's rows into the common language: rows kept, rows refused, and findings counted."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter

import numpy as np
import polars as pl

from data_access import dates
from data_access.checks import NO_EVENT, READ_ELSEWHERE
from data_access.identities import identity_columns
from data_access.joining import JoinedFile, trimmed
from data_access.mapping_words import Charges, Marks
from data_access.readers.contract import Batch
from data_access.row_rules import AGAIN, Elsewhere, refusal
from data_access.seen import RowDigests, SeenHashes, row_digest
from data_access.sources import Source, cell
from metrics.language import FLAG_PREFIX, NOT_STATED, UNMAPPED, System

YOUNGEST, OLDEST = 10, 110
"""Ages outside these, in whole years, are not believed."""

_OF_ANY_AGE = frozenset({System.HOUSING, System.CHILD_WELFARE, System.VITAL_RECORDS})
"""Systems in whose records people may be of any age: there nobody is too young to be believed."""

CODED_COLUMNS = ("sex", "race_ethnicity", "reason", "status", "severity")


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One row that was not taken in: where it was, which rule spoke, in which column, and its cells as they arrived."""

    line: int
    rule_id: str
    column_name: str
    cells: dict[str, str]
    row_digest: str


@dataclass(kw_only=True)
class Findings:
    """What the rules found so far in one source: rows by (rule, column, code); code is "" but for codes not known.

    details: by (rule, column), the figures of a check of the whole load.
    """

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    details: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, rule_id: str, column_name: str, rows: int, code: str = "") -> None:
        """Count rows; none adds no entry."""
        if rows:
            self.counts[rule_id, column_name, code] += rows


class Mapper:
    """Maps the batches of one source, in order. It remembers the rows it saw, to know exact duplicates."""

    def __init__(
        self,
        source: Source,
        columns: list[str],
        last_on: dt.date,
        joined: Sequence[JoinedFile] = (),
        elsewhere: Elsewhere | None = None,
        is_forgotten: Callable[[str], bool] | None = None,
    ) -> None:
        """Map rows with these columns, completed from the joined files; dates after last_on are in the future.

        elsewhere says which rows other sources of the same file read (see County.read_elsewhere), and is_forgotten which
        person keys must not come in.
        """
        self.source = source
        self.joined = joined
        self.elsewhere = elsewhere or {}
        self.columns = columns
        self.last_on = last_on
        self.findings = Findings()
        self.without_event = 0
        self.read_elsewhere = 0
        self.forgotten = 0
        self.digests = RowDigests()
        self._is_forgotten = is_forgotten
        self._seen = SeenHashes()

    def map(self, batch: Batch) -> tuple[pl.DataFrame, list[Refused]]:
        """Return the rows kept, in the columns of warehouse.EVENT from line on, with person_key; and the rows refused.

        Where the source tells who its people are, the rows kept have the columns of identities.identity_columns too.

        Rows that say that nothing happened are neither: without_event counts them; nor are the rows of people who must stay
        forgotten. first_time says of a row kept whether none before it said the same in the columns that are used.
        """
        self.findings.add("other_encoding", "", len(batch.repaired))
        self.findings.add("nul_bytes", "", len(batch.nul))
        refused: list[Refused] = []
        lines, rows = self._whole(batch, refused)
        rules = refusal(self.source, self.last_on, self.elsewhere)
        table = self._remembered(self._table(lines, rows)).with_columns(self._days()).with_columns(rules)
        for index, rule_id, column in (
            table.filter(pl.col("_rule").is_not_null()).select("_i", "_rule", "_column").rows()
        ):
            if rule_id == READ_ELSEWHERE:
                self.read_elsewhere += 1
                self.findings.add(rule_id, column, 1)
            else:
                refused.append(self._refuse(lines[index], rows[index], rule_id, column))
        taken = table.filter(pl.col("_rule").is_null())
        kept = taken.filter(~pl.col("_empty"))
        self.without_event += taken.height - kept.height
        self.findings.add(NO_EVENT, self.source.start_column, taken.height - kept.height)
        self._note(kept.height)
        return self._kept(kept), sorted(refused, key=lambda row: row.line)

    def try_one(self, batch: Batch) -> tuple[pl.DataFrame, list[Refused], Findings]:
        """Map rows without counting them; return beside them what would be counted."""
        counted = (self.findings, self.without_event, self.read_elsewhere, self.forgotten)
        self.findings = Findings()
        kept, refused = self.map(batch)
        found = self.findings
        self.findings, self.without_event, self.read_elsewhere, self.forgotten = counted
        return kept, refused, found

    def finish(self) -> None:
        """Count, after the last batch, the rows of joined files that belong to no row.

        Of files that must have a row for each of ours, such as a list of projects, nothing is said: they may cover more.
        """
        for joined in self.joined:
            if joined.join.missing == "keep":
                column = f"{joined.join.name}.{joined.join.key_column}"
                self.findings.add("joined_rows_unused", column, joined.rows_unused)

    def _note(self, rows: int) -> None:
        """Count the rows that are kept with something that the file does not tell."""
        if self.source.each_row_is_a_person:
            self.findings.add("no_person_key", "", rows)
        for name, rule in self.source.dates.items():
            if rule.day_of_year:
                self.findings.add("day_stands_for_year", self.source.columns[name], rows)
        if self.source.edges != "both":
            self.findings.add("end_not_known" if self.source.edges == "start" else "start_not_known", "", rows)

    def _whole(self, batch: Batch, refused: list[Refused]) -> tuple[list[int], list[list[str]]]:
        """Return the rows that have a cell for every column, with their lines."""
        wanted = [len(row) == len(self.columns) for row in batch.rows]
        if all(wanted):
            return batch.lines, batch.rows
        for line, row, whole in zip(batch.lines, batch.rows, wanted, strict=True):
            if not whole and self._is_forgotten and any(self._is_forgotten(text.strip()) for text in row):
                self.forgotten += 1
            elif not whole:
                refused.append(self._refuse(line, row, "ragged_row", ""))
        return list(compress(batch.lines, wanted)), list(compress(batch.rows, wanted))

    def _remembered(self, table: pl.DataFrame) -> pl.DataFrame:
        """Return the table without the rows of people who must stay forgotten, whatever else is wrong with them."""
        if self._is_forgotten is None or self.source.each_row_is_a_person:
            return table
        keys = table["person_key"].drop_nulls().unique()
        out = [key for key in keys if self._is_forgotten(key)]
        left = table.filter(~pl.col("person_key").is_in(out).fill_null(value=False))
        self.forgotten += table.height - left.height
        return left

    def _were_there(self, rows: list[list[str]]) -> pl.Series:
        """Whether the same row, cell by cell, came before, and that is a mistake here."""
        if self.source.exact_duplicates == "keep" or not rows:
            return pl.Series(AGAIN, [False] * len(rows), dtype=pl.Boolean)
        hashes = np.array([hash("\x1f".join(row)) for row in rows], dtype=np.int64)
        return pl.Series(AGAIN, ~self._seen.first_times(hashes))

    def _refuse(self, line: int, row: list[str], rule_id: str, column: str) -> Refused:
        self.findings.add(rule_id, column, 1)
        names = [*self.columns, *(f"extra_{n}" for n in range(1, len(row) - len(self.columns) + 1))]
        return Refused(
            line=line,
            rule_id=rule_id,
            column_name=column,
            cells=dict(zip(names, row, strict=False)),
            row_digest=hashlib.blake2b("\x1f".join(row).encode(), digest_size=16).hexdigest(),
        )

    def _table(self, lines: list[int], rows: list[list[str]]) -> pl.DataFrame:
        """Return the mapped columns as trimmed text (empty is null), named by field, with line and the row's index.

        The columns as they arrived, joined ones among them, stand beside as cell(column).
        """
        places = {name: self.columns.index(name) for name in self.source.columns_read}
        data = {cell(name): list(map(itemgetter(at), rows)) for name, at in places.items()}
        table = trimmed(pl.DataFrame(data, schema=dict.fromkeys(data, pl.String)))
        table = table.with_columns(
            pl.Series("line", lines, dtype=pl.Int64), self._were_there(rows), pl.int_range(pl.len()).alias("_i")
        )
        for joined in self.joined:
            table = joined.complete(table)
        fields = [pl.col(cell(column)).alias(name) for name, column in self.source.columns.items()]
        if self.source.each_row_is_a_person:
            fields.append(pl.col("line").cast(pl.String).alias("person_key"))
        return table.with_columns(fields)

    def _days(self) -> list[pl.Expr]:
        """Return the days of start, end and birth, and whether the row tells of no event; a moment ends as it starts."""
        days = {
            name: dates.day(self.source, name) for name in ("start", "end", "birth_date") if name in self.source.columns
        }
        if not self.source.is_of_stays:
            days["end"] = days["start"]
        elif self.source.edges == "end":
            days["start"] = days["end"]
        elif self.source.edges == "start":
            days["end"] = pl.lit(None, pl.Date)
        first = "end" if self.source.edges == "end" else "start"
        named = [day.alias(f"_{name}") for name, day in days.items()]
        return [*named, dates.is_empty(self.source, first).alias("_empty")]

    def _kept(self, table: pl.DataFrame) -> pl.DataFrame:
        used = [pl.col(cell(column)).fill_null("") for column in self.source.columns_named]
        texts = table.select(pl.concat_str(used, separator="\x1f")).to_series()
        digests, first = self.digests.numbered(np.fromiter(map(row_digest, texts), dtype=np.int64, count=len(texts)))
        kept = pl.DataFrame(
            {
                "line": table["line"],
                "person_key": table["person_key"],
                "kind": self._kinds(table),
                "start_on": table["_start"],
                "end_on": table["_end"],
                **self._ages(table),
                **{name: self._coded(table, name) for name in CODED_COLUMNS},
                "offense_category": self._offense(table),
                "program_id": self._as_it_stands(table, "program_id"),
                "flags": self._flags(table),
                "row_digest": pl.Series(digests),
                "first_time": pl.Series(first),
            }
        )
        return kept.with_columns(**identity_columns(table, self.source, kept["sex"]))

    def _kinds(self, table: pl.DataFrame) -> pl.Series:
        """Return the kind of each row; a row with a code that is not named has been refused before."""
        if self.source.kind_from is None:
            return pl.Series([str(self.source.kind)] * table.height, dtype=pl.String)
        words = {code: str(kind) for code, kind in self.source.kind_from.codes.items()}
        return table[cell(self.source.kind_from.column)].replace_strict(words, return_dtype=pl.String)

    def _ages(self, table: pl.DataFrame) -> dict[str, pl.Series]:
        """Return age_at_start in whole years and birth_year, from the birth date or else the age; null when not believed."""
        nothing = pl.Series([None] * table.height, dtype=pl.Int64)
        if "birth_date" in self.source.columns:
            name, born, start = "birth_date", pl.col("_birth_date"), pl.col("_start")
            had_birthday = _day_of_year(start) >= _day_of_year(born)
            ages = table.select(
                (start.dt.year() - born.dt.year() - (~had_birthday).cast(pl.Int64)).cast(pl.Int64)
            ).to_series()
            years = table["_birth_date"].dt.year().cast(pl.Int64)
        elif "age_at_start" in self.source.columns:
            name, years = "age_at_start", nothing
            given = table["age_at_start"]
            if bands := self.source.codes.get("age_at_start"):
                given = given.replace_strict(bands, default=given, return_dtype=pl.String)
            ages = given.cast(pl.Float64, strict=False).floor().cast(pl.Int64, strict=False)
        else:
            return {"age_at_start": nothing, "birth_year": nothing}
        column = self.source.columns[name]
        believed = ages.is_between(0 if self.source.system in _OF_ANY_AGE else YOUNGEST, OLDEST)
        self.findings.add("unreadable_age", column, int((table[name].is_not_null() & ages.is_null()).sum()))
        self.findings.add("implausible_age", column, int((~believed).sum()))
        masked = pl.DataFrame({"age": ages, "year": years}).select(
            age_at_start=pl.when(believed).then(pl.col("age")), birth_year=pl.when(believed).then(pl.col("year"))
        )
        return {name: masked[name] for name in masked.columns}

    def _coded(self, table: pl.DataFrame, name: str) -> pl.Series:
        """Return a field in our words; null where the source does not carry it."""
        if name in self.source.constants:
            return pl.Series(name, [self.source.constants[name]] * table.height, dtype=pl.String)
        if name in self.source.marks:
            return table.select(_marked(self.source.marks[name]).alias(name)).to_series()
        if name not in self.source.columns:
            return pl.Series(name, [None] * table.height, dtype=pl.String)
        return self._translated(table[name], self.source.columns[name], self.source.codes[name].get)

    def _as_it_stands(self, table: pl.DataFrame, name: str) -> pl.Series:
        """Return a field in the source's own words; null where the source does not carry it or the cell is empty."""
        if name in self.source.constants:
            return pl.Series(name, [self.source.constants[name]] * table.height, dtype=pl.String)
        return table[name] if name in self.source.columns else pl.Series([None] * table.height, dtype=pl.String)

    def _translated(self, codes: pl.Series, column: str, translate: Callable[[str], str | None]) -> pl.Series:
        """Translate each different code once; an empty cell is not stated, a code without a translation is counted."""
        words: dict[str, str] = {}
        for code, rows in codes.drop_nulls().value_counts().rows():
            word = translate(code)
            if word is None:
                self.findings.add("unknown_code", column, rows, code)
            words[code] = word or UNMAPPED
        return codes.replace_strict(words, default=None, return_dtype=pl.String).fill_null(NOT_STATED)

    def _offense(self, table: pl.DataFrame) -> pl.Series:
        charges = self.source.charges
        if charges is None:
            return pl.Series([None] * table.height, dtype=pl.String)
        return self._translated(
            table["charge"], self.source.columns["charge"], lambda code: offense_category(code, charges)
        )

    def _flags(self, table: pl.DataFrame) -> pl.Series:
        names = [name for name in self.source.fields if name.startswith(FLAG_PREFIX)]
        if not names:
            return pl.Series([json.dumps({})] * table.height, dtype=pl.String)
        flags = pl.DataFrame({name: self._coded(table, name) for name in names})
        return flags.select(pl.struct(names).struct.json_encode()).to_series()


def offense_category(code: str, charges: Charges) -> str | None:
    """Return the offense category of a charge code by the longest prefix that fits; None when none does."""
    for prefix in charges.strip_prefixes:
        code = code.removeprefix(prefix)
    fits = [
        (len(prefix), str(category))
        for category, prefixes in charges.categories.items()
        for prefix in prefixes
        if code.startswith(prefix)
    ]
    return max(fits)[1] if fits else None


def _marked(marks: Marks) -> pl.Expr:
    """Return the word of the columns that are marked: of a winning one, of the only one, or the word for several."""
    marked = {name: pl.col(cell(name)).is_in(list(marks.yes)).fill_null(value=False) for name in marks.columns}
    words = pl.concat_list(
        pl.when(marked[name]).then(pl.lit(word)).otherwise(pl.lit(None, pl.String))
        for name, word in marks.columns.items()
    ).list.drop_nulls()
    word = pl.when(words.list.n_unique() > 1).then(pl.lit(marks.several)).otherwise(words.list.first())
    for name in reversed(marks.wins):
        word = pl.when(marked[name]).then(pl.lit(marks.columns[name])).otherwise(word)
    return word.fill_null(NOT_STATED)


def _day_of_year(date: pl.Expr) -> pl.Expr:
    """Return 301 for 1 March: grows through the year, and is the same in leap years."""
    return date.dt.month().cast(pl.Int32) * 100 + date.dt.day()  # months are Int8, which 100 times a month overflows
