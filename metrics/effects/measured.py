"""The comparison of one program, measured whole: for each window who is counted, the answer, and what is usual for them."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.case_mix.expected import CaseMix, expected_of_groups
from metrics.cohort import INDEX_ON, RETURN_DAY
from metrics.effects.answer import WindowEffect
from metrics.effects.estimating import estimate
from metrics.effects.known_before import name_of, with_known_before
from metrics.effects.moments import PERSON, TIME_ZERO, TREATED
from metrics.effects.people import Compare, People, Start, outcome_name, people, with_outcome
from metrics.periods import PeriodKind, ended_periods
from metrics.prepared import Prepared, followed_by

SEED: Final = 1
"""Of the folds. Any number would do; the same one each time gives the same answer."""
IN_PROGRAM: Final = "in_program"
NOT_IN_IT: Final = "not_in_it"


@dataclass(frozen=True, kw_only=True)
class MeasuredWindow:
    """One window. rows: the moments that are watched to its end, as people.People.frame has them, with the outcome.

    through_on: the last day of time zeros, the end of a quarter. usual: case mix, the program beside everyone who left jail
    in the same time; None where the clock does not start there.
    """

    window_days: int
    first_on: dt.date
    through_on: dt.date
    rows: pl.DataFrame
    effect: WindowEffect
    usual: CaseMix | None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All windows that somebody could be watched for. people is None where the records do not tell who could enter."""

    compare: Compare
    people: People | None
    windows: tuple[MeasuredWindow, ...]


def measured(prepared: Prepared, compare: Compare) -> Measured:
    """Compare a program's people with others who could have entered it, for each of its windows.

    Only whole quarters count: a publication a week later then has either the same people or a whole quarter more.
    """
    found = people(prepared, compare)
    if found is None:
        return Measured(compare=compare, people=None, windows=())
    windows = []
    for days in compare.windows:
        watched_through = min(found.known_through - dt.timedelta(days=days), found.entered_through)
        quarters = [
            period.last_on
            for period in ended_periods(compare.opened_on.replace(month=1, day=1), watched_through)
            if period.kind is PeriodKind.QUARTER and period.last_on >= compare.opened_on
        ]
        if quarters:
            windows.append(_window(prepared, compare, found, days, max(quarters)))
    return Measured(compare=compare, people=found, windows=tuple(windows))


def _window(prepared: Prepared, compare: Compare, found: People, days: int, through_on: dt.date) -> MeasuredWindow:
    name = outcome_name(days)
    rows = with_outcome(found, days, through_on)
    effect = estimate(
        rows, covariates=found.covariates, outcomes={days: name}, randomised=compare.randomised, seed=SEED
    ).windows[0]
    watched = rows.filter(pl.col(name).is_not_null())
    usual = _usual(prepared, compare, watched, days, through_on) if compare.start is Start.LEAVING_JAIL else None
    return MeasuredWindow(
        window_days=days,
        first_on=compare.opened_on,
        through_on=through_on,
        rows=watched,
        effect=effect,
        usual=usual,
    )


def _usual(
    prepared: Prepared, compare: Compare, watched: pl.DataFrame, days: int, through_on: dt.date
) -> CaseMix | None:
    """Return the case mix of the program's people among all who left jail while it was open, each leaving by itself.

    None with days of grace: then the clock of the program does not start on the day of leaving.
    """
    if compare.grace_days:
        return None
    index = prepared.followed[followed_by(compare.measure)]
    index = index.filter(pl.col(INDEX_ON).is_between(compare.opened_on, through_on))
    known, names = with_known_before(prepared.episodes, index, compare.covariates)
    entered = watched.filter(pl.col(TREATED) == 1).select(
        PERSON, pl.col(TIME_ZERO).alias(INDEX_ON), _in=pl.lit(value=True)
    )
    given = known.join(entered, on=[PERSON, INDEX_ON], how="left").select(
        PERSON,
        pl.col(INDEX_ON).alias(TIME_ZERO),
        pl.when(pl.col("_in")).then(pl.lit(IN_PROGRAM)).otherwise(pl.lit(NOT_IN_IT)).alias("side"),
        (pl.col(RETURN_DAY) <= days).fill_null(value=False).cast(pl.Int8).alias("came"),
        *(name_of(name) for name in names),
    )
    given = given.unique([PERSON, TIME_ZERO], keep="first", maintain_order=True)
    if given["side"].n_unique() < 2:  # nobody of the program, or nobody else
        return None
    return expected_of_groups(
        given, group="side", covariates=[name_of(name) for name in names], outcome="came", seed=SEED
    )
