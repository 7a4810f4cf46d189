"""Looks at a file of unknown layout: its separator, its encoding, and what each column holds."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from data_access.checks import StopLoadError
from data_access.joining import trimmed
from data_access.layout import Form
from data_access.readers import open_source
from data_access.readers.files import open_bytes, packing_errors
from data_access.sources import Source
from metrics.language import System

MOST_ROWS: Final = 200_000
"""Rows that are looked at, from the top."""

SAMPLE_BYTES: Final = 1 << 22
SAMPLE_LINES: Final = 200
"""What of a text file its encoding and its separator are told from."""

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
    """What a file is like: how it is written (as a source without meaning), and its columns in order.

    all_rows says whether every row was looked at.
    """

    path: Path
    source: Source
    rows: int
    all_rows: bool
    columns: tuple[Column, ...]
    table: pl.DataFrame
    """Every cell looked at, as text, to compare columns with; nothing of it is ever written."""


def look_at(path: Path) -> Look:
    """Look at a file of any form that can be read, with a header; raise LookError where it is none."""
    if not path.is_file():
        raise LookError(f"There is no file {path}. Correct the path after --source.")
    try:
        source = _written(path)
        header, rows = _rows(source, path.parent)
    except StopLoadError as stop:
        raise LookError(str(stop)) from None
    if len(set(header)) < len(header) or not header:
        raise LookError(f"{path.name}: the first line is no header, or names a column twice. Mend it first.")
    whole = [row for row in rows if len(row) == len(header)]
    if not whole:
        raise LookError(f"{path.name} has a header and no rows. Export the file again.")
    table = trimmed(pl.DataFrame(whole[:MOST_ROWS], schema=dict.fromkeys(header, pl.String), orient="row"))
    return Look(
        path=path,
        source=source,
        rows=table.height,
        all_rows=len(rows) <= MOST_ROWS,
        columns=tuple(_column(table[name]) for name in header),
        table=table,
    )


def _written(path: Path) -> Source:
    """Return a source without meaning, that says how the file is written: for text its separator and its encoding."""
    source = _without_meaning(file=path.name)
    if source.form is not Form.DELIMITED:
        return source
    with packing_errors(path), open_bytes(path, source) as stream:
        sample = stream.read(SAMPLE_BYTES)
    encoding = _encoding(sample)
    top = "\n".join(sample.decode(encoding, errors="replace").removeprefix("\ufeff").splitlines()[:SAMPLE_LINES])
    return _without_meaning(file=path.name, encoding=encoding, delimiter=_delimiter(top))


def _without_meaning(*, file: str, encoding: str = "utf-8", delimiter: str = ",") -> Source:
    """Return a source that says how a file is written, and nothing of what it means: enough for a reader."""
    return Source.model_construct(
        id="file",
        title="file",
        agency="",
        system=System.JAIL,
        columns={},
        file=file,
        encoding=encoding,
        delimiter=delimiter,
    )


def _rows(source: Source, folder: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header, and the first rows: one more than are looked at, where there are more."""
    rows: list[list[str]] = []
    with open_source(source, folder) as reader:
        for batch in reader.batches():
            rows += batch.rows
            if len(rows) > MOST_ROWS:
                break
        return reader.columns, rows[: MOST_ROWS + 1]


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
