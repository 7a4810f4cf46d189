"""Builds that are killed at random points, on a full disk, or whose database goes away: nothing is half, nothing is double.

A few seeds run with every test; `make proof` runs fifty, and writes docs/proofs/interrupted.md.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.build_and_pages import commit
from data_access.extract import read_extract
from data_access.publications import Audience, read_publication
from tests.loading.whole_builds import COUNTY, FIRST, SECOND, alike, build, published, same, started, warehouse_counts
from tests.places import ROOT
from tests.postgres import fresh_database

PROOF = ROOT / "docs" / "proofs" / "interrupted.md"
SEEDS = range(50)
A_FEW = (100, 101, 102, 103)
"""One of each way; the last one is the first again."""


@dataclass(kw_only=True)
class Scene:
    """A data folder after a whole build of the first files, while the second ones are being built."""

    data_dir: Path
    sources: Path
    rng: random.Random
    seconds: float
    settings: dict[str, str] = field(default_factory=dict)
    told: str = ""

    @property
    def moment(self) -> float:
        """A random moment of a build, in seconds."""
        return self.rng.uniform(0.0, self.seconds)


def kill(scene: Scene) -> None:
    delay = scene.moment
    with started("build", scene.data_dir, scene.sources, scene.settings) as process:
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        _, said = process.communicate()
    scene.told = f"after {delay:.1f} s, in: {last_step(said)}"


def fill_the_disk(scene: Scene) -> None:
    """Build on a disk of which a random number of bytes is free."""
    free = int(10 ** scene.rng.uniform(3.5, 6.2))
    with small_disk(scene, free) as limit, started("build", scene.data_dir, scene.sources, before=limit) as process:
        _, said = process.communicate(timeout=120)
    assert process.returncode in (0, 1)
    assert "Traceback" not in said, said
    scene.told = f"{free:,} bytes free, in: {last_step(said) if process.returncode else 'all went on the disk'}"


@contextmanager
def small_disk(scene: Scene, free: int) -> Iterator[tuple[str, ...]]:
    """Let the data folder be a disk in memory with so little free; where we may not mount, let no file grow beyond it."""
    disk = scene.data_dir.with_name("disk")
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        largest = max(path.stat().st_size for path in scene.data_dir.rglob("*") if path.is_file())
        yield ("prlimit", f"--fsize={largest + free}")
        return
    before = scene.data_dir
    shutil.copytree(before, disk / "data")
    try:
        (disk / "filling").write_bytes(b"")
        room = os.statvfs(disk)
        with (disk / "filling").open("wb") as stream:
            stream.write(bytes(max(room.f_bavail * room.f_frsize - free, 0)))
        scene.data_dir = disk / "data"
        yield ()
        shutil.rmtree(before)
        shutil.copytree(disk / "data", before)
    finally:
        scene.data_dir = before
        subprocess.run(["umount", str(disk)], check=True)


def take_the_database_away(scene: Scene) -> None:
    """End all connections at a random moment and let nobody in, until the build has given up."""
    delay = scene.moment
    url = sa.make_url(scene.settings["WAREHOUSE_URL"])
    server = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with started("build", scene.data_dir, scene.sources, scene.settings) as process:
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            with server.connect() as connection:
                connection.exec_driver_sql(f"alter database {url.database} allow_connections false")
                connection.exec_driver_sql(
                    f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{url.database}'"
                )
        _, said = process.communicate(timeout=120)
    with server.connect() as connection:
        connection.exec_driver_sql(f"alter database {url.database} allow_connections true")
    assert process.returncode in (0, 1)
    assert "Traceback" not in said, said
    scene.told = f"after {delay:.1f} s, in: {last_step(said)}"


WAYS: dict[str, Callable[[Scene], None]] = {
    "SIGKILL": kill,
    "SIGKILL, PostgreSQL": kill,
    "full disk": fill_the_disk,
    "database gone, PostgreSQL": take_the_database_away,
    "SIGKILL again": kill,
}


def last_step(said: str) -> str:
    """Return the step that the build was in, by the last line it said that names one."""
    steps = {
        "reading": "import",
        "kept": "import",
        "People": "link",
        "Extract": "extract",
        "Measuring": "publish",
        "Published": "end",
    }
    found = [step for line in said.splitlines() for word, step in steps.items() if word in line]
    return found[-1] if found else "start"


@pytest.fixture(scope="session")
def seconds(tmp_path_factory: pytest.TempPathFactory, files: dict[int, Path], after_first: Path) -> float:
    """Return how long a build of the second files after the first takes here, as a process of its own."""
    data_dir = tmp_path_factory.mktemp("timed") / "data"
    shutil.copytree(after_first, data_dir)
    began = time.monotonic()
    with started("build", data_dir, files[SECOND]) as process:
        process.communicate()
    return time.monotonic() - began


@pytest.fixture(scope="session")
def first_on_postgres(
    postgres: sa.URL, files: dict[int, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[sa.URL, Path]:
    """Return a database and a data folder after a whole build of the first files."""
    url, data_dir = fresh_database(postgres), tmp_path_factory.mktemp("first-on-postgres")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAREHOUSE_URL", url.render_as_string(hide_password=False))
        build(data_dir, files[FIRST])
    return url, data_dir


@pytest.fixture(scope="session")
def proof(seconds: float) -> Iterator[list[str]]:
    """Collect one line for each seed; write them down where all seeds of the proof ended well."""
    rows: list[str] = []
    yield rows
    if len(rows) == len(SEEDS):
        head = [
            "# Builds that were interrupted",
            "",
            f"`make proof` at commit {commit()}, Python {sys.version.split()[0]}.",
            "The made-up county with 400 people is built from one set of files, then from another one, and the second build",
            "is interrupted: killed at a random moment, on a disk with a random number of free bytes, or by a database that",
            f"goes away. A build takes {seconds:.0f} s here. Afterwards the publications are whole, the old or the new ones;",
            "the next build ends well; its publications and the numbers of its events and refused rows are exactly those of",
            "a build that nobody interrupted; nothing unfinished is left.",
            "",
            "| seed | how | when | afterwards |",
            "|---:|---|---|---|",
        ]
        PROOF.parent.mkdir(exist_ok=True)
        PROOF.write_text("\n".join([*head, *rows, ""]), "utf-8")


@pytest.mark.parametrize("seed", A_FEW)
def test_an_interrupted_build_leaves_the_last_publication_and_the_next_build_ends_well(
    request: pytest.FixtureRequest, tmp_path: Path, seed: int
) -> None:
    interrupt(request, tmp_path, seed)


@pytest.mark.proof
@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_interrupted_builds(request: pytest.FixtureRequest, tmp_path: Path, proof: list[str], seed: int) -> None:
    way, told, left = interrupt(request, tmp_path, seed)
    proof.append(f"| {seed} | {way} | {told} | {left} served; next build whole |")


def interrupt(request: pytest.FixtureRequest, tmp_path: Path, seed: int) -> tuple[str, str, str]:
    """Interrupt one build and check everything; return how, when, and whether the old or the new publications were left."""
    way = list(WAYS)[seed % len(WAYS)]
    files, first, second = (request.getfixturevalue(name) for name in ("files", "after_first", "after_second"))
    settings: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        if "PostgreSQL" in way:
            database, first = request.getfixturevalue("first_on_postgres")
            copy = fresh_database(request.getfixturevalue("postgres"), template=database.database)
            settings["WAREHOUSE_URL"] = copy.render_as_string(hide_password=False)
            patch.setenv("WAREHOUSE_URL", settings["WAREHOUSE_URL"])
        scene = Scene(
            data_dir=tmp_path / "data",
            sources=files[SECOND],
            rng=random.Random(seed),  # noqa: S311  not a secret
            seconds=request.getfixturevalue("seconds"),
            settings=settings,
        )
        shutil.copytree(first, scene.data_dir)
        WAYS[way](scene)
        old, new = published(first), published(second)
        left = []
        for index, audience in enumerate(Audience):
            now = read_publication(scene.data_dir, COUNTY.id, audience)
            left.append("the old" if same([now], [old[index]]) else "the new")
            assert same([now], [old[index]]) or alike([now], [new[index]])
        read_extract(scene.data_dir, COUNTY.id)
        build(scene.data_dir, files[SECOND])
        assert alike(published(scene.data_dir), new)
        assert warehouse_counts(scene.data_dir) == request.getfixturevalue("counts_after_second")
        assert list(scene.data_dir.rglob("*unfinished*")) == []
    return way, scene.told, " and ".join(dict.fromkeys(left))


@pytest.fixture(scope="session")
def counts_after_second(after_second: Path) -> dict[str, int]:
    return warehouse_counts(after_second)
