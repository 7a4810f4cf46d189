"""Reads a source's file row by row, as text, without losing a row or a line number."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path

from data_access.checks import StopLoadError
from data_access.sources import Source

_END = "\x1e end of the file \x1e"
"""Stands after the last line, for the reader of rows to come upon."""

BATCH_ROWS = 100_000
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the file: the line where it starts (the header is line 1), its cells, and what was odd about its text.

    repaired says that some bytes were not in the declared encoding and were read as Latin-1; nul that NUL bytes were
    taken out.
    """

    line: int
    cells: list[str]
    digest: bytes
    repaired: bool = False
    nul: bool = False


class _HashedFile(io.RawIOBase):
    """A file that hashes what is read from it, so that the receipt names exactly the bytes that were loaded."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        count = self._file.readinto(buffer)
        self.hash.update(buffer[:count])
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class SourceFile:
    """One open file of a source. Use it as a context manager; read the header, then the rows, then its digest."""

    def __init__(self, path: Path, source: Source) -> None:
        """Open the file and read its header, or raise StopLoadError saying what to do."""
        self.path = path
        self.source = source
        if not path.is_file():
            raise StopLoadError("file_missing", f"{path.name} is not in the folder {path.parent.name}/.")
        self._raw = _HashedFile(path)
        encoding = "utf-8-sig" if source.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else source.encoding
        self._text = io.TextIOWrapper(
            io.BufferedReader(self._raw, 1 << 20), encoding=encoding, errors="surrogateescape", newline=""
        )
        try:
            self._reader = csv.reader(chain(self._text, [_END]), delimiter=source.delimiter)
            self.columns = self._header()
        except BaseException:
            self._text.close()
            raise

    def __enter__(self) -> "SourceFile":
        """Hand over the open file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._text.close()

    def _header(self) -> list[str]:
        cells = self._cells(1)
        while cells == []:  # blank lines above the header
            cells = self._cells(1)
        if cells is None:
            raise StopLoadError("file_empty", f"{self.path.name} is empty: it has not even a header row.")
        header = [_as_latin_1(name, self.source.encoding).strip() for name in cells]
        for name in self.source.columns_read:
            if header.count(name) > 1:
                raise StopLoadError("column_twice", f"{self.path.name}, line 1: the column {name!r} is there twice.")
        missing = sorted(name for name in self.source.columns_read if name not in header)
        if missing:
            raise self._explain(header, missing)
        return header

    def _explain(self, header: list[str], missing: list[str]) -> StopLoadError:
        """Say why expected columns are missing: another delimiter, another spelling, or not there at all."""
        if len(header) == 1:
            for delimiter, name in _DELIMITERS.items():
                cells = [cell.strip().strip('"') for cell in header[0].split(delimiter)]
                if delimiter != self.source.delimiter and not set(self.source.columns_read) - set(cells):
                    return StopLoadError(
                        "wrong_delimiter",
                        f"{self.path.name}, line 1: the columns are separated by a {name}, and the county file says "
                        f"delimiter = {self.source.delimiter!r}.",
                    )
        unknown = [name for name in header if name not in self.source.columns_read]
        parts = []
        for name in missing:
            near = get_close_matches(name.lower(), [other.lower() for other in unknown], n=1, cutoff=0.6)
            hint = next((other for other in unknown if near and other.lower() == near[0]), None)
            parts.append(f"{name!r} (is it now {hint!r}?)" if hint else repr(name))
        return StopLoadError("column_missing", f"{self.path.name}, line 1: there is no column {', '.join(parts)}.")

    def batches(self) -> Iterator[list[Row]]:
        """Give the rows in order, BATCH_ROWS at a time; blank lines are not rows. Raise StopLoadError on a broken quote."""
        batch: list[Row] = []
        line = self._reader.line_num + 1
        while (cells := self._cells(line)) is not None:
            if cells:
                batch.append(self._row(line, cells))
            line = self._reader.line_num + 1
            if len(batch) == BATCH_ROWS:
                yield batch
                batch = []
        if batch:
            yield batch

    def _cells(self, line: int) -> list[str] | None:
        """Return the next row's cells, [] for a blank line, None after the last row; line is where the row starts.

        A quotation mark that nobody closes would make the rest of the file one cell: then _END is not a row by itself.
        """
        try:
            cells = next(self._reader, None)
        except UnicodeError:
            what = f"{self.path.name}, line {line}: this is not {self.source.encoding} text."
            raise StopLoadError("wrong_encoding", what) from None
        except csv.Error:  # a cell of more than 131,072 signs
            cells = None
        if cells is None or (cells != [_END] and cells[-1:] and cells[-1].endswith(_END)):
            raise StopLoadError(
                "broken_quote",
                f"{self.path.name}, line {line}: a quotation mark is opened and not closed before the file ends.",
            )
        return None if cells == [_END] else cells

    def _row(self, line: int, cells: list[str]) -> Row:
        text = "\x1f".join(cells)
        nul = "\x00" in text
        if nul:
            cells = [cell.replace("\x00", "") for cell in cells]
        try:
            return Row(line=line, cells=cells, digest=_digest(text.encode()), nul=nul)
        except UnicodeEncodeError:
            cells = [_as_latin_1(cell, self.source.encoding) for cell in cells]
            return Row(line=line, cells=cells, digest=_digest("\x1f".join(cells).encode()), repaired=True, nul=nul)

    def finish(self) -> str:
        """Return the SHA-256 of the bytes that were read, or raise StopLoadError if the file is no longer those bytes."""
        read = self._raw.hash.hexdigest()
        try:
            with self.path.open("rb") as stream:
                now = hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            now = ""
        if now != read:
            raise StopLoadError("file_changed", f"{self.path.name} was replaced or changed while it was read.")
        return read


def _digest(row: bytes) -> bytes:
    return hashlib.blake2b(row, digest_size=16).digest()


def _as_latin_1(cell: str, encoding: str) -> str:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return cell.encode(encoding, "surrogateescape").decode("latin-1")
    return cell
