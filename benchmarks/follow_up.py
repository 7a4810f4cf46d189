"""Measures the way from stays to day counts against pandas and DuckDB, in turns, on the same made-up stays.

Run by `python -m benchmarks.follow_up [--large]`. Two things: each release's first later booking (a join in time), and the
table 'group x day x reason -> count' of all releases. Each has the stays in memory in the form that it likes best.
"""

import argparse
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from benchmarks.turns import take_turns
from metrics.cohort import INDEX_ON, RETURN_DAY, followed
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.events import Outcome
from metrics.language import EPISODES, Kind, Reason, System
from metrics.rates import day_counts

OURS: Final = "this program"
JOIN: Final = "first later booking of each release"
COUNTS: Final = "table of day counts by group"
GROUPS: Final = 20


def main() -> None:
    """Measure each size, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--large", action="store_true", help="also 10,000,000 stays (some minutes, and 8 GB)")
    parser.add_argument("--runs", type=int, default=3, help="how often each takes its turn (3)")
    chosen = parser.parse_args()
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "pandas", "duckdb"))
    print(f"{versions}. Median of {chosen.runs} turns; memory beyond the stays.\n")
    print("| stays | what | by | seconds | times as long | most memory | releases that differ |")
    print("|---:|---|---|---:|---:|---:|---:|")
    for size in (100_000, 1_000_000, *([10_000_000] if chosen.large else [])):
        for what in (JOIN, COUNTS):
            with tempfile.TemporaryDirectory() as folder:
                take_turns(size, what, Path(folder), runs=chosen.runs, make=make_turns, apart=difference)


def made_up_stays(size: int) -> pl.DataFrame:
    """Make stays that never touch, four for each person, in the columns of language.EPISODES and one grouping."""
    chance = np.random.default_rng(1)
    people = size // 4
    gaps = chance.integers(2, 500, (people, 4))
    lengths = chance.integers(0, 60, (people, 4))
    ends = (gaps + lengths).cumsum(axis=1)
    starts = ends - lengths
    reasons = [reason.value for reason in Reason]
    given = {
        "person_id": pl.Series(np.repeat(np.arange(people), 4)),
        "start_on": pl.Series(starts.ravel().astype(np.int32)).cast(pl.Date),
        "end_on": pl.Series(ends.ravel().astype(np.int32)).cast(pl.Date),
        "reason": pl.Series(reasons, dtype=pl.String).gather(chance.integers(0, len(reasons), people * 4)),
        "group": pl.Series([f"group {number:02}" for number in range(GROUPS)]).gather(
            np.repeat(chance.integers(0, GROUPS, people), 4)
        ),
    }
    constant = {"system": System.JAIL.value, "kind": Kind.CUSTODY.value}
    frame = pl.DataFrame(given).with_columns(pl.lit(value).alias(name) for name, value in constant.items())
    return frame.with_columns(pl.lit(None, kind).alias(name) for name, kind in EPISODES.items() if name not in frame)


def make_turns(size: int, what: str, folder: Path) -> dict[str, Any]:
    """Return the ways to one thing, on stays of this number."""
    del folder
    stays = made_up_stays(size)
    if what == COUNTS:
        return _counts(followed(stays, RELEASE, (Outcome(events=BOOKING),)))
    return _joins(stays)


def _joins(stays: pl.DataFrame) -> dict[str, Any]:
    as_pandas = stays.select("person_id", "start_on", "end_on", "reason").to_pandas()
    slim = stays.select("person_id", "start_on", "end_on", "reason").to_arrow()

    def ours() -> pl.DataFrame:
        return followed(stays, RELEASE, (Outcome(events=BOOKING),)).select("person_id", INDEX_ON, RETURN_DAY)

    def pandas() -> pl.DataFrame:
        index = as_pandas[["person_id", "end_on"]].sort_values("end_on")
        later = as_pandas[["person_id", "start_on", "reason"]].sort_values("start_on")
        found = pd.merge_asof(
            index,
            later,
            left_on="end_on",
            right_on="start_on",
            by="person_id",
            direction="forward",
            allow_exact_matches=False,
        )
        found[RETURN_DAY] = (found["start_on"] - found["end_on"]).dt.days
        return pl.from_pandas(found[["person_id", "end_on", RETURN_DAY]]).rename({"end_on": INDEX_ON})

    def duck() -> pl.DataFrame:
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            connection.register("stays", slim)
            found: pl.DataFrame = connection.sql(
                "select i.person_id, i.end_on as index_on, l.start_on - i.end_on as return_day from stays i "
                "asof left join stays l on i.person_id = l.person_id and l.start_on > i.end_on"
            ).pl()
            return found

    return {OURS: ours, "pandas.merge_asof": pandas, "DuckDB asof join": duck}


def _counts(rows: pl.DataFrame) -> dict[str, Any]:
    slim = rows.select("group", RETURN_DAY, "return_reason")
    as_pandas = slim.to_pandas()

    def ours() -> pl.DataFrame:
        return day_counts(rows, ["group"]).select("group", "releases")

    def pandas() -> pl.DataFrame:
        counted = (
            as_pandas.groupby(["group", RETURN_DAY, "return_reason"], dropna=False).size().reset_index(name="releases")
        )
        return pl.from_pandas(counted[["group", "releases"]])

    return {OURS: ours, "pandas groupby": pandas}


def difference(one: pl.DataFrame, other: pl.DataFrame) -> str:
    """Count the rows that are in one result and not in the other, after bringing both to the same types and order."""
    columns = one.columns
    same = [frame.select(columns).cast(one.schema).sort(columns) for frame in (one, other)]
    if same[0].height != same[1].height:
        raise ValueError(f"{same[0].height} rows and {same[1].height}")
    cells = same[0].with_columns(same[1][name].alias(f"_{name}") for name in columns)
    unlike = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"_{name}")) for name in columns)
    return f"{cells.filter(unlike).height:,}"


if __name__ == "__main__":
    main()
