"""What the loading tests share."""

from pathlib import Path

import pytest

from tests.loading.tiny_county import TinyCounty


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCounty:
    return TinyCounty(tmp_path)
