"""Rossi, Berk and Lenihan 1980: 432 men in the year after release, half of them with financial aid; figures of R survival."""

import polars as pl
import pytest
from lifelines.datasets import load_rossi

from metrics.comparisons import log_rank
from metrics.curves import kaplan_meier, values_at
from metrics.endings import count_endings

ARREST = ["arrest"]


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    """Count men by aid, week and ending. Weeks stand in the place of days."""
    rossi = load_rossi()
    rows = pl.DataFrame({name: rossi[name].to_numpy() for name in ("week", "arrest", "fin")})
    ending = pl.when(pl.col("arrest") == 1).then(pl.lit("arrest")).otherwise(pl.lit("censored"))
    return count_endings(rows.select("fin", day="week", ending=ending), ["fin"])


def test_not_arrested_after_52_weeks(table: pl.DataFrame) -> None:
    row = values_at(kaplan_meier(table, [], ARREST), [], [52]).row(0, named=True)
    assert row["survival"] == pytest.approx(0.736111, abs=5e-7)
    assert (row["low"], row["high"]) == pytest.approx((0.69186, 0.77506), abs=5e-6)
    assert row["at_risk"] == 322  # those arrested in the last week, and the 318 who never were


def test_with_and_without_aid(table: pl.DataFrame) -> None:
    rows = values_at(kaplan_meier(table, ["fin"], ARREST), ["fin"], [52])
    assert rows["fin"].to_list() == [0, 1]
    assert rows["survival"].to_list() == pytest.approx([0.694444, 0.777778], abs=5e-7)


def test_log_rank_of_aid(table: pl.DataFrame) -> None:
    answer = log_rank(table, ["fin"], ARREST)
    assert answer.statistic == pytest.approx(3.83757, abs=5e-6)
    assert answer.p_value == pytest.approx(0.050116, abs=5e-7)
    assert answer.degrees_of_freedom == 1
    assert answer.groups.select("fin", "people", "observed").rows() == [(0, 216, 66), (1, 216, 48)]
