"""What the linking tests share: most run on a SQLite file; those about what is kept run on a PostgreSQL server too."""

from pathlib import Path

import pytest

from tests.linking.two_offices import TwoOffices
from tests.postgres import fresh_database


@pytest.fixture
def offices(tmp_path: Path) -> TwoOffices:
    return TwoOffices(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def kept_offices(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoOffices:
    """Return the two offices with a warehouse of each kind in turn."""
    monkeypatch.delenv("WAREHOUSE_URL", raising=False)
    if request.param == "postgresql":
        template = request.getfixturevalue("database_of_offices")
        url = fresh_database(request.getfixturevalue("postgres"), template=template)
        monkeypatch.setenv("WAREHOUSE_URL", url.render_as_string(hide_password=False))
    return TwoOffices(tmp_path)
