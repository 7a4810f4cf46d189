"""Reads text files whose columns always stand at the same place in the line."""

from collections.abc import Iterator
from pathlib import Path

from data_access.checks import StopLoadError
from data_access.readers.contract import BATCH_ROWS, Batch
from data_access.readers.files import FileReader, packing_errors
from data_access.readers.text import batch_of, open_text
from data_access.sources import Source


class FixedWidthReader(FileReader):
    """Reads one line as one row. There is no header: the county file says where each column stands, in letters.

    A line that ends before a column begins leaves that column empty, since many programs cut the blanks at the end of a
    line. Blank lines are not rows.
    """

    def __init__(self, path: Path, source: Source) -> None:
        """Open the file, or raise StopLoadError saying what to do."""
        super().__init__(path, source)
        places = source.fixed_width or {}
        self.columns = list(places)
        self._cuts = [slice(first - 1, first - 1 + width) for first, width in places.values()]
        if path.stat().st_size == 0:
            raise StopLoadError("file_empty", f"{path.name} is empty.")
        self._text = open_text(path, source)

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def batches(self) -> Iterator[Batch]:
        """Give the rows in order; line numbers are those of the file."""
        lines: list[int] = []
        rows: list[list[str]] = []
        line = 0
        try:
            with packing_errors(self.path):
                for line, text in enumerate(self._text, start=1):
                    if text.strip():
                        lines.append(line)
                        bare = text.rstrip("\r\n")
                        rows.append([bare[cut].strip() for cut in self._cuts])
                    if len(rows) == BATCH_ROWS:
                        yield batch_of(lines, rows, self.source.encoding)
                        lines, rows = [], []
        except UnicodeError:
            what = f"{self.path.name}, line {line + 1}: this is not {self.source.encoding} text."
            raise StopLoadError("wrong_encoding", what) from None
        if rows:
            yield batch_of(lines, rows, self.source.encoding)
