"""Random views of the made-up county: page, PDF, slides, packet, web page, CSV and `measure` give the same number."""

import csv
import html
import io
import random
import re
from pathlib import Path
from typing import Final

import pptx
import pytest
from streamlit.testing.v1 import AppTest

from data_access.__main__ import main as data_access
from data_access.publications import Audience, read_publication
from metrics.declaration import FollowUpMeasure, Measure
from presentation.briefs import content, numbers
from presentation.briefs.one_page import one_page
from presentation.briefs.packet import packet
from presentation.briefs.slides import slides
from presentation.briefs.web import web_page
from presentation.files import for_code
from presentation.palette import LIGHT
from shell.brief_view import PERIOD_KIND, BriefChoice, view_of
from shell.visit import Visit, visit_of
from tests.briefs.written import MADE_ON, pages_of
from tests.pages.conftest import NAVIGATION, markup

VIEWS: Final = 200
USUAL: Final = 20
"""So many of the views are tried in every run; `make proof` tries them all."""
WITH_PAGE: Final = 6
"""So many are opened as a page and set as a packet too, which takes longer than a brief."""
MARKS: Final = {"hidden": "Not shown", "too_early": "Too early", "not_reported": "Not reported"}


@pytest.fixture(scope="module")
def visit(made_up_data: Path) -> Visit:
    return visit_of(read_publication(made_up_data, "made-up", Audience.PUBLIC), LIGHT)


def choices(visit: Visit) -> list[tuple[Measure, str, dict[str, str]]]:
    """Draw views: any measure, any year that ends with a quarter, everyone or any group."""
    chance = random.Random(20_261_125)  # noqa: S311
    groups: list[dict[str, str]] = [{}] + [
        {grouping.grouping_id: group} for grouping in visit.place.groupings for group in visit.group_ids(grouping)
    ]
    return [
        (chance.choice(visit.every_measure()), chance.choice(visit.periods(PERIOD_KIND)), chance.choice(groups))
        for _ in range(VIEWS)
    ]


def words_of(deck: bytes) -> str:
    said = []
    for slide in pptx.Presentation(io.BytesIO(deck)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def row_of(text: str, window: int | None) -> dict[str, str] | None:
    """Return the row of a CSV for the window that a brief tells; None where there is none."""
    found = [row for row in csv.DictReader(io.StringIO(text)) if row["window_days"] == str(window or "")]
    return found[0] if found else None


def agrees(number: str, row: dict[str, str] | None, measure: Measure) -> bool:
    """Say whether the printed number is the one of the row. Parts are rounded with their whole, so 1 may lie between."""
    if row is None or row["status"] != "shown":
        return number == MARKS[row["status"] if row else "not_reported"]
    is_share = isinstance(measure, FollowUpMeasure) or measure.value_unit == "share"
    printed = float((re.search(r"[\d,.]+", number.replace("Under 1", "0")) or [""])[0].replace(",", ""))
    return abs(printed - float(row["value"]) * (100 if is_share else 1)) <= (1 if is_share else 0.5)


@pytest.mark.parametrize(
    "place", [*range(USUAL), *(pytest.param(place, marks=pytest.mark.proof) for place in range(USUAL, VIEWS))]
)
def test_everything_that_a_reader_can_take_away_tells_the_same_number(
    visit: Visit,
    made_up_data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: int,
) -> None:
    monkeypatch.setenv("DATA_DIR", str(made_up_data))
    monkeypatch.setenv("COUNTY", "made-up")
    measure, period, groups = choices(visit)[place]
    choice = BriefChoice(measures=(measure,), period=period, groups=groups, made_for=content.For.BOARD, link={})
    brief = content.build(view_of(visit, choice, link="", made_on=MADE_ON))
    number, window = brief.headline.number, numbers.window(measure)

    file = for_code(visit.rows(measure, period=period, by=(), only=groups).frame).decode()
    assert agrees(number, row_of(file, window), measure)
    asked = ["measure", "made-up", "--measure", measure.measure_id, "--period", period, "--format", "csv"]
    asked += [part for name, group in groups.items() for part in ("--only", f"{name}={group}")]
    if row_of(file, window) is not None:
        data_access(asked)
        assert agrees(number, row_of(capsys.readouterr().out, window), measure)

    products = [pages_of(one_page(brief))[0]]
    products += [" ".join(words_of(slides(brief)).split()), html.unescape(web_page(brief).decode())]
    if place < WITH_PAGE:
        products.append(" ".join(pages_of(packet(brief))))
        products.append(html.unescape(markup(page(measure, period, groups))))
    assert [number in product for product in products] == [True] * len(products)


def page(measure: Measure, period: str, groups: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(NAVIGATION), default_timeout=60)
    app.query_params["numbers"] = measure.measure_id
    app.query_params["period"] = period
    app.query_params["group"] = next((f"{name}.{group}" for name, group in groups.items()), "everyone")
    app.run()
    return app.switch_page("../pages/brief_me.py").run()
