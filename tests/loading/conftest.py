"""What the loading tests share: each runs on both warehouses, a SQLite file and a real PostgreSQL server."""

import shutil
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access.made_up import make_county
from data_access.warehouse import METADATA, open_warehouse, warehouse_url
from tests.loading.tiny_county import TinyCounty
from tests.loading.whole_builds import FIRST, SECOND, build
from tests.places import MadeOnce
from tests.postgres import fresh_database


@pytest.fixture(scope="session")
def database_with_tables(postgres: sa.URL) -> str:
    """Return the address of a database in which the tables of the tiny county are made."""
    address = fresh_database(postgres).render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE_URL", address)
        open_warehouse(warehouse_url(Path(), "tiny")).dispose()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def warehouse(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let WAREHOUSE_URL name an empty warehouse of each kind in turn; return the kind."""
    if request.param == "sqlite":
        monkeypatch.delenv("WAREHOUSE_URL", raising=False)
        return "sqlite"
    monkeypatch.setenv("WAREHOUSE_URL", request.getfixturevalue("database_with_tables"))
    engine = open_warehouse(warehouse_url(Path(), "tiny"))
    with engine.begin() as connection:
        tables = ", ".join(f'"{name}"' for name in METADATA.tables)
        connection.exec_driver_sql(f"truncate {tables} restart identity cascade")
    engine.dispose()
    return "postgresql"


@pytest.fixture
def tiny(tmp_path: Path, warehouse: str) -> TinyCounty:  # noqa: ARG001  the warehouse is in the environment
    return TinyCounty(tmp_path)


@pytest.fixture(scope="session")
def files(made_once: MadeOnce) -> dict[int, Path]:
    return {seed: made_once(f"files-{seed}", partial(make_county, people=400, seed=seed)) for seed in (FIRST, SECOND)}


@pytest.fixture(scope="session")
def after_first(made_once: MadeOnce, files: dict[int, Path]) -> Path:
    """A data folder after a whole build of the first files; tests work on copies of it."""
    return made_once("after-first", lambda folder: build(folder, files[FIRST]))


@pytest.fixture(scope="session")
def after_second(made_once: MadeOnce, after_first: Path, files: dict[int, Path]) -> Path:
    """A data folder after the second files came in the place of the first: what was published stays as it was told."""

    def make(folder: Path) -> None:
        shutil.copytree(after_first, folder, dirs_exist_ok=True)
        build(folder, files[SECOND])

    return made_once("after-second", make)
