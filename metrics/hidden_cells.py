"""Whether the sizes of hidden groups can be worked out from the shown ones, by integer programming."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl
from scipy.optimize import Bounds, LinearConstraint, milp

from metrics.folding import Table
from metrics.language import ALL, Status
from metrics.limits import TABLE


def pinned(
    answers: pl.DataFrame, tables: Sequence[Table], groups: Mapping[str, Sequence[str]], floor: int, *, at_most: int
) -> int:
    """Count the hidden groups of one measure, window and period whose size a reader can narrow down too far.

    Too far: the smallest and the largest size that it can have are nearer to each other than 1 and floor - 1 are. (Where two
    tables are split by one grouping each, a large group has more people than 1 for certain: of 169 people all but 151 are
    no women, so 18 are men. That isolates nobody, as long as it may as well be 100 and more.)

    The reader knows every shown denominator to within the largest shift, how groups were folded, and that sizes are
    whole numbers; who is in which group they do not know. groups: the groups of every grouping that anyone is in. Of many
    hidden groups at_most are tried, evenly over the rows.
    """
    names = list(groups)
    kinds = list(product(*groups.values()))
    rows, low, high = _constraints(answers, tables, names, kinds)
    if not rows:
        return 0
    someone = [pl.col(name).is_in([ALL, *known]) for name, known in groups.items()]
    hidden = answers.filter(pl.col("status") == Status.HIDDEN, *someone)
    hidden = hidden.gather_every(max(1, hidden.height // max(1, at_most)))
    shown = LinearConstraint(np.array(rows), np.array(low), np.array(high))
    found = 0
    for row in hidden.iter_rows(named=True):
        cell = np.array(
            [all(row[name] in (ALL, group) for name, group in zip(names, kind, strict=True)) for kind in kinds]
        )
        least, most = (_extreme(shown, side * cell.astype(np.float64)) for side in (1, -1))
        found += -most - least < floor - 2
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


def _extreme(shown: LinearConstraint, cell: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Return the least value of the cell, for all whole numbers of people in the finest groups that agree with what is shown.

    Where the search takes too long, the bound that it proved by then, which is lower or equal.
    """
    answer = milp(
        cell,
        constraints=[shown],
        integrality=np.ones(len(cell)),
        bounds=Bounds(0, np.inf),
        options={"time_limit": 20.0},
    )
    return -np.inf if answer.mip_dual_bound is None else float(answer.mip_dual_bound)
