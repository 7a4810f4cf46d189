"""The content of a brief: what its numbers say, how they moved, what is missing, and what a person may write into it."""

import datetime as dt
from collections.abc import Callable

import pytest

from metrics.declared.coming_back import REBOOKING, REBOOKING_OTHER, REBOOKING_TECHNICAL
from metrics.declared.jail_use import AVERAGE_DAILY_POPULATION
from metrics.declared.length_of_stay import LENGTH_OF_STAY_MEDIAN
from metrics.language import Status
from presentation.answer import Answer
from presentation.briefs import content, numbers
from presentation.briefs.content import Brief, View
from presentation.briefs.texts import LONGEST_TEXT, PIECE, Written, breakable, cleaned
from presentation.targets import Target
from tests.presentation.small_answers import nothing, rate

Make = Callable[..., Brief]


def test_a_brief_tells_the_four_measures_of_the_first_page_with_range_direction_and_the_year_before(
    make_brief: Make,
) -> None:
    """Worked out by hand from the small county: 310 of 1,000 and 105 of 1,000 in both years; 62,050 days in 365."""
    brief = make_brief()
    assert brief.finding == "About 31 of every 100 people who left the county jail in 2022 were back within a year."
    assert brief.details == (
        "There is no clear change from 2021, when it was also 31.",
        "The true number is likely between 29 and 33.",
    )
    told = {number.measure_id: number for number in brief.numbers}
    assert [number.number for number in brief.numbers] == ["31 of 100", "11 of 100", "170 people", "14 days"]
    assert told["rebooking"].word == "No clear change"
    assert told["rebooking"].before == "31 of 100 in 2021"
    assert told["rebooking"].between == "Likely between 29 and 33"
    assert told["rebooking"].counted == "1,000 people counted"
    assert told["average_daily_population"].between == ""
    assert told["length_of_stay_median"].word == "No clear change"
    assert brief.numbers_title == "None of the 4 numbers clearly changed in a year"
    assert "Came back to jail for any reason (rebooking, version 1)" in brief.definitions
    assert "People in jail on an average day (average_daily_population, version 1)" in brief.definitions


def test_the_chart_ends_with_the_headline(make_brief: Make) -> None:
    """A chart that went on beyond the year that is told would end with another number than the finding."""
    for year, last_row in ((2021, "December 2021"), (2022, "December 2023")):
        chart = make_brief(year=year).chart
        assert chart.figure_id == "trend"
        assert chart.table.rows[-1][0] == last_row
    assert make_brief(year=2022).chart.table.rows[-1][1:] == ("too early",) * 4


def test_a_group_is_told_by_its_own_numbers(make_brief: Make) -> None:
    """110 of 400 women are 27.5 of 100, told as 28."""
    brief = make_brief(groups={"sex": "female"})
    assert "About 28 of every 100 women who left the county jail in 2022" in brief.finding
    assert brief.headline.number == "28 of 100"
    assert "groups" not in str([chart.kind for chart in brief.charts])
    assert brief.file_name == "small_county_brief_rebooking_year_to_2022-12_female_board"


def test_the_kinds_of_nothing_are_told_apart_and_named_among_what_we_do_not_know(make_brief: Make) -> None:
    hidden = make_brief(REBOOKING, groups={"sex": "not_stated"})
    assert hidden.headline.number == "Not shown"
    assert "to protect people's privacy" in hidden.unknown[0]
    assert hidden.headline.word == "No year before to compare"
    early = make_brief(REBOOKING, year=2023)
    assert early.headline.number == "Too early"
    assert "too early to say" in early.finding
    assert "too early to say" in early.unknown[0]
    missing = make_brief(REBOOKING, REBOOKING_OTHER)
    assert missing.numbers[1].number == "Not reported"
    assert missing.unknown[0].endswith("Small <County> has not shared the records.")


def test_a_brief_may_open_with_a_number_that_follows_nobody(make_brief: Make) -> None:
    brief = make_brief(AVERAGE_DAILY_POPULATION, LENGTH_OF_STAY_MEDIAN)
    assert brief.finding == "People in jail on an average day: 170 people in 2022."
    assert brief.chart.title == "People in jail on an average day: 170 people in 2021, 170 people in 2022"
    assert brief.chart.table.rows[0][1] == "170 people"
    assert "No clear change" in brief.details[0]


def test_a_brief_tells_one_to_four_measures(make_brief: Make) -> None:
    with pytest.raises(ValueError, match="one to 4"):
        make_brief(*[REBOOKING] * 5)
    assert len(make_brief(REBOOKING_TECHNICAL).numbers) == 1


@pytest.mark.parametrize(
    ("now", "before", "direction"),
    [
        (rate(300, 1000), rate(340, 1000), -1),  # 4 fewer of 100, each known to 1
        (rate(340, 1000), rate(300, 1000), 1),
        (rate(300, 1000), rate(305, 1000), 0),
        (rate(300, 1000), nothing(Status.HIDDEN), None),
        (nothing(Status.TOO_EARLY), rate(300, 1000), None),
        (rate(0, 1000, bound="at_most"), rate(300, 1000), None),
    ],
)
def test_the_direction_is_told_only_where_the_ranges_leave_no_doubt(
    now: Answer, before: Answer, direction: int | None
) -> None:
    assert numbers.moved(now, before) == direction


def test_a_count_without_a_range_must_differ_by_two_of_a_hundred() -> None:
    def count(value: float) -> Answer:
        return rate(1, 2, value=value, low=None, high=None, window_days=None, of_100=None)

    assert numbers.moved(count(102), count(100)) == 0
    assert numbers.moved(count(103), count(100)) == 1
    assert numbers.moved(count(97), count(100)) == -1


def test_the_target_of_the_county_stands_with_its_measure(make_view: Callable[..., View]) -> None:
    view = make_view()
    target = Target(
        measure_id="rebooking",
        window_days=365,
        groups={},
        baseline="2020",
        value=0.28,
        due_on=dt.date(2027, 12, 31),
        set_by="The board",
    )
    told = numbers.number(view.place, REBOOKING, view.years, view.period, (target,))
    assert told.target == "Target: 28 of 100 by December 2027"
    other = numbers.number(view.place, REBOOKING_TECHNICAL, view.years, view.period, (target,))
    assert other.target == ""


def test_a_year_before_has_the_same_months() -> None:
    assert numbers.year_before("year_to_2018-06") == "year_to_2017-06"


def test_a_text_is_cut_cleaned_and_can_be_broken() -> None:
    assert cleaned("  one\n two\t\u202ethree\x00 ") == "one two three"
    assert len(cleaned("word " * 1000)) <= LONGEST_TEXT
    assert max(len(piece) for piece in breakable("W" * 100).split("\u200b")) == PIECE
    assert breakable("short words stay") == "short words stay"


def test_a_text_of_nothing_is_no_text_and_a_text_without_a_role_says_so(make_brief: Make) -> None:
    empty = Written(text=" \n ", role="Director", on=dt.date(2026, 1, 1))
    nameless = Written(text="A reason.", role=" ", on=dt.date(2026, 1, 1))
    brief = make_brief(behind=empty, ask=nameless)
    assert brief.behind is None
    assert brief.ask is not None
    assert brief.ask.role == "role not given"


def test_a_brief_differs_by_its_digest_where_any_word_differs(make_brief: Make) -> None:
    one = make_brief()
    assert one.digest == make_brief().digest
    others = [
        make_brief(ask=None),
        make_brief(year=2021),
        make_brief(REBOOKING),
        make_brief(made_for=content.For.PUBLIC),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 5
