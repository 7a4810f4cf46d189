"""What an analyst asks and takes away, with sign-in, in a real browser: it is there for the analyst, and for nobody else."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from data_access.audit import Deed, read_entries
from presentation import words
from tests.access.conftest import Rules
from tests.access.marked_county import PEOPLE
from tests.access.test_walk import PATIENCE, Heard, enter
from tests.access.window import sign_in
from tests.dashboard import FINISHED, QUESTION

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(browser: Browser, server: str, rules: Rules) -> Iterator[tuple[Page, Heard]]:
    """Let an analyst say the purpose of the day and ask how many of 2023 came back."""
    rules()
    context = browser.new_context()
    page, heard = context.new_page(), Heard()
    page.set_default_timeout(PATIENCE)
    enter(page, server, "analyst-1")
    heard.listen(page)
    page.goto(f"{server}/ask-the-records")
    page.locator(QUESTION).wait_for()
    page.locator(FINISHED).wait_for()
    when = page.get_by_role("combobox", name=words.say("ask_period"))
    purpose = page.get_by_label(words.say("purpose_label"))
    when.or_(purpose).wait_for()
    while purpose.count():  # on a busy machine a press may come too early: a person presses again
        purpose.fill("The report of the year")
        purpose.press("Enter")
        page.wait_for_timeout(500)
        page.locator(FINISHED).wait_for()
    when.click()
    page.get_by_role("option", name="2023", exact=True).click()
    page.get_by_role("button", name=words.say("ask"), exact=True).click()
    expect(page.get_by_text(f"{PEOPLE:,}").first).to_be_visible(timeout=PATIENCE)
    yield page, heard
    context.close()


def test_an_analyst_gets_exact_numbers_and_the_file_and_a_copied_link_gives_it_to_nobody_else(
    asked: tuple[Page, Heard], server: str
) -> None:
    page, heard = asked
    assert any(f"{PEOPLE:,}".encode() in frame for frame in heard.sent)
    page.get_by_role("button", name=words.say("asked_file")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=words.say("asked_save")).click()
    link = download.value.url
    assert str(PEOPLE) in download.value.path().read_text("utf-8")
    mine = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert httpx.get(link, cookies=mine).status_code == 200
    for account in ("partner-1", "analyst-1"):
        assert httpx.get(link, cookies=sign_in(server, account)).status_code == 403
    assert httpx.get(link).status_code == 403


def test_no_file_is_taken_from_a_window_whose_role_has_ended(
    asked: tuple[Page, Heard], rules: Rules, county: Path
) -> None:
    page, _ = asked
    exports = [entry for entry in read_entries(county.parent / "data", "marked") if entry.deed == Deed.EXPORT]
    rules(("revoked = []", 'revoked = ["analyst-1"]'))
    page.get_by_role("button", name=words.say("asked_file")).click()
    page.get_by_text(words.say("turned_away_revoked_title")).wait_for()
    assert page.get_by_role("button", name=words.say("asked_save")).count() == 0
    after = [entry for entry in read_entries(county.parent / "data", "marked") if entry.deed == Deed.EXPORT]
    assert after == exports
