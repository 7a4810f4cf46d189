"""Reads a Parquet file, some rows at a time."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data_access.checks import StopLoadError
from data_access.readers.cells import as_text
from data_access.readers.contract import BATCH_ROWS, Batch, check_columns
from data_access.readers.files import FileReader
from data_access.sources import Source


class ParquetReader(FileReader):
    """Reads all columns of one file. Lines are the numbers of the rows, from 1."""

    def __init__(self, path: Path, source: Source) -> None:
        """Open the file and check its columns, or raise StopLoadError saying what to do."""
        super().__init__(path, source)
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowInvalid, OSError):
            raise StopLoadError("not_parquet", f"{path.name} cannot be read as a Parquet file.") from None
        try:
            self.columns = [name.strip() for name in self._file.schema_arrow.names]
            check_columns(self.columns, source, path.name)
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def batches(self) -> Iterator[Batch]:
        """Give the rows in order; raise StopLoadError where the file is damaged further on."""
        line = 1
        try:
            for part in self._file.iter_batches(batch_size=BATCH_ROWS):
                columns = [[as_text(value) for value in column.to_pylist()] for column in part.columns]
                rows = [list(row) for row in zip(*columns, strict=True)]
                yield Batch(lines=list(range(line, line + len(rows))), rows=rows)
                line += len(rows)
        except (pa.ArrowInvalid, OSError):
            what = f"{self.path.name} is damaged after row {line - 1}."
            raise StopLoadError("not_parquet", what) from None
