"""The words of a program's difference: the answer first, no number where none may be told, and no word above the evidence."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any, Final

import pytest

from metrics.effects.answer import Balance, Choice, Declined, Estimate, Evidence
from metrics.effects.people import Could, Start
from metrics.effects.rows import SCHEMA, rows
from metrics.effects.shown import (
    ShownCaseMix,
    ShownChoice,
    ShownDifference,
    ShownExpected,
    ShownOverlap,
    ShownSide,
    ShownWindow,
)
from metrics.language import Status
from presentation import case_mix, difference, difference_figures, words
from presentation.affected import Step
from presentation.palette import LIGHT
from presentation.place import Group, Grouping, Place, Program
from tests.presentation.small_answers import PLACE, rate

CAUSE: Final = re.compile(
    r"\b(caus\w+|led to|leads to|because of|due to|thanks to|reduc\w+|lower(?:s|ed)|prevent\w*|cut|works|worked|"
    r"effective\w*|impact\w*|made .{0,20}(?:less|more) likely|kept .{0,20} out|sav(?:es|ed))\b",
    re.IGNORECASE,
)
"""Words that say that a program did something."""
DENIES: Final = re.compile(r"does not prove that the program[^.]*")
"""A sentence that says that no cause is claimed may name it."""
MAY_CLAIM: Final = {"difference_label_randomised"}
"""Templates that are said only where chance alone decided."""
WINDOW: Final = ShownWindow(
    window_days=365,
    first_on=dt.date(2020, 1, 1),
    through_on=dt.date(2022, 12, 31),
    evidence=Evidence.LIKE_FOR_LIKE,
    declined=(),
    program=ShownSide(people=312, effective=250),
    others=ShownSide(people=405, effective=300),
    with_program=Estimate(value=0.28, low=0.22, high=0.34),
    like_group=Estimate(value=0.34, low=0.29, high=0.40),
    difference=Estimate(value=-0.06, low=-0.10, high=-0.02),
    e_value=1.7,
    e_value_limit=1.3,
    overlap=ShownOverlap(
        inside=91, program=(0, 5, 15, 20, 20, 20, 10, 5, 5, 0), others=(20, 20, 20, 20, 10, 5, 5, 0, 0, 0)
    ),
    balance=(
        Balance(covariate="known_age", level=None, before=-0.4, after=0.05),
        Balance(covariate="known_sex", level="female", before=0.3, after=0.0),
        Balance(covariate="known_severity", level="felony", before=0.1, after=-0.05),
        Balance(covariate="known_sex", level="missing", before=0.1, after=0.0),
    ),
    choices=(
        ShownChoice(choice=Choice.UNADJUSTED, difference=Estimate(value=-0.12, low=-0.18, high=-0.06)),
        ShownChoice(choice=Choice.TREATED, difference=None),
    ),
    expected=ShownExpected(
        observed=Estimate(value=0.32, low=0.24, high=0.36), expected=0.40, farthest_off=0.01, calibrated=True
    ),
)
TOLD: Final = ShownDifference(
    program_id="court",
    measure_id="rebooking",
    measure_version=1,
    version=1,
    start=Start.LEAVING_JAIL,
    could=Could.FOUND_ELIGIBLE,
    opened_on=dt.date(2020, 1, 1),
    grace_days=0,
    randomised=False,
    covariates=("age", "sex"),
    windows=(WINDOW,),
)
NOTHING: Final[dict[str, Any]] = dict.fromkeys(
    ("with_program", "like_group", "difference", "e_value", "e_value_limit", "expected")
)


def of(**changed: Any) -> ShownDifference:
    return replace(TOLD, windows=(replace(WINDOW, **changed),))


def declined(reason: Declined) -> ShownDifference:
    return of(**NOTHING, declined=(reason,), evidence=Evidence.DESCRIBED_ONLY, choices=())


def test_the_answer_says_how_many_fewer_of_every_100() -> None:
    assert difference.answer_line("Court", TOLD) == (
        "Court: 6 fewer of every 100 people came back to jail within a year than among people like them who were not in it."
    )
    assert difference.details(PLACE, TOLD)[:3] == (
        "The true number is likely between 2 and 10 fewer.",
        "Of every 100 people in the program, 28 came back. Of every 100 people like them, 34 did.",
        f"Who is compared: 312 people who came into the program, and 405 who could have. All of them left "
        f"{PLACE.inside} from January 1, 2020 to December 31, 2022.",
    )


def test_it_says_more_where_more_came_back_and_no_clear_difference_where_it_may_be_none() -> None:
    more = of(difference=Estimate(value=0.06, low=0.02, high=0.10))
    assert "6 more of every 100" in difference.answer_line("Court", more)
    assert difference.details(PLACE, more)[0] == "The true number is likely between 2 and 10 more."
    unclear = of(difference=Estimate(value=-0.06, low=-0.13, high=0.01))
    assert difference.answer_line("Court", unclear) == (
        "Court: no clear difference in how many people came back to jail within a year. It may be anything from 13 fewer "
        "to 1 more of every 100 people."
    )
    assert difference.details(PLACE, unclear)[0] == "", "the sentence has its range in it"
    edge = of(difference=Estimate(value=-0.06, low=-0.12, high=0.0))
    assert "no clear difference" in difference.answer_line("Court", edge)


@pytest.mark.parametrize("reason", Declined)
def test_a_comparison_that_is_declined_gives_the_reason_and_no_number(reason: Declined) -> None:
    told = declined(reason)
    said = difference.answer_line("Court", told)
    assert said.startswith("Court: these records do not allow a comparison. ")
    assert not re.search(r"\d", said)
    assert difference_figures.rates(told, told.windows[0], LIGHT) is None
    assert difference_figures.choices(told, told.windows[0], LIGHT) is None
    assert difference.strength(told.windows[0]) == ()
    hidden = rows(told).filter(rows(told)["number"].is_in(["rate_with_program", "rate_of_like_group", "difference"]))
    assert set(hidden["status"]) == {Status.HIDDEN.value}
    assert hidden["value"].null_count() == hidden.height == 3
    assert set(hidden["why"]) == {reason.value}


def test_no_records_and_too_early_are_told_apart() -> None:
    assert "do not tell who could have come in" in difference.answer_line("Court", None)
    nobody = replace(TOLD, windows=())
    assert "too early" in difference.answer_line("Court", nobody)
    assert difference.details(PLACE, nobody) == ()


def test_the_window_of_the_sentence_is_a_year_else_the_longest_with_a_number() -> None:
    early, none = replace(WINDOW, window_days=180), declined(Declined.FEW_PEOPLE).windows[0]
    assert difference.headline(replace(TOLD, windows=(early, WINDOW))) is WINDOW
    assert difference.headline(replace(TOLD, windows=(early, none))) is early
    assert difference.headline(replace(TOLD, windows=(none,))) is none


@pytest.mark.parametrize("evidence", Evidence)
def test_each_kind_of_evidence_has_its_label(evidence: Evidence) -> None:
    assert difference.label(replace(WINDOW, evidence=evidence)) == words.TEMPLATES[f"difference_label_{evidence.value}"]
    assert difference.label(None) == words.TEMPLATES["difference_label_described_only"]


def test_no_template_claims_a_cause_above_its_label() -> None:
    """Of every template of every page: what a program did may be said only where chance alone decided who got a place."""
    speaks = [name for name in words.TEMPLATES if "program" in words.TEMPLATES[name].lower() or "difference" in name]
    claims = [name for name in speaks if CAUSE.search(DENIES.sub("", words.TEMPLATES[name]))]
    assert len(speaks) > 100
    assert set(claims) <= MAY_CLAIM


def test_the_label_of_a_lottery_is_said_of_a_lottery_alone() -> None:
    assert CAUSE.search(words.TEMPLATES["difference_label_randomised"])
    for evidence in Evidence:
        if evidence.rank < Evidence.RANDOMISED.rank:
            assert not CAUSE.search(difference.label(replace(WINDOW, evidence=evidence)))


def test_what_is_not_on_record_is_told_in_plain_words() -> None:
    first, second = difference.strength(WINDOW)
    assert "1.7 times as likely" in first
    assert "1.3 times" in second
    (unclear,) = difference.strength(replace(WINDOW, e_value_limit=1.0))
    assert "unclear as it is" in unclear
    assert difference.strength(replace(WINDOW, e_value=None, e_value_limit=None)) == ()


def test_observed_is_set_beside_what_is_usual() -> None:
    told, times = difference.usual(PLACE, WINDOW)
    assert "32 of every 100" in told
    assert "about 40 usually do" in told
    assert "0.8 times as many, likely between 0.6 and 0.9 times" in times
    observed = Estimate(value=0.3, low=0.2, high=0.4)
    usual = ShownExpected(observed=observed, expected=0.4, farthest_off=0.2, calibrated=False)
    off = replace(WINDOW, expected=usual)
    (line,) = difference.usual(PLACE, off)
    assert not re.search(r"\d", line)


def test_the_finishers_are_nowhere_and_it_is_said_why() -> None:
    figure = difference_figures.rates(TOLD, WINDOW, LIGHT)
    assert figure is not None
    assert "finish" in figure.who_is_counted
    assert not [name for name in rows(TOLD)["number"].unique() if "finish" in name or "complet" in name]


def test_charts_tables_and_file_hold_the_same_numbers() -> None:
    rates, ways = (draw(TOLD, WINDOW, LIGHT) for draw in (difference_figures.rates, difference_figures.choices))
    assert rates is not None
    assert ways is not None
    assert rates.title == "28 of every 100 in the program came back, and 34 of every 100 people like them"
    assert rates.table.rows == (("1 year", "28", "34", "6 fewer", "10 fewer and 2 fewer"),)
    assert [row[1] for row in ways.table.rows] == ["6 fewer", "12 fewer", "rests on too few people"]
    assert ways.title == "Every way to compare points the same way"
    assert ways.table.rows[0][0] == "People who could have gone either way count most (told above)"
    unclear = of(difference=Estimate(value=-0.06, low=-0.13, high=0.01))
    drawn = difference_figures.choices(unclear, unclear.windows[0], LIGHT)
    assert drawn is not None
    assert drawn.title == "The same question, asked in other ways"
    values = dict(rates.rows.filter(rates.rows["detail"] == "").select("number", "value").iter_rows())
    assert (values["rate_with_program"], values["rate_of_like_group"], values["difference"]) == (0.28, 0.34, -0.06)
    assert rates.rows.schema == SCHEMA


def test_balance_names_what_was_known_in_the_countys_words() -> None:
    table = difference_figures.alike(PLACE, WINDOW)
    assert [row[0] for row in table.rows] == ["Age", "Sex: Women", "How grave the charge is: felony", "Sex: not known"]
    assert [row[1:] for row in table.rows][:2] == [("-0.40", "0.05"), ("0.30", "0.00")]
    tenths = difference_figures.overlap(WINDOW)
    assert tenths is not None
    assert tenths.rows[1] == ("10 to 20", "5", "20")


def test_who_is_in_neither_group_depends_on_how_people_come_in() -> None:
    assert len(difference.left_out(TOLD, WINDOW)) == 3
    grace = replace(TOLD, grace_days=14, randomised=True)
    assert any("first 14 days" in line for line in difference.left_out(grace, WINDOW))
    assert any("lot" in line for line in difference.left_out(grace, WINDOW))
    for could in Could:
        assert difference.could_have(PLACE, replace(TOLD, could=could)).startswith("Who could have come in")


MARK: Final = Grouping(
    grouping_id="need",
    label="Need",
    groups=(
        Group(group_id="yes", label="With", people="people with a need"),
        Group(group_id="no", label="Without", people="people without"),
    ),
    flag="need",
)
MARKED: Final = replace(PLACE, groupings=(*PLACE.groupings, MARK), programs=())


def usual_of(group: str, expected: float) -> ShownCaseMix:
    return ShownCaseMix(
        grouping_id="need",
        group=group,
        period="2018",
        measure_id="rebooking",
        measure_version=1,
        window_days=365,
        version=1,
        expected=ShownExpected(observed=None, expected=expected, farthest_off=0.01, calibrated=True),
    )


def step_of(one: int, other: int) -> Step:
    first, second = (
        rate(share, 100, groups={"need": group}, period="2018") for share, group in ((one, "yes"), (other, "no"))
    )
    return Step(point=None, one=first, other=second)  # type: ignore[arg-type]  # the point is not asked for here


def test_a_gap_is_told_before_and_after_the_past_of_both_groups() -> None:
    told = [usual_of("yes", 0.34), usual_of("no", 0.31)]
    pair = case_mix.pair_of(MARK, step_of(37, 30), told)
    assert pair is not None
    said = case_mix.line(MARKED, pair)
    assert said.startswith("7 more of every 100 people with a need came back than of people without.")
    assert "go with 3 of these" in said
    assert "the other 4" in said
    assert [row[1:4] for row in case_mix.table(MARK, pair).rows] == [("37", "34", "1.09"), ("30", "31", "0.97")]
    turned = case_mix.pair_of(MARK, step_of(37, 30), [usual_of("yes", 0.30), usual_of("no", 0.33)])
    assert turned is not None
    assert "they would differ by about 10" in case_mix.line(MARKED, turned)


def test_a_gap_that_may_be_chance_or_of_another_year_is_set_beside_nothing() -> None:
    told = [usual_of("yes", 0.34), usual_of("no", 0.31)]
    assert case_mix.pair_of(MARK, step_of(31, 30), told) is None
    assert case_mix.pair_of(MARK, step_of(37, 30), told[:1]) is None
    assert case_mix.pair_of(MARK, None, told) is None


def test_programs_are_listed_in_the_order_of_the_county() -> None:
    named = tuple(
        Program(program_id=name, name=name.title(), about="About.", people=name, intercept=3, randomised=False)
        for name in ("a", "court")
    )
    place: Place = replace(PLACE, programs=named)
    assert difference.listed((TOLD,), place) == {"court": "Court"}
