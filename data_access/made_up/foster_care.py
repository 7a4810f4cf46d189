"""Foster care: children who live away from home, where they go, and who has to leave home again."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Span, happens, pick, whole
from data_access.made_up.people import CHILD

AGAIN_SHARE: Final = {"RU": 0.16, "RL": 0.1, "GD": 0.06, "AD": 0.02}
"""The planted truth: of the children who go to a lasting home of each kind, those in foster care again within 365 days."""
_OUTCOMES: Final = {"RU": 0.48, "RL": 0.14, "GD": 0.1, "AD": 0.2, "TX": 0.03, "RA": 0.02, "OT": 0.03}
_GROWN_UP_DAYS: Final = 18 * 365
_FIRST_DAY_AGAIN: Final = 5
_DAYS: Final = 365


def draw_foster_care(rng: np.random.Generator, people: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per time in care: person, start, end (after the last day: still there), outcome, chance.

    chance: for children who go to a lasting home, the planted chance of foster care again within 365 days; null for others.
    Nobody comes again later, or after the eighteenth birthday, which ends care ("AO").
    """
    children = people.filter(pl.col("part") == CHILD)
    who, start = children["person"].to_numpy(), children["first_seen"].to_numpy()
    grown_up = children["born"].to_numpy() + _GROWN_UP_DAYS
    waves = []
    while len(who):
        count = len(who)
        end = np.minimum(start + 2 + np.minimum(whole(rng.gamma(1.4, 260, count)), 1500), grown_up)
        outcome = np.where(end == grown_up, "AO", pick(rng, _OUTCOMES, count))
        young = end + _DAYS < grown_up
        home = pl.Series(outcome).replace_strict(AGAIN_SHARE, default=None, return_dtype=pl.Float64)
        chance = np.where(young, home.fill_null(0.0).to_numpy(), 0.0)
        again = np.where(happens(rng, chance, count), end + rng.integers(_FIRST_DAY_AGAIN, _DAYS + 1, count), NEVER)
        waves.append(
            pl.DataFrame({"person": who, "start": start, "end": end, "outcome": outcome}).with_columns(
                chance=pl.when(home.is_not_null()).then(pl.Series(chance))
            )
        )
        going_on = again <= span.last_day
        who, start, grown_up = who[going_on], again[going_on], grown_up[going_on]
    return pl.concat(waves).sort("person", "start")
