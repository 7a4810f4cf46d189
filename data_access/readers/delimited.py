"""Reads text files whose cells stand between delimiters: CSV and its cousins, without losing a row or a line number."""

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from data_access.checks import StopLoadError
from data_access.readers.contract import BATCH_ROWS, Batch, check_columns
from data_access.readers.files import FileReader, packing_errors
from data_access.readers.text import as_latin_1, batch_of, open_text
from data_access.sources import Source

_END = "\x1e end of the file \x1e"
"""Stands after the last line, for the reader of rows to come upon."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class DelimitedReader(FileReader):
    """Reads one file of rows of cells; its first row that is not blank is the header. Lines are those of the file."""

    def __init__(self, path: Path, source: Source) -> None:
        """Open the file and read its header, or raise StopLoadError saying what to do."""
        super().__init__(path, source)
        self._text = open_text(path, source)
        try:
            self._rows = csv.reader(
                chain(self._text, [_END]),
                delimiter=source.delimiter,
                quoting=csv.QUOTE_MINIMAL if source.quotes else csv.QUOTE_NONE,
            )
            self.columns = self._header()
        except BaseException:
            self._text.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    def _header(self) -> list[str]:
        _, cells = next(self._numbered_rows(), (0, None))
        if cells is None:
            raise StopLoadError("file_empty", f"{self.path.name} is empty: it has not even a header row.")
        header = [as_latin_1(name, self.source.encoding).strip() for name in cells]
        self._check_delimiter(header)
        check_columns(header, self.source, f"{self.path.name}, line 1")
        return header

    def _check_delimiter(self, header: list[str]) -> None:
        """Raise StopLoadError where another delimiter would give all the columns."""
        for delimiter, name in _DELIMITERS.items() if len(header) == 1 else ():
            cells = {cell.strip().strip('"') for cell in header[0].split(delimiter)}
            if delimiter != self.source.delimiter and len(cells) > 1 and not set(self.source.columns_read) - cells:
                raise StopLoadError(
                    "wrong_delimiter",
                    f"{self.path.name}, line 1: the columns are separated by a {name}, and the county file says "
                    f"delimiter = {self.source.delimiter!r}.",
                )

    def batches(self) -> Iterator[Batch]:
        """Give the rows in order; raise StopLoadError on a quotation mark that nobody closes."""
        lines: list[int] = []
        rows: list[list[str]] = []
        for line, cells in self._numbered_rows():
            lines.append(line)
            rows.append(cells)
            if len(rows) == BATCH_ROWS:
                yield batch_of(lines, rows, self.source.encoding)
                lines, rows = [], []
        if rows:
            yield batch_of(lines, rows, self.source.encoding)

    def _numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row that is not blank, with the line where it starts.

        A quotation mark that nobody closes would make the rest of the file one cell: then _END is not a row by itself.
        """
        rows = self._rows
        line = rows.line_num + 1
        try:
            with packing_errors(self.path):
                for cells in rows:
                    if cells:
                        if cells[-1].endswith(_END):
                            if cells == [_END]:
                                return
                            raise self._broken_quote(line)
                        yield line, cells
                    line = rows.line_num + 1
        except UnicodeError:
            what = f"{self.path.name}, line {line}: this is not {self.source.encoding} text."
            raise StopLoadError("wrong_encoding", what) from None
        except csv.Error:  # a cell of more than 131,072 signs
            raise self._broken_quote(line) from None
        raise self._broken_quote(line)

    def _broken_quote(self, line: int) -> StopLoadError:
        return StopLoadError(
            "broken_quote",
            f"{self.path.name}, line {line}: a quotation mark is opened and not closed before the file ends.",
        )
