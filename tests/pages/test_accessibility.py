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


def opened(page: Page, url: str) -> None:
    """Open a page, wait for its charts, and open every part that opens."""
    page.goto(url)
    expect(page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    for part in page.locator('[data-testid="stExpander"] summary').all():
        part.click()
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1200)  # charts are drawn after the run


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [1400, 320])
def test_no_rule_of_wcag_is_broken(browser: Browser, dashboard: str, scheme: Any, language: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 1200}, color_scheme=scheme)
    broken: dict[tuple[str, str], list[str]] = {}
    for name in PAGES:
        page = context.new_page()
        opened(page, f"{dashboard}{address(name)}?lang={language}")
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        broken |= {
            (name, one["id"]): [node["html"][:200] for node in one["nodes"]]
            for one in found
            if len(one["nodes"]) > FROM_THE_PLATFORM.get(one["id"], 0)
        }
        beside = page.evaluate(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth - main.clientWidth }"
        )
        assert beside <= 0, f"{name} must be scrolled sideways at {width} pixels"
        assert page.evaluate("document.documentElement.lang") == language
        page.close()
    context.close()
    assert broken == {}


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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_walked_by_the_keyboard_alone(page: Page, dashboard: str, name: str) -> None:
    """Every stop is visible and ringed, none holds the reader, and every control of the page is among the stops."""
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(dashboard + address(name))
    expect(page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1200)
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


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_has_its_words_and_its_table_for_those_who_do_not_see_it(
    page: Page, dashboard: str, name: str
) -> None:
    opened(page, dashboard + address(name))
    for figure in page.locator('[class*="st-key-figure_"]').all():
        assert figure.get_by_role("heading", level=2).inner_text().strip()
        picture = figure.locator("[role=graphics-document], [role=img], img").first
        label = picture.get_attribute("aria-label") or picture.get_attribute("alt") or ""
        assert len(label.split()) >= 8, "a sentence says what the picture shows"  # fewer words are no sentence here
        table = figure.get_by_role("table").first
        expect(table).to_be_visible()
        assert table.get_by_role("columnheader").count() >= 2
        assert table.get_by_role("rowheader").count() >= 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_whole(page: Page, dashboard: str, name: str) -> None:
    """On paper stand the question, the answer, the last line of the page, and nothing to click."""
    page.goto(dashboard + address(name))
    expect(page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE)
    page.locator(FINISHED).wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1200)
    printed = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    text = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in printed).split())
    assert " ".join(page.locator(ANSWER).first.inner_text().split()) in text
    assert "Data through" in text
    assert words.say("copy_link_pinned") not in text
    assert words.say("see_the_table") not in text
