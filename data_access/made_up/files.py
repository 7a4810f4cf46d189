"""A file of the made-up county before it is written: its cells as text, and where in them mistakes can be made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from data_access.made_up.drawing import Span, written

SHARED_KEY: Final = "County Person No"
"""A column that no real county has: the true number of the person, the same in all files. Written only when asked for."""

US_DATE: Final = "%m/%d/%Y"
ISO_DATE: Final = "%Y-%m-%d"


@dataclass(frozen=True, kw_only=True)
class MadeUpFile:
    """One file: its table of text cells, how it is written, and which columns a mistake can hit.

    record, person, start, end, birth: names of columns; record numbers the rows. start_form and end_form are how dates are
    written there. added: mistakes by the rule that refuses them, and how many rows hold each; these rows stand beside the
    true ones. spoiled: mistakes by the rule that speaks of them, in rows that are kept.
    """

    name: str
    table: pl.DataFrame
    record: str
    person: str
    start: str
    start_form: str
    end: str = ""
    end_form: str = ""
    birth: str = ""
    coded: str = ""
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    added: Mapping[str, int] = field(default_factory=dict)
    spoiled: Mapping[str, int] = field(default_factory=dict)


FEW_OF_ANY: Final = {
    "unreadable_date": 2,
    "missing_person_key": 2,
    "ragged_row": 1,
    "future_date": 1,
    "duplicate_row": 3,
}
"""Mistakes of a file with one date to a row, by the rule that refuses the row."""
FEW_OF_A_STAY: Final = {**FEW_OF_ANY, "end_before_start": 2}
"""Mistakes of a file of stays."""
FEW_OF_A_SHARED_FILE: Final = {"missing_person_key": 2, "ragged_row": 1, "duplicate_row": 3}
"""Mistakes of a file that more than one source is read from: those that every one of them refuses."""


def text(column: str, words: Mapping[str, str] | None = None) -> pl.Expr:
    """Return a column as text, in other words where they are given; nothing where it is null."""
    as_text = pl.col(column).cast(pl.String)
    return (as_text.replace(words) if words else as_text).fill_null("")


def numbered(rows: pl.DataFrame, first: int, form: str = "{}") -> pl.Series:
    """Return a number for each row, in their order."""
    return rows.select(pl.format(form, pl.int_range(pl.len()) + first)).to_series()


def cells(rows: pl.DataFrame, columns: Mapping[str, pl.Expr | pl.Series | str]) -> pl.DataFrame:
    """Return a table of text with these headings; a text stands in every row. The person's true number comes last."""
    named = {name: pl.lit(value) if isinstance(value, str) else value for name, value in columns.items()}
    return (
        rows.with_columns(**named)
        .select(*named)
        .with_columns(pl.all().cast(pl.String).fill_null(""))
        .with_columns((rows["person"] + 1).cast(pl.String).alias(SHARED_KEY))
    )


def until(column: str, form: str, span: Span) -> pl.Expr:
    """Return a last day as text; nothing where it lies after the records."""
    return pl.when(pl.col(column) <= span.last_day).then(written(column, form)).otherwise(pl.lit(""))


def if_over(column: str, span: Span) -> pl.Expr:
    """Return what came of a stay; nothing where its end lies after the records."""
    return pl.when(pl.col("end") <= span.last_day).then(pl.col(column)).otherwise(pl.lit(""))
