"""Measures the New York build, and how long a reader waits for a page or a changed filter, in a real browser.

Run by `make bench`. Prints a table, and writes it to benchmarks/results.md with the machine, the versions and the commit.
"""

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from presentation import words
from tests.dashboard import ANSWER, CHROMIUM_FLAGS, FINISHED, PAGES, QUESTION, chromium, running_dashboard
from tests.places import REAL_DATA, ROOT

COUNTY = "new-york-city"
RESULTS = ROOT / "benchmarks" / "results.md"
FILTERED_PAGE = "coming_back_to_jail"


@dataclass(kw_only=True)
class Timing:
    """The values of one quantity over several runs. target is what the issue asks for, in the same unit."""

    what: str
    unit: str
    target: float | None = None
    values: list[float] = field(default_factory=list)

    def row(self) -> str:
        """Return one line of the printed table."""
        digits = 2 if self.unit == "s" else 0
        median, worst = statistics.median(self.values), max(self.values)
        target = "" if self.target is None else f"under {self.target:g} {self.unit}"
        cells = (self.what, f"{median:,.{digits}f} {self.unit}", f"{worst:,.{digits}f} {self.unit}")
        return f"| {' | '.join(cells)} | {len(self.values)} | {target} |"


def main() -> None:
    """Measure everything and write it down."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.build_and_pages", description=__doc__)
    arguments.add_argument("--runs", type=int, default=5, help="how often each page and filter is tried (default 5)")
    arguments.add_argument("--builds", type=int, default=3, help="how often the county is built (default 3)")
    arguments.add_argument("--sources", type=Path, default=REAL_DATA / COUNTY, help="the folder of New York's files")
    chosen = arguments.parse_args()
    if not chosen.sources.is_dir():
        sys.exit(f"There are no files of {COUNTY} in {chosen.sources}. Name their folder: --sources FOLDER")

    with tempfile.TemporaryDirectory() as folder:
        timings = measure_builds(chosen.sources, Path(folder), chosen.builds)
        timings += measure_pages(Path(folder) / "1", chosen.runs)
    report = "\n".join(report_lines(timings))
    print(report)
    RESULTS.write_text(f"{report}\n", "utf-8")


def measure_builds(sources: Path, folder: Path, builds: int) -> list[Timing]:
    """Build the county from nothing, each time into a folder of its own (1, 2, ...)."""
    seconds = Timing(what="Build New York: 163,151 rows to a publication", unit="s", target=60)
    processor = Timing(what="the same, processor time", unit="s")
    memory = Timing(what="the same, most memory held", unit="MB", target=2000)
    for number in range(1, builds + 1):
        print(f"Building {COUNTY}, {number} of {builds} ...", file=sys.stderr)
        command = [sys.executable, "-m", "data_access", "build", COUNTY, "--sources", str(sources)]
        environment = {**os.environ, "DATA_DIR": str(folder / str(number))}
        began_at = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as build:
            _, status, used = os.wait4(build.pid, 0)
            build.returncode = os.waitstatus_to_exitcode(status)
        if build.returncode:
            sys.exit(f"The build stopped with exit code {build.returncode}.")
        seconds.values.append(time.perf_counter() - began_at)
        processor.values.append(used.ru_utime + used.ru_stime)
        memory.values.append(used.ru_maxrss / 1000 if sys.platform == "linux" else used.ru_maxrss / 1e6)
    return [seconds, processor, memory]


def measure_pages(data_dir: Path, runs: int) -> list[Timing]:
    """Serve the built county and use it as a reader does, in a fresh browser window for each run."""
    start = Timing(what="Start the server until it answers", unit="s")
    first = Timing(what="First page in a new window, until its first sentence", unit="s")
    clicks = {
        name: Timing(what=f"Click on {title(name)} until its first sentence", unit="ms", target=2000) for name in PAGES
    }
    other_year = Timing(what="Choose another year until the sentence changes", unit="ms", target=500)
    other_group = Timing(what="Choose women until the sentence changes", unit="ms", target=500)
    began_at = time.perf_counter()
    with running_dashboard(county=COUNTY, data_dir=data_dir) as url, browser() as chrome:
        start.values.append(time.perf_counter() - began_at)
        for number in range(1, runs + 1):
            print(f"Reading the pages, {number} of {runs} ...", file=sys.stderr)
            page = chrome.new_page(viewport={"width": 1400, "height": 1000})
            began_at = time.perf_counter()
            page.goto(url)
            page.locator(ANSWER).first.wait_for()
            first.values.append(time.perf_counter() - began_at)
            for name in (*PAGES[1:], PAGES[0]):
                clicks[name].values.append(open_page(page, name))
            open_page(page, FILTERED_PAGE)
            other_year.values.append(choose(page, words.say("left_jail_in"), "2017"))
            other_group.values.append(choose(page, words.say("group"), "Sex: Women"))
            page.close()
    return [start, first, *clicks.values(), other_year, other_group]


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a running Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        try:
            yield running
        finally:
            running.close()


def title(name: str) -> str:
    """Return the title of a page."""
    return words.say(f"page_{name}")


def open_page(page: Page, name: str) -> float:
    """Click on a page's link in the navigation; return the milliseconds until its first sentence is there."""
    link = page.get_by_role("link", name=title(name), exact=True).first
    for menu in [] if link.count() else page.get_by_test_id("stTopNavSection").all():
        menu.click()
        link = page.get_by_role("menuitem", name=title(name), exact=True)
        if link.count():
            break
        page.keyboard.press("Escape")
    return _milliseconds_until_new(page, QUESTION, link.click)


def choose(page: Page, label: str, choice: str) -> float:
    """Choose in a filter; return the milliseconds from the choice until the first sentence has changed."""
    page.get_by_role("combobox", name=label).click()
    return _milliseconds_until_new(page, ANSWER, page.get_by_role("option", name=choice, exact=True).click)


def _milliseconds_until_new(page: Page, selector: str, act: Callable[[], None]) -> float:
    """Act once the page has come to rest; wait until the selected text is another one and a fresh answer stands there."""
    page.locator(FINISHED).wait_for()
    page.wait_for_timeout(500)
    before = page.locator(selector).first.inner_text()
    began_at = time.perf_counter()
    act()
    page.wait_for_function(
        """([selector, answer, before]) => {
            const [changed, sentence] = [document.querySelector(selector), document.querySelector(answer)];
            return changed && sentence && changed.innerText !== before && !sentence.closest('[data-stale="true"]');
        }""",
        arg=[selector, ANSWER, before],
    )
    return (time.perf_counter() - began_at) * 1000


def report_lines(timings: list[Timing]) -> list[str]:
    """Return the report: where and when it was measured, and one line per quantity."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "polars", "sqlalchemy", "playwright"))
    return [
        "# How fast it is",
        "",
        "Measured by `make bench` on New York City's records. Nothing here is asserted: a shared machine has slow minutes.",
        "",
        f"- {dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, commit {commit()}",
        f"- {processor_name()}, {os.cpu_count()} cores, {memory_gb:.0f} GB; {platform.system()} {platform.release()}",
        f"- Python {platform.python_version()}, {versions}, {browser_version()}",
        "- The times in the browser hold the time of the driver that clicks and looks, some 10 to 30 ms.",
        "",
        "| what | median | worst | runs | asked for |",
        "|---|---:|---:|---:|---|",
        *(timing.row() for timing in timings),
    ]


def commit() -> str:
    """Return the commit that was measured, and whether files had changed since."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--", ".", ":!benchmarks/results.md")
    return f"{git('rev-parse', '--short', 'HEAD') or 'none yet'}{', with changes since' if changed else ''}"


def processor_name() -> str:
    """Return the processor's name, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def browser_version() -> str:
    """Return the name and version of the browser."""
    said = subprocess.run([chromium(), "--version"], capture_output=True, text=True, check=True).stdout
    return said.partition(" built")[0].strip()


if __name__ == "__main__":
    main()
