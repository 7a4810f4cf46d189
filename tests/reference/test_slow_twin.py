"""The engine and its slow twin give the same numbers on random records."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics import registry
from metrics.declaration import Unit
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.events import SystemKind
from metrics.grouping import Grouping
from metrics.language import EPISODES, NEED_FLAG, Kind, Reason, Status, System
from metrics.measuring import everything, one_question
from metrics.periods import PeriodKind, parse_period
from metrics.prepared import Carried, Settings, prepare
from tests.reference.slow_measures import Record, came_back
from tests.reference.slow_numbers import PERCENTS, of_jail

FIRST_ON, LAST_ON = dt.date(2019, 7, 1), dt.date(2021, 6, 30)
GROUPS = ("yes", "no")
STAYS_IN_JAIL = frozenset({(System.JAIL, Kind.CUSTODY)})
TALLIES = (
    "average_daily_population",
    "admissions",
    "releases",
    "length_of_stay_mean",
    "length_of_stay_median",
    "stays_up_to_1_day",
    "stays_up_to_2_days",
    "stays_up_to_3_days",
    "readmission_look_back",
    *(f"top_{percent}_percent_{what}" for percent in PERCENTS for what in ("bookings", "days")),
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """A few people with stays that touch, overlap and stay open, some of them from before the first day."""
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 25))):
        start = FIRST_ON + dt.timedelta(days=draw(st.integers(-200, 729)))
        days = draw(st.one_of(st.none(), st.integers(0, 3), st.integers(0, 500)))
        end = None if days is None else start + dt.timedelta(days=days)
        found.append(
            {
                "person": draw(st.integers(1, 5)),
                "start": start,
                "end": end if end is None or end <= LAST_ON else None,
                "reason": draw(st.sampled_from(sorted(Reason))),
                "group": draw(st.sampled_from([*GROUPS, "not_stated", "unmapped"])),
            }
        )
    # Of records that start and end on the same days, which one is first is not defined, so there are none.
    return list({(record["person"], record["start"], record["end"]): record for record in found}.values())


def frame(rows: list[Record]) -> pl.DataFrame:
    data = [
        {
            **dict.fromkeys(EPISODES),
            "person_id": row["person"],
            "system": row.get("system", System.JAIL),
            "kind": row.get("kind", Kind.CUSTODY),
            "start_on": row["start"],
            "end_on": row["end"],
            "reason": row["reason"],
            "status": row.get("status"),
            "program_id": row.get("program"),
            NEED_FLAG: row.get("need"),
            "flag_group": row["group"],
        }
        for row in rows
    ]
    return pl.DataFrame(data, schema={**EPISODES, NEED_FLAG: pl.String(), "flag_group": pl.String()})


def settings(gap_days: int, kinds: frozenset[SystemKind] = STAYS_IN_JAIL) -> Settings:
    return Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=gap_days,
        groupings=(Grouping(grouping_id="group", field="flag_group", group_ids=GROUPS),),
        carried=dict.fromkeys(kinds, Carried(through=LAST_ON, fields=frozenset({"reason"}))),
        switches={},
        often=FOUR_IN_THREE_YEARS,
    )


def _edge(days: int) -> list[Record]:
    left = dt.date(2019, 9, 1)
    back = left + dt.timedelta(days=days)
    stay = {"person": 1, "reason": "new_offense", "group": "yes"}
    return [
        {**stay, "start": dt.date(2019, 8, 1), "end": left},
        {**stay, "start": back, "end": None},
    ]


@given(records(), st.integers(0, 14))
@example(_edge(364), 1)
@example(_edge(365), 1)
@example(_edge(366), 1)
@hypothesis_settings(max_examples=60)
def test_rates_agree_with_the_slow_twin(rows: list[Record], gap_days: int) -> None:
    prepared = prepare(frame(rows), settings(gap_days))
    periods = prepared.settings.periods
    for measure in registry.measures_of_return():
        answers = pl.concat(one_question(prepared, measure, periods, None, by).frame for by in ((), ("group",)))
        for row in answers.iter_rows(named=True):
            finished = row["period_end"] + dt.timedelta(days=row["window_days"]) <= LAST_ON
            assert (row["status"] == Status.SHOWN) == finished
            if finished:
                slow = came_back(
                    rows,
                    gap_days=gap_days,
                    first_on=row["period_start"],
                    last_on=row["period_end"],
                    window_days=row["window_days"],
                    reasons=set(measure.outcome_reasons or Reason),
                    every_release=measure.unit is Unit.EVERY_EVENT,
                    group=None if row["group"] == "all" else row["group"],
                )
                assert (row["numerator"], row["denominator"]) == slow
            else:
                assert row["numerator"] is row["denominator"] is row["value"] is row["low"] is row["high"] is None


def test_what_no_source_carries_is_not_reported() -> None:
    """Of stays in jail alone, rates of return and a few more can be told; all others say that nobody shared the records."""
    answers = everything(prepare(frame([]), settings(1))).frame.filter(pl.col("window_days").is_not_null())
    told = {"left_within_days", "days_at_liberty", "returns_per_100_person_years"}
    told |= {measure.measure_id for measure in registry.measures_of_return()}
    others = answers.filter(pl.col("measure_id").is_in(list(told)).not_())
    assert others["measure_id"].n_unique() > 10
    assert set(others["status"]) == {Status.NOT_REPORTED}
    assert Status.NOT_REPORTED not in answers.filter(pl.col("measure_id").is_in(list(told)))["status"].to_list()


@given(records(), st.integers(0, 14), st.sampled_from(["2020", "2020-Q1", "year_to_2021-03"]))
@hypothesis_settings(max_examples=60)
def test_tallies_agree_with_the_slow_twin(rows: list[Record], gap_days: int, period_id: str) -> None:
    prepared = prepare(frame(rows), settings(gap_days))
    period = parse_period(period_id)
    groups = (None, *GROUPS, "not_stated", "unmapped")
    expected = {group: of_jail(rows, gap_days, period, group, FIRST_ON) for group in groups}
    for measure_id in TALLIES:
        measure = registry.measure(measure_id)
        for by in ((), ("group",)):
            for row in one_question(prepared, measure, [period], (), by).frame.iter_rows(named=True):
                group = None if row["group"] == "all" else row["group"]
                numerator, denominator, value = expected[group][measure_id]
                assert (row["numerator"], row["denominator"]) == (numerator, denominator), measure_id
                # Not to the last bit: polars divides by a constant by multiplying with its reciprocal.
                assert row["value"] == (None if value is None else pytest.approx(value, rel=1e-12)), measure_id


def test_the_random_records_reach_every_kind_of_period() -> None:
    kinds = {period.kind for period in settings(1).periods}
    assert kinds == set(PeriodKind) - {PeriodKind.ALL_WATCHED}
