"""The whole way on a phone: ask from a chart, read it at the data team's desk, see the answer. Two servers, one browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data_access.publications import Audience, publications_folder
from data_access.voices import inbox
from data_access.warehouse import in_warehouse
from tests.dashboard import CHROMIUM_FLAGS, FINISHED, chromium, running_dashboard
from tests.linking.two_offices import TwoOffices
from tests.small_county import publish_small_county

pytestmark = pytest.mark.browser
PATIENCE = 30_000
WORDS = "My cousin was booked for an old fine. Is that a new crime?"
ANSWER = "No. It counts as any new booking, and not as a new charge."


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Every test names the address of its own server."""
    return ""


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Serve a county for the public and, at another address, for its data team; give both addresses and its data."""
    offices = TwoOffices(tmp_path)
    publish_small_county(offices.data_dir, made_up=False, county_id="offices")
    inbox.make(offices.data_dir, "offices")
    with in_warehouse(offices.data_dir, "offices"):
        pass
    county, data = str(offices.county_folder), offices.data_dir
    open_to_all = {"REAL_DATA_WITHOUT_SIGN_IN": "yes"}
    with (
        running_dashboard(county=county, data_dir=data, settings=open_to_all) as public,
        running_dashboard(county=county, data_dir=data, settings={**open_to_all, "SERVER_FOR": "steward"}) as desk,
    ):
        yield public, desk, data


def done(page: Page) -> None:
    page.locator(FINISHED).wait_for(timeout=PATIENCE)


def test_a_question_from_a_chart_is_read_answered_and_seen(page: Page, servers: tuple[str, str, Path]) -> None:
    public, desk, data = servers
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{public}/coming-back-to-jail")
    done(page)
    page.get_by_text("See the table").first.click()
    page.get_by_role("link", name="Ask or tell us about this chart").first.click()
    expect(page.get_by_text("About: Came back to jail for any reason")).to_be_visible(timeout=PATIENCE)
    done(page)
    page.get_by_label("Your words").fill(WORDS)
    page.get_by_text("You may show my words here").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you. A person will read it.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("Your words")).to_have_value("", timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.reload()
    done(page)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    assert not (publications_folder(data, "offices", Audience.PUBLIC) / "voices.json").exists()

    page.goto(f"{desk}/read-voices")
    expect(page.get_by_label("What readers will see")).to_have_value(WORDS, timeout=PATIENCE)
    page.get_by_role("button", name="Show it", exact=True).click()
    answer = page.get_by_label("Your answer")
    answer.fill(ANSWER)
    answer.press("Tab")
    page.wait_for_timeout(700)  # on a busy machine the run that takes the text in has begun only by then
    done(page)
    page.get_by_role("button", name="Keep the answer").click()
    expect(page.get_by_label("Your answer")).to_have_count(0, timeout=PATIENCE)
    page.get_by_role("button", name="Put it on the pages now").click()
    expect(page.get_by_text("Texts that are shown: 1.")).to_be_visible(timeout=PATIENCE)

    page.goto(f"{public}/voices-and-answers")
    expect(page.get_by_text(WORDS)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
