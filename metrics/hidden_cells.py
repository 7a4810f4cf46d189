"""Whether the sizes of hidden groups can be worked out from the shown ones, by integer programming."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl
from scipy.optimize import Bounds, LinearConstraint, milp

from metrics.folding import OTHER_GROUPS, Table
from metrics.language import ALL, Status
from metrics.limits import TABLE


def pinned(
    answers: pl.DataFrame, tables: Sequence[Table], groups: Mapping[str, Sequence[str]], floor: int, *, at_most: int
) -> int:
    """Count the hidden groups of one measure, window and period whose size cannot be 1, or cannot be floor - 1.

    The reader knows every shown denominator to within the largest shift, how groups were folded, and that sizes are
    whole numbers; who is in which group they do not know. groups: the groups of every grouping. Of many hidden groups
    at_most are tried, evenly over the rows.
    """
    names = list(groups)
    kinds = list(product(*groups.values()))
    rows, low, high = _constraints(answers, tables, names, kinds)
    if not rows:
        return 0
    hidden = answers.filter(pl.col("status") == Status.HIDDEN, *(pl.col(name) != OTHER_GROUPS for name in names))
    hidden = hidden.gather_every(max(1, hidden.height // max(1, at_most)))
    shown = LinearConstraint(np.array(rows), np.array(low), np.array(high))
    found = 0
    for row in hidden.iter_rows(named=True):
        cell = np.array(
            [all(row[name] in (ALL, group) for name, group in zip(names, kind, strict=True)) for kind in kinds]
        )
        possible = [_possible(shown, cell.astype(np.float64), size) for size in (1, floor - 1)]
        found += not all(possible)
    return found


def _constraints(
    answers: pl.DataFrame, tables: Sequence[Table], names: Sequence[str], kinds: Sequence[tuple[str, ...]]
) -> tuple[list[list[float]], list[float], list[float]]:
    rows, low, high = [], [], []
    by_table = {table.by: dict(zip(table.by, table.shown_as, strict=True)) for table in tables}
    for row in answers.filter(pl.col("status") == Status.SHOWN).iter_rows(named=True):
        shown_as = by_table[tuple(name for name in names if row[name] != ALL)]
        held = [
            all(shown_as[name][group] == row[name] for name, group in zip(names, kind, strict=True) if name in shown_as)
            for kind in kinds
        ]
        rows.append([float(one) for one in held])
        low.append(float(row["denominator"] - TABLE.largest_shift))
        high.append(float(row["denominator"] + TABLE.largest_shift))
    return rows, low, high


def _possible(shown: LinearConstraint, cell: np.ndarray[tuple[int], np.dtype[np.float64]], size: int) -> bool:
    """Whether some whole numbers of people in all finest groups agree with what is shown and give the cell this size."""
    answer = milp(
        np.zeros(len(cell)),
        constraints=[shown, LinearConstraint(cell[None, :], size, size)],
        integrality=np.ones(len(cell)),
        bounds=Bounds(0, np.inf),
        options={"time_limit": 20.0},
    )
    return bool(answer.success)
