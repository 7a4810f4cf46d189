"""What the costs of a county and the published difference of a program give together."""

from collections.abc import Mapping
from typing import Final

from data_access.county_costs import Costs, ProgramCosts, Sourced
from metrics.costs import Inputs, tried
from metrics.effects.answer import Evidence
from metrics.effects.shown import ShownWindow
from metrics.registry import REBOOKING
from presentation.costs import Input, Told
from shell.visit import Visit

WINDOW_DAYS: Final = 365
_ALLOWED: Final = (Evidence.LIKE_FOR_LIKE, Evidence.RANDOMISED)


def costs_of(visit: Visit) -> Costs | None:
    """Return what the county says that things cost; None where it says nothing."""
    return visit.publication.manifest.county.costs


def allowed(visit: Visit) -> Mapping[str, ShownWindow]:
    """Return, by program, the published difference in returns to jail within a year, where one may be told."""
    found = {}
    for one in visit.effects.differences:
        window = next((window for window in one.windows if window.window_days == WINDOW_DAYS), None)
        if one.measure_id != REBOOKING.measure_id or window is None:
            continue
        if window.difference is not None and not window.declined and window.evidence in _ALLOWED:
            found[one.program_id] = window
    return found


def told(visit: Visit, name: str, costs: Costs, program: ProgramCosts, window: ShownWindow) -> Told:
    """Try what a program costs and may have avoided; the same publication always gives the same."""
    if window.difference is None:
        raise ValueError(f"no difference is published for the program {program.id}")
    given = {
        "program_cost": (program.cost_per_person, True),
        "served": (program.served, False),
        "days_per_return": (program.days_per_return, False),
        "marginal_day": (costs.marginal_day, True),
        "average_day": (costs.average_day, True),
        **({"unit_cost": (costs.step.cost_a_year, True)} if costs.step else {}),
    }
    inputs = Inputs(
        effect=window.difference,
        served=program.served.range,
        program_cost=program.cost_per_person.range,
        days_per_return=program.days_per_return.range,
        marginal_day=costs.marginal_day.range,
        average_day=costs.average_day.range,
        step=costs.step.measured if costs.step else None,
    )
    return Told(
        program=name,
        result=tried(inputs),
        inputs=tuple(_input(visit, key, one, is_money=is_money) for key, (one, is_money) in given.items()),
        beds=costs.step.beds if costs.step else None,
        dollars_of=costs.dollars_of,
        randomised=window.evidence is Evidence.RANDOMISED,
    )


def _input(visit: Visit, name: str, one: Sourced, *, is_money: bool) -> Input:
    return Input(name=name, range=one.range, is_money=is_money, year=one.year, source=visit.said(one.source))
