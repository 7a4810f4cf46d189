"""What the server adds to each answer."""

import json
import re
import socket
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from shell.server import INDEX, script_hashes
from tests.dashboard import running_dashboard
from tests.places import ROOT
from tests.small_county import COUNTY, publish_small_county


def test_the_policy_names_every_script_inside_the_page_and_allows_no_other() -> None:
    page = INDEX.read_text("utf-8")
    inline = [tag for tag in re.findall(r"<script[^>]*>", page) if "src=" not in tag]
    assert len(script_hashes(page)) == len(inline) > 0


def test_headers_and_compression(tmp_path: Path) -> None:
    publish_small_county(tmp_path, made_up=False)
    with running_dashboard(county=COUNTY, data_dir=tmp_path) as url:
        request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            headers = answer.headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-encoding"] == "gzip"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    publish_small_county(folder, made_up=False)
    with running_dashboard(county=COUNTY, data_dir=folder) as url:
        yield url


def status(url: str, *, method: str = "GET", data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    "path",
    [
        *("_stcore/metrics", "_stcore/metrics/", "_stcore/upload_file/a/b", "_stcore/script-health-check"),
        *("_stcore/agent/openapi.json", "_stcore/anything-new", "component/x/y.html", "app/static/x.txt"),
        *("deep/link/_stcore/metrics", "_stcore//metrics"),
    ],
)
def test_doors_that_are_not_used_are_shut(server: str, path: str) -> None:
    assert status(f"{server}/{path}") == 404


@pytest.mark.parametrize("path", ["_stcore/health", "_stcore/host-config", ""])
def test_doors_that_are_used_are_open(server: str, path: str) -> None:
    assert status(f"{server}/{path}") == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_uploaded(server: str, method: str) -> None:
    assert status(f"{server}/_stcore/upload_file/a/b", method=method, data=b"x" * 10) == 405
    assert status(f"{server}/", method=method, data=b"x") == 405


def test_no_other_site_may_steer_a_page(server: str) -> None:
    with urllib.request.urlopen(f"{server}/_stcore/host-config", timeout=10) as answer:
        assert json.loads(answer.read())["allowedOrigins"] == []


@pytest.mark.parametrize(("host", "opens"), [("127.0.0.1", True), ("localhost:99", True), ("evil.example", False)])
def test_a_socket_opens_for_the_names_of_the_server_alone(server: str, host: str, opens: bool) -> None:
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    port = int(server.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert (b" 101 " in line.recv(200)) == opens


def test_cookies_are_secure_where_the_proxy_speaks_https(server: str) -> None:
    for proto, secure in (("https", True), ("http", False)):
        request = urllib.request.Request(f"{server}/_stcore/health", headers={"X-Forwarded-Proto": proto})
        with urllib.request.urlopen(request, timeout=10) as answer:
            cookies = answer.headers.get_all("set-cookie") or []
        assert cookies
        assert all(("; Secure" in cookie) == secure for cookie in cookies)


def test_the_settings_of_the_server_are_the_careful_ones() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["toolbarMode"] == "minimal"
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["maxUploadSize"] == settings["server"]["maxWidgetStateSize"] == 1
    assert settings["browser"]["gatherUsageStats"] is False
