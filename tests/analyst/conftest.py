"""What the tests of an analyst's questions share: a made-up county with its extract, and an analyst at its door."""

import datetime as dt
from pathlib import Path

import pytest

from data_access import building
from data_access.analyst import Analyst
from data_access.county import read_county
from data_access.made_up import make_county
from data_access.records import Records, open_records

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="session")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the extract of a made-up county of 1,500 people."""
    folder, county = tmp_path_factory.mktemp("analyst"), read_county("made-up")
    make_county(folder / "files", people=1_500, seed=3)
    assert building.import_sources(county, folder / "files", folder, NOW, lambda _: None) == []
    building.link(county, folder, NOW, lambda _: None)
    building.extract(county, folder, NOW, lambda _: None)
    return folder


@pytest.fixture(scope="session")
def records(extracted: Path) -> Records:
    return open_records(read_county("made-up"), extracted)


@pytest.fixture
def analyst(tmp_path: Path) -> Analyst:
    """An analyst whose log lies in an empty folder."""
    return Analyst(by="ana@county.example", county=read_county("made-up"), data_dir=tmp_path)
