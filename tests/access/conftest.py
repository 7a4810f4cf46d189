"""One county, one sign-in service and one server for all tests of access."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.access.marked_county import ACCESS, make_marked_county
from tests.access.service import Service, running_service
from tests.dashboard import CHROMIUM_FLAGS, chromium, free_port, running_dashboard

Rules = Callable[..., None]


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    with running_service() as running:
        yield running


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory, service: Service) -> Path:
    """Give the folder of the marked county, with the plain rules; its data lie in data/ beside it."""
    folder = make_marked_county(tmp_path_factory.mktemp("marked"))
    (folder / "access.toml").write_text(ACCESS.replace("ISSUER", service.url), "utf-8")
    return folder


@pytest.fixture
def rules(county: Path, service: Service) -> Iterator[Rules]:
    """Give a function that writes the county's access.toml with parts replaced; the plain rules are back afterwards."""

    def write(*replaced: tuple[str, str]) -> None:
        text = ACCESS.replace("ISSUER", service.url)
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        (county / "access.toml").write_text(text, "utf-8")

    write()
    yield write
    write()


@pytest.fixture(scope="session")
def server(county: Path, service: Service) -> Iterator[str]:
    """Serve the county for the public, partners and analysts, with sign-in."""
    port = free_port()
    settings = service.settings(port, "public,partner,analyst")
    with running_dashboard(county=str(county), data_dir=county.parent / "data", settings=settings, port=port) as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium."""
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def base_url() -> str:
    """Every test names the address of its own server."""
    return ""
