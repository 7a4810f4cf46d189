"""What every reader does: name the columns, give the rows as text in batches, and say what exactly was read."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Self

from data_access.checks import StopLoadError
from data_access.sources import Source

BATCH_ROWS = 50_000
"""Rows that a reader holds at once: its memory does not grow with the file."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows in order, each a list of cells as text.

    lines says where each row starts: the line of a text file (the header is line 1), the row of a sheet, or the number of
    the row. repaired and nul hold indexes into rows: of rows of which some bytes were not in the declared encoding and
    were read as Latin-1, and of rows out of which NUL bytes were taken.
    """

    lines: list[int]
    rows: list[list[str]]
    repaired: frozenset[int] = field(default_factory=frozenset)
    nul: frozenset[int] = field(default_factory=frozenset)


class Reader(ABC):
    """One open source. Use it as a context manager: read the columns, then the batches, then finish."""

    columns: list[str]

    def __init__(self, source: Source) -> None:
        """Read for this source."""
        self.source = source

    def __enter__(self) -> Self:
        """Hand over the open reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close what is open; no harm in doing so twice."""

    @abstractmethod
    def known_digest(self) -> str | None:
        """Return the SHA-256 of what is about to be read; None where only reading it can tell."""

    @abstractmethod
    def batches(self) -> Iterator[Batch]:
        """Give the rows in order, at most BATCH_ROWS at a time; blank lines are not rows. Raises StopLoadError."""

    @abstractmethod
    def finish(self) -> str:
        """Return the SHA-256 of what was read; raise StopLoadError where the source is no longer the same."""


def check_columns(header: list[str], source: Source, where: str) -> None:
    """Raise StopLoadError where a column that the county file names is not in the header, or is in it twice.

    where names the file and, where there is one, the line of the header.
    """
    for name in source.columns_read:
        if header.count(name) > 1:
            raise StopLoadError("column_twice", f"{where}: the column {name!r} is there twice.")
    missing = sorted(name for name in source.columns_read if name not in header)
    if not missing:
        return
    unknown = [name for name in header if name not in source.columns_read]
    parts = []
    for name in missing:
        near = get_close_matches(name.lower(), [other.lower() for other in unknown], n=1, cutoff=0.6)
        hint = next((other for other in unknown if near and other.lower() == near[0]), None)
        parts.append(f"{name!r} (is it now {hint!r}?)" if hint else repr(name))
    raise StopLoadError("column_missing", f"{where}: there is no column {', '.join(parts)}.")
