"""Which groups a closed set of answers names: small ones are folded into larger ones until none is below the floor.

All of it is decided by how many people are in a group, never by what happened to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics.group_keys import RECORD_KEY
from metrics.grouping import UNKNOWN_GROUPS, By, Grouping

OTHER_GROUPS: Final = "other_groups"
"""In a grouping column: several groups that are too small to be shown each, taken together."""

Ints = npt.NDArray[np.int64]
Labels = tuple[Ints, ...]
"""For each grouping of a table: the number of the group under which each group is shown. Group g by itself has g; those
under OTHER_GROUPS have the number of groups."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Population:
    """The people behind one family of answers, in every period.

    people: period, person_id, record_key and one column per grouping (of one Enum or String type each); a person has
    one row for each group that they are in, the first of which is the one that closeness and floors go by.
    floors: for each period the people that a group needs, by the number of groupings that split the table: from none to as
    many as any table has. apart: the fewest people by which two shown groups may differ. overlapping: the pairs of different
    periods whose groups may be about the same events; groups of other pairs are not, even where the people are the same.
    """

    people: pl.DataFrame
    floors: Mapping[str, tuple[int, ...]]
    apart: int
    overlapping: Sequence[tuple[str, str]] = ()

    def groups(self, grouping: Grouping) -> tuple[str, ...]:
        """Return the known groups in their order, then those unknown ones that anyone is in."""
        present = set(self.people[grouping.grouping_id].unique().cast(pl.String))
        return (*grouping.group_ids, *(group for group in UNKNOWN_GROUPS if group in present))

    def is_same(self, other: "Population") -> bool:
        """Whether the same people stand behind both, in the same groups and periods."""
        return self.overlapping == other.overlapping and self.people.equals(other.people)

    def is_split_by(self, table: "Table") -> bool:
        """Whether the table says how each group is shown that anyone is in, in any period."""
        return all(
            set(self.coded[name][0]) <= set(mapping) for name, mapping in zip(table.by, table.shown_as, strict=True)
        )

    @property
    def names(self) -> list[str]:
        """The grouping columns, in order."""
        return [name for name in self.people.columns if name not in ("period", "person_id", RECORD_KEY)]

    @cached_property
    def kinds(self) -> pl.DataFrame:
        """Every combination of groups that anyone is in at the first of their rows: kind, and the groupings as String."""
        found = self.first.select(self.names).unique(maintain_order=True) if self.names else pl.DataFrame({"_": [0]})
        return found.with_row_index("kind").with_columns(pl.col(self.names).cast(pl.String))

    @cached_property
    def coded(self) -> dict[str, tuple[list[str], Ints]]:
        """For each grouping: the groups that anyone is in, and for each of the kinds the number of its group among them."""
        found = {}
        for name in self.names:
            groups = self.kinds[name].unique(maintain_order=True)
            codes = self.kinds[name].cast(pl.Enum(groups)).to_physical().cast(pl.Int64)
            found[name] = (groups.to_list(), codes.to_numpy())
        return found

    def of_period(self, period: str) -> tuple[Ints, Ints]:
        """Return two numbers for each person of a period: one for the person, from 0 in all periods, and their kind."""
        return self._numbered.get(period, (np.zeros(0, np.int64), np.zeros(0, np.int64)))

    @property
    def size(self) -> int:
        """How many people there are in all periods."""
        return int(self.people["person_id"].n_unique())

    @cached_property
    def first(self) -> pl.DataFrame:
        """The first row of each person in each period."""
        return self.people.unique(["period", "person_id"], keep="first", maintain_order=True)

    @cached_property
    def _numbered(self) -> dict[str, tuple[Ints, Ints]]:
        words = self.first.schema
        kinds = self.kinds.with_columns(pl.col(name).cast(words[name]) for name in self.names)
        kind = pl.lit(0).alias("kind")
        numbered = self.first.join(kinds, on=self.names, how="left") if self.names else self.first.with_columns(kind)
        person = (pl.col("person_id").rank("dense") - 1).cast(pl.Int64)
        parts = numbered.select(pl.col("period").cast(pl.String), person, pl.col("kind").cast(pl.Int64))
        return {
            str(period): (rows["person_id"].to_numpy(), rows["kind"].to_numpy())
            for (period,), rows in parts.group_by("period", maintain_order=True)
        }


@dataclass(frozen=True, kw_only=True)
class Table:
    """One set of groupings in one period: how each group is shown. shown_as has a mapping for each grouping of by."""

    by: By
    period: str
    shown_as: tuple[Mapping[str, str], ...]

    def widened(self) -> tuple[frozenset[str], ...]:
        """Return, for each grouping, the shown groups that hold the people of others beside their own."""
        return tuple(
            frozenset(shown for group, shown in mapping.items() if shown not in (group, OTHER_GROUPS))
            for mapping in self.shown_as
        )


def fold(
    population: Population, groupings: Sequence[Grouping], never_alone: Mapping[str, Mapping[str, str]]
) -> list[Table]:
    """Return the tables in which every group that is shown has at least the people that it needs.

    A table that would keep no more than one group of some grouping that has several is left out: it would say nothing, and
    so is one whose period is below the floor as a whole. never_alone: by grouping, groups that are shown with another one
    whatever their size. What a table folds, a table with one more grouping folds too, so that no difference of the two tells
    of fewer people than the floor.
    """
    by_id = {grouping.grouping_id: grouping for grouping in groupings}
    names = {name: population.groups(grouping) for name, grouping in by_id.items()}
    counts = _crosstabs(population, names)
    tables = []
    for period, (whole, *floors) in population.floors.items():
        if counts[period].sum() < whole:
            continue
        found: dict[By, Labels] = {(): ()}
        for size, floor in enumerate(floors, 1):
            for by in combinations(by_id, size):
                labels = _folded(by, list(by_id), counts[period], floor, found, _starts(by, names, never_alone))
                if labels is not None:
                    found[by] = labels
        tables += [_table(by, period, labels, names) for by, labels in found.items()]
    return tables


def _crosstabs(population: Population, names: Mapping[str, tuple[str, ...]]) -> dict[str, Ints]:
    """Count people by period and all groupings at once, each person once in a period, at the first of their rows."""
    shape = [len(groups) for groups in names.values()]
    place = np.zeros(population.kinds.height, np.int64)
    for name, known in names.items():
        groups, codes = population.coded[name]
        place = place * len(known) + np.array([known.index(group) for group in groups], np.int64)[codes]
    result = {}
    for period in population.floors:
        cells = place[population.of_period(period)[1]]
        result[period] = np.bincount(cells, minlength=int(np.prod(shape, dtype=np.int64))).reshape(shape)
    return result


def _starts(by: By, names: Mapping[str, tuple[str, ...]], never_alone: Mapping[str, Mapping[str, str]]) -> Labels:
    starts = []
    for name in by:
        groups = names[name]
        with_whom = never_alone.get(name, {})
        starts.append(np.array([groups.index(with_whom.get(group, group)) for group in groups]))
    return tuple(starts)


def _folded(
    by: By, order: Sequence[str], counts: Ints, floor: int, found: Mapping[By, Labels], starts: Labels
) -> Labels | None:
    """Fold one table, beginning with what its smaller tables folded; None where one of them is left out."""
    labels = list(starts)
    if len(by) > 1:
        smaller = [tuple(name for name in by if name != without) for without in by]
        if any(one not in found for one in smaller):
            return None
        for place, name in enumerate(by):
            labels[place] = _joined([found[one][one.index(name)] for one in smaller if name in one])
    away = tuple(place for place, name in enumerate(order) if name not in by)
    return _until_none_is_small(counts.sum(axis=away), labels, floor)


def _joined(partitions: Sequence[Ints]) -> Ints:
    """Return the finest way to fold that folds whatever any of these folds."""
    labels = partitions[0].copy()
    others = len(labels)
    for partition in partitions[1:]:
        for label in np.unique(partition):
            together = np.unique(labels[partition == label])
            labels[np.isin(labels, together)] = others if label == others else together.max()
    return labels


def _until_none_is_small(counts: Ints, labels: list[Ints], floor: int) -> Labels | None:
    while True:
        kept = [np.unique(one) for one in labels]
        if any(len(one) < 2 <= len(label) for one, label in zip(kept, labels, strict=True)):
            return None
        folded = counts
        for axis, (label, shown) in enumerate(zip(labels, kept, strict=True)):
            folded = np.moveaxis(np.tensordot((shown[:, None] == label).astype(np.int64), folded, (1, axis)), 0, axis)
        if folded.min() >= floor:
            return tuple(labels)
        if folded.size < 2:
            return None
        others = [shown == len(label) for label, shown in zip(labels, kept, strict=True)]
        axis, place = _to_fold(folded, _smallest(folded, others, floor))
        sizes = folded.sum(axis=tuple(other for other in range(folded.ndim) if other != axis))
        _fold_one(labels[axis], kept[axis], sizes, place, alone=folded.ndim == 1)


def _smallest(folded: Ints, others: Sequence[npt.NDArray[np.bool_]], floor: int) -> tuple[int, ...]:
    """Return the smallest cell; one without OTHER_GROUPS if such a one is below the floor, so that they gather first."""
    with_others = np.zeros(folded.shape, bool)
    for axis, is_others in enumerate(others):
        np.moveaxis(with_others, axis, 0)[is_others] = True
    alone = np.where(with_others, floor, folded)
    sizes = alone if alone.min() < floor else folded
    return tuple(int(place) for place in np.unravel_index(int(sizes.argmin()), folded.shape))


def _to_fold(folded: Ints, smallest: tuple[int, ...]) -> tuple[int, int]:
    """Choose what to fold for a small cell: of its groups, in the grouping with most groups, but never the largest."""
    choices = []
    for axis, place in enumerate(smallest):
        sizes = folded.sum(axis=tuple(a for a in range(folded.ndim) if a != axis))
        if place != sizes.argmax():
            choices.append((-folded.shape[axis], int(sizes[place]), axis, place))
    if choices:
        return min(choices)[2:]
    longest = int(np.argmax(folded.shape))
    return longest, int(folded.sum(axis=tuple(a for a in range(folded.ndim) if a != longest)).argmin())


def _fold_one(labels: Ints, kept: Ints, sizes: Ints, place: int, *, alone: bool) -> None:
    """Put a group under OTHER_GROUPS; if those are too small, or `alone` is false, put it with the largest group instead.

    In a table of several groupings only the largest group takes others in: whoever knows the size of each group of one
    grouping could else tell nearly how many of a group that fills most of OTHER_GROUPS are in a cell.
    """
    others = len(labels)
    takers = np.where((kept == others) | (kept == kept[place]), -1, sizes)
    is_last = int(takers.max()) == -1
    to_others = kept[place] != others and (alone or is_last)
    labels[labels == kept[place]] = others if to_others else kept[int(takers.argmax())]


def _table(by: By, period: str, labels: Labels, names: Mapping[str, tuple[str, ...]]) -> Table:
    shown = [(*names[name], OTHER_GROUPS) for name in by]
    return Table(
        by=by,
        period=period,
        shown_as=tuple(
            {group: as_groups[label] for group, label in zip(names[name], one, strict=True)}
            for name, as_groups, one in zip(by, shown, labels, strict=True)
        ),
    )


def apply(tables: Sequence[Table], by: By, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the periods whose table for `by` is among the tables, with the groups under which they are shown.

    rows has period and the groupings of by as String columns.
    """
    chosen = [table for table in tables if table.by == by]
    schema = {"period": pl.String}
    kept = rows.join(
        pl.DataFrame({"period": [table.period for table in chosen]}, schema=schema), on="period", how="semi"
    )
    for place, name in enumerate(by):
        mapping = [(t.period, group, shown) for t in chosen for group, shown in t.shown_as[place].items()]
        shown_as = pl.DataFrame(
            mapping, schema={"period": pl.String, name: pl.String, "_shown": pl.String}, orient="row"
        )
        kept = kept.join(shown_as, on=["period", name], how="left", maintain_order="left")
        kept = kept.with_columns(pl.col("_shown").alias(name)).drop("_shown")
    return kept
