"""What a program costs and what it avoids: benefit minus cost over many tries, each with inputs drawn from their ranges.

A jail day has two costs. The marginal cost is what one day less saves at once: food, medicine, laundry. The average cost
is the whole budget over all days: most of it, such as staff, stays when a bed is empty, so it is never a saving. Between the
two, a whole unit that closes saves its staff: a step. Source: Henrichson and Galgano, A Guide to Calculating Justice-System
Marginal Costs, Vera Institute of Justice (2013).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from metrics.effects.answer import Estimate
from metrics.intervals import Z_95

Draws = npt.NDArray[np.float64]

TRIES: Final = 10_000
SEED: Final = 20261125
DAYS_IN_A_YEAR: Final = 365
_MIDDLE: Final = (5.0, 95.0)
"""The range that is told: 90 of 100 tries lie in it."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """An input of which the county knows the lowest, the likeliest and the highest value: a triangle of chances."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a range whose ends are not around its likely value."""
        if not 0 <= self.low <= self.likely <= self.high:
            raise ValueError(f"low, likely and high must rise from 0 on, not {self.low}, {self.likely}, {self.high}")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A unit of the jail that can be closed: its beds, and what it costs in a year."""

    beds: int
    cost_a_year: Range


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What is known of one program and its jail. Money in dollars of one year.

    effect: the difference in the share of people who came back (-1..1; below 0 is fewer). served: people in a year.
    program_cost: per person. days_per_return: days in jail that one return brings. marginal_day and average_day: the two
    costs of a jail day. step: None where the county names none.
    """

    effect: Estimate
    served: Range
    program_cost: Range
    days_per_return: Range
    marginal_day: Range
    average_day: Range
    step: Step | None


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number over all tries: its mean, and the range in which 90 of 100 tries lie."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of all tries.

    larger_of_100: in how many of 100 tries the benefits were larger than the cost, 0..100. benefit, cost and net: per person
    served, at the marginal cost of a day alone. returns and days: avoided per 100 people served; below 0 where there were
    more. beds: empty on an average day. now, if_closed and not_cashable: of a year, the three bands of what the avoided days
    cost on paper (bands). closes_of_100: in how many of 100 tries enough beds were empty to close a unit, None without a
    step. matters: each input with its rank correlation to net (Spearman), the strongest first, whatever its sign.
    """

    larger_of_100: float
    benefit: Amount
    cost: Amount
    net: Amount
    returns: Amount
    days: Amount
    beds: Amount
    now: Amount
    if_closed: Amount
    not_cashable: Amount
    closes_of_100: float | None
    matters: tuple[tuple[str, float], ...]


def tried(inputs: Inputs, *, tries: int = TRIES, seed: int = SEED) -> Result:
    """Draw every input tries times, each by itself, and return what came of it; the same seed gives the same result."""
    draws = drawn(inputs, tries, np.random.default_rng(seed))
    avoided = -draws["effect"]
    days = avoided * draws["days_per_return"]
    benefit = days * draws["marginal_day"]
    net = benefit - draws["program_cost"]
    days_a_year = days * draws["served"]
    parts = bands(days_a_year, draws, inputs.step)
    return Result(
        larger_of_100=float((net > 0).mean() * 100),
        benefit=amount(benefit),
        cost=amount(draws["program_cost"]),
        net=amount(net),
        returns=amount(avoided * 100),
        days=amount(days * 100),
        beds=amount(days_a_year / DAYS_IN_A_YEAR),
        now=amount(parts["now"]),
        if_closed=amount(parts["if_closed"]),
        not_cashable=amount(parts["not_cashable"]),
        closes_of_100=None if inputs.step is None else float((parts["units"] > 0).mean() * 100),
        matters=matters({name: draws[name] for name in _OF_NET}, net),
    )


_OF_NET: Final = ("effect", "program_cost", "days_per_return", "marginal_day")
"""The inputs that decide benefit minus cost."""


def drawn(inputs: Inputs, tries: int, rng: np.random.Generator) -> dict[str, Draws]:
    """Return the draws of each input by its name. The effect is normal around its value, with its interval as 95 %."""
    error = (inputs.effect.high - inputs.effect.low) / (2 * Z_95)
    ranges = {
        "served": inputs.served,
        "program_cost": inputs.program_cost,
        "days_per_return": inputs.days_per_return,
        "marginal_day": inputs.marginal_day,
        "average_day": inputs.average_day,
    }
    if inputs.step is not None:
        ranges["unit_cost"] = inputs.step.cost_a_year
    effect = np.clip(rng.normal(inputs.effect.value, error, tries), -1, 1)
    return {"effect": effect, **{name: _triangle(one, tries, rng) for name, one in ranges.items()}}


def _triangle(one: Range, tries: int, rng: np.random.Generator) -> Draws:
    if one.low == one.high:
        return np.full(tries, one.likely)
    return rng.triangular(one.low, one.likely, one.high, tries)


def bands(days_a_year: Draws, draws: Mapping[str, Draws], step: Step | None) -> dict[str, Draws]:
    """Divide what avoided days of a year cost at the average cost into three, for each try.

    now: at the marginal cost. if_closed: the cost of as many whole units (units) as the empty beds make up, an average day's
    beds being days / 365; at most what is left. not_cashable: the rest, which stays in the budget. Where days are below 0,
    more was spent: the same holds with the sign turned, and no unit closes.
    """
    paper = days_a_year * draws["average_day"]
    now = days_a_year * draws["marginal_day"]
    units, closing = np.zeros_like(paper), np.zeros_like(paper)
    if step is not None:
        units = np.floor(np.clip(days_a_year / DAYS_IN_A_YEAR, 0, None) / step.beds)
        closing = np.minimum(units * draws["unit_cost"], np.clip(paper - now, 0, None))
    return {"now": now, "if_closed": closing, "not_cashable": paper - now - closing, "units": units}


def amount(draws: Draws) -> Amount:
    """Return the mean of all tries and the range of the middle 90 of 100."""
    low, high = np.percentile(draws, _MIDDLE)
    return Amount(mean=float(draws.mean()), low=float(low), high=float(high))


def matters(inputs: Mapping[str, Draws], outcome: Draws) -> tuple[tuple[str, float], ...]:
    """Return each input with Spearman's rank correlation to the outcome, the strongest first; 0 for one that never varies."""
    found = [(name, _rank_correlation(draws, outcome)) for name, draws in inputs.items()]
    return tuple(sorted(found, key=lambda one: -abs(one[1])))


def _rank_correlation(one: Draws, other: Draws) -> float:
    if one.min() == one.max() or other.min() == other.max():
        return 0.0
    first, second = (draws.argsort(kind="stable").argsort(kind="stable").astype(np.float64) for draws in (one, other))
    return float(np.corrcoef(first, second)[0, 1])
