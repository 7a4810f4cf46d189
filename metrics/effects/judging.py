"""Whether the two sides are like enough to compare: balance, overlap, what weights leave, and the limits for declining."""

from typing import Final

import numpy as np

from metrics.effects.answer import Balance, Declined, Overlap, Side, WindowEffect
from metrics.effects.design import Design
from metrics.effects.moments import Floats
from metrics.intervals import FEW_EVENTS

FEWEST_PEOPLE: Final = 50
"""On each side, as they are and as weighting leaves them. Our own: with 50 a side an interval is up to 40 points wide."""
FEWEST_EVENTS: Final = FEW_EVENTS
"""With the outcome, and without it, on each side: where a rate is marked as shaky elsewhere, none is compared here."""
MOST_LOST: Final = 0.05
"""Of a side. Source: Sackett and others 1997, "5 and 20": fewer lost than 5 of 100 matter little. From memory."""
LEAST_INSIDE: Final = 0.5
"""Of the program. With fewer, most of its people are not in the comparison. The measure is that of Imbens and Rubin 2015,
chapter 14; the limit is our own. Two normal curves two standard deviations apart lie at 0.48."""
MIDDLE: Final = (0.025, 0.975)
FARTHEST: Final = 0.1
"""Standard deviations that a covariate may differ by after weighting. Source: Austin 2009, Statistics in Medicine 28."""


def overlap_weights(chance: Floats, treated: Floats) -> Floats:
    """Return 1 - e for moments of the program and e for others (Li, Morgan and Zaslavsky 2018)."""
    return np.where(treated == 1, 1 - chance, chance)


def effective(weights: Floats) -> float:
    """Return how many equally counted moments these are worth. Source: Kish 1965."""
    return float(weights.sum() ** 2 / (weights @ weights))


def balance(design: Design, treated: Floats, weights: Floats) -> tuple[Balance, ...]:
    """Return how far apart the sides' means lie in each column, before and after weighting.

    Both are divided by the standard deviation before weighting, the root of the mean of both sides' variances, so that
    only the means can change. Infinite where each side has one value and these differ. Source: Austin 2009.
    """
    one, other = treated == 1, treated == 0
    columns = design.columns
    spread = np.sqrt((columns[one].var(axis=0) + columns[other].var(axis=0)) / 2)
    before = columns[one].mean(axis=0) - columns[other].mean(axis=0)
    after = np.average(columns[one], axis=0, weights=weights[one])
    after -= np.average(columns[other], axis=0, weights=weights[other])
    return tuple(
        Balance(covariate=name, level=level, before=_part(far, size), after=_part(left, size))
        for (name, level), far, left, size in zip(design.names, before, after, spread, strict=True)
    )


def _part(distance: float, spread: float) -> float:
    if spread > 0:
        return float(distance / spread)
    return float(np.copysign(np.inf, distance)) if distance else 0.0


def overlap(chance: Floats, treated: Floats) -> Overlap:
    """Return how far the chances of both sides lie over each other."""
    program, others = chance[treated == 1], chance[treated == 0]
    low, high = np.quantile(others, MIDDLE)
    tenths = [tuple(np.histogram(side, bins=10, range=(0, 1))[0].tolist()) for side in (program, others)]
    return Overlap(
        share_inside=float(((program >= low) & (program <= high)).mean()), program=tenths[0], others=tenths[1]
    )


def too_few(program: Side, others: Side) -> tuple[Declined, ...]:
    """Return the reasons to decline that are known before any model."""
    sides = (program, others)
    events = min(min(side.with_outcome, side.moments - side.with_outcome) for side in sides)
    found = {
        Declined.FEW_PEOPLE: min(side.people for side in sides) < FEWEST_PEOPLE,
        Declined.FEW_EVENTS: events < FEWEST_EVENTS,
        Declined.LOST: any(side.lost > MOST_LOST * (side.moments + side.lost) for side in sides),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def unlike(judged: WindowEffect) -> tuple[Declined, ...]:
    """Return the reasons to decline that weighting shows."""
    worth = [side.effective for side in (judged.program, judged.others) if side.effective is not None]
    found = {
        Declined.NO_OVERLAP: judged.overlap is not None and judged.overlap.share_inside < LEAST_INSIDE,
        Declined.FEW_EFFECTIVE: any(people < FEWEST_PEOPLE for people in worth),
        Declined.UNBALANCED: any(abs(one.after) > FARTHEST for one in judged.balance),
    }
    return tuple(reason for reason, holds in found.items() if holds)
