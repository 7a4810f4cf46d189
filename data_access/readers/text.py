"""What the readers of text files share: letters in the declared encoding, and rows with letters that are not."""

import io
from pathlib import Path

from data_access.readers.contract import Batch
from data_access.readers.files import open_bytes
from data_access.sources import Source


def open_text(path: Path, source: Source) -> io.TextIOWrapper:
    """Open a text file. Bytes that are not of the encoding become surrogates, for batch_of to mend; line ends stay."""
    encoding = "utf-8-sig" if source.encoding.lower().replace("_", "-") in ("utf-8", "utf8") else source.encoding
    return io.TextIOWrapper(open_bytes(path, source), encoding=encoding, errors="surrogateescape", newline="")


def batch_of(lines: list[int], rows: list[list[str]], encoding: str) -> Batch:
    """Return the rows without NUL bytes and with strange bytes read as Latin-1; most batches have none of either."""
    joined = "".join(map("".join, rows))
    nul: set[int] = set()
    if "\x00" in joined:
        nul = {index for index, row in enumerate(rows) if any("\x00" in cell for cell in row)}
        for index in nul:
            rows[index] = [cell.replace("\x00", "") for cell in rows[index]]
    repaired: set[int] = set()
    if not _is_clean(joined):
        repaired = {index for index, row in enumerate(rows) if not _is_clean("".join(row))}
        for index in repaired:
            rows[index] = [as_latin_1(cell, encoding) for cell in rows[index]]
    return Batch(lines=lines, rows=rows, repaired=frozenset(repaired), nul=frozenset(nul))


def as_latin_1(cell: str, encoding: str) -> str:
    """Return the cell, read as Latin-1 where some of its bytes were not of the encoding."""
    return cell if _is_clean(cell) else cell.encode(encoding, "surrogateescape").decode("latin-1")


def _is_clean(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
