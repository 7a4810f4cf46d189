"""What models say of each moment, learnt from other people: its chance of the program, and of the outcome on each side."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import ThreadpoolController

from metrics.effects.moments import Floats, Whole

PENALTY: Final = 1.0
"""Half the sum of squared coefficients (per standard deviation) is added this many times to the negative log-likelihood of
all rows. A thousand people outweigh it; it only keeps coefficients finite where a covariate tells the sides fully apart."""

NEAREST: Final = 1e-6
"""No chance is nearer to 0 or 1 than this: weights of people in the program divide by it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Chances:
    """For each moment: the chance of being in the program, and of the outcome with the program and without. All 0..1."""

    program: Floats
    outcome_with: Floats
    outcome_without: Floats


def cross_fitted(columns: Floats, treated: Floats, outcome: Floats, fold: Whole, weight: Floats) -> Chances:
    """Return the chances of each moment from models that never saw its fold, hence never saw its person.

    Logistic regressions (scikit-learn), that of the outcome for each side apart. weight: how often each row counts.
    Source: Chernozhukov and others 2018, section 3.
    """
    found = Chances(
        program=np.empty(treated.size), outcome_with=np.empty(treated.size), outcome_without=np.empty(treated.size)
    )
    with one_thread():
        for number in np.unique(fold):
            own, other = fold == number, fold != number
            for answer, target, learnt_from in (
                (found.program, treated, other),
                (found.outcome_with, outcome, other & (treated == 1)),
                (found.outcome_without, outcome, other & (treated == 0)),
            ):
                answer[own] = _chance(columns[learnt_from], target[learnt_from], weight[learnt_from], columns[own])
    return found


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread: on a busy machine, threads that wait for each other took twenty times as long."""
    with _threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _threads() -> ThreadpoolController:
    """Return what holds the threads of the linear algebra libraries in this process; finding them takes a moment."""
    return ThreadpoolController()


def _chance(columns: Floats, target: Floats, weight: Floats, wanted: Floats) -> Floats:
    """Learn the chance of target = 1 from rows that count, and return it for the wanted ones."""
    counts = weight > 0
    columns, target, weight = columns[counts], target[counts], weight[counts]
    share = float(target @ weight / weight.sum()) if weight.size else 0.5
    if not columns.shape[1] or not 0 < share < 1:
        return np.full(len(wanted), np.clip(share, NEAREST, 1 - NEAREST))
    model = LogisticRegression(C=1 / PENALTY, solver="newton-cholesky", tol=1e-8, max_iter=200)
    model.fit(columns, target, sample_weight=weight)
    learnt: Floats = np.clip(model.predict_proba(wanted)[:, 1], NEAREST, 1 - NEAREST)
    return learnt
