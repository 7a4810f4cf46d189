"""What the linking tests share."""

from pathlib import Path

import pytest

from tests.linking.two_offices import TwoOffices


@pytest.fixture
def offices(tmp_path: Path) -> TwoOffices:
    return TwoOffices(tmp_path)
