"""Counts that went through the noise table, and what is told from them: cumulative counts that never fall, shares, ranges."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics.group_keys import KEY_SUM, Secret, keys
from metrics.intervals import Z_95, is_shaky, wilson
from metrics.limits import TABLE

Ints = npt.NDArray[np.int64]

AT_MOST: Final = "at_most"
AT_LEAST: Final = "at_least"
"""Flags. The share lies too near to 0 or 1 to be told: value is the largest, or the smallest, that it may be."""
SHAKY: Final = "shaky"
WITH_SMALL_GROUPS: Final = "with_small_groups"
"""Flag. The row holds the people of other groups too, which are too small to be shown."""

MANY: Final = 1_000
"""People from which on a share is told to a tenth of a hundredth."""


@dataclass(frozen=True, kw_only=True)
class Noise:
    """The noise of one publication: whoever holds the same three things gets the same shifts."""

    secret: Secret = field(repr=False)
    extract_id: str

    def shown(self, frame: pl.DataFrame, counted: str, count: str) -> pl.Series:
        """Return the shown counts for the column `count`, with keys made of the column `counted` and the key sum.

        Null where the count is null.
        """
        known = frame[count].is_not_null()
        rows = frame.filter(known)
        column = keys(self.secret, self.extract_id, rows[counted].to_list(), rows[KEY_SUM].to_numpy())
        shown = np.zeros(frame.height, np.int64)
        shown[known.to_numpy()] = TABLE.shown(rows[count].to_numpy(), column)
        return pl.Series(count, shown, dtype=pl.Int64).set(~known, None)


def never_falling(counts: Ints) -> Ints:
    """Return the whole numbers nearest to the counts, in the sense of least squares, that never fall from one to the next.

    Pools neighbours that fall into their mean (Ayer and others 1955), rounds halves up, and keeps a count that may never be
    shown away: it becomes 0 or the first that may.
    """
    sums: list[float] = []
    lengths: list[int] = []
    for count in counts.tolist():
        sums.append(float(count))
        lengths.append(1)
        while len(sums) > 1 and sums[-2] / lengths[-2] > sums[-1] / lengths[-1]:
            total, length = sums.pop(), lengths.pop()
            sums[-1] += total
            lengths[-1] += length
    pooled = np.floor(np.repeat(np.array(sums) / np.array(lengths), lengths) + 0.5).astype(np.int64)
    never = TABLE.largest_never_shown
    forbidden = (pooled >= 1) & (pooled <= never)
    return np.where(forbidden, np.where(pooled > never / 2, never + 1, 0), pooled)


def cumulative(counts: Ints, named: npt.NDArray[np.bool_]) -> Ints:
    """Return cumulative counts that never fall; those of named windows do not depend on the points between them."""
    result = counts.copy()
    result[named] = never_falling(counts[named])
    edges = [-1, *np.flatnonzero(named).tolist(), len(counts)]
    for before, after in pairwise(edges):
        if after - before < 2:
            continue
        lowest = result[before] if before >= 0 else 0
        highest = result[after] if after < len(counts) else None
        result[before + 1 : after] = np.clip(never_falling(counts[before + 1 : after]), lowest, highest)
    return result


def share_columns(numerator: pl.Expr, denominator: pl.Expr) -> list[pl.Expr]:
    """Return numerator, denominator, value, low, high and flags of shares that are made of shown counts alone.

    A numerator that is not more than the largest shift away from 0 or from the denominator is not told: the share is then
    that of the largest shift, rounded outward to a hundredth and flagged, with a range that reaches to 0 or 1. The range is
    Wilson's with the noise of both counts added to its half widths, rounded outward; value is rounded to hundredths, from
    MANY people on to thousandths.
    """
    shift = TABLE.largest_shift
    few, most = numerator <= shift, denominator - numerator <= shift
    coded = pl.when(few).then(shift).when(most).then(denominator - shift).otherwise(numerator)
    value = coded / denominator
    low, high = wilson(coded, denominator)
    noise = Z_95**2 * TABLE.variance * (1 + value**2) / denominator.cast(pl.Float64) ** 2
    low, high = value - ((value - low) ** 2 + noise).sqrt(), value + ((high - value) ** 2 + noise).sqrt()
    digits = pl.when(denominator >= MANY).then(1_000.0).otherwise(100.0)
    low, high = ((low * digits).floor() / digits).clip(0, 1), ((high * digits).ceil() / digits).clip(0, 1)
    low, high = pl.when(few).then(0.0).otherwise(low), pl.when(most).then(1.0).otherwise(high)
    rounded = pl.when(few).then((value * 100).ceil() / 100).when(most).then((value * 100).floor() / 100)
    bound = pl.when(few).then(pl.lit(AT_MOST)).when(most).then(pl.lit(AT_LEAST))
    shaky = pl.when(is_shaky(numerator, low, high)).then(pl.lit(SHAKY))
    return [
        pl.when(~few & ~most).then(numerator).alias("numerator"),
        denominator.alias("denominator"),
        rounded.otherwise((value * digits).round() / digits).alias("value"),
        low.alias("low"),
        high.alias("high"),
        pl.concat_str(shaky, bound, separator=" ", ignore_nulls=True).alias("flags"),
    ]
