"""Covariates as columns of numbers for a model: standardised, with what is missing told by a column of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from metrics.effects.moments import Floats

MISSING: Final = "missing"
RARE: Final = "other"
FEWEST_OF_A_VALUE: Final = 20
"""Moments. Words that fewer have are put together: too few to learn from, and a word that one person has may name them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Design:
    """columns: [rows, columns], each with mean 0 and standard deviation 1; names: covariate and level of each column."""

    columns: Floats
    names: tuple[tuple[str, str | None], ...]


def design(frame: pl.DataFrame, covariates: Sequence[str]) -> Design:
    """Return the columns of the covariates, in their order.

    A number or a yes/no is one column; where some are missing these stand at the mean, and a column marks them. Any other
    type is one column for each of its values, missing being one of them and rare ones (RARE) another. Columns with one
    value only are left out: they tell nobody apart. So are marks that fewer than FEWEST_OF_A_VALUE rows have, or lack: a
    model learns nothing from these but the few themselves, and their balance would tell of them. Raises ValueError for a
    date or a list: the caller must say what of it counts (days, bands).
    """
    columns: list[Floats] = []
    names: list[tuple[str, str | None]] = []
    for name in covariates:
        for level, values in _columns(frame.get_column(name)):
            spread = values.std()
            if spread > 0 and not _is_rare(values):
                columns.append((values - values.mean()) / spread)
                names.append((name, level))
    empty = np.zeros((frame.height, 0))
    return Design(columns=np.column_stack(columns) if columns else empty, names=tuple(names))


def _is_rare(values: Floats) -> bool:
    """Whether these are marks, 0 or 1, that few rows have or that few lack."""
    marks = ((values == 0) | (values == 1)).all()
    return bool(marks) and min(values.sum(), values.size - values.sum()) < FEWEST_OF_A_VALUE


def _columns(series: pl.Series) -> list[tuple[str | None, Floats]]:
    missing = series.is_null()
    if series.dtype.is_numeric() or series.dtype == pl.Boolean:
        numbers = series.cast(pl.Float64)
        filled = numbers.fill_null(numbers.mean() if missing.sum() < series.len() else 0.0)
        return [(None, filled.to_numpy()), (MISSING, missing.cast(pl.Float64).to_numpy())]
    if series.dtype.is_temporal() or series.dtype.is_nested():
        raise ValueError(
            f"covariate {series.name} is of type {series.dtype}; give a number, a yes/no or a word instead"
        )
    words = series.cast(pl.String)
    counts = words.drop_nulls().rename("word").value_counts(name="moments")
    kept = counts.filter(pl.col("moments") >= FEWEST_OF_A_VALUE).get_column("word").to_list()
    words = words.zip_with(
        words.is_in(kept) | missing, pl.Series([RARE], dtype=pl.String).new_from_index(0, words.len())
    )
    levels = sorted(words.drop_nulls().unique().to_list())
    found = [(level, (words == level).fill_null(value=False).cast(pl.Float64).to_numpy()) for level in levels]
    return [*found, (MISSING, missing.cast(pl.Float64).to_numpy())]
