"""Which rows belong to which of many periods, asked of all at once: a query for each period costs too much."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics.periods import Period

Days = npt.NDArray[np.int32]
Belongs = Callable[[int, int], npt.NDArray[np.bool_]]
"""Given the first and the last day of a period, both inside, which rows belong to it. Days are counted from 1970."""

FIRST_ON: Final = "period_first_on"
LAST_ON: Final = "period_last_on"
BOUNDS: Final = (FIRST_ON, LAST_ON)
NEVER: Final = np.iinfo(np.int32).max
_START: Final = dt.date(1970, 1, 1)


def days(rows: pl.DataFrame, column: str) -> Days:
    """Return a column of dates as days since 1970; a null is a day that never comes."""
    return rows[column].cast(pl.Int32).fill_null(NEVER).to_numpy()


def rows_of_periods(rows: pl.DataFrame, periods: Sequence[Period], belongs: Belongs) -> pl.DataFrame:
    """Return the rows of every period, one period below the other, each in the order of rows.

    Adds the period's id (period, String) and its first and last day (FIRST_ON, LAST_ON). A row has one copy for each of
    the periods that it belongs to.
    """
    found = [np.flatnonzero(belongs(_day(period.first_on), _day(period.last_on))) for period in periods]
    which = pl.Series(np.repeat(np.arange(len(periods)), [len(places) for places in found]), dtype=pl.UInt32)
    known = {"period": pl.String, FIRST_ON: pl.Date, LAST_ON: pl.Date}
    bounds = [(period.period_id, period.first_on, period.last_on) for period in periods]
    of_each = pl.DataFrame(bounds, schema=known, orient="row")[which]
    return pl.concat([rows[np.concatenate([np.zeros(0, np.int64), *found])], of_each], how="horizontal")


def in_periods(rows: pl.DataFrame, periods: Sequence[Period], on: str = "_on") -> pl.DataFrame:
    """Return the rows whose day lies in each period, both ends inside, with the period's id."""
    day = days(rows, on)
    return rows_of_periods(rows, periods, lambda first, last: (day >= first) & (day <= last)).drop(BOUNDS)


def touching(rows: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the stays of which any day lies in each period, the day a stay ends among them, with the period's id."""
    starts, ends = days(rows, "start_on"), days(rows, "end_on")
    return rows_of_periods(rows, periods, lambda first, last: (starts <= last) & (ends >= first)).drop(BOUNDS)


def _day(day: dt.date) -> int:
    return (day - _START).days
