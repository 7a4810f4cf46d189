"""Every address and every role, in a real browser: nothing that the server sends holds what the role may not see.

What it sends is all of it: the messages of the socket, of which a page shows only a part, the answers to requests, the files
for download, and what then stands on the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Request

from presentation import words
from tests.access.conftest import Rules
from tests.access.marked_county import MARKS, NAME
from tests.access.service import Service
from tests.access.window import FILE, see, sign_in
from tests.dashboard import FINISHED, QUESTION, free_port, running_dashboard
from tests.places import ROOT

pytestmark = pytest.mark.browser

ADDRESSES: Final[tuple[str, ...]] = (
    "",
    *sorted(path.stem.replace("_", "-") for path in (ROOT / "pages").glob("*.py")),
    "no-such-page",
    "get-the-data?view=" + words.say("view_partner").replace(" ", "+"),
)
PATIENCE: Final = 30_000
MAY_SEE: Final[dict[str, set[str]]] = {"": set(), "partner-1": {"partner"}, "analyst-1": {"partner", "extract"}}
"""Which stores' marks each account may be sent on the server for the public, partners and analysts; nobody for ""."""


@dataclass(kw_only=True)
class Heard:
    """What a page is sent and asks for while this listens: the frames of its sockets, and the addresses of its requests."""

    sent: list[bytes] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        page.on("request", self._request)

    def _frame(self, frame: str | bytes) -> None:
        self.sent.append(frame if isinstance(frame, bytes) else frame.encode())

    def _request(self, request: Request) -> None:
        if request.url.startswith("http") and request.method == "GET" and "/static/" not in request.url:
            self.asked.add(request.url)


@pytest.fixture(scope="module")
def steward_server(county: Path, service: Service) -> Iterator[str]:
    port = free_port()
    settings = service.settings(port, "steward")
    with running_dashboard(county=str(county), data_dir=county.parent / "data", settings=settings, port=port) as url:
        yield url


def enter(page: Page, url: str, account: str) -> None:
    """Open the server as this account: through the sign-in service, by clicks."""
    page.goto(url)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    if account:
        page.get_by_role("button", name=words.say("sign_in"), exact=True).click()
        page.get_by_role("button", name=account, exact=True).click()
        page.wait_for_url(f"{url}/")
        page.locator(QUESTION).wait_for(timeout=PATIENCE)
        page.locator(FINISHED).wait_for(timeout=PATIENCE)


def walk(
    browser: Browser, url: str, account: str, addresses: tuple[str, ...] = ADDRESSES
) -> tuple[list[bytes], set[str]]:
    """Open these addresses as this account, and every file that is offered; return all that was sent, and the files."""
    context = browser.new_context()
    page, heard = context.new_page(), Heard()
    enter(page, url, account)
    heard.listen(page)
    files: set[str] = set()
    for address in addresses:
        page.goto(f"{url}/{address}")
        page.locator(QUESTION).wait_for(timeout=PATIENCE)
        page.locator(FINISHED).wait_for(timeout=PATIENCE)
        heard.sent.append(page.content().encode())
        offered = {url + found.decode() for part in heard.sent for found in FILE.findall(part)} - files
        heard.sent += [context.request.get(asked, timeout=PATIENCE).body() for asked in heard.asked | offered]
        heard.asked.clear()
        files |= offered
    context.close()
    return heard.sent, files


def walk_by_sockets(url: str, account: str) -> list[bytes]:
    """Open every address as this account without a browser; return all that was sent."""
    cookies = sign_in(url, account) if account else {}
    return [see(url, cookies, page=address.partition("?")[0]) for address in ADDRESSES]


def stores_in(sent: list[bytes]) -> set[str]:
    """Return the stores of which something was sent."""
    return {store for store, marks in MARKS.items() if any(mark in part for part in sent for mark in marks)}


@pytest.mark.parametrize("account", MAY_SEE)
def test_no_address_sends_a_role_what_it_may_not_see(browser: Browser, server: str, rules: Rules, account: str) -> None:
    rules()
    sent, files = walk(browser, server, account)
    found = stores_in(sent)
    assert found - MAY_SEE[account] == set()
    if account:
        assert "partner" in found, "the walk would not see it"
    assert files, "no file was offered"


@pytest.mark.parametrize("account", ["stranger-1", "steward-1"])
def test_who_has_no_role_on_a_server_is_sent_what_the_public_is(server: str, rules: Rules, account: str) -> None:
    rules()
    assert stores_in(walk_by_sockets(server, account)) == set()


def test_the_data_teams_server_shows_names_to_the_data_team(
    browser: Browser, steward_server: str, rules: Rules
) -> None:
    rules()
    sent, files = walk(browser, steward_server, "steward-1", ("", "review", "get-the-data"))
    assert stores_in(sent) == {"warehouse"}
    assert stores_in(walk_by_sockets(steward_server, "steward-1")) == {"warehouse"}
    assert files == set()


@pytest.mark.parametrize("account", ["", "partner-1", "analyst-1"])
def test_the_data_teams_server_shows_nothing_to_others(steward_server: str, rules: Rules, account: str) -> None:
    rules()
    assert stores_in(walk_by_sockets(steward_server, account)) == set()


def test_an_open_page_is_cleared_without_a_click_when_its_sign_in_ends(
    browser: Browser, server: str, rules: Rules
) -> None:
    rules(("partner = 30", "partner = 0.1"))
    page = browser.new_page()
    enter(page, server, "partner-1")
    page.get_by_text(words.say("turned_away_idle_title")).wait_for(timeout=PATIENCE)
    assert stores_in([page.content().encode()]) == set()
    page.get_by_role("button", name=words.say("sign_in_again")).click()
    page.get_by_role("button", name="partner-1", exact=True).click()
    page.get_by_text(re.compile(r"Signed in as Person partner-1")).wait_for(timeout=PATIENCE)
    page.close()


def test_a_decision_is_not_taken_from_a_window_whose_sign_in_has_ended(
    browser: Browser, steward_server: str, rules: Rules
) -> None:
    rules()
    page = browser.new_page()
    enter(page, steward_server, "steward-1")
    page.get_by_text(NAME).first.wait_for(timeout=PATIENCE)
    rules(("revoked = []", 'revoked = ["steward-1"]'))
    page.get_by_role("button", name=words.say("review_same")).click()
    page.get_by_text(words.say("turned_away_revoked_title")).wait_for(timeout=PATIENCE)
    rules()
    page.reload()
    page.get_by_text(NAME).first.wait_for(timeout=PATIENCE)
    page.close()
