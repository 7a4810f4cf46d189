"""The pages of programs: the list with the six places, and one program with its steps, waits and ways to leave."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final

import polars as pl

from metrics import registry
from metrics.answers import PublishedAnswers, answer_schema
from presentation import funnel, one_program, programs
from presentation.answer import Reading, read
from presentation.palette import LIGHT
from presentation.place import Program
from tests.presentation.small_answers import PLACE

COURT: Final = Program(
    program_id="court",
    name="Treatment <court>",
    about="It helps people who face charges.",
    people="people of the court",
    intercept=3,
    randomised=False,
)
NAVIGATOR: Final = replace(COURT, program_id="navigator", name="Navigator", intercept=4)
HERE: Final = replace(PLACE, programs=(COURT, NAVIGATOR), programs_label="Program")
IDS: Final = ("sex", "program")


def row(measure_id: str, numerator: int | None, denominator: int | None, **other: Any) -> dict[str, Any]:
    """Return one answer of the court in 2022; of a share where there is a denominator, hidden where there is no number."""
    value = None if numerator is None else numerator / denominator if denominator else float(numerator)
    return {
        **dict.fromkeys(answer_schema(IDS)),
        "measure_id": measure_id,
        "measure_version": 1,
        "period_kind": "year",
        "period": "2022",
        "period_start": dt.date(2022, 1, 1),
        "period_end": dt.date(2022, 12, 31),
        "sex": "all",
        "program": "court",
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "low": None if value is None or not denominator else max(0.0, value - 0.05),
        "high": None if value is None or not denominator else min(1.0, value + 0.05),
        "status": "hidden" if value is None else "shown",
        "flags": "",
        "as_of": dt.date(2024, 12, 31),
        **other,
    }


def reading(*rows: dict[str, Any]) -> Reading:
    return read(PublishedAnswers(frame=pl.DataFrame(list(rows), schema=answer_schema(IDS)), grouping_ids=IDS))


STEPS: Final = (
    row("program_referrals", 200, None),
    row("program_screened", 180, 200),
    row("program_eligible", 120, 200),
    row("program_admitted", 60, 200),
    row("program_engaged", 45, 200),
    row("program_finished", None, None),
)


def test_each_step_has_its_people_its_share_of_all_and_its_share_of_the_step_before() -> None:
    figure = funnel.funnel(reading(*STEPS), COURT.name, LIGHT)
    assert figure.title == "30 of every 100 people who were sent were let in"
    assert figure.table.rows == (
        ("Sent", "200 people", "", ""),
        ("Screened", "180", "90 of 100", ""),
        ("Could come in", "120", "60 of 100", "67 of 100"),
        ("Let in", "60", "30 of 100", "50 of 100"),
        ("Came at least twice soon", "45", "23 of 100", "75 of 100"),
        ("Finished in 18 months", "", "not shown", "not shown"),
    )
    assert figure.rows.height == len(STEPS)


def test_a_share_of_the_step_before_is_never_above_100() -> None:
    """Each of the two numbers was moved by chance on its own."""
    moved = reading(row("program_screened", 98, 100), row("program_eligible", 100, 100))
    assert funnel.of_step_before(moved, registry.measure("program_eligible")) == "100 of 100"


def test_the_groups_of_the_steps_stand_in_their_order_and_the_unknown_last() -> None:
    rows = [
        row("program_referrals", count, None, sex=sex)
        for sex, count in (("not_stated", 10), ("male", 120), ("female", 70))
    ]
    table = funnel.by_group(PLACE.grouping("sex"), reading(*rows))
    assert [line[0] for line in table.rows] == ["Women", "Men", "Not stated"]


def test_the_list_has_a_line_for_each_program_and_a_mark_where_nothing_is_known() -> None:
    table = programs.listed(HERE, reading(*STEPS, row("rebooking_after_program_start", 20, 60, window_days=365)))
    assert table.rows[0][1:] == ("Courts and jail", "200 people", "30 of 100", "not shown", "33 of 100")
    assert table.rows[1][0] == "Navigator"
    assert set(table.rows[1][2:]) == {"not reported"}


def test_the_path_shows_programs_as_links_and_its_gaps() -> None:
    shown = programs.path(
        HERE, [registry.measure("rebooking"), registry.measure("admissions")], {"publication": "2024"}
    )
    assert shown.count("<li") == 6
    assert '<a href="program?program=court&amp;publication=2024" target="_self">Treatment &lt;court&gt;</a>' in shown
    assert shown.count('class="tl-gap"') == 5, "only coming home has both a program and a number"
    assert programs.gaps(HERE).startswith("We know of no program at: Help in town, Police and crisis teams,")


def test_a_county_without_programs_is_told_what_is_missing() -> None:
    assert programs.answer_line(PLACE, reading()) == (
        f"{PLACE.name} has not named any programs, so we cannot show how they do."
    )
    assert programs.gaps(PLACE) == ""


def test_the_wait_is_told_by_the_first_time_by_which_so_many_were_seen() -> None:
    shares = ((7, 30), (14, 110), (21, 150), (30, 182), (45, 185), (60, 186), (90, 186))
    rows = [row("first_service_after_start", count, 200, window_days=days) for days, count in shares]
    rows += [row("first_service_after_referral", count // 3, 200, window_days=days) for days, count in shares]
    assert one_program.wait_lines(reading(*rows)) == (
        "Fewer than half of the people who were sent had a first visit within 3 months.",
        "Fewer than nine of every ten people who were sent had a first visit within 3 months.",
        "Of the people who came in, half had a first visit within 14 days.",
        "Of the people who came in, nine of every ten had a first visit within 30 days.",
    )


def test_everyone_who_came_in_stands_above_those_who_finished_with_the_warning() -> None:
    figure = one_program.after(
        reading(
            row("rebooking_after_program_start", 40, 100, window_days=365),
            row("rebooking_after_finishing_program", 6, 60, window_days=365),
        ),
        COURT.name,
        LIGHT,
    )
    assert figure.title == "40 of every 100 people who came in were booked into jail within a year"
    assert [line[0] for line in figure.table.rows] == [
        "Everyone who came in, within a year",
        "Only those who finished, within a year of that day",
    ]
    assert "look better in almost any program" in figure.note


def test_finishing_is_told_of_all_who_came_in_and_of_all_who_left_apart() -> None:
    table = one_program.finished_both_ways(
        reading(row("finished_of_started", 50, 100, window_days=365), row("program_exit_completed", 70, 100))
    )
    told = {line[0]: line[2] for line in table.rows}
    assert told["Of all who came in: finished within a year"] == "50 of 100"
    assert told["Of all who left: finished"] == "70 of 100"


def test_every_way_to_leave_is_a_line_also_that_nobody_wrote_it_down() -> None:
    rows = one_program.how_people_left(reading(row("program_exit_not_stated", 10, 100))).rows
    assert len(rows) == 8
    assert next(line[:3] for line in rows if line[2] == "10 of 100") == ("Nobody wrote down why", "100", "10 of 100")
