"""What an answer says: how many, how sure, who, what changed, and why there is no number."""

import pytest

from metrics.declared.coming_back import REBOOKING, REBOOKING_EVERY_RELEASE, REBOOKING_TECHNICAL
from metrics.language import NOT_STATED, Status
from presentation import sentences, words
from presentation.answer import Answer
from tests.presentation.small_answers import PLACE, nothing, rate

LEFT = "who left the county jail in 2022"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (rate(32, 100), f"About 32 of every 100 people {LEFT} were back within a year."),
        (rate(1, 100), f"About 1 of every 100 people {LEFT} was back within a year."),
        (rate(1, 400), f"Fewer than 1 of every 100 people {LEFT} were back within a year."),
        (rate(0, 400), f"None of the people {LEFT} were back within a year."),
        (rate(27, 100, groups={"sex": "female"}), f"About 27 of every 100 women {LEFT} were back within a year."),
        (rate(5, 100, window_days=30), f"About 5 of every 100 people {LEFT} were back within 30 days."),
        (
            rate(9, 100, groups={"sex": NOT_STATED}),
            f"About 9 of every 100 people whose sex is not stated {LEFT} were back within a year.",
        ),
    ],
)
def test_how_many_came_back(answer: Answer, said: str) -> None:
    assert sentences.came_back(PLACE, REBOOKING, answer) == said


def test_a_part_says_what_coming_back_means() -> None:
    assert sentences.came_back(PLACE, REBOOKING_TECHNICAL, rate(5, 100)) == (
        f"About 5 of every 100 people {LEFT} were back within a year for breaking a rule of parole or probation."
    )


def test_where_every_release_counts_the_sentence_counts_times_and_not_people() -> None:
    answer = rate(40, 100, measure_id="rebooking_every_release")
    assert sentences.came_back(PLACE, REBOOKING_EVERY_RELEASE, answer) == (
        "About 40 of every 100 times that people left the county jail in 2022, they were back within a year."
    )
    assert sentences.who_is_counted(PLACE, REBOOKING_EVERY_RELEASE, answer) == (
        "Who is counted: people who left the county jail in 2022, each time that they left: 100 times."
    )


@pytest.mark.parametrize(
    ("status", "said", "mark"),
    [
        (Status.HIDDEN, "to protect people's privacy", "not shown"),
        (Status.TOO_EARLY, f"It is too early to say for people {LEFT}.", "too early"),
        (Status.NOT_REPORTED, "Some County has not shared the records", "not reported"),
    ],
)
def test_each_kind_of_nothing_has_its_own_words(status: Status, said: str, mark: str) -> None:
    assert said in sentences.came_back(PLACE, REBOOKING, nothing(status))
    assert sentences.cells(nothing(status)) == (mark,) * 4
    assert sentences.of_100(nothing(status)) == mark.capitalize()
    known = "It can be known from January 2024." if status is Status.TOO_EARLY else ""
    assert sentences.how_sure(nothing(status)) == known


def test_zero_is_a_number_and_differs_from_a_little() -> None:
    assert sentences.cell(rate(0, 400)) == "0"
    assert sentences.cell(rate(1, 400)) == "under 1"
    assert sentences.of_100(rate(1, 400)) == "Under 1 of 100"


def test_nothing_published_is_said_as_such() -> None:
    assert sentences.came_back(PLACE, REBOOKING, None) == words.say("not_published")
    assert sentences.who_is_counted(PLACE, REBOOKING, None) == ""


def test_how_sure() -> None:
    assert sentences.how_sure(rate(34, 100, margin=0.03)) == "The true number is likely between 31 and 37."
    assert sentences.how_sure(rate(34, 100, margin=0.03, shaky=True)) == (
        "The true number is likely between 31 and 37. That is few people, so read it with care."
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (rate(300, 1204), "Who is counted: 1,204 people who left the county jail in 2022, each counted once"),
        (rate(1, 1), "Who is counted: one person who left the county jail in 2022."),
        (nothing(Status.TOO_EARLY), "Who is counted: people who left the county jail in 2022, each counted once"),
    ],
)
def test_who_is_counted(answer: Answer, said: str) -> None:
    assert sentences.who_is_counted(PLACE, REBOOKING, answer).startswith(said)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((32, 0.02), (32, 0.02), "There is no clear change from 2021, when it was also 32."),
        ((32, 0.02), (33, 0.02), "There is no clear change from 2021, when it was 33."),
        ((30, 0.002), (33, 0.002), "That is 3 fewer of every 100 than in 2021."),
        ((32, 0.002), (33, 0.002), "That is 1 fewer of every 100 than in 2021."),
        ((33, 0.002), (32, 0.002), "That is 1 more of every 100 than in 2021."),
        ((37, 0.002), (32, 0.002), "That is 5 more of every 100 than in 2021."),
    ],
)
def test_what_changed(now: tuple[int, float], before: tuple[int, float], said: str) -> None:
    earlier = rate(before[0], 100, margin=before[1], period="2021")
    assert sentences.what_changed(rate(now[0], 100, margin=now[1]), earlier) == said


def test_a_clear_change_of_less_than_one_of_100_is_called_slight() -> None:
    before = rate(3244, 10000, margin=0.0005, period="2021")
    now = rate(3214, 10000, margin=0.0005)
    assert sentences.what_changed(now, before) == "That is slightly fewer than in 2021, by less than 1 of every 100."


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2018", "2018"),
        ("year_to_2018-12", "2018"),
        ("year_to_2018-06", "the year to June 2018"),
        ("2018-Q2", "the three months to June 2018"),
    ],
)
def test_periods_fit_after_in(period: str, said: str) -> None:
    assert words.period(period) == said
