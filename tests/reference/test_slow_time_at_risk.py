"""Days at liberty and returns for them: the engine and its slow twin agree on random stays, prison terms and deaths."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics import registry
from metrics.language import Kind, System
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import prepare
from tests.reference.slow_measures import Record, free_days_and_returns
from tests.reference.test_slow_twin import FIRST_ON, GROUPS, LAST_ON, frame, settings

PLACES = ((System.JAIL, Kind.CUSTODY), (System.PRISON, Kind.CUSTODY), (System.VITAL_RECORDS, Kind.DEATH))


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 25))):
        system, kind = draw(st.sampled_from((*PLACES[:1] * 4, *PLACES)))
        start = FIRST_ON + dt.timedelta(days=draw(st.integers(-100, 729)))
        days = 0 if kind is Kind.DEATH else draw(st.one_of(st.none(), st.integers(0, 3), st.integers(0, 300)))
        end = None if days is None else start + dt.timedelta(days=days)
        found.append(
            {
                "person": draw(st.integers(1, 4)),
                "system": system,
                "kind": kind,
                "start": start,
                "end": end if end is None or end <= LAST_ON else None,
                "reason": "new_offense",
                "group": draw(st.sampled_from(GROUPS)),
            }
        )
    return list({(r["person"], r["system"], r["start"], r["end"]): r for r in found}.values())


@given(records(), st.sampled_from([1, 30, 90]))
@hypothesis_settings(max_examples=80)
def test_days_and_returns_agree_with_walking_day_by_day(rows: list[Record], window_days: int) -> None:
    prepared = prepare(frame(rows), settings(1, frozenset(PLACES)))
    period = parse_period("2020")
    for group in (None, *GROUPS):
        people, free, returns = free_days_and_returns(
            rows, first_on=period.first_on, last_on=period.last_on, window_days=window_days, group=group
        )
        expected = {"days_at_liberty": (free, people), "returns_per_100_person_years": (returns, free)}
        for measure_id, numbers in expected.items():
            by = () if group is None else ("group",)
            answers = one_question(prepared, registry.measure(measure_id), [period], [window_days], by).frame
            (row,) = answers.filter(pl.col("group") == (group or "all")).iter_rows(named=True)
            assert (row["numerator"], row["denominator"]) == numbers, measure_id
