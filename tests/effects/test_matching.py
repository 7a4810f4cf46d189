"""Pairs are those of a slow twin that looks at everyone, and a small case by hand."""

import math

import numpy as np
import pytest

from metrics.effects.choices import _spread, matched
from metrics.effects.matching import ALONE, CALIPER, pairs
from metrics.effects.moments import Floats


def slow(chance: Floats, treated: Floats) -> list[tuple[int, int]]:
    """Return the pairs: the highest chance first, the nearest free one, the lower of two as near, the earlier of equals."""
    score = [math.log(one / (1 - one)) for one in chance]
    sides = [[score[row] for row in range(len(score)) if treated[row] == side] for side in (0, 1)]
    farthest = CALIPER * math.sqrt((np.var(sides[0]) + np.var(sides[1])) / 2)
    free = sorted((row for row in range(len(score)) if treated[row] == 0), key=lambda row: score[row])
    found = []
    for one in sorted((row for row in range(len(score)) if treated[row] == 1), key=lambda row: -score[row]):
        near = [row for row in free if abs(score[row] - score[one]) <= farthest]
        if near:
            nearest = min(abs(score[row] - score[one]) for row in near)
            ties = [row for row in near if abs(score[row] - score[one]) == nearest]
            below = [row for row in ties if score[row] < score[one]]
            chosen = below[-1] if below else ties[0]
            found.append((one, chosen))
            free.remove(chosen)
    return sorted(found)


@pytest.mark.parametrize("seed", range(8))
def test_pairs_are_those_of_a_slow_twin(seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = np.round(chance.uniform(0.05, 0.95, 120), 9)
    treated = (chance.random(120) < scores).astype(np.float64)
    pair = pairs(scores, treated)
    found = []
    for number in set(pair.tolist()) - {ALONE}:
        one, other = sorted(np.flatnonzero(pair == number).tolist(), key=lambda row: -treated[row])
        found.append((one, other))
    assert sorted(found) == slow(scores, treated)
    assert found, "there are pairs"
    assert (pair == ALONE).any(), "and some stay alone"


def test_nobody_is_paired_where_one_side_is_empty() -> None:
    assert pairs(np.array([0.5, 0.4]), np.array([1.0, 1.0])).tolist() == [ALONE, ALONE]


def test_the_nearest_is_taken_only_once() -> None:
    """0.61 comes first and takes 0.60; for 0.59 the nearest that is left, 0.30, is too far."""
    pair = pairs(np.array([0.59, 0.61, 0.60, 0.30]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert pair[1] == pair[2] != ALONE
    assert pair[0] == pair[3] == ALONE


@pytest.mark.parametrize(("others", "variance"), [((0, 0, 1, 1), 1 / 7 + 1 / 3 - 1 / 8), ((1, 1, 0, 0), 1 / 7)])
def test_people_and_pairs_hang_together(others: tuple[int, ...], variance: float) -> None:
    """Four pairs; in the program 1, 1, 0, 0. Each of eight influences is 1/8 in size: 8/64, and 8/7 of it for few people.

    Pairs that differ add up to 1/4 each: 4/16, and 4/3 of it. Pairs that are alike cancel, which is not counted on.
    """
    treated, pair = np.repeat([1.0, 0.0], 4), np.tile(np.arange(4), 2)
    rates = matched(treated, np.array([1.0, 1, 0, 0, *others]), pair)
    assert rates is not None
    assert _spread(rates, np.arange(8), pair) == pytest.approx(math.sqrt(variance))
