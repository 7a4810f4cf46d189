"""Certainty by linear programming: the quick proof that nothing is certain says what solving every program says."""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from metrics.attacks import averaging, certain, nested
from metrics.limits import TABLE
from metrics.reader import Knowledge

REACH = TABLE.largest_shift + 1


def _drawn(seed: int, reach: int) -> Knowledge:
    """Draw a few groups of a few kinds of people, each count as far from the truth as reach allows or less."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 4, 5)
    having = rng.binomial(sizes, 0.5)
    members = np.vstack([np.ones(5), rng.random((3, 5)) < 0.5]).astype(np.float64)
    shown = members @ having + rng.choice([-reach, 0, reach], 4)
    return Knowledge(members=sparse.csr_matrix(members), shown=shown, sizes=sizes, having=having)


def _by_solving(known: Knowledge) -> int:
    """Solve for the least and the most that each kind can have."""
    members = known.members.toarray()
    rows = np.vstack([members, -members])
    limits = np.concatenate([known.shown + REACH, REACH - known.shown])
    bounds = [(0, int(size)) for size in known.sizes]
    found = 0
    for kind, size in enumerate(known.sizes):
        goal = np.eye(len(known.sizes))[kind]
        least = linprog(goal, A_ub=rows, b_ub=limits, bounds=bounds).fun
        most = -linprog(-goal, A_ub=rows, b_ub=limits, bounds=bounds).fun
        found += int(size) if least > size - 1e-6 or most < 1e-6 else 0
    return found


def test_what_is_certain_is_what_solving_every_program_says() -> None:
    found = [(certain(known), _by_solving(known)) for known in (_drawn(seed, REACH) for seed in range(60))]
    assert [one for one, _ in found] == [other for _, other in found]
    assert sum(one > 0 for one, _ in found) >= 10


def test_shifts_of_the_table_leave_nothing_certain() -> None:
    assert sum(certain(_drawn(seed, TABLE.largest_shift)) for seed in range(60)) == 0


def test_averaging_all_pairs_is_what_a_loop_over_them_finds() -> None:
    rng = np.random.default_rng(3)
    rights = []
    for _ in range(20):
        sizes = rng.integers(1, 9, 40)
        having = rng.binomial(sizes, 0.4)
        halves = rng.random((6, 40)) < 0.5
        groups = [np.ones(40, dtype=bool), *halves, *(one & other for one in halves for other in halves)]
        members = np.unique(np.array(groups), axis=0).astype(np.float64)
        shown = members @ having + rng.integers(-3, 4, len(members))
        known = Knowledge(members=sparse.csr_matrix(members), shown=shown, sizes=sizes, having=having)
        rights.append((averaging(known, nested(known)), _by_looping(known, members)))
    np.testing.assert_allclose([one for one, _ in rights], [other for _, other in rights], atol=1e-12)


def _by_looping(known: Knowledge, members: np.ndarray) -> float:
    """Ask for each pair of groups whether one lies within the other, and give each person the shares of the rest."""
    shares: list[list[float]] = [[] for _ in known.sizes]
    for larger, more in zip(members, known.shown, strict=True):
        for smaller, fewer in zip(members, known.shown, strict=True):
            rest = (larger > 0) & (smaller == 0)
            if not rest.any() or ((smaller > 0) & (larger == 0)).any():
                continue
            events = known.sizes[rest].sum()
            expected = (known.sizes * known.share)[rest].sum()
            for kind in np.flatnonzero(rest):
                shares[kind].append(((more - fewer) - expected) / events)
    scores = [float(np.mean(one)) if one else 0.0 for one in shares]
    people = [score for score, size in zip(scores, known.sizes, strict=True) for _ in range(size)]
    middle = sorted(people)[(len(people) - 1) // 2]
    right_of_having = right_of_others = 0.0
    for score, size, having in zip(scores, known.sizes, known.having, strict=True):
        guessed = 1.0 if score > middle + 1e-12 else 0.5 if abs(score - middle) <= 1e-12 else 0.0
        right_of_having += guessed * having
        right_of_others += (1 - guessed) * (size - having)
    right_shares = (right_of_having / known.having.sum(), right_of_others / (known.sizes - known.having).sum())
    return float(sum(right_shares)) / 2
