"""Seven hundred people and one thing known before, small enough to work out by hand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from metrics.effects.design import Design, design
from metrics.effects.models import Chances, cross_fitted
from metrics.effects.moments import FOLDS, Floats
from metrics.effects.scores import Rates, overlap
from tests.effects.planted import OUTCOME

CELLS = [(0, 1, 30, 70), (0, 0, 120, 180), (1, 1, 120, 80), (1, 0, 80, 20)]
"""high need (0/1), treated, with the outcome, without: 30 of 100 against 120 of 300, and 120 of 200 against 80 of 100."""

# By hand. With a chance of entering that is the share in each stratum, overlap weights make a stratum count by
# n (n1 / n) (n0 / n) = n1 n0 / n: 100 * 300 / 400 = 75 and 200 * 100 / 300 = 66 2/3 (the weights of Mantel and Haenszel).
WITH_PROGRAM = (75 * 0.3 + 200 / 3 * 0.6) / (75 + 200 / 3)
LIKE_GROUP = (75 * 0.4 + 200 / 3 * 0.8) / (75 + 200 / 3)


def table(times: int) -> pl.DataFrame:
    """Return the people of CELLS, so many times over."""
    rows: list[dict[str, Any]] = []
    for need, treated, had, had_not in CELLS:
        rows += [{"high_need": need, "treated": treated, OUTCOME: 1}] * had
        rows += [{"high_need": need, "treated": treated, OUTCOME: 0}] * had_not
    frame = pl.concat([pl.DataFrame(rows)] * times)
    return frame.with_columns(person_id=pl.int_range(pl.len()), time_zero_on=pl.date(2020, 1, 1))


@dataclass(frozen=True, kw_only=True)
class Example:
    """The people of CELLS a hundred times over, and what the models say of them."""

    design: Design
    treated: Floats
    outcome: Floats
    chances: Chances

    @property
    def rates(self) -> Rates:
        """The rates by overlap weights."""
        return overlap(self.chances, self.treated, self.outcome, np.ones(self.treated.size))


def exact() -> Example:
    """Return the example with folds that are the same people over, so that each learns the very shares that it has."""
    frame = pl.concat([table(20)] * FOLDS)
    fold = np.repeat(np.arange(FOLDS), frame.height // FOLDS)
    treated, outcome = (frame.get_column(name).cast(pl.Float64).to_numpy() for name in ("treated", OUTCOME))
    prepared = design(frame, ["high_need"])
    chances = cross_fitted(prepared.columns, treated, outcome, fold, np.ones(frame.height))
    return Example(design=prepared, treated=treated, outcome=outcome, chances=chances)
