"""Reads a table or a query of somebody else's database, through a cursor that stays on the server."""

import hashlib
import os
from collections.abc import Iterator

import sqlalchemy as sa

from data_access.checks import StopLoadError
from data_access.layout import Database
from data_access.readers.cells import as_text
from data_access.readers.contract import BATCH_ROWS, Batch, Reader, check_columns
from data_access.sources import Source


class DatabaseReader(Reader):
    """Reads all rows in one transaction, so that they are of one moment. Lines are the numbers of the rows, from 1.

    The address comes from the environment, under the name that the county file gives. It may hold a password, so no
    message ever holds the address, nor the words of the driver, which may hold a cell.
    """

    def __init__(self, source: Source) -> None:
        """Connect, ask and read the names of the columns, or raise StopLoadError saying what to do."""
        super().__init__(source)
        if source.database is None:
            raise ValueError(f"source {source.id!r} has no [source.database]")
        self._sum = 0
        self._count = 0
        self._engine = _engine(source.database, source.shown_name)
        try:
            self._connection = self._engine.connect()
            self._result = self._connection.execution_options(stream_results=True, max_row_buffer=BATCH_ROWS).execute(
                _statement(source.database)
            )
            self.columns = [name.strip() for name in self._result.keys()]  # noqa: SIM118  a result is no dict
            check_columns(self.columns, source, source.shown_name)
        except sa.exc.SQLAlchemyError as error:
            self._engine.dispose()
            raise _stopped(source.shown_name, error) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the transaction, which wrote nothing, and close the connection."""
        self._connection.close()
        self._engine.dispose()

    def known_digest(self) -> None:
        """Only reading the rows can tell whether they are the same."""

    def batches(self) -> Iterator[Batch]:
        """Give the rows in the order of the database; raise StopLoadError where it does not go on answering."""
        line = 1
        try:
            for part in self._result.partitions(BATCH_ROWS):
                rows = [[as_text(value) for value in row] for row in part]
                for row in rows:
                    digest = hashlib.sha256("\x1f".join(row).encode(errors="surrogatepass")).digest()
                    self._sum += int.from_bytes(digest, "big")
                self._count += len(rows)
                yield Batch(lines=list(range(line, line + len(rows))), rows=rows)
                line += len(rows)
        except sa.exc.SQLAlchemyError as error:
            raise _stopped(self.source.shown_name, error) from None

    def finish(self) -> str:
        """Return a digest of the columns and rows that is the same in whatever order the database gave them."""
        whole = f"{self.columns} {self._count} {self._sum % 2**256}"
        return hashlib.sha256(whole.encode()).hexdigest()


def _engine(database: Database, shown: str) -> sa.Engine:
    address = os.environ.get(database.url_setting)
    if not address:
        raise StopLoadError("database_not_named", f"The setting {database.url_setting} is not set.")
    try:
        return sa.create_engine(address, hide_parameters=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise StopLoadError(
            "database_not_named", f"{shown}: no database can be reached at such an address ({type(error).__name__})."
        ) from None


def _statement(database: Database) -> sa.Executable:
    if database.query is not None:
        return sa.text(database.query)
    schema, _, name = (database.table or "").rpartition(".")
    return sa.select(sa.text("*")).select_from(sa.table(name, schema=schema or None))


def _stopped(shown: str, error: sa.exc.SQLAlchemyError) -> StopLoadError:
    original = getattr(error, "orig", None)
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    kind = type(original or error).__name__
    return StopLoadError("database_silent", f"{shown} could not be read ({kind}{f', {code}' if code else ''}).")
