"""A published share stands beside ours as so many of every 100, with how long people were watched."""

import datetime as dt

from metrics.language import Status
from presentation.answer import Answer
from presentation.strip import Comparison
from presentation.trust import comparisons


def answer(value: float | None, window_days: int | None) -> Answer:
    return Answer(
        measure_id="reincarceration",
        period_kind="year",
        period="2010",
        period_start=dt.date(2010, 1, 1),
        period_end=dt.date(2010, 12, 31),
        window_days=window_days,
        groups={},
        numerator=None,
        denominator=None,
        value=value,
        low=None,
        high=None,
        status=Status.SHOWN if value is not None else Status.HIDDEN,
        shaky=False,
    )


def compared(published: float, window_days: int | None) -> Comparison:
    return Comparison(
        period="2010",
        window_days=window_days,
        published=published,
        publisher="The State",
        why_they_differ="They agree.",
    )


def test_shares_are_of_100_and_counts_are_counts() -> None:
    table = comparisons(
        [
            ("Went back to prison", compared(30.3, 1095), answer(0.303283, 1095)),
            ("People in jail", compared(9500.0, None), answer(9716.4, None)),
            ("Went back to prison", compared(30.3, 1095), None),
        ]
    )
    assert [row[:4] for row in table.rows] == [
        ("Went back to prison within 3 years, of every 100 people", "2010", "30.3", "30.3"),
        ("People in jail", "2010", "9,716", "9,500"),
        ("Went back to prison within 3 years, of every 100 people", "2010", "not in this publication", "30.3"),
    ]
