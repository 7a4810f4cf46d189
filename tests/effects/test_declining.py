"""Where the data do not allow a comparison there is a reason and no number; where they do not tell the cause, that shows."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from metrics.effects import judging
from metrics.effects.answer import Balance, Declined, Evidence, WindowEffect
from metrics.effects.estimating import estimate
from tests.effects.planted import COVARIATES, OUTCOME, World, answer, plant


def assert_no_number(window: WindowEffect) -> None:
    assert window.evidence is Evidence.DESCRIBED_ONLY
    assert [window.choice, window.with_program, window.like_group, window.difference] == [None] * 4
    assert [window.e_value, window.e_value_limit] == [None] * 2
    assert window.choices == ()


def test_a_comparison_is_declined_where_nobody_is_alike() -> None:
    (window,) = answer(plant(2_000, 1, World(confounding=12)).moments).windows
    assert Declined.NO_OVERLAP in window.declined
    assert_no_number(window)
    assert window.overlap is not None
    assert window.overlap.share_inside < judging.LEAST_INSIDE
    assert sum(window.overlap.program) == window.program.moments


def test_a_covariate_that_tells_the_sides_fully_apart_is_no_comparison() -> None:
    """As when it says something that is known only after the program has begun."""
    moments = plant(1_000, 1).moments.with_columns(housed=pl.col("treated") == 1)
    (window,) = answer(moments).windows
    assert {Declined.NO_OVERLAP, Declined.UNBALANCED} <= set(window.declined)
    assert_no_number(window)


@pytest.mark.parametrize(("kept", "declined"), [(49, True), (50, False)])
def test_fewer_than_fifty_people_on_a_side_are_too_few(kept: int, declined: bool) -> None:
    moments = plant(2_000, 1).moments
    events = pl.int_range(pl.len()) % 2
    program = moments.filter(pl.col("treated") == 1).unique("person_id").head(kept).with_columns(events.alias(OUTCOME))
    (window,) = answer(pl.concat([program, moments.filter(pl.col("treated") == 0)])).windows
    assert window.program.people == kept
    assert (Declined.FEW_PEOPLE in window.declined) == declined
    assert Declined.FEW_EVENTS not in window.declined


@pytest.mark.parametrize(("events", "declined"), [(19, True), (20, False), (380, False), (381, True)])
def test_fewer_than_twenty_with_the_outcome_or_without_it_are_too_few(events: int, declined: bool) -> None:
    moments = plant(2_000, 1).moments
    had = (pl.int_range(pl.len()) < events).cast(pl.Int64)
    program = moments.filter(pl.col("treated") == 1).head(400).with_columns(had.alias(OUTCOME))
    (window,) = answer(pl.concat([program, moments.filter(pl.col("treated") == 0)])).windows
    assert window.program.with_outcome == events
    assert (window.declined == (Declined.FEW_EVENTS,)) == declined
    if declined:
        assert_no_number(window)


def test_more_covariates_than_a_small_group_can_bear_leave_the_sides_unbalanced() -> None:
    moments = plant(160, 3).moments
    chance = np.random.default_rng(3)
    noise = {f"noise_{number}": chance.normal(size=moments.height) for number in range(60)}
    wide = moments.with_columns(**{name: pl.Series(values) for name, values in noise.items()})
    result = estimate(wide, covariates=[*COVARIATES, *noise], outcomes={365: OUTCOME}, randomised=False, seed=1)
    assert Declined.UNBALANCED in result.windows[0].declined
    assert_no_number(result.windows[0])


@pytest.mark.parametrize(("after", "reasons"), [(0.1, ()), (-0.1001, (Declined.UNBALANCED,))])
def test_a_tenth_of_a_standard_deviation_is_the_limit(after: float, reasons: tuple[Declined, ...]) -> None:
    (window,) = answer(plant(1_000, 1).moments).windows
    balance = (*window.balance, Balance(covariate="x", level=None, before=0.5, after=after))
    assert judging.unlike(replace(window, balance=balance)) == reasons


def test_people_not_watched_for_the_whole_window_are_left_out_on_both_sides_and_counted() -> None:
    moments = plant(2_000, 1).moments
    last = moments.get_column("time_zero_on").sort()[-600]
    late = pl.col("time_zero_on") > last
    cut = moments.with_columns(pl.when(~late).then(pl.col(OUTCOME)).alias(OUTCOME))
    (window,) = answer(cut).windows
    (kept,) = answer(moments.filter(~late)).windows
    for side, treated in ((window.program, 1), (window.others, 0)):
        assert side.too_early == cut.filter(late, pl.col("treated") == treated).height
        assert side.lost == 0
    assert window.program.moments + window.others.moments == cut.filter(~late).height
    assert window.difference is not None
    assert kept.difference is not None
    assert abs(window.difference.value - kept.difference.value) < 0.01, "only the folds differ"


@pytest.mark.parametrize("moments", [plant(50, 1).moments, plant(50, 1).moments.clear()])
def test_a_window_that_nobody_was_watched_for_has_no_number(moments: pl.DataFrame) -> None:
    (window,) = answer(moments.with_columns(pl.lit(None, pl.Int64).alias(OUTCOME))).windows
    assert set(window.declined) == {Declined.FEW_PEOPLE, Declined.FEW_EVENTS}
    assert window.program.too_early + window.others.too_early == moments.height
    assert_no_number(window)


def test_windows_come_shortest_first_each_with_its_own_people() -> None:
    moments = plant(1_500, 1).moments.with_columns(returned_90=pl.col(OUTCOME))
    late = pl.col("time_zero_on") > moments.get_column("time_zero_on").sort()[-400]
    cut = moments.with_columns(pl.when(~late).then(pl.col(OUTCOME)).alias(OUTCOME))
    result = estimate(cut, covariates=COVARIATES, outcomes={365: OUTCOME, 90: "returned_90"}, randomised=False, seed=1)
    assert [window.window_days for window in result.windows] == [90, 365]
    assert [window.program.moments + window.others.moments for window in result.windows] == [
        moments.height,
        moments.filter(~late).height,
    ]


def test_counting_early_returns_of_people_not_watched_to_the_end_is_noticed() -> None:
    """Someone who came back already counts, someone who did not yet is left out: so all who started late came back."""
    moments = plant(2_000, 1).moments
    late = pl.col("time_zero_on") > moments.get_column("time_zero_on").sort()[-600]
    wrong = moments.with_columns(pl.when(~late | (pl.col(OUTCOME) == 1)).then(pl.col(OUTCOME)).alias(OUTCOME))
    (window,) = answer(wrong).windows
    assert window.declined == (Declined.LOST,)
    assert_no_number(window)


def test_the_e_value_of_a_difference_made_by_a_secret_is_no_larger_than_what_the_secret_can_do() -> None:
    """The program changes nothing; the secret makes people enter and come back. By VanderWeele and Ding it needs no less
    than the E-value in one of its two ratios of risks, and here it has them."""
    planted = plant(3_000, 2, World(effect=0, hidden=1.5))
    treated, outcome = (planted.moments.get_column(name).to_numpy() == 1 for name in ("treated", OUTCOME))
    of_entering = planted.secret[treated].mean() / planted.secret[~treated].mean()
    of_outcome = outcome[planted.secret].mean() / outcome[~planted.secret].mean()
    (window,) = answer(planted.moments).windows
    assert window.difference is not None
    assert window.difference.low > 0, "the mistake is there, and its interval does not tell"
    assert window.e_value is not None
    assert window.e_value_limit is not None
    assert 1 < window.e_value_limit < window.e_value <= max(of_entering, of_outcome)


def test_the_limits_e_value_is_one_where_there_may_be_no_difference() -> None:
    (window,) = answer(plant(1_000, 4, World(effect=0)).moments).windows
    assert window.difference is not None
    assert window.difference.low < 0 < window.difference.high
    assert window.e_value_limit == 1.0
