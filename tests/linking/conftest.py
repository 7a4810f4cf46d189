"""What the linking tests share: most run on a SQLite file; those about what is kept run on a PostgreSQL server too."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access.warehouse import open_warehouse, warehouse_url
from tests.linking.two_offices import TwoOffices
from tests.postgres import fresh_database


@pytest.fixture
def offices(tmp_path: Path) -> TwoOffices:
    return TwoOffices(tmp_path)


@pytest.fixture(scope="session")
def database_of_offices(postgres: sa.URL) -> str:
    """Return the name of a database in which the tables of the two offices are made, to copy."""
    url = fresh_database(postgres)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE_URL", url.render_as_string(hide_password=False))
        open_warehouse(warehouse_url(Path(), "offices")).dispose()
    return str(url.database)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept_offices(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoOffices:
    """Return the two offices with a warehouse of each kind in turn."""
    monkeypatch.delenv("WAREHOUSE_URL", raising=False)
    if request.param == "postgresql":
        template = request.getfixturevalue("database_of_offices")
        url = fresh_database(request.getfixturevalue("postgres"), template=template)
        monkeypatch.setenv("WAREHOUSE_URL", url.render_as_string(hide_password=False))
    return TwoOffices(tmp_path)
