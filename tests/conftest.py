"""What all tests share: where the real data are, and how random tests are run."""

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

from data_access import building
from data_access.county import read_county
from tests.places import REAL_DATA
from tests.postgres import running_postgres

ON_CI = os.environ.get("CI") == "true"

# No deadline: a shared machine may pause at any time, and speed is measured in benchmarks/. On CI the random examples
# are the same at every run, so that a red run can be had again; at a desk they differ, so that more is tried.
settings.register_profile("throughline", deadline=None, derandomize=ON_CI, print_blob=True)
settings.load_profile("throughline")


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """Return a function that gives the folder of a real county's files, such as real_data("new-york-city").

    Where the files are not there, the test is skipped and says why. On CI it fails: there nothing may go untested.
    """

    def folder(name: str) -> Path:
        found = REAL_DATA / name
        if found.is_dir():
            return found
        why = f"no real data in {found}: lay them beside the repository, or name their folder in THROUGHLINE_REAL_DATA"
        if ON_CI:
            pytest.fail(why)
        return pytest.skip(why)

    return folder


@pytest.fixture(scope="session")
def new_york_data(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder in which New York City is built from its files, once for all tests."""
    folder = tmp_path_factory.mktemp("new-york-city")
    now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    assert building.build(read_county("new-york-city"), real_data("new-york-city"), folder, now, lambda _: None) == []
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.URL]:
    """Return the address of a real PostgreSQL server that runs until the last test has ended.

    Not in pytest's own folder: other runs of pytest tidy that up, and the address of a socket must be short.
    """
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "server") as url:
        yield url
