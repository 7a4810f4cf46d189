"""Walks every task in a real browser and writes docs/usability.md: `python -m tests.tasks.walk --data-dir FOLDER`.

FOLDER must hold the made-up county, published twice (task 9 asks what changed).
"""

import argparse
import re
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.dashboard import CHROMIUM_FLAGS, chromium, running_dashboard
from tests.places import ROOT
from tests.tasks.reader import Reader
from tests.tasks.tasks import MOST_CLICKS, MOST_SECONDS, TASKS, Task

PAGE: Final = ROOT / "docs" / "usability.md"
LEAD: Final = """# Twenty things a newcomer does within two minutes

Written by `python -m tests.tasks.walk` (the tasks: tests/tasks/tasks.py), on the made-up county, in a headless Chromium. A
script does not hesitate: its seconds are those of the machine, and a person adds the time to read. What it can show is that
the way is short and that what is asked stands there in words. No person has been watched yet.

| # | who | asked | clicks | seconds | said |
|---|---|---|---|---|---|
"""


def main() -> None:
    """Walk all tasks, write the page, and stop with an error where one went wrong."""
    arguments = argparse.ArgumentParser(prog="python -m tests.tasks.walk", description=__doc__)
    arguments.add_argument("--data-dir", type=Path, required=True)
    data_dir = arguments.parse_args().data_dir.resolve()
    lines, wrong = [], []
    with running_dashboard(county="made-up", data_dir=data_dir) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for task in TASKS:
            line, error = walked(browser, url, task)
            lines.append(line)
            wrong += error
            print(line)  # noqa: T201  # what the command says while it walks
        browser.close()
    PAGE.write_text(LEAD + "\n".join(lines) + "\n", "utf-8")
    if wrong:
        raise SystemExit("\n".join(wrong))


def walked(browser: Browser, url: str, task: Task) -> tuple[str, list[str]]:
    """Walk one task; return its line in the table, and what is wrong with it."""
    size = {"width": 390, "height": 844} if task.phone else {"width": 1400, "height": 1000}
    context = browser.new_context(viewport=size, accept_downloads=True)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(page=context.new_page(), url=url, folder=Path(folder))
        reader.arrive()
        said = task.walk(reader)
        seconds = reader.seconds
    context.close()
    wrong = []
    if not re.search(task.right, said):
        wrong.append(f"task {task.number}: {said!r} does not say {task.right!r}")
    if reader.clicks > MOST_CLICKS or seconds > MOST_SECONDS:
        wrong.append(f"task {task.number}: {reader.clicks} clicks, {seconds:.0f} s")
    told = said.replace("|", "·")[:160]
    note = f" ({task.note})" if task.note else ""
    return f"| {task.number} | {task.who} | {task.asked} | {reader.clicks} | {seconds:.1f} | {told}{note} |", wrong


if __name__ == "__main__":
    main()
