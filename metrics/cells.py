"""Text in files that a spreadsheet opens: a cell that it would take for a formula is marked, so that it stays text.

A spreadsheet runs what starts with = + - or @, also in full width, and splits or cuts cells at a tab, a line end or a NUL. A
file is often opened by someone who trusts the county that it is from; what stands in it may come from anyone who was once
booked. Source: OWASP, CSV Injection. The mark is an apostrophe; numbers have none, since only text can hold a formula.
"""

import re
from typing import Final

import polars as pl

MARK: Final = "'"
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\n", "\r", "\0")
BLANKS: Final = (" ", "\u00a0", "\u3000", "\u200b", "\ufeff")
"""Some spreadsheets pass over these before they look at the first character."""

_DANGER: Final = f"[{''.join(BLANKS)}]*[{re.escape(''.join(FORMULA_STARTS))}]"
_NEEDS_MARK: Final = f"^{MARK}*{_DANGER}"
_HAS_MARK: Final = re.compile(f"^{MARK}+{_DANGER}")
_STARTS: Final = re.compile(_NEEDS_MARK)


def as_text(cell: str) -> str:
    """Return a cell as it may stand in a file. A cell that looks marked already gets one more mark: so none is lost."""
    return f"{MARK}{cell}" if _STARTS.match(cell) else cell


def as_it_was(cell: str) -> str:
    """Return the cell that as_text was given. A cell that someone typed anew, without the mark, stays as it is."""
    return cell[1:] if _HAS_MARK.match(cell) else cell


def with_text_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame as it may stand in a file: headers and columns of text are marked, all other columns are untouched."""
    texts = [name for name, kind in frame.schema.items() if kind in (pl.String, pl.Categorical, pl.Enum)]
    marked = [
        pl.when(pl.col(name).cast(pl.String).str.contains(_NEEDS_MARK))
        .then(pl.concat_str(pl.lit(MARK), pl.col(name).cast(pl.String)))
        .otherwise(pl.col(name).cast(pl.String))
        .alias(name)
        for name in texts
    ]
    return frame.with_columns(marked).rename(as_text)
