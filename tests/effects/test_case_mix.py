"""Observed to expected: the shares of a hand-worked table, the same from a slow loop over cells, and no person's chance."""

from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl
import pytest

from metrics.case_mix import expected
from metrics.case_mix.expected import CaseMix, expected_of_groups
from metrics.case_mix.ratio import observed_to_expected
from metrics.effects.answer import Estimate
from metrics.effects.moments import Floats
from metrics.effects.shown import ShownExpected

# Odds of the outcome: 1/4, four times that with a long history, and one and a half times in group "b": so the model is right.
CELLS = [("a", 0, 20, 80), ("a", 1, 50, 50), ("b", 0, 30, 80), ("b", 1, 60, 40)]
"""Group, long history (0/1), with the outcome, without."""
TIMES = 40


def table() -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for group, history, had, had_not in CELLS:
        rows += [{"group": group, "history": history, "came": 1}] * had * TIMES
        rows += [{"group": group, "history": history, "came": 0}] * had_not * TIMES
    return pl.DataFrame(rows).with_columns(person_id=pl.int_range(pl.len()), time_zero_on=pl.date(2020, 1, 1))


def mix_of(frame: pl.DataFrame) -> CaseMix:
    return expected_of_groups(frame, group="group", covariates=["history"], outcome="came", seed=1)


def test_what_is_expected_is_the_hand_worked_share() -> None:
    """200 of 410 people are in a, 210 in b. A short history: (200 x 20/100 + 210 x 30/110) / 410; a long one: (200 x 50/100 +
    210 x 60/100) / 410. Group a has 100 of each, b 110 and 100."""
    short, long = (200 * 0.2 + 210 * 30 / 110) / 410, (200 * 0.5 + 210 * 0.6) / 410
    a, b = mix_of(table()).groups
    assert (a.group, a.rows, a.observed) == ("a", 200 * TIMES, 70 * TIMES)
    assert (b.group, b.rows, b.observed) == ("b", 210 * TIMES, 90 * TIMES)
    assert a.expected / TIMES == pytest.approx(100 * short + 100 * long, rel=2e-3)
    assert b.expected / TIMES == pytest.approx(110 * short + 100 * long, rel=2e-3)
    assert a.variance / TIMES == pytest.approx(100 * short * (1 - short) + 100 * long * (1 - long), rel=2e-3)


def test_a_group_that_only_has_other_people_is_as_expected() -> None:
    """Both groups have the outcome as their history has it; b has many with a long one. Plain rates lie 18 points apart."""
    cells = [("a", 0, 16, 64), ("a", 1, 10, 10), ("b", 0, 4, 16), ("b", 1, 40, 40)]
    rows: list[dict[str, Any]] = []
    for group, history, had, had_not in cells:
        rows += [{"group": group, "history": history, "came": came} for came in [1] * had + [0] * had_not] * TIMES
    frame = pl.DataFrame(rows).with_columns(person_id=pl.int_range(pl.len()), time_zero_on=pl.date(2020, 1, 1))
    a, b = mix_of(frame).groups
    assert b.observed / b.rows - a.observed / a.rows == pytest.approx(0.18)
    assert [one.observed / one.expected for one in (a, b)] == pytest.approx([1, 1], rel=0.01)


def test_chances_that_do_not_fit_are_said_to_be_so() -> None:
    """The outcome comes at the two ends of a number that the model takes for a straight line."""
    number = np.tile(np.arange(-50, 50), 60)
    frame = pl.DataFrame(
        {
            "person_id": np.arange(number.size),
            "history": number,
            "group": np.where(np.arange(number.size) % 3 == 0, "a", "b"),
            "came": (np.abs(number) > 25).astype(int),
        }
    ).with_columns(time_zero_on=pl.date(2020, 1, 1))
    assert not mix_of(frame).calibrated
    assert mix_of(table()).calibrated


def test_other_ids_and_another_order_change_nothing() -> None:
    frame = table()
    changed = frame.with_columns(pl.col("person_id").shuffle(seed=3)).sample(fraction=1, shuffle=True, seed=4)
    assert mix_of(changed) == mix_of(frame)


def test_no_chance_of_one_person_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    given: set[float] = set()

    def caught(*arguments: Any) -> tuple[Floats, Floats]:
        own, alike = learn(*arguments)
        given.update(own.tolist(), alike.tolist())
        return own, alike

    learn = expected._chances
    monkeypatch.setattr(expected, "_chances", caught)
    found = asdict(mix_of(table()))
    numbers = {value for group in found["groups"] for value in group.values()} | {found["farthest_off"]}
    assert len(given) >= 8, "the models were listened to"
    assert not given & numbers
    assert len(numbers) == 11


def test_unknown_outcomes_and_groups_are_refused_without_naming_anyone() -> None:
    for name in ("group", "came"):
        broken = table().with_columns(pl.when(pl.col("person_id") > 0).then(pl.col(name)))
        with pytest.raises(ValueError, match=f"{name} is empty in 1 rows"):
            mix_of(broken)


def test_the_ratio_is_of_what_is_published_and_none_where_chances_do_not_fit() -> None:
    observed = Estimate(value=0.30, low=0.24, high=0.36)
    usual = ShownExpected(observed=None, expected=0.40, farthest_off=0.01, calibrated=True)
    times = observed_to_expected(observed, usual)
    assert times is not None
    assert (times.value, times.low, times.high) == pytest.approx((0.75, 0.6, 0.9))
    off = ShownExpected(observed=None, expected=0.40, farthest_off=0.2, calibrated=False)
    assert observed_to_expected(observed, off) is None
