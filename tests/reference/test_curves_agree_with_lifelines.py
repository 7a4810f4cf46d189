"""On a million made-up rows with heavy ties the curves agree with lifelines and scikit-survival to nine digits."""

import warnings

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from sksurv.nonparametric import cumulative_incidence_competing_risks

from metrics.comparisons import log_rank
from metrics.curves import cumulative_incidence, kaplan_meier
from metrics.endings import CENSORED, count_endings, first_endings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # lifelines uses calls that pandas is about to retire
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test

ROWS = 1_000_000
GROUPS = 20
OUTCOMES = ["new_offense", "technical", "death"]
Numbers = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Make releases: each group has its own pace; many are watched for exactly a year, and many return on its last days."""
    chance = np.random.default_rng(20_261_123)
    group = chance.integers(0, GROUPS, ROWS)
    days = {name: chance.geometric(0.0006 * place * (1 + group / GROUPS)) for place, name in enumerate(OUTCOMES, 1)}
    days["technical"] = np.where(chance.random(ROWS) < 0.05, chance.integers(364, 367, ROWS), days["technical"])
    watched = np.where(chance.random(ROWS) < 0.3, 365, chance.integers(30, 1096, ROWS))
    frame = pl.DataFrame({"group": group.astype(np.uint8), **days, "watched": watched})
    return first_endings(frame, {name: pl.col(name) for name in OUTCOMES}, pl.col("watched"))


@pytest.fixture(scope="module")
def table(rows: pl.DataFrame) -> pl.DataFrame:
    return count_endings(rows, ["group"])


def assert_same(got: pl.Series | Numbers, expected: pl.Series | Numbers) -> None:
    np.testing.assert_allclose(np.asarray(got), np.asarray(expected), rtol=0, atol=1e-9)


def of_group(rows: pl.DataFrame, group: int) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Return the day, and the number of the ending (0 = censored), of each row of a group."""
    codes = {CENSORED: 0} | {name: number for number, name in enumerate(OUTCOMES, 1)}
    found = rows.filter(pl.col("group") == group)
    number = found["ending"].cast(pl.String).replace_strict(codes, return_dtype=pl.Int64)
    return found["day"].to_numpy().astype(np.float64), number.to_numpy()


def test_the_rows_are_tied_and_lie_on_the_edge_days(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    assert table["count"].sum() == ROWS
    assert table.height < ROWS / 10
    on_the_edge = table.filter(pl.col("day").is_in([364, 365, 366]), pl.col("ending") != CENSORED)
    assert on_the_edge.group_by("day").agg(pl.col("count").sum())["count"].min() > 1_000  # type: ignore[operator]
    assert count_endings(rows.lazy(), ["group"]).equals(table)


@pytest.mark.filterwarnings("ignore")  # see the import of lifelines
def test_kaplan_meier_agrees_with_lifelines(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    curves = kaplan_meier(table, ["group"], OUTCOMES)
    for group in range(GROUPS):
        day, ending = of_group(rows, group)
        fitted = KaplanMeierFitter().fit(day, ending > 0)
        curve = curves.filter(pl.col("group") == group)
        events = fitted.event_table
        assert curve["day"].to_list() == events.index.to_list()
        assert curve["at_risk"].to_list()[1:] == events["at_risk"].to_list()[1:]
        assert curve["events"].to_list() == events["observed"].to_list()
        assert curve["censored"].to_list() == events["censored"].to_list()
        assert_same(curve["survival"], fitted.survival_function_.iloc[:, 0])
        # lifelines writes 1 and 1 where nobody has had an outcome, and sums up only to the last outcome
        ends = fitted.confidence_interval_survival_function_.to_numpy()
        inside = curve["low"].is_not_null().to_numpy()
        assert_same(curve.filter(inside).select("low", "high").to_numpy(), ends[inside])


def test_cumulative_incidence_agrees_with_scikit_survival(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    curves = cumulative_incidence(table, ["group"], OUTCOMES)
    for group in range(GROUPS):
        day, ending = of_group(rows, group)
        days, incidence = cumulative_incidence_competing_risks(ending, day)
        for number, outcome in enumerate(OUTCOMES, 1):
            curve = curves.filter(pl.col("group") == group, pl.col("outcome") == outcome, pl.col("day") > 0)
            assert curve["day"].to_list() == days.tolist()
            assert_same(curve["incidence"], incidence[number])
        survival = curves.filter(pl.col("group") == group, pl.col("outcome") == "death", pl.col("day") > 0)["survival"]
        assert_same(1 - survival, incidence[0])


@pytest.mark.parametrize("group", [0, GROUPS - 1])
def test_the_variance_of_incidence_agrees_with_scikit_survival(
    rows: pl.DataFrame, table: pl.DataFrame, group: int
) -> None:
    # It gives an interval on the scale log(-log(incidence)): take the error out of that again. Its "Dinse_Approx" is
    # equation 6 of Dinse and Larson 1986, the delta method.
    day, ending = of_group(rows, group)
    asked = {"conf_type": "log-log", "var_type": "Dinse_Approx"}
    _, incidence, ends = cumulative_incidence_competing_risks(ending, day, **asked)
    curves = cumulative_incidence(table, ["group"], OUTCOMES).filter(pl.col("group") == group, pl.col("day") > 0)
    for number, outcome in enumerate(OUTCOMES, 1):
        curve = curves.filter(pl.col("outcome") == outcome)
        inside = (curve["incidence"] > 0).to_numpy()
        share, low = incidence[number][inside], ends[number][0][inside]
        error = (np.log(-np.log(low)) - np.log(-np.log(share))) / 1.959963984540054 * share * -np.log(share)
        assert_same(curve.filter(inside)["variance"].sqrt(), error)


@pytest.mark.filterwarnings("ignore")
def test_log_rank_of_twenty_groups_agrees_with_lifelines(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    answer = log_rank(table, ["group"], ["technical"])
    technical = (rows["ending"] == "technical").to_numpy()
    fitted = multivariate_logrank_test(rows["day"].to_numpy(), rows["group"].to_numpy(), technical)
    assert answer.degrees_of_freedom == GROUPS - 1
    assert answer.statistic == pytest.approx(fitted.test_statistic, rel=1e-9)
