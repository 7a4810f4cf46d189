"""Hosmer and Lemeshow's drug treatment trial (UIS), 575 people: figures of R survival 3.5-3, conf.type = "log-log"."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from metrics.comparisons import log_rank
from metrics.curves import kaplan_meier, values_at
from metrics.endings import count_endings
from metrics.restricted import mean_days_free, median_days

pytestmark = pytest.mark.real_data
RETURN = ["return_to_drug_use"]


@pytest.fixture(scope="module")
def table(real_data: Callable[[str], Path]) -> pl.DataFrame:
    rows = pl.read_csv(real_data("survival") / "uis.csv", columns=["TREAT", "TIME", "CENSOR"])
    ending = pl.when(pl.col("CENSOR") == 1).then(pl.lit(RETURN[0])).otherwise(pl.lit("censored"))
    return count_endings(rows.select("TREAT", day="TIME", ending=ending), ["TREAT"])


def test_people_and_events(table: pl.DataFrame) -> None:
    assert table["count"].sum() == 575
    assert table.filter(pl.col("ending") == RETURN[0])["count"].sum() == 464


def test_log_rank_of_treatment(table: pl.DataFrame) -> None:
    answer = log_rank(table, ["TREAT"], RETURN)
    assert answer.statistic == pytest.approx(6.52839529458, abs=1e-10)  # printed as 6.5284
    assert answer.p_value == pytest.approx(0.01062, abs=5e-6)
    assert answer.groups["expected"].to_list() == pytest.approx([211.69332, 252.30668], abs=5e-6)


def test_survfit(table: pl.DataFrame) -> None:
    rows = values_at(kaplan_meier(table, ["TREAT"], RETURN), ["TREAT"], [30, 365, 548])
    assert rows["at_risk"].to_list() == [262, 62, 29, 268, 85, 44]
    survival = [0.903114186851, 0.214532871972, 0.176470588235, 0.933566433566, 0.297202797203, 0.220279720280]
    error = [0.0174001304890, 0.0241469347862, 0.0224247082990, 0.0147259520314, 0.0270245481864, 0.0245060692578]
    low = [0.862762614619, 0.169231282337, 0.135007093026, 0.897823147810, 0.245290239240, 0.174226549304]
    high = [0.932066744399, 0.263483081462, 0.222551601348, 0.957103080452, 0.350781284986, 0.269875016613]
    assert rows["survival"].to_list() == pytest.approx(survival, abs=1e-11)
    assert rows["variance"].sqrt().to_list() == pytest.approx(error, abs=1e-11)
    assert rows["low"].to_list() == pytest.approx(low, abs=1e-11)
    assert rows["high"].to_list() == pytest.approx(high, abs=1e-11)


def test_median_and_restricted_mean(table: pl.DataFrame) -> None:
    medians = median_days(kaplan_meier(table, ["TREAT"], RETURN), ["TREAT"])
    # R has 142 and 201.5: with treatment, survival is exactly one half on days 198 to 204, and R takes the middle.
    assert medians.rows()[0] == (0, 142, 119, 162)
    assert medians.rows()[1][2:] == (176, 231)
    means = mean_days_free(table, ["TREAT"], RETURN, horizon_days=365)
    assert means["mean_days"].to_list() == pytest.approx([178.245674740, 212.839160839], abs=5e-10)
    assert means["variance"].sqrt().to_list() == pytest.approx([7.27358978642, 7.51039721509], abs=5e-11)
