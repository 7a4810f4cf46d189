"""The one door from raw answers to published answers.

Until noise and floors are built (issue 5), groups under 11 are hidden, and where the hidden groups beside the shown ones
would add up to fewer than 11, the next smallest is hidden with them.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics.answers import GROUP_SIZE, NUMBERS, PublishedAnswers, RawAnswers
from metrics.language import ALL, Status

SMALLEST_GROUP: Final = 11
"""People. Source: the cell-size policy of the Centers for Medicare and Medicaid Services (no cell under 11)."""

SENTENCE: Final = (
    "Groups of fewer than 11 people are not shown. The numbers are not blurred yet. Someone who compares many numbers "
    "could still learn about a small group, so keep this site inside the county for now."
)


def protect(raw: RawAnswers) -> PublishedAnswers:
    """Hide what could point at one person, and drop the group sizes.

    A hidden row has status hidden and no numbers or flags; too_early and not_reported stay as they are.
    """
    frame = raw.frame
    sizes = frame.group_by("measure_id", "period", *raw.grouping_ids).agg(pl.col(GROUP_SIZE).max())
    hidden = _hidden_cells(sizes, raw.grouping_ids)
    frame = frame.join(hidden, on=["measure_id", "period", *raw.grouping_ids], how="left", maintain_order="left")
    hide = pl.col("_hide").fill_null(value=False) & (pl.col("status") == Status.SHOWN)
    frame = frame.with_columns(
        *(pl.when(~hide).then(pl.col(name)).alias(name) for name in NUMBERS),
        pl.when(hide).then(pl.lit("")).otherwise(pl.col("flags")).alias("flags"),
        pl.when(hide).then(pl.lit(Status.HIDDEN.value)).otherwise(pl.col("status")).alias("status"),
    )
    return PublishedAnswers(frame=frame.drop(GROUP_SIZE, "_hide"), grouping_ids=raw.grouping_ids)


def exact(raw: RawAnswers) -> pl.DataFrame:
    """Return the exact rows for an analyst's own screen or file. They are never published."""
    return raw.frame.drop(GROUP_SIZE)


def _hidden_cells(sizes: pl.DataFrame, grouping_ids: tuple[str, ...]) -> pl.DataFrame:
    """Return the cells to hide, given one row per measure, period and cell with its group size.

    Siblings are the cells that differ in one grouping only: they add up to a shown total. Rounds go on until no line of
    siblings has hidden cells that add up to fewer than SMALLEST_GROUP people.
    """
    lead = ["measure_id", "period"]
    # Sorted, so that of two cells of one size the same one is hidden in every measure and at every run.
    cells = sizes.sort(*lead, *grouping_ids).with_columns(_hide=pl.col(GROUP_SIZE) < SMALLEST_GROUP)
    while True:
        before = cells["_hide"].sum()
        for grouping in grouping_ids:
            split = (pl.col(grouping) != ALL).alias("_split")
            line: list[str | pl.Expr] = [*lead, split, *(other for other in grouping_ids if other != grouping)]
            cells = cells.with_columns(_hide=pl.col("_hide") | (split & _completes(line)))
        if cells["_hide"].sum() == before:
            return cells.filter("_hide").select(*lead, *grouping_ids, "_hide")


def _completes(line: Sequence[str | pl.Expr]) -> pl.Expr:
    """Whether a shown cell must be hidden too, so that the hidden ones beside it cannot be told from the total."""
    hidden_people = (pl.col(GROUP_SIZE) * pl.col("_hide")).sum().over(line)
    any_hidden = (pl.col("_hide") & (pl.col(GROUP_SIZE) > 0)).any().over(line)
    shown_size = pl.when(~pl.col("_hide")).then(pl.col(GROUP_SIZE))
    is_next = shown_size.rank("ordinal").over(line) == 1
    too_few = any_hidden & (hidden_people < SMALLEST_GROUP)
    return (too_few & is_next).fill_null(value=False)
