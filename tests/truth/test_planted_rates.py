"""Planted rates lie inside the published 95 % intervals as often as they should, with true keys and with joined people.

Given who is counted, each outcome was drawn by itself with its planted chance. So the number of outcomes varies no more than
a binomial one, and a right interval holds the mean planted chance at least about 95 times in 100. A few seeds run with every
test; `make proof` runs fifty, and writes docs/proofs/planted.md.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import pytest

from benchmarks.build_and_pages import commit
from tests.places import ROOT
from tests.truth.built_county import LINKED, TRUE_KEYS, Built

PROOF = ROOT / "docs" / "proofs" / "planted.md"
SEEDS = range(200, 250)
PEOPLE = 2_000
COUNTIES = {"true keys": TRUE_KEYS, "joined by name": LINKED}

FOLLOWED = {
    "visit_after_jail": ("connection_to_care", 30, "sex"),
    "visit_after_hospital": ("follow_up_after_hospital", 30, "all"),
    "visit_after_emergency": ("follow_up_after_emergency", 30, "all"),
    "conviction_after_jail": ("reconviction", 365, "sex"),
    "revocation": ("supervision_revocation", 365, "all"),
    "homeless_again": ("return_to_homelessness", 365, "all"),
}
"""What is planted beside rebooking: the measure that must find it, its window, and what it is split by."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """One published answer, the rate that was planted for those who are truly counted, and how many of these there are."""

    measure_id: str
    value: float
    low: float
    high: float
    true_rate: float

    def holds(self, moved: float = 0.0) -> bool:
        """Whether the true rate, or one that is so much higher, lies inside."""
        return self.low <= self.true_rate + moved <= self.high


def intervals(built: Built) -> list[Interval]:
    """Return one interval for each measure, year and group: women and men, or everyone."""
    asked = [("rebooking", 365, "sex", built.truth["rebooking"])]
    asked += [(*FOLLOWED[planted], built.truth["measures"][planted]) for planted in FOLLOWED]
    found = []
    for measure_id, window_days, by, cells in asked:
        measured = built.answers(measure_id, by, window_days)
        for cell in cells:
            row = measured.get((cell["period"], cell["group"]))
            wanted = (
                cell["by"] == by and cell["window_days"] == window_days and cell["group"] in ("all", "female", "male")
            )
            if wanted and row is not None and row["denominator"]:
                found.append(
                    Interval(
                        measure_id=measure_id,
                        value=row["value"],
                        low=row["low"],
                        high=row["high"],
                        true_rate=cell["true_rate"],
                    )
                )
    return found


@pytest.mark.parametrize("seed", [100, 101])
def test_planted_rates_lie_inside_where_people_are_joined_by_name(tmp_path: Path, seed: int) -> None:
    """Were it 95 of 100, fewer than `fewest` would be inside less than once in 10,000 runs; the seeds are fixed."""
    found = intervals(Built(tmp_path, people=PEOPLE, seed=seed, county=LINKED))
    fewest = fewest_inside(len(found), 0.95, 1 / 10_000)
    assert len(found) > 40
    assert sum(interval.holds() for interval in found) >= fewest
    assert sum(interval.holds(moved=0.15) for interval in found) < fewest, "rates that are 15 points off are noticed"


@pytest.fixture(scope="module")
def proof() -> Iterator[dict[str, list[Interval]]]:
    """Collect the intervals of all seeds by how people were joined; write them down where all seeds were built."""
    found: dict[str, list[Interval]] = {name: [] for name in COUNTIES}
    yield found
    if all(len([one for one in many if one.measure_id == "rebooking"]) == 10 * len(SEEDS) for many in found.values()):
        PROOF.write_text("\n".join([*_head(), *_rows(found), ""]), "utf-8")


@pytest.mark.proof
@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_counties(tmp_path: Path, proof: dict[str, list[Interval]], seed: int) -> None:
    for number, (name, county) in enumerate(COUNTIES.items()):
        proof[name] += intervals(Built(tmp_path / str(number), people=PEOPLE, seed=seed, county=county))


@pytest.mark.proof
@pytest.mark.parametrize("name", COUNTIES)
def test_the_intervals_of_fifty_counties_hold_the_planted_rates(proof: dict[str, list[Interval]], name: str) -> None:
    """Coming back to jail with either; every measure with true keys. What joining does to the others is written down."""
    for measure_id in sorted({one.measure_id for one in proof[name]}):
        of_one = [one for one in proof[name] if one.measure_id == measure_id]
        if name == "true keys" or measure_id == "rebooking":
            assert sum(one.holds() for one in of_one) >= fewest_inside(len(of_one), 0.95, 1 / 10_000), measure_id


def _head() -> list[str]:
    return [
        "# Planted rates inside the published intervals",
        "",
        f"`make proof` at commit {commit()}, Python {sys.version.split()[0]}.",
        f"{len(SEEDS)} made-up counties (seeds {SEEDS[0]} to {SEEDS[-1]}, {PEOPLE:,} people each) go through the",
        "whole program, once with the true number of each person as the key, and once with people joined by name.",
        "Each row counts the yearly answers (for women and men, or for everyone), and how many of their 95 %",
        "intervals hold the rate that was planted. Where the program is right, about 95 of 100 do, or more. The",
        "last column is the mean of the published rates less that of the planted ones, in points of 100.",
        "",
        "Joined people lose a few links between agencies, so shares that need two agencies come out a little too low.",
        "",
        "| measure | people | intervals | hold the planted rate | of 100 | published less planted |",
        "|---|---|---:|---:|---:|---:|",
    ]


def _rows(found: dict[str, list[Interval]]) -> list[str]:
    rows = []
    for measure_id in ("rebooking", *(measure_id for measure_id, *_ in FOLLOWED.values())):
        for name, many in found.items():
            of_one = [one for one in many if one.measure_id == measure_id]
            inside = sum(one.holds() for one in of_one)
            off = 100 * fmean(one.value - one.true_rate for one in of_one)
            share = 100 * inside / len(of_one)
            rows.append(f"| {measure_id} | {name} | {len(of_one)} | {inside} | {share:.1f} | {off:+.2f} |")
    return rows


def fewest_inside(count: int, share: float, chance: float) -> int:
    """Return the largest k such that fewer than k of count happen with at most this chance, each with this share."""
    below = 0.0
    for k in range(count + 1):
        below += math.comb(count, k) * share**k * (1 - share) ** (count - k)
        if below > chance:
            return k
    return count
