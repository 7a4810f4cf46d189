"""The planted truth is found where the naive difference misses it, and intervals hold it as often as they should.

Ten seeds run with every test; `make proof` runs a thousand, and writes docs/proofs/effects.md.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

import numpy as np
import pytest

from benchmarks.build_and_pages import commit
from metrics.effects.answer import Choice
from metrics.intervals import Z_95
from tests.effects.bootstrap import bootstrap_standard_error
from tests.effects.planted import COVARIATES, MANY, OUTCOME, World, answer, plant
from tests.places import ROOT

PROOF = ROOT / "docs" / "proofs" / "effects.md"
PEOPLE = 2_000
FEW_SEEDS, SEEDS = range(10), range(1_000, 2_000)
FIRST = 200
TRIES = 500
WIDTH = 2 * Z_95
"""Standard errors in an interval."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one seed gave: the planted difference, ours with its interval, each other choice, and the naive difference."""

    truth: float
    value: float
    low: float
    high: float
    choices: dict[Choice, tuple[float, float, float]]
    naive: float

    def holds(self) -> bool:
        """Whether the interval holds the truth."""
        return self.low <= self.truth <= self.high


def found(seed: int) -> Found:
    """Plant a world of this seed, in which the program prevents much, little or nothing, and ask for its effect."""
    world = World(effect=float(np.random.default_rng([seed, 1]).uniform(-1.0, 0.0)))
    planted = plant(PEOPLE, seed, world)
    (window,) = answer(planted.moments).windows
    assert window.declined == ()
    assert window.difference is not None
    return Found(
        truth=plant(MANY, seed, world).truth(),
        value=window.difference.value,
        low=window.difference.low,
        high=window.difference.high,
        choices={one.choice: (one.difference.value, one.difference.low, one.difference.high) for one in window.choices},
        naive=planted.finishers_less_others(),
    )


def bias(many: Sequence[Found]) -> float:
    """Return the mean of the estimates less the truths, in points."""
    return 100 * fmean(one.value - one.truth for one in many)


def test_ten_planted_effects_are_found_and_the_naive_difference_misses_them() -> None:
    """A standard error is 1.9 points, so the mean of ten is off by 2 points in less than 1 of 1,000 runs; the seeds are
    fixed. Fewer than 7 of 10 intervals of 95 % hold the truth in 1 of 1,000."""
    many = [found(seed) for seed in FEW_SEEDS]
    assert abs(bias(many)) < 2
    assert sum(one.holds() for one in many) >= 7
    assert abs(100 * fmean(one.naive - one.truth for one in many)) > 5
    assert abs(100 * fmean(one.choices[Choice.UNADJUSTED][0] - one.truth for one in many)) > 5


@pytest.fixture(scope="module")
def proof() -> Iterator[list[Found]]:
    """Collect what all seeds gave; write it down where none was declined, also where a goal is missed."""
    many: list[Found] = []
    yield many
    if len(many) == len(SEEDS):
        PROOF.write_text("\n".join([*_head(many), *_rows(many), "", *_errors(), ""]), "utf-8")


@pytest.mark.proof
def test_a_thousand_planted_effects(proof: list[Found]) -> None:
    """The goals of issue 7: 93 to 97 of 100, bias under half a point, the naive difference off by more than 5 points.

    It asks for two hundred seeds. Of so few, right intervals hold the truth in less than 93 or more than 97 of 100 once in
    seven times; of a thousand, once in three hundred.
    """
    proof += [found(seed) for seed in SEEDS]
    assert abs(bias(proof)) < 0.5
    assert 0.93 <= fmean(one.holds() for one in proof) <= 0.97
    assert abs(100 * fmean(one.naive - one.truth for one in proof)) > 5


def _head(many: Sequence[Found]) -> list[str]:
    spread, told = stdev(one.value - one.truth for one in many), fmean(one.high - one.low for one in many) / WIDTH
    by_chance = 100 * math.sqrt(0.95 * 0.05 / len(many))
    return [
        "# Planted effects of a program, found again",
        "",
        f"`make proof` at commit {commit()}, Python {sys.version.split()[0]}; alone:",
        "`python -m pytest -m proof tests/effects`.",
        "",
        f"{len(many)} made-up worlds (seeds {SEEDS[0]} to {SEEDS[-1]}, {PEOPLE:,} people each, half with a second moment).",
        "People with more need and a longer history enter the program and come back more often, and those finish who",
        "would have done well anyway. The outcome bends in ways that our models do not have. The true effect differs",
        f"from world to world. It is made from the planted chances of {MANY:,} people, and those for whom either could",
        "have happened count most, as in the method. All figures are in points of 100. The comparisons treated, matched and",
        "trimmed are about other people, so they may lie off this truth without being wrong.",
        "",
        "In issue 7 the goals are 93 to 97 of 100 and less than half a point for the line of the answer.",
        f"Were intervals right, 95 of 100 would hold the truth, give or take {by_chance:.1f} (one standard deviation).",
        f"Of the first {FIRST} worlds alone {100 * fmean(one.holds() for one in many[:FIRST]):.1f} of 100 did, with a mean "
        f"of {bias(many[:FIRST]):+.2f} (of so few, give or take {100 * math.sqrt(0.95 * 0.05 / FIRST):.1f}).",
        f"The estimates lie {100 * spread:.2f} points from the truth (standard deviation).",
        f"Their own standard errors say {100 * told:.2f}.",
        "",
        "| comparison | mean less truth | hold the truth, of 100 | worlds off by more than 5 points |",
        "|---|---:|---:|---:|",
    ]


def _rows(many: Sequence[Found]) -> list[str]:
    rows = []
    for choice in (Choice.OVERLAP, *(one for one in Choice if one is not Choice.OVERLAP)):
        parts = [(*one.choices[choice], one.truth) for one in many]
        off = [100 * (value - truth) for value, _, _, truth in parts]
        held = 100 * fmean(low <= truth <= high for _, low, high, truth in parts)
        name = f"{choice.value} (the answer)" if choice is Choice.OVERLAP else choice.value
        rows.append(f"| {name} | {fmean(off):+.2f} | {held:.1f} | {sum(abs(one) > 5 for one in off)} |")
    off = [100 * (one.naive - one.truth) for one in many]
    far = sum(abs(one) > 5 for one in off)
    return [*rows, f"| finishers less everyone else (never shown) | {fmean(off):+.2f} | | {far} |"]


def _errors() -> list[str]:
    """Return what the bootstrap says of one world, as a check of the standard error."""
    moments = plant(PEOPLE, SEEDS[0], World()).moments
    difference = answer(moments).windows[0].difference
    assert difference is not None
    drawn = bootstrap_standard_error(moments, covariates=COVARIATES, outcome_name=OUTCOME, seed=1, tries=TRIES)
    return [
        f"Standard error in one world: {100 * (difference.high - difference.low) / WIDTH:.3f} points by influence function,",
        f"{100 * drawn:.3f} by {TRIES} bootstrap draws of people with everything learnt anew.",
        f"The bootstrap knows it to {100 / math.sqrt(2 * TRIES):.1f} of 100.",
    ]
