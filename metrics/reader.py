"""What the most knowing reader of a publication has: everyone's groups in every period, and all numbers that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from metrics.blurring import AT_LEAST, AT_MOST
from metrics.folding import Table
from metrics.language import ALL, Status
from metrics.limits import TABLE

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Knowledge:
    """The shown counts of one measure and window, and who is counted in each.

    Events that are counted in exactly the same shown groups cannot be told apart; they are one kind. members: shown groups x
    kinds, 0 or 1, each set of members once. shown: the shown count of events with the outcome, per group. sizes: events per
    kind. having: how many of them have the outcome - what the reader wants to know, and only the judge of an attack sees.
    """

    members: sparse.csr_matrix
    shown: Floats
    sizes: Ints
    having: Ints

    @property
    def share(self) -> float:
        """The share of events with the outcome, which every reader knows from the headline."""
        return float(self.having.sum() / max(1, self.sizes.sum()))


def knowledge(answers: pl.DataFrame, tables: Sequence[Table], counted: pl.DataFrame, names: Sequence[str]) -> Knowledge:
    """Return what a reader knows who knows everything but the outcomes.

    answers: published rows of one measure and window. tables: those of its population. counted: one row per event and
    period: period, event (any id), outcome (Boolean) and the groupings in names.
    """
    key = ["period", *names]
    counted = counted.with_columns(pl.col(key).cast(pl.String))
    fine = counted.select(key).unique().sort(key).with_row_index("_fine")
    # Kinds stand in the order of their first event: coins are drawn in that order, and must fall alike in every run.
    by_event = (
        counted.join(fine, on=key, how="left")
        .group_by("event")
        .agg(pl.col("_fine").sort(), pl.col("outcome").first())
        .sort("event")
        .group_by("_fine", maintain_order=True)
        .agg(pl.len().alias("_events"), pl.col("outcome").sum().alias("_having"))
        .with_row_index("_kind")
    )
    pairs = by_event.select("_kind", "_fine").explode("_fine")
    kinds = _ones(pairs["_fine"].to_numpy(), pairs["_kind"].to_numpy(), (fine.height, by_event.height))
    rows, counts = _groups(answers, tables, fine, names)
    members = sparse.csr_matrix(((rows @ kinds) > 0).astype(np.float64))
    once, _ = _different(members)
    kind, of_kind = _different(members.T.tocsr())
    return Knowledge(
        members=members[once][:, kind].tocsr(),
        shown=counts[once],
        sizes=np.bincount(of_kind, by_event["_events"].to_numpy()).astype(np.int64),
        having=np.bincount(of_kind, by_event["_having"].to_numpy()).astype(np.int64),
    )


def _different(rows: sparse.csr_matrix) -> tuple[Ints, Ints]:
    """Return the places of the first of each different row, and for every row the number of the one that it equals."""
    marks = np.round(rows @ np.random.default_rng(1).random(rows.shape[1]), 9)
    _, first, which = np.unique(marks, return_index=True, return_inverse=True)
    return first, which


def _groups(
    answers: pl.DataFrame, tables: Sequence[Table], fine: pl.DataFrame, names: Sequence[str]
) -> tuple[sparse.csr_matrix, Floats]:
    """Return which finest groups each shown row holds, and its count; where only a bound is told, the middle of it."""
    half = TABLE.largest_shift / 2
    told = (
        pl.when(pl.col("flags").str.contains(AT_MOST))
        .then(half)
        .when(pl.col("flags").str.contains(AT_LEAST))
        .then(pl.col("denominator") - half)
        .otherwise(pl.col("numerator"))
    )
    shown = answers.filter(pl.col("status") == Status.SHOWN).with_columns(told.alias("_told"))
    blocks: list[sparse.csr_matrix] = []
    counts: list[Floats] = []
    for table in tables:
        split = [pl.col(name) != ALL if name in table.by else pl.col(name) == ALL for name in names]
        rows = shown.filter(pl.col("period") == table.period, *split).with_row_index("_group")
        renamed = fine.filter(pl.col("period") == table.period).with_columns(
            pl.col(name).replace_strict(mapping, return_dtype=pl.String)
            for name, mapping in zip(table.by, table.shown_as, strict=True)
        )
        if table.by:
            held = renamed.join(rows.select("_group", *table.by), on=list(table.by))
        else:
            held = renamed.join(rows.select("_group"), how="cross")
        blocks.append(_ones(held["_group"].to_numpy(), held["_fine"].to_numpy(), (rows.height, fine.height)))
        counts.append(rows["_told"].to_numpy().astype(np.float64))
    return sparse.vstack(blocks).tocsr(), np.concatenate(counts)


def _ones(rows: npt.NDArray[np.uint32], columns: npt.NDArray[np.uint32], shape: tuple[int, int]) -> sparse.csr_matrix:
    return sparse.coo_matrix((np.ones(len(rows)), (rows.astype(np.int64), columns.astype(np.int64))), shape).tocsr()
