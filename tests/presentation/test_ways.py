"""The same people by the time that they were free, and what a county has switched off, as screens say it."""

from dataclasses import replace

import polars as pl

from metrics.answers import PublishedAnswers, answer_schema
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.registry import MEASURES, as_counted_here
from presentation import answer, county_choices, definitions, ways
from tests.presentation.small_answers import PLACE


def reading_of(rows: list[dict[str, object]]) -> answer.Reading:
    schema = answer_schema(())
    return answer.read(PublishedAnswers(frame=pl.DataFrame(rows, schema=schema), grouping_ids=()))


def row(measure_id: str, **numbers: object) -> dict[str, object]:
    blank = {"measure_id": measure_id, "measure_version": 1, "window_days": 365, "status": "shown", "flags": ""}
    return {**dict.fromkeys(answer_schema(())), **blank, **numbers}


def test_returns_and_days_are_told_with_their_ranges() -> None:
    table = ways.by_time_free(
        reading_of(
            [
                row("days_at_liberty", numerator=1084, denominator=3, value=361.33, low=354.2, high=365.0),
                row("returns_per_100_person_years", numerator=4, denominator=1084, value=52.04, low=51.04, high=53.1),
            ]
        )
    )
    assert table is not None
    assert [cells[1:] for cells in table.rows] == [("52.0 returns", "51.0 and 53.1"), ("361 days", "354 and 365")]


def test_where_no_such_number_is_shown_there_is_no_table() -> None:
    assert ways.by_time_free(reading_of([row("days_at_liberty", status="too_early")])) is None


def test_what_a_county_has_switched_off_is_said_with_every_measure_that_has_the_choice() -> None:
    here = replace(PLACE, switches={"holds": False})
    measures = as_counted_here(here.switches, FOUR_IN_THREE_YEARS)
    told = {measure.measure_id: definitions.define(measure).html() for measure in measures}
    sentence = "Bookings of a person whom another county"
    assert sentence in told["rebooking"]
    assert sentence in told["rebooking_technical"]
    assert sentence not in told["average_daily_population"]
    assert sentence not in "".join(definitions.define(measure).html() for measure in MEASURES)
    assert [cells for cells in county_choices.choices(here, measures).rows if cells[1] != "Yes"] == [
        ("Does a booking count when the person is held for another county, the state or a federal office?", "No", "7"),
        ("When is someone booked again and again?", "4 bookings in 1,095 days", "2"),
    ]
