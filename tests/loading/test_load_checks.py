"""Checks of a whole load: each speaks where it should, with figures worked out by hand, and is silent on sound records."""

import datetime as dt
from collections.abc import Iterator

import polars as pl
import pytest

from data_access.load_checks import late_months, months_of, population
from data_access.receipts import read_receipts
from tests.loading.tiny_county import TinyCounty

LAST = dt.date(2024, 12, 31)


def each_day(first: str, last: str) -> Iterator[dt.date]:
    day = dt.date.fromisoformat(first)
    while day <= dt.date.fromisoformat(last):
        yield day
        day += dt.timedelta(days=1)


def stays(days: list[dt.date], *, nights: int = 3, a_day: int = 2, sex: str = "FM", screen: str = "Y") -> list[str]:
    """The same number of stays begins on each day, each so many nights long; those that would end after LAST are open."""
    rows: list[str] = []
    for day in days:
        end = day + dt.timedelta(days=nights)
        for n in range(a_day):
            out = end if end <= LAST else ""
            rows.append(f"P{len(rows)}x{day:%y%m%d},{day} 10:00,{out},1990-01-01,{sex[n % len(sex)]},{screen},")
    return rows


def told(tiny: TinyCounty, rows: list[str]) -> dict[tuple[str, str], str]:
    """Load the rows; give the sentences of what was found, by rule and column."""
    tiny.settle("first_on = 2023-01-01", "first_on = 2021-01-01")
    tiny.write(rows)
    tiny.load()
    with tiny.engine.connect() as connection:
        (receipt,) = read_receipts(connection, tiny.county)
    return {(finding.rule_id, finding.column): finding.sentence for finding in receipt.findings}


def test_sound_records_give_no_warning(tiny: TinyCounty) -> None:
    assert told(tiny, stays(list(each_day("2022-01-01", "2024-12-31")))) == {}


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_ends_that_were_never_written_down_are_told_with_their_number(tiny: TinyCounty) -> None:
    """2 stays of 3 nights begin each day: 6 people. 100 stays of 2021 never ended: 106 on each day of 2024."""
    lost = stays([dt.date(2021, 6, 1)] * 50)
    lost = [",".join([*row.split(",")[:2], "", *row.split(",")[3:]]) for row in lost]
    rows = [f"L{n}{row}" for n, row in enumerate(lost)] + stays(list(each_day("2022-01-01", "2024-12-31")))
    found = told(tiny, rows)
    assert set(found) == {("population_off", "in")}
    said = found["population_off", "in"]
    # 6 stays began in the last 3 days of 2024, and are still open too.
    assert "On an average day 106 people were there, and bookings times length of stay give 6." in said
    assert "106 stays have no end, 100 of them began more than two years before." in said


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_a_month_that_lost_its_rows_is_told_beside_the_year_before(tiny: TinyCounty) -> None:
    days = [
        day for day in each_day("2022-01-01", "2024-12-31") if not (day.year == 2023 and day.month == 5 and day.day > 5)
    ]
    found = told(tiny, stays(days, a_day=4))
    assert set(found) == {("volume_off", "in")}
    assert "May 2023: 20 rows, a year before 124." in found["volume_off", "in"]
    assert "May 2024: 124 rows, a year before 20." not in found["volume_off", "in"], "20 are too few to compare with"


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_months_that_have_not_arrived_are_told_with_the_day_through_which_the_records_look_whole(
    tiny: TinyCounty,
) -> None:
    days = [day for day in each_day("2022-01-01", "2024-12-31") if day < dt.date(2024, 11, 1) or day.day % 3 == 0]
    found = told(tiny, stays(days, nights=0))
    assert set(found) == {("months_late", "in")}
    assert "They begin in November 2024; the records look whole through 2024-10-31." in found["months_late", "in"]


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_where_the_county_says_how_long_its_files_reach_months_after_that_are_not_looked_at(tiny: TinyCounty) -> None:
    days = [day for day in each_day("2022-01-01", "2024-12-31") if day < dt.date(2024, 11, 1) or day.day % 3 == 0]
    tiny.settle('file = "stays.csv"', 'file = "stays.csv"\nlag_days = 61')
    assert told(tiny, stays(days, nights=0)) == {}


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_a_field_that_is_often_unknown_is_told_and_so_is_one_that_is_so_for_some(tiny: TinyCounty) -> None:
    """200 men without a birth date and 200 women with one: unknown in 50 of 100, of men in all."""
    rows = stays([dt.date(2023, 3, 1)] * 200, sex="FM")
    rows = [row.replace("1990-01-01,M", ",M") for row in rows]
    found = told(tiny, rows)
    assert found == {
        ("often_empty", "age_at_start"): "A field is often unknown. It is unknown in 50 of 100 rows.",
        ("empty_for_some", "age_at_start"): "A field is unknown far more often for some people than for others. "
        "By sex: unknown in 100 of 100 rows of male, and in 0 of 100 of female.",
    }


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_a_county_may_set_from_where_on(tiny: TinyCounty) -> None:
    tiny.settle("[[grouping]]", "[checks]\nempty_share = 0.6\ngroup_points = 1.0\n\n[[grouping]]")
    rows = stays([dt.date(2023, 3, 1)] * 200, sex="FM")
    assert told(tiny, [row.replace("1990-01-01,M", ",M") for row in rows]) == {}


def test_only_whole_months_count() -> None:
    days = pl.DataFrame(
        {
            "start_on": [dt.date(2024, 1, 31), dt.date(2024, 2, 1), dt.date(2024, 4, 30), dt.date(2024, 5, 3)],
            "end_on": [None] * 4,
            "rows": [5, 7, 9, 11],
        },
        schema={"start_on": pl.Date, "end_on": pl.Date, "rows": pl.Int64},
    )
    assert months_of(days, dt.date(2024, 5, 30)) == [(2024, 2, 7), (2024, 3, 0), (2024, 4, 9)]
    assert months_of(days, dt.date(2024, 5, 31)) == [(2024, 2, 7), (2024, 3, 0), (2024, 4, 9), (2024, 5, 11)]
    assert months_of(days, dt.date(2024, 1, 30)) == []


def test_an_end_is_late_only_where_each_of_its_months_is() -> None:
    usual = [(2022 + n // 12, n % 12 + 1, 100) for n in range(24)]
    assert late_months(usual, 0.7) == []
    assert late_months([*usual, (2024, 1, 69)], 0.7) == [(2024, 1, 69)]
    assert late_months([*usual, (2024, 1, 70)], 0.7) == []
    assert late_months([*usual, (2024, 1, 40), (2024, 2, 20)], 0.7) == [(2024, 1, 40), (2024, 2, 20)]
    assert late_months([*usual, (2024, 1, 40), (2024, 2, 90)], 0.7) == []
    assert late_months(usual[:12], 0.7) == [], "there is no year before"


def test_a_steady_population_is_bookings_a_day_times_the_mean_stay() -> None:
    days = [(day, day + dt.timedelta(days=10), 3) for day in each_day("2023-01-01", "2024-12-31")]
    frame = pl.DataFrame(days, schema={"start_on": pl.Date, "end_on": pl.Date, "rows": pl.Int64}, orient="row")
    assert population(frame, LAST, "in", 0.01) is None
