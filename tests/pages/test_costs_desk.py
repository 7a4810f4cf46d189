"""Which published differences costs may be held against, and that everyone who asks sees the same tries."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from data_access.county_costs import Costs
from metrics.effects.answer import Declined, Evidence
from metrics.effects.shown import ShownDifference, ShownEffects
from shell import costs_desk
from shell.visit import Visit
from tests.presentation.test_difference import TOLD, WINDOW, declined, of

AMOUNT: dict[str, Any] = {"low": 40, "likely": 50, "high": 60, "year": 2023, "source": "Budget."}
COSTS = Costs.model_validate(
    {
        "dollars_of": 2024,
        "marginal_day": AMOUNT,
        "average_day": {**AMOUNT, "likely": 55},
        "program": [{"id": "court", "cost_per_person": AMOUNT, "served": AMOUNT, "days_per_return": AMOUNT}],
    }
)


def visit(*differences: ShownDifference) -> Visit:
    return cast("Visit", SimpleNamespace(effects=ShownEffects(differences=differences), said=lambda text: text.upper()))


def test_only_a_like_group_or_chance_within_a_year_after_jail_is_held_against_costs() -> None:
    assert costs_desk.allowed(visit(TOLD)) == {"court": WINDOW}
    by_lot = of(evidence=Evidence.RANDOMISED)
    assert set(costs_desk.allowed(visit(by_lot))) == {"court"}
    for refused in (
        declined(Declined.NO_OVERLAP),
        of(evidence=Evidence.DESCRIBED_ONLY),
        of(window_days=180),
        of(difference=None),
        replace(TOLD, measure_id="reconviction"),
        replace(TOLD, windows=()),
    ):
        assert costs_desk.allowed(visit(refused)) == {}


def test_the_same_publication_gives_the_same_tries_and_tells_its_sources_in_the_language_of_the_run() -> None:
    asked = (visit(TOLD), "Treatment court", COSTS, COSTS.programs[0], WINDOW)
    told = costs_desk.told(*asked)
    assert told == costs_desk.told(*asked)
    assert (told.program, told.randomised, told.beds, told.dollars_of) == ("Treatment court", False, None, 2024)
    assert {one.source for one in told.inputs} == {"BUDGET."}
    assert [one.name for one in told.inputs] == [
        "program_cost",
        "served",
        "days_per_return",
        "marginal_day",
        "average_day",
    ]
    assert told.result.returns.mean > 0, "the difference is below 0: fewer came back"
