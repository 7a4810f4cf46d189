"""How things are drawn: a random stream for each room of the made-up world, shares, chances, days and years."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]

NEVER = 10**6
"""A day that no record reaches, counted from 1970-01-01."""


class Room(IntEnum):
    """The rooms of the made-up world. Each draws from a stream of its own, so that one can change and the others stay."""

    PEOPLE = 1
    IDENTITIES = 2
    JAIL = 3
    COURT = 4
    SUPERVISION = 5
    CARE = 6
    HOUSING = 7
    FOSTER_CARE = 8
    PROGRAM = 9
    CRISIS = 10
    DEATHS = 11
    LAYOUT = 12
    DIRT = 13
    FUTURES = 14
    HOSPITAL = 15
    VIOLATIONS = 16
    CONTACTS = 17
    OPIOID_PROGRAM = 18
    FOLLOW_UPS = 19
    NAVIGATOR = 20


@dataclass(frozen=True, kw_only=True)
class Span:
    """The first and last day of the records, counted from 1970-01-01, both inside."""

    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """How many days the records cover."""
        return self.last_day - self.first_day + 1


def stream(seed: int, room: Room, part: int = 0) -> np.random.Generator:
    """Return the random numbers of one room, or of a part of it, of the county with this seed."""
    return np.random.default_rng([seed, int(room), part])


def pick(rng: np.random.Generator, shares: Mapping[str, float], count: int) -> Texts:
    """Draw count keys with these shares, which add up to 1."""
    return rng.choice(np.array(list(shares)), size=count, p=list(shares.values()))


def happens(rng: np.random.Generator, chance: Floats | float, count: int) -> Bools:
    """Draw count times whether something of this chance happens."""
    drawn: Bools = rng.random(count) < chance
    return drawn


def chance_of(log_odds: Floats) -> Floats:
    """Turn log-odds into chances in 0..1."""
    chances: Floats = 1 / (1 + np.exp(-log_odds))
    return chances


def day_of(date: dt.date) -> int:
    """Return a date as days from 1970-01-01."""
    return (date - dt.date(1970, 1, 1)).days


def years_of(days: Ints) -> Ints:
    """Return the calendar years of days counted from 1970-01-01."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def written(column: str, form: str) -> pl.Expr:
    """Return a column of days as text in this form; nothing where there is no day."""
    return pl.from_epoch(pl.col(column), time_unit="d").dt.strftime(form).fill_null("")


def whole(values: Floats) -> Ints:
    """Round down to whole numbers."""
    return np.floor(values).astype(np.int64)
