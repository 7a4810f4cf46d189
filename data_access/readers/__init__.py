"""Readers: one contract, one module for each form in which a county's rows are written down."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from data_access.layout import Form
from data_access.readers.contract import Reader
from data_access.readers.database import DatabaseReader
from data_access.readers.delimited import DelimitedReader
from data_access.readers.excel import ExcelReader
from data_access.readers.fixed_width import FixedWidthReader
from data_access.readers.parquet import ParquetReader
from data_access.sources import Source

_READERS: Final[dict[Form, Callable[[Path, Source], Reader]]] = {
    Form.DELIMITED: DelimitedReader,
    Form.FIXED_WIDTH: FixedWidthReader,
    Form.EXCEL: ExcelReader,
    Form.PARQUET: ParquetReader,
}


def open_source(source: Source, folder: Path) -> Reader:
    """Open a source whose files are in folder; raise StopLoadError, saying what to do, where that cannot be done."""
    if source.database is not None:
        return DatabaseReader(source)
    return _READERS[source.form](folder / source.file, source)
