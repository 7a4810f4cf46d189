"""Every word of the language is handled by name: explained, given by some source, measured or left out for a reason."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final
from unittest.mock import patch

import pytest

from metrics import language, registry
from metrics.declaration import AmountMeasure, Better, FollowUpMeasure, Measure, PeriodMeasure, Unit, ValueUnit
from metrics.declared import not_measured
from metrics.events import Events
from metrics.glossary import GLOSSARY
from metrics.language import NOT_STATED, UNMAPPED, EpisodeStatus, Flag, Kind, Reason, Status, System
from metrics.periods import PeriodKind
from metrics.switches import SWITCHES
from metrics.tallies.kinds import AlsoSeen, CameAsFar, CameOfIt, Marked, State, StateSince, SystemsSeen
from presentation import words
from presentation.definitions import BETTER, UNITS
from tests.places import ROOT
from tests.reading_grade import too_hard

GUIDE: Final = (ROOT / "docs" / "bring-your-county.md").read_text("utf-8")
OF_THE_DATA: Final[tuple[type[StrEnum], ...]] = (
    System,
    Kind,
    Reason,
    EpisodeStatus,
    language.Sex,
    language.RaceEthnicity,
    Flag,
    language.Severity,
    language.OffenseCategory,
)
"""The words that a source can carry."""
WITHOUT_STATUS: Final = frozenset(
    {
        Kind.ARREST,
        Kind.VIOLATION,
        Kind.REVOCATION,
        Kind.SERVICE,
        Kind.EMERGENCY_VISIT,
        Kind.CRISIS_CONTACT,
        Kind.REFERRAL,
        Kind.DEATH,
        Kind.CONSENT,
        Kind.CONSENT_REVOKED,
    }
)
"""Moments, and consents, of which nothing comes that another record would not tell."""
ALL_WORDS: Final = [pytest.param(word, id=f"{of.__name__}.{word}") for of in OF_THE_DATA for word in of]


def told(value: Any) -> Iterator[str]:
    """Yield every string of a table read from TOML, names of keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from told(part)
    elif isinstance(value, list):
        for part in value:
            yield from told(part)


GIVEN: Final = frozenset(
    word
    for pattern in ("data_access/adapters/*.toml", "counties/*/*.toml")
    for path in sorted(ROOT.glob(pattern))
    for word in told(tomllib.loads(path.read_text("utf-8")))
)
"""Every word that an adapter or a county file maps something onto."""


def events_of(measure: Measure) -> list[Events]:
    """List all events that a measure speaks of by name; not systems of which any record counts."""
    found = [measure.starts]
    if isinstance(measure, FollowUpMeasure):
        found += [*(outcome.events for outcome in measure.outcomes), *measure.competing]
    if isinstance(measure, AmountMeasure):
        found.append(measure.outcome.events)
    if isinstance(measure, PeriodMeasure) and isinstance(measure.tally, CameAsFar):
        found += measure.needs
    return found


def systems_beside(measure: Measure) -> tuple[Events, ...]:
    """Return the systems of which any record counts in a measure."""
    tally = measure.tally if isinstance(measure, PeriodMeasure) else None
    if isinstance(tally, AlsoSeen):
        return (tally.others,)
    return tally.others if isinstance(tally, SystemsSeen) else ()


def measured() -> dict[type[StrEnum], set[str]]:
    """Return the words that some measure is made of by name, for the sorts of words that measures are made of."""
    found: dict[type[StrEnum], set[str]] = {
        System: set(),
        Kind: set(),
        Reason: set(),
        EpisodeStatus: set(),
        Flag: set(),
    }
    for measure in registry.MEASURES:
        for events in events_of(measure):
            found[System].add(events.system)
            found[Kind] |= events.kinds
            found[EpisodeStatus] |= events.statuses or set()
            found[Flag] |= {events.flag_is} if events.flag else set()
        found[System] |= {others.system for others in systems_beside(measure)}
        if isinstance(measure, FollowUpMeasure):
            found[Reason] |= measure.outcome_reasons or set()
        if isinstance(measure, PeriodMeasure) and isinstance(measure.tally, State | StateSince):
            found[Kind].add(measure.tally.kind)
            found[EpisodeStatus] |= measure.tally.good
        if isinstance(measure, PeriodMeasure) and isinstance(measure.tally, CameOfIt):
            found[EpisodeStatus] |= measure.tally.statuses
        if isinstance(measure, PeriodMeasure) and isinstance(measure.tally, Marked):
            found[Flag] |= measure.tally.values
    return found


LEFT_OUT: Final[dict[type[StrEnum], Mapping[Any, str]]] = {
    Kind: not_measured.KINDS,
    EpisodeStatus: not_measured.STATUSES,
}


def unhandled(word: StrEnum) -> list[str]:
    """Return what a word of the data lacks."""
    lacks = []
    if word.value != UNMAPPED and not re.search(rf"\b{word}\b", GUIDE):
        lacks.append("the guide for a new county does not name it")
    if word.value != UNMAPPED and word.value not in GIVEN:
        lacks.append("no adapter or county file maps anything onto it")
    of_measures = measured().get(type(word))
    if of_measures is not None and word.value not in of_measures and not LEFT_OUT.get(type(word), {}).get(word):
        lacks.append("no measure is made of it, and metrics/declared/not_measured.py gives no reason")
    if word.value in (NOT_STATED, UNMAPPED):
        lacks += [f"no {place}" for place, there in unknown_words(word.value).items() if not there]
    return lacks


def unknown_words(value: str) -> dict[str, bool]:
    """Whether an unknown has its own term and its own words, so that it is counted and shown under its name."""
    return {
        "term in the glossary": any(term.term_id == value for term in GLOSSARY),
        "words on screens": f"{value}_people" in words.TEMPLATES,
    }


@pytest.mark.parametrize("word", ALL_WORDS)
def test_a_word_of_the_data_is_handled_by_name(word: StrEnum) -> None:
    assert unhandled(word) == []


def test_a_word_that_nobody_handles_is_found() -> None:
    class NewKind(StrEnum):
        EVICTION = "eviction"

    assert unhandled(NewKind.EVICTION) == [
        "the guide for a new county does not name it",
        "no adapter or county file maps anything onto it",
    ]


def test_a_word_that_is_in_no_measure_and_has_no_reason_is_found() -> None:
    reasons = {kind: reason for kind, reason in not_measured.KINDS.items() if kind is not Kind.VIOLATION}
    with patch.dict(LEFT_OUT, {Kind: reasons}):
        lacks = unhandled(Kind.VIOLATION)
    assert lacks == ["no measure is made of it, and metrics/declared/not_measured.py gives no reason"]


def test_the_reasons_are_easy_to_read() -> None:
    assert too_hard([reason for reasons in LEFT_OUT.values() for reason in reasons.values()]) == []


@pytest.mark.parametrize("of", LEFT_OUT, ids=lambda of: of.__name__)
def test_what_is_measured_is_not_said_to_be_left_out(of: type[StrEnum]) -> None:
    assert {word for word in LEFT_OUT[of] if word.value in measured()[of]} == set()


def meanings(of: type[StrEnum]) -> dict[str, str]:
    """Return what language.py says of the members of a class, below each of them."""
    tree = ast.parse((ROOT / "metrics" / "language.py").read_text("utf-8"))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == of.__name__)
    found = {}
    for line, after in pairwise(body):
        if isinstance(line, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[ast.literal_eval(line.value)] = str(after.value.value)
    return found


def test_every_kind_has_a_meaning_and_a_status_or_none() -> None:
    assert set(meanings(Kind)) == set(Kind)
    assert set(language.STATUSES) | WITHOUT_STATUS == set(Kind)
    assert set(language.STATUSES) & WITHOUT_STATUS == set()
    moments = {kind for kind, meaning in meanings(Kind).items() if "a moment" in meaning}
    assert moments | language.STAYS == set(Kind)
    assert moments & language.STAYS == set()


def test_every_status_can_come_of_some_kind_and_every_kind_allows_the_unknown_ones() -> None:
    assert {status for statuses in language.STATUSES.values() for status in statuses} == set(EpisodeStatus)
    assert all({NOT_STATED, UNMAPPED} <= statuses for statuses in language.STATUSES.values())


def test_every_reason_is_in_one_part_of_coming_back_and_a_county_can_switch_those_that_are_no_new_act() -> None:
    parts = [m for m in registry.follow_up_measures() if m.part_of == "rebooking"]
    assert sorted(reason for part in parts for reason in part.outcome_reasons or ()) == sorted(Reason)
    switched = {reason for switch in SWITCHES for reason in switch.outcomes_without}
    assert switched == {Reason.OTHER_AUTHORITY, Reason.COURT_ORDER, Reason.SENTENCE}


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.SHOWN])
def test_each_kind_of_nothing_has_a_term_and_a_sentence(status: Status) -> None:
    assert status.value in {term.term_id for term in GLOSSARY}
    assert status.value in words.TEMPLATES


def test_what_declarations_can_say_has_words_on_the_page_of_definitions() -> None:
    assert set(BETTER) == set(Better)
    assert set(UNITS) == set(Unit)
    assert {*BETTER.values(), *UNITS.values()} <= set(words.TEMPLATES)


def test_every_unit_of_a_value_and_every_kind_of_period_is_used() -> None:
    used = {m.value_unit for m in registry.MEASURES if not isinstance(m, FollowUpMeasure)}
    assert used == set(ValueUnit)
    counted = {f"amount_{unit}_{number}" for unit in set(ValueUnit) - {ValueUnit.SHARE} for number in ("one", "many")}
    assert counted | {"of_100"} <= set(words.TEMPLATES)
    assert set(PeriodKind) == {"year", "quarter", "year_to_quarter", "all_watched"}
