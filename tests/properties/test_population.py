"""People in jail on an average day are the bookings of a day times the length of a stay: to the last day, and at large.

Where every stay lies inside the period, the days of the stays are the days in jail, and the identity is exact. Where stays
reach over its edges, it holds once their days outside are taken off and the days of those who have not left are put on. At
large it is Little's law (Little 1961): it holds as well as what reaches in and what reaches out is alike.
"""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data_access.county import read_county
from data_access.extract import measure_settings, read_extract
from metrics.measuring import one_question
from metrics.periods import Period, parse_period
from metrics.prepared import Prepared, prepare
from tests.reference.slow_measures import Record, joined
from tests.reference.test_slow_twin import frame, records, settings

DAY: Final = dt.timedelta(days=1)
FAR: Final = dt.date(9999, 1, 1)
YEAR: Final = parse_period("2020")


def told(prepared: Prepared, measure_id: str, period: Period) -> dict[str, Any]:
    measure = prepared.settings.measure(measure_id)
    return one_question(prepared, measure, [period], None, ()).frame.row(0, named=True)


def days_between(stay: Record, first_on: dt.date, last_on: dt.date) -> int:
    """Count, day by day, the days of a stay from first_on to last_on; the day on which it ends is none."""
    found, day = 0, max(first_on, stay["start"])
    while day <= last_on and day < (stay["end"] or FAR):
        found, day = found + 1, day + DAY
    return found


@st.composite
def stays_inside(draw: st.DrawFn) -> list[Record]:
    """Stays that begin and end in 2020, some of them one after the other or on one day."""
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 30))):
        begins = draw(st.integers(0, YEAR.days - 1))
        lasts = draw(st.integers(0, YEAR.days - 1 - begins))
        start = YEAR.first_on + begins * DAY
        person = draw(st.integers(1, 6))
        end = start + lasts * DAY
        found.append({"person": person, "start": start, "end": end, "reason": "new_offense", "group": "yes"})
    return list({(r["person"], r["start"], r["end"]): r for r in found}.values())


@given(stays_inside(), st.integers(0, 14))
@hypothesis_settings(max_examples=60)
def test_where_all_stays_lie_in_the_period_it_is_exact(rows: list[Record], gap_days: int) -> None:
    prepared = prepare(frame(rows), settings(gap_days))
    population = told(prepared, "average_daily_population", YEAR)
    length = told(prepared, "length_of_stay_mean", YEAR)
    bookings = told(prepared, "admissions", YEAR)["numerator"]
    assert bookings == length["denominator"] == told(prepared, "releases", YEAR)["numerator"]
    assert population["numerator"] == length["numerator"], "days in jail are the days of the stays"
    expected = bookings / YEAR.days * length["value"] if bookings else 0.0
    assert population["value"] == pytest.approx(expected, rel=1e-12)


@given(records(), st.integers(0, 14), st.sampled_from(["2020", "2020-Q1", "year_to_2021-03"]))
@hypothesis_settings(max_examples=60)
def test_where_stays_reach_over_its_edges_it_is_exact_once_they_are_cut(
    rows: list[Record], gap_days: int, period_id: str
) -> None:
    period = parse_period(period_id)
    stays = joined(rows, gap_days)
    prepared = prepare(frame(rows), settings(gap_days))
    days_in_jail = told(prepared, "average_daily_population", period)["numerator"]
    length = told(prepared, "length_of_stay_mean", period)
    left = [stay for stay in stays if stay["end"] and period.first_on <= stay["end"] <= period.last_on]
    before = sum(days_between(stay, stay["start"], period.first_on - DAY) for stay in left)
    here_still = [stay for stay in stays if stay["start"] <= period.last_on < (stay["end"] or FAR)]
    not_left = sum(days_between(stay, period.first_on, period.last_on) for stay in here_still)
    assert length["denominator"] == len(left)
    assert days_in_jail == length["numerator"] - before + not_left
    # And from the bookings: their days up to the end, and those of the people who were here when it began.
    booked = [stay for stay in stays if period.first_on <= stay["start"] <= period.last_on]
    here_already = [stay for stay in stays if stay["start"] < period.first_on < (stay["end"] or FAR)]
    assert told(prepared, "admissions", period)["numerator"] == len(booked)
    assert days_in_jail == sum(days_between(stay, period.first_on, period.last_on) for stay in (*booked, *here_already))


@pytest.fixture(scope="module")
def new_york(new_york_data: Path) -> Prepared:
    extract = read_extract(new_york_data, "new-york-city")
    return prepare(extract.episodes, measure_settings(read_county("new-york-city"), extract))


AT_LARGE: Final = 0.05
"""How far Little's law may be off in a year, as a share.

A stay lasts 72 to 92 days on average, so at each end of the year a fifth to a quarter of the days in jail are of stays that
reach over it. Were what reaches in and what reaches out alike, the law would be exact. Let them differ by a fifth: a quarter
of a fifth is 5 of 100. The jail was emptying: people in it at the end of the year were 4, 10 and 26 of 100 fewer than a year
before. So more must reach in than out, and the law gives too many: by 2.1, 1.3 and 3.8 of 100 (November 2026).
"""


@pytest.mark.real_data
@pytest.mark.parametrize("year", ["2017", "2018", "2019"])
def test_new_york_at_large(new_york: Prepared, year: str) -> None:
    period = parse_period(year)
    population = told(new_york, "average_daily_population", period)["value"]
    length = told(new_york, "length_of_stay_mean", period)["value"]
    bookings = told(new_york, "admissions", period)["numerator"]
    off = bookings / period.days * length / population - 1
    assert 0 < off < AT_LARGE


@pytest.mark.real_data
def test_new_york_to_the_last_day(new_york: Prepared) -> None:
    period = parse_period("2019")
    stays = new_york.episodes.filter(pl.col("system") == "jail", pl.col("kind") == "custody")
    before = not_left = left = 0
    for start, end in stays.select("start_on", "end_on").iter_rows():
        if end is not None and period.first_on <= end <= period.last_on:
            left += 1
            before += max(0, (period.first_on - start).days)
        elif start <= period.last_on and (end is None or end > period.last_on):
            not_left += (period.last_on - max(start, period.first_on)).days + 1
    length = told(new_york, "length_of_stay_mean", period)
    assert length["denominator"] == left
    assert told(new_york, "average_daily_population", period)["numerator"] == length["numerator"] - before + not_left
