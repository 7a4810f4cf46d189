"""Bands agree with counting each person's day in loops, add up to the last window, and never tell an unfinished one."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics import registry
from metrics.bands import BAND_ENDS, bands
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import prepare
from tests.reference.slow_measures import Record, came_back
from tests.reference.test_slow_twin import LAST_ON, frame, records, settings


@given(records(), st.sampled_from(["2019-Q3", "2020-Q1", "2020"]))
@hypothesis_settings(max_examples=60)
def test_bands_agree_with_their_slow_twin(rows: list[Record], period_id: str) -> None:
    period = parse_period(period_id)
    answers = one_question(prepare(frame(rows), settings(1)), registry.REBOOKING, [period], BAND_ENDS, ()).frame
    after = 0
    for row in bands(answers).iter_rows(named=True):
        end = row["window_days"]
        finished = period.last_on + dt.timedelta(days=end) <= LAST_ON
        assert (row["status"], row["after_days"]) == ("shown" if finished else "too_early", after or None)
        asked: dict[str, Any] = {"gap_days": 1, "first_on": period.first_on, "last_on": period.last_on}
        reasons = {record["reason"] for record in rows}
        until, people = came_back(rows, **asked, window_days=end, reasons=reasons)
        before = came_back(rows, **asked, window_days=after, reasons=reasons)[0] if after else 0
        assert (row["numerator"], row["denominator"]) == ((until - before, people) if finished else (None, None))
        after = end


def shown(window: int, numerator: int | None, status: str = "shown") -> dict[str, object]:
    people = None if numerator is None else 100
    numbers = {"numerator": numerator, "denominator": people, "value": None, "low": None, "high": None}
    return {"measure_id": "rebooking", "window_days": window, **numbers, "status": status, "flags": ""}


def answers_of(*rows: dict[str, object]) -> pl.DataFrame:
    whole, part = dict.fromkeys(("window_days", "numerator", "denominator"), pl.Int64), pl.Float64
    return pl.DataFrame(rows, schema_overrides={**whole, "value": part, "low": part, "high": part})


def test_a_return_on_day_180_is_in_the_first_band_and_on_day_181_in_the_second() -> None:
    told = bands(answers_of(shown(180, 20), shown(365, 32), shown(730, 41)))
    assert told["numerator"].to_list() == [20, 12, 9]
    assert told["after_days"].to_list() == [None, 180, 365]
    assert told["value"].to_list() == [0.2, 0.12, 0.09]


def test_a_band_whose_beginning_is_hidden_is_hidden_too() -> None:
    told = bands(answers_of(shown(180, None, "hidden"), shown(365, 32), shown(730, None, "too_early")))
    assert told["status"].to_list() == ["hidden", "hidden", "too_early"]
    assert told["numerator"].to_list() == [None, None, None]


def test_the_bands_beside_a_share_without_a_count_are_hidden() -> None:
    """A share too near to 0 to be told is shown as "at most": it has no count to take from the next."""
    told = bands(answers_of(shown(180, None), shown(365, 32), shown(730, 41)))
    assert told["status"].to_list() == ["hidden", "hidden", "shown"]
    assert told["numerator"].to_list() == [None, None, 9]


def test_a_window_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="for the windows 730"):
        bands(answers_of(shown(180, 20), shown(365, 32)))
