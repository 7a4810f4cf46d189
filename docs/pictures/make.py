"""Takes the pictures that the documents show, from the running dashboard in a real browser.

Run by `make pictures`. The README's picture is committed; all pages, wide and narrow, go to all/, which git ignores.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.dashboard import ANSWER, CHROMIUM_FLAGS, FINISHED, PAGES, address, chromium, running_dashboard

FOLDER = Path(__file__).parent
README_PICTURE = FOLDER / "at-a-glance.png"
WIDTHS = (1400, 390)
SCREEN_HEIGHT = 1000
"""Pixels. What a reader sees without scrolling; the README's picture ends there."""


def main() -> None:
    """Take every picture."""
    arguments = argparse.ArgumentParser(prog="python -m docs.pictures.make", description=__doc__)
    arguments.add_argument("--county", default="made-up", help="which county's pages (default made-up)")
    arguments.add_argument("--data-dir", type=Path, default=Path("data"), help="where it was built (default data)")
    chosen = arguments.parse_args()
    everything = FOLDER / "all"
    everything.mkdir(exist_ok=True)
    with running_dashboard(county=chosen.county, data_dir=chosen.data_dir.resolve()) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for width in WIDTHS:
            for name in PAGES:
                page = browser.new_page(viewport={"width": width, "height": SCREEN_HEIGHT})
                page.goto(url + address(name))
                wait_until_drawn(page)
                if name == PAGES[0] and width == WIDTHS[0]:
                    page.screenshot(path=README_PICTURE)
                    print(README_PICTURE)
                stretch(page)
                picture = everything / f"{chosen.county}-{name}-{width}.png"
                page.screenshot(path=picture)
                print(picture)
                page.close()
        browser.close()


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
