"""What the tests of pages share: a small published county, and the pages run as Streamlit runs them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard import CHROMIUM_FLAGS, PAGES, chromium
from tests.places import ROOT, MadeOnce
from tests.small_county import COUNTY, publish_small_county

Open = Callable[..., AppTest]
NAVIGATION = ROOT / "shell" / "navigation.py"


@pytest.fixture
def small_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish the small county and let the pages show it; give the folder that its data live under."""
    publish_small_county(tmp_path, made_up=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COUNTY", COUNTY)
    monkeypatch.setenv("REAL_DATA_WITHOUT_SIGN_IN", "yes")
    return tmp_path


@pytest.fixture
def open_page(small_data: Path) -> Open:  # noqa: ARG001  # it must be there first
    """Give a function that opens a page, with choices as they stand in its address."""

    def opened(page: str, **choices: str) -> AppTest:
        app = AppTest.from_file(str(NAVIGATION), default_timeout=30)
        for name, value in choices.items():
            app.query_params[name] = value
        app.run()
        if page != PAGES[0]:
            app.switch_page(f"../pages/{page}.py").run()
        return app

    return opened


def markup(app: AppTest) -> str:
    """Return all HTML of ours on a page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def answer_of(app: AppTest) -> str:
    """Return the page's first sentence as HTML."""
    return next(str(element.proto.body) for element in app.get("html") if "tl-answer" in element.proto.body)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium: the one that playwright would download is not to be had everywhere."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def made_up_data(made_once: MadeOnce) -> Path:
    """Build the made-up county as a newcomer does; give the folder that its data live under."""

    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "data_access", "build", "made-up"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(folder)}, check=True, capture_output=True)

    return made_once("made-up", build)


@pytest.fixture(scope="session")
def base_url() -> str:
    """Every test names the address of its own server. (The plugin's fixture warns under this pytest, an error here.)"""
    return ""
