"""The range of a difference of two shares, held against the worked examples of Newcombe 1998 (Statistics in Medicine 17).

Table II there, method 10: the hybrid of two Wilson intervals, printed to four places.
"""

from dataclasses import dataclass

import polars as pl
import pytest

from metrics.gaps import difference
from metrics.intervals import wilson


@dataclass(frozen=True)
class Rate:
    """A share and its range."""

    value: float
    low: float
    high: float


def rate(numerator: int, denominator: int) -> Rate:
    low, high = wilson(pl.col("a"), pl.col("n"))
    frame = pl.DataFrame({"a": [numerator], "n": [denominator]}).select(low.alias("low"), high.alias("high"))
    return Rate(numerator / denominator, *frame.row(0))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_newcombe_1998(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    found = difference(rate(*one), rate(*other))
    assert found is not None
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
