"""Person-moments on one clock: checked, in an order that neither names nor rows decide, and dealt into folds by person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

PERSON: Final = "person_id"
TREATED: Final = "treated"
TIME_ZERO: Final = "time_zero_on"

FOLDS: Final = 5
"""Parts of the people; what is said of one part is learnt from the others. Chernozhukov and others 2018 find 4 or 5 good."""

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Moments:
    """All moments, in the order of their contents. Arrays have one value per row of frame.

    person: 0, 1, ... for each person; treated: 1 in the program, else 0; fold: 0..FOLDS-1, one for all rows of a person.
    """

    frame: pl.DataFrame
    person: Whole
    treated: Floats
    fold: Whole

    def only(self, kept: Flags) -> "Moments":
        """Return the moments that are kept, with the folds that they had."""
        return Moments(
            frame=self.frame.filter(pl.Series(kept)),
            person=np.unique(self.person[kept], return_inverse=True)[1].astype(np.int64),
            treated=self.treated[kept],
            fold=self.fold[kept],
        )


def ordered(given: pl.DataFrame, covariates: Sequence[str], outcomes: Mapping[int, str], seed: int) -> Moments:
    """Check the moments, sort them by what they hold and deal people into folds; NaN becomes null.

    Two people with the same rows are alike to every sum here, so other ids or another order of rows change nothing.
    Raises ValueError where a column is missing or named twice, a person has two rows with one time zero, treated is not
    0 or 1, an outcome not 0, 1 or null, a person or time zero is null, or no window or covariate is named.
    """
    if not covariates or not outcomes:
        raise ValueError("name at least one covariate and one outcome: nobody is like someone of whom nothing is known")
    content = [TREATED, TIME_ZERO, *covariates, *outcomes.values()]
    if len({PERSON, *content}) <= len(content):
        raise ValueError("a column is named twice: person, treated, time zero, covariates and outcomes must all differ")
    missing = [name for name in (PERSON, *content) if name not in given.columns]
    if missing:
        raise ValueError(f"the moments lack the columns {missing}; they have {given.columns}")
    frame = given.select(PERSON, *content).with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None))
    _check(frame, outcomes)
    sorted_frame = frame.sort(content)
    kind = sorted_frame.select(pl.struct(content).rle_id().cast(pl.Int64)).to_series().to_numpy()
    person = sorted_frame.get_column(PERSON).rank("dense").cast(pl.Int64).to_numpy() - 1
    position = _position(person, kind)[person]
    order = np.lexsort((kind, position))
    final = sorted_frame[order].drop(PERSON)
    treated = final.get_column(TREATED).cast(pl.Float64).to_numpy()
    return Moments(
        frame=final,
        person=position[order],
        treated=treated,
        fold=_folds(position[order], treated, seed)[position[order]],
    )


def _check(frame: pl.DataFrame, outcomes: Mapping[int, str]) -> None:
    """Raise ValueError for what no arithmetic could mend; says how many rows, never which."""
    for name in (PERSON, TIME_ZERO):
        if frame.get_column(name).null_count():
            raise ValueError(f"{name} is empty in {frame.get_column(name).null_count()} rows; leave these rows out")
    for name in (TREATED, *outcomes.values()):
        if not (frame.schema[name].is_numeric() or frame.schema[name] in (pl.Boolean, pl.Null)):
            raise ValueError(f"{name} must be 0 or 1, and is of type {frame.schema[name]}")
    for name, may_be_null in [(TREATED, False), *((name, True) for name in outcomes.values())]:
        good = pl.col(name).cast(pl.Float64).is_in([0.0, 1.0]).fill_null(may_be_null)
        bad = frame.filter(~good).height
        if bad:
            empty = ", or be empty where the person was not watched long enough" if may_be_null else ""
            raise ValueError(f"{name} must be 0 or 1{empty}; {bad} rows are not")
    twice = frame.height - frame.select(PERSON, TIME_ZERO).n_unique()
    if twice:
        raise ValueError(f"{twice} rows have the person and the time zero of another row; a person-moment is one row")


def _position(person: Whole, kind: Whole) -> Whole:
    """Return, for each person, the place in the order of what their rows hold.

    Rows come sorted by kind. People are put in order by their first rows, then by their second, until none are left.
    """
    people = int(person.max(initial=-1)) + 1
    by_person = np.argsort(person, kind="stable")
    counts = np.bincount(person, minlength=people)
    turn = np.arange(person.size) - np.repeat(np.cumsum(counts) - counts, counts)
    place = np.zeros(people, dtype=np.int64)
    for number in range(int(counts.max(initial=0))):
        rows = by_person[turn == number]
        own = np.zeros(people, dtype=np.int64)
        own[person[rows]] = kind[rows] + 1
        place = np.unique(place * (int(kind.max()) + 2) + own, return_inverse=True)[1].astype(np.int64)
    position = np.empty(people, dtype=np.int64)
    position[np.argsort(place, kind="stable")] = np.arange(people)
    return position


def _folds(person: Whole, treated: Floats, seed: int) -> Whole:
    """Return the fold of each person: shuffled, then dealt like cards, people who were ever in the program apart."""
    chance = np.random.default_rng(seed)
    ever = np.zeros(int(person.max(initial=-1)) + 1, dtype=np.bool_)
    ever[person[treated == 1]] = True
    fold = np.empty(ever.size, dtype=np.int64)
    for group in (True, False):
        members = chance.permutation(np.flatnonzero(ever == group))
        fold[members] = np.arange(members.size) % FOLDS
    return fold
