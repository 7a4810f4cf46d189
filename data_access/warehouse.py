"""The warehouse: what arrived, what was refused and why, who is who. The only store that holds a source's own keys."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from data_access import settings


class WarehouseError(Exception):
    """A warehouse that cannot be opened; the message says what to do."""


METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LOAD = sa.Table(
    "load",
    METADATA,
    sa.Column("load_id", sa.Integer, primary_key=True),
    sa.Column("source_id", sa.String, nullable=False, index=True),
    sa.Column("file_name", sa.String, nullable=False),
    sa.Column("file_sha256", sa.String, nullable=False),
    sa.Column("mapping_sha256", sa.String, nullable=False),
    sa.Column("patches_sha256", sa.String, nullable=False),
    sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("rows_in", sa.Integer, nullable=False),
    sa.Column("rows_kept", sa.Integer, nullable=False),
    sa.Column("rows_refused", sa.Integer, nullable=False),
    sa.Column("rows_forgotten", sa.Integer, nullable=False),
    comment="What is loaded of each source. A source keeps its row, and its events keep their load_id, from load to load; "
    "of several rows of a source (before there were receipts) the newest counts.",
)

RECEIPT = sa.Table(
    "load_receipt",
    METADATA,
    sa.Column("receipt_id", sa.Integer, primary_key=True),
    sa.Column("source_id", sa.String, nullable=False),
    sa.Column("way", sa.String, nullable=False),
    sa.Column("file_name", sa.String, nullable=False),
    sa.Column("file_sha256", sa.String, nullable=False),
    sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("rows_in", sa.Integer, nullable=False),
    sa.Column("rows_kept", sa.Integer, nullable=False),
    sa.Column("rows_refused", sa.Integer, nullable=False),
    sa.Column("rows_new", sa.Integer, nullable=False),
    sa.Column("rows_changed", sa.Integer, nullable=False),
    sa.Column("rows_gone", sa.Integer, nullable=False),
    sa.Column("rows_forgotten", sa.Integer, nullable=False),
    sa.Column("rows_mended", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    comment="One row per time that something was taken in or taken out, kept for good. Counts only. way: load, reoffer or "
    "forget.",
)

REFUSED_ROW = sa.Table(
    "refused_row",
    METADATA,
    sa.Column("refused_row_id", sa.Integer, primary_key=True),
    sa.Column("load_id", sa.ForeignKey("load.load_id"), nullable=False, index=True),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("rule_id", sa.String, nullable=False),
    sa.Column("column_name", sa.String, nullable=False),
    sa.Column("cells", sa.JSON, nullable=False),
    sa.Column("row_digest", sa.String, nullable=False),
    comment="Rows that were not taken in, as they arrived. line counts from 1, the header included.",
)

MEND = sa.Table(
    "mend",
    METADATA,
    sa.Column("mend_id", sa.Integer, primary_key=True),
    sa.Column("source_id", sa.String, nullable=False),
    sa.Column("row_digest", sa.String, nullable=False),
    sa.Column("cells", sa.JSON, nullable=False),
    sa.UniqueConstraint("source_id", "row_digest"),
    comment="What stands in the place of a refused row wherever it comes again: the row as someone mended it.",
)

FORGOTTEN = sa.Table(
    "forgotten",
    METADATA,
    sa.Column("forgotten_id", sa.Integer, primary_key=True),
    sa.Column("key_space", sa.String, nullable=False),
    sa.Column("key_hash", sa.String, nullable=False),
    sa.UniqueConstraint("key_space", "key_hash"),
    comment="Whose rows must never come in again: keyed hashes, of which the key is not in the warehouse.",
)

FINDING = sa.Table(
    "finding",
    METADATA,
    sa.Column("finding_id", sa.Integer, primary_key=True),
    sa.Column("load_id", sa.ForeignKey("load.load_id"), nullable=False, index=True),
    sa.Column("rule_id", sa.String, nullable=False),
    sa.Column("column_name", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("detail", sa.String),
    comment="How often each rule spoke, by column and, for codes that nobody has named, by code.",
)

PERSON = sa.Table(
    "person",
    METADATA,
    sa.Column("person_id", sa.Integer, primary_key=True),
    sa.Column("key_space", sa.String, nullable=False),
    sa.Column("person_key", sa.String, nullable=False),
    sa.UniqueConstraint("key_space", "person_key"),
    comment="Who is who. person_id never leaves the warehouse.",
)

EVENT = sa.Table(
    "event",
    METADATA,
    sa.Column("event_id", sa.Integer, primary_key=True),
    sa.Column("load_id", sa.ForeignKey("load.load_id"), nullable=False, index=True),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("system", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False),
    sa.Column("start_on", sa.Date, nullable=False),
    sa.Column("end_on", sa.Date),
    sa.Column("age_at_start", sa.Integer),
    sa.Column("birth_year", sa.Integer),
    sa.Column("sex", sa.String),
    sa.Column("race_ethnicity", sa.String),
    sa.Column("reason", sa.String),
    sa.Column("status", sa.String),
    sa.Column("severity", sa.String),
    sa.Column("offense_category", sa.String),
    sa.Column("program_id", sa.String),
    sa.Column("flags", sa.String, nullable=False),
    sa.Column("row_digest", sa.BigInteger, nullable=False),
    comment="Rows that were taken in, in the common language. flags is a JSON object. line is where it stands in the file "
    "that was loaded last; row_digest tells whether it changed.",
)

_PART_ROWS = 50_000
_MIGRATIONS = Path(__file__).parent / "migrations"


def warehouse_url(data_dir: Path, county_id: str) -> sa.URL:
    """Return the address of the county's warehouse: one SQLite file in its data folder, or where WAREHOUSE_URL says.

    On PostgreSQL each county has a schema of its own, named like the county.
    """
    address = settings.warehouse_address()
    if address is None:
        return sa.URL.create("sqlite", database=str(data_dir / county_id / "warehouse.sqlite"))
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError:
        raise WarehouseError("WAREHOUSE_URL is no address of a database. Write postgresql://user@host/name.") from None
    if url.get_backend_name() != "postgresql":
        raise WarehouseError(
            "WAREHOUSE_URL must begin with postgresql://, or not be set: then the warehouse is a file."
        )
    schema = county_id.replace("\\", "\\\\").replace(" ", "\\ ").replace('"', '""')
    return url.set(drivername="postgresql+psycopg").update_query_dict(
        {"options": f'-csearch_path="{schema}"'}, append=True
    )


def open_warehouse(url: sa.URL) -> sa.Engine:
    """Connect to a warehouse, making it where there is none, and bring its tables to this program's version.

    Everything that makes them happens in one transaction. Raises sqlalchemy's OperationalError where nobody answers.
    """
    engine = _open_sqlite(url) if url.get_backend_name() == "sqlite" else _open_postgresql(url)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                _take_turns(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def in_warehouse(data_dir: Path, county_id: str) -> Iterator[sa.Connection]:
    """Give a county's warehouse in one transaction, which counts when all went well."""
    engine = open_warehouse(warehouse_url(data_dir, county_id))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _open_sqlite(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # hide_parameters: an error must never carry a person's values into a log.
    engine = sa.create_engine(url, paramstyle="qmark", hide_parameters=True)
    sa.event.listen(engine, "connect", _leave_transactions_to_us)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _open_postgresql(url: sa.URL) -> sa.Engine:
    # No pool: each command needs one connection, and one that the server has ended must not be handed out again.
    return sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    """Keep Python's sqlite3 from committing before each CREATE TABLE: tables half made would stay after a crash."""
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _take_turns(connection: sa.Connection) -> None:
    """Make the county's schema, which the address names; until the transaction ends, nobody else does such things."""
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(current_setting('search_path')))")
    schema = connection.exec_driver_sql("SELECT current_setting('search_path')").scalar_one()
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")  # as quoted as warehouse_url wrote it


def insert_rows(connection: sa.Connection, table: sa.Table, rows: pl.DataFrame) -> None:
    """Insert many rows, one per row of the frame, whose columns are columns of the table.

    The rows go to the driver as they are, past SQLAlchemy's handling of each value, which took three quarters of the time
    of an import: to PostgreSQL by COPY, to SQLite row by row. SQLite has no dates: they are stored as SQLAlchemy stores
    and reads them, as ISO text.
    """
    if rows.is_empty():
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
        return
    rows = rows.with_columns(pl.col(pl.Date).dt.to_string("iso"))
    statement = sa.insert(table).compile(dialect=connection.dialect, column_keys=rows.columns)
    order = statement.positiontup or rows.columns
    connection.exec_driver_sql(str(statement), rows.select(order).rows())


def read_frame(connection: sa.Connection, query: sa.Select[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Return the rows of a query, fetched a part at a time; schema names its columns in order."""
    result = connection.execute(query, execution_options={"yield_per": _PART_ROWS})
    empty = pl.DataFrame(schema=schema)
    parts = (pl.DataFrame([tuple(row) for row in part], schema=schema, orient="row") for part in result.partitions())
    return pl.concat([empty, *parts])


@contextmanager
def picked(connection: sa.Connection, ids: pl.Series) -> Iterator[sa.Select[tuple[int]]]:
    """Give a query of these ids, which stand in a temporary table until the end: a list of any length."""
    table = sa.Table("picked", sa.MetaData(), sa.Column("id", sa.BigInteger), prefixes=["TEMPORARY"])
    table.create(connection)
    insert_rows(connection, table, pl.DataFrame({"id": ids}))
    try:
        yield sa.select(table.c.id)
    finally:
        table.drop(connection)


def reason_of(error: sa.exc.DBAPIError) -> str:
    """Return why a database failed. Only what is about the database itself is quoted: other words may hold a cell."""
    if isinstance(error, sa.exc.OperationalError):
        return str(error.orig).strip().splitlines()[0].rstrip(".") if str(error.orig).strip() else "no reason given"
    return f"{type(error.orig).__name__} {getattr(error.orig, 'sqlstate', '') or ''}".strip()


def one_load_at_a_time(connection: sa.Connection) -> None:
    """Keep other machines from loading into the same PostgreSQL schema until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql('LOCK TABLE "load" IN SHARE ROW EXCLUSIVE MODE')


def _copy(connection: sa.Connection, table: sa.Table, rows: pl.DataFrame) -> None:
    """Send the rows as CSV, which polars writes: an empty text is quoted there, and nothing at all is null."""
    names = ", ".join(f'"{name}"' for name in rows.columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT csv)') as copy:
        copy.write(rows.write_csv(include_header=False))
