"""The engine and its slow twin give the same numbers on random records."""

import datetime as dt

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from metrics import registry
from metrics.declaration import FollowUpMeasure
from metrics.grouping import Grouping
from metrics.language import EPISODES, Reason
from metrics.measuring import Settings, everything, one_question, prepare
from metrics.periods import PeriodKind, year
from tests.reference.slow_measures import Record, came_back, days_in_jail

FIRST_ON, LAST_ON = dt.date(2019, 7, 1), dt.date(2021, 6, 30)
GROUPS = ("yes", "no")


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
            "system": "jail",
            "kind": "custody",
            "start_on": row["start"],
            "end_on": row["end"],
            "reason": row["reason"],
            "flag_group": row["group"],
        }
        for row in rows
    ]
    return pl.DataFrame(data, schema={**EPISODES, "flag_group": pl.String()})


def settings(gap_days: int) -> Settings:
    return Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=gap_days,
        groupings=(Grouping(grouping_id="group", field="flag_group", group_ids=GROUPS),),
        reported_fields=frozenset({"reason"}),
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
def test_rates_agree_with_the_slow_twin(rows: list[Record], gap_days: int) -> None:
    answers = everything(prepare(frame(rows), settings(gap_days))).frame
    for row in answers.iter_rows(named=True):
        measure = registry.measure(row["measure_id"])
        if not isinstance(measure, FollowUpMeasure):
            continue
        finished = row["period_end"] + dt.timedelta(days=row["window_days"]) <= LAST_ON
        assert (row["status"] == "shown") == finished
        if finished:
            slow = came_back(
                rows,
                gap_days=gap_days,
                first_on=row["period_start"],
                last_on=row["period_end"],
                window_days=row["window_days"],
                reasons=set(measure.outcome_reasons),
                group=None if row["group"] == "all" else row["group"],
            )
            assert (row["numerator"], row["denominator"]) == slow
        else:
            assert row["numerator"] is row["denominator"] is row["value"] is row["low"] is row["high"] is None


@given(records(), st.integers(0, 14))
def test_daily_population_agrees_with_the_slow_twin(rows: list[Record], gap_days: int) -> None:
    prepared = prepare(frame(rows), settings(gap_days))
    answers = one_question(prepared, registry.AVERAGE_DAILY_POPULATION, [year(2020)], (), ()).frame
    first_on, last_on = dt.date(2020, 1, 1), dt.date(2020, 12, 31)
    assert answers["numerator"].to_list() == [days_in_jail(rows, gap_days=gap_days, first_on=first_on, last_on=last_on)]
    assert answers["denominator"].to_list() == [366]


def test_the_random_records_reach_every_kind_of_period() -> None:
    kinds = {period.kind for period in settings(1).periods}
    assert kinds == set(PeriodKind)
