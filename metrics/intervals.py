"""How far a share could be off by chance alone."""

from typing import Final

import polars as pl

Z_95: Final = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""

FEW_EVENTS: Final = 20
WIDE_INTERVAL: Final = 0.20


def wilson(numerator: pl.Expr, denominator: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return the low and high end of the 95 % Wilson score interval of a share, each within 0..1.

    Null where the denominator is 0 or null. 0 of n has a low end of exactly 0, n of n a high end of exactly 1.
    Source: Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for small and large n alike.
    """
    n = pl.when(denominator > 0).then(denominator)
    share = numerator / n
    squared = Z_95 * Z_95
    center = (share + squared / (2 * n)) / (1 + squared / n)
    half = Z_95 / (1 + squared / n) * (share * (1 - share) / n + squared / (4 * n * n)).sqrt()
    low = pl.when(numerator == 0).then(0.0).otherwise((center - half).clip(0, 1))
    high = pl.when(numerator == denominator).then(1.0).otherwise((center + half).clip(0, 1))
    return pl.when(n.is_not_null()).then(low), pl.when(n.is_not_null()).then(high)


def is_shaky(numerator: pl.Expr, low: pl.Expr, high: pl.Expr) -> pl.Expr:
    """Whether a share is unstable: fewer than 20 events, or an interval wider than 20 of 100."""
    return (numerator < FEW_EVENTS) | (high - low > WIDE_INTERVAL)
