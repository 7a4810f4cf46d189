"""Complementary hiding: which more cells of a table must be hidden, so that no small one can be worked out from the others.

The heuristic of minimal-cost suppression by linear programming (Kelly, Golden and Assad 1992; Fischetti and Salazar 2000).
For each small cell it looks for two tables that agree with all that is shown and differ in that cell by WIDTH, at the least
cost of cells that would have to be hidden for it, and hides those. A table with three groupings and the outcome is one
table with four sides: nothing here knows what a side means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

SMALLEST_CELL: Final = 11
"""People. Source: the cell-size policy of the Centers for Medicare and Medicaid Services (no cell of 1 to 10)."""
WIDTH: Final = SMALLEST_CELL - 1
"""How far apart the least and the greatest number must be that a hidden small cell can have: as far as 0 and 10."""

ALL: Final = -1
"""In Shape.cells: the cell is summed over this side."""
_MARGIN_COST: Final = 20.0
"""A total that is hidden costs as much as so many cells: it is what a reader asks for first, and alone."""
_TRIES: Final = 6
_MOVED: Final = 1e-6
_FAR: Final = 1e6

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Shape:
    """The cells of a table with all its totals.

    sides: per side the matrix that makes its rows from its finest groups; its last row is their sum. groups() makes one.
    """

    sides: tuple[Numbers, ...]

    @cached_property
    def cells(self) -> npt.NDArray[np.int64]:
        """One row per cell, one column per side: the row of the side, or ALL for its last one. The whole comes last."""
        grids = np.meshgrid(*(np.array([*range(len(side) - 1), ALL]) for side in self.sides), indexing="ij")
        if not grids:
            return np.zeros((1, 0), dtype=np.int64)
        return np.stack([grid.ravel() for grid in grids], axis=1)

    @cached_property
    def sums(self) -> sparse.csr_matrix:
        """The matrix that makes the values of all cells from those of the finest (in C order): cells x finest."""
        whole = sparse.csr_matrix(np.ones((1, 1)))
        for side in self.sides:
            whole = sparse.kron(whole, side)
        return sparse.csr_matrix(whole)

    def within(self, sides: Sequence[int]) -> Marks:
        """Mark the cells of the table that has only these sides: all others are summed over."""
        others = [side for side in range(len(self.sides)) if side not in sides]
        marks: Marks = (self.cells[:, others] == ALL).all(axis=1)
        return marks


def groups(count: int) -> Numbers:
    """Return a side with so many groups: each by itself, and their sum."""
    return np.vstack([np.eye(count), np.ones((1, count))])


def cumulative(windows: int) -> Numbers:
    """Return the side of an outcome that is counted up to each of some windows, which are ascending.

    Its finest groups are those with the outcome up to the first window, between each two, and not at all. Its rows are
    these, then the counts up to each window, and the sum.
    """
    finest = windows + 1
    return np.vstack([np.eye(finest), np.tri(windows, finest), np.ones((1, finest))])


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """A table of exact counts and what may be done with it.

    finest: the counts of the finest cells, each 0 or more. small: per cell, that its count must not be worked out. hidden:
    per cell, that it is hidden already. empty: per cell, that nobody is in its group, which is always shown.
    """

    shape: Shape
    finest: Numbers
    small: Marks
    hidden: Marks
    empty: Marks

    @cached_property
    def cost(self) -> Numbers:
        """What it costs to hide each cell: one, and a little for the people in it; more for a total of many sides."""
        values = self.shape.sums @ self.finest
        summed_over = (self.shape.cells == ALL).sum(axis=1)
        costs: Numbers = (1 + values / max(values[-1], 1.0)) * _MARGIN_COST**summed_over
        return costs


def hide(problem: Problem) -> Marks:
    """Return which cells are hidden: those that were or are small, and others that protect the small ones.

    The tables of fewer sides are settled first, each from its own counts alone. So what a smaller question hides is hidden
    in the larger one too, and the other way round nearly always: only where a large table cannot be made safe by its own
    cells is a total hidden in it that a smaller question shows. A cell that nobody is in is never used to protect others:
    who knows that nobody can be there would see through it.
    """
    hidden = problem.hidden | problem.small
    sides = range(len(problem.shape.sides))
    for count in range(len(sides) + 1):
        for chosen in combinations(sides, count):
            hidden = _protected(problem, hidden, problem.shape.within(chosen))
    return hidden


def _protected(problem: Problem, hidden: Marks, inside: Marks) -> Marks:
    """Hide more cells of one part of the table, until every small cell in it is free by WIDTH."""
    values = problem.shape.sums @ problem.finest
    least, most = values.copy(), values.copy()
    needs = problem.small & inside
    rng = np.random.default_rng(0)
    for _ in range(_TRIES):
        left = needs & (most - least < WIDTH)
        if left.sum() <= 1:
            break
        push = np.where(left, rng.choice([-1.0, 1.0], len(values)), 0.0)
        _widen(least, most, _reach(problem, hidden, inside, push))
    for cell in sorted(np.flatnonzero(needs), key=lambda one: (values[one], one)):
        if most[cell] - least[cell] >= WIDTH:
            continue
        apart = _apart(problem, hidden, inside, int(cell))
        if apart is None:
            return hidden | inside
        moved = (np.abs(apart - values) > _MOVED).any(axis=0) & inside
        hidden = hidden | moved
        _widen(least, most, apart)
    return hidden


def _widen(least: Numbers, most: Numbers, tables: Numbers) -> None:
    """Note that cells can have the values of these tables too: rows are tables, columns cells."""
    np.minimum(least, tables.min(axis=0), out=least)
    np.maximum(most, tables.max(axis=0), out=most)


def _known(problem: Problem, hidden: Marks, inside: Marks) -> sparse.csr_matrix:
    """Return the sums that a reader knows in this part: what is shown, and where nobody is."""
    return problem.shape.sums[inside & ~hidden]


def _reach(problem: Problem, hidden: Marks, inside: Marks, push: Numbers) -> Numbers:
    """Return two tables that agree with what is shown, as far as they go along and against a direction."""
    known, sums = _known(problem, hidden, inside), problem.shape.sums
    tables = [sums @ problem.finest]
    for side in (1.0, -1.0):
        bounds = [(-value, _FAR) for value in problem.finest]
        found = linprog(
            -side * (sums.T @ push), A_eq=known, b_eq=np.zeros(known.shape[0]), bounds=bounds, method="highs"
        )
        if found.status == 0:
            tables.append(sums @ (problem.finest + found.x))
    return np.array(tables)


def _apart(problem: Problem, hidden: Marks, inside: Marks, cell: int) -> Numbers | None:
    """Return two tables, WIDTH apart in a cell, for which the fewest more cells must be hidden; None if there are none.

    The whole and cells that nobody is in are not touched. Unknowns: how each finest cell moves in the first and in the
    second table, and how far each cell that is shown so far moves at most.
    """
    sums, values = problem.shape.sums, problem.shape.sums @ problem.finest
    shown = inside & ~hidden
    may = shown & ~problem.empty & (np.arange(len(values)) < len(values) - 1)
    movable, fixed = sums[may], sums[shown & ~may]
    count, finest = movable.shape[0], len(problem.finest)
    still, no_costs = sparse.csr_matrix(movable.shape), sparse.csr_matrix((fixed.shape[0], count))
    limit = -sparse.identity(count)
    apart = sparse.hstack([-sums[cell], sums[cell], sparse.csr_matrix((1, count))])
    blocks = [[side * movable, still, limit] for side in (1, -1)] + [[still, side * movable, limit] for side in (1, -1)]
    cost = problem.cost[may] / problem.cost[inside].min()
    found = linprog(
        np.concatenate([np.zeros(2 * finest), cost]),
        A_ub=sparse.vstack([sparse.bmat(blocks), apart]) if count else apart,
        b_ub=np.concatenate([np.zeros(4 * count), [-float(WIDTH)]]),
        A_eq=sparse.bmat([[fixed, None, no_costs], [None, fixed, no_costs]]) if fixed.shape[0] else None,
        b_eq=np.zeros(2 * fixed.shape[0]) if fixed.shape[0] else None,
        bounds=[(-value, _FAR) for value in problem.finest] * 2 + [(0, None)] * count,
        method="highs",
    )
    if found.status != 0:
        return None
    first, second = found.x[:finest], found.x[finest : 2 * finest]
    return np.array([sums @ (problem.finest + first), sums @ (problem.finest + second)])
