"""Whether groups differ by more than chance over the whole of the follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import chdtrc

from metrics.curves import before, competing_only, incidence_of, survival_after
from metrics.endings import Counts, Numbers, risk_sets


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """A test of several groups. statistic is chi-square with degrees_of_freedom when the groups do not differ.

    p_value: the chance of a statistic this large then. Both are null, and degrees_of_freedom 0, where nothing can be
    compared: fewer than two groups, or no outcome on a day on which two groups were watched.
    groups: one row per group, the columns of by, people, observed (outcomes) and expected (those that it would have had,
    were all groups alike).
    """

    statistic: float | None
    degrees_of_freedom: int
    p_value: float | None
    groups: pl.DataFrame


def log_rank(table: pl.DataFrame, by: Sequence[str], outcomes: Sequence[str]) -> Comparison:
    """Test whether the rate of the outcomes among those still free of them is the same in all groups (log-rank).

    table: the columns of endings.count_endings; any ending not in outcomes counts as censored, so with competing endings
    the test compares the rates among those still watched, not the shares (for these: gray).
    Ties: the variance is hypergeometric, given each day's numbers at risk and outcomes in all groups together, as in R's
    survdiff. Sources: Mantel 1966; Peto and Peto 1972; Kalbfleisch and Prentice 2002, section 1.5.
    """
    sets = risk_sets(table, by, outcomes)
    events, at_risk = sets.events.sum(axis=0), sets.at_risk
    all_events, everyone = events.sum(axis=0), np.maximum(at_risk.sum(axis=0), 1)
    share = at_risk / everyone
    expected = np.sum(share * all_events, axis=1)
    spread = all_events * (everyone - all_events) / np.maximum(everyone - 1, 1)
    covariance = np.diag(np.sum(share * spread, axis=1)) - (share * spread) @ share.T
    observed = events.sum(axis=1)
    return _comparison(sets.groups, at_risk, observed, expected, observed - expected, covariance)


def gray(table: pl.DataFrame, by: Sequence[str], outcome: str, outcomes: Sequence[str]) -> Comparison:
    """Test whether the cumulative incidence of one outcome is the same in all groups, other outcomes competing (Gray).

    table and outcomes as in curves.cumulative_incidence; outcome is one of them. All days weigh the same (rho = 0 in R
    cmprsk::cuminc, with which it agrees). expected are the outcomes that a group would have had with the pooled
    subdistribution rate; unlike in a log-rank test those who had another outcome stay in its risk set.
    Ties: the day's increments are taken together; the variance is reduced for ties as cmprsk does. The variance does not
    assume that censoring, or the competing outcomes, are alike in the groups. Source: Gray 1988, Annals of Statistics 16.
    """
    competing_only(table, outcomes)
    if outcome not in outcomes:
        raise ValueError(f"{outcome!r} is not among the outcomes {list(outcomes)}")
    sets = risk_sets(table, by, outcomes)
    if not sets.groups.height:
        return _comparison(sets.groups, sets.at_risk, np.zeros(0), np.zeros(0), np.zeros(0), np.zeros((0, 0)))
    chosen = tuple(outcomes).index(outcome)
    happens = sets.events.sum(axis=(0, 1)) > 0
    events, at_risk = sets.events[:, :, happens], sets.at_risk[:, happens]
    own, other = events[chosen], events.sum(axis=0) - events[chosen]
    left = survival_after(own + other, at_risk)
    free = before(left, 1.0)
    had = before(incidence_of(events, at_risk)[chosen], 0.0)

    weights = _ratio(at_risk, free)
    total = weights.sum(axis=0)
    pooled = np.cumsum(_ratio(own.sum(axis=0), total))
    rate = _ratio(own.sum(axis=0), total * (1 - before(pooled, 0.0)))
    in_risk_set = weights * (1 - had)
    expected = in_risk_set * _ratio(own.sum(axis=0), in_risk_set.sum(axis=0))
    covariance = _gray_covariance(at_risk, own, other, left, free, weights, rate, pooled)
    observed = own.sum(axis=1)
    difference = observed - expected.sum(axis=1)
    return _comparison(sets.groups, sets.at_risk, observed, expected.sum(axis=1), difference, covariance)


def _gray_covariance(
    at_risk: Counts,
    own: Counts,
    other: Counts,
    left: Numbers,
    free: Numbers,
    weights: Numbers,
    rate: Numbers,
    pooled: Numbers,
) -> Numbers:
    """Return, [G, G], the covariance of the observed less the expected outcomes.

    All arrays are [G, D], but rate and pooled, [D]. Each group's outcomes on a day, and each group's competing outcomes,
    are independent given the past; both act on every group's score: at once, and by what they change for later days.
    """
    size = len(at_risk)
    total = weights.sum(axis=0)
    all_own = own.sum(axis=0)
    covariance = np.zeros((size, size))
    for group in range(size):
        now = weights * ((np.arange(size) == group)[:, None] - _ratio(weights[group], total))
        effect = now * rate
        later = effect.sum(axis=1, keepdims=True) - np.cumsum(effect, axis=1)
        ratio = _ratio(1 - pooled, left[group])
        people = at_risk[group]

        untied = 1 - _ratio(np.maximum(all_own - 1, 0), total * free[group] - 1)
        spread = untied * free[group] * _ratio(all_own, total * people)
        moved = now + (1 - ratio) * later
        covariance += (moved * spread) @ moved.T

        untied = 1 - _ratio(np.maximum(other[group] - 1, 0), people - 1)
        spread = untied * _ratio(free[group] ** 2 * other[group], people**2)
        moved = ratio * later
        covariance += (moved * spread) @ moved.T
    return covariance


def _ratio(top: npt.NDArray[np.generic], bottom: npt.NDArray[np.generic]) -> Numbers:
    """Divide; 0 where the bottom is 0 or less."""
    above, below = np.broadcast_arrays(top.astype(np.float64), bottom.astype(np.float64))
    quotient: Numbers = np.divide(above, below, out=np.zeros(below.shape), where=below > 0)
    return quotient


def _comparison(
    groups: pl.DataFrame,
    at_risk: Counts,
    observed: npt.NDArray[np.generic],
    expected: Numbers,
    difference: Numbers,
    covariance: Numbers,
) -> Comparison:
    """Return the quadratic form of all groups but one; groups from which nothing was expected do not take part."""
    columns = pl.DataFrame({"people": at_risk[:, 0], "observed": observed.astype(np.int64), "expected": expected})
    table = pl.concat([groups, columns], how="horizontal") if groups.width else columns
    (part,) = np.nonzero((expected > 0) & (np.diag(covariance) > 0))
    part = part[:-1]
    if not part.size:
        return Comparison(statistic=None, degrees_of_freedom=0, p_value=None, groups=table)
    chosen = covariance[np.ix_(part, part)]
    statistic = float(difference[part] @ np.linalg.solve(chosen, difference[part]))
    return Comparison(
        statistic=statistic,
        degrees_of_freedom=part.size,
        p_value=float(chdtrc(part.size, statistic)),
        groups=table,
    )
