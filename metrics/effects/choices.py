"""The same question answered by every other choice, so that a reader sees how much hangs on ours."""

import math
from collections.abc import Callable

import numpy as np

from metrics.effects import matching, scores
from metrics.effects.answer import Choice, Other
from metrics.effects.models import Chances
from metrics.effects.moments import Floats, Moments, Whole
from metrics.effects.scores import Rates, difference_interval, one_person, variance


def side_by_side(moments: Moments, outcome: Floats, chances: Chances) -> tuple[Other, ...]:
    """Return one result for each choice, in the order of Choice; a choice for which nobody is left is not among them."""
    treated = moments.treated
    pair = matching.pairs(chances.program, treated)
    everyone = np.ones(treated.size, dtype=np.bool_)
    ways: dict[Choice, Callable[[], Rates | None]] = {
        Choice.UNADJUSTED: lambda: scores.unadjusted(treated, outcome, everyone),
        Choice.OVERLAP: lambda: scores.overlap(chances, treated, outcome, np.ones(treated.size)),
        Choice.TREATED: lambda: scores.on_the_treated(chances, treated, outcome),
        Choice.MATCHED: lambda: matched(treated, outcome, pair),
        Choice.TRIMMED: lambda: scores.trimmed(chances, treated, outcome),
    }
    found = []
    for choice, way in ways.items():
        rates = way()
        if rates is not None:
            spread = _spread(rates, moments.person, pair if choice is Choice.MATCHED else None)
            found.append(_other(choice, rates, spread, moments))
    return tuple(found)


def matched(treated: Floats, outcome: Floats, pair: Whole) -> Rates | None:
    """Return the plain rates of those in pairs; None where there are no pairs."""
    in_pair = pair != matching.ALONE
    return scores.unadjusted(treated, outcome, in_pair) if in_pair.any() else None


def _spread(rates: Rates, person: Whole, pair: Whole | None) -> float:
    """Return the standard error of the difference; in pairs, both people and pairs hang together.

    Pairs: Cameron, Gelbach and Miller 2011, two ways of clustering, and no less than people alone give. That pairs were
    found by a chance that was itself learnt is not in it: it would make the error smaller (Abadie and Imbens 2016).
    """
    influence = rates.difference.influence
    by_person = variance(influence, person)
    if pair is None:
        return math.sqrt(by_person)
    counted = rates.counted
    both = by_person + variance(influence[counted], pair[counted]) - float(influence @ influence)
    return math.sqrt(max(by_person, both))


def _other(choice: Choice, rates: Rates, spread: float, moments: Moments) -> Other:
    treated = moments.treated
    return Other(
        choice=choice,
        with_program=rates.with_program.value,
        like_group=rates.like_group.value,
        difference=difference_interval(rates.difference, spread),
        one_person=one_person(rates.difference, moments.person),
        program_moments=int((treated[rates.counted] == 1).sum()),
        other_moments=int((treated[rates.counted] == 0).sum()),
    )
