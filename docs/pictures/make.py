"""Takes the pictures that the documents show, from the running dashboard in a real browser.

Run by `make pictures`. The pictures of the README and of the guides are committed; every page, in both themes and at three
widths, goes to all/, which git ignores: for looking at.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboard import ANSWER, CHROMIUM_FLAGS, FINISHED, PAGES, address, chromium, running_dashboard

FOLDER: Final = Path(__file__).parent
README_PICTURE: Final = FOLDER / "at-a-glance.png"
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
WIDTHS: Final = (1400, 768, 390)
SCREEN_HEIGHT: Final = 1000
"""Pixels. What a reader sees without scrolling; the README's picture ends there."""
GUIDE_WIDTH: Final = 1100


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture of a guide: the page and its choices, and the part of it that is shown; without one, the first screen."""

    name: str
    page: str
    choices: str = ""
    part: str = ""
    width: int = GUIDE_WIDTH


GUIDES: Final = (
    Shot(name="headline", page="at_a_glance"),
    Shot(name="too-early", page="at_a_glance", part=".st-key-figure_trend"),
    Shot(name="curve", page="coming_back_to_jail", choices="?group=sex.female", part=".st-key-figure_curve"),
    Shot(name="gaps", page="who_is_affected", part=".st-key-figure_gaps"),
    Shot(name="brief", page="brief_me"),
    Shot(name="data", page="get_the_data"),
    Shot(name="definition", page="how_we_count", choices="?measure=rebooking"),
    Shot(name="trust", page="can_i_trust_this"),
    Shot(name="use", page="how_your_data_is_used"),
    Shot(name="phone", page="at_a_glance", choices="?lang=es", width=390),
)


def main() -> None:
    """Take every picture."""
    arguments = argparse.ArgumentParser(prog="python -m docs.pictures.make", description=__doc__)
    arguments.add_argument("--county", default="made-up", help="which county's pages (default made-up)")
    arguments.add_argument("--data-dir", type=Path, default=Path("data"), help="where it was built (default data)")
    chosen = arguments.parse_args()
    with running_dashboard(county=chosen.county, data_dir=chosen.data_dir.resolve()) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        if chosen.county == "made-up":
            of_the_documents(browser, url)
        every_page(browser, url, chosen.county)
        browser.close()


def of_the_documents(browser: Browser, url: str) -> None:
    """Take the pictures that are committed: they show made-up people only."""
    (FOLDER / "guides").mkdir(exist_ok=True)
    for shot in (Shot(name="", page=PAGES[0], width=WIDTHS[0]), *GUIDES):
        page = browser.new_page(viewport={"width": shot.width, "height": SCREEN_HEIGHT})
        page.goto(url + address(shot.page) + shot.choices)
        wait_until_drawn(page)
        path = FOLDER / "guides" / f"{shot.name}.png" if shot.name else README_PICTURE
        if shot.part:
            stretch(page)
            page.locator(shot.part).screenshot(path=path)
        else:
            page.screenshot(path=path)
        print(path)
        page.close()


def every_page(browser: Browser, url: str, county: str) -> None:
    """Take every page whole, in both themes and at three widths."""
    everything = FOLDER / "all"
    everything.mkdir(exist_ok=True)
    for theme in THEMES:
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": SCREEN_HEIGHT}, color_scheme=theme)
            for name in PAGES:
                page = context.new_page()
                page.goto(url + address(name))
                wait_until_drawn(page)
                stretch(page)
                picture = everything / f"{county}-{name}-{theme}-{width}.png"
                page.screenshot(path=picture)
                print(picture)
                page.close()
            context.close()


def wait_until_drawn(page: Page) -> None:
    """Wait for the answer, for the end of the page's run, and a moment for its charts."""
    page.locator(ANSWER).first.wait_for()
    page.locator(FINISHED).wait_for()
    page.wait_for_timeout(1500)


def stretch(page: Page) -> None:
    """Make the window as high as the page: it scrolls inside a part of itself, so a whole-page picture would be cut."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight + 80")
    viewport = page.viewport_size
    if viewport and height > viewport["height"]:
        page.set_viewport_size({"width": viewport["width"], "height": height})
        page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
