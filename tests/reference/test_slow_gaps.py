"""The gap between two shares, found a slow way: by trying values until the range of the difference just reaches zero."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.gaps import difference, direction, ratio


@dataclass(frozen=True)
class Rate:
    """A share and its range."""

    value: float | None
    low: float | None
    high: float | None


def reaches_zero(
    one: tuple[float, float, float], other: tuple[float, float, float], times: float
) -> tuple[float, float]:
    """The ends of the range of one share minus times the other, added up term by term."""
    value, low, high = one
    other_value, other_low, other_high = other
    between = value - times * other_value
    below = math.sqrt((value - low) ** 2 + (times * (other_high - other_value)) ** 2)
    above = math.sqrt((high - value) ** 2 + (times * (other_value - other_low)) ** 2)
    return between - below, between + above


def crossing(one: tuple[float, float, float], other: tuple[float, float, float], end: int) -> float:
    """Halve a span again and again until the end (0: low, 1: high) of the range stands at zero."""
    inside, outside = one[0] / other[0], 0.0 if end == 0 else 1e6
    for _ in range(200):
        middle = (inside + outside) / 2
        low, high = reaches_zero(one, other, middle)
        if low <= 0 <= high:
            inside = middle
        else:
            outside = middle
    return inside


shares = st.integers(1, 99).flatmap(
    lambda value: st.tuples(
        st.just(value / 100),
        st.integers(1, value).map(lambda low: low / 100),
        st.integers(value, 99).map(lambda high: high / 100),
    )
)


@given(shares, shares)
def test_the_ratio_holds_what_the_difference_allows(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> None:
    found = ratio(Rate(*one), Rate(*other))
    assert found is not None
    assert found.value == pytest.approx(one[0] / other[0])
    assert found.low <= found.value * (1 + 1e-12)
    assert found.high >= found.value * (1 - 1e-12)
    assert found.low == pytest.approx(crossing(one, other, 0), rel=1e-6)
    assume(found.high < 1e5)  # beyond, the slow way stops looking
    assert found.high == pytest.approx(crossing(one, other, 1), rel=1e-6)


@given(shares, shares)
def test_a_gap_is_clear_by_difference_exactly_where_it_is_by_ratio(
    one: tuple[float, float, float], other: tuple[float, float, float]
) -> None:
    times = ratio(Rate(*one), Rate(*other))
    assert times is not None
    assume(abs(times.low - 1) > 1e-9 and abs(times.high - 1) > 1e-9)
    by_ratio = 1 if times.low > 1 else -1 if times.high < 1 else 0
    assert direction(Rate(*one), Rate(*other)) == by_ratio


def test_two_ranges_may_touch_while_the_difference_is_clear() -> None:
    one, near, far = Rate(0.32, 0.31, 0.33), Rate(0.333, 0.323, 0.343), Rate(0.337, 0.327, 0.347)
    assert (direction(one, near), direction(one, far), direction(far, one)) == (0, -1, 1)


@pytest.mark.parametrize("missing", [Rate(None, None, None), Rate(0.3, None, None)])
def test_without_a_number_or_a_range_there_is_no_gap(missing: Rate) -> None:
    known = Rate(0.2, 0.1, 0.3)
    assert difference(known, missing) is None
    assert ratio(missing, known) is None
    assert direction(known, missing) == 0


def test_nothing_is_told_in_times_of_zero() -> None:
    assert ratio(Rate(0.2, 0.1, 0.3), Rate(0.0, 0.0, 0.05)) is None
    up = ratio(Rate(0.2, 0.1, 0.3), Rate(0.05, 0.0, 0.1))
    assert up is not None
    assert up.high == math.inf
    none = ratio(Rate(0.0, 0.0, 0.1), Rate(0.2, 0.1, 0.3))
    assert none is not None
    assert (none.value, none.low) == (0.0, 0.0)
