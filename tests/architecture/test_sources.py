"""What the declarations cite is listed in docs/sources.md, with what of it has been read."""

import re

import pytest

from metrics import registry
from metrics.declaration import Measure
from tests.places import ROOT

SOURCES = (ROOT / "docs" / "sources.md").read_text("utf-8")
NAMED = re.compile(
    r"Haneberg|Durose|Rhodes|Barnoski|Patterson|Fantuzzo|Aidala|Cochran|ProPublica|Wisconsin|King County|Justice Counts"
    r"|Stepping Up|HEDIS|HUD|Federal Register|SAMHSA|round \d|Iowa"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def uncited(source: str) -> list[str]:
    """Return the years in a source that stand on no line of the list with one of the names beside them."""
    lines = SOURCES.splitlines()
    names = NAMED.findall(source)
    return [
        year
        for year in YEAR.findall(source)
        if not any(year in line and any(name in line for name in names) for line in lines)
    ]


@pytest.mark.parametrize("measure", registry.MEASURES, ids=lambda measure: measure.measure_id)
def test_every_work_that_a_measure_cites_is_on_the_list(measure: Measure) -> None:
    assert uncited(measure.source) == []


def test_a_work_that_is_not_on_the_list_is_found() -> None:
    assert uncited("As Nobody and Noone (1999) count it.") == ["1999"]
