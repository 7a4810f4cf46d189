"""Pairs of one person of the program and the nearest other one, as a check of what the weights say."""

from typing import Final

import numpy as np

from metrics.effects.moments import Floats, Whole

CALIPER: Final = 0.2
"""Standard deviations of the log odds of being in the program. Source: Austin 2011, Pharmaceutical Statistics 10."""

ALONE: Final = -1


def pairs(chance: Floats, treated: Floats) -> Whole:
    """Return the number of each moment's pair, ALONE for those without one.

    1:1 without replacement. Moments of the program choose in turn, the highest chance first, for whom others are rarest;
    each takes the nearest other one that is free (the lower of two as near), if it lies within the caliper. Rows come in
    an order of their own, which decides ties, so the pairs are the same every time.
    """
    score = np.log(chance / (1 - chance))
    program, others = np.flatnonzero(treated == 1), np.flatnonzero(treated == 0)
    pair = np.full(score.size, ALONE, dtype=np.int64)
    if not program.size or not others.size:
        return pair
    spread = np.sqrt((score[program].var() + score[others].var()) / 2)
    program = program[np.argsort(-score[program], kind="stable")]
    others = others[np.argsort(score[others], kind="stable")]
    found = _nearest_free(score[program].tolist(), score[others].tolist(), CALIPER * float(spread))
    for number, (one, place) in enumerate(zip(program, found, strict=True)):
        if place != ALONE:
            pair[one] = pair[others[place]] = number
    return pair


def _nearest_free(wanted: list[float], offered: list[float], farthest: float) -> list[int]:
    """Return the place in offered (sorted) that each wanted takes in turn; ALONE where no free one is near enough."""
    size = len(offered)
    # Place p stands at p + 1, so that 0 and size + 1 are ends that are never taken.
    below, above = list(range(size + 2)), list(range(size + 2))
    taken: list[int] = []
    for value, start in zip(wanted, np.searchsorted(offered, wanted).tolist(), strict=True):
        low, high = _free(below, start), _free(above, start + 1)
        to_low = value - offered[low - 1] if low else np.inf
        to_high = offered[high - 1] - value if high <= size else np.inf
        if min(to_low, to_high) > farthest:
            taken.append(ALONE)
            continue
        place = low if to_low <= to_high else high
        below[place], above[place] = place - 1, place + 1
        taken.append(place - 1)
    return taken


def _free(leads_to: list[int], place: int) -> int:
    """Follow places that are taken to the next free one, and shorten the way for those who come later."""
    end = place
    while leads_to[end] != end:
        end = leads_to[end]
    while leads_to[place] != end:
        leads_to[place], place = end, leads_to[place]
    return end
