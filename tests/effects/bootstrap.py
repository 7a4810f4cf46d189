"""A slow check of the standard error: people drawn anew, and everything learnt anew, again and again."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from metrics.effects.design import design
from metrics.effects.models import cross_fitted
from metrics.effects.moments import ordered
from metrics.effects.scores import overlap


def bootstrap_standard_error(
    given: pl.DataFrame, *, covariates: Sequence[str], outcome_name: str, seed: int, tries: int
) -> float:
    """Return the standard deviation of the difference (overlap weights) over tries draws of people.

    given as in estimating.estimate, with a known outcome in every row. People are drawn with all their rows and keep their
    folds, so one who is drawn twice never stands on both sides of a fold. Source: Efron and Tibshirani 1993, chapter 6.
    """
    moments = ordered(given, covariates, {1: outcome_name}, seed)
    columns = design(moments.frame, covariates).columns
    outcome = moments.frame.get_column(outcome_name).cast(pl.Float64).to_numpy()
    chance = np.random.default_rng(seed)
    people = int(moments.person.max()) + 1
    found = []
    for _ in range(tries):
        drawn = np.bincount(chance.integers(0, people, people), minlength=people).astype(np.float64)[moments.person]
        chances = cross_fitted(columns, moments.treated, outcome, moments.fold, drawn)
        found.append(overlap(chances, moments.treated, outcome, drawn).difference.value)
    return float(np.std(found, ddof=1))
