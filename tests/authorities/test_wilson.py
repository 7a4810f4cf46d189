"""The interval of a share agrees with SciPy and with a published table."""

import polars as pl
import pytest
from scipy.stats import binomtest

from metrics.intervals import wilson


@pytest.mark.parametrize(
    ("x", "n"), [(0, 1), (1, 1), (0, 12), (12, 12), (3, 10), (50, 100), (12_876, 40_032), (1, 1_000_000)]
)
def test_scipy_wilson(x: int, n: int) -> None:
    low, high = wilson(pl.col("x"), pl.col("n"))
    got = pl.DataFrame({"x": [x], "n": [n]}).select(low.alias("low"), high.alias("high")).row(0)
    expected = binomtest(x, n).proportion_ci(method="wilson")
    assert got == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_newcombe_1998_table_1() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), Table I, method 3 (score): 81/263, 15/148, 0/20, 1/29.
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    low, high = wilson(pl.col("x"), pl.col("n"))
    for (x, n), interval in published.items():
        got = pl.DataFrame({"x": [x], "n": [n]}).select(low.alias("low"), high.alias("high")).row(0)
        assert got == pytest.approx(interval, abs=5e-5)


def test_nobody_has_no_interval() -> None:
    low, high = wilson(pl.col("x"), pl.col("n"))
    got = pl.DataFrame({"x": [0, None], "n": [0, None]}, schema={"x": pl.Int64, "n": pl.Int64})
    assert got.select(low.alias("low"), high.alias("high")).rows() == [(None, None), (None, None)]
