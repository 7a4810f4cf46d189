"""What all tests share: where the real data are, and how random tests are run."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from filelock import FileLock
from hypothesis import settings

from data_access import building
from data_access.county import read_county
from data_access.warehouse import open_warehouse, warehouse_url
from tests.places import REAL_DATA, MadeOnce
from tests.postgres import fresh_database, running_postgres

LONGEST_FIRST = (
    "pages/test_briefs_agree.py",
    "authorities/test_new_york_city.py",
    "loading/test_again_and_interrupted.py",
    "pages/test_accessibility.py",
    "access/test_walk.py",
    "loading/test_killed_at_random.py",
    "pages/test_browser.py",
    "pages/test_spanish.py",
    "reference/test_slow_periods.py",
    "authorities/test_febrl.py",
    "truth/test_planted_rates.py",
)
"""Files that take a minute or more. They are begun first, or one process would be at work on them when the others are done.

The first two make what others wait for.
"""

ON_CI = os.environ.get("CI") == "true"

# No deadline: a shared machine may pause at any time, and speed is measured in benchmarks/. On CI the random examples
# are the same at every run, so that a red run can be had again; at a desk they differ, so that more is tried.
settings.register_profile("throughline", deadline=None, derandomize=ON_CI, print_blob=True)
settings.load_profile("throughline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; all others keep their order."""
    tests = Path(__file__).parent
    places = {tests / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


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
def made_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> MadeOnce:
    """Return a function that gives a folder which is made once for all tests, also where several processes run them.

    Tests only read such a folder, or work on a copy. make is given the folder, which is there and empty.
    """
    here = tmp_path_factory.getbasetemp()
    shared = here if worker_id == "master" else here.parent

    def folder(name: str, make: Callable[[Path], None]) -> Path:
        place = shared / f"once-{name}"
        with FileLock(shared / f"once-{name}.lock"):
            if not place.exists():
                unfinished = shared / f"unfinished-{name}"
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(place)
        return place

    return folder


@pytest.fixture(scope="session")
def new_york_data(real_data: Callable[[str], Path], made_once: MadeOnce) -> Path:
    """Return a data folder in which New York City is built from its files, once for all tests."""

    def build(folder: Path) -> None:
        now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
        county = read_county("new-york-city")
        assert building.build(county, real_data("new-york-city"), folder, now, lambda _: None) == []

    return made_once("new-york-city", build)


@pytest.fixture(scope="session")
def postgres() -> Iterator[sa.URL]:
    """Return the address of a real PostgreSQL server that runs until the last test has ended.

    Not in pytest's own folder: other runs of pytest tidy that up, and the address of a socket must be short.
    """
    with tempfile.TemporaryDirectory() as folder, running_postgres(Path(folder) / "server") as url:
        yield url


@pytest.fixture(scope="session")
def database_of_offices(postgres: sa.URL) -> str:
    """Return the name of a database in which the tables of the two offices are made, to copy."""
    url = fresh_database(postgres)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE_URL", url.render_as_string(hide_password=False))
        open_warehouse(warehouse_url(Path(), "offices")).dispose()
    return str(url.database)
