"""Brief me in a real browser: from the first page to a PDF on a phone and on a desk, and the address that brings it back."""

import io
from collections.abc import Iterator
from pathlib import Path

import pptx
import pytest
from playwright.sync_api import Page, expect

from presentation import words
from tests.briefs.written import pages_of
from tests.dashboard import ANSWER, FINISHED, running_dashboard
from tests.small_county import COUNTY, publish_small_county

pytestmark = pytest.mark.browser
PATIENCE = 30_000
"""Milliseconds. Speed is measured in benchmarks/, not here."""
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("briefs")
    publish_small_county(folder, made_up=False)
    with running_dashboard(county=COUNTY, data_dir=folder) as url:
        yield url


def saved(page: Page, product: str, file: Path) -> bytes:
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name=words.say(f"product_{product}"), exact=True).click()
    download.value.save_as(file)
    return file.read_bytes()


@pytest.mark.parametrize("width", [1400, 390])
def test_a_brief_is_two_clicks_away_at_any_width(page: Page, dashboard: str, tmp_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{dashboard}/brief-me?period=year_to_2022-12&group=sex.female")
    expect(page.locator(ANSWER)).to_contain_text("About 28 of every 100 women", timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    assert not page.evaluate(WIDER_THAN_THE_WINDOW)
    page.get_by_role("button", name=words.say("brief_make"), exact=True).click()
    (told,) = pages_of(saved(page, "one_page", tmp_path / "brief.pdf"))
    assert "About 28 of every 100 women who left the county jail in 2022" in told
    deck = pptx.Presentation(io.BytesIO(saved(page, "slides", tmp_path / "brief.pptx")))
    assert len(deck.slides) == 6
    links = [slide.notes_slide.notes_text_frame.text.splitlines()[-1] for slide in deck.slides]
    assert all(link.startswith(f"{dashboard}/brief-me?") for link in links)
    assert not page.evaluate(WIDER_THAN_THE_WINDOW)
    page.goto(links[0])
    expect(page.locator(ANSWER)).to_contain_text("About 28 of every 100 women", timeout=PATIENCE)
