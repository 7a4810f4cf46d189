"""The noise table against its published examples, its own promises, and a solver that shares nothing with it."""

import numpy as np
import pytest
from scipy.optimize import minimize

from metrics.noise import KEYS, NoiseTable

TABLE = NoiseTable()
SHIFTS = np.arange(-5, 6)


def test_the_row_of_one_agrees_with_the_published_example() -> None:
    assert dict(zip(SHIFTS + 1, TABLE.probabilities[1].round(4), strict=True)) == pytest.approx(
        {-4: 0, -3: 0, -2: 0, -1: 0, 0: 0.7345, 1: 0, 2: 0, 3: 0.1367, 4: 0.0728, 5: 0.0374, 6: 0.0186}, abs=1e-4
    )


def test_the_row_of_eight_agrees_with_the_published_example() -> None:
    half = [0.1942, 0.1187, 0.0523, 0.0166, 0.0038]
    assert TABLE.probabilities[8] == pytest.approx([*reversed(half), 0.2288, *half], abs=1e-4)


@pytest.mark.parametrize(
    ("shift", "variance", "never"), [(5, 3.0, 2), (5, 2.0, 2), (4, 3.0, 0), (8, 6.0, 3), (2, 1.0, 0)]
)
def test_every_row_has_the_sum_the_mean_and_the_variance(shift: int, variance: float, never: int) -> None:
    table = NoiseTable(largest_shift=shift, variance=variance, largest_never_shown=never)
    shifts = np.arange(-shift, shift + 1)
    rows = table.probabilities[1:]
    assert rows.sum(axis=1) == pytest.approx(1, abs=1e-9)
    assert rows @ shifts == pytest.approx(0, abs=1e-6)
    wanted = [table.out_of_reach.get(true, variance) for true in range(1, table.last_row + 1)]
    assert rows @ shifts**2 == pytest.approx(wanted, abs=1e-6)
    assert (rows >= 0).all()


def test_with_the_shipped_settings_no_variance_is_out_of_reach() -> None:
    assert TABLE.out_of_reach == {}


def test_where_the_variance_is_out_of_reach_the_nearest_is_taken_and_said() -> None:
    """A count of 1 may be shown as 0 or 3 and nothing between: with mean 1 the variance is 2/3 x 1 + 1/3 x 4 = 2."""
    table = NoiseTable(largest_shift=3, variance=1.0, largest_never_shown=2)
    assert table.out_of_reach[1] == 2.0
    assert table.probabilities[1] == pytest.approx([0, 0, 2 / 3, 0, 0, 1 / 3, 0])


def test_no_forbidden_count_is_ever_shown_and_zero_stays_zero() -> None:
    keys = np.random.default_rng(1).integers(0, KEYS, 20_000).astype(np.uint64)
    for true in range(15):
        shown = TABLE.shown(np.full(20_000, true), keys)
        assert not set(shown.tolist()) & {1, 2}
        assert shown.min() >= 0
        assert np.abs(shown - true).max() <= 5
    assert set(TABLE.shown(np.zeros(20_000, np.int64), keys).tolist()) == {0}


def test_shown_counts_come_as_often_as_the_table_says() -> None:
    """40,000 keys in even steps: each frequency is within one step of its probability."""
    keys = np.linspace(0, KEYS - 1, 40_000).astype(np.uint64)
    for true in (1, 4, 30):
        shown = TABLE.shown(np.full(40_000, true), keys)
        found = [(shown == true + shift).mean() for shift in SHIFTS]
        assert found == pytest.approx(TABLE.probabilities[min(true, 8)].tolist(), abs=1e-4)


@pytest.mark.parametrize("true", [1, 2, 3, 5, 6, 8])
def test_another_solver_finds_no_larger_entropy(true: int) -> None:
    """scipy's SLSQP on the entropy itself, with the constraints as they stand."""
    allowed = np.array([j for j in range(max(0, true - 5), true + 6) if j not in {1, 2}]) - true
    found = minimize(
        lambda p: float((p * np.log(np.maximum(p, 1e-300))).sum()),
        np.full(len(allowed), 1 / len(allowed)),
        bounds=[(1e-12, 1)] * len(allowed),
        constraints=[
            {"type": "eq", "fun": lambda p: p.sum() - 1},
            {"type": "eq", "fun": lambda p: p @ allowed},
            {"type": "eq", "fun": lambda p: p @ allowed**2 - 3},
        ],
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert TABLE.probabilities[true][allowed + 5] == pytest.approx(found.x, abs=1e-5)


def test_settings_that_cannot_be_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="could not keep its mean"):
        NoiseTable(largest_shift=2, largest_never_shown=2)
    with pytest.raises(ValueError, match="cannot be had"):
        NoiseTable(variance=30.0)
