"""Who lives in the made-up county: adults who come to jail, adults who do not, and children, with names and traits."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import Ints, Span, Texts, happens, pick, whole
from data_access.made_up.names import BEGINNINGS, ENDINGS, MEN, WOMEN

JAIL: Final = "jail"
COMMUNITY: Final = "community"
CHILD: Final = "child"

_PARTS: Final = {JAIL: 0.62, COMMUNITY: 0.30, CHILD: 0.08}
_SEXES: Final = {JAIL: {"M": 0.76, "F": 0.23, "U": 0.01}, COMMUNITY: {"M": 0.49, "F": 0.5, "U": 0.01}}
_RACES: Final = {"WH": 0.44, "BL": 0.30, "HI": 0.19, "AS": 0.02, "AI": 0.03, "UN": 0.02}
_OFTEN_SHARE: Final = 0.055
_NEED_SHARE: Final = {JAIL: 0.3, COMMUNITY: 0.8, CHILD: 0.0}
_KNOWN_BEFORE_SHARE: Final = 0.22
"""People who were in and out of jail around the day on which the records begin."""
_TWIN_SHARE: Final = 0.012
"""Of the adults: those who have a twin in the county, with the same last name and birth date and the next number."""

_FIRST_NUMBER: Final = 900_000_000
_NUMBERS: Final = 99_999_000
_NUMBER_STEP: Final = 7_919
"""Social Security numbers beside each other in the list of people lie this far apart, and never repeat."""


def draw_people(rng: np.random.Generator, people: int, span: Span) -> pl.DataFrame:
    """Return one row per person: person (0, 1, ...), part, first_seen, born, sex, race, need, often, names and ssn.

    Days are counted from 1970-01-01. first_seen is the first booking of an adult who comes to jail, which may lie before
    the records begin, and the first event of all others. often: comes back to jail far more often than others. No Social
    Security number begins with 9, so these cannot be anybody's.
    """
    part = pick(rng, _PARTS, people)
    first_seen = _first_seen(rng, part, span)
    age_years = np.where(part == CHILD, rng.uniform(0, 16.9, people), np.clip(18 + rng.gamma(1.9, 8.5, people), 18, 88))
    sex = np.where(part == JAIL, pick(rng, _SEXES[JAIL], people), pick(rng, _SEXES[COMMUNITY], people))
    need_share = np.select([part == JAIL, part == COMMUNITY], [_NEED_SHARE[JAIL], _NEED_SHARE[COMMUNITY]], 0.0)
    drawn = pl.DataFrame(
        {
            "person": np.arange(people),
            "part": part,
            "first_seen": first_seen,
            "born": first_seen - np.ceil(age_years * 365.25).astype(np.int64),
            "sex": sex,
            "race": pick(rng, _RACES, people),
            "need": happens(rng, need_share, people),
            "often": happens(rng, _OFTEN_SHARE, people) & (part == JAIL),
            "first_name": _first_names(rng, sex),
            "last_name": _last_names(rng, people),
            "ssn": _numbers(rng, people),
        }
    )
    return _with_twins(rng, drawn)


def _first_seen(rng: np.random.Generator, part: Texts, span: Span) -> Ints:
    count = len(part)
    known_before = happens(rng, _KNOWN_BEFORE_SHARE, count)
    in_jail = np.where(
        known_before,
        rng.integers(span.first_day - 270, span.first_day + 90, count),
        rng.integers(span.first_day - 180, span.last_day + 1, count),
    )
    elsewhere = span.first_day + whole(rng.random(count) * (span.days - 60))
    return np.where(part == JAIL, in_jail, elsewhere)


def _first_names(rng: np.random.Generator, sex: Texts) -> Texts:
    """Names early in the lists are more common, as in life."""
    weights = 1 / np.sqrt(np.arange(1, len(WOMEN) + 1))
    weights /= weights.sum()
    women, men = (rng.choice(np.array(names), size=len(sex), p=weights) for names in (WOMEN, MEN))
    return np.where(sex == "F", women, men)


def _last_names(rng: np.random.Generator, count: int) -> Texts:
    weights = 1 / np.sqrt(np.arange(1, len(BEGINNINGS) + 1))
    first = rng.choice(np.array(BEGINNINGS), size=count, p=weights / weights.sum())
    return np.char.add(first, rng.choice(np.array(ENDINGS), size=count))


def _numbers(rng: np.random.Generator, count: int) -> Texts:
    numbers = (rng.permutation(count) * _NUMBER_STEP + int(rng.integers(_NUMBERS))) % _NUMBERS + _FIRST_NUMBER
    return numbers.astype(str)


def _with_twins(rng: np.random.Generator, people: pl.DataFrame) -> pl.DataFrame:
    """Make pairs of neighbours in the list twins: last name, birth date and race of the first, the number after its own."""
    first = happens(rng, _TWIN_SHARE / 2, people.height)
    both = (
        first[:-1] & ~first[1:] & ~(people["part"] == CHILD).to_numpy()[:-1] & ~(people["part"] == CHILD).to_numpy()[1:]
    )
    old_enough = (people["first_seen"].to_numpy()[1:] - people["born"].to_numpy()[:-1]) >= 18 * 366
    second = pl.Series(np.append(False, both & old_enough))
    next_number = (pl.col("ssn").cast(pl.Int64) + 1).cast(pl.String)
    copied = [pl.when(second).then(pl.col(name).shift(1)).otherwise(name).alias(name) for name in ("last_name", "born")]
    return people.with_columns(
        *copied,
        pl.when(second).then(pl.col("race").shift(1)).otherwise("race").alias("race"),
        pl.when(second).then(next_number.shift(1)).otherwise("ssn").alias("ssn"),
    )
