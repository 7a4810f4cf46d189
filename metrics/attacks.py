"""What the most knowing reader can work out about one person's outcome: each attack gives what it found, never who."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import linprog
from scipy.sparse import vstack

from metrics.limits import TABLE
from metrics.reader import Knowledge

Floats = npt.NDArray[np.float64]

CONFIDENT: Final = math.log(0.95 / 0.05)
"""A claim is confident when the numbers turn the reader's odds by this much, in logarithms: from even odds to 0.95."""
_CERTAIN: Final = 1e-6
_SLACK: Final = 1.0
"""Counts that never fall may lie a little farther from the truth than the largest shift."""


@dataclass(frozen=True, kw_only=True)
class Reconstruction:
    """How well all shown counts together, solved for the outcomes, tell who has the outcome.

    auc: the chance that of two people, one with and one without the outcome, the one with it has the higher score; 0.5
    learns nothing. true_claims: people about whom the reader is confident and right, where the headline gave no reason to be.
    """

    auc: float
    true_claims: int


def reconstruct(known: Knowledge) -> Reconstruction:
    """Solve all shown counts for the outcomes, by the best linear estimate.

    Outcomes are taken as independent with the share of the headline, the noise with its variance; the estimate is then the
    one with the least expected squared error (a ridge regression). It is exact in what matters: it uses every shown
    count of every period, and knows for each who is in it.
    """
    share = known.share
    spread = share * (1 - share)
    weights = known.sizes.astype(np.float64)
    residual = known.shown - known.members @ (weights * share)
    weighted = known.members.multiply(weights).tocsr()
    covariance = spread * (weighted @ known.members.T).toarray() + TABLE.variance * np.eye(len(residual))
    root = cholesky(covariance, lower=True)
    halves = solve_triangular(root, np.column_stack([residual, known.members.toarray()]), lower=True)
    scores = share + spread * (halves[:, 1:].T @ halves[:, 0])
    told = spread * (halves[:, 1:] ** 2).sum(axis=0)
    evidence = _evidence(scores, share, told)
    has, has_not = evidence >= CONFIDENT, evidence <= -CONFIDENT
    claims = int(known.having[has].sum() + (known.sizes - known.having)[has_not].sum())
    return Reconstruction(auc=auc(scores, known.having, known.sizes - known.having), true_claims=claims)


def _evidence(scores: Floats, share: float, told: Floats) -> Floats:
    """Return by how much the estimates turn the reader's odds that a person has the outcome, in natural logarithms.

    What the headline alone tells is left out: where few come back, everyone may say of anyone that they did not.

    told: the part of a person's spread that the numbers tell, 0..1 by kind. With it, the estimate of a person with the
    outcome lies around share + told (1 - share), of one without around share (1 - told), both with variance told (1 - told)
    share (1 - share).
    """
    share = min(max(share, 1e-9), 1 - 1e-9)  # where nobody has the outcome, or everyone, there is nothing to find out
    rest = np.maximum(1 - told, 1e-9) * share * (1 - share)
    return np.asarray((scores - share - told * (0.5 - share)) / rest)


def auc(scores: Floats, having: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> float:
    """Return the area under the ROC curve of kinds with so many events with and without the outcome; ties count half."""
    order = np.argsort(scores, kind="stable")
    _, tied = np.unique(scores[order].round(12), return_inverse=True)
    positive, negative = np.bincount(tied, having[order]), np.bincount(tied, others[order])
    if not positive.sum() or not negative.sum():
        return 0.5
    below = np.cumsum(negative) - negative
    return float(np.sum(positive * (below + negative / 2)) / (positive.sum() * negative.sum()))


def certain(known: Knowledge, at_most: int = 60) -> int:
    """Count the people whose outcome follows with certainty, by linear programming, among the smallest kinds of people.

    The reader knows that no shift is larger than the table's. Of a kind all of whose people must have the outcome, or none
    may, everyone counts.
    """
    rows = vstack([known.members, -known.members])
    reach = TABLE.largest_shift + _SLACK
    bounds = np.column_stack([np.zeros(len(known.sizes)), known.sizes])
    limits = np.concatenate([known.shown + reach, reach - known.shown])
    found = 0
    for kind in np.argsort(known.sizes, kind="stable")[:at_most]:
        if _is_open(known, kind, reach):
            continue
        goal = np.zeros(len(known.sizes))
        for sign in (1.0, -1.0):
            goal[kind] = sign
            best = linprog(goal, A_ub=rows, b_ub=limits, bounds=bounds, method="highs")
            if best.status == 2:  # the counts cannot all be right: nothing follows from them
                return 0
            value = sign * best.fun
            if (sign > 0 and value > known.sizes[kind] - _CERTAIN) or (sign < 0 and value < _CERTAIN):
                found += int(known.sizes[kind])
                break
    return found


def _is_open(known: Knowledge, kind: int, reach: float) -> bool:
    """Return whether the shown counts surely allow that not all of a kind have the outcome, and that not none has.

    The truth, and the truth with one person of the kind moved, are answers of the linear program where no count is farther
    away than reach. Where these prove enough there is no need to solve it; where they do not, only solving it tells.
    """
    having, size = known.having[kind], known.sizes[kind]
    column = known.members[:, [kind]].toarray().ravel()
    off = known.members @ known.having.astype(np.float64) - known.shown
    allowed = [
        having + moved
        for moved in (-1, 0, 1)
        if 0 <= having + moved <= size and (np.abs(off + moved * column) <= reach).all()
    ]
    return bool(allowed) and min(allowed) < size and max(allowed) > 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Nested:
    """All pairs of shown groups of which one lies within the other.

    left: groups x groups; at [larger, smaller] 1 / (events that only the larger one has), elsewhere 0. pairs: per kind, how
    many pairs have it in the larger group alone.
    """

    left: Floats
    pairs: Floats


def nested(known: Knowledge) -> Nested:
    """Find the pairs, from who is in which group alone: they are the same whatever the outcomes are."""
    sizes = known.sizes.astype(np.float64)
    held = known.members @ sizes
    common = (known.members.multiply(sizes).tocsr() @ known.members.T).toarray()
    inside = (common == held) & (held < held[:, None])
    left = np.divide(1.0, held[:, None] - held, out=np.zeros_like(common), where=inside)
    return Nested(left=left, pairs=known.members.T @ (inside.sum(axis=1) - inside.sum(axis=0)).astype(np.float64))


def averaging(known: Knowledge, found: Nested) -> float:
    """Return how often a reader is right who averages, for a person, all differences of two shown groups that hold them.

    For each pair of shown groups of which one lies within the other, the people who are only in the larger one share the
    difference of the two counts. A person's guess is whether the mean of their shares is above that of half of all people.
    Right: the mean of how often it is so for people with the outcome and for people without; 0.5 learns nothing.
    """
    residual = known.shown - known.members @ (known.sizes * known.share)
    # A share counts for all people of the larger group, and is taken back from those of the smaller one.
    of_larger = residual * found.left.sum(axis=1) - found.left @ residual
    of_smaller = residual @ found.left - residual * found.left.sum(axis=0)
    sums = known.members.T @ (of_larger - of_smaller)
    scores = np.divide(sums, found.pairs, out=np.zeros_like(sums), where=found.pairs > 0)
    return right(scores, known)


def right(scores: Floats, known: Knowledge) -> float:
    """Return the balanced share of right guesses when people with a score above the middle one are guessed to have it."""
    order = np.argsort(scores, kind="stable")
    middle = scores[order][np.searchsorted(np.cumsum(known.sizes[order]), known.sizes.sum() / 2)]
    above, tied = scores > middle, scores == middle
    having, others = known.having, known.sizes - known.having
    if not having.sum() or not others.sum():
        return 0.5
    hits = (having[above].sum() + having[tied].sum() / 2) / having.sum()
    misses = (others[above].sum() + others[tied].sum() / 2) / others.sum()
    return float((hits + 1 - misses) / 2)
