"""Files of moments: two things in one file, rows in which nothing happened, and rows that the county leaves out."""

import datetime as dt

import pytest

from data_access.__main__ import main
from data_access.checks import RULES, Severity
from data_access.extract import measure_settings, read_extract
from data_access.receipts import read_receipts
from metrics import registry
from metrics.language import Kind, System
from tests.loading.tiny_county import Held, TinyCounty, assert_nothing_is_lost

ASSESSED = """
kind = "assessment"
key_space = "tiny"
"""
ARRESTED = """
[[source]]
id = "court"
title = "New acts"
agency = "Tiny County Clerk"
system = "court"
kind = "arrest"
file = "stays.csv"
key_space = "tiny"
empty_start = "no_event"

[source.columns]
person_key = "id"
start = "out"

[source.date_formats]
start = ["%Y-%m-%d"]
"""
RULE = """
[[source.only]]
column = "note"
values = ["", "found"]
why = "No case was found for these people."
"""
ROWS = (
    "P1,2023-01-05 10:00,2023-01-06,1990-03-01,F,Y,",
    "P2,2023-02-01 00:00,,1985-12-31,M,N,found",
    "P3,2023-03-03 23:59,  ,1960-07-04,M,,",
    "P4,2023-03-04 23:59,2023-05-01,1960-07-04,M,,lost",
)


@pytest.fixture
def moments(tiny: TinyCounty) -> TinyCounty:
    """The tiny county's one file, read as assessments (column in) and as new acts (column out)."""
    tiny.settle('\nkind = "custody"\n', ASSESSED)
    tiny.settle('end = "out"\n', "")
    tiny.settle('end = ["%Y-%m-%d"]\n', "")
    tiny.county_file.write_text(tiny.county_file.read_text() + ARRESTED)
    tiny.write(ROWS)
    return tiny


def held_by_source(moments: TinyCounty) -> Held:
    """Import both sources; give what the warehouse holds of the second, the new acts."""
    held = moments.load()
    assert_nothing_is_lost(held, moments)
    assert held.receipt["source_id"] == "court"
    return held


def test_a_moment_ends_on_the_day_on_which_it_starts(moments: TinyCounty) -> None:
    held = held_by_source(moments)
    assert [(row["line"], row["kind"], row["start_on"], row["end_on"]) for row in held.kept] == [
        (2, "arrest", dt.date(2023, 1, 6), dt.date(2023, 1, 6)),
        (5, "arrest", dt.date(2023, 5, 1), dt.date(2023, 5, 1)),
    ]


def test_a_row_in_which_nothing_happened_is_counted_and_neither_kept_nor_refused(moments: TinyCounty) -> None:
    held = held_by_source(moments)
    assert held.refused == []
    assert held.findings == {("no_event", "out", None): 2}
    assert RULES["no_event"].severity is Severity.NOTE
    receipt = held.receipt
    assert (receipt["rows_in"], receipt["rows_kept"], receipt["rows_refused"]) == (4, 2, 0)


def test_both_sources_know_the_same_people(moments: TinyCounty) -> None:
    moments.load()
    with moments.engine.connect() as connection:
        assessments, acts = read_receipts(connection, moments.county)
    assert (assessments.rows_kept, assessments.people, assessments.rows_without_event) == (4, 4, 0)
    assert (acts.rows_kept, acts.people, acts.rows_without_event) == (2, 2, 2)
    assert len(moments.everything()["person"]) == 4


def test_without_the_key_an_empty_start_is_refused(moments: TinyCounty) -> None:
    moments.settle('empty_start = "no_event"\n', "")
    held = held_by_source(moments)
    assert held.refusals == [(3, "missing_start", "out"), (4, "missing_start", "out")]


def test_a_date_that_cannot_be_read_is_refused_and_not_taken_for_no_event(moments: TinyCounty) -> None:
    moments.write([*ROWS, "P5,2023-03-04 23:59,soon,1960-07-04,M,,", ",2023-03-04 23:59,,1960-07-04,M,,"])
    held = held_by_source(moments)
    assert held.refusals == [(6, "unreadable_date", "out"), (7, "missing_person_key", "id")]
    assert held.findings["no_event", "out", None] == 2


def test_rows_that_the_county_leaves_out_are_set_aside_counted_and_told_with_its_reason(moments: TinyCounty) -> None:
    moments.county_file.write_text(moments.county_file.read_text() + RULE)
    held = held_by_source(moments)
    assert held.refusals == [(5, "left_out_by_county", "note")]
    assert held.refused[0]["cells"]["note"] == "lost"
    with moments.engine.connect() as connection:
        _, acts = read_receipts(connection, moments.county)
    told = {finding.rule_id: finding.sentence for finding in acts.findings}
    assert told["left_out_by_county"] == "The county leaves such rows out. No case was found for these people."


def test_the_list_of_refused_rows_gives_the_countys_reason(
    moments: TinyCounty, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moments.county_file.write_text(moments.county_file.read_text() + RULE)
    moments.load()
    monkeypatch.setenv("DATA_DIR", str(moments.data_dir))
    assert main(["refused", str(moments.county_folder)]) == 0
    assert "No case was found for these people." in capsys.readouterr().out


def test_a_rule_about_a_column_that_is_not_there_stops_the_load(moments: TinyCounty) -> None:
    moments.county_file.write_text(moments.county_file.read_text() + RULE.replace('"note"', '"remark"'))
    (stopped,) = moments.run_import()
    assert "there is no column 'remark'" in stopped


def test_a_date_after_the_last_day_of_its_own_file_is_in_the_future(moments: TinyCounty) -> None:
    moments.settle('empty_start = "no_event"\n', 'empty_start = "no_event"\nlast_on = 2023-04-30\n')
    held = held_by_source(moments)
    assert held.refusals == [(5, "future_date", "out")]


def test_a_source_that_never_came_makes_its_measure_not_reported_and_not_0(
    moments: TinyCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(moments.data_dir))
    moments.settle('start = "out"\n', 'start = "gone"\n')
    assert main(["build", str(moments.county_folder), "--sources", str(moments.sources)]) == 1
    settings = measure_settings(moments.county, read_extract(moments.data_dir, "tiny"))
    assert {kind: held.through for kind, held in settings.carried.items()} == {
        (System.JAIL, Kind.ASSESSMENT): dt.date(2024, 12, 31)
    }
    assert settings.counted_through(registry.REARREST) == dt.date.min
