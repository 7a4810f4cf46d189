"""Targets: the straight line worked out by hand, and what a page says of each way that a number can stand."""

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from data_access import county_targets
from metrics.answers import PublishedAnswers, answer_schema
from metrics.targets import Known, Standing, line_on, standing
from presentation import targets
from presentation.answer import Reading, read
from presentation.targets import Target
from tests.presentation.small_answers import PLACE

BASELINE = Known(value=0.40, low=0.37, high=0.43, on=dt.date(2020, 12, 31))
DUE = dt.date(2024, 12, 31)
"""1,461 days after the baseline. The line falls from 40 to 20 of 100: 5 points in each year of 365 days, a little less."""


def stands(value: float, *, low: float | None = None, high: float | None = None, year: int = 2022) -> Standing:
    now = Known(value=value, low=low, high=high, on=dt.date(year, 12, 31))
    return standing(baseline=BASELINE, now=now, target=0.20, due_on=DUE, lower_is_better=True)


def test_the_line_is_straight_and_flat_outside() -> None:
    """730 of 1,461 days have gone by the end of 2022: 0.40 - 0.20 x 730 / 1461 = 0.300068."""
    on = {
        year: line_on(dt.date(year, 12, 31), baseline=BASELINE, target=0.20, due_on=DUE) for year in range(2019, 2026)
    }
    assert on[2022] == pytest.approx(0.400 - 0.20 * 730 / 1461)
    assert [on[year] for year in (2019, 2020, 2024, 2025)] == pytest.approx([0.40, 0.40, 0.20, 0.20])


def test_a_number_is_held_against_the_line_of_its_year() -> None:
    assert stands(0.30) is Standing.ON_THE_WAY
    assert stands(0.3002) is Standing.BEHIND
    assert stands(0.33, low=0.29, high=0.37) is Standing.CLOSE
    assert stands(0.33, low=0.31, high=0.35) is Standing.BEHIND
    assert stands(0.20) is Standing.REACHED
    assert stands(0.21, low=0.18, high=0.24, year=2024) is Standing.MISSED
    assert stands(0.30, year=2020) is Standing.NOT_KNOWN


def test_without_a_number_or_a_baseline_it_is_not_known_but_for_a_target_that_is_reached() -> None:
    now = replace(BASELINE, value=0.19, on=dt.date(2022, 12, 31))
    asked: dict[str, Any] = {"target": 0.20, "due_on": DUE}
    assert standing(baseline=BASELINE, now=None, lower_is_better=True, **asked) is Standing.NOT_KNOWN
    assert standing(baseline=None, now=now, lower_is_better=True, **asked) is Standing.REACHED
    assert standing(baseline=None, now=replace(now, value=0.3), lower_is_better=True, **asked) is Standing.NOT_KNOWN
    assert standing(baseline=None, now=now, lower_is_better=None, **asked) is Standing.NOT_KNOWN


def test_where_neither_way_is_better_the_way_to_the_target_is() -> None:
    up = standing(
        baseline=BASELINE,
        now=replace(BASELINE, value=0.5, on=dt.date(2022, 12, 31)),
        target=0.6,
        due_on=DUE,
        lower_is_better=None,
    )
    assert up is Standing.ON_THE_WAY


def row(period: str, value: float | None, status: str = "shown", window: int | None = 365) -> Any:
    first, last = dt.date(int(period), 1, 1), dt.date(int(period), 12, 31)
    numbers = (
        (None, None, None, None, None)
        if value is None
        else (round(value * 500), 500, value, value - 0.04, value + 0.04)
    )
    return ("rebooking", 1, "year", period, first, last, window, *numbers, status, "", dt.date(2024, 12, 31))


def years(*rows: Any) -> Reading:
    return read(
        PublishedAnswers(frame=pl.DataFrame(list(rows), schema=answer_schema(()), orient="row"), grouping_ids=())
    )


AIM = Target(
    measure_id="rebooking",
    window_days=365,
    groups={},
    baseline="2020",
    value=0.20,
    due_on=DUE,
    set_by="The board",
)


def test_a_year_that_is_not_finished_is_never_the_newest() -> None:
    told = targets.progress(AIM, years(row("2020", 0.4), row("2021", 0.36), row("2022", None, "too_early")))
    assert told.now is not None
    assert (told.now.period, told.standing) == ("2021", Standing.CLOSE)
    (line,) = targets.table(PLACE, [told]).rows
    assert line[1:] == (
        "40 of 100 (2020)",
        "36 of 100 (2021)",
        "20 of 100",
        "December 2024",
        "a little short, which may be chance",
        "The board",
    )
    assert targets.line(PLACE, told).endswith(
        "20 of 100 by December 2024. How it stands: a little short, which may be chance."
    )


def test_of_another_window_or_with_a_hidden_baseline_it_is_too_early_to_say() -> None:
    told = targets.progress(AIM, years(row("2020", None, "hidden"), row("2021", 0.36), row("2022", 0.1, window=30)))
    assert told.standing is Standing.NOT_KNOWN
    assert targets.table(PLACE, [told]).rows[0][1] == "not reported (2020)"


SETTING = {
    "measure_id": "rebooking",
    "window_days": 365,
    "baseline": "2020",
    "value": 28,
    "due": DUE,
    "set_by": "Board",
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"measure_id": "coming_home"}, "there is no such measure"),
        ({"window_days": 100}, "this measure is told for 30, 90, 180, 365, 730, 1095 days"),
        ({"measure_id": "releases"}, "has no window; remove it"),
        ({"value": 128}, "from 0 to 100"),
        ({"baseline": "2020-Q1"}, "calendar year in quotes"),
        ({"baseline": "the year 2020"}, "calendar year in quotes"),
        ({"due": dt.date(2020, 12, 31)}, "due is not after the baseline year 2020"),
        ({"group": {"sex": "female", "age": "old"}}, "name one grouping with one group"),
    ],
)
def test_a_wrong_target_is_told_what_to_mend(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        county_targets.Target.model_validate({**SETTING, **wrong})


def test_two_targets_of_one_number_and_a_group_that_is_not_there_are_found() -> None:
    one = county_targets.Target.model_validate(SETTING)
    of_group = county_targets.Target.model_validate({**SETTING, "group": {"sex": "female"}})
    groups = {"sex": frozenset({"female", "male"})}
    county_targets.check_targets([one, of_group], groups)
    with pytest.raises(ValueError, match="target 2: there are two targets for rebooking"):
        county_targets.check_targets([one, one], groups)
    with pytest.raises(ValueError, match="there is no grouping 'sex'"):
        county_targets.check_targets([of_group], {"age": frozenset({"old"})})
    with pytest.raises(ValueError, match="has no group 'female'; use male"):
        county_targets.check_targets([of_group], {"sex": frozenset({"male"})})
