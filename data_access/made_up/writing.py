"""Writes the files of the made-up county, each whole or not at all."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from data_access.made_up.dirt import with_dirt
from data_access.made_up.drawing import Room, stream
from data_access.made_up.files import SHARED_KEY, MadeUpFile

TRUTH_FILE: Final = "truth.json"
PEOPLE_FILE: Final = "truth_people.parquet"
_UNFINISHED: Final = ".unfinished"


def write_all(
    folder: Path, files: Sequence[MadeUpFile], truth: Mapping[str, Any], *, seed: int, shared_keys: bool
) -> None:
    """Write all files under other names first, and rename them when all are there: where a file is, all of it is."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = stream(seed, Room.DIRT)
    last_on = dt.date.fromisoformat(truth["last_on"])
    for file in files:
        shown = file if shared_keys else replace(file, table=file.table.drop(SHARED_KEY))
        lines = [file.delimiter.join(shown.table.columns), *with_dirt(rng, shown, last_on), ""]
        (folder / f"{file.name}{_UNFINISHED}").write_bytes(file.line_end.join(lines).encode(file.encoding))
    (folder / f"{TRUTH_FILE}{_UNFINISHED}").write_text(json.dumps(truth, indent=1) + "\n", "utf-8")
    _identities(files).write_parquet(folder / f"{PEOPLE_FILE}{_UNFINISHED}")
    for name in (*(file.name for file in files), TRUTH_FILE, PEOPLE_FILE):
        (folder / f"{name}{_UNFINISHED}").replace(folder / name)


def _identities(files: Sequence[MadeUpFile]) -> pl.DataFrame:
    """Return who every true record is of: file, record, person_key as the agency gives it, and person."""
    return pl.concat(
        file.table.select(
            file=pl.lit(file.name),
            record=file.record,
            person_key=file.person,
            person=pl.col(SHARED_KEY).cast(pl.Int64),
        )
        for file in files
    )
