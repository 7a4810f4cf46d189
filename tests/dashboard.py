"""Starts the dashboard on a free loopback port, and names the browser that looks at it.

Tests, benchmarks and the pictures of the documents all start it here.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.places import ROOT

CHROMIUM_FLAGS: Final = [
    "--headless",
    "--no-sandbox",  # as root, in containers and on CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES: Final = (
    "at_a_glance",
    "coming_back_to_jail",
    "who_is_affected",
    "brief_me",
    "get_the_data",
    "connected_to_care",
    "homes_work_care",
    "familiar_faces",
    "programs",
    "program",
    "did_it_make_a_difference",
    "costs",
    "fill_a_form",
    "how_we_count",
    "can_i_trust_this",
    "how_your_data_is_used",
    "voices_and_answers",
)
"""The files of pages/, in the order of the navigation."""
FINISHED: Final = '[data-testid="stApp"][data-test-script-state="notRunning"]'
"""The selector that matches once Streamlit has finished a run of the page."""
QUESTION: Final = "h1.tl-question"
ANSWER: Final = ".tl-answer"
"""The selectors of a page's question and of its answer, the first sentence."""
OPEN_TO_ALL: Final[Mapping[str, str]] = {"REAL_DATA_WITHOUT_SIGN_IN": "yes"}


class DashboardError(Exception):
    """The dashboard or its browser did not start; the message says why."""


def address(page: str) -> str:
    """Return the path at which a page is served."""
    return "/" if page == PAGES[0] else f"/{page.replace('_', '-')}"


def chromium() -> str:
    """Return the path of the browser: the one that CHROMIUM names, or the first that the system has."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    for name in names:
        if name and (path := shutil.which(name)):
            return path
    raise DashboardError("There is no Chromium: `make test` installs it on Debian; elsewhere name one in CHROMIUM.")


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running_dashboard(
    *,
    county: str,
    data_dir: Path,
    settings: Mapping[str, str] = OPEN_TO_ALL,
    port: int | None = None,
    through: Sequence[str] = (),
    start_seconds: float = 60,
) -> Iterator[str]:
    """Serve the county's dashboard until the block ends; give its address, http://127.0.0.1:PORT.

    settings are set besides; without them real numbers are open to all, as on a server for the public without sign-in.
    through is the beginning of a command that starts it with other rights.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = [*through, sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "COUNTY": county, "DATA_DIR": str(data_dir), **settings}
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(url, server, start_seconds)
            yield url
        except DashboardError as error:
            log.seek(0)
            raise DashboardError(f"{error}\n{log.read()}") from None
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], start_seconds: float) -> None:
    give_up_at = time.monotonic() + start_seconds
    while time.monotonic() < give_up_at:
        if server.poll() is not None:
            raise DashboardError(f"The dashboard stopped at its start with exit code {server.returncode}:")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise DashboardError(f"The dashboard did not answer within {start_seconds:.0f} seconds:")
