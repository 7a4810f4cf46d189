"""Adds people and numbers up for every set of groupings at once, on rows that hold a small number in place of words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Final

import polars as pl

from metrics.answers import GROUP_SIZE
from metrics.grouping import By, Grouping, every_cell
from metrics.language import ALL
from metrics.periods import Period, period_columns

PLACE: Final = "place"
"""The number of a row of a grid."""
SPLIT_BY: Final = "split_by"
"""In a grid: by how many groupings a row is split."""
PEOPLE: Final = "people"
CELL: Final = "cell"


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """The rows that answers will have: every cell of every set of groupings in every period for which it is asked.

    by_sets: for each set of groupings its periods. groupings: all of the county, each with the groups that get a row.
    """

    by_sets: Mapping[By, Sequence[Period]]
    groupings: tuple[Grouping, ...]

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The rows: place (UInt32), a column per grouping ("all" where it does not split), split_by, and period_columns."""
        parts = [
            every_cell(by, self.groupings)
            .with_columns(pl.lit(len(by), pl.Int8).alias(SPLIT_BY))
            .join(period_columns(periods), how="cross", maintain_order="left_right")
            for by, periods in self.by_sets.items()
        ]
        return pl.concat(parts).with_row_index(PLACE)

    def places(self, by: By, cells: pl.DataFrame) -> pl.DataFrame:
        """Return the cells, which have period and the groupings of by, with their place among the rows split by these."""
        split = [pl.col(name) != ALL for name in by]
        kept = self.rows.filter(pl.col(SPLIT_BY) == len(by), *split)
        return cells.join(kept.select(PLACE, "period", *by), on=["period", *by])


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbering:
    """Gives each combination of a period and groups a number, so that many rows are grouped by one column of numbers."""

    names: Mapping[str, Sequence[str]]
    """For period and then each grouping: all values that the column can have."""

    def number(self, rows: pl.DataFrame, *numbers: pl.Expr | str) -> pl.DataFrame:
        """Return cell (Int64), person_id and these numbers of rows that have a column for each name."""
        codes = [
            pl.col(name).cast(pl.Enum(values)).to_physical().cast(pl.Int64) * self._stride(name)
            for name, values in self.names.items()
        ]
        return rows.select(pl.sum_horizontal(codes).alias(CELL), "person_id", *numbers)

    def cells(self, numbered: pl.DataFrame) -> pl.DataFrame:
        """Return the cells of numbered rows, once each, with a String column for each name."""
        return numbered.select(pl.col(CELL).unique()).with_columns(self._value(name) for name in self.names)

    def period(self) -> pl.Expr:
        """Return what tells the periods of numbered rows apart."""
        return pl.col(CELL) // self._stride("period")

    def _value(self, name: str) -> pl.Expr:
        values = pl.lit(pl.Series(self.names[name], dtype=pl.String))
        return values.gather(pl.col(CELL) // self._stride(name) % len(self.names[name])).alias(name)

    def _stride(self, name: str) -> int:
        sizes = {one: len(values) for one, values in self.names.items()}
        after = list(sizes)[list(sizes).index(name) + 1 :]
        return prod(sizes[one] for one in after)


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """Numbered rows with the places of a grid in which each of their cells is counted: one for each set of groupings."""

    rows: pl.DataFrame
    numbering: Numbering
    places: Sequence[pl.DataFrame]
    """For each set of groupings: cell and place. A cell without a place is not shown there."""

    def summed(self, table: pl.DataFrame, *others: str) -> pl.DataFrame:
        """Add a table by cell up: the sum of its numbers for every place and value of the other columns."""
        numbers = pl.exclude(CELL, PLACE, *others).sum()
        return pl.concat(table.join(places, on=CELL).group_by(PLACE, *others).agg(numbers) for places in self.places)

    def each(self, *totals: pl.Expr) -> pl.DataFrame:
        """Return totals, such as a median, that must be taken from the rows of each place themselves."""
        return pl.concat(self.rows.join(places, on=CELL).group_by(PLACE).agg(totals) for places in self.places)

    def people(self) -> pl.DataFrame:
        """Return place and group_size: how many different people are in it."""
        counted = self.by_amount(pl.lit(0), "nothing")
        return counted.group_by(PLACE).agg(pl.col(PEOPLE).sum().alias(GROUP_SIZE))

    def by_amount(self, amount: pl.Expr, name: str) -> pl.DataFrame:
        """Return how many people of each place have each amount, which is added up over all rows of a person in the place.

        Whoever has one cell in a period is in one place of every set of groupings, with the amount of that cell. Only
        those with several, such as someone with a birthday between two bookings, are looked at one by one in each place.
        """
        of_cell = self.rows.group_by(CELL, "person_id").agg(amount.sum().cast(pl.Int64).alias(name))
        period = self.numbering.period().alias("_period")
        of_person = of_cell.group_by(period, "person_id").agg(pl.col(CELL, name).first(), pl.len().alias("_cells"))
        in_one = of_person.filter(pl.col("_cells") == 1).group_by(CELL, name).agg(pl.len().cast(pl.Int64).alias(PEOPLE))
        others = of_person.filter(pl.col("_cells") > 1).select("_period", "person_id")
        in_several = of_cell.with_columns(period).join(others, on=["_period", "person_id"], how="semi")
        parts = [self.summed(in_one, name)]
        for places in self.places:
            person = in_several.join(places, on=CELL).group_by(PLACE, "person_id").agg(pl.col(name).sum())
            parts.append(person.group_by(PLACE, name).agg(pl.len().cast(pl.Int64).alias(PEOPLE)))
        return pl.concat(parts).group_by(PLACE, name).agg(pl.col(PEOPLE).sum())
