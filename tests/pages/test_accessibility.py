"""Every page in a real browser by the rules of WCAG 2.1 A and AA: axe-core, the keyboard alone, narrow windows, paper."""

import importlib.resources
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from presentation import words
from tests.dashboard import ANSWER, FINISHED, PAGES, address, running_dashboard

pytestmark = pytest.mark.browser
PATIENCE: Final = 30_000
AXE: Final = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES: Final = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
FROM_THE_PLATFORM: Final[dict[str, int]] = {}
"""Violations that Streamlit itself causes, by axe's rule, and how many there may be on one page: see docs/accessibility.md.

The number may only fall.
"""
MOST_TABS: Final = 400
"""More stops than any page has: who needs more is caught in a part of the page."""


@pytest.fixture(scope="module")
def dashboard(made_up_data: Path) -> Iterator[str]:
    with running_dashboard(county="made-up", data_dir=made_up_data) as url:
        yield url


def drawn(page: Page, url: str) -> None:
    """Open a page and wait for its charts, which are drawn after the run."""
    page.goto(url)
    expect(page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1200)


def every_part_open(page: Page) -> None:
    for part in page.locator('[data-testid="stExpander"] summary').all():
        part.click()
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(800)


def broken_rules(page: Page) -> dict[str, list[str]]:
    """Return what axe finds, by its rule, beyond what the platform causes."""
    page.evaluate(AXE)
    return {
        one["id"]: [node["html"][:200] for node in one["nodes"]]
        for one in page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        if len(one["nodes"]) > FROM_THE_PLATFORM.get(one["id"], 0)
    }


def too_wide(page: Page) -> int:
    """Return by how many pixels the page must be scrolled sideways."""
    return int(
        page.evaluate(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return Math.max(0, main.scrollWidth - main.clientWidth) }"
        )
    )


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [
        (320, "dark", "es"),
        (1400, "dark", "en"),
        # Light at 1400 pixels is tried page by page below. `make proof` tries these two, which have not found more.
        pytest.param(320, "light", "en", marks=pytest.mark.proof),
        pytest.param(768, "light", "es", marks=pytest.mark.proof),
    ],
)
def test_no_rule_of_wcag_is_broken(browser: Browser, dashboard: str, width: int, scheme: Any, language: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 1200}, color_scheme=scheme)
    for name in PAGES:
        page = context.new_page()
        drawn(page, f"{dashboard}{address(name)}?lang={language}")
        every_part_open(page)
        assert (name, broken_rules(page)) == (name, {})
        assert (name, too_wide(page)) == (name, 0)
        assert page.evaluate("document.documentElement.lang") == language
        page.close()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_for_keys_for_paper_and_for_those_who_do_not_see_it(
    page: Page, dashboard: str, name: str
) -> None:
    page.set_viewport_size({"width": 1400, "height": 1000})
    drawn(page, dashboard + address(name))
    walk_by_keyboard(page)
    print_whole(page)
    every_part_open(page)
    find_words_and_tables_of_charts(page)
    assert broken_rules(page) == {}


def test_axe_finds_what_is_broken(page: Page) -> None:
    """A test that cannot fail proves nothing: a picture without words and gray on gray must be found."""
    page.set_content(
        '<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#999">pale words</p></main>'
    )
    page.evaluate(AXE)
    found = {one["id"] for one in page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]}
    assert {"image-alt", "color-contrast"} <= found


FOCUSED: Final = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  let ringed = false;
  for (let up = at, n = 0; up && n < 6; up = up.parentElement || (up.getRootNode() || {}).host, n++) {
    const style = getComputedStyle(up);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) ringed = true;
  }
  if (!at.throughlineSeen) { window.throughlineCount = (window.throughlineCount || 0) + 1;
    at.throughlineSeen = window.throughlineCount; }
  const text = (at.innerText || at.value || at.ariaLabel || "").slice(0, 60);
  return { id: at.throughlineSeen, tag: at.tagName, text, ringed, visible: box.width > 0 && box.height > 0 };
}"""
REACHABLE: Final = """() => [...document.querySelectorAll(
    '[data-testid=stMain] :is(a[href], button, input, select, textarea, summary)')]
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0
    && e.getBoundingClientRect().width > 0).length"""


def walk_by_keyboard(page: Page) -> None:
    """Every stop is visible and ringed, none holds the reader, and every control of the page is among the stops."""
    stops: dict[int, dict[str, Any]] = {}
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stop["id"] == 1 and len(stops) > 1):
            break
        stops[stop["id"]] = stop
    else:
        pytest.fail("the focus never came to the end of the page")
    assert [stop for stop in stops.values() if not stop["ringed"]] == []
    assert [stop for stop in stops.values() if not stop["visible"]] == []
    in_main = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e => e.throughlineSeen).length"
    )
    assert in_main >= page.evaluate(REACHABLE) - 1, "a control cannot be reached (one of a group of radio buttons may)"


def test_a_filter_a_table_and_a_link_work_by_the_keyboard_alone(page: Page, dashboard: str) -> None:
    page.goto(f"{dashboard}/coming-back-to-jail")
    expect(page.locator(ANSWER)).to_be_visible(timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    before = page.locator(ANSWER).inner_text()
    box = page.get_by_role("combobox").first
    box.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(ANSWER)).not_to_have_text(before, timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    page.locator(".st-key-figure_curve summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-figure_curve").get_by_role("table")).to_be_visible(timeout=PATIENCE)


def find_words_and_tables_of_charts(page: Page) -> None:
    """Each has a heading, a sentence that says what it shows, and a real table beside it."""
    for figure in page.locator('[class*="st-key-figure_"]').all():
        assert figure.get_by_role("heading", level=2).inner_text().strip()
        picture = figure.locator("[role=graphics-document], [role=img], img").first
        label = picture.get_attribute("aria-label") or picture.get_attribute("alt") or ""
        assert len(label.split()) >= 8, "a sentence says what the picture shows"  # fewer words are no sentence here
        table = figure.get_by_role("table").first
        expect(table).to_be_visible()
        assert table.get_by_role("columnheader").count() >= 2
        assert table.get_by_role("rowheader").count() >= 1


def letters(text: str) -> str:
    """Keep letters and digits alone: on paper lines break where they do not on the screen."""
    return "".join(letter for letter in text if letter.isalnum())


def print_whole(page: Page) -> None:
    """On paper stand the question, the answer, the last line of the page, and nothing to click."""
    with pypdfium2.PdfDocument(page.pdf(format="Letter")) as printed:
        text = letters("".join(sheet.get_textpage().get_text_bounded() for sheet in printed))
    assert letters(page.locator(ANSWER).first.inner_text()) in text
    assert letters("Data through") in text
    assert letters(words.say("copy_link_pinned")) not in text
    assert letters(words.say("see_the_table")) not in text
