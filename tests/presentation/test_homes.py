"""Homes, work and care over 12 months, and returns in HUD's bands: what the page says of answers that are known."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from metrics import registry
from metrics.answers import PublishedAnswers, answer_schema
from metrics.declared.home_again import RETURN_TO_HOMELESSNESS
from metrics.language import Status
from presentation import homes
from presentation.answer import Reading, read
from presentation.palette import LIGHT

DAY = dt.date(2022, 12, 31)


def row(measure_id: str, window: int | None, numbers: tuple[int, int] | None, status: str = "shown") -> Any:
    value = numbers[0] / numbers[1] if numbers else None
    numerator, denominator = numbers or (None, None)
    lead = (measure_id, 1, "year", "2022", dt.date(2022, 1, 1), DAY, window)
    return (*lead, numerator, denominator, value, value, value, status, "", DAY)


def reading(*rows: Any) -> Reading:
    frame = pl.DataFrame(list(rows), schema=answer_schema(()), orient="row")
    return read(PublishedAnswers(frame=frame, grouping_ids=()))


STATES = tuple(
    row(measure_id, None, numbers)
    for measure_id, numbers in zip(homes.STATES["housed"], ((70, 200), (96, 200), (110, 200), (90, 290)), strict=True)
)
AGAIN = (
    row("return_to_homelessness", 180, (40, 400)),
    row("return_to_homelessness", 365, (64, 400)),
    row("return_to_homelessness", 730, None, Status.TOO_EARLY),
)


def test_the_answer_tells_the_same_people_at_entry_and_a_year_later() -> None:
    told = reading(*STATES, *AGAIN)
    assert homes.answer_line(told) == (
        "Of every 100 people who entered a program in 2022, 35 had a lasting home on that day. A year later, 55 had one."
    )
    assert homes.details(told) == (
        "Who is counted: 200 people of whom we know all three times.",
        "For 31 of every 100 who entered, at least one of the three times is not known.",
        "Much else can change in a year. So this does not prove that the program caused the change.",
    )


def test_each_state_has_three_bars_with_the_missing_share_beside_and_in_its_file() -> None:
    (figure,) = homes.states(reading(*STATES), LIGHT)
    assert figure.title == "35 of 100 had a lasting home when they entered, 55 of 100 a year later"
    assert [line[1:3] for line in figure.table.rows] == [
        ("200", "35 of 100"),
        ("200", "48 of 100"),
        ("200", "55 of 100"),
    ]
    assert figure.note.startswith("For 31 of every 100 of the 290 people who entered")
    assert set(figure.rows["measure_id"]) == set(homes.STATES["housed"])


def test_bands_are_differences_of_windows_and_the_last_is_too_early() -> None:
    """40 of 400 by day 180; 64 by day 365, so 24 in between; the band to day 730 is not over."""
    told = homes.in_bands(reading(*AGAIN), RETURN_TO_HOMELESSNESS)
    assert [(one.window_days, one.numerator, one.value) for one in told.answers] == [
        (180, 40, pytest.approx(0.10)),
        (365, 24, pytest.approx(0.06)),
        (730, None, None),
    ]
    assert told.answers[2].status is Status.TOO_EARLY
    assert told.frame["after_days"].to_list() == [None, 180, 365]
    (figure,) = homes.again(reading(*AGAIN), LIGHT)
    assert [line[2] for line in figure.table.rows] == ["10 of 100", "6 of 100", "too early"]


def test_a_band_beside_a_share_that_is_only_known_to_be_small_is_hidden() -> None:
    small = list(row("return_to_homelessness", 180, (2, 400)))
    small[7], small[13] = None, "at_most"
    told = homes.in_bands(reading(tuple(small), *AGAIN[1:]), RETURN_TO_HOMELESSNESS)
    assert [one.status for one in told.answers] == [Status.HIDDEN, Status.HIDDEN, Status.TOO_EARLY]


def test_without_the_states_the_answer_is_about_homes_that_did_not_last() -> None:
    hidden = tuple(row(measure_id, None, None, Status.HIDDEN) for measure_id in homes.STATES["housed"])
    assert homes.answer_line(reading(*hidden, *AGAIN)) == (
        "Of every 100 people who left for a home in 2022, 16 were homeless again within a year."
    )
    assert homes.answer_line(reading(*hidden)).startswith("We cannot show how people are a year later.")
    assert homes.states(reading(*hidden), LIGHT) == ()
    assert homes.why_no_states(reading(*hidden)).startswith("We do not show how people were a year after they entered")
    early = tuple(row(measure_id, None, None, Status.TOO_EARLY) for measure_id in homes.STATES["working"])
    assert homes.why_no_states(reading(*early)).startswith(
        "It is too early to say how people who entered a program in 2022"
    )
    assert homes.why_no_states(reading(*STATES)) == ""


def test_without_records_the_page_says_so_in_a_sentence_and_draws_nothing() -> None:
    nothing = reading(row("rebooking", 180, (1, 9)), row("rebooking", 365, (2, 9)), row("rebooking", 730, (3, 9)))
    assert homes.answer_line(nothing).startswith("This county shares no records of where people live")
    assert (homes.states(nothing, LIGHT), homes.again(nothing, LIGHT)) == ((), ())


def test_the_page_opens_where_homes_a_year_later_are_known() -> None:
    assert homes.opening(reading(STATES[2])) == registry.measure("housed_12_months_later")
    assert homes.opening(reading(row("housed_12_months_later", None, None, Status.HIDDEN))) == RETURN_TO_HOMELESSNESS
