"""Supervision in the community: terms, broken rules that were put on record, and terms taken away."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Floats, Ints, Span, chance_of, happens, pick
from data_access.made_up.world import WINDOW_DAYS

_TERM_SHARE: Final = 0.35
"""Of the releases after which no earlier term is still running."""
_LENGTHS: Final = {"365": 0.45, "548": 0.3, "730": 0.25}
REVOKED_LOG_ODDS: Final = {"base": -1.6, "often": 1.2, "under_25": 0.5}
"""The planted truth: log-odds that a term is taken away within its first 365 days, unless death comes first."""
_FIRST_REVOKED_DAY: Final = 20
_NOTED_SHARE: Final = 0.15
"""Of the terms that are not taken away: those with a broken rule on record."""
_WHY: Final = {"N": 0.4, "T": 0.6}
_LEFT: Final = {"COMP": 0.86, "ABSC": 0.09, "XFER": 0.05}


def draw_terms(rng: np.random.Generator, episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per term: person, start, end (after the last day: still running), exit, why, and the planted chance.

    A term starts on the day of a release, lasts at least 365 days unless it is taken away or death ends it, and nobody has
    two at once.
    """
    released = episodes.filter(pl.col("ending") == "REL", pl.col("end") <= span.last_day)
    released = released.with_columns(died_on=pl.col("died_on").fill_null(NEVER))
    length = pick(rng, _LENGTHS, released.height).astype(np.int64)
    log_odds = (
        REVOKED_LOG_ODDS["base"]
        + REVOKED_LOG_ODDS["often"] * released["often"].to_numpy()
        + REVOKED_LOG_ODDS["under_25"] * (released["start"] - released["born"] < 25 * 365.25).to_numpy()
    )
    chance = chance_of(log_odds)
    revoked_day = np.where(
        happens(rng, chance, released.height),
        rng.integers(_FIRST_REVOKED_DAY, WINDOW_DAYS + 1, released.height),
        NEVER,
    )
    start = released["end"].to_numpy()
    died_on = released["died_on"].to_numpy()
    end = np.minimum(np.minimum(start + length, start + revoked_day), died_on)
    wanted = happens(rng, _TERM_SHARE, released.height) & _one_at_a_time(released["person"].to_numpy(), start, end)
    revoked = start + revoked_day == end
    how = np.where(died_on == end, "DIED", np.where(revoked, "REVO", pick(rng, _LEFT, released.height)))
    return released.select(
        "person",
        start=pl.Series(start),
        end=pl.Series(end),
        exit=pl.Series(how),
        why=pl.Series(np.where(how == "REVO", pick(rng, _WHY, released.height), "")),
        chance=pl.Series(chance * _share_by(died_on - start - 1)),
    ).filter(pl.Series(wanted))


def _share_by(days: Ints) -> Floats:
    """Of the terms that are taken away within 365 days: the share that is by this day."""
    share: Floats = (np.minimum(days, WINDOW_DAYS) - _FIRST_REVOKED_DAY + 1) / (WINDOW_DAYS - _FIRST_REVOKED_DAY + 1)
    return np.clip(share, 0, 1)


def _one_at_a_time(person: Ints, start: Ints, end: Ints) -> np.ndarray:
    """Whether no earlier row of the same person reaches this one. Rows are ordered by person and start."""
    free = np.ones(len(person), dtype=bool)
    reaches = pl.DataFrame({"person": person, "end": end}).select(pl.col("end").cum_max().shift(1).over("person"))
    earlier = reaches.to_series().fill_null(-NEVER).to_numpy()
    free &= start > earlier
    return free


def draw_violations(rng: np.random.Generator, terms: pl.DataFrame) -> pl.DataFrame:
    """One row per entry: person, the day on which a broken rule was noted, and that on which the term was taken away.

    Every term that is taken away has one entry with both days; of the others, some have one without the second.
    """
    count = terms.height
    revoked = (terms["exit"] == "REVO").to_numpy()
    length = (terms["end"] - terms["start"]).to_numpy()
    noted = np.where(
        revoked,
        terms["end"].to_numpy() - rng.integers(0, 15, count),
        terms["start"].to_numpy() + 1 + (rng.random(count) * np.maximum(length - 1, 1)).astype(np.int64),
    )
    wanted = revoked | (happens(rng, _NOTED_SHARE, count) & (length > 1))
    return terms.select(
        "person",
        "why",
        noted_on=pl.Series(noted),
        revoked_on=pl.when(pl.Series(revoked)).then("end"),
    ).filter(pl.Series(wanted))
