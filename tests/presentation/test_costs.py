"""Costs: against what can be worked out by hand or with a pencil, against a loop, and what the page says of them."""

import math
import random
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from data_access.county_costs import CostsFileError, read_costs
from metrics.costs import Amount, Inputs, Range, Result, Step, amount, bands, drawn, matters, tried
from metrics.effects.answer import Estimate
from presentation import costs
from presentation.catalogs import FOLDER, read_catalog

SURE = Estimate(value=-0.06, low=-0.06, high=-0.06)
"""Six fewer of every 100 came back, known exactly."""


def sure(value: float) -> Range:
    return Range(low=value, likely=value, high=value)


def inputs(**more: Any) -> Inputs:
    known: dict[str, Any] = {
        "effect": SURE,
        "served": sure(500),
        "program_cost": sure(90),
        "days_per_return": sure(40),
        "marginal_day": sure(50),
        "average_day": sure(200),
        "step": None,
    }
    return Inputs(**{**known, **more})


def test_where_everything_is_known_the_result_is_what_a_pencil_gives() -> None:
    """0.06 returns x 40 days = 2.4 days a person, x $50 = $120 of benefit, less $90. 500 people: 1,200 days a year."""
    told = tried(inputs(), tries=10)
    assert [told.benefit.mean, told.net.mean, told.larger_of_100] == pytest.approx([120, 30, 100])
    assert [told.returns.mean, told.days.mean] == pytest.approx([6, 240])
    assert told.now.mean == pytest.approx(1_200 * 50)
    assert told.not_cashable.mean == pytest.approx(1_200 * 150)
    assert (told.if_closed.mean, told.closes_of_100) == (0, None)
    assert told.beds.mean == pytest.approx(1_200 / 365)


def test_the_share_of_tries_is_that_of_the_triangle_worked_out_by_hand() -> None:
    """Benefit is $120; the cost is a triangle from 60 over 100 to 180. Above 120: (180 - 120)^2 / (120 x 80) = 0.375."""
    told = tried(inputs(program_cost=Range(low=60, likely=100, high=180)), tries=40_000)
    error = 100 * math.sqrt(0.375 * 0.625 / 40_000)
    assert told.larger_of_100 == pytest.approx(62.5, abs=4 * error)


def test_the_mean_of_a_product_of_independent_inputs_is_the_product_of_their_means() -> None:
    """Triangles have the mean (low + likely + high) / 3: 0.06 x 45 x 55 - 110 = 38.5."""
    told = tried(
        inputs(
            effect=Estimate(value=-0.06, low=-0.10, high=-0.02),
            days_per_return=Range(low=20, likely=40, high=75),
            marginal_day=Range(low=30, likely=50, high=85),
            program_cost=Range(low=80, likely=100, high=150),
        ),
        tries=40_000,
    )
    spread = (told.net.high - told.net.low) / 3.29
    assert told.net.mean == pytest.approx(0.06 * 45 * 55 - 110, abs=4 * spread / math.sqrt(40_000) * 1.5)


WIDE = inputs(
    effect=Estimate(value=-0.06, low=-0.12, high=0.0),
    served=Range(low=2_000, likely=3_000, high=5_000),
    days_per_return=Range(low=20, likely=40, high=75),
    marginal_day=Range(low=30, likely=50, high=85),
    average_day=Range(low=150, likely=200, high=260),
    program_cost=Range(low=80, likely=100, high=150),
    step=Step(beds=20, cost_a_year=Range(low=400_000, likely=600_000, high=900_000)),
)


def test_tries_agree_with_a_slow_loop_over_the_same_draws() -> None:
    """One try after another, in words: what the arrays do at once."""
    draws = {name: values.tolist() for name, values in drawn(WIDE, 400, np.random.default_rng(7)).items()}
    nets, now, closing, rest, closed = [], [], [], [], 0
    for place in range(400):
        one = {name: values[place] for name, values in draws.items()}
        days = -one["effect"] * one["days_per_return"]
        nets.append(days * one["marginal_day"] - one["program_cost"])
        year = days * one["served"]
        units = int(max(0.0, year / 365) // 20)
        paper, marginal = year * one["average_day"], year * one["marginal_day"]
        unit_cost = min(units * one["unit_cost"], max(0.0, paper - marginal))
        closed += units > 0
        now.append(marginal)
        closing.append(unit_cost)
        rest.append(paper - marginal - unit_cost)
    told = tried(WIDE, tries=400, seed=7)
    assert told.net.mean == pytest.approx(statistics.fmean(nets))
    assert told.larger_of_100 == pytest.approx(sum(net > 0 for net in nets) / 4)
    assert told.now.mean == pytest.approx(statistics.fmean(now))
    assert told.if_closed.mean == pytest.approx(statistics.fmean(closing))
    assert told.not_cashable.mean == pytest.approx(statistics.fmean(rest))
    assert told.closes_of_100 == pytest.approx(closed / 4)
    assert 0 < closed < 400


def test_the_three_bands_are_all_that_the_days_cost_on_paper() -> None:
    draws = drawn(WIDE, 300, np.random.default_rng(3))
    days = -draws["effect"] * draws["days_per_return"] * draws["served"]
    parts = bands(days, draws, WIDE.step)
    assert parts["now"] + parts["if_closed"] + parts["not_cashable"] == pytest.approx(days * draws["average_day"])
    assert (parts["if_closed"] >= 0).all()


def test_what_matters_is_the_rank_correlation_of_the_textbook() -> None:
    rng = random.Random(5)  # noqa: S311  not a secret
    one, other = (np.array([rng.random() for _ in range(50)]) for _ in range(2))
    net = one * 3 - other
    found = dict(matters({"one": one, "other": other, "same": np.full(50, 2.0)}, net))
    assert found["one"] == pytest.approx(spearmanr(one, net).statistic)
    assert found["other"] == pytest.approx(spearmanr(other, net).statistic)
    assert found["same"] == 0
    assert next(iter(found)) == "one"


def test_the_same_seed_gives_the_same_and_a_range_must_rise() -> None:
    assert tried(WIDE, tries=200) == tried(WIDE, tries=200)
    with pytest.raises(ValueError, match="must rise"):
        Range(low=3, likely=2, high=4)
    assert amount(np.arange(101.0)) == Amount(mean=50.0, low=5.0, high=95.0)


def told(result: Result, *, randomised: bool = False) -> costs.Told:
    return costs.Told(
        program="Treatment court", result=result, inputs=(), beds=20, dollars_of=2024, randomised=randomised
    )


def test_the_answer_says_if_unless_chance_decided_who_was_offered_the_program() -> None:
    result = tried(inputs(), tries=10)
    assert costs.answer_line(told(result)) == (
        "If the difference came from Treatment court, the benefits were larger than the cost in 100 of 100 tries."
    )
    assert costs.answer_line(told(result, randomised=True)) == (
        "In 100 of 100 tries, the benefits of Treatment court were larger than the cost."
    )
    assert costs.details(told(result))[0].startswith("For each person served it cost about $90, and about $120 less")
    assert [row[:2] for row in costs.bands(told(result)).rows] == [
        ("Money saved now", "$60,000"),
        ("Only if a unit closes", "$0"),
        ("Stays in the budget", "$180,000"),
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [(3_251, "$3,300"), (-124.0, "-$120"), (0.2, "$0"), (7.6, "$8"), (99.6, "$100"), (1_234_567, "$1,200,000")],
)
def test_money_has_two_digits_that_count(value: float, written: str) -> None:
    assert costs.money(value) == written


def test_few_tries_are_not_none_and_nearly_all_are_not_all() -> None:
    assert [costs.whole(value) for value in (0.0, 0.4, 83.2, 99.6, 100.0)] == ["0", "under 1", "83", "over 99", "100"]


@pytest.mark.parametrize(("language", "average", "saved"), [("en", "average", "sav"), ("es", "promedio", "ahorr")])
def test_average_cost_is_never_called_a_saving(language: str, average: str, saved: str) -> None:
    messages = read_catalog((FOLDER / language).glob("*.po")).messages.values()
    assert [text for text in messages if average in text.lower() and saved in text.lower()] == []
    assert any(average in text.lower() for text in messages)
    assert any(saved in text.lower() for text in messages)


AMOUNT = 'low = {low}\nlikely = 50\nhigh = 60\nyear = 2023\nsource = "Budget."\n'
FILE = (
    "dollars_of = 2024\n[marginal_day]\n{marginal}[average_day]\n{average}"
    '[[program]]\nid = "{program}"\n'
    "[program.cost_per_person]\n{amount}[program.served]\n{amount}[program.days_per_return]\n{amount}"
)


def written(folder: Path, **more: str) -> Path:
    amount_of = AMOUNT.format(low=40)
    parts = {"marginal": amount_of, "average": amount_of, "amount": amount_of, "program": "court", **more}
    (folder / "costs.toml").write_text(FILE.format(**parts), "utf-8")
    return folder


def test_a_costs_file_is_read_and_a_county_without_one_has_none(tmp_path: Path) -> None:
    assert read_costs(tmp_path, ["court"]) is None
    found = read_costs(written(tmp_path), ["court"])
    assert found is not None
    assert found.marginal_day.range == Range(low=40, likely=50, high=60)
    assert found.texts() == {"Budget."}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"marginal": AMOUNT.format(low=55)}, "marginal_day: low, likely and high must rise"),
        ({"program": "trail"}, "county.toml names no program trail; it names court"),
        ({"average": AMOUNT.format(low=10).replace("likely = 50", "likely = 20")}, "marginal_day is above average_day"),
        ({"amount": AMOUNT.format(low=-1)}, "greater than or equal to 0"),
        ({"amount": "low = cheap\n"}, "is not valid TOML"),
    ],
)
def test_a_wrong_costs_file_is_told_what_to_mend(tmp_path: Path, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(CostsFileError) as error:
        read_costs(written(tmp_path, **wrong), ["court"])
    assert str(error.value).startswith(f"{tmp_path.name}/costs.toml")
    assert said in str(error.value)
