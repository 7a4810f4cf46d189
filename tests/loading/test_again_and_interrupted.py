"""A build that runs twice changes nothing; one that dies leaves what was published, and the next one ends well."""

import contextlib
import datetime as dt
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from data_access import building, publishing
from data_access.audit import read_entries
from data_access.extract import read_extract
from data_access.made_up import make_county
from data_access.publications import Audience, PublicationError, read_publication
from data_access.publishing import publish
from data_access.warehouse import METADATA, open_warehouse
from metrics.attack_report import Gates
from tests.loading.whole_builds import (
    COUNTY,
    FIRST,
    SECOND,
    alike,
    build,
    bytes_of,
    published,
    same,
    started,
    warehouse_counts,
)
from tests.places import ROOT


def kill_when_it_says(process: "subprocess.Popen[str]", word: str, delay_seconds: float) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if word in line:
            break
    time.sleep(delay_seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_second_build_of_the_same_files_changes_no_byte(
    after_first: Path, files: dict[int, Path], tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    before = bytes_of(data_dir)
    build(data_dir, files[FIRST])
    assert bytes_of(data_dir) == before


def test_a_second_import_of_the_same_files_changes_no_byte(
    after_first: Path, files: dict[int, Path], tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    before = bytes_of(data_dir)
    said: list[str] = []
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    assert building.import_sources(COUNTY, files[FIRST], data_dir, now, said.append) == []
    assert any("has not changed since it was loaded" in line for line in said)
    assert bytes_of(data_dir) == before


def test_two_builds_of_the_same_files_on_two_machines_publish_the_same_but_for_chance(
    after_first: Path, files: dict[int, Path], tmp_path: Path
) -> None:
    build(tmp_path, files[FIRST])
    assert alike(published(tmp_path), published(after_first))


def test_going_back_to_the_files_before_publishes_what_was_published_before(
    after_first: Path, files: dict[int, Path], tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    build(data_dir, files[SECOND])
    assert not same(published(data_dir), published(after_first))
    build(data_dir, files[FIRST])
    assert same(published(data_dir), published(after_first))


def test_what_was_published_stays_when_other_records_come_in_until_someone_says_why_it_is_counted_anew(
    after_first: Path, after_second: Path, tmp_path: Path
) -> None:
    for before, after in zip(published(after_first), published(after_second), strict=True):
        told = after.manifest.protection
        assert told.follows == before.manifest.publication_id
        said = before.frame.filter(pl.col("status").is_in(["shown", "hidden"]))
        kept = after.frame.join(said, on=said.columns, how="semi", nulls_equal=True)
        assert told.frozen_rows == said.height == kept.height > 0
    data_dir = tmp_path / "data"
    shutil.copytree(after_second, data_dir)
    why = "The court sent what was missing."
    for _ in range(2):  # the second time nothing is left to do, and the reason stays
        publish(COUNTY, read_extract(data_dir, COUNTY.id), data_dir, why)
        for before, after in zip(published(after_second), published(data_dir), strict=True):
            assert (after.manifest.protection.changed, after.manifest.protection.frozen_rows) == (why, 0)
            assert not before.frame.equals(after.frame)
    again = [publication.manifest.publication_id for publication in published(data_dir)]
    assert list(publish(COUNTY, read_extract(data_dir, COUNTY.id), data_dir)) == again


def test_a_publication_that_an_attack_sees_through_is_not_kept_and_the_one_before_stays(
    after_second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_second, data_dir)
    kept = set((data_dir / COUNTY.id / "publications").rglob("*"))
    monkeypatch.setattr(publishing, "GATES", dict.fromkeys(Audience, Gates(averaging=0.0, auc=0.0)))
    with pytest.raises(
        PublicationError, match=r"averaging_right found 0\.\d+, and may find 0; reconstruction_auc found"
    ):
        publish(COUNTY, read_extract(data_dir, COUNTY.id), data_dir, "Another reason.")
    assert same(published(data_dir), published(after_second))
    assert set((data_dir / COUNTY.id / "publications").rglob("*")) == kept
    last = read_entries(data_dir, COUNTY.id)[-1]
    # So few people leave the public no answer that could be attacked; the partners' are, and neither is published.
    assert (last.deed, json.loads(last.about)) == ("stopped", {"audience": "partner", "rule_id": "averaging_right"})


def kill_when_there_is(process: "subprocess.Popen[str]", folder: Path, pattern: str) -> None:
    while process.poll() is None and not any(folder.glob(pattern)):
        time.sleep(0.0002)
    assert process.poll() is None, f"nothing like {pattern} was seen before the end"
    process.send_signal(signal.SIGKILL)
    process.wait()


KILLS: dict[str, Callable[["subprocess.Popen[str]", Path], None]] = {
    "when it begins to read": lambda process, _: kill_when_it_says(process, "reading", 0.0),
    "while it reads": lambda process, _: kill_when_it_says(process, "reading", 0.03),
    "after the last row": lambda process, _: kill_when_it_says(process, "kept", 0.0),
    "in the database's commit": lambda process, data: kill_when_there_is(process, data, "*/warehouse.sqlite-journal"),
    "after the extract": lambda process, _: kill_when_it_says(process, "Extract", 0.0),
    "while it measures": lambda process, _: kill_when_it_says(process, "Measuring", 0.2),
    "when all is published": lambda process, _: kill_when_it_says(process, "Published", 0.0),
}
WRITTEN = {
    "the extract is written": "*/extracts/.unfinished-*",
    "the publication is written": "*/publications/public/.unfinished-*",
    "the second publication is written": "*/publications/partner/.unfinished-*",
}


@pytest.mark.parametrize("kill", KILLS.values(), ids=KILLS.keys())
def test_a_build_that_is_killed_leaves_the_last_publication_and_the_next_build_ends_well(
    after_first: Path,
    after_second: Path,
    files: dict[int, Path],
    tmp_path: Path,
    kill: Callable[["subprocess.Popen[str]", Path], None],
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    with started("build", data_dir, files[SECOND]) as process:
        kill(process, data_dir)
    the_next_build_ends_well(data_dir, files[SECOND], after_first, after_second)


@pytest.mark.parametrize("pattern", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_build_that_is_killed_when_something_is_written_and_has_no_name_yet_is_followed_by_one_that_ends_well(
    after_first: Path, after_second: Path, files: dict[int, Path], tmp_path: Path, pattern: str
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    with started("build", data_dir, files[SECOND], killed_before_renaming=pattern) as process:
        process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL, "it came to that point"
    assert len(list(data_dir.glob(pattern))) == 1
    the_next_build_ends_well(data_dir, files[SECOND], after_first, after_second)


def the_next_build_ends_well(data_dir: Path, sources: Path, after_first: Path, after_second: Path) -> None:
    old, new = published(after_first), published(after_second)
    for index, audience in enumerate(Audience):
        left = read_publication(data_dir, COUNTY.id, audience)
        assert same([left], [old[index]]) or alike([left], [new[index]]), "whole: the old one, or the new one"
    read_extract(data_dir, COUNTY.id)
    build(data_dir, sources)
    assert alike(published(data_dir), new)
    assert warehouse_counts(data_dir) == warehouse_counts(after_second), "nothing is counted twice"
    assert list(data_dir.rglob("*unfinished*")) == []


@pytest.mark.parametrize(
    "delay_seconds", [0.0, 0.8, *(pytest.param(delay, marks=pytest.mark.proof) for delay in (0.4, 1.2))]
)
def test_a_first_build_that_is_killed_at_any_time_is_followed_by_one_that_ends_well(
    after_first: Path, files: dict[int, Path], tmp_path: Path, delay_seconds: float
) -> None:
    with started("build", tmp_path, files[FIRST]) as process:
        deadline = time.monotonic() + 30
        while not any(tmp_path.rglob("*")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(delay_seconds)
        process.send_signal(signal.SIGKILL)
    for audience, whole in zip(Audience, published(after_first), strict=True):
        with contextlib.suppress(PublicationError):  # nothing is published yet; never half of it
            assert alike([read_publication(tmp_path, COUNTY.id, audience)], [whole])
    build(tmp_path, files[FIRST])
    assert alike(published(tmp_path), published(after_first))
    assert warehouse_counts(tmp_path) == warehouse_counts(after_first)


class PowerCutError(Exception):
    """What the test throws in place of a power cut."""


def test_a_warehouse_of_which_the_making_was_cut_off_at_any_statement_is_made_by_the_next_run(tmp_path: Path) -> None:
    """Each statement that makes the tables fails once, as on a full disk; then the same folder is opened again."""
    made = 0
    for number in range(1, 100):
        url = sa.URL.create("sqlite", database=str(tmp_path / str(number) / "warehouse.sqlite"))
        seen = 0

        def cut(*_: object, last: int = number) -> None:
            nonlocal seen
            seen += 1
            if seen == last:
                raise PowerCutError

        sa.event.listen(sa.Engine, "before_cursor_execute", cut)
        try:
            open_warehouse(url).dispose()
            break
        except PowerCutError:
            made += 1
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", cut)
        engine = open_warehouse(url)
        with engine.connect() as connection:
            assert set(METADATA.tables) < set(sa.inspect(connection).get_table_names()), number
        engine.dispose()
    assert made > len(METADATA.tables), "every statement had its turn"


def test_two_builds_at_once_do_not_meet(after_first: Path, files: dict[int, Path], tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    with building.only_one(data_dir, COUNTY), started("build", data_dir, files[SECOND]) as process:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1
    assert "Another build of Made-up County is running. Wait until it has finished." in said
    assert same(published(data_dir), published(after_first))


def test_the_made_up_files_are_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where a file is, a build takes it for finished. So each is put there in one step, when all are written."""
    folder = tmp_path / "made"
    process = subprocess.Popen(
        [sys.executable, "-c", f"from pathlib import Path; from data_access.made_up import make_county; "
         f"make_county(Path({str(folder)!r}), people=3000)"],
        cwd=ROOT,
    )  # fmt: skip
    try:
        while process.poll() is None and not any(folder.rglob("*")):
            time.sleep(0.0005)
        process.send_signal(signal.SIGKILL)
    finally:
        process.wait()
    make_county(tmp_path / "whole", people=3000)
    there = [path for path in folder.iterdir() if not path.name.endswith(".unfinished")]
    assert [path.name for path in there if path.read_bytes() != (tmp_path / "whole" / path.name).read_bytes()] == []


def test_a_damaged_publication_is_not_shown(after_first: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(after_first, data_dir)
    (answers,) = (data_dir / COUNTY.id / "publications" / "public").glob("*/answers.parquet")
    frame = pl.read_parquet(answers)
    frame.with_columns(numerator=pl.col("numerator") + 1).write_parquet(answers)
    with pytest.raises(PublicationError, match=r"is damaged\. Delete that folder and run"):
        read_publication(data_dir, COUNTY.id, Audience.PUBLIC)
