"""Measures of a period that need several systems, or marks: the engine and its slow twin agree on random records."""

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics.language import NEED_FLAG, STATUSES, STAYS, Kind, System
from metrics.measuring import one_question
from metrics.periods import Period, parse_period
from metrics.prepared import Carried, Settings, prepare
from metrics.tallies.kinds import Often
from tests.reference import slow_periods as slow
from tests.reference.slow_measures import Record, joined
from tests.reference.slow_numbers import NOT_KNOWN, Numbers, of_other_systems, of_people_in_jail, of_programs
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


def check(rows: list[Record], gap_days: int, period: Period, expected: dict[str | None, dict[str, Numbers]]) -> None:
    """Hold the engine against the numbers of the slow twin, by group and measure; None is everyone."""
    prepared = prepare(frame(rows), set_up(gap_days))
    for measure_id in expected[None]:
        measure = prepared.settings.measure(measure_id)
        for by in ((), ("group",)):
            for row in one_question(prepared, measure, [period], None, by).frame.iter_rows(named=True):
                group = None if row["group"] == "all" else row["group"]
                if group in expected:
                    assert_same(row, expected[group][measure_id])


def assert_same(row: dict[str, Any], wanted: Numbers) -> None:
    """Hold an answer against numerator, denominator and value; without a denominator the value is the numerator."""
    numerator, denominator, value = wanted
    assert row["status"] == ("not_reported" if wanted == NOT_KNOWN else "shown"), row
    assert (row["numerator"], row["denominator"]) == (numerator, denominator), row
    # Not to the last bit: polars divides by a constant by multiplying with its reciprocal.
    assert row["value"] == (None if value is None else pytest.approx(value, rel=1e-12)), row


PERIODS = st.sampled_from(["2020", "2020-Q4", "year_to_2021-03"]).map(parse_period)


@given(records((JAIL,), 4, 25), st.integers(0, 14), PERIODS)
@hypothesis_settings(max_examples=40)
def test_jail_screening_and_often_booked(rows: list[Record], gap_days: int, period: Period) -> None:
    expected = {g: of_people_in_jail(rows, gap_days, period, g, RULE, FIRST_ON) for g in (None, *GROUPS)}
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
    check(rows, 1, period, {group: of_other_systems(rows, 1, period, group) for group in (None, *GROUPS)})


@given(records((PROGRAM, *STATES), 2, 40), PERIODS)
@hypothesis_settings(max_examples=60)
def test_entry_and_exit(rows: list[Record], period: Period) -> None:
    check(rows, 1, period, {group: of_programs(rows, period, group) for group in (None, *GROUPS)})
