"""Rates of both sides by each choice of whom to count, with the influence that each moment has on them.

Every rate here is a sum over moments divided by another. So its influence function is known, and the spread of the rate
follows from how the influences of people add up, also where a person has several moments.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from metrics.effects.answer import Estimate
from metrics.effects.models import Chances
from metrics.effects.moments import Flags, Floats, Whole
from metrics.intervals import Z_95

TRIM: Final = 0.1
"""Chances below this or above 1 less this are trimmed. Source: Crump, Hotz, Imbens and Mitnik 2009, their rule of thumb."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rate:
    """A rate, and what each moment adds to its error: influences add up to 0, people's squared influences to its variance.

    reach: by how much each moment's outcome moves the rate when it is 1 instead of 0, the models staying as they are.
    """

    value: float
    influence: Floats
    reach: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Rates:
    """The rate with the program and that of the like group. counted: the moments that take part."""

    with_program: Rate
    like_group: Rate
    counted: Flags

    @property
    def difference(self) -> Rate:
        """With the program less like group."""
        return Rate(
            value=self.with_program.value - self.like_group.value,
            influence=self.with_program.influence - self.like_group.influence,
            reach=self.with_program.reach - self.like_group.reach,
        )


def overlap(chances: Chances, treated: Floats, outcome: Floats, weight: Floats) -> Rates:
    """Return the rates of those for whom either could have happened: each counts by e (1 - e), e the chance of the program.

    The augmented estimator in the form that small errors of either model do not move (to first order). Its terms are the
    efficient influence functions of sum(e (1-e) m) / sum(e (1-e)), in which the weight e (1-e) and the influence of
    having to learn e make (treated - e) squared together. The difference equals the partialling-out estimator of a partly
    linear model, whose m is e m1 + (1-e) m0. Were e wrong and m right, it is the difference for people weighted otherwise.
    Sources: Li, Morgan and Zaslavsky 2018 (the weights); Crump and others 2006 and Chernozhukov and others 2018, section 4
    (the score). weight: how often each row counts.
    """
    e, m1, m0 = chances.program, chances.outcome_with, chances.outcome_without
    squared = (treated - e) ** 2
    return Rates(
        with_program=_rate(squared * m1, treated * (1 - e), outcome - m1, squared, weight),
        like_group=_rate(squared * m0, (1 - treated) * e, outcome - m0, squared, weight),
        counted=np.ones(e.size, dtype=np.bool_),
    )


def on_the_treated(chances: Chances, treated: Floats, outcome: Floats) -> Rates:
    """Return the rate of the program's people, and what like others make of it (doubly robust; Hahn 1998)."""
    e, m0 = chances.program, chances.outcome_without
    odds = e / (1 - e)
    once = np.ones(e.size)
    return Rates(
        with_program=_rate(0 * treated, treated, outcome, treated, once),
        like_group=_rate(treated * m0, (1 - treated) * odds, outcome - m0, treated, once),
        counted=np.ones(e.size, dtype=np.bool_),
    )


def trimmed(chances: Chances, treated: Floats, outcome: Floats) -> Rates | None:
    """Return the rates of all whose chance of the program is TRIM to 1 - TRIM, each counting the same; None for nobody."""
    e, m1, m0 = chances.program, chances.outcome_with, chances.outcome_without
    kept = (e >= TRIM) & (e <= 1 - TRIM)
    if not kept.any():
        return None
    part = kept.astype(np.float64)
    return Rates(
        with_program=_rate(m1, treated / e, outcome - m1, part, part),
        like_group=_rate(m0, (1 - treated) / (1 - e), outcome - m0, part, part),
        counted=kept,
    )


def unadjusted(treated: Floats, outcome: Floats, counted: Flags) -> Rates:
    """Return the plain rates of those who are counted on each side."""
    part = counted.astype(np.float64)
    return Rates(
        with_program=_rate(0 * treated, treated, outcome, treated, part),
        like_group=_rate(0 * treated, 1 - treated, outcome, 1 - treated, part),
        counted=counted,
    )


def _rate(expected: Floats, share: Floats, known: Floats, bottom: Floats, weight: Floats) -> Rate:
    """Return the rate sum(expected + share known) / sum(bottom): known is the outcome, or how far it is from its model."""
    top = expected + share * known
    total = float(weight @ bottom)
    value = float(weight @ top) / total
    return Rate(value=value, influence=weight * (top - value * bottom) / total, reach=weight * share / total)


def one_person(rate: Rate, person: Whole) -> float:
    """Return the most by which the outcomes of one person, all their moments together, can move a rate or a difference."""
    return float(np.abs(np.bincount(person, weights=rate.reach)).max())


def variance(influence: Floats, group: Whole) -> float:
    """Return the sum of squares of each group's influence, a little enlarged for few groups (G / (G - 1))."""
    sums = np.bincount(group, weights=influence)
    return float(sums @ sums) * sums.size / max(sums.size - 1, 1)


def standard_error(rate: Rate, person: Whole) -> float:
    """Return the standard error of a rate or a difference, people being independent of each other."""
    return math.sqrt(variance(rate.influence, person))


def difference_interval(rate: Rate, spread: float) -> Estimate:
    """Return a difference with its 95 % interval; spread is its standard error."""
    return Estimate(value=rate.value, low=rate.value - Z_95 * spread, high=rate.value + Z_95 * spread)


def rate_interval(rate: Rate, spread: float) -> Estimate:
    """Return a rate (above 0, below 1) with its 95 % interval, made on the scale of log odds so that it stays inside."""
    odds = np.log(rate.value / (1 - rate.value))
    half = Z_95 * spread / (rate.value * (1 - rate.value))
    return Estimate(
        value=rate.value, low=float(1 / (1 + np.exp(half - odds))), high=float(1 / (1 + np.exp(-half - odds)))
    )
