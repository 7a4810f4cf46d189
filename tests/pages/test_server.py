"""What the server adds to each answer."""

import re
import urllib.request
from pathlib import Path

from shell.server import INDEX, script_hashes
from tests.dashboard import running_dashboard
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
