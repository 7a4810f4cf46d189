"""What a program cost beside what it may have avoided: the answer, three bands of money, what matters most, the inputs."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from metrics.costs import Amount, Range, Result
from presentation import words
from presentation.table import Table

DIGITS: Final = 2
"""Amounts of money are written with so many digits that count: more would be read as knowledge."""
_STRONG: Final = 0.6
_SOME: Final = 0.3


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input as the county gave it: its name in the templates, its range, whether it is money, and where it is from."""

    name: str
    range: Range
    is_money: bool
    year: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a page tells of one program. randomised: chance decided who was offered it, so nothing else explains the gap."""

    program: str
    result: Result
    inputs: tuple[Input, ...]
    beds: int | None
    dollars_of: int
    randomised: bool


def answer_line(told: Told) -> str:
    """Say in how many of 100 tries the benefits were larger than the cost."""
    name = "costs_answer" if told.randomised else "costs_answer_if"
    return words.say(name, n=whole(told.result.larger_of_100), program=told.program)


def details(told: Told) -> tuple[str, ...]:
    """Say cost and benefit of each person served, and that the one is known better than the other."""
    result = told.result
    slots = {"cost": money(result.cost.mean), "benefit": money(result.benefit.mean), "year": str(told.dollars_of)}
    return (words.say("costs_each", **slots), words.say("costs_tries"))


def avoided(told: Told) -> Table:
    """Return what was avoided per 100 people served, with the range of tries."""
    rows = [
        (words.say(f"costs_{name}"), number(amount.mean), between(amount, number))
        for name, amount in (("returns", told.result.returns), ("days", told.result.days), ("beds", told.result.beds))
    ]
    rows += [
        (words.say(f"costs_{name}"), money(amount.mean), between(amount, money))
        for name, amount in (("benefit", told.result.benefit), ("cost", told.result.cost), ("net", told.result.net))
    ]
    header = ("costs_what", "costs_mean", "costs_range")
    return Table(
        caption=words.say("costs_avoided_title"),
        header=tuple(words.say(name) for name in header),
        rows=tuple(rows),
        caption_shown=False,
    )


def bands(told: Told) -> Table:
    """Return the three bands of what avoided days cost on paper in a year."""
    shown = (("now", told.result.now), ("if_closed", told.result.if_closed), ("stays", told.result.not_cashable))
    return Table(
        caption=words.say("costs_bands_title"),
        header=tuple(words.say(name) for name in ("costs_band", "costs_in_a_year", "costs_range", "costs_means")),
        rows=tuple(
            (words.say(f"band_{name}"), money(amount.mean), between(amount, money), words.say(f"band_{name}_means"))
            for name, amount in shown
        ),
        words_columns=frozenset({0, 3}),
        caption_shown=False,
    )


def unit(told: Told) -> str:
    """Say whether enough beds are empty for a unit to close."""
    if told.beds is None or told.result.closes_of_100 is None:
        return words.say("costs_no_unit")
    slots = {"empty": number(told.result.beds.mean), "beds": words.count(told.beds)}
    return words.say("costs_unit", n=whole(told.result.closes_of_100), **slots)


def matters(told: Told) -> Table:
    """Return the inputs by how much of the differences between tries goes with them, the strongest first."""
    return Table(
        caption=words.say("costs_matters_title"),
        header=(words.say("costs_input"), words.say("costs_strength")),
        rows=tuple((words.say(f"input_{name}"), _strength(value)) for name, value in told.result.matters),
        words_columns=frozenset({0, 1}),
        caption_shown=False,
    )


def inputs(told: Told) -> Table:
    """Return what the county gave: low, likely and high, the year and the source."""
    header = ("costs_input", "costs_low", "costs_likely", "costs_high", "gap_year", "costs_source")
    return Table(
        caption=words.say("costs_inputs_title"),
        header=tuple(words.say(name) for name in header),
        rows=tuple((words.say(f"input_{one.name}"), *_range(one), str(one.year), one.source) for one in told.inputs),
        words_columns=frozenset({0, 5}),
        caption_shown=False,
    )


def _range(one: Input) -> Sequence[str]:
    write = exact if one.is_money else words.count
    return [write(value) for value in (one.range.low, one.range.likely, one.range.high)]


def _strength(value: float) -> str:
    size = abs(value)
    return words.say("strength_strong" if size >= _STRONG else "strength_some" if size >= _SOME else "strength_little")


def whole(of_100: float) -> str:
    """Write tries of 100; fewer than 1 and more than 99 are not none and not all."""
    if 0 < of_100 < 1:
        return words.say("under_1")
    if 99 < of_100 < 100:
        return words.say("costs_over_99")
    return words.count(of_100)


def money(amount: float) -> str:
    """Write dollars with two digits that count: $3,300, -$120."""
    if round(amount) == 0:
        return words.say("dollars", n="0")
    places = DIGITS - 1 - math.floor(math.log10(abs(amount)))
    rounded = round(amount, min(places, 0))
    return words.say("dollars_below" if rounded < 0 else "dollars", n=words.count(abs(rounded)))


def exact(amount: float) -> str:
    """Write dollars as the county gave them."""
    return words.say("dollars", n=words.count(amount))


def number(value: float) -> str:
    """Write a count: whole from 10 on, with one place below."""
    return words.count(value) if abs(value) >= 10 else words.decimal(value)


def between(amount: Amount, write: Callable[[float], str]) -> str:
    """Write the range in which 90 of 100 tries lie."""
    return words.say("range", low=write(amount.low), high=write(amount.high))
