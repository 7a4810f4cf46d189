"""How far two published shares lie apart: the difference, and how many times as often, each with the range it likely has.

Both use only what a publication holds, a share and its range. Those ranges hold the noise of protection too, so the ranges
here do as well.
"""

import math
from dataclasses import dataclass
from typing import Protocol


class Share(Protocol):
    """A share with the range in which the true one likely lies (95 %): each 0..1, or None where there is no number."""

    @property
    def value(self) -> float | None:
        """The share."""

    @property
    def low(self) -> float | None:
        """The low end of its range."""

    @property
    def high(self) -> float | None:
        """The high end of its range."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A difference or a ratio and its 95 % range; high may be infinite for a ratio, where the other share may be 0."""

    value: float
    low: float
    high: float


def difference(one: Share, other: Share) -> Gap | None:
    """Return how much larger one share is than the other, -1..1; None where either has no number or no range.

    Source: Newcombe 1998, method 10: the range of a difference of two independent shares from the range of each. People who
    are in both make it a little too wide.
    """
    known = _known(one, other)
    if known is None:
        return None
    (value, low, high), (other_value, other_low, other_high) = known
    between = value - other_value
    return Gap(
        value=between,
        low=between - math.hypot(value - low, other_high - other_value),
        high=between + math.hypot(high - value, other_value - other_low),
    )


def ratio(one: Share, other: Share) -> Gap | None:
    """Return how many times as large one share is as the other; None where either has no number, or the other is 0.

    Source: Donner and Zou 2012: the range holds every r for which 0 lies in the range of the difference between one share
    and r times the other, that range made as in difference().
    """
    known = _known(one, other)
    if known is None or known[1][0] == 0:
        return None
    (value, low, high), (other_value, other_low, other_high) = known
    product = value * other_value
    lowest, below = low * (2 * value - low), other_high * (2 * other_value - other_high)
    highest, above = high * (2 * value - high), other_low * (2 * other_value - other_low)
    # Neither root divides by what may be 0 (a range may reach twice its share), and none is below 0 but by rounding.
    low_end = lowest / (product + math.sqrt(max(0.0, product * product - lowest * below))) if lowest else 0.0
    high_end = (product + math.sqrt(max(0.0, product * product - highest * above))) / above if above > 0 else math.inf
    return Gap(value=value / other_value, low=low_end, high=high_end)


def direction(one: Share, other: Share) -> int:
    """Return 1 or -1 where one share is clearly larger or smaller than the other, 0 where it may well be chance."""
    between = difference(one, other)
    if between is None:
        return 0
    return 1 if between.low > 0 else -1 if between.high < 0 else 0


Numbers = tuple[float, float, float]


def _known(one: Share, other: Share) -> tuple[Numbers, Numbers] | None:
    if one.value is None or one.low is None or one.high is None:
        return None
    if other.value is None or other.low is None or other.high is None:
        return None
    return (one.value, one.low, one.high), (other.value, other.low, other.high)
