"""Made-up people whose chances of the outcome with and without a program are known, so that the true effect is known.

People with more need and a longer history enter the program more often, and have the outcome more often. Of those who enter,
the ones finish who would have done well anyway: drive, which no record shows, decides about finishing and about the outcome,
and not about entering. Half of the people have a second moment.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from metrics.effects.answer import Effect
from metrics.effects.estimating import estimate

Floats = npt.NDArray[np.float64]

COVARIATES = ("need", "bookings_before", "age", "housed")
OUTCOME = "returned_365"
MANY = 100_000
"""Moments of which the truth is made: its own error is then about 0.02 points."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What is planted. effect: log odds that the program adds; confounding: how strongly need and history decide who enters.

    hidden: how strongly a secret, which 3 of 10 people have and no record shows, decides about entering and the outcome.
    """

    effect: float = -0.6
    confounding: float = 1.0
    hidden: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Moments as they come, and what nobody can see: chances of the program and of the outcome with and without it."""

    moments: pl.DataFrame
    finished: npt.NDArray[np.bool_]
    secret: npt.NDArray[np.bool_]
    program: Floats
    outcome_with: Floats
    outcome_without: Floats

    def truth(self) -> float:
        """Return the difference of the two chances among those for whom either could have happened, -1..1."""
        weight = self.program * (1 - self.program)
        return float(np.average(self.outcome_with - self.outcome_without, weights=weight))

    def finishers_less_others(self) -> float:
        """Return the naive difference, which is no effect: those who finished less everyone else."""
        outcome = self.moments.get_column(OUTCOME).to_numpy()
        return float(outcome[self.finished].mean() - outcome[~self.finished].mean())


def plant(people: int, seed: int, world: World = World()) -> Planted:
    """Make people by chance. The outcome bends with need, and need matters more without a home: no model here has that."""
    chance = np.random.default_rng([seed, people])
    person = np.concatenate([np.arange(people), np.flatnonzero(chance.random(people) < 0.5)])
    size = person.size
    drive, lasting_need = chance.normal(size=people)[person], chance.normal(size=people)[person]
    secret = (chance.random(people) < 0.3)[person]
    need = 0.8 * lasting_need + 0.6 * chance.normal(size=size)
    bookings = chance.poisson(1.5, size)
    age = chance.integers(18, 65, size)
    housed = chance.random(size) < 0.6
    enters = world.confounding * (0.7 * need + 0.3 * (bookings - 1.5) - 0.015 * (age - 40) - 0.3 * housed) - 0.7
    program = _share(enters + world.hidden * secret)
    risk = -0.9 + 0.6 * need + 0.2 * need**2 + 0.25 * bookings - 0.02 * (age - 40) - 0.4 * housed * (1 + need)
    risk = risk - 1.2 * drive + 1.5 * world.hidden * secret
    outcome_without, outcome_with = _share(risk), _share(risk + world.effect)
    treated = chance.random(size) < program
    finished = treated & (chance.random(size) < _share(3 * drive - 1))
    outcome = chance.random(size) < np.where(treated, outcome_with, outcome_without)
    columns: dict[str, Any] = {
        "person_id": person,
        "treated": treated.astype(np.int64),
        "time_zero_on": (18_000 + np.arange(size) // people * 400 + chance.integers(0, 300, size)).astype(np.int32),
        "need": need,
        "bookings_before": bookings,
        "age": age,
        "housed": housed,
        OUTCOME: outcome.astype(np.int64),
    }
    moments = pl.DataFrame(columns).with_columns(pl.col("time_zero_on").cast(pl.Date))
    return Planted(
        moments=moments,
        finished=finished,
        secret=secret,
        program=program,
        outcome_with=outcome_with,
        outcome_without=outcome_without,
    )


def answer(moments: pl.DataFrame, *, randomised: bool = False, seed: int = 1) -> Effect:
    """Return the answer for one window with the covariates that are on record."""
    return estimate(moments, covariates=COVARIATES, outcomes={365: OUTCOME}, randomised=randomised, seed=seed)


def _share(log_odds: Floats) -> Floats:
    share: Floats = 1 / (1 + np.exp(-log_odds))
    return share
