"""Reads a sheet of an Excel file, row by row."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data_access.checks import StopLoadError
from data_access.readers.cells import as_text
from data_access.readers.contract import BATCH_ROWS, Batch, check_columns
from data_access.readers.files import FileReader
from data_access.sources import Source


class ExcelReader(FileReader):
    """Reads the sheet that the county file names, or the first. Its first row that is not blank is the header.

    Lines are the rows of the sheet. Formulas count with the value that Excel kept. Blank rows are not rows.
    """

    def __init__(self, path: Path, source: Source) -> None:
        """Open the sheet and read its header, or raise StopLoadError saying what to do."""
        super().__init__(path, source)
        try:
            self._book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError):
            raise StopLoadError("not_excel", f"{path.name} cannot be read as an Excel file.") from None
        try:
            self._rows = self._filled_rows(self._sheet())
            self.columns = self._header()
        except BaseException:
            self._book.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._book.close()

    def _sheet(self) -> Any:
        names = [sheet.title for sheet in self._book.worksheets]
        wanted = self.source.sheet or names[0]
        if wanted not in names:
            raise StopLoadError("sheet_missing", f"{self.path.name}: there is no sheet {wanted!r}.")
        sheet = self._book[wanted]
        sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
        return sheet

    def _header(self) -> list[str]:
        line, cells = next(self._rows, (0, None))
        if cells is None:
            raise StopLoadError("file_empty", f"{self.path.name} is empty: the sheet has not even a header row.")
        header = [cell.strip() for cell in cells]
        check_columns(header, self.source, f"{self.path.name}, row {line}")
        return header

    @staticmethod
    def _filled_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
        """Give each row that is not blank, without the empty cells at its end."""
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [as_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield line, cells

    def batches(self) -> Iterator[Batch]:
        """Give the rows in order. A row that is shorter than the header has empty cells at its end."""
        lines: list[int] = []
        rows: list[list[str]] = []
        width = len(self.columns)
        for line, cells in self._rows:
            lines.append(line)
            rows.append(cells + [""] * (width - len(cells)))
            if len(rows) == BATCH_ROWS:
                yield Batch(lines=lines, rows=rows)
                lines, rows = [], []
        if rows:
            yield Batch(lines=lines, rows=rows)
