"""How people are split into groups: by the values of a field, or by bands of age."""

from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl

from metrics.language import ALL, NOT_STATED, UNMAPPED

UNKNOWN_GROUPS = (NOT_STATED, UNMAPPED)

By = tuple[str, ...]
"""The ids of the groupings that split a table, in the order of the county."""


@dataclass(frozen=True, kw_only=True)
class AgeBand:
    """Ages from youngest to oldest in whole years, both inside; None is open-ended."""

    group_id: str
    youngest: int | None
    oldest: int | None


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """One way to split people. group_ids are the known groups in the order in which they are shown.

    age_bands is empty unless the field is age_at_start; then it has one band per group.
    """

    grouping_id: str
    field: str
    group_ids: tuple[str, ...]
    age_bands: tuple[AgeBand, ...] = ()


def with_groups(frame: pl.DataFrame, groupings: tuple[Grouping, ...]) -> pl.DataFrame:
    """Add one String column per grouping, named by its id, to a frame that holds the groupings' fields.

    A null becomes not_stated; a value or age that no group holds becomes unmapped. No row is lost.
    """
    return frame.with_columns(_group(grouping).alias(grouping.grouping_id) for grouping in groupings)


def grouping_sets(groupings: tuple[Grouping, ...], at_most: int) -> tuple[tuple[str, ...], ...]:
    """Return the ids of every combination of 0 to at_most groupings, fewest first."""
    ids = [grouping.grouping_id for grouping in groupings]
    return tuple(combination for size in range(at_most + 1) for combination in combinations(ids, size))


def with_unknown(groupings: tuple[Grouping, ...], held: pl.DataFrame) -> tuple[Grouping, ...]:
    """Return the groupings with not_stated and unmapped behind the known groups, where any row of held has them.

    So which rows of answers there are says nothing about any one period.
    """
    return tuple(
        replace(one, group_ids=(*one.group_ids, *(unknown for unknown in UNKNOWN_GROUPS if unknown in present)))
        for one in groupings
        for present in [set(held[one.grouping_id].unique())]
    )


def every_cell(by: tuple[str, ...], groupings: tuple[Grouping, ...]) -> pl.DataFrame:
    """Return one row per cell of the groupings in by, also those that hold nobody; the other groupings say "all"."""
    cells = pl.DataFrame({"_": [0]})
    for grouping in groupings:
        groups = grouping.group_ids if grouping.grouping_id in by else (ALL,)
        cells = cells.join(pl.DataFrame({grouping.grouping_id: list(groups)}), how="cross", maintain_order="left_right")
    return cells.drop("_")


def _group(grouping: Grouping) -> pl.Expr:
    field = pl.col(grouping.field)
    if not grouping.age_bands:
        known = field.is_in([*grouping.group_ids, *UNKNOWN_GROUPS])
        return pl.when(field.is_null()).then(pl.lit(NOT_STATED)).when(known).then(field).otherwise(pl.lit(UNMAPPED))
    group: pl.Expr = pl.lit(UNMAPPED)
    for band in grouping.age_bands:
        youngest = 0 if band.youngest is None else band.youngest
        oldest = 999 if band.oldest is None else band.oldest
        group = pl.when(field.is_between(youngest, oldest)).then(pl.lit(band.group_id)).otherwise(group)
    return pl.when(field.is_null()).then(pl.lit(NOT_STATED)).otherwise(group)
