"""The rows of any measure in words: the number with its unit, its range, out of how many, and no word about coming back."""

from typing import Any, Final

import polars as pl
import pytest

from metrics.declaration import FollowUpMeasure
from metrics.language import NOT_STATED, Status
from metrics.registry import MEASURES, measure
from presentation import in_words
from presentation.answer import Answer, Reading
from tests.presentation.small_answers import PLACE, nothing, rate

NO_RANGE: Final[dict[str, Any]] = {"low": None, "high": None, "of_100": None, "window_days": None}


def reading(*answers: Answer) -> Reading:
    """Return the answers with a frame of as many rows: the words are made from the answers alone."""
    return Reading(frame=pl.DataFrame({"row": range(len(answers))}), answers=answers)


@pytest.mark.parametrize(
    ("measure_id", "value", "said"),
    [
        ("average_daily_population", 7529.4, "7,529 people"),
        ("people_booked_often", 1.0, "1 person"),
        ("admissions", 12031.0, "12,031 stays"),
        ("supervision_terms_started", 1.0, "1 term"),
        ("length_of_stay_median", 14.0, "14 days"),
        ("length_of_stay_mean", 21.44, "21.4 days"),
        ("length_of_stay_median", 1.0, "1 day"),
        ("days_at_liberty", 337.49, "337 days"),
        ("returns_per_100_person_years", 50.24, "50.2 returns"),
        ("screened_need_found", 0.305, "31 of 100"),
        ("screened_need_found", 0.003, "Under 1 of 100"),
    ],
)
def test_a_number_has_its_unit(measure_id: str, value: float, said: str) -> None:
    answer = rate(1, 1, measure_id=measure_id, **{**NO_RANGE, "value": value, "numerator": 3, "denominator": 10})
    assert in_words.how_many(measure(measure_id), answer) == said


def test_a_share_of_few_people_says_so() -> None:
    answer = rate(20, 100, shaky=True, measure_id="rebooking")
    assert in_words.how_many(measure("rebooking"), answer) == "20 of 100 (few people)"


def test_every_measure_has_words_for_its_unit() -> None:
    for declared in MEASURES:
        for value in (1.0, 250.0):
            answer = rate(1, 1, measure_id=declared.measure_id, **{**NO_RANGE, "value": value})
            assert in_words.how_many(declared, answer)


def test_shares_say_out_of_how_many_and_how_sure() -> None:
    care = measure("connection_to_care")
    table = in_words.table(
        PLACE,
        care,
        reading(rate(20, 100, window_days=7, measure_id=care.measure_id), nothing(Status.TOO_EARLY, window_days=30)),
    )
    assert table.header == ("Group", "Time watched", "This many", "Likely between", "Out of how many")
    assert table.rows == (
        ("everyone", "7 days", "20 of 100", "19 and 21", "100"),
        ("everyone", "30 days", "too early", "", ""),
    )


def test_groups_are_told_in_their_own_column_and_columns_without_anything_are_left_out() -> None:
    population = measure("average_daily_population")
    rows = [
        rate(1, 1, groups={"sex": "female"}, **{**NO_RANGE, "value": 30.0, "numerator": 10950, "denominator": 365}),
        nothing(Status.HIDDEN, groups={"sex": NOT_STATED}, window_days=None),
    ]
    table = in_words.table(PLACE, population, reading(*rows))
    assert table.header == ("Sex", "This many")
    assert table.rows == (("Women", "30 people"), ("Not stated", "not shown"))


def test_the_finding_is_the_measures_own_sentence_at_its_own_time() -> None:
    care = measure("connection_to_care")
    answers = [rate(20, 100, window_days=7), rate(51, 100, window_days=30), rate(60, 100, window_days=90)]
    assert in_words.finding(care, reading(*answers)) == (
        "51 of every 100 people who left jail in 2022 got care within 30 days."
    )
    home = measure("return_to_homelessness")
    assert in_words.finding(home, reading(rate(1, 400))) == (
        "Under 1 of every 100 people who left for a home in 2022 were homeless again within a year."
    )
    early = [rate(15, 100, window_days=180), nothing(Status.TOO_EARLY)]
    assert in_words.finding(measure("recharge"), reading(*early)) == (
        "15 of every 100 people who left jail in 2022 were charged with a new crime within 6 months."
    )
    assert in_words.finding(care, reading(nothing(Status.HIDDEN, window_days=30))) == ""
    assert in_words.finding(home, reading(rate(1, 4, groups={"sex": "female"}))) == ""
    assert in_words.finding(measure("admissions"), reading(rate(1, 4))) == ""


def test_only_measures_of_coming_back_say_so() -> None:
    for declared in MEASURES:
        if isinstance(declared, FollowUpMeasure):
            answers = [rate(30, 100, window_days=days) for days in declared.windows_days]
            said = in_words.finding(declared, reading(*answers))
            assert said[-1] == "."
            assert "{" not in said
            assert ("were back within" in said) <= ("Came back to jail" in declared.name), said
