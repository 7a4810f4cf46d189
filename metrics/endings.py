"""How follow-up ended: rows become the table 'group x day x ending -> count', and the table becomes risk sets."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

CENSORED: Final = "censored"
"""The ending of those who were watched to the last day without any outcome."""

DAY: Final = "day"
ENDING: Final = "ending"
COUNT: Final = "count"

_ROWS_AT_ONCE: Final = 131_072  # so that what is worked on stays in the processor's cache
_MOST_CELLS: Final = 20_000_000  # of 8 bytes; above it, a hash table is smaller than counting every possible cell

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]
Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def first_endings(rows: Frame, outcome_days: Mapping[str, pl.Expr], watched_days: pl.Expr) -> Frame:
    """Add to each release the day on which its follow-up ended, and how.

    outcome_days gives, per outcome, the whole days from release to its first occurrence (null = none in the data);
    watched_days the whole days from release to the last day on which an outcome would have been seen.
    Adds day (Int32) and ending (Enum of the outcomes and "censored"). Edge day: an outcome on day watched_days counts, one
    on the day after does not. Tie: of two outcomes on one day, the one named first. day is null where watched_days is.
    """
    first = pl.min_horizontal(days.cast(pl.Int32) for days in outcome_days.values())
    watched = watched_days.cast(pl.Int32)
    kinds = pl.Enum([*outcome_days, CENSORED])
    ending = pl.lit(CENSORED, dtype=kinds)
    for name, days in reversed(list(outcome_days.items())):
        ending = pl.when(days == first, first <= watched).then(pl.lit(name, dtype=kinds)).otherwise(ending)
    day = pl.when(watched.is_not_null()).then(pl.min_horizontal(first, watched))
    return rows.with_columns(day.alias(DAY), ending.alias(ENDING))


def count_endings(rows: pl.DataFrame | pl.LazyFrame, by: Sequence[str]) -> pl.DataFrame:
    """Count rows by group, day and ending: the table that all curves are made of.

    Takes one row per release (or person) with day (any integer type; days from release, 0 or more), ending (text,
    categories or Enum) and the columns of by. Gives one row per combination that occurs: the columns of by, day (Int32),
    ending (String), count (Int64), ordered by these columns. Exact for whole days, however many ties.

    A LazyFrame is counted by polars' streaming engine, a DataFrame a part at a time by counting packed keys; both
    hold little more than the table itself. Raises ValueError for a null in any of these columns, or a day before 0.
    """
    columns = [*by, DAY, ENDING]
    if isinstance(rows, pl.LazyFrame):
        table = rows.group_by(columns).agg(pl.len().alias(COUNT)).collect(engine="streaming")
        _check(table, columns)
        return _as_table(table).sort(columns)
    return _as_table(_counted(rows.select(columns), columns))


def _as_table(counts: pl.DataFrame) -> pl.DataFrame:
    return counts.with_columns(pl.col(DAY).cast(pl.Int32), pl.col(ENDING).cast(pl.String), pl.col(COUNT).cast(pl.Int64))


def _check(table: pl.DataFrame, columns: Sequence[str]) -> None:
    """Raise ValueError unless every row says which group, which day and which ending."""
    empty = [column for column in columns if table[column].has_nulls()]
    if empty:
        raise ValueError(f"nulls in {', '.join(empty)}: every row needs a group, a day and an ending")
    first_day = table[DAY].min()
    if isinstance(first_day, int) and first_day < 0:
        raise ValueError(f"day {first_day} lies before the release, which is day 0")


def _counted(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Count equal rows, ordered by columns: pack each row into one whole number, and count the numbers."""
    _check(rows, columns)
    if rows.is_empty():
        return rows.with_columns(pl.lit(0, dtype=pl.Int64).alias(COUNT))
    coded = [_codes(rows[column]) for column in columns]
    shape = tuple(len(values) for _, values in coded)
    cells = math.prod(shape)
    if cells > _MOST_CELLS:
        return (
            rows.with_columns(pl.col(ENDING).cast(pl.String)).group_by(columns).agg(pl.len().alias(COUNT)).sort(columns)
        )
    counts = np.zeros(cells, dtype=np.int64)
    at_once = max(_ROWS_AT_ONCE, cells)
    for start in range(0, rows.height, at_once):
        part = slice(start, start + at_once)
        packed = coded[0][0][part].astype(np.int64)
        for (codes, _), size in zip(coded[1:], shape[1:], strict=True):
            packed *= size
            packed += codes[part]
        counts += np.bincount(packed, minlength=cells)
    values = [held.cast(pl.String) if name == ENDING else held for name, (_, held) in zip(columns, coded, strict=True)]
    ranks = [held.arg_sort().to_numpy() for held in values]
    ordered = counts.reshape(shape)[np.ix_(*ranks)]
    places = np.nonzero(ordered)
    found = {
        name: held.gather(rank).gather(place)
        for name, held, rank, place in zip(columns, values, ranks, places, strict=True)
    }
    return pl.DataFrame({**found, COUNT: ordered[places]})


def _codes(column: pl.Series) -> tuple[npt.NDArray[np.integer[Any]], pl.Series]:
    """Return a code from 0 for every row, and the values that the codes stand for."""
    if column.name == DAY and column.dtype.is_integer():
        last: int = column.max()  # type: ignore[assignment]  # the column is integer, has rows and has no nulls
        return column.to_numpy(), pl.Series(np.arange(last + 1, dtype=np.int32))
    if column.dtype == pl.String:
        column = column.cast(pl.Categorical(pl.Categories.random()))
    if isinstance(column.dtype, pl.Enum):
        return column.to_physical().to_numpy(), column.dtype.categories.cast(column.dtype)
    if isinstance(column.dtype, pl.Categorical):
        held = column.unique()
        code = held.to_physical().to_numpy()
        row = np.zeros(code.max() + 1, dtype=np.int64)
        row[code] = np.arange(len(code))
        return column.to_physical().to_numpy(), held.gather(row)
    return (column.rank("dense") - 1).to_numpy(), column.unique().sort()


@dataclass(frozen=True, kw_only=True, eq=False)
class RiskSets:
    """Who could still have an outcome, and who had one, on each day: G groups, D days, K outcomes.

    groups: the by columns, G rows, ascending; days: [D] every day on which follow-up of anyone ended, ascending, and
    always day 0; events: [K, G, D] outcomes on the day; ended: [G, D] all endings on the day, censored ones among them;
    at_risk: [G, D] those whose follow-up ended on that day or later. So someone censored on a day is at risk on that
    day, and outcomes come before censoring on the same day, as everywhere in the field (Kalbfleisch and Prentice 2002).
    """

    groups: pl.DataFrame
    outcomes: tuple[str, ...]
    days: Counts
    events: Counts
    ended: Counts
    at_risk: Counts

    @property
    def censored(self) -> Counts:
        """Return, [G, D], those whose follow-up ended on the day without any of the outcomes."""
        rest: Counts = self.ended - self.events.sum(axis=0)
        return rest

    def known_through(self, day: int) -> npt.NDArray[np.bool_]:
        """Whether, [G], anyone in the group was watched on this day or later, or every ending in it is an outcome."""
        last = self.days[self.ended.shape[1] - 1 - np.argmax(self.ended[:, ::-1] > 0, axis=1)]
        known: npt.NDArray[np.bool_] = (last >= day) | (self.censored.sum(axis=1) == 0)
        return known

    def rows(self, **values: npt.NDArray[np.generic]) -> pl.DataFrame:
        """Return arrays as a frame: one row per group and day on which follow-up of anyone in it ended, and day 0.

        Arrays are [G, D]; where any is [G, K, D], there is a row for each outcome too, and a column outcome before day.
        Ordered by group, outcome and day; NaN becomes null.
        """
        shown = self.ended > 0
        shown[:, 0] = True
        by_outcome = any(array.ndim == 3 for array in values.values())
        if by_outcome:
            shown = np.repeat(shown[:, None, :], len(self.outcomes), axis=1)
            values = {name: array if array.ndim == 3 else array[:, None, :] for name, array in values.items()}
        group, *outcome, day = np.nonzero(shown)
        columns: dict[str, Any] = {DAY: self.days[day].astype(np.int32)}
        if by_outcome:
            columns = {"outcome": pl.Series(self.outcomes, dtype=pl.String).gather(outcome[0]), **columns}
        flat = np.flatnonzero(shown)
        columns |= {name: np.broadcast_to(array, shown.shape).ravel()[flat] for name, array in values.items()}
        frame = pl.DataFrame(columns, nan_to_null=True)
        return pl.concat([self.groups[group], frame], how="horizontal") if self.groups.width else frame


def risk_sets(table: pl.DataFrame, by: Sequence[str], outcomes: Sequence[str]) -> RiskSets:
    """Arrange a table of count_endings by group, day and outcome. Any ending not in outcomes counts as censored.

    The table may hold more groupings than by: they are added up. A group with nobody in it is left out.
    """
    if len(set(outcomes)) != len(outcomes) or CENSORED in outcomes or not outcomes:
        raise ValueError(f"outcomes must be different names other than {CENSORED!r}, got {list(outcomes)}")
    held = table if (table[COUNT] > 0).all() else table.filter(pl.col(COUNT) > 0)
    groups, group = _numbered(held, list(by))
    size = groups.height if by else min(held.height, 1)
    day = held[DAY].to_numpy().astype(np.int64)
    happened = np.bincount(day, minlength=1) > 0
    happened[0] = True
    days, place = np.flatnonzero(happened), np.cumsum(happened) - 1
    # 0 for those censored, 1 and up for the outcomes: one pass counts them all.
    number = sum(place_of * (held[ENDING] == name).to_numpy() for place_of, name in enumerate(outcomes, start=1))
    shape = (len(outcomes) + 1, size, len(days))
    cell = (number * size + group) * len(days) + place[day]
    # Sums of whole numbers below 2^53 are exact in float64.
    sums = np.bincount(cell, weights=held[COUNT].to_numpy(), minlength=math.prod(shape)).astype(np.int64).reshape(shape)
    ended = sums.sum(axis=0)
    at_risk = ended[:, ::-1].cumsum(axis=1)[:, ::-1]
    return RiskSets(groups=groups, outcomes=tuple(outcomes), days=days, events=sums[1:], ended=ended, at_risk=at_risk)


def _numbered(held: pl.DataFrame, by: list[str]) -> tuple[pl.DataFrame, Counts]:
    """Return the groups of a table, ascending, and for each of its rows the place of its group."""
    if not by:
        return pl.DataFrame(), np.zeros(held.height, dtype=np.int64)
    key = held[by[0]] if len(by) == 1 else held.select(pl.struct(by)).to_series()
    runs = key.rle_id().to_numpy().astype(np.int64)
    starts = np.flatnonzero(np.diff(runs, prepend=-1))
    groups = held.select(by)[starts]
    # A table of count_endings is in the order of its groups, so its runs are its groups: no search is needed.
    if groups.equals(groups.unique().sort(by)):
        return groups, runs
    groups = held.select(by).unique().sort(by)
    numbered = held.join(groups.with_row_index("_group"), on=by, how="left", maintain_order="left")
    return groups, numbered["_group"].cast(pl.Int64).to_numpy()
