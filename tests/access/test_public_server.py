"""A server for the public, run by an account that can read nothing else: every page works, and nothing else is tried."""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.access.marked_county import MARKS, PUBLIC_NUMBER
from tests.access.window import see
from tests.dashboard import PAGES, address, running_dashboard
from tests.places import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there the rights of a folder are another matter")

AS_NOBODY = ("setpriv", "--reuid", "nobody", "--clear-groups", "--inh-caps=-all")
WITHOUT_POWERS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Root reads everything. So a server that root starts runs as nobody, or, where nobody cannot run our Python, as a root that
must keep to the rights of files."""
WATCH = """\
import os, sys

_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_data = os.environ["DATA_DIR"]

def _say(*parts):
    os.write(_log, ("\\t".join(parts) + "\\n").encode())

for _path in os.environ["WATCH_FORBIDDEN"].split(os.pathsep):
    try:
        os.listdir(_path) if os.path.isdir(_path) else open(_path, "rb").close()
        _say("could read", _path)
    except PermissionError:
        _say("could not read", _path)

def _heard(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "sqlite3.connect", "shutil.copyfile", "pathlib.Path.glob"):
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes, os.PathLike)) else ""
        if path.startswith(_data):
            _say(event, path)

sys.addaudithook(_heard)
"""
"""Runs first of all in the server: it tries to read what is forbidden, and then notes what the program opens of the data."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A running server for the public, what it must not open, and the log of what it opened."""

    url: str
    data_dir: Path
    forbidden: tuple[Path, ...]
    log: Path

    def told(self) -> list[tuple[str, str]]:
        lines = self.log.read_text("utf-8").splitlines()
        return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


def with_few_rights() -> tuple[str, ...]:
    """Return the beginning of a command that runs the rest under an account that keeps to the rights of files."""
    if os.geteuid() != 0:
        return ()
    tried = subprocess.run(
        [*AS_NOBODY, sys.executable, "-c", "import streamlit"], cwd=ROOT, capture_output=True, check=False
    )
    return WITHOUT_POWERS if tried.returncode else AS_NOBODY


@pytest.fixture(scope="module")
def watched(county: Path) -> Iterator[Watched]:
    """Serve a copy of the marked county, whose other stores the server's account cannot read."""
    root = Path(tempfile.mkdtemp(prefix="throughline-public-"))
    data_dir = root / "data"
    shutil.copytree(county.parent / "data", data_dir)
    of_county = data_dir / "marked"
    published = of_county / "publications" / "public"
    forbidden = tuple(
        path for path in (*of_county.iterdir(), *published.parent.iterdir()) if path not in published.parents
    )
    forbidden = tuple(path for path in forbidden if path != published)
    assert {"extracts", "partner", "warehouse.sqlite"} <= {path.name for path in forbidden}
    for folder in (
        root,
        data_dir,
        of_county,
        published.parent,
        *[path for path in published.rglob("*") if path.is_dir()],
    ):
        folder.chmod(0o755)
    for path in forbidden:
        path.chmod(0)
    watch, home = root / "watch", root / "home"
    for folder in (watch, home):
        folder.mkdir()
        folder.chmod(0o777)
    (watch / "sitecustomize.py").write_text(WATCH, "utf-8")
    log = watch / "log"
    settings = {
        "REAL_DATA_WITHOUT_SIGN_IN": "yes",
        "PYTHONPATH": str(watch),
        "WATCH_LOG": str(log),
        "WATCH_FORBIDDEN": os.pathsep.join(map(str, forbidden)),
        "HOME": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    through = with_few_rights()
    try:
        with running_dashboard(county="marked", data_dir=data_dir, settings=settings, through=through) as url:
            yield Watched(url=url, data_dir=data_dir, forbidden=forbidden, log=log)
    finally:
        for path in forbidden:
            path.chmod(0o700)
        shutil.rmtree(root)


def test_the_server_could_not_read_the_other_stores_if_it_tried(watched: Watched) -> None:
    tried = [line for line in watched.told() if line[0].startswith("could")]
    assert sorted(tried) == sorted(("could not read", str(path)) for path in watched.forbidden)


def test_every_page_works_and_nothing_of_the_other_stores_is_opened_or_shown(watched: Watched) -> None:
    for page in PAGES:
        seen = see(watched.url, page=address(page).strip("/"))
        assert b"tl-footer" in seen, f"{page} did not come to its end"
        assert f"{PUBLIC_NUMBER:,}".encode() in seen or page not in (PAGES[0], PAGES[1])
        assert not [mark for marks in MARKS.values() for mark in marks if mark in seen]
    for path in ("data.json", "open-data/data.csv", "open-data/data.parquet", "open-data/datapackage.json"):
        with urllib.request.urlopen(f"{watched.url}/{path}", timeout=20) as answer:
            held = answer.read()
        assert held
        assert not [mark for marks in MARKS.values() for mark in marks if mark in held]
    opened = [path for what, path in watched.told() if not what.startswith("could")]
    assert any("public" in path for path in opened), "the watch hears nothing"
    assert [path for path in opened if path.startswith(tuple(map(str, watched.forbidden)))] == []


def test_pages_of_other_audiences_lead_nowhere(watched: Watched) -> None:
    for page in ("review", "ask-the-records"):
        seen = see(watched.url, page=page)
        assert not [mark for marks in MARKS.values() for mark in marks if mark in seen]
