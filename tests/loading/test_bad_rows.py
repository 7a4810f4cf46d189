"""A bad row is a result: refused with its rule and line, or kept and counted; the rows around it are loaded."""

import datetime as dt

import pytest

from data_access.checks import RULES, Severity
from tests.loading.tiny_county import HEADER, ROWS, Held, TinyCounty, assert_nothing_is_lost


def load_with(tiny: TinyCounty, *bad: str) -> Held:
    """Load the four good rows with bad ones between the first and the second: the first bad one stands in line 3."""
    tiny.write([ROWS[0], *bad, *ROWS[1:]])
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    return held


def test_good_rows_are_kept_as_they_are(tiny: TinyCounty) -> None:
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert held.refused == []
    assert held.findings == {}
    assert [(row["line"], row["person_key"], row["start_on"], row["end_on"], row["sex"]) for row in held.kept] == [
        (2, "P1", dt.date(2023, 1, 5), dt.date(2023, 1, 6), "female"),
        (3, "P1", dt.date(2023, 4, 1), dt.date(2023, 4, 20), "female"),
        (4, "P2", dt.date(2023, 2, 1), dt.date(2023, 2, 1), "male"),
        (5, "P3", dt.date(2023, 3, 3), None, "male"),
    ]
    assert [(row["age_at_start"], row["birth_year"]) for row in held.kept] == [
        (32, 1990),
        (33, 1990),
        (37, 1985),
        (62, 1960),
    ]


REFUSED = {
    "too few cells": ("P9,2023-01-01 10:00,2023-01-02,1990-01-01,F,Y", "ragged_row", ""),
    "too many cells": ("P9,2023-01-01 10:00,2023-01-02,1990-01-01,F,Y,,surplus", "ragged_row", ""),
    "only one cell": ("total: 4", "ragged_row", ""),
    "release before admission": ("P9,2023-01-09 10:00,2023-01-08,1990-01-01,F,Y,", "end_before_start", "out"),
    "impossible admission": ("P9,2023-02-30 10:00,2023-03-02,1990-01-01,F,Y,", "unreadable_date", "in"),
    "impossible release": ("P9,2023-02-20 10:00,2023-02-30,1990-01-01,F,Y,", "unreadable_date", "out"),
    "29 February of a common year": ("P9,2023-02-29 10:00,2023-03-30,1990-01-01,F,Y,", "unreadable_date", "in"),
    "hour that does not exist": ("P9,2023-02-20 25:00,2023-02-22,1990-01-01,F,Y,", "unreadable_date", "in"),
    "date in another form": ("P9,02/20/2023 10:00,2023-02-22,1990-01-01,F,Y,", "unreadable_date", "in"),
    "date with something behind it": ("P9,2023-02-20 10:00,2023-02-22?,1990-01-01,F,Y,", "unreadable_date", "out"),
    "word in place of a date": ("P9,2023-02-20 10:00,PENDING,1990-01-01,F,Y,", "unreadable_date", "out"),
    "admission in the future": ("P9,2025-01-01 00:00,,1990-01-01,F,Y,", "future_date", "in"),
    "release in the future": ("P9,2024-12-31 10:00,2025-01-01,1990-01-01,F,Y,", "future_date", "out"),
    "release in the year 9999": ("P9,2024-12-31 10:00,9999-12-31,1990-01-01,F,Y,", "future_date", "out"),
    "admission before 1900": ("P9,1823-01-05 10:00,2023-01-06,1990-01-01,F,Y,", "date_too_early", "in"),
    "year of two digits": ("P9,23-01-05 10:00,2023-01-06,1990-01-01,F,Y,", "date_too_early", "in"),
    "no admission": ("P9,,2023-01-08,1990-01-01,F,Y,", "missing_start", "in"),
    "no person": (",2023-01-07 10:00,2023-01-08,1990-01-01,F,Y,", "missing_person_key", "id"),
    "blanks in place of the person": ("   ,2023-01-07 10:00,2023-01-08,1990-01-01,F,Y,", "missing_person_key", "id"),
    "a row of separators": (",,,,,,", "missing_person_key", "id"),
    "the row above again": (ROWS[0], "duplicate_row", ""),
    "the header again": (HEADER, "unreadable_date", "in"),
}


@pytest.mark.parametrize(("bad", "rule_id", "column"), REFUSED.values(), ids=REFUSED.keys())
def test_a_row_that_cannot_be_true_is_refused_by_rule_and_line_and_the_others_are_kept(
    tiny: TinyCounty, bad: str, rule_id: str, column: str
) -> None:
    held = load_with(tiny, bad)
    assert held.refusals == [(3, rule_id, column)]
    assert held.lines == [2, 4, 5, 6]
    assert held.findings == {(rule_id, column, None): 1}
    assert ",".join(held.refused[0]["cells"].values()) == bad, "the row is set aside as it arrived"
    rule = RULES[rule_id]
    assert rule.severity is Severity.ERROR
    assert rule.sentence.endswith(".")
    assert rule.what_to_do.endswith(".")


def test_a_refused_row_keeps_its_cells_under_their_columns_and_surplus_ones_too(tiny: TinyCounty) -> None:
    held = load_with(tiny, "P9,2023-01-01 10:00,2023-01-02,1990-01-01,F,Y,,one,two")
    assert held.refused[0]["cells"]["born"] == "1990-01-01"
    assert (held.refused[0]["cells"]["extra_1"], held.refused[0]["cells"]["extra_2"]) == ("one", "two")


def test_a_stay_on_the_last_day_covered_is_not_in_the_future(tiny: TinyCounty) -> None:
    held = load_with(tiny, "P9,2024-12-31 23:59,2024-12-31,1990-01-01,F,Y,")
    assert held.refused == []


def test_where_the_last_day_is_taken_from_the_file_a_day_after_today_is_still_refused(tiny: TinyCounty) -> None:
    """Else one wrong year would make the file seem to cover the next decade, and too-early answers seem finished."""
    tiny.settle('first_on = 2023-01-01\nrule = "fixed"\nlast_on = 2024-12-31', 'rule = "latest"')
    held = load_with(
        tiny, "P8,2031-01-01 10:00,,1990-01-01,F,Y,", "P9,2025-03-01 01:00,,1990-01-01,F,Y,"
    )  # today is the tests' NOW, 1 March 2025
    assert held.refusals == [(3, "future_date", "in")]


def test_a_row_that_differs_in_a_column_that_we_do_not_use_is_no_duplicate(tiny: TinyCounty) -> None:
    held = load_with(tiny, f"{ROWS[0]}another note")
    assert held.refused == []


def test_of_three_equal_rows_the_first_is_kept(tiny: TinyCounty) -> None:
    held = load_with(tiny, ROWS[0], ROWS[0])
    assert held.refusals == [(3, "duplicate_row", ""), (4, "duplicate_row", "")]
    assert held.lines == [2, 5, 6, 7]


def test_equal_rows_are_kept_where_the_county_says_so(tiny: TinyCounty) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.csv"\nexact_duplicates = "keep"')
    held = load_with(tiny, ROWS[0])
    assert held.refused == []
    assert held.lines == [2, 3, 4, 5, 6]


def test_a_code_that_nobody_has_named_is_kept_as_unmapped_and_counted_by_code(tiny: TinyCounty) -> None:
    held = load_with(
        tiny, "P8,2023-01-01 10:00,2023-01-02,1990-01-01,X,Y,", "P9,2023-01-01 10:00,2023-01-02,1990-01-01,f,Q,"
    )
    assert held.refused == []
    assert [row["sex"] for row in held.kept[1:3]] == ["unmapped", "unmapped"]
    assert held.findings == {
        ("unknown_code", "sex", "X"): 1,
        ("unknown_code", "sex", "f"): 1,
        ("unknown_code", "screen", "Q"): 1,
    }


def test_an_empty_code_is_not_stated_which_is_not_the_same_as_unmapped(tiny: TinyCounty) -> None:
    held = load_with(tiny, "P8,2023-01-01 10:00,2023-01-02,1990-01-01,,Y,")
    assert held.kept[1]["sex"] == "not_stated"
    assert held.findings == {}


def test_a_column_of_codes_that_is_empty_from_top_to_bottom_is_not_stated(tiny: TinyCounty) -> None:
    tiny.write([f"P{n},2023-01-0{n} 10:00,2023-01-0{n},1990-01-01,,,,"[:-1] for n in range(1, 5)])
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert {row["sex"] for row in held.kept} == {"not_stated"}


@pytest.mark.parametrize(
    ("born", "rule_id"),
    [
        ("1823-01-01", "implausible_age"),
        ("2022-06-01", "implausible_age"),
        ("2023-06-01", "implausible_age"),
        ("1990-02-30", "unreadable_age"),
        ("unknown", "unreadable_age"),
    ],
)
def test_someone_of_200_years_is_kept_without_an_age_and_counted(tiny: TinyCounty, born: str, rule_id: str) -> None:
    held = load_with(tiny, f"P9,2023-01-07 10:00,2023-01-08,{born},F,Y,")
    assert held.refused == []
    assert (held.kept[1]["age_at_start"], held.kept[1]["birth_year"]) == (None, None)
    assert held.findings == {(rule_id, "born", None): 1}
    assert RULES[rule_id].severity is Severity.WARNING


def test_a_birthday_is_counted_on_its_day(tiny: TinyCounty) -> None:
    held = load_with(
        tiny,
        "P8,2023-03-01 10:00,2023-03-02,2003-03-01,F,Y,",
        "P9,2023-03-01 10:00,2023-03-02,2003-03-02,F,Y,",
    )
    assert [row["age_at_start"] for row in held.kept[1:3]] == [20, 19]


def test_an_age_is_in_whole_years_in_every_month(tiny: TinyCounty) -> None:
    """The twin counts the birthdays, one by one."""
    born = [dt.date(2000, month, day) for month in range(1, 13) for day in (1, 15)]
    starts = [dt.date(2023, month, day) for month in range(1, 13) for day in (14, 15, 16)]
    pairs = [(b, s) for b in born for s in starts]
    tiny.write([f"P{n},{s} 10:00,{s},{b},F,Y," for n, (b, s) in enumerate(pairs)])
    held = tiny.load()
    birthdays = [sum(b.replace(year=year) <= s for year in range(2001, 2024)) for b, s in pairs]
    assert [row["age_at_start"] for row in held.kept] == birthdays


def test_a_nul_byte_is_taken_out_and_the_row_is_kept(tiny: TinyCounty) -> None:
    held = load_with(tiny, "P\x009,2023-01-07 10:00,2023-01-08,1990-01-01,F\x00,Y,a\x00b")
    assert held.refused == []
    assert (held.kept[1]["person_key"], held.kept[1]["sex"]) == ("P9", "female")
    assert held.findings == {("nul_bytes", "", None): 1}


def test_a_line_end_inside_quotes_belongs_to_its_cell_and_the_lines_after_it_are_numbered_right(
    tiny: TinyCounty,
) -> None:
    held = load_with(
        tiny,
        'P9,2023-01-07 10:00,2023-01-08,1990-01-01,F,Y,"first line\nsecond, with a comma\n\nfourth"',
        "P8,2023-02-30 10:00,2023-03-08,1990-01-01,F,Y,",
    )
    assert held.lines == [2, 3, 8, 9, 10]
    assert held.refusals == [(7, "unreadable_date", "in")]


def test_blank_lines_are_no_rows_but_count_as_lines(tiny: TinyCounty) -> None:
    held = load_with(tiny, "", "", "P8,2023-02-30 10:00,2023-03-08,1990-01-01,F,Y,")
    assert held.refusals == [(5, "unreadable_date", "in")]
    assert held.lines == [2, 6, 7, 8]


def test_every_bad_row_of_a_file_is_told_not_only_the_first(tiny: TinyCounty) -> None:
    held = load_with(tiny, *(bad for bad, _, _ in REFUSED.values()))
    assert held.refusals == [(line, rule, column) for line, (_, rule, column) in enumerate(REFUSED.values(), start=3)]
    assert len(held.kept) == len(ROWS)


def test_a_file_of_which_every_row_is_refused_is_taken_in_and_says_so(tiny: TinyCounty) -> None:
    tiny.write([bad for bad, rule, _ in REFUSED.values() if rule == "unreadable_date"])
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert held.kept == []
