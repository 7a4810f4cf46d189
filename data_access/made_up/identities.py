"""Who someone is, as each agency wrote it down: keys of its own, names with mistakes, and people who were entered twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import Bools, Ints, happens
from data_access.made_up.names import MEN, SHORT_FORMS, WOMEN

_KEYBOARD: Final = {
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "k": "l", "l": "k",
    "m": "n", "n": "m", "o": "p", "p": "o", "r": "t", "s": "d", "t": "y", "u": "i", "v": "b", "w": "e", "y": "u",
}  # fmt: skip

MISTAKES: Final = {
    "typing_error_last_name": 0.03,
    "typing_error_first_name": 0.03,
    "short_first_name": 0.06,
    "names_swapped": 0.01,
    "married_name": 0.02,
    "another_name": 0.005,
    "birth_day_and_month_swapped": 0.006,
    "birth_date_off": 0.012,
    "birth_date_missing": 0.012,
    "number_off": 0.01,
    "sex_wrong": 0.004,
}
"""The planted truth: the share of the cards with each mistake, at an agency of usual care. Only women have married names."""


@dataclass(frozen=True, kw_only=True)
class Registry:
    """How one agency keeps its cards.

    key: a pattern for the number of a card, from first_key on. number_share: of the cards, those with a Social Security
    number; twice_share: of the people, those who were entered twice; carelessness: how many times as often as usual the
    agency makes mistakes. With sex_as_recorded it never mistakes the sex.
    """

    key: str
    first_key: int
    number_share: float = 0.0
    twice_share: float = 0.0
    carelessness: float = 1.0
    sex_as_recorded: bool = False


def draw_cards(rng: np.random.Generator, persons: Ints, people: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Return one card for each of the persons, and a second one for some: person, card (0, 1), key, names, born, ssn, sex.

    persons: rows of people, in any order, also more than once where an agency gives every contact a number. born is null
    and ssn empty where the agency does not know them. A second card has a key and mistakes of its own.
    """
    twice = happens(rng, registry.twice_share, len(persons))
    owner = np.concatenate([persons, persons[twice]])
    number = np.concatenate([np.zeros(len(persons), dtype=np.int64), np.ones(int(twice.sum()), dtype=np.int64)])
    keys = registry.first_key + rng.permutation(len(owner))
    known = people[owner]
    card = _Cards(
        first=known["first_name"].to_numpy().astype(object),
        last=known["last_name"].to_numpy().astype(object),
        born=known["born"].to_numpy().copy(),
        ssn=known["ssn"].to_numpy().astype(object),
        sex=known["sex"].to_numpy().astype(object),
    )
    no_birth_date = card.make_mistakes(rng, registry)
    card.ssn[~happens(rng, registry.number_share, len(owner))] = ""
    return pl.DataFrame(
        {
            "person": owner,
            "card": number,
            "key": [registry.key.format(key) for key in keys.tolist()],
            "first_name": pl.Series(card.first, dtype=pl.String),
            "last_name": pl.Series(card.last, dtype=pl.String),
            "born": card.born,
            "ssn": pl.Series(card.ssn, dtype=pl.String),
            "sex": pl.Series(card.sex, dtype=pl.String),
        }
    ).with_columns(born=pl.when(~pl.Series(no_birth_date)).then("born"))


@dataclass(kw_only=True)
class _Cards:
    """The fields of many cards, one array each, to make mistakes in."""

    first: np.ndarray
    last: np.ndarray
    born: Ints
    ssn: np.ndarray
    sex: np.ndarray

    def make_mistakes(self, rng: np.random.Generator, registry: Registry) -> Bools:
        """Make all mistakes, each by its share; return which cards have no birth date."""
        count = len(self.first)

        def some(mistake: str) -> Bools:
            return happens(rng, MISTAKES[mistake] * registry.carelessness, count)

        _change(self.first, some("short_first_name"), lambda name: SHORT_FORMS.get(name, name))
        women = self.sex == "F"
        self._take(rng, self.last, some("married_name") & women)
        another = some("another_name")
        self._take(rng, self.last, another)
        _change(self.first, another & women, lambda _: WOMEN[int(rng.integers(len(WOMEN)))])
        _change(self.first, another & ~women, lambda _: MEN[int(rng.integers(len(MEN)))])
        _change(self.last, some("typing_error_last_name"), lambda name: _mistyped(rng, name))
        _change(self.first, some("typing_error_first_name"), lambda name: _mistyped(rng, name))
        swapped = some("names_swapped")
        self.first[swapped], self.last[swapped] = self.last[swapped], self.first[swapped].copy()
        self._misdate(rng, some("birth_day_and_month_swapped"), some("birth_date_off"))
        _change(self.ssn, some("number_off"), lambda number: _digits_swapped(rng, number))
        if not registry.sex_as_recorded:
            _change(self.sex, some("sex_wrong"), lambda sex: {"F": "M", "M": "F"}.get(sex, sex))
        return some("birth_date_missing")

    def _take(self, rng: np.random.Generator, values: np.ndarray, chosen: Bools) -> None:
        """Give the chosen cards the value of a card drawn at random."""
        values[chosen] = values[rng.integers(0, len(values), int(chosen.sum()))]

    def _misdate(self, rng: np.random.Generator, swapped: Bools, off: Bools) -> None:
        days = self.born.astype("datetime64[D]")
        months = days.astype("datetime64[M]")
        day = (days - months).astype(np.int64) + 1
        month = months.astype(np.int64) % 12 + 1
        years = months.astype("datetime64[Y]")
        can_swap = swapped & (day <= 12)
        exchanged = (years.astype("datetime64[M]") + (day - 1)).astype("datetime64[D]") + (month - 1)
        self.born = np.where(can_swap, exchanged.astype(np.int64), self.born)
        by = rng.choice(np.array([-10, -1, 1, 2, 9, 10, 365, -365]), size=len(off))
        self.born = np.where(off & ~can_swap, self.born + by, self.born)


def _change(values: np.ndarray, chosen: Bools, change: Callable[[str], str]) -> None:
    for place in np.flatnonzero(chosen):
        values[place] = change(values[place])


def _mistyped(rng: np.random.Generator, name: str) -> str:
    """Return the name with one letter left out, doubled, swapped with the next, or hit on the key beside it."""
    place = int(rng.integers(1, len(name))) if len(name) > 1 else 0
    how = int(rng.integers(4))
    if how == 0:
        return name[:place] + name[place + 1 :]
    if how == 1:
        return name[:place] + name[place] + name[place:]
    if how == 2 and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + _KEYBOARD.get(name[place], "e") + name[place + 1 :]


def _digits_swapped(rng: np.random.Generator, number: str) -> str:
    """Return the number with two digits that stand side by side exchanged, or one digit changed where they are equal."""
    place = int(rng.integers(1, len(number) - 1))
    if number[place] != number[place + 1]:
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]


def rows_with_cards(rng: np.random.Generator, rows: pl.DataFrame, cards: pl.DataFrame) -> pl.DataFrame:
    """Put a card beside every row; where a person has two, one of them at random. Rows keep their order."""
    two = cards.filter(pl.col("card") == 1)["person"].unique().implode()
    second = pl.col("person").is_in(two) & pl.Series(happens(rng, 0.5, rows.height))
    chosen = rows.with_columns(card=second.cast(pl.Int64))
    return chosen.join(cards, on=["person", "card"], how="left", maintain_order="left")
