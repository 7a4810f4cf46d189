"""What must hold for all curves, whatever the data; and the edge days."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.comparisons import gray, log_rank
from metrics.curves import cumulative_incidence, kaplan_meier, values_at
from metrics.endings import CENSORED, count_endings, first_endings
from metrics.restricted import mean_days_after, mean_days_free, median_days

OUTCOMES = ["new_offense", "technical", "death"]
BY = ["group"]
FEWER = settings(max_examples=60)
COLUMNS = {"group": pl.String, "day": pl.Int32, "ending": pl.String, "count": pl.Int64}
ROW = st.tuples(
    st.sampled_from(["men", "women"]),
    st.one_of(st.integers(0, 8), st.integers(360, 370)),
    st.sampled_from([*OUTCOMES, CENSORED]),
    st.integers(1, 5),
)


def table(*rows: tuple[str, int, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


TABLES = st.lists(ROW, max_size=40, unique_by=lambda row: row[:3]).map(lambda rows: table(*rows))


@given(TABLES)
@FEWER
def test_a_curve_moves_one_way_and_stays_inside(counted: pl.DataFrame) -> None:
    free = kaplan_meier(counted, BY, OUTCOMES)
    had = cumulative_incidence(counted, BY, OUTCOMES)
    assert free["survival"].is_between(0, 1).all()
    assert free.select(pl.col("survival").diff().over(BY)).to_series().drop_nulls().le(0).all()
    assert had.select(pl.col("incidence").diff().over(*BY, "outcome")).to_series().drop_nulls().ge(0).all()
    for curve, value in ((free, "survival"), (had, "incidence")):
        bounded = curve.drop_nulls("low")
        assert (bounded["low"] <= bounded[value]).all()
        assert (bounded[value] <= bounded["high"]).all()
        assert curve["variance"].drop_nulls().ge(0).all()


@given(TABLES)
@FEWER
def test_the_incidences_and_the_share_free_of_all_add_up_to_one(counted: pl.DataFrame) -> None:
    curve = cumulative_incidence(counted, BY, OUTCOMES)
    whole = curve.group_by(*BY, "day").agg(pl.col("incidence").sum() + pl.col("survival").first())
    assert whole["incidence"].to_list() == pytest.approx([1.0] * whole.height, abs=1e-14)


@given(TABLES)
@FEWER
def test_the_mean_days_add_up_to_the_horizon(counted: pl.DataFrame) -> None:
    free = mean_days_free(counted, BY, OUTCOMES, horizon_days=365)
    after = mean_days_after(counted, BY, OUTCOMES, horizon_days=365)
    whole = pl.concat([free, after], how="diagonal").group_by(BY).agg(pl.col("mean_days").sum(), pl.len())
    known = free.drop_nulls("mean_days")["group"].to_list()
    whole = whole.filter(pl.col("group").is_in(known))
    assert whole["mean_days"].to_list() == pytest.approx([365.0] * whole.height, abs=1e-9)


@given(TABLES)
@FEWER
def test_with_one_outcome_both_curves_are_one(counted: pl.DataFrame) -> None:
    only = counted.with_columns(pl.col("ending").replace(dict.fromkeys(OUTCOMES, "technical")))
    free, had = kaplan_meier(only, BY, ["technical"]), cumulative_incidence(only, BY, ["technical"])
    assert had["incidence"].to_list() == pytest.approx((1 - free["survival"]).to_list(), abs=1e-14)
    # Where nobody is left the incidence has a variance, of 0, and survival has none.
    both = free["variance"].is_not_null()
    assert had.filter(both)["variance"].to_list() == pytest.approx(free.filter(both)["variance"].to_list(), abs=1e-12)
    assert had.drop_nulls("low")["high"].to_list() == pytest.approx((1 - free["low"].drop_nulls()).to_list(), abs=1e-7)


@given(TABLES, st.integers(2, 5_000_000))
@FEWER
def test_a_thousand_times_as_many_people_make_the_same_curve_with_a_thousandth_of_the_variance(
    counted: pl.DataFrame, times: int
) -> None:
    many = counted.with_columns(pl.col("count") * times)
    for curves in (
        [cumulative_incidence(found, BY, OUTCOMES) for found in (counted, many)],
        [kaplan_meier(found, BY, OUTCOMES) for found in (counted, many)],
        [mean_days_after(found, BY, OUTCOMES, horizon_days=365) for found in (counted, many)],
        [mean_days_free(found, BY, OUTCOMES, horizon_days=365) for found in (counted, many)],
    ):
        few, more = (curve["variance"].drop_nulls().to_list() for curve in curves)
        assert [times * value for value in more] == pytest.approx(few, rel=1e-6, abs=1e-9)


@given(TABLES)
@FEWER
def test_groups_that_are_added_up_are_counted_once(counted: pl.DataFrame) -> None:
    merged = counted.group_by("day", "ending").agg(pl.col("count").sum())
    assert kaplan_meier(counted, [], OUTCOMES).equals(kaplan_meier(merged, [], OUTCOMES))
    assert mean_days_free(counted, [], OUTCOMES, horizon_days=9).height == min(counted.height, 1)


@given(TABLES)
@FEWER
def test_two_groups_that_are_alike_do_not_differ(counted: pl.DataFrame) -> None:
    twice = pl.concat([counted.with_columns(group=pl.lit(name)) for name in ("men", "women")])
    for answer in (log_rank(twice, BY, OUTCOMES), gray(twice, BY, "death", OUTCOMES)):
        assert answer.statistic is None or answer.statistic == pytest.approx(0, abs=1e-12)


def test_an_outcome_on_the_last_watched_day_counts_and_one_on_the_day_after_does_not() -> None:
    rows = pl.DataFrame({"back": [364, 365, 366, None, 365, 0], "died": [None, None, 365, 366, 365, None]})
    watched = pl.lit(365)
    got = first_endings(rows, {"rebooking": pl.col("back"), "death": pl.col("died")}, watched).select("day", "ending")
    expected = ["rebooking", "rebooking", "death", CENSORED, "rebooking", "rebooking"]
    assert got.rows() == list(zip([364, 365, 365, 365, 365, 0], expected, strict=True))
    assert got.schema == {"day": pl.Int32, "ending": pl.Enum(["rebooking", "death", CENSORED])}


def test_days_364_365_and_366() -> None:
    counted = table(
        ("men", 364, CENSORED, 2), ("men", 365, "death", 1), ("men", 365, CENSORED, 1), ("men", 366, "death", 1)
    )
    read = values_at(kaplan_meier(counted, BY, ["death"]), BY, [363, 364, 365, 366, 367])
    assert read["at_risk"].to_list() == [5, 5, 3, 1, 0]
    assert read["survival"].to_list() == [1.0, 1.0, pytest.approx(2 / 3), 0.0, None]
    assert read["variance"].is_null().to_list() == [False, False, False, True, True]
    assert read["low"].is_null().to_list() == [True, True, False, True, True]


def test_nothing_is_drawn_on_unless_every_ending_is_known() -> None:
    counted = table(("men", 30, "death", 4), ("women", 30, "death", 3), ("women", 29, CENSORED, 1))
    read = values_at(cumulative_incidence(counted, BY, ["death"]), [*BY, "outcome"], [30, 31])
    assert read["incidence"].to_list() == [1.0, 1.0, 1.0, None]
    means = mean_days_free(counted, BY, ["death"], horizon_days=31)
    assert means["mean_days"].to_list() == [30.0, None]


def test_a_median_that_is_exactly_one_half_is_its_first_day() -> None:
    counted = table(*[("men", day, "death", 1) for day in range(1, 7)], ("men", 9, CENSORED, 6))
    assert median_days(kaplan_meier(counted, BY, ["death"]), BY)["median_days"].to_list() == [6]
    assert median_days(kaplan_meier(counted, [], ["death"]), [])["median_days"].to_list() == [6]
    fewer = counted.filter(pl.col("day") != 6)
    assert median_days(kaplan_meier(fewer, BY, ["death"]), BY)["median_days"].to_list() == [None]


def test_a_curve_of_nobody_has_no_rows() -> None:
    nobody = table()
    assert kaplan_meier(nobody, BY, OUTCOMES).height == 0
    assert cumulative_incidence(nobody, BY, OUTCOMES).columns[:3] == ["group", "outcome", "day"]
    assert values_at(kaplan_meier(nobody, BY, OUTCOMES), BY, [0, 30]).height == 0
    assert median_days(kaplan_meier(nobody, BY, OUTCOMES), BY).height == 0
    assert mean_days_after(nobody, BY, OUTCOMES, horizon_days=30).height == 0
    for answer in (log_rank(nobody, BY, OUTCOMES), gray(nobody, BY, "death", OUTCOMES)):
        assert (answer.statistic, answer.p_value, answer.degrees_of_freedom) == (None, None, 0)


@pytest.mark.parametrize("column", ["group", "day", "ending"])
def test_a_null_is_refused(column: str) -> None:
    rows = table(("men", 3, "death", 1)).drop("count").with_columns(pl.lit(None).alias(column))
    for found in (rows, rows.lazy()):
        with pytest.raises(ValueError, match=f"nulls in {column}"):
            count_endings(found, BY)


def test_a_day_before_the_release_is_refused() -> None:
    rows = table(("men", -1, "death", 1))
    for found in (rows, rows.lazy()):
        with pytest.raises(ValueError, match="day -1 lies before the release"):
            count_endings(found, BY)
    with pytest.raises(ValueError, match="before the release"):
        values_at(kaplan_meier(table(("men", 1, "death", 1)), BY, OUTCOMES), BY, [-1])


def test_an_outcome_that_competes_cannot_be_forgotten() -> None:
    counted = table(("men", 3, "death", 1), ("men", 3, "technical", 1))
    for ask in (
        lambda: cumulative_incidence(counted, BY, ["technical"]),
        lambda: mean_days_after(counted, BY, ["technical"], horizon_days=30),
        lambda: gray(counted, BY, "technical", ["technical"]),
    ):
        with pytest.raises(ValueError, match=r"endings that are not among the outcomes .* \['death'\]"):
            ask()
    with pytest.raises(ValueError, match="'rebooking' is not among"):
        gray(counted, BY, "rebooking", OUTCOMES)


@pytest.mark.parametrize("outcomes", [[], ["death", "death"], [CENSORED]])
def test_outcomes_have_names_of_their_own(outcomes: list[str]) -> None:
    with pytest.raises(ValueError, match="outcomes must be different names"):
        kaplan_meier(table(("men", 3, "death", 1)), BY, outcomes)


def test_a_horizon_is_a_day_or_more() -> None:
    with pytest.raises(ValueError, match="a horizon is one day or more, got 0"):
        mean_days_free(table(("men", 3, "death", 1)), BY, OUTCOMES, horizon_days=0)


def test_too_many_possible_cells_are_counted_in_another_way() -> None:
    rows = pl.DataFrame({"group": ["a", "b", "a"], "day": [0, 50_000_000, 0], "ending": ["death", CENSORED, "death"]})
    assert count_endings(rows, BY).rows() == [("a", 0, "death", 2), ("b", 50_000_000, CENSORED, 1)]


def test_groups_may_be_numbers_and_truths() -> None:
    rows = pl.DataFrame(
        {"year": [2018, 2017, 2018], "flag": [True, False, True], "day": [1, 2, 1], "ending": ["death"] * 3}
    )
    assert count_endings(rows, ["year", "flag"]).rows() == [(2017, False, 2, "death", 1), (2018, True, 1, "death", 2)]
    assert count_endings(rows, []).rows() == [(1, "death", 2), (2, "death", 1)]
