"""R survival's mgus2, after Therneau's vignette on competing risks: 1,384 people, progression (pcm) or death, in months.

Figures not in the vignette are those of R 4.2.2 with survival 3.5-3 and cmprsk 2.2-11 on the same rows.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from metrics.comparisons import gray, log_rank
from metrics.curves import cumulative_incidence, kaplan_meier, values_at
from metrics.endings import count_endings
from metrics.restricted import mean_days_after, mean_days_free, median_days

pytestmark = pytest.mark.real_data
OUTCOMES = ["pcm", "death"]
TWENTY_YEARS = 240  # months stand in the place of days


@pytest.fixture(scope="module")
def people(real_data: Callable[[str], Path]) -> pl.DataFrame:
    """Return one row per person with the month and kind of the first of progression, death and end of follow-up."""
    rows = pl.read_csv(real_data("survival") / "mgus2.csv", infer_schema_length=None)
    progressed, died, age = pl.col("pstat") == 1, pl.col("death") == 1, pl.col("age")
    return rows.with_columns(
        day=pl.when(progressed).then("ptime").otherwise("futime"),
        ending=pl.when(progressed).then(pl.lit("pcm")).when(died).then(pl.lit("death")).otherwise(pl.lit("censored")),
        band=pl.when(age < 60)
        .then(pl.lit("under 60"))
        .when(age < 70)
        .then(pl.lit("60s"))
        .when(age < 80)
        .then(pl.lit("70s"))
        .otherwise(pl.lit("80 and over")),
    )


@pytest.fixture(scope="module")
def table(people: pl.DataFrame) -> pl.DataFrame:
    return count_endings(people, ["sex"])


@pytest.fixture(scope="module")
def deaths(people: pl.DataFrame) -> pl.DataFrame:
    """Count people by sex, month of death or end of follow-up, whether they progressed or not."""
    ending = pl.when(pl.col("death") == 1).then(pl.lit("death")).otherwise(pl.lit("censored"))
    return count_endings(people.select("sex", day="futime", ending=ending), ["sex"])


@pytest.fixture(scope="module")
def yearly(people: pl.DataFrame) -> pl.DataFrame:
    """Count people by age and whole years: nearly every one is tied with others."""
    return count_endings(people.with_columns(pl.col("day") // 12), ["band"])


def test_outcomes(table: pl.DataFrame) -> None:
    counts = dict(table.group_by("ending").agg(pl.col("count").sum()).iter_rows())
    assert counts == {"censored": 409, "pcm": 115, "death": 860}


def test_mean_time_in_state_to_20_years(table: pl.DataFrame) -> None:
    rows = mean_days_after(table, ["sex"], OUTCOMES, horizon_days=TWENTY_YEARS)
    years = {(row["sex"], row["outcome"]): row["mean_days"] / 12 for row in rows.iter_rows(named=True)}
    assert years == {
        ("F", "pcm"): pytest.approx(1.323284, abs=5e-7),
        ("M", "pcm"): pytest.approx(1.064693, abs=5e-7),
        ("F", "death"): pytest.approx(8.823108, abs=5e-7),
        ("M", "death"): pytest.approx(10.260294, abs=5e-7),
    }


def test_error_of_mean_time_in_state(table: pl.DataFrame) -> None:
    # The infinitesimal jackknife: survfit(..., influence = TRUE), its influence on each curve summed to 240 months.
    rows = mean_days_after(table, ["sex"], OUTCOMES, horizon_days=TWENTY_YEARS)
    expected = [0.1742312211, 0.305375708774, 0.141740296559, 0.282548750253]
    assert (rows["variance"].sqrt() / 12).to_list() == pytest.approx(expected, abs=5e-11)


def test_median_survival(deaths: pl.DataFrame) -> None:
    rows = median_days(kaplan_meier(deaths, ["sex"], ["death"]), ["sex"])
    assert rows.rows() == [("F", 108, 99, 121), ("M", 88, 78, 97)]  # the interval: conf.type = "log-log"


def test_restricted_mean_survival(deaths: pl.DataFrame) -> None:
    rows = mean_days_free(deaths, ["sex"], ["death"], horizon_days=TWENTY_YEARS)
    assert rows["mean_days"].to_list() == pytest.approx([121.28460588640, 106.67738783052], abs=1e-10)
    assert rows["variance"].sqrt().to_list() == pytest.approx([3.4802408462981, 3.1816295024326], abs=1e-12)


def test_survfit_of_several_states(table: pl.DataFrame) -> None:
    rows = values_at(cumulative_incidence(table, ["sex"], OUTCOMES), ["sex", "outcome"], [12, 60, 120, 240])
    assert rows.filter(pl.col("outcome") == "pcm")["at_risk"].to_list() == [563, 431, 214, 33, 644, 443, 210, 24]
    incidence = {
        "pcm": [
            0.012701882040,
            0.039789621504,
            0.073885664376,
            0.104940674186,
            0.006640106242,
            0.029346284458,
            0.055310240648,
            0.095650755031,
        ],
        "death": [
            0.09360931862,
            0.26396514546,
            0.48049004577,
            0.69530780303,
            0.14608233732,
            0.36762698561,
            0.57517848888,
            0.74812788927,
        ],
    }
    error = {
        "pcm": [
            0.0044621862504538,
            0.0077983340880859,
            0.0107697973764881,
            0.0142629574344966,
            0.0029596703162472,
            0.0061645836628608,
            0.0086443165521964,
            0.0135258309491872,
        ],
        "death": [
            0.011602723891856,
            0.017580695723441,
            0.020804914518022,
            0.023625334339998,
            0.012870913296475,
            0.017607442112540,
            0.018938592254225,
            0.020668866928044,
        ],
    }
    for outcome in OUTCOMES:
        got = rows.filter(pl.col("outcome") == outcome)
        assert got["incidence"].to_list() == pytest.approx(incidence[outcome], abs=1e-11)
        assert got["variance"].sqrt().to_list() == pytest.approx(error[outcome], abs=1e-13)


def test_gray_of_sex(table: pl.DataFrame) -> None:
    progressed, died = (gray(table, ["sex"], outcome, OUTCOMES) for outcome in OUTCOMES)
    assert (progressed.statistic, died.statistic) == pytest.approx((1.1945078250755, 11.6512590121277), abs=1e-10)
    assert (progressed.p_value, died.p_value) == pytest.approx((0.27442215678800, 0.00064159097641), abs=1e-12)


def test_gray_of_four_groups_in_tied_years(yearly: pl.DataFrame) -> None:
    progressed, died = (gray(yearly, ["band"], outcome, OUTCOMES) for outcome in OUTCOMES)
    assert (progressed.statistic, died.statistic) == pytest.approx((9.4946063797258, 318.7554144406046), abs=1e-9)
    assert progressed.p_value == pytest.approx(0.023388808773344, abs=1e-12)
    assert (progressed.degrees_of_freedom, died.degrees_of_freedom) == (3, 3)


def test_log_rank_of_sex_and_of_four_groups(deaths: pl.DataFrame, people: pl.DataFrame, yearly: pl.DataFrame) -> None:
    assert log_rank(deaths, ["sex"], ["death"]).statistic == pytest.approx(9.66547, abs=5e-6)
    monthly = count_endings(people, ["band"])
    assert log_rank(monthly, ["band"], ["pcm"]).statistic == pytest.approx(2.898919020833, abs=1e-10)
    assert log_rank(monthly, ["band"], OUTCOMES).statistic == pytest.approx(302.26780557231, abs=1e-8)
    answer = log_rank(yearly, ["band"], OUTCOMES)
    assert answer.statistic == pytest.approx(297.08944425671, abs=1e-8)
    expected = [284.88753370095, 303.69496394730, 152.93837145730, 233.47913089445]
    assert answer.groups["expected"].to_list() == pytest.approx(expected, abs=1e-9)
