"""Where a textbook has the answer, ours is the same: a trial, one confounder, a published interval, a published E-value."""

import numpy as np
import polars as pl
import pytest

from metrics.effects.answer import Choice, Evidence, Side
from metrics.effects.estimating import estimate
from metrics.effects.moments import FOLDS, ordered
from metrics.effects.scores import variance
from metrics.effects.sensitivity import e_value
from metrics.effects.trial import trial_rates
from tests.effects.bootstrap import bootstrap_standard_error
from tests.effects.planted import COVARIATES, OUTCOME, World, answer, plant
from tests.effects.worked_example import LIKE_GROUP, WITH_PROGRAM, exact, table


def test_hand_worked_numbers_are_fractions_of_34() -> None:
    assert pytest.approx(15 / 34) == WITH_PROGRAM
    assert pytest.approx(20 / 34) == LIKE_GROUP


def test_one_confounder_gives_direct_standardisation_by_hand() -> None:
    """Each fold is the same people over, so what is learnt from the others is the very share in the fold.

    The penalty moves each chance by about 1 / (rows x 0.2) = 0.0001, and the result by the product of two such errors.
    """
    example = exact()
    rates = example.rates
    assert rates.with_program.value == pytest.approx(WITH_PROGRAM, abs=1e-6)
    assert rates.like_group.value == pytest.approx(LIKE_GROUP, abs=1e-6)
    assert rates.difference.value == pytest.approx(-5 / 34, abs=1e-6)
    by_hand = variance_by_strata()
    assert variance(rates.difference.influence, np.arange(example.treated.size)) == pytest.approx(
        by_hand / 100, rel=1e-3
    )


def variance_by_strata() -> float:
    """Return the variance of the difference in one table: within strata, and of how the strata's differences vary.

    Within: weights squared times the binomial variances. Between: each person's (treated - e) squared times how far their
    stratum's difference lies from the whole, which is the part that grows with other strata being drawn.
    """
    total, within, between = 75 + 200 / 3, 0.0, 0.0
    for n1, n0, p1, p0 in ((100, 300, 0.3, 0.4), (200, 100, 0.6, 0.8)):
        e, weight = n1 / (n1 + n0), n1 * n0 / (n1 + n0)
        within += weight**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
        between += (n1 * (1 - e) ** 4 + n0 * e**4) * (p1 - p0 + 5 / 34) ** 2
    return (within + between) / total**2


def test_cross_fitting_equals_a_slow_twin_with_shares_of_the_other_folds() -> None:
    """The penalty moves a share by 0.0005, and in a fold that differs from the others this meets a 50th: 1 in 100,000."""
    frame = table(20)
    moments = ordered(frame, ["high_need"], {365: OUTCOME}, seed=3)
    rows = list(
        zip(*(moments.frame.get_column(name) for name in ("high_need", "treated", OUTCOME)), moments.fold, strict=True)
    )
    top, bottom = 0.0, 0.0
    for fold in range(FOLDS):
        learnt = [row for row in rows if row[3] != fold]
        for need in (0, 1):
            alike = [row for row in learnt if row[0] == need]
            e = sum(row[1] for row in alike) / len(alike)
            m = [
                sum(row[2] for row in alike if row[1] == side) / sum(row[1] == side for row in alike) for side in (0, 1)
            ]
            for _, treated, outcome, _ in [row for row in rows if row[3] == fold and row[0] == need]:
                top += (treated - e) * (outcome - e * m[1] - (1 - e) * m[0])
                bottom += (treated - e) ** 2
    result = estimate(frame, covariates=["high_need"], outcomes={365: OUTCOME}, randomised=False, seed=3)
    difference = result.windows[0].difference
    assert difference is not None
    assert difference.value == pytest.approx(top / bottom, abs=1e-5)
    assert difference.value == pytest.approx(-5 / 34, abs=1e-3)


def test_a_trial_gives_the_plain_difference_and_the_adjusted_one_lies_inside_its_interval() -> None:
    trial = plant(2_000, 5, World(confounding=0)).moments.unique("person_id", keep="first", maintain_order=True)
    window = answer(trial, randomised=True).windows[0]
    rates = {
        side: trial.filter(pl.col("treated") == side).get_column(OUTCOME).cast(pl.Float64).to_numpy().mean()
        for side in (0, 1)
    }
    assert window.evidence is Evidence.RANDOMISED
    assert window.choice is Choice.UNADJUSTED
    assert window.difference is not None
    assert window.difference.value == pytest.approx(rates[1] - rates[0], abs=1e-12)
    (adjusted,) = [one.difference for one in window.choices if one.choice is Choice.OVERLAP]
    assert window.difference.low < adjusted.value < window.difference.high
    assert adjusted.high - adjusted.low < window.difference.high - window.difference.low
    assert window.e_value is None
    like = answer(trial).windows[0]
    assert like.difference == adjusted


def test_a_trial_takes_one_row_of_each_person() -> None:
    with pytest.raises(ValueError, match="several rows"):
        answer(plant(300, 5, World(confounding=0)).moments, randomised=True)


def test_newcombes_own_example() -> None:
    """56 of 70 against 48 of 80: 0.0524 to 0.3339 by method 10. Source: Newcombe 1998, table II, example (a)."""
    sides = [
        Side(people=n, moments=n, with_outcome=had, effective=None, too_early=0, lost=0)
        for had, n in ((56, 70), (48, 80))
    ]
    _, _, difference = trial_rates(*sides)
    assert [difference.value, difference.low, difference.high] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)


def test_the_e_values_of_the_papers_own_example() -> None:
    """A risk ratio of 3.9 (1.8 to 8.7): 7.26, and 3.0 for the limit. Source: VanderWeele and Ding 2017."""
    assert e_value(3.9) == pytest.approx(7.26, abs=0.005)
    assert e_value(1.8) == pytest.approx(3.0, abs=0.005)
    assert e_value(1 / 3.9) == pytest.approx(e_value(3.9))
    assert e_value(1.0) == 1.0


def test_the_influence_functions_error_is_that_of_the_bootstrap() -> None:
    """60 draws know a standard error to 1 / sqrt(120) = 9 of 100, and three times that is allowed; `make proof` draws 500."""
    moments = plant(800, 7).moments
    (window,) = answer(moments).windows
    assert window.difference is not None
    ours = (window.difference.high - window.difference.low) / (2 * 1.959964)
    drawn = bootstrap_standard_error(moments, covariates=COVARIATES, outcome_name=OUTCOME, seed=2, tries=60)
    assert ours == pytest.approx(drawn, rel=3 / np.sqrt(120))


def test_a_person_who_is_there_twice_counts_once() -> None:
    """The same people on another day with the same outcome: no new knowledge, so the interval is as wide as before."""
    once = plant(1_000, 9).moments.unique("person_id", keep="first", maintain_order=True)
    again = once.with_columns(pl.col("time_zero_on").dt.offset_by("1000d"))
    one, two = answer(once).windows[0].difference, answer(pl.concat([once, again])).windows[0].difference
    assert one is not None
    assert two is not None
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=0.02)
