"""State of Iowa: releases from prison 2010-15, back within three years for a new offense or a technical reason."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from metrics.curves import cumulative_incidence, values_at
from metrics.endings import count_endings, first_endings
from metrics.restricted import mean_days_after, mean_days_free

pytestmark = pytest.mark.real_data
OUTCOMES = ["new_offense", "technical"]
THREE_YEARS = 3 * 365
YEAR_ENDS = [365, 730, THREE_YEARS]


@pytest.fixture(scope="module")
def table(real_data: Callable[[str], Path]) -> pl.DataFrame:
    """Count releases by reporting year, sex, day and ending. All were watched for three years."""
    rows = pl.read_csv(real_data("iowa") / "three_year_recidivism.csv", infer_schema_length=None)
    kind, day = pl.col("Recidivism Type"), pl.col("Days to Return")
    days = {"new_offense": pl.when(kind == "New").then(day), "technical": pl.when(kind == "Tech").then(day)}
    endings = first_endings(rows, days, pl.lit(THREE_YEARS))
    sex = pl.col("Sex").fill_null("not_stated").alias("sex")
    return count_endings(endings.select("day", "ending", sex, year="Recidivism Reporting Year"), ["year", "sex"])


def back_within_three_years(table: pl.DataFrame) -> dict[int, float]:
    curve = cumulative_incidence(table, ["year"], OUTCOMES)
    read = values_at(curve, ["year", "outcome"], [THREE_YEARS])
    return dict(read.group_by("year").agg(100 * pl.col("incidence").sum()).iter_rows())


def test_every_release_is_counted_once(table: pl.DataFrame) -> None:
    assert table["count"].sum() == 26_020


def test_cumulative_incidence_at_one_two_and_three_years(table: pl.DataFrame) -> None:
    read = values_at(cumulative_incidence(table, [], OUTCOMES), ["outcome"], YEAR_ENDS)
    got = dict(read.group_by("outcome", maintain_order=True).agg("incidence").iter_rows())
    assert got == {
        "new_offense": pytest.approx([0.071945, 0.155688, 0.211991], abs=5e-7),
        "technical": pytest.approx([0.072483, 0.107879, 0.121637], abs=5e-7),
    }
    free = read.filter(pl.col("outcome") == "technical")["survival"].to_list()
    assert 100 * (1 - free[-1]) == pytest.approx(33.3628, abs=5e-5)


def test_incidence_and_error_by_sex_as_r_survfit_has_them(table: pl.DataFrame) -> None:
    read = values_at(cumulative_incidence(table, ["sex"], OUTCOMES), ["sex", "outcome"], YEAR_ENDS)
    women = read.filter(pl.col("sex") == "Female")
    incidence = [0.0518119197364, 0.1111111111111, 0.1569332135370, 0.0832584606170, 0.1209943096736, 0.1356693620845]
    error = [0.00383578165923, 0.00543868961640, 0.00629477504601, 0.00478111768930, 0.00564378039729, 0.00592614994347]
    assert women["incidence"].to_list() == pytest.approx(incidence, abs=1e-12)
    assert women["variance"].sqrt().to_list() == pytest.approx(error, abs=1e-13)


@pytest.mark.parametrize(("year", "published"), [(2013, 30.3), (2015, 31.9), (2016, 34.2), (2017, 35.4)])
def test_published_rates_that_agree_with_the_rows(table: pl.DataFrame, year: int, published: float) -> None:
    assert round(back_within_three_years(table)[year], 1) == published


@pytest.mark.parametrize(("year", "published", "rows_say"), [(2014, 29.8, 29.67), (2018, 36.0, 37.81)])
def test_published_rates_that_do_not_agree_with_the_rows(
    table: pl.DataFrame, year: int, published: float, rows_say: float
) -> None:
    got = back_within_three_years(table)[year]
    assert round(got, 2) == rows_say
    assert round(got, 1) != published


def test_the_three_years_are_shared_out(table: pl.DataFrame) -> None:
    free = mean_days_free(table, [], OUTCOMES, horizon_days=THREE_YEARS)["mean_days"].to_list()
    after = mean_days_after(table, [], OUTCOMES, horizon_days=THREE_YEARS)["mean_days"].to_list()
    assert sum([*free, *after]) == pytest.approx(THREE_YEARS, abs=1e-9)
