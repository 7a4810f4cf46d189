"""A file that keeps late failures and drops late successes is noticed, and chance is not taken for it."""

import datetime as dt

import polars as pl
import pytest

from metrics.soundness import FEWEST_IN_A_ROW, outcome_certain_after

FIRST_ON = dt.date(2020, 1, 1)


def index(days: list[int | None]) -> pl.DataFrame:
    """Return one index event a day, with the day of its outcome."""
    data = {"index_on": [FIRST_ON + dt.timedelta(days=n) for n in range(len(days))], "return_day": days}
    return pl.DataFrame(data, schema={"index_on": pl.Date, "return_day": pl.Int32})


MIXED: list[int | None] = [5, None, None] * 40
LAST_WITHOUT = FIRST_ON + dt.timedelta(days=len(MIXED) - 1)


def test_everyone_after_some_day_has_the_outcome() -> None:
    assert outcome_certain_after(index(MIXED + [5] * FEWEST_IN_A_ROW), 365) == LAST_WITHOUT


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([], id="nobody"),
        pytest.param(MIXED, id="as many to the end"),
        pytest.param(MIXED + [5] * (FEWEST_IN_A_ROW - 1), id="too few in a row"),
        pytest.param([*MIXED, *[5] * 100, None], id="one to whom nothing happened comes last"),
        pytest.param(MIXED + [366] * 100, id="outcomes after the window"),
        pytest.param([5] * 100, id="everyone from the start: nothing to hold it against"),
        pytest.param([*([5] * 9), None] * 20 + [5] * 40, id="it nearly always happened before too"),
    ],
)
def test_no_warning(days: list[int | None]) -> None:
    assert outcome_certain_after(index(days), 365) is None


def test_an_outcome_on_the_last_day_of_the_window_is_one() -> None:
    assert outcome_certain_after(index(MIXED + [365] * FEWEST_IN_A_ROW), 365) == LAST_WITHOUT


def test_of_several_on_the_last_day_one_without_is_enough() -> None:
    frame = index(MIXED + [5] * FEWEST_IN_A_ROW)
    last = frame.tail(1)
    assert outcome_certain_after(pl.concat([frame, last.with_columns(return_day=pl.lit(None, pl.Int32))]), 365) is None
