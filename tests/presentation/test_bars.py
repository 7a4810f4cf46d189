"""Bars: every bar has its number, the kinds of nothing are told apart, and the title is a number of the chart."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from metrics import registry
from metrics.answers import PublishedAnswers, answer_schema
from metrics.language import Status
from presentation import care, familiar
from presentation.answer import Reading, read
from presentation.bars import SHOWN
from presentation.palette import LIGHT

DAY = dt.date(2023, 12, 31)


def row(
    measure_id: str, window: int | None, numbers: tuple[int, int] | None, *, year: int = 2023, status: str = ""
) -> Any:
    lead = (measure_id, 1, "year", str(year), dt.date(year, 1, 1), dt.date(year, 12, 31), window)
    if numbers is None:
        return (*lead, None, None, None, None, None, status, "", DAY)
    return (*lead, *numbers, numbers[0] / numbers[1], None, None, Status.SHOWN.value, "", DAY)


def reading(*rows: Any) -> Reading:
    frame = pl.DataFrame(list(rows), schema=answer_schema(()), orient="row")
    return read(PublishedAnswers(frame=frame, grouping_ids=()))


FEW = reading(
    row("top_1_percent_bookings", None, None, status="hidden"),
    row("top_5_percent_bookings", None, (170, 1000)),
    row("top_10_percent_bookings", None, (270, 1000)),
    row("top_1_percent_days", None, None, status="not_reported"),
    row("top_5_percent_days", None, None, status="too_early"),
    row("top_10_percent_days", None, (490, 1000)),
)


def test_each_bar_has_its_number_and_each_kind_of_nothing_its_own_look() -> None:
    figure = familiar.concentration(FEW, LIGHT)
    assert isinstance(figure.picture, dict)
    rows = figure.picture["layer"][1]["data"]["values"]
    assert [one["kind"] for one in rows] == ["hidden", "shown", "shown", "too_early", "shown"]
    assert [one.get("exact") for one in rows] == [None, pytest.approx(17), pytest.approx(27), None, pytest.approx(49)]
    assert figure.picture["layer"][1]["transform"] == [{"filter": SHOWN}]
    assert [line[2] for line in figure.table.rows] == ["not shown", "17 of 100", "27 of 100", "too early", "49 of 100"]
    assert figure.title == "The 10 of every 100 people with the longest time had 49 of every 100 days"
    assert "27 of 100." in figure.alt
    assert figure.rows.height == 5, "what nobody reports is not a bar"


def test_without_a_number_the_title_says_what_the_chart_is_about_and_a_panel_stands_for_it() -> None:
    figure = familiar.concentration(reading(row("top_10_percent_days", None, None, status="hidden")), LIGHT)
    assert figure.title == "How much falls on the few with the most"
    assert isinstance(figure.picture, str)
    assert "tl-hatch" in figure.picture
    assert familiar.is_told(figure)
    assert not familiar.is_told(familiar.systems(FEW, LIGHT))


def test_the_finding_is_the_part_of_the_ten_of_every_hundred() -> None:
    assert familiar.answer_line(FEW) == (
        "Of every 100 bookings in 2023, 27 were of the 10 of every 100 people with the most."
    )
    assert "shares no records" in familiar.answer_line(reading())


def test_care_stands_in_one_line_for_each_measure_with_its_base() -> None:
    found = reading(
        row("connection_to_care", 7, (70, 1000)),
        row("connection_to_care", 14, (110, 1000)),
        row("connection_to_care", 30, (160, 1000)),
        row("connection_to_care", 90, None, status="too_early"),
        row("follow_up_after_hospital", 7, None, status="hidden"),
    )
    shown = care.measures(["connection_to_care", "follow_up_after_hospital", "rebooking_with_need", "rebooking"])
    assert [measure.measure_id for measure in shown] == ["connection_to_care", "follow_up_after_hospital"]
    table = care.side_by_side(found, shown)
    assert table.header == ("What counts", "Counted", "7 days", "14 days", "30 days", "3 months")
    assert table.rows[0] == ("a first visit, or treatment that began", "1,000", "7", "11", "16", "too early")
    assert table.rows[1][2] == "not shown"


def test_stepping_up_tells_the_newest_known_year_and_the_one_before() -> None:
    found = reading(
        row("rebooking_with_need", 365, (350, 1000), year=2021),
        row("rebooking_with_need", 365, (360, 1000), year=2022),
        row("rebooking_with_need", 365, None, year=2023, status="too_early"),
        row("rebooking_with_need", 30, (60, 1000), year=2023),
    )
    table = care.stepping_up(found, {"rebooking_with_need"})
    name = registry.measure("rebooking_with_need").name
    assert table.rows == ((f"{name}, within a year", "2022", "36 of 100", "2021", "35 of 100"),)
