"""What changed since the last publication, found the slow way: one number at a time, out of two dictionaries."""

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest

from metrics.answers import PublishedAnswers, answer_schema
from metrics.language import ALL, Status
from metrics.since_last import since_last

DAY = dt.date(2023, 12, 31)


def row(measure: str, period: str, window: int | None, sex: str, value: float | None) -> tuple[Any, ...]:
    year = int(period[:4])
    status = Status.SHOWN if value is not None else Status.TOO_EARLY
    dates = (dt.date(year, 1, 1), dt.date(year, 12, 31))
    return (measure, 1, "year", period, *dates, window, sex, None, None, value, None, None, status.value, "", DAY)


def published(rows: list[tuple[Any, ...]]) -> PublishedAnswers:
    return PublishedAnswers(
        frame=pl.DataFrame(rows, schema=answer_schema(("sex",)), orient="row"), grouping_ids=("sex",)
    )


def by_key(rows: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], float]:
    return {(one[0], one[3], one[6], one[7]): one[10] for one in rows if one[10] is not None}


@pytest.mark.parametrize("seed", range(20))
def test_every_count_agrees_with_two_dictionaries(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311  # nothing secret is drawn
    cells = [
        (measure, period, window, sex)
        for measure in ("rebooking", "admissions")
        for period in ("2021", "2022", "2023")
        for window in (30, None)
        for sex in (ALL, "female")
    ]
    old = [row(*cell, drawn.choice([None, 0.1, 0.2])) for cell in cells if drawn.random() < 0.8]
    new = [row(*cell, drawn.choice([None, 0.1, 0.2])) for cell in cells if drawn.random() < 0.9]
    found, before, now = since_last(published(old), published(new)), by_key(old), by_key(new)
    assert found.stayed == sum(before.get(key) == value for key, value in now.items())
    assert found.changed == sum(key in before and before[key] != value for key, value in now.items())
    assert found.gone == sum(key not in now for key in before)
    assert found.new == sum(key not in before for key in now)
    assert set(found.periods) == {key[1] for key in now} - {key[1] for key in before}
    assert found.measures == {key[0] for key in now} - {key[0] for key in before}
    assert found.measures_gone == {key[0] for key in before} - {key[0] for key in now}
    moved = {key for key, value in now.items() if key[3] == ALL and key in before and before[key] != value}
    listed = found.moved.select("measure_id", "period", "window_days").rows()
    assert sorted(listed, key=str) == sorted(((one, period, window) for one, period, window, _ in moved), key=str)
    assert found.nothing_changed == (found.changed == 0 and found.gone == 0)


def test_the_newest_period_stands_last_and_a_grouping_of_only_one_is_left_out() -> None:
    old = published([row("rebooking", "2021", 30, ALL, 0.1)])
    new = published(
        [row("rebooking", period, 30, sex, 0.1) for period in ("2023", "2022", "2021") for sex in (ALL, "x")]
    )
    assert since_last(old, new).periods == ("2022", "2023")
    without = PublishedAnswers(frame=old.frame.drop("sex"), grouping_ids=())
    found = since_last(without, new)
    assert (found.stayed, found.new, found.gone) == (1, 2, 0)
