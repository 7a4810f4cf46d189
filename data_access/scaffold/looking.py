"""Looks at a file of unknown layout: its separator, its encoding, and what each column holds."""

import csv
import io
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

MOST_ROWS: Final = 200_000
"""Rows that are looked at, from the top."""

MOST_CODES: Final = 60
"""A column with more different values than this holds no codes."""

FEWEST_ROWS_OF_A_CODE: Final = 11
"""A value that fewer rows hold is not written down: it could be somebody's name."""

DELIMITERS: Final = (",", ";", "\t", "|")

DATE_FORMS: Final = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%Y%m%d",
)
_MOSTLY = 0.9
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2100


class LookError(Exception):
    """A file that cannot be looked at; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """What one column holds, without a value of a person.

    rows: those looked at; filled: those that are not empty; different: different values. codes: values that at least
    FEWEST_ROWS_OF_A_CODE rows hold, with their rows, the most frequent first, where the column has few different values;
    rare_rows: rows with another value there. date_forms: the forms in which nearly all values are dates; also_read_as: a
    form that reads them all too, so that day and month may be swapped. first_year, last_year: of the dates, or of years
    and other whole numbers; None for text.
    """

    name: str
    rows: int
    filled: int
    different: int
    codes: tuple[tuple[str, int], ...] = ()
    rare_rows: int = 0
    date_forms: tuple[str, ...] = ()
    also_read_as: str | None = None
    is_whole_number: bool = False
    first_year: int | None = None
    last_year: int | None = None

    @property
    def is_coded(self) -> bool:
        """Whether it has few different values."""
        return 0 < self.different <= MOST_CODES and not self.date_forms


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a file is like: how it is written, and its columns in order. all_rows says whether every row was looked at."""

    path: Path
    delimiter: str
    encoding: str
    rows: int
    all_rows: bool
    columns: tuple[Column, ...]
    table: pl.DataFrame
    """Every cell looked at, as text, to compare columns with; nothing of it is ever written."""


def look_at(path: Path) -> Look:
    """Look at a text file with a header row; raise LookError where it is none."""
    if not path.is_file():
        raise LookError(f"There is no file {path}. Correct the path after --source.")
    if path.suffix.lower() in (".xlsx", ".xls", ".parquet", ".zip", ".gz"):
        raise LookError(f"{path.name} is no plain text. Save a few thousand rows of it as CSV, and look at that file.")
    with path.open("rb") as stream:
        sample = stream.read(1 << 22)
    encoding = _encoding(sample)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="") as text:
        top = "".join(islice(text, 200))
        delimiter = _delimiter(top)
        text.seek(0)
        lines = csv.reader(text, delimiter=delimiter)
        header = [name.strip() for name in next(filter(None, lines), [])]
        if len(set(header)) < len(header) or not header:
            raise LookError(f"{path.name}: the first line is no header, or names a column twice. Mend it first.")
        try:
            rows = [row for row in islice(lines, MOST_ROWS + 1) if len(row) == len(header)]
        except csv.Error as error:
            raise LookError(f"{path.name}, line {lines.line_num}: {error}. Mend that line first.") from None
    if not rows:
        raise LookError(f"{path.name} has a header and no rows. Export the file again.")
    table = pl.DataFrame(rows[:MOST_ROWS], schema=dict.fromkeys(header, pl.String), orient="row")
    text_of = pl.all().str.strip_chars()
    table = table.select(pl.when(text_of != "").then(text_of).name.keep())
    return Look(
        path=path,
        delimiter=delimiter,
        encoding=encoding,
        rows=table.height,
        all_rows=len(rows) <= MOST_ROWS,
        columns=tuple(_column(table[name]) for name in header),
        table=table,
    )


def _encoding(sample: bytes) -> str:
    try:
        sample.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return "cp1252" if any(0x80 <= byte <= 0x9F for byte in sample) else "latin-1"
    return "utf-8"


def _delimiter(top: str) -> str:
    """Return the sign by which the first lines have most columns, the same number in nearly all of them."""

    def columns(delimiter: str) -> int:
        widths = [len(row) for row in csv.reader(io.StringIO(top, newline=""), delimiter=delimiter) if row]
        alike = bool(widths) and widths.count(widths[0]) >= _MOSTLY * len(widths) - 1
        return widths[0] if alike else 1

    return max(DELIMITERS, key=columns)


def _column(values: pl.Series) -> Column:
    filled = values.drop_nulls()
    counts = filled.value_counts(sort=True, name="rows").rows()
    forms, also = _date_forms(filled)
    whole = filled.str.to_integer(strict=False)
    is_whole = filled.len() > 0 and whole.null_count() == 0
    years = pl.coalesce(*(_as_date(form) for form in forms)) if forms else None
    numbers = filled.to_frame("value").select(years.dt.year()).to_series() if years is not None else whole
    coded = 0 < len(counts) <= MOST_CODES and not forms
    common = tuple((code, rows) for code, rows in counts if rows >= FEWEST_ROWS_OF_A_CODE) if coded else ()
    return Column(
        name=values.name,
        rows=values.len(),
        filled=filled.len(),
        different=len(counts),
        codes=common,
        rare_rows=filled.len() - sum(rows for _, rows in common) if coded else 0,
        date_forms=forms,
        also_read_as=also,
        is_whole_number=is_whole,
        first_year=_whole(numbers.min()) if forms or is_whole else None,
        last_year=_whole(numbers.max()) if forms or is_whole else None,
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _date_forms(filled: pl.Series) -> tuple[tuple[str, ...], str | None]:
    """Return the forms in which nearly all values are dates, the most frequent first, and one that would do as well."""
    if filled.is_empty():
        return (), None
    table = filled.to_frame("value")
    read = {form: table.select(_as_date(form).is_not_null()).to_series() for form in DATE_FORMS}
    forms: list[str] = []
    left = pl.Series([True] * filled.len())
    while left.any():
        best = max(DATE_FORMS, key=lambda form: int((read[form] & left).sum()))
        gained = int((read[best] & left).sum())
        if gained < max(1, filled.len() // 100):
            break
        forms.append(best)
        left &= ~read[best]
    if int(left.sum()) > (1 - _MOSTLY) * filled.len():
        return (), None
    swapped = {"%m/%d/%Y": "%d/%m/%Y"}.get(forms[0])
    return tuple(forms), swapped if swapped and read[swapped].all() else None


def _as_date(form: str) -> pl.Expr:
    text = pl.col("value")
    timed = any(mark in form for mark in ("%H", "%I"))
    date = (
        text.str.to_datetime(form, strict=False, time_unit="us").dt.date()
        if timed
        else text.str.to_date(form, strict=False)
    )
    return pl.when(date.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR)).then(date)
