"""Rates and their difference where chance alone decided who was offered the program."""

import polars as pl

from metrics import gaps
from metrics.effects.answer import Estimate, Side
from metrics.intervals import wilson


def trial_rates(program: Side, others: Side) -> tuple[Estimate, Estimate, Estimate]:
    """Return the rate of each side (Wilson) and the difference (Newcombe 1998, method 10). Both sides have someone."""
    one, other = _rate(program), _rate(others)
    between = gaps.difference(one, other)
    if between is None:
        raise ValueError("a side of the trial has nobody who was watched for the whole window")
    return one, other, Estimate(value=between.value, low=between.low, high=between.high)


def _rate(side: Side) -> Estimate:
    low, high = wilson(pl.lit(side.with_outcome), pl.lit(side.moments))
    row = pl.select(low=low, high=high)
    return Estimate(value=side.with_outcome / side.moments, low=row["low"].item(), high=row["high"].item())
