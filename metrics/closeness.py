"""No two shown groups may differ by fewer people than the floor: then the difference of their numbers would tell of those."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from metrics.folding import Population, Table
from metrics.grouping import By

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ABSENT: Final = -1
_CELLS_AT_ONCE: Final = 4_000_000
"""So many pairs of a cell and a kind are held in memory at once."""
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
    """One period: its cells, which of them hold whom, and who is of which kind.

    table_of: the number of each cell's table. places: tables x kinds of people, the cell that holds the kind. kind_of: of
    each person of any period the kind, or _ABSENT. sizes: people of each cell. signs: the sums of their signs.
    """

    cells: list[Cell]
    table_of: Ints
    places: Ints
    kind_of: Ints
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


def without_close_pairs(
    population: Population, tables: Sequence[Table], rank: Mapping[str, int], first: Collection[Table] = ()
) -> list[Table]:
    """Leave out tables until no two shown groups are close, keeping those with fewer groupings, then those of lower rank.

    rank: of every period. first: tables that are kept before all others. A table stays only while every table of fewer of
    its groupings in that period does.
    """
    before = {id(table) for table in first}
    conflicts: dict[int, set[int]] = {}
    numbers = {id(table): number for number, table in enumerate(tables)}
    for pair in close_pairs(population, tables):
        one, other = numbers[id(pair.first.table)], numbers[id(pair.second.table)]
        conflicts.setdefault(one, set()).add(other)
        conflicts.setdefault(other, set()).add(one)
    kept: set[int] = set()
    shown: set[tuple[str, By]] = set()
    order = [(id(table) not in before, len(table.by), rank[table.period]) for table in tables]
    for number in sorted(range(len(tables)), key=lambda n: (*order[n], n)):
        table = tables[number]
        smaller = [(table.period, tuple(name for name in table.by if name != one)) for one in table.by]
        if not conflicts.get(number, set()) & {*kept, number} and all(one in shown for one in smaller):
            kept.add(number)
            shown.add((table.period, table.by))
    return [table for number, table in enumerate(tables) if number in kept]


def _period(tables: Sequence[Table], population: Population, period: str, signs: Floats) -> _Period:
    kinds = population.kinds.height
    cells: list[Cell] = []
    table_of: list[int] = []
    places: list[Ints] = []
    for number, table in enumerate(tables):
        places.append(_cell_of_each_kind(table, population) + len(cells))
        cells += [Cell(table=table, groups=groups) for groups in _combinations(table)]
        table_of += [number] * (len(cells) - len(table_of))
    place = np.concatenate(places)
    kind_number = np.tile(np.arange(kinds), len(tables))
    members = sparse.csr_matrix((np.ones(len(place)), (place, kind_number)), shape=(len(cells), kinds))
    people, kind = population.of_period(period)
    who = sparse.csr_matrix((np.ones(len(people)), (kind, people)), shape=(kinds, len(signs)))
    sizes: Ints = (members @ np.bincount(kind, minlength=kinds)).astype(np.int64)
    kind_of = np.full(len(signs), _ABSENT, np.int64)
    kind_of[people] = kind
    return _Period(
        cells=cells,
        table_of=np.array(table_of, np.int64),
        places=np.stack(places),
        kind_of=kind_of,
        sizes=sizes,
        signs=members @ (who @ signs),
    )


def _cell_of_each_kind(table: Table, population: Population) -> Ints:
    """Return, for each kind of people, which of the table's cells holds it, in the order of _combinations."""
    place = np.zeros(population.kinds.height, np.int64)
    for name, mapping in zip(table.by, table.shown_as, strict=True):
        groups, codes = population.coded[name]
        shown = list(dict.fromkeys(mapping.values()))
        place = place * len(shown) + np.array([shown.index(mapping[group]) for group in groups], np.int64)[codes]
    return place


def _combinations(table: Table) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for mapping in table.shown_as:
        found = [(*groups, group) for groups in found for group in dict.fromkeys(mapping.values())]
    return found


def _close(one: _Period, other: _Period, floor: int) -> list[Pair]:
    squares = (one.signs**2).sum(axis=1)[:, None] + (other.signs**2).sum(axis=1)
    estimated = (squares - 2 * one.signs @ other.signs.T) / _DIRECTIONS
    # Groups of the same people have the same sums; of others all 64 sums agree once in 10^19 times.
    near = (estimated > 0) & (estimated < _SAFETY * floor) & (np.abs(one.sizes[:, None] - other.sizes) < floor)
    if one is other:
        near &= np.triu(np.ones_like(near), 1)
    if not near.any():
        return []
    firsts, seconds = near.nonzero()
    people = one.sizes[firsts] + other.sizes[seconds] - 2 * _common(one, other, firsts, seconds)
    return [
        Pair(first=one.cells[first], second=other.cells[second], people=int(differ))
        for first, second, differ in zip(firsts, seconds, people, strict=True)
        if 0 < differ < floor
    ]


def _common(one: _Period, other: _Period, firsts: Ints, seconds: Ints) -> Ints:
    """Count, for each pair of a cell of one period and a cell of the other, the people who are in both."""
    in_both = (one.kind_of != _ABSENT) & (other.kind_of != _ABSENT)
    kinds = other.places.shape[1]
    together, people = np.unique(one.kind_of[in_both] * kinds + other.kind_of[in_both], return_counts=True)
    here, there = np.divmod(together, kinds)
    found = np.empty(len(firsts), np.int64)
    step = max(1, _CELLS_AT_ONCE // max(1, len(together)))
    for begin in range(0, len(firsts), step):
        first, second = firsts[begin : begin + step], seconds[begin : begin + step]
        in_first = one.places[one.table_of[first]][:, here] == first[:, None]
        in_second = other.places[other.table_of[second]][:, there] == second[:, None]
        found[begin : begin + step] = (in_first & in_second) @ people
    return found
