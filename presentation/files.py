"""Files that readers take away: their names, their text for code and for Excel, and the command that gives the same rows."""

import io
import re
import shlex
from collections.abc import Iterable, Sequence

import polars as pl

from metrics.answers import VALUE_COLUMNS, as_csv
from metrics.cells import with_text_cells
from presentation import words
from presentation.place import Place
from presentation.table import Table

BYTE_ORDER_MARK = "\ufeff"
DAY = "%Y-%m-%d"
CODEBOOK_COLUMNS = (
    "measure_id",
    "measure_version",
    "period_kind",
    "period",
    "period_start",
    "period_end",
    "window_days",
    *VALUE_COLUMNS,
)


def for_code(rows: pl.DataFrame) -> bytes:
    """Return the rows as a CSV file in UTF-8."""
    return as_csv(rows).encode("utf-8")


def for_excel(rows: pl.DataFrame) -> bytes:
    """Return the same CSV file, opening with the mark by which Excel knows UTF-8."""
    return (BYTE_ORDER_MARK + as_csv(rows)).encode("utf-8")


def for_parquet(rows: pl.DataFrame, publication_id: str) -> bytes:
    """Return the rows as a Parquet file with their types; empty cells are nulls. It carries the id of its publication."""
    held = io.BytesIO()
    rows.write_parquet(held, metadata={"publication_id": publication_id})
    return held.getvalue()


def file_name(place: Place, *parts: str) -> str:
    """Make a file's name from the choices, without its ending: small letters, digits, hyphens and underscores."""
    return name_of(place.name_in_files, *parts)


def name_of(*parts: str) -> str:
    """Make a file's name from words, without its ending."""
    kept = (re.sub(r"[^a-z0-9-]+", "_", part.lower()).strip("_") for part in parts)
    return "_".join(part for part in kept if part)


def command(
    county_id: str,
    measure_id: str,
    period: str | None,
    by: Sequence[str],
    only: Iterable[tuple[str, str]],
    *,
    audience: str,
    window_days: int | None,
) -> str:
    """Return the command line that prints the same rows; every year and the measure's own windows where none is named."""
    parts = ["python", "-m", "data_access", "measure", county_id, "--measure", measure_id]
    parts += ["--window", str(window_days)] if window_days is not None else []
    parts += ["--period", period] if period else []
    parts += [part for grouping, group in only for part in ("--only", f"{grouping}={group}")]
    parts += ["--by", ",".join(by)] if by else []
    return shlex.join([*parts, "--audience", audience, "--format", "csv"])


def command_of_difference(county_id: str, program_id: str, audience: str) -> str:
    """Return the command line that prints all that is shown of a program's difference."""
    parts = ["python", "-m", "data_access", "difference", county_id, "--program", program_id]
    return shlex.join([*parts, "--audience", audience, "--format", "csv"])


def how_many(rows: pl.DataFrame) -> str:
    """Say how many rows the file holds."""
    name = "none" if rows.height == 0 else "one" if rows.height == 1 else "many"
    return words.say(f"data_answer_{name}", count=rows.height)


def preview(rows: pl.DataFrame, caption: str) -> Table:
    """Return the file's rows as a table with the very same text in every cell."""
    file = with_text_cells(rows)
    text = file.select(
        pl.col(name).dt.to_string(DAY) if kind == pl.Date else pl.col(name).cast(pl.String)
        for name, kind in file.schema.items()
    ).fill_null("")
    return Table(
        caption=caption,
        header=tuple(text.columns),
        rows=tuple(text.iter_rows()),
        words_columns=frozenset(place for place, kind in enumerate(rows.dtypes) if kind in (pl.String, pl.Date)),
        caption_shown=False,
    )


def codebook(place: Place) -> Table:
    """Return what every column of the file means."""
    own = [(one.grouping_id, words.say("codebook_group", grouping=one.label)) for one in place.every_grouping]
    lead = [(name, words.say(f"codebook_{name}")) for name in CODEBOOK_COLUMNS]
    at = CODEBOOK_COLUMNS.index("window_days") + 1
    return Table(
        caption=words.say("codebook_title"),
        header=(words.say("column"), words.say("meaning")),
        rows=(*lead[:at], *own, *lead[at:]),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )
