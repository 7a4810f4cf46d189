"""A reader at the dashboard: opens it, clicks, reads; every click is counted and the time is taken."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.dashboard import ANSWER, FINISHED

PATIENCE: Final = 30_000
GLANCE: Final = 400
"""Milliseconds. A person looks up after a click; without it, the script would act before the page has begun to answer."""


@dataclass(kw_only=True)
class Reader:
    """One person with one page: url is the first page of the dashboard."""

    page: Page
    url: str
    folder: Path
    clicks: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.started

    def arrive(self) -> None:
        """Open the first page: no click, but the clock runs."""
        self.page.goto(self.url)
        self.settle()

    def settle(self) -> None:
        """Wait until the page stands still."""
        expect(self.page.locator(ANSWER).first).to_be_visible(timeout=PATIENCE)
        self.page.locator(FINISHED).wait_for(timeout=PATIENCE)

    def click(self, what: Locator) -> None:
        """Click, count it, and wait until the page stands still."""
        what.click(timeout=PATIENCE)
        self.clicks += 1
        self.page.wait_for_timeout(GLANCE)
        self.settle()

    def go(self, page_name: str) -> None:
        """Go to a page by its name at the top, in a menu of which one click more opens; on a phone through the menu.

        The script knows in which menu a page stands: it looks into them first, and that is not counted.
        """
        link = self.page.get_by_test_id("stTopNavLink").filter(has_text=page_name)
        if not link.count():
            for menu in self.page.get_by_test_id("stTopNavSection").all():
                menu.click()
                link = self.page.get_by_test_id("stTopNavDropdownLink").filter(has_text=page_name)
                self.page.wait_for_timeout(GLANCE)
                if link.count():
                    self.clicks += 1
                    break
                self.page.keyboard.press("Escape")
            else:
                self.click(self.page.get_by_test_id("stExpandSidebarButton"))
                link = self.page.get_by_test_id("stSidebarNavLink").filter(has_text=page_name)
        self.click(link)
        expect(self.page).to_have_title(re.compile(re.escape(page_name)), timeout=PATIENCE)
        self.settle()

    def choose(self, label: str, option: str) -> None:
        """Choose in a filter: one click opens it, one takes the choice."""
        self.click(self.page.get_by_role("combobox", name=re.compile(label)))
        self.click(self.page.get_by_role("option", name=option, exact=True))

    def read(self, part: str) -> str:
        """Read one part of the page aloud."""
        found = self.page.locator(part).first
        expect(found).to_be_visible(timeout=PATIENCE)
        return " ".join(found.inner_text().split())

    def line_of(self, words: str) -> str:
        """Read the line of a table that begins with these words."""
        row = self.page.locator("table.tl-table tr").filter(has=self.page.get_by_role("rowheader", name=words)).first
        expect(row).to_be_visible(timeout=PATIENCE)
        return " | ".join(row.locator("th, td").all_inner_texts())

    def take(self, button: Locator) -> Path:
        """Click on a download, and keep the file."""
        with self.page.expect_download(timeout=PATIENCE) as download:
            self.click(button)
        file = self.folder / download.value.suggested_filename
        download.value.save_as(file)
        return file
