"""Charts carry the numbers of their answers, and every part that must stand beside them."""

import dataclasses
import datetime as dt
import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_access.publications import Audience, Publication, read_publication
from metrics.language import NOT_STATED, Status
from metrics.registry import REBOOKING
from presentation import glance, vega
from presentation.answer import Reading, read
from presentation.curve import curve
from presentation.figure import Figure
from presentation.groups import compare, in_order
from presentation.icon_array import icon_array, people_of_100
from presentation.nothing import panel
from presentation.palette import DARK, LIGHT
from presentation.place import Happened
from presentation.trend import trend
from tests.presentation.small_answers import PLACE, SEX, nothing, rate
from tests.small_county import COUNTY, publish_small_county


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    publish_small_county(tmp_path, made_up=False)
    return read_publication(tmp_path, COUNTY, Audience.PUBLIC)


@pytest.fixture
def figures(publication: Publication) -> dict[str, Figure]:
    quarters = glance.headline(read(publication.answers(period_kind="year_to_quarter")))
    year = read(publication.answers(period_kind="year", period="2022")).where(measure_id="rebooking")
    split = read(publication.answers(period_kind="year", period="2022", by=("sex",)))
    drawn = (
        icon_array(PLACE, REBOOKING, quarters.only, LIGHT),
        trend(PLACE, REBOOKING, quarters.trend, LIGHT),
        curve(PLACE, REBOOKING, year, LIGHT),
        compare(
            PLACE,
            REBOOKING,
            SEX,
            split.where(measure_id="rebooking", window_days=365),
            year.first(window_days=365),
            LIGHT,
        ),
    )
    return {figure.figure_id: figure for figure in drawn}


def values(figure: Figure) -> list[dict[str, Any]]:
    assert not isinstance(figure.picture, str)
    return [row for layer in figure.picture["layer"] for row in layer["data"]["values"]]


@pytest.mark.parametrize("figure_id", ["people", "trend", "curve", "groups"])
def test_no_part_of_a_figure_is_empty(figures: dict[str, Figure], figure_id: str) -> None:
    figure = figures[figure_id]
    for part in (figure.title, figure.subtitle, figure.alt, figure.how_to_read, figure.note, figure.who_is_counted):
        assert part.strip()
    assert figure.not_counted
    assert figure.table.rows
    assert figure.rows.height
    if not isinstance(figure.picture, str):
        json.dumps(figure.picture, allow_nan=False)


def test_a_hundred_people_are_drawn(figures: dict[str, Figure]) -> None:
    picture = ET.fromstring(people_of_100(32, "32 of 100", LIGHT))  # noqa: S314  # drawn here
    fills = [path.get("fill") for path in picture]
    assert len(fills) == 100
    assert fills.count(LIGHT.mark) == 32
    assert picture.get("role") == "img"
    assert "31 are filled" in figures["people"].alt


def test_labels_of_a_curve_do_not_stand_on_one_another() -> None:
    """At 90 and 180 days of 1,095 the curve is as high, so the second label would cover the first; the dots stay."""
    answers = tuple(
        rate(back, 1_000, window_days=days)
        for days, back in ((30, 20), (90, 50), (180, 52), (365, 300), (730, 305), (1_095, 310))
    )
    figure = curve(PLACE, REBOOKING, Reading(answers=answers, frame=pl.DataFrame()), LIGHT)
    assert not isinstance(figure.picture, str)
    *_, dots, labels, last = figure.picture["layer"]
    days = [[row["day"] for row in layer["data"]["values"]] for layer in (dots, labels, last)]
    assert days == [[30, 90, 180, 365, 730, 1_095], [90, 365, 730], [1_095]]


def test_a_curve_starts_at_zero_never_falls_and_stops_where_it_is_too_early(figures: dict[str, Figure]) -> None:
    line = [row for row in values(figures["curve"]) if "day" in row and "says" not in row][:14]
    assert line[0] == {"day": 0, "exact": 0.0, "low": 0.0, "high": 0.0}
    assert [row["exact"] for row in line] == sorted(row["exact"] for row in line)
    assert max(row["day"] for row in line) == 365
    assert "too early to say" in figures["curve"].note


def test_groups_stand_in_the_countys_order_with_the_unknown_last() -> None:
    answers = [rate(1, 10, groups={"sex": group}) for group in (NOT_STATED, "male", "female")]
    assert [answer.groups["sex"] for answer in in_order(SEX, answers)] == ["female", "male", NOT_STATED]


def test_a_hidden_group_reaches_the_browser_without_a_number(figures: dict[str, Figure]) -> None:
    (hidden,) = {json.dumps(row, sort_keys=True) for row in values(figures["groups"]) if row.get("kind") == "hidden"}
    assert set(json.loads(hidden)) == {"group", "kind", "says", "top", "zero"}


@pytest.mark.parametrize(
    ("first", "last", "margin", "title"),
    [
        (3292, 3214, 0.004, "The share who come back has barely moved since the year to December 2021"),
        (3500, 3000, 0.05, "The share who come back has barely moved since the year to December 2021"),
        (3500, 3000, 0.004, "Fewer people come back: 30 of every 100 now, 35 in the year to December 2021"),
        (3000, 3500, 0.004, "More people come back: 35 of every 100 now, 30 in the year to December 2021"),
    ],
)
def test_the_trends_title_says_that_it_moved_only_where_it_clearly_did(
    first: int, last: int, margin: float, title: str
) -> None:
    then = rate(first, 10_000, margin=margin, period_end=dt.date(2021, 12, 31))
    now = rate(last, 10_000, margin=margin)
    reading = Reading(frame=pl.DataFrame({"row": [1, 2]}), answers=(then, now))
    assert trend(PLACE, REBOOKING, reading, LIGHT).title == title


def test_the_kinds_of_nothing_are_drawn_differently() -> None:
    drawn = {panel(status, "why", LIGHT) for status in (Status.HIDDEN, Status.TOO_EARLY, Status.NOT_REPORTED)}
    assert len({*drawn, people_of_100(0, "why", LIGHT)}) == 4
    for picture in drawn:
        ET.fromstring(picture)  # noqa: S314  # drawn here


def test_the_axis_ends_above_every_range() -> None:
    assert vega.top_of([nothing(Status.HIDDEN)]) == 10
    assert vega.top_of([rate(5, 100)]) == 10
    assert vega.top_of([rate(32, 100)]) == 40
    assert vega.top_of([rate(55, 100, margin=0.04)]) == 70
    assert vega.top_of([rate(99, 100)]) == 100


def test_axis_labels_survive_an_apostrophe() -> None:
    assert vega.first_that_fits({1: "D'ex"}) == "datum.value == 1 ? 'D\\'ex' : ''"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_marks_and_text_stand_out_from_their_ground(palette: Any) -> None:
    for mark in (palette.mark, palette.outline):
        assert contrast(mark, palette.ground) >= 3
    for text in (palette.ink, palette.soft):
        assert contrast(text, palette.ground) >= 4.5
        assert contrast(text, palette.zone) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colors as WCAG 2.1 defines it."""

    def luminance(color: str) -> float:
        channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_happened_stands_in_the_trend_on_its_day() -> None:
    """Half a year after the first year ends is half way to the next dot; what lies before the first dot is not drawn."""
    answers = [rate(300, 1000, period=str(number), **ends(number)) for number in (2020, 2021, 2022)]
    happened = (
        Happened(on=dt.date(2021, 7, 1), text="A crisis center opened."),
        Happened(on=dt.date(2019, 7, 1), text="Before."),
        Happened(on=dt.date(2023, 7, 1), text="After."),
    )
    reading = Reading(frame=pl.DataFrame({"row": [0, 1, 2]}), answers=tuple(answers))
    figure = trend(dataclasses.replace(PLACE, happened=happened), REBOOKING, reading, LIGHT)
    assert isinstance(figure.picture, dict)
    (rule,) = [layer for layer in figure.picture["layer"] if layer["mark"]["type"] == "rule"]
    ((at, text),) = [(row["place"], row["text"]) for row in rule["data"]["values"]]
    assert (round(at, 2), text) == (0.5, "1")
    assert "1: July 2021. A crisis center opened." in figure.note
    assert "A crisis center opened." in figure.alt
    assert "Before." not in figure.note + figure.alt


def ends(year: int) -> dict[str, Any]:
    return {"period_start": dt.date(year, 1, 1), "period_end": dt.date(year, 12, 31)}
