"""Turns a batch of a source's rows into the common language: rows kept, rows refused, and findings counted."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data_access.checks import LEFT_OUT, NO_EVENT
from data_access.readers import Row
from data_access.sources import Charges, Source
from metrics.language import FLAG_PREFIX, NOT_STATED, UNMAPPED

YOUNGEST, OLDEST = 10, 110
"""Ages outside these, in whole years, are not believed."""

EARLIEST = dt.date(1900, 1, 1)

CODED_COLUMNS = ("sex", "race_ethnicity", "reason", "status", "severity")


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One row that was not taken in: where it was, which rule spoke, in which column, and its cells as they arrived."""

    line: int
    rule_id: str
    column_name: str
    cells: dict[str, str]


@dataclass(kw_only=True)
class Findings:
    """What the rules found so far in one source: rows by (rule, column, code); code is "" but for codes not known."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, rule_id: str, column_name: str, rows: int, code: str = "") -> None:
        """Count rows; none adds no entry."""
        if rows:
            self.counts[rule_id, column_name, code] += rows


class Mapper:
    """Maps the batches of one source, in order. It remembers the rows it saw, to know exact duplicates."""

    def __init__(self, source: Source, columns: list[str], last_on: dt.date) -> None:
        """Map rows with these columns; dates after last_on are in the future."""
        self.source = source
        self.columns = columns
        self.last_on = last_on
        self.findings = Findings()
        self.without_event = 0
        self._seen: set[bytes] = set()

    def map(self, batch: list[Row]) -> tuple[pl.DataFrame, list[Refused]]:
        """Return the rows kept, in the columns of warehouse.EVENT from line on, with person_key; and the rows refused.

        Rows that say that nothing happened are neither: without_event counts them.
        """
        refused: list[Refused] = []
        whole = [row for row in batch if self._is_whole(row, refused)]
        table = self._table(whole).with_columns(self._dates()).with_columns(self._refusal())
        for index, rule_id, column in (
            table.filter(pl.col("_rule").is_not_null()).select("_i", "_rule", "_column").rows()
        ):
            refused.append(self._refuse(whole[index], rule_id, column))
        taken = table.filter(pl.col("_rule").is_null())
        kept = taken.filter(pl.col("start").is_not_null())
        self.without_event += taken.height - kept.height
        self.findings.add(NO_EVENT, self.source.columns["start"], taken.height - kept.height)
        return self._kept(kept), sorted(refused, key=lambda row: row.line)

    def _is_whole(self, row: Row, refused: list[Refused]) -> bool:
        self.findings.add("other_encoding", "", int(row.repaired))
        self.findings.add("nul_bytes", "", int(row.nul))
        if len(row.cells) != len(self.columns):
            refused.append(self._refuse(row, "ragged_row", ""))
            return False
        if self.source.exact_duplicates == "refuse":
            if row.digest in self._seen:
                refused.append(self._refuse(row, "duplicate_row", ""))
                return False
            self._seen.add(row.digest)
        return True

    def _refuse(self, row: Row, rule_id: str, column: str) -> Refused:
        self.findings.add(rule_id, column, 1)
        names = [*self.columns, *(f"extra_{n}" for n in range(1, len(row.cells) - len(self.columns) + 1))]
        return Refused(
            line=row.line, rule_id=rule_id, column_name=column, cells=dict(zip(names, row.cells, strict=False))
        )

    def _table(self, rows: list[Row]) -> pl.DataFrame:
        """Return the mapped columns as trimmed text (empty is null), named by field, with line and the row's index."""
        data: dict[str, list[str]] = {}
        for name, column in self.source.columns.items():
            at = self.columns.index(column)
            data[name] = [row.cells[at] for row in rows]
        for rule in self.source.only:
            at = self.columns.index(rule.column)
            data[_only(rule.column)] = [row.cells[at] for row in rows]
        table = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
        trimmed = pl.all().str.strip_chars()
        return table.select(pl.when(trimmed != "").then(trimmed).name.keep()).with_columns(
            pl.Series("line", [row.line for row in rows], dtype=pl.Int64), pl.int_range(pl.len()).alias("_i")
        )

    def _dates(self) -> list[pl.Expr]:
        """Return the days of start, end and birth; a moment ends on the day on which it starts."""
        days = [
            pl.coalesce(_date(pl.col(name), form) for form in self.source.date_formats[name]).alias(f"_{name}")
            for name in ("start", "end", "birth_date")
            if name in self.source.columns
        ]
        return days if self.source.is_of_stays else [*days, days[0].alias("_end")]

    def _refusal(self) -> list[pl.Expr]:
        """Return the first rule that refuses the row, and the source's column that it is about; null when none does."""
        start, end = pl.col("_start"), pl.col("_end")
        columns = self.source.columns
        tests = [
            (LEFT_OUT, rule.column, ~pl.col(_only(rule.column)).fill_null("").is_in(rule.values))
            for rule in self.source.only
        ]
        tests.append(("missing_person_key", columns["person_key"], pl.col("person_key").is_null()))
        if self.source.empty_start == "refuse":
            tests.append(("missing_start", columns["start"], pl.col("start").is_null()))
        tests += [("unreadable_date", columns["start"], pl.col("start").is_not_null() & start.is_null())]
        if self.source.is_of_stays:
            tests.append(("unreadable_date", columns["end"], pl.col("end").is_not_null() & end.is_null()))
        tests += [
            ("date_too_early", columns["start"], start < EARLIEST),
            ("future_date", columns["start"], start > self.last_on),
        ]
        if self.source.is_of_stays:
            tests += [
                ("future_date", columns["end"], end > self.last_on),
                ("end_before_start", columns["end"], end < start),
            ]
        rule, column = pl.lit(None, pl.String), pl.lit(None, pl.String)
        for rule_id, name, test in reversed(tests):
            rule = pl.when(test).then(pl.lit(rule_id)).otherwise(rule)
            column = pl.when(test).then(pl.lit(name)).otherwise(column)
        return [rule.alias("_rule"), column.alias("_column")]

    def _kept(self, table: pl.DataFrame) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "line": table["line"],
                "person_key": table["person_key"],
                "start_on": table["_start"],
                "end_on": table["_end"],
                **self._ages(table),
                **{name: self._coded(table, name) for name in CODED_COLUMNS},
                "offense_category": self._offense(table),
                "program_id": self._as_it_stands(table, "program_id"),
                "flags": self._flags(table),
            }
        )

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
            name = "age_at_start"
            ages, years = (
                table["age_at_start"].cast(pl.Float64, strict=False).floor().cast(pl.Int64, strict=False),
                nothing,
            )
        else:
            return {"age_at_start": nothing, "birth_year": nothing}
        column = self.source.columns[name]
        believed = ages.is_between(YOUNGEST, OLDEST)
        self.findings.add("unreadable_age", column, int((table[name].is_not_null() & ages.is_null()).sum()))
        self.findings.add("implausible_age", column, int((~believed).sum()))
        masked = pl.DataFrame({"age": ages, "year": years}).select(
            age_at_start=pl.when(believed).then(pl.col("age")), birth_year=pl.when(believed).then(pl.col("year"))
        )
        return {name: masked[name] for name in masked.columns}

    def _coded(self, table: pl.DataFrame, name: str) -> pl.Series:
        """Return a field in our words; null where the source has no such column."""
        if name not in self.source.columns:
            return pl.Series(name, [None] * table.height, dtype=pl.String)
        return self._translated(table[name], self.source.columns[name], self.source.codes[name].get)

    def _as_it_stands(self, table: pl.DataFrame, name: str) -> pl.Series:
        """Return a field in the source's own words; null where the source has no such column or the cell is empty."""
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
        names = [name for name in self.source.columns if name.startswith(FLAG_PREFIX)]
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


def _only(column: str) -> str:
    return f"_only_{column}"


def _day_of_year(date: pl.Expr) -> pl.Expr:
    """Return 301 for 1 March: grows through the year, and is the same in leap years."""
    return date.dt.month().cast(pl.Int32) * 100 + date.dt.day()  # months are Int8, which 100 times a month overflows


def _date(text: pl.Expr, form: str) -> pl.Expr:
    if any(mark in form for mark in ("%H", "%I", "%M", "%S", "%T", "%R")):
        return text.str.to_datetime(form, strict=False, time_unit="us").dt.date()
    return text.str.to_date(form, strict=False)
