"""Whole people of every 100: parts that add up, curves that do not fall, ranges that never claim too much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presentation.rounding import likely_between, of_100, parts_of_100


@pytest.mark.parametrize(("share", "number"), [(0.0, 0), (0.3214, 32), (0.325, 33), (0.3249, 32), (1.0, 100)])
def test_a_half_goes_up(share: float, number: int) -> None:
    assert of_100(share) == number


@pytest.mark.parametrize(
    ("low", "high", "between"),
    [(0.3163, 0.3265, (31, 33)), (0.31, 0.37, (31, 37)), (0.0, 0.004, (0, 1)), (0.999, 1.0, (99, 100))],
)
def test_a_range_is_rounded_outward(low: float, high: float, between: tuple[int, int]) -> None:
    assert likely_between(low, high) == between


def test_the_people_left_over_go_to_the_largest_remainders() -> None:
    assert parts_of_100([0.32], {"a": [0.254], "b": [0.036], "c": [0.030]}) == {"a": (25,), "b": (4,), "c": (3,)}


def test_parts_that_protection_has_blurred_are_rounded_each_by_itself() -> None:
    assert parts_of_100([0.32], {"a": [0.30], "b": [0.08]}) == {"a": (30,), "b": (8,)}


@st.composite
def growing_parts(draw: st.DrawFn) -> tuple[list[float], dict[str, list[float]]]:
    """Draw three parts that grow from step to step, counts of people out of one base, and their whole."""
    base = draw(st.integers(100, 5000))
    steps = draw(st.integers(1, 6))
    counts = {name: [0] * steps for name in "abc"}
    left = base
    for step in range(steps):
        for so_far in counts.values():
            more = draw(st.integers(0, left // 4))
            left -= more
            so_far[step] = more + (so_far[step - 1] if step else 0)
    parts = {name: [count / base for count in of_part] for name, of_part in counts.items()}
    return [sum(shares) for shares in zip(*parts.values(), strict=True)], parts


@given(growing_parts())
def test_parts_add_up_to_their_whole_never_fall_and_stay_near(
    drawn: tuple[list[float], dict[str, list[float]]],
) -> None:
    whole, parts = drawn
    rounded = parts_of_100(whole, parts)
    for step, share in enumerate(whole):
        assert sum(numbers[step] for numbers in rounded.values()) == of_100(share)
    for name, numbers in rounded.items():
        assert list(numbers) == sorted(numbers)
        assert all(abs(number - exact * 100) < 2 for number, exact in zip(numbers, parts[name], strict=True))
