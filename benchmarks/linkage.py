"""Measures joining people, beside the plain rule "same first name, last name and birth date": FEBRL 4 and the made-up county.

Run by `make bench`. Each case runs in a process of its own, so that its memory is its own. Prints a table.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks import made_up_names
from data_access.clusters import Apart
from data_access.link_estimates import estimates
from data_access.link_groups import group_of, grouped, guarded
from data_access.link_guards import without_idle_guards
from data_access.link_model import score
from data_access.link_records import comparable
from data_access.linkage_settings import Linkage
from data_access.made_up import make_county
from tests.linking import febrl
from tests.places import REAL_DATA, ROOT

CASES: Final = {
    "febrl": "FEBRL 4, all fields",
    "febrl-without-number": "FEBRL 4, without the identity number",
    "made-up": "Made-up county, 20,000 people",
    "made-up-large": "Made-up county, 48,500 people",
}
PEOPLE: Final = {"made-up": 20_000, "made-up-large": 48_500}


def main() -> None:
    """Measure every case, or in a process of its own the one that is named."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    arguments.add_argument("--case", choices=CASES, help="measure this case alone and print it as JSON")
    chosen = arguments.parse_args()
    if chosen.case:
        print(json.dumps(measure(chosen.case)))
        return
    print("# How well and how fast people are joined\n")
    print(
        "| what | records | precision | estimated | recall | estimated | plain rule: precision | recall "
        "| pairs compared | pairs/s | s | MB |"
    )
    print("|---|---:|---:|---|---:|---|---:|---:|---:|---:|---:|---:|")
    found = {}
    for case, title in CASES.items():
        command = [sys.executable, "-m", "benchmarks.linkage", "--case", case]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        found[case] = json.loads(done.stdout)
        print(_row(title, found[case]), flush=True)
    _print_details(found["made-up-large"])


def _row(title: str, case: dict[str, Any]) -> str:
    ours = " | ".join(f"{case[name]:.4f} | {_range(case[f'estimated_{name}'])}" for name in ("precision", "recall"))
    shares = f"{ours} | {case['plain_precision']:.4f} | {case['plain_recall']:.4f}"
    seconds, compared = case["seconds"], case["compared"]
    speed = f"{compared:,} | {compared / seconds:,.0f} | {seconds:.1f} | {case['megabytes']:.0f}"
    return f"| {title} | {case['records']:,} | {shares} | {speed} |"


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.4f} to {ends[1]:.4f}"


def _print_details(case: dict[str, Any]) -> None:
    print("\n## Made-up county, 48,500 people: each pair of sources\n\n| sources | true pairs | precision | recall |")
    print("|---|---:|---:|---:|")
    for one, other, true, precision, recall in case["sources"]:
        print(f"| {one}, {other} | {true:,} | {precision:.4f} | {recall:.4f} |")
    print("\n## The same, the jail's people: recall by group\n\n| group | true pairs | recall |\n|---|---:|---:|")
    for group, true, recall in case["by_group"]:
        print(f"| {group} | {true:,} | {recall:.4f} |")


def measure(case: str) -> dict[str, Any]:
    """Join the people of a case and hold every pair of keys against the truth."""
    with tempfile.TemporaryDirectory() as folder:
        if case in PEOPLE:
            make_county(Path(folder), people=PEOPLE[case], seed=1)
            told = made_up_names.told(Path(folder))
        else:
            told = febrl.told(REAL_DATA / "linkage", number=case == "febrl")
    linkage = Linkage()
    before_megabytes = _megabytes()
    began_at = time.perf_counter()
    records = comparable(told)
    scores = score(records, linkage)
    pairs = without_idle_guards(scores.pairs, linkage.match_at)
    people = told.unique("person_id", maintain_order=True)
    apart = Apart(decided=frozenset(), guarded=guarded(pairs), key_spaces={})
    found, _ = grouped(people, pairs, [], apart, linkage)
    seconds = time.perf_counter() - began_at
    estimated = [(estimate.low, estimate.high) for estimate in estimates(pairs, found) if estimate]
    of_person = group_of(found)
    linked = people.with_columns(cluster=pl.col("person_id").replace_strict(of_person))
    precision, recall = _shares(linked, "cluster")
    plain_precision, plain_recall = _shares(_plainly_joined(records, linked), "plain")
    return {
        "records": records.height,
        "precision": precision,
        "recall": recall,
        "estimated_precision": estimated[0],
        "estimated_recall": estimated[1],
        "plain_precision": plain_precision,
        "plain_recall": plain_recall,
        "compared": scores.compared,
        "seconds": seconds,
        "megabytes": max(before_megabytes, _megabytes()),
        "sources": _by_sources(linked) if case in PEOPLE else [],
        "by_group": _by_group(linked) if case in PEOPLE else [],
    }


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _shares(linked: pl.DataFrame, cluster: str) -> tuple[float, float]:
    """Return precision and recall over all pairs of keys."""
    joined, right, true = (_pairs(linked, *by) for by in ((cluster,), (cluster, "true_person"), ("true_person",)))
    return right / joined, right / true


def _pairs(linked: pl.DataFrame, *columns: str) -> int:
    sizes = linked.drop_nulls(columns).group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _plainly_joined(records: pl.DataFrame, linked: pl.DataFrame) -> pl.DataFrame:
    """Join by the plain rule: the first record of each key with both names and the birth date, compared as they stand."""
    rule = pl.concat_str("first_name", "last_name", "birth_date", separator="|").alias("plain")
    plain = records.unique("person_id", keep="first", maintain_order=True).select("person_id", rule)
    return linked.join(plain, on="person_id", how="left")


def _by_sources(linked: pl.DataFrame) -> list[tuple[str, str, int, float, float]]:
    rows = []
    for one, other in combinations(sorted(linked["key_space"].unique()), 2):
        left, right = (linked.filter(pl.col("key_space") == name) for name in (one, other))
        true = left.join(right, on="true_person").height
        joined = left.join(right, on="cluster", suffix="_other")
        good = joined.filter(pl.col("true_person") == pl.col("true_person_other")).height
        if true:
            rows.append((one, other, true, good / max(joined.height, 1), good / true))
    return rows


def _by_group(linked: pl.DataFrame) -> list[tuple[str, int, float]]:
    """Return the recall of the pairs between the jail and the others, by the sex and the race that the jail knows."""
    jail, others = (linked.filter(pl.col("key_space").eq(made_up_names.JAIL) == inside) for inside in (True, False))
    pairs = jail.join(others, on="true_person", suffix="_other")
    good = pairs.with_columns(found=pl.col("cluster") == pl.col("cluster_other"))
    return [
        (f"{field} {group}", int(true), float(found))
        for field in ("sex", "race")
        for group, true, found in good.drop_nulls(field)
        .group_by(field)
        .agg(pl.len(), pl.col("found").mean())
        .sort(field)
        .iter_rows()
    ]


if __name__ == "__main__":
    main()
