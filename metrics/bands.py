"""In which stretch of time the outcome came: bands between windows, from the counts up to each window."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics.intervals import is_shaky, wilson
from metrics.language import Status

BAND_ENDS: Final = (180, 365, 730)
"""Days. The bands 0-180, 181-365 and 366-730 of HUD's System Performance Measure 2."""

AFTER_DAYS: Final = "after_days"


def bands(rows: pl.DataFrame, ends: Sequence[int] = BAND_ENDS) -> pl.DataFrame:
    """Turn answers of one follow-up measure into bands: one row per cell and end of a band.

    rows: answers, with a row for each of ends in window_days; others are left out. Gives the same columns, and after_days
    (Int32) before window_days: a band holds the outcomes of the days after after_days, up to and with window_days; the
    first band holds all up to its end, and its after_days is null. numerator is the difference of the counts, so the bands
    of a cell add up to its last window; denominator is unchanged, and value, low and high (Wilson) follow from the two.
    A band has a number only where both of its ends do; otherwise it has the status of the end that has none, the later one
    first. So no band of an unfinished window can be read off its neighbors. An end whose share is only known to be small or
    large has no count: its bands are hidden. Raises ValueError where a window is missing.
    """
    ends = sorted(ends)
    missing = sorted(set(ends) - set(rows["window_days"].drop_nulls()))
    if missing:
        raise ValueError(f"there are no answers for the windows {', '.join(map(str, missing))}")
    values = ("window_days", "numerator", "denominator", "value", "low", "high", "status", "flags")
    cell = [name for name in rows.columns if name not in values]
    kept = rows.filter(pl.col("window_days").is_in(ends)).sort("window_days", maintain_order=True)
    uncounted = (pl.col("status") == Status.SHOWN) & pl.col("numerator").is_null()
    kept = kept.with_columns(status=pl.when(uncounted).then(pl.lit(Status.HIDDEN.value)).otherwise("status"))
    before = [pl.col(name).shift(1).over(cell).alias(f"_{name}") for name in ("window_days", "numerator", "status")]
    kept = kept.with_columns(before)
    shown = (pl.col("status") == Status.SHOWN) & (pl.col("_status").fill_null(Status.SHOWN.value) == Status.SHOWN)
    status = (
        pl.when(pl.col("status") != Status.SHOWN)
        .then("status")
        .otherwise(pl.col("_status").fill_null(pl.col("status")))
    )
    kept = kept.with_columns(
        status,
        numerator=pl.when(shown).then(pl.col("numerator") - pl.col("_numerator").fill_null(0)),
        denominator=pl.when(shown).then(pl.col("denominator")),
    )
    low, high = wilson(pl.col("numerator"), pl.col("denominator"))
    value = pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator"))
    kept = kept.with_columns(value=value, low=low, high=high)
    shaky = is_shaky(pl.col("numerator"), pl.col("low"), pl.col("high")).fill_null(value=False)
    kept = kept.with_columns(flags=pl.when(shaky).then(pl.lit("shaky")).otherwise(pl.lit("")))
    at = rows.columns.index("window_days")
    order = [*rows.columns[:at], AFTER_DAYS, *rows.columns[at:]]
    return kept.rename({"_window_days": AFTER_DAYS}).select(order)
