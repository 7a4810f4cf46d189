"""No two shown groups may differ by fewer people than the floor: then the difference of their numbers would tell of those."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from metrics.folding import Population, Table
from metrics.grouping import By

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DIRECTIONS: Final = 64
"""Random signs per person. The mean squared difference of two groups' sums estimates how many people are in one and not
the other, with a standard deviation of sqrt(2 / 64) = 18 % of it."""
_SAFETY: Final = 2.5
"""A pair that differs by fewer people than the floor is estimated at more than 2.5 floors once in 10^13 times."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One shown group of one table."""

    table: Table
    groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two shown groups with how many people are in one of them and not in the other."""

    first: Cell
    second: Cell
    people: int


@dataclass(frozen=True, kw_only=True, eq=False)
class _Period:
    """One period: its cells, whose people they hold (cells x kinds of people), and who is of which kind."""

    cells: list[Cell]
    members: Floats
    who: sparse.csr_matrix
    """Kinds x people: 1 where the person is of the kind."""
    sizes: Ints
    signs: Floats


def close_pairs(population: Population, tables: Sequence[Table]) -> list[Pair]:
    """Return every pair of shown groups that differ by at least one person and by fewer than population.apart.

    They are of one period, or of two that overlap for these people.
    """
    signs = np.random.default_rng(20_161).integers(0, 2, (population.size, _DIRECTIONS)).astype(np.float64) * 2 - 1
    by_period = {
        period: _period([table for table in tables if table.period == period], population, period, signs)
        for period in dict.fromkeys(table.period for table in tables)
    }
    pairs: list[Pair] = []
    for one, other in dict.fromkeys([*((period, period) for period in by_period), *population.overlapping]):
        if one in by_period and other in by_period:
            pairs += _close(by_period[one], by_period[other], population.apart)
    return pairs


def without_close_pairs(population: Population, tables: Sequence[Table], rank: Mapping[str, int]) -> list[Table]:
    """Leave out tables until no two shown groups are close, keeping those with fewer groupings, then those of lower rank.

    rank: of every period. A table stays only while every table of fewer of its groupings in that period does.
    """
    conflicts: dict[int, set[int]] = {}
    numbers = {id(table): number for number, table in enumerate(tables)}
    for pair in close_pairs(population, tables):
        one, other = numbers[id(pair.first.table)], numbers[id(pair.second.table)]
        conflicts.setdefault(one, set()).add(other)
        conflicts.setdefault(other, set()).add(one)
    kept: set[int] = set()
    shown: set[tuple[str, By]] = set()
    for number in sorted(range(len(tables)), key=lambda n: (len(tables[n].by), rank[tables[n].period], n)):
        table = tables[number]
        smaller = [(table.period, tuple(name for name in table.by if name != one)) for one in table.by]
        if not conflicts.get(number, set()) & {*kept, number} and all(one in shown for one in smaller):
            kept.add(number)
            shown.add((table.period, table.by))
    return [table for number, table in enumerate(tables) if number in kept]


def _period(tables: Sequence[Table], population: Population, period: str, signs: Floats) -> _Period:
    kinds = population.kinds
    cells: list[Cell] = []
    rows: list[Floats] = []
    for table in tables:
        shown = kinds.select(
            pl.col(name).replace_strict(mapping, return_dtype=pl.String)
            for name, mapping in zip(table.by, table.shown_as, strict=True)
        )
        for groups in _combinations(table):
            matches = np.ones(kinds.height, bool)
            for name, group in zip(table.by, groups, strict=True):
                matches &= (shown[name] == group).to_numpy()
            cells.append(Cell(table=table, groups=groups))
            rows.append(matches.astype(np.float64))
    members = np.array(rows)
    people, kind = population.of_period(period)
    who = sparse.csr_matrix((np.ones(len(people)), (kind, people)), shape=(kinds.height, len(signs)))
    sizes: Ints = (members @ np.bincount(kind, minlength=kinds.height)).astype(np.int64)
    return _Period(cells=cells, members=members, who=who, sizes=sizes, signs=members @ (who @ signs))


def _combinations(table: Table) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for mapping in table.shown_as:
        found = [(*groups, group) for groups in found for group in dict.fromkeys(mapping.values())]
    return found


def _close(one: _Period, other: _Period, floor: int) -> list[Pair]:
    squares = (one.signs**2).sum(axis=1)[:, None] + (other.signs**2).sum(axis=1)[None, :]
    estimated = (squares - 2 * one.signs @ other.signs.T) / _DIRECTIONS
    near = (estimated < _SAFETY * floor) & (np.abs(one.sizes[:, None] - other.sizes[None, :]) < floor)
    if one is other:
        near &= np.triu(np.ones_like(near), 1)
    if not near.any():
        return []
    shared = one.who @ other.who.T
    pairs = []
    for first in np.flatnonzero(near.any(axis=1)):
        seconds = np.flatnonzero(near[first])
        common = other.members[seconds] @ (one.members[first] @ shared)
        people = one.sizes[first] + other.sizes[seconds] - 2 * common
        pairs += [
            Pair(first=one.cells[first], second=other.cells[second], people=int(differ))
            for second, differ in zip(seconds, people, strict=True)
            if 0 < differ < floor
        ]
    return pairs
