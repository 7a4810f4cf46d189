"""Observed to expected: how often each group had the outcome, beside how often people with their records usually do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from metrics.effects.design import design
from metrics.effects.models import NEAREST, PENALTY, one_thread
from metrics.effects.moments import TREATED, Flags, Floats, Moments, Whole, ordered

FIFTHS: Final = 5
FARTHEST: Final = 0.03
"""How far the mean chance of a fifth of the people may be from what they had, beside chance. Our own: 3 of every 100."""
Z_OF_FIFTHS: Final = 2.576
"""For five looks at once, two sides, about 5 of 100: a fifth that is off by chance alone seldom is off by so much."""


@dataclass(frozen=True, kw_only=True)
class GroupExpected:
    """One group. rows are moments with a known outcome; observed of them had it, and of people like them expected would.

    expected adds up chances (0..rows) that were learnt from other people and from all groups alike; variance is that of a
    count of people with such chances.
    """

    group: str
    rows: int
    observed: int
    expected: float
    variance: float


@dataclass(frozen=True, kw_only=True)
class CaseMix:
    """All groups, in the order of their ids.

    farthest_off: how far, 0..1, the chances of that fifth of the people whose chances fit the worst lie from what they had.
    calibrated: whether no fifth lies farther off than chance and FARTHEST allow.
    """

    groups: tuple[GroupExpected, ...]
    farthest_off: float
    calibrated: bool


def expected_of_groups(
    given: pl.DataFrame, *, group: str, covariates: Sequence[str], outcome: str, seed: int
) -> CaseMix:
    """Return how often each group had the outcome, and how often people like its people usually have it.

    given: one row per person and time zero, with the columns person_id, time_zero_on, the group (a word, never null), the
    covariates and the outcome (0 or 1). The chance of each row comes from a logistic regression that never saw its person
    (five parts, as in estimating.estimate). The model has the groups too, so that what is special about a group does not
    hide in the covariates that go with it; then the row's chance is taken in each group in turn, and these are averaged by
    how large the groups are. So expected says what would be seen if it did not matter in which group people are.
    Raises ValueError as moments.ordered does, and where a group or an outcome is not known.
    """
    for name in (group, outcome):
        if given[name].null_count():
            raise ValueError(f"{name} is empty in {given[name].null_count()} rows; leave these rows out")
    rows = ordered(given.with_columns(pl.lit(0).alias(TREATED)), [*covariates, group], {0: outcome}, seed)
    had = rows.frame[outcome].cast(pl.Float64).to_numpy()
    names, place = np.unique(rows.frame[group].cast(pl.String).to_numpy(), return_inverse=True)
    own, alike = _chances(rows, covariates, place.astype(np.int64), len(names), had)
    farthest, fits = _calibration(own, had)
    groups = tuple(_of_group(str(name), place == number, had, alike) for number, name in enumerate(names))
    return CaseMix(groups=groups, farthest_off=farthest, calibrated=fits)


def _chances(rows: Moments, covariates: Sequence[str], place: Whole, groups: int, had: Floats) -> tuple[Floats, Floats]:
    """Return each row's chance in its own group, and the mean of its chances in all groups."""
    columns = design(rows.frame, covariates).columns
    marks = np.eye(groups)[place]
    both = np.hstack([columns, marks])
    shares = np.bincount(place, minlength=groups) / place.size
    own, alike = np.empty(had.size), np.zeros(had.size)
    with one_thread():
        for number in np.unique(rows.fold):
            inside, learnt_from = rows.fold == number, rows.fold != number
            slopes, level = _fitted(both[learnt_from], had[learnt_from])
            base = columns[inside] @ slopes[: columns.shape[1]] + level
            steps = slopes[columns.shape[1] :]
            own[inside] = _share(base + marks[inside] @ steps)
            alike[inside] = sum(share * _share(base + step) for share, step in zip(shares, steps, strict=True))
    return own, alike


def _fitted(columns: Floats, had: Floats) -> tuple[Floats, float]:
    """Return the slopes and the level of a logistic regression; without both kinds of outcomes, the level alone."""
    share = float(had.mean()) if had.size else 0.5
    if not 0 < share < 1:
        near = float(np.clip(share, NEAREST, 1 - NEAREST))
        return np.zeros(columns.shape[1]), float(np.log(near / (1 - near)))
    model = LogisticRegression(C=1 / PENALTY, solver="newton-cholesky", tol=1e-8, max_iter=200).fit(columns, had)
    return model.coef_[0], float(model.intercept_[0])


def _share(log_odds: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-log_odds))
    return share


def _calibration(chance: Floats, had: Floats) -> tuple[float, bool]:
    """Return how far the worst fifth of the rows, by their chance, is off, and whether all lie within what is allowed."""
    off, fits = 0.0, True
    for part in np.array_split(np.argsort(chance, kind="stable"), FIFTHS):
        if not part.size:
            continue
        far = abs(float(had[part].mean() - chance[part].mean()))
        by_chance = Z_OF_FIFTHS * float(np.sqrt((chance[part] * (1 - chance[part])).sum())) / part.size
        off, fits = max(off, far), fits and far <= FARTHEST + by_chance
    return off, fits


def _of_group(name: str, members: Flags, had: Floats, chance: Floats) -> GroupExpected:
    own = chance[members]
    return GroupExpected(
        group=name,
        rows=int(members.sum()),
        observed=int(had[members].sum()),
        expected=float(own.sum()),
        variance=float((own * (1 - own)).sum()),
    )
