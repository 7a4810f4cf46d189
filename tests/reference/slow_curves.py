"""The slow twin of the curves: lists, loops and fractions. It shares no code, and no variance formula, with metrics.

A row is (day, ending). Every estimate takes weights, one per row, so that a variance can be found by giving one row after
the other a little more and a little less weight (the infinitesimal jackknife; Efron 1982): no formula for it is needed.
"""

from collections.abc import Callable
from fractions import Fraction
from math import exp, log, sqrt

Row = tuple[int, str]
Weights = list[Fraction]
A_LITTLE = Fraction(1, 10**7)


def at_risk(rows: list[Row], day: int) -> int:
    return len([row for row in rows if row[0] >= day])


def survival(rows: list[Row], weights: Weights, outcomes: set[str], day: int) -> Fraction:
    """Multiply, over the days so far on which an outcome happened, the share of those at risk who had none."""
    product = Fraction(1)
    for step in sorted({end for end, ending in rows if ending in outcomes and end <= day}):
        watched = sum(weight for (end, _), weight in zip(rows, weights, strict=True) if end >= step)
        had = sum(
            weight for (end, ending), weight in zip(rows, weights, strict=True) if end == step and ending in outcomes
        )
        product *= 1 - Fraction(had) / watched
    return product


def incidence(rows: list[Row], weights: Weights, outcome: str, outcomes: set[str], day: int) -> Fraction:
    """Add up, over the days so far, the share still free of all outcomes times the share of them who had this one."""
    total = Fraction(0)
    for step in sorted({end for end, ending in rows if ending == outcome and end <= day}):
        watched = sum(weight for (end, _), weight in zip(rows, weights, strict=True) if end >= step)
        had = sum(weight for row, weight in zip(rows, weights, strict=True) if row == (step, outcome))
        total += survival(rows, weights, outcomes, step - 1) * Fraction(had) / watched
    return total


def mean_days(curve: Callable[[int], Fraction], horizon_days: int) -> Fraction:
    """Add up the curve day by day: its value at the end of day 0 holds for the first day, and so on."""
    return sum((curve(day) for day in range(horizon_days)), start=Fraction(0))


def variance(rows: list[Row], estimate: Callable[[Weights], Fraction]) -> float:
    """Sum the squares of what each row's weight does to the estimate."""
    total = Fraction(0)
    for number in range(len(rows)):
        more, less = [Fraction(1)] * len(rows), [Fraction(1)] * len(rows)
        more[number] += A_LITTLE
        less[number] -= A_LITTLE
        total += ((estimate(more) - estimate(less)) / (2 * A_LITTLE)) ** 2
    return float(total)


def interval(share: float, spread: float) -> tuple[float, float] | None:
    """Return the ends of the 95 % interval of a survival share on the scale log(-log(share))."""
    if share in (0, 1):
        return None
    middle, error = log(-log(share)), sqrt(spread) / (share * -log(share))
    return exp(-exp(middle + 1.959963984540054 * error)), exp(-exp(middle - 1.959963984540054 * error))


def log_rank(groups: dict[str, list[Row]], outcomes: set[str]) -> Fraction | None:
    """Compare observed and expected outcomes day by day, as one would on paper; two groups only."""
    first, second = groups.values()
    difference = spread = Fraction(0)
    for day in sorted({end for end, ending in first + second if ending in outcomes}):
        watched = at_risk(first, day), at_risk(second, day)
        had = [len([row for row in rows if row[0] == day and row[1] in outcomes]) for rows in (first, second)]
        all_watched, all_had = sum(watched), sum(had)
        difference += had[0] - Fraction(watched[0] * all_had, all_watched)
        if all_watched > 1:
            spread += Fraction(
                watched[0] * watched[1] * all_had * (all_watched - all_had), all_watched**2 * (all_watched - 1)
            )
    return difference**2 / spread if spread else None


def gray_expected(groups: dict[str, list[Row]], outcome: str, outcomes: set[str]) -> dict[str, Fraction]:
    """Share out each day's outcomes by the size of the risk sets in which those with another outcome have stayed."""
    expected = dict.fromkeys(groups, Fraction(0))
    for day in sorted({end for rows in groups.values() for end, ending in rows if ending == outcome}):
        sizes = {}
        for group, rows in groups.items():
            ones = [Fraction(1)] * len(rows)
            without = 1 - incidence(rows, ones, outcome, outcomes, day - 1)
            free = survival(rows, ones, outcomes, day - 1)
            sizes[group] = at_risk(rows, day) * without / free if at_risk(rows, day) else Fraction(0)
        had = len([row for rows in groups.values() for row in rows if row == (day, outcome)])
        for group, size in sizes.items():
            expected[group] += had * size / sum(sizes.values())
    return expected
