"""Every other choice, the balance, the weights' worth and the E-value of the worked example, by hand.

Of 300 in the program 150 had the outcome, of 400 others 200: as they are, the sides do not differ at all.
"""

import math

import numpy as np
import pytest

from metrics.effects import judging, scores
from metrics.effects.scores import Rates, difference_interval, standard_error
from metrics.effects.sensitivity import e_values
from tests.effects.worked_example import exact

EXAMPLE = exact()


def both(rates: Rates | None) -> tuple[float, float]:
    assert rates is not None
    return rates.with_program.value, rates.like_group.value


def test_as_they_are_the_sides_do_not_differ() -> None:
    everyone = np.ones(EXAMPLE.treated.size, dtype=np.bool_)
    rates = scores.unadjusted(EXAMPLE.treated, EXAMPLE.outcome, everyone)
    assert both(rates) == pytest.approx((0.5, 0.5))
    by_hand = math.sqrt((0.25 / 300 + 0.25 / 400) / 100)
    assert standard_error(rates.difference, np.arange(everyone.size)) == pytest.approx(by_hand, rel=1e-4)


def test_for_the_programs_people_others_are_weighted_to_have_their_need() -> None:
    """100 of 300 with 0.4 and 200 of 300 with 0.8."""
    rates = scores.on_the_treated(EXAMPLE.chances, EXAMPLE.treated, EXAMPLE.outcome)
    assert both(rates) == pytest.approx((0.5, (100 * 0.4 + 200 * 0.8) / 300), abs=1e-6)


def test_trimming_keeps_all_here_and_counts_each_the_same() -> None:
    """Chances are 0.25 and 2/3. 400 of 700 have low need."""
    rates = scores.trimmed(EXAMPLE.chances, EXAMPLE.treated, EXAMPLE.outcome)
    by_hand = ((400 * 0.3 + 300 * 0.6) / 700, (400 * 0.4 + 300 * 0.8) / 700)
    assert both(rates) == pytest.approx(by_hand, abs=1e-6)


def test_trimming_that_leaves_nobody_gives_nothing() -> None:
    far = type(EXAMPLE.chances)(program=np.full(4, 0.05), outcome_with=np.full(4, 0.5), outcome_without=np.full(4, 0.5))
    assert scores.trimmed(far, np.array([1.0, 0, 0, 0]), np.zeros(4)) is None


def test_balance_before_is_as_by_hand_and_after_there_is_none_left() -> None:
    """2/3 of the program and 1/4 of the others have high need; variances 2/9 and 3/16."""
    weights = judging.overlap_weights(EXAMPLE.chances.program, EXAMPLE.treated)
    (high_need,) = judging.balance(EXAMPLE.design, EXAMPLE.treated, weights)
    assert high_need.before == pytest.approx((2 / 3 - 1 / 4) / math.sqrt((2 / 9 + 3 / 16) / 2))
    assert high_need.after == pytest.approx(0, abs=1e-3)


def test_what_the_weights_are_worth() -> None:
    """In the program 100 weigh 3/4 and 200 weigh 1/3; others: 300 weigh 1/4 and 100 weigh 2/3. Here a hundred times over."""
    weights = judging.overlap_weights(EXAMPLE.chances.program, EXAMPLE.treated)
    total = 75 + 200 / 3
    for side, squares in ((1, 100 * 9 / 16 + 200 / 9), (0, 300 / 16 + 100 * 4 / 9)):
        worth = judging.effective(weights[EXAMPLE.treated == side])
        assert worth == pytest.approx(100 * total**2 / squares, rel=1e-3)


def test_overlap_counts_both_sides_in_tenths() -> None:
    """The middle 95 of 100 of the others' chances reach from 1/4 to 2/3, so all of the program lie inside."""
    found = judging.overlap(np.round(EXAMPLE.chances.program, 3), EXAMPLE.treated)
    assert found.share_inside == 1
    assert found.program == (0, 0, 10_000, 0, 0, 0, 20_000, 0, 0, 0)
    assert found.others == (0, 0, 30_000, 0, 0, 0, 10_000, 0, 0, 0)


def test_the_e_value_is_two() -> None:
    """The ratio is 15/34 to 20/34, or 3 to 4: 4/3 + sqrt(4/3 * 1/3) = 2."""
    rates, person = EXAMPLE.rates, np.arange(EXAMPLE.treated.size)
    difference = difference_interval(rates.difference, standard_error(rates.difference, person))
    whole, limit = e_values(rates, person, difference)
    assert whole == pytest.approx(2, abs=1e-4)
    assert 1.8 < limit < 2
