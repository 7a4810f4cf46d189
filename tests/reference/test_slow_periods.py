"""Measures of a period that need several systems, or marks: the engine and its slow twin agree on random records."""

import datetime as dt
import statistics
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics.language import NEED_FLAG, STATUSES, STAYS, EpisodeStatus, Kind, System
from metrics.measuring import everything, one_question
from metrics.periods import Period, parse_period
from metrics.prepared import Carried, Settings, prepare
from metrics.tallies.kinds import Often
from tests.reference import slow_periods as slow
from tests.reference.slow_measures import Record, joined
from tests.reference.test_slow_twin import FIRST_ON, GROUPS, LAST_ON, frame, settings

RULE = Often(bookings=3, days=400)
JAIL = (System.JAIL, Kind.CUSTODY)
OTHERS = (
    (System.SUPERVISION, Kind.TERM),
    (System.HOUSING, Kind.EMERGENCY_SHELTER),
    (System.BEHAVIORAL_HEALTH, Kind.TREATMENT),
    (System.COURT, Kind.ARREST),
    (System.CRISIS, Kind.CRISIS_CONTACT),
    (System.CHILD_WELFARE, Kind.FOSTER_CARE),
)
PROGRAM = (System.PROGRAM, Kind.ENROLLMENT)
STATES = (
    (System.PROGRAM, Kind.HOUSING_STATE),
    (System.HOUSING, Kind.HOUSING_STATE),
    (System.PROGRAM, Kind.WORK_STATE),
    (System.PROGRAM, Kind.CARE_STATE),
)
GOOD = {
    "housed": (Kind.HOUSING_STATE, EpisodeStatus.PERMANENT, "housing"),
    "working": (Kind.WORK_STATE, EpisodeStatus.WORKING, "work"),
    "in_care": (Kind.CARE_STATE, EpisodeStatus.IN_CARE, "care"),
}
TWIN_OF = frozenset(
    {
        "people_in_jail",
        "length_so_far_mean",
        "length_so_far_median",
        "left_within_days",
        "people_booked_often",
        "bookings_of_people_booked_often",
        "screened_need_found",
        "screened_none_found",
        "no_screening_result",
        "bookings_need_found",
        "bookings_no_need_found",
        *(f"length_of_stay_{what}_{found}" for what in ("mean", "median") for found in ("need_found", "no_need_found")),
        *(f"in_jail_and_{system}" for system, _ in (*OTHERS, PROGRAM)),
        "jail_and_no_other_system",
        "jail_and_1_other_system",
        "jail_and_2_other_systems",
        "jail_and_3_or_more_other_systems",
        *(f"{word}_at_{at}" for word in GOOD for at in ("entry", "exit")),
        *(f"{name}_at_entry_or_exit_unknown" for _, _, name in GOOD.values()),
        "supervised_on_an_average_day",
        "supervision_terms_started",
        "supervision_terms_ended",
        "sheltered_on_an_average_night",
        "in_treatment_on_an_average_day",
    }
)
"""The measures whose slow twin is here."""


def days() -> st.SearchStrategy[dt.date]:
    """Days that often fall on each other, and around the ends of months."""
    numbers = st.tuples(st.integers(-3, 24), st.sampled_from((0, 0, 0, 1, 30)))
    return numbers.map(lambda parts: FIRST_ON + dt.timedelta(days=parts[0] * 30 + parts[1]))


@st.composite
def records(draw: st.DrawFn, places: tuple[tuple[System, Kind], ...], people: int, most: int) -> list[Record]:
    found: list[Record] = []
    for _ in range(draw(st.integers(0, most))):
        system, kind = draw(st.sampled_from(places))
        start = draw(days())
        lasts = draw(st.one_of(st.none(), st.sampled_from((0, 1, 29, 30, 31, 60, 300)))) if kind in STAYS else 0
        end = None if lasts is None else start + dt.timedelta(days=lasts)
        found.append(
            {
                "person": draw(st.integers(1, people)),
                "system": system,
                "kind": kind,
                "start": start,
                "end": end if end is None or end <= LAST_ON else None,
                "reason": "new_offense",
                "status": draw(st.sampled_from((None, *sorted(STATUSES.get(kind, ()))))),
                "need": draw(st.sampled_from((None, "yes", "no", "not_stated", "unmapped"))),
                "group": draw(st.sampled_from(GROUPS)),
            }
        )
    return [r for r in {_key(r): r for r in found}.values() if r["start"] <= LAST_ON]


def _key(record: Record) -> tuple[object, ...]:
    """Of stays that start and end on the same days, which one is first is not defined. Moments may fall together."""
    key = (record["person"], record["system"], record["kind"], record["start"], record["end"])
    return key if record["kind"] in STAYS else (*key, record["status"])


def set_up(gap_days: int) -> Settings:
    carried = Carried(through=LAST_ON, fields=frozenset({"reason", NEED_FLAG}))
    kinds = dict.fromkeys((JAIL, PROGRAM, *OTHERS, *STATES), carried)
    return replace(settings(gap_days), carried=kinds, often=RULE)


def check(rows: list[Record], gap_days: int, period: Period, expected: dict[tuple[str, str | None], Any]) -> None:
    """Hold the engine against numerator, denominator and, where it is not their quotient, value, by measure and group."""
    prepared = prepare(frame(rows), set_up(gap_days))
    for measure_id in {measure_id for measure_id, _ in expected}:
        measure = prepared.settings.measure(measure_id)
        for by in ((), ("group",)):
            for row in one_question(prepared, measure, [period], None, by).frame.iter_rows(named=True):
                group = None if row["group"] == "all" else row["group"]
                if group not in (None, *GROUPS):
                    continue
                assert row["status"] == "shown", measure_id
                numerator, denominator, *value = expected[measure_id, group]
                assert (row["numerator"], row["denominator"]) == (numerator, denominator), (measure_id, group)
                quotient = numerator / denominator if denominator and numerator is not None else None
                (wanted,) = value or [quotient]
                assert row["value"] == (None if wanted is None else pytest.approx(wanted, rel=1e-12)), measure_id


def lengths(found: list[int]) -> dict[str, tuple[Any, ...]]:
    """Return what the mean and the median of some lengths are."""
    middle = float(statistics.median(found)) if found else None
    return {"mean": (sum(found), len(found)), "median": (None, len(found), middle)}


def count(number: int) -> tuple[int, None, float]:
    return number, None, float(number)


PERIODS = st.sampled_from(["2020", "2020-Q4", "year_to_2021-03"]).map(parse_period)


@given(records((JAIL,), 4, 25), st.integers(0, 14), PERIODS)
@hypothesis_settings(max_examples=40)
def test_jail_screening_and_often_booked(rows: list[Record], gap_days: int, period: Period) -> None:
    first, last = period.first_on, period.last_on
    stays = joined(rows, gap_days)
    expected: dict[tuple[str, str | None], Any] = {}
    for group in (None, *GROUPS):
        found: dict[str, Any] = {"people_in_jail": count(len(slow.first_here(stays, first, last, group)))}
        so_far = lengths(slow.lengths_so_far(stays, last, group))
        found |= {f"length_so_far_{name}": numbers for name, numbers in so_far.items()}
        booked = slow.on_days(stays, "start", first, last, group)
        for measure_id, needs in (
            ("screened_need_found", ["yes"]),
            ("screened_none_found", ["no"]),
            ("no_screening_result", [None, "not_stated", "unmapped"]),
        ):
            found[measure_id] = sum(stay["need"] in needs for stay in booked), len(booked)
        for name, need in (("need_found", "yes"), ("no_need_found", "no")):
            of_need = [stay for stay in stays if stay["need"] == need]
            found[f"bookings_{name}"] = count(len(slow.on_days(of_need, "start", first, last, group)))
            ended = slow.on_days(of_need, "end", first, last, group)
            stayed = lengths([(stay["end"] - stay["start"]).days for stay in ended])
            found |= {f"length_of_stay_{what}_{name}": numbers for what, numbers in stayed.items()}
        if last - dt.timedelta(days=RULE.days - 1) >= FIRST_ON:
            people, theirs, whole = slow.booked_often(stays, last, RULE.bookings, RULE.days, group)
            found |= {"people_booked_often": count(people), "bookings_of_people_booked_often": (theirs, whole)}
        expected |= {(measure_id, group): numbers for measure_id, numbers in found.items()}
    check(rows, gap_days, period, expected)


@given(records((JAIL,), 4, 25), st.integers(0, 14))
@hypothesis_settings(max_examples=30)
def test_left_within_days(rows: list[Record], gap_days: int) -> None:
    period = parse_period("2020")
    prepared = prepare(frame(rows), set_up(gap_days))
    measure = prepared.settings.measure("left_within_days")
    answers = one_question(prepared, measure, [period], None, ("group",)).frame
    assert answers["window_days"].unique().sort().to_list() == [1, 2, 3, 7, 30]
    for row in answers.filter(pl.col("group").is_in(GROUPS)).iter_rows(named=True):
        stays = joined(rows, gap_days)
        wanted = slow.left_within(stays, period.first_on, period.last_on, row["window_days"], row["group"])
        assert (row["numerator"], row["denominator"]) == wanted


@given(records((JAIL, JAIL, JAIL, PROGRAM, *OTHERS, *OTHERS), 3, 40), PERIODS)
@hypothesis_settings(max_examples=40)
def test_other_systems(rows: list[Record], period: Period) -> None:
    first, last = period.first_on, period.last_on
    span = (last - first).days + 1
    stays = joined(slow.of(rows, System.JAIL), 1)
    expected: dict[tuple[str, str | None], Any] = {}
    for group in (None, *GROUPS):
        here = slow.first_here(stays, first, last, group)
        terms = slow.of(rows, System.SUPERVISION)
        found: dict[str, Any] = {
            "supervision_terms_started": count(len(slow.on_days(terms, "start", first, last, group))),
            "supervision_terms_ended": count(len(slow.on_days(terms, "end", first, last, group))),
        }
        for measure_id, system in (
            ("supervised_on_an_average_day", System.SUPERVISION),
            ("sheltered_on_an_average_night", System.HOUSING),
            ("in_treatment_on_an_average_day", System.BEHAVIORAL_HEALTH),
        ):
            found[measure_id] = slow.person_days(slow.of(rows, system), first, last, group), span
        systems = [
            {
                system
                for system, _ in (*OTHERS, PROGRAM)
                if slow.seen(slow.of(rows, system), stay["person"], first, last)
            }
            for stay in here
        ]
        for system, _ in (*OTHERS, PROGRAM):
            found[f"in_jail_and_{system}"] = sum(system in elsewhere for elsewhere in systems), len(here)
        numbers = [len(elsewhere) for elsewhere in systems]
        found["jail_and_no_other_system"] = numbers.count(0), len(here)
        found["jail_and_1_other_system"] = numbers.count(1), len(here)
        found["jail_and_2_other_systems"] = numbers.count(2), len(here)
        found["jail_and_3_or_more_other_systems"] = sum(number >= 3 for number in numbers), len(here)
        expected |= {(measure_id, group): counted for measure_id, counted in found.items()}
    check(rows, 1, period, expected)


@given(records((PROGRAM, *STATES), 2, 40), PERIODS)
@hypothesis_settings(max_examples=60)
def test_entry_and_exit(rows: list[Record], period: Period) -> None:
    expected: dict[tuple[str, str | None], Any] = {}
    for group in (None, *GROUPS):
        for word, (kind, good, name) in GOOD.items():
            people, known, at_entry, at_exit = slow.entry_and_exit(
                rows, kind, good, period.first_on, period.last_on, group
            )
            expected[f"{word}_at_entry", group] = at_entry, known
            expected[f"{word}_at_exit", group] = at_exit, known
            expected[f"{name}_at_entry_or_exit_unknown", group] = people - known, people
    check(rows, 1, period, expected)


def test_every_measure_here_is_published() -> None:
    answers = everything(prepare(frame([]), set_up(1))).frame
    assert set(answers["measure_id"]) >= TWIN_OF
