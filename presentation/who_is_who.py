"""How we know who is the same person, how sure that is, and what it does to the headline, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from presentation import words
from presentation.place import Place
from presentation.rounding import of_100
from presentation.table import Table

FIELDS: Final = {
    "first_name": "field_first_name",
    "middle_name": "field_middle_name",
    "last_name": "field_last_name",
    "suffix": "field_suffix",
    "birth_date": "field_birth_date",
    "sex": "field_sex",
    "ssn": "field_ssn",
    "state_id": "field_state_id",
    "license_number": "field_license_number",
    "street": "field_street",
    "city": "field_city",
    "postal_code": "field_postal_code",
}
"""The template that names each field that is compared."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The headline of a period as shares in 0..1: as published, with looser links, with stricter links."""

    period: str
    value: float
    looser: float
    stricter: float


@dataclass(frozen=True, kw_only=True)
class Joining:
    """How people were joined. method: "compared" records, the sources' own "keys", or not at all: "rows".

    precision and recall: the low and high end of an estimate, shares in 0..1, or None. rates: groups in words, each with the
    share that was joined with another source.
    """

    method: str
    sources: int
    keys: int
    people: int
    fields: tuple[str, ...]
    precision: tuple[float, float] | None
    recall: tuple[float, float] | None
    waiting: int
    decided: int
    effect: Effect | None
    rates: tuple[tuple[str, float], ...]


_NOT_COMPARED: Final = {"keys": "who_keys", "rows": "who_rows"}


def lines(joining: Joining, place: Place) -> tuple[str, ...]:
    """Say, one sentence or two a line: how people were joined, by what, how surely, what waits, and what it does."""
    if joining.method in _NOT_COMPARED:
        return (words.say(_NOT_COMPARED[joining.method]),)
    told = [
        words.say(
            "who_compared_one" if joining.sources == 1 else "who_compared_many",
            sources=joining.sources,
            keys=words.count(joining.keys),
            people=words.count(joining.people),
        ),
        words.say("who_fields", fields=", ".join(words.say(FIELDS[field]) for field in joining.fields)),
    ]
    if joining.precision and joining.recall:
        right, found = (_of_1000(*ends) for ends in (joining.precision, joining.recall))
        told.append(words.say("who_sure", right=right, found=found))
        if joining.sources > 1:
            told.append(words.say("who_missed"))
    told.append(_waiting(joining.waiting))
    if joining.decided:
        told.append(words.say("who_decided", n=words.count(joining.decided)))
    if joining.effect:
        told += _effect(joining.effect, place)
    return tuple(told)


def rates(joining: Joining) -> Table:
    """Return the share of each group's records that were joined with a record of another source."""
    return Table(
        caption=words.say("who_rates_title"),
        header=(words.say("group"), words.say("who_rate")),
        rows=tuple((group, str(of_100(rate))) for group, rate in joining.rates),
        words_columns=frozenset({0}),
    )


def _of_1000(low: float, high: float) -> str:
    """Write a range as whole numbers of 1,000, so that it never claims more than it knows."""
    ends = int(low * 1000), -int(-high * 1000 // 1)
    return words.say("who_range", low=words.count(ends[0]), high=words.count(ends[1]))


def _waiting(pairs: int) -> str:
    if pairs == 0:
        return words.say("who_waiting_none")
    if pairs == 1:
        return words.say("who_waiting_one")
    return words.say("who_waiting_many", n=words.count(pairs))


def _effect(effect: Effect, place: Place) -> Sequence[str]:
    """Say the headline with looser and stricter links in one plain sentence each."""
    now, looser, stricter = (of_100(share) for share in (effect.value, effect.looser, effect.stricter))
    told = [words.say("who_headline", n=now, place=place.inside, period=words.period(effect.period))]
    if now == looser == stricter:
        return [*told, words.say("who_effect_none", n=now)]
    told.append(words.say("who_looser" if looser != now else "who_looser_same", n=now, other=looser))
    told.append(words.say("who_stricter" if stricter != now else "who_stricter_same", n=now, other=stricter))
    return told
