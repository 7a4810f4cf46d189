"""An attack on what an analyst was shown: the answers to a question and to every smaller one, taken together, by loops and a
linear program that share nothing with how cells are hidden."""

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from scipy.optimize import linprog

from data_access.questions import Question
from data_access.records import Records, answers, exact_answers
from metrics.complementary import SMALLEST_CELL, WIDTH

Rows = list[npt.NDArray[np.float64]]
PERIODS = ("2021", "2022", "2023-Q2")
SPLITS = (("sex", "race_ethnicity"), ("age_band", "race_ethnicity"), ("sex", "age_band", "mental_health_need"))


def asked(by: tuple[str, ...], period: str) -> Question:
    return Question(measure_id="rebooking", window_days=180, period=period, by=by, only={})


def all_smaller(by: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [chosen for count in range(len(by) + 1) for chosen in combinations(by, count)]


def told(records: Records, by: tuple[str, ...], period: str, finest: list[dict[str, Any]]) -> tuple[Rows, list[int]]:
    """Return what is shown as sums of unknowns: how many of each finest cell had the outcome, then how many had not."""
    sums, numbers = [], []
    for chosen in all_smaller(by):
        for row in answers(records, asked(chosen, period)).filter(pl.col("status") == "shown").to_dicts():
            inside = np.array([all(cell[name] == row[name] for name in chosen) for cell in finest], dtype=np.float64)
            sums += [np.concatenate([inside, 0 * inside]), np.concatenate([0 * inside, inside])]
            numbers += [row["numerator"], row["denominator"] - row["numerator"]]
    return sums, numbers


def span(place: int, unknowns: int, sums: Rows, numbers: list[int]) -> float:
    """Return how far apart the least and the greatest value of one unknown are."""
    target = np.zeros(unknowns)
    target[place] = 1
    known = {"A_eq": np.array(sums), "b_eq": np.array(numbers)} if sums else {}
    least, most = (linprog(sign * target, **known) for sign in (1, -1))
    assert least.status == 0
    return np.inf if most.status == 3 else float(-most.fun - least.fun)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("by", SPLITS, ids="-".join)
def test_no_small_count_is_worked_out_from_a_question_and_all_smaller_ones(
    records: Records, by: tuple[str, ...], period: str
) -> None:
    finest = exact_answers(records, asked(by, period)).frame.filter(pl.col("status") == "shown").to_dicts()
    sums, numbers = told(records, by, period, finest)
    counts = [row["numerator"] for row in finest] + [row["denominator"] - row["numerator"] for row in finest]
    people = [row["denominator"] for row in finest] * 2
    small = [place for place, count in enumerate(counts) if people[place] and count < SMALLEST_CELL]
    assert small
    spans = [span(place, len(counts), sums, numbers) for place in small]
    assert min(spans) >= WIDTH - 1e-6
