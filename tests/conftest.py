"""What all tests share: where the real data are, and how random tests are run."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.places import REAL_DATA

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
