"""Whole builds of the made-up county from two sets of files, for tests that interrupt them."""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from data_access.__main__ import main
from data_access.county import COUNTIES_FOLDER, COUNTY_FILE, read_county
from data_access.publications import Audience, Manifest, Publication, read_publication
from data_access.warehouse import METADATA, open_warehouse, warehouse_url
from metrics.language import Status
from metrics.limits import TABLE
from metrics.registry import REBOOKING
from tests.places import ROOT

SOURCES = 4
"""The jail's bookings, the court's cases and arrests, and the state prison: three agencies whose keys are joined by name."""


def _smaller() -> Path:
    """Write the made-up county with its first grouping and sources alone: builds take a fraction of the time."""
    text = (COUNTIES_FOLDER / "made-up" / COUNTY_FILE).read_text("utf-8")
    before, *sources = text.split("[[source]]")
    settings, first_grouping, *_ = before.split("[[grouping]]")
    folder = Path(tempfile.mkdtemp()) / "made-up"
    folder.mkdir()
    parts = [f"{settings}[[grouping]]{first_grouping}", *sources[:SOURCES]]
    (folder / COUNTY_FILE).write_text("[[source]]".join(parts), "utf-8")
    return folder


COUNTY_FOLDER = _smaller()
COUNTY = read_county(str(COUNTY_FOLDER))
FIRST, SECOND = 1, 2
"""Seeds of the files that are loaded first, and then in their place."""


def build(data_dir: Path, sources: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(data_dir))
        assert main(["build", str(COUNTY_FOLDER), "--sources", str(sources)]) == 0


def bytes_of(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def published(data_dir: Path) -> list[Publication]:
    return [read_publication(data_dir, COUNTY.id, audience) for audience in Audience]


def same(left: list[Publication], right: list[Publication]) -> bool:
    return all(a.manifest == b.manifest and a.frame.equals(b.frame) for a, b in zip(left, right, strict=True))


def alike(left: list[Publication], right: list[Publication]) -> bool:
    """Whether both say the same but for what chance decides: shifts of counts, and so what attacks find."""
    return all(
        _but_chance(a.manifest) == _but_chance(b.manifest) and _near(a, b) for a, b in zip(left, right, strict=True)
    )


def _but_chance(manifest: Manifest) -> Manifest:
    protection = manifest.protection.model_copy(update={"attacks": ()})
    by_chance = {"protection": protection, "link_effect": None, "answers_sha256": "", "tables_sha256": ""}
    return manifest.model_copy(update=by_chance)


def _near(one: Publication, other: Publication) -> bool:
    """Whether the same rows are shown, with counts of people that two shifts can explain."""
    key = ["measure_id", "period", "window_days", *one.grouping_ids]
    both = one.frame.join(other.frame, on=key, how="full", nulls_equal=True, suffix="_other")
    rates = both.filter(pl.col("status") == Status.SHOWN, pl.col("window_days").is_not_null())
    people = [(pl.col(name) - pl.col(f"{name}_other")).abs() for name in ("denominator", "numerator")]
    counted = rates.filter(pl.col("measure_id") == REBOOKING.measure_id).select(pl.max_horizontal(people).max()).item()
    return both["status"].equals(both["status_other"]) and (counted or 0) <= 2 * TABLE.largest_shift


def warehouse_counts(data_dir: Path) -> dict[str, int]:
    engine = open_warehouse(warehouse_url(data_dir, COUNTY.id))
    with engine.connect() as connection:
        rows = {
            name: connection.execute(sa.select(sa.func.count()).select_from(METADATA.tables[name])).scalar_one()
            for name in ("event", "refused_row")
        }
    engine.dispose()
    return rows


_KILLED_BEFORE_RENAMING = """
import fnmatch, os, runpy, signal, sys
from pathlib import Path

pattern, rename = sys.argv.pop(1), Path.rename

def rename_or_die(path, target):
    if fnmatch.fnmatch(str(path), pattern):
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(path, target)

Path.rename = rename_or_die
runpy.run_module("data_access", run_name="__main__", alter_sys=True)
"""
"""The command line, which kills itself when it is about to rename what was written: no other process need be quick enough."""


@contextlib.contextmanager
def started(
    command: str,
    data_dir: Path,
    sources: Path,
    settings: Mapping[str, str] | None = None,
    before: tuple[str, ...] = (),
    killed_before_renaming: str | None = None,
) -> Iterator["subprocess.Popen[str]"]:
    """Run a command of ours as a process of its own, and let none outlive the test; before stands before the command.

    killed_before_renaming: a pattern of paths; before the first that it renames, it kills itself.
    """
    program = ["-m", "data_access"]
    if killed_before_renaming is not None:
        program = ["-c", _KILLED_BEFORE_RENAMING, killed_before_renaming]
    process = subprocess.Popen(
        [*before, sys.executable, *program, command, str(COUNTY_FOLDER), "--sources", str(sources)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1", **(settings or {})},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()
