"""Whether the records can bear the measures: do they still hold the people to whom nothing happened?"""

import datetime as dt
from typing import Final

import polars as pl

from metrics.cohort import INDEX_ON, RETURN_DAY
from metrics.intervals import wilson

FEWEST_IN_A_ROW: Final = 30
"""Index events. Fewer at the end of the records may all have the outcome by chance."""
BY_CHANCE: Final = 0.0001
"""A row of outcomes more likely than this, given the events before it, is taken for chance."""


def outcome_certain_after(index: pl.DataFrame, window_days: int) -> dt.date | None:
    """Return the last day of an index event without the outcome, where after it everyone has it and before clearly fewer.

    index holds rows of cohort.followed, not cut to those that were watched long enough: people who came last and to whom
    nothing happened yet belong in it. A file that keeps late failures and drops late successes does not hold them, and so
    everyone after some day has the outcome within the window. None where that is not so.

    "After" is strictly after the day that is returned; of several events on one day, one without the outcome is enough.
    There must be at least FEWEST_IN_A_ROW after it, and the chance that so many in a row have the outcome must be under
    BY_CHANCE, were their share the high end (Wilson, 95 %) of the share up to that day.

    Source: Barenstein, ProPublica's COMPAS Data Revisited (2019), on the two-year file that ProPublica published.
    """
    has = (pl.col(RETURN_DAY) <= window_days).fill_null(value=False)
    last_without = index.filter(~has).select(pl.col(INDEX_ON).max()).item()
    if last_without is None:
        return None
    after = index.filter(pl.col(INDEX_ON) > last_without).height
    if after < FEWEST_IN_A_ROW:
        return None
    before = index.filter(pl.col(INDEX_ON) <= last_without)
    _, high = wilson(has.sum().cast(pl.Int64), pl.len().cast(pl.Int64))
    likely: float = before.select(high).item() ** after
    return last_without if likely < BY_CHANCE else None
