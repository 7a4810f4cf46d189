"""Answers and a place to try sentences and charts on, made in one line each."""

import datetime as dt
from typing import Any, Final

from metrics.language import Status
from presentation.answer import Answer
from presentation.place import Group, Grouping, Place

SEX: Final = Grouping(
    grouping_id="sex",
    label="Sex",
    groups=(
        Group(group_id="female", label="Women", people="women"),
        Group(group_id="male", label="Men", people="men"),
    ),
)
PLACE: Final = Place(
    name="Some County",
    name_in_files="Some County",
    inside="the county jail",
    made_up=False,
    groupings=(SEX,),
    first_on=dt.date(2020, 1, 1),
    last_on=dt.date(2023, 12, 31),
    gap_days=1,
    switches={},
    publication_id="2023-12-31-x",
    protection="Groups of fewer than 100 people are not shown.",
)


def rate(back: int, people: int, *, margin: float = 0.01, **other: Any) -> Answer:
    """Return a shown answer: so many of these people came back within a year of 2022."""
    value = back / people
    return Answer(
        **{
            "measure_id": "rebooking",
            "period_kind": "year",
            "period": "2022",
            "period_start": dt.date(2022, 1, 1),
            "period_end": dt.date(2022, 12, 31),
            "window_days": 365,
            "groups": {},
            "numerator": back,
            "denominator": people,
            "value": value,
            "low": max(0.0, value - margin),
            "high": min(1.0, value + margin),
            "status": Status.SHOWN,
            "shaky": False,
            "of_100": int(value * 100 + 0.5),
            **other,
        }
    )


def nothing(status: Status, **other: Any) -> Answer:
    """Return an answer without a number."""
    empty = dict.fromkeys(("numerator", "denominator", "value", "low", "high", "of_100"))
    return rate(0, 1, **{**empty, "status": status, **other})
