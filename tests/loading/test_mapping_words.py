"""Files that do not say enough by themselves: joined files, kinds from columns, rows that others read, no dates."""

import datetime as dt
from pathlib import Path

import pytest

from data_access import building
from data_access.county import CountyFileError, read_county
from data_access.extract import measure_settings, read_extract
from data_access.receipts import read_receipts
from metrics.events import Edge
from metrics.language import Kind, System
from tests.loading.tiny_county import NOW, Held, TinyCounty, assert_nothing_is_lost

COUNTY = """\
name = "Tiny County"
time_zone = "America/Denver"
grouping = []

[data_span]
first_on = 2023-01-01
rule = "fixed"
last_on = 2024-12-31

[[source]]
id = "housing"
title = "Housing"
agency = "Tiny Housing Office"
system = "housing"
file = "stays.csv"
key_space = "housing"

[source.kind_from]
column = "project.type"
codes = { 0 = "emergency_shelter", 3 = "permanent_housing" }

[[source.join]]
name = "project"
file = "projects.csv"
on = "project"
key = "id"

[[source.join]]
name = "exit"
file = "exits.csv"
on = "stay"
missing = "keep"

[source.columns]
person_key = "person"
start = "in"
end = "exit.out"
status = "exit.to"
program_id = "project"

[source.date_formats]
start = ["%Y-%m-%d"]
end = ["%Y-%m-%d"]

[source.codes.status]
410 = "permanent"
207 = "in_custody"

[source.constants]
flag_housed_here = "yes"

[source.marks.race_ethnicity]
yes = ["1"]
several = "multiple"
wins = ["hispanic"]
columns = { black = "black", hispanic = "hispanic", white = "white" }
"""
OUTREACH = """
[[source]]
id = "outreach"
title = "Outreach"
agency = "Tiny Housing Office"
system = "housing"
kind = "street_outreach"
file = "stays.csv"
key_space = "housing"
edges = "start"
join = [{ name = "project", file = "projects.csv", on = "project", key = "id" }]
only = [{ column = "project.type", values = ["4"], others = "read_elsewhere" }]

[source.columns]
person_key = "person"
start = "in"

[source.date_formats]
start = ["%Y-%m-%d"]
"""
SHARED = """
[[source.only]]
column = "project.type"
values = ["0", "3"]
others = "read_elsewhere"
"""
HEADER = "stay,person,project,in,black,hispanic,white"
STAYS = (
    "S1,P1,10,2023-01-05,1,0,0",
    "S2,P1,20,2023-02-01,0,1,1",
    "S3,P2,10,2023-03-01,1,0,1",
    "S4,P3,20,2023-03-02,,,",
)
PROJECTS = "id,type,name\n10,0,Shelter\n20,3,Homes\n30,4,Street\n40,9,Other\n"
EXITS = "stay,out,to\nS1,2023-01-20,410\nS3,2023-03-05,207\nS9,2023-03-05,410\n"


@pytest.fixture
def housing(tiny: TinyCounty) -> TinyCounty:
    tiny.county_file.write_text(COUNTY)
    tiny.write(STAYS, header=HEADER)
    (tiny.sources / "projects.csv").write_text(PROJECTS)
    (tiny.sources / "exits.csv").write_text(EXITS)
    return tiny


def loaded(county: TinyCounty) -> Held:
    held = county.load()
    assert_nothing_is_lost(held, county)
    return held


def test_a_row_is_completed_from_other_files_and_its_kind_read_from_one(housing: TinyCounty) -> None:
    held = loaded(housing)
    assert [(row["kind"], row["end_on"], row["status"], row["program_id"]) for row in held.kept] == [
        ("emergency_shelter", dt.date(2023, 1, 20), "permanent", "10"),
        ("permanent_housing", None, "not_stated", "20"),
        ("emergency_shelter", dt.date(2023, 3, 5), "in_custody", "10"),
        ("permanent_housing", None, "not_stated", "20"),
    ]


def test_a_field_spread_over_columns_and_a_constant(housing: TinyCounty) -> None:
    held = loaded(housing)
    assert [row["race_ethnicity"] for row in held.kept] == ["black", "hispanic", "multiple", "not_stated"]
    assert {row["flags"] for row in held.kept} == {'{"flag_housed_here":"yes"}'}


def test_rows_of_another_file_that_belong_to_no_row_are_counted(housing: TinyCounty) -> None:
    assert loaded(housing).findings["joined_rows_unused", "exit.stay", None] == 1


def test_rows_that_cannot_be_completed_are_refused(housing: TinyCounty) -> None:
    lines = ["S5,P4,99,2023-04-01,,,", "S6,P4,40,2023-04-01,,,", "S7,P4,,2023-04-01,,,", "S3,P5,10,2023-04-02,,,"]
    housing.write([*STAYS, *lines], header=HEADER)
    (housing.sources / "exits.csv").write_text(f"{EXITS}S3,2023-03-06,207\nS1,2023-01-20,410\n")
    held = loaded(housing)
    assert held.refusals == [
        (4, "joined_rows_differ", "stay"),
        (6, "joined_row_missing", "project"),
        (7, "unknown_kind", "project.type"),
        (8, "joined_row_missing", "project"),
        (9, "joined_rows_differ", "stay"),
    ]


def test_of_several_joined_rows_the_first_in_the_countys_order_counts(housing: TinyCounty) -> None:
    housing.settle('missing = "keep"\n', 'missing = "keep"\nfirst_by = { column = "to", order = ["207", "410"] }\n')
    (housing.sources / "exits.csv").write_text(f"{EXITS}S1,2023-01-25,207\nS1,2023-01-24,207\nS1,2023-01-23,999\n")
    held = loaded(housing)
    assert (held.kept[0]["end_on"], held.kept[0]["status"]) == (dt.date(2023, 1, 25), "in_custody")
    assert held.refused == []


def test_a_changed_joined_file_is_read_again(housing: TinyCounty) -> None:
    loaded(housing)
    (housing.sources / "exits.csv").write_text(EXITS.replace("S1,2023-01-20,410", "S1,2023-01-21,410"))
    assert loaded(housing).kept[0]["end_on"] == dt.date(2023, 1, 21)


def test_a_joined_file_that_is_not_there_stops_the_load(housing: TinyCounty) -> None:
    (housing.sources / "exits.csv").unlink()
    (stopped,) = housing.run_import()
    assert "exits.csv is not in the folder" in stopped


def test_two_sources_share_a_file_and_no_row_is_lost_or_refused_twice(housing: TinyCounty) -> None:
    housing.county_file.write_text(COUNTY + SHARED + OUTREACH)
    more = ["S5,P4,30,2023-04-01,,,", "S6,P4,40,2023-04-01,,,", "S7,P4,99,2023-04-01,,,", "S5,P4,30,2023-04-01,,,"]
    housing.write([*STAYS, *more], header=HEADER)
    held = loaded(housing)
    assert [(row["line"], row["kind"], row["end_on"]) for row in held.kept] == [(6, "street_outreach", None)]
    assert held.refusals == [(8, "joined_row_missing", "project"), (9, "duplicate_row", "")]
    with housing.engine.connect() as connection:
        stays, outreach = read_receipts(connection, housing.county)
    assert (stays.rows_in, stays.rows_kept, stays.rows_refused, stays.rows_read_elsewhere) == (8, 4, 2, 2)
    assert (outreach.rows_in, outreach.rows_kept, outreach.rows_refused, outreach.rows_read_elsewhere) == (8, 1, 2, 5)
    assert (stays.rows_refused_again, outreach.rows_refused_again) == (0, 1), "line 9 was refused by stays before"
    rules = {finding.rule_id: finding.rows for finding in stays.findings}
    assert (rules["read_by_no_source"], rules["read_elsewhere"]) == (1, 2)


def test_a_row_that_another_source_reads_needs_that_source(tiny: TinyCounty) -> None:
    tiny.county_file.write_text(COUNTY + SHARED)
    with pytest.raises(CountyFileError, match=r"no other source reads stays\.csv by the column 'project\.type'"):
        read_county(str(tiny.county_folder))


PRISON = """\
name = "Tiny State"
time_zone = "America/Denver"
grouping = []
episode_gap_days = 0

[data_span]
rule = "fixed"
last_on = 2024-12-31

[[source]]
id = "left"
title = "Left prison"
agency = "Tiny State"
system = "prison"
kind = "custody"
file = "stays.csv"
each_row_is_a_person = true
exact_duplicates = "keep"
edges = "end"
columns = { end = "year", age_at_start = "age" }
dates = { end = { day_of_year = "07-01", years_later = -1 } }
codes = { age_at_start = { "25-34" = "30" } }

[[source]]
id = "back"
title = "Came back"
agency = "Tiny State"
system = "prison"
kind = "custody"
file = "stays.csv"
each_row_is_a_person = true
exact_duplicates = "keep"
edges = "start"
empty_start = "no_event"
columns = { start = "year" }
dates = { start = { day_of_year = "07-01", years_later = -1, plus_days = "days" } }
"""
YEARS = (
    "2022,25-34,",
    "2022,25-34,",
    "2022,25-34,10",
    "2022,?,0",
    "2023,25-34,x",
    "2023,25-34,-3",
    ",25-34,5",
    "soon,,7",
)


@pytest.fixture
def prison(tiny: TinyCounty) -> TinyCounty:
    tiny.county_file.write_text(PRISON)
    tiny.write(YEARS, header="year,age,days")
    return tiny


def test_days_after_a_year_become_dates_and_each_row_is_a_person(prison: TinyCounty) -> None:
    held = loaded(prison)
    july = dt.date(2021, 7, 1)
    assert [(row["line"], row["start_on"], row["end_on"]) for row in held.kept] == [
        (4, dt.date(2021, 7, 11), None),
        (5, july, None),
    ]
    assert held.refusals == [
        (6, "unreadable_days", "days"),
        (7, "unreadable_days", "days"),
        (9, "unreadable_date", "year"),
    ]
    assert held.findings["no_event", "year", None] == 3
    assert held.findings["no_person_key", "", None] == 2
    assert held.findings["day_stands_for_year", "year", None] == 2
    assert held.findings["end_not_known", "", None] == 2
    releases = [row for row in prison.everything()["event"] if row[8] == row[7]]
    assert len(releases) == 6
    assert len(prison.everything()["person"]) == 6


def test_rows_that_are_people_may_move_to_other_lines(prison: TinyCounty) -> None:
    loaded(prison)
    prison.write(["2022,25-34,20", *YEARS], header="year,age,days")
    held = loaded(prison)
    july = dt.date(2021, 7, 1)
    assert [(row["line"], row["start_on"]) for row in held.kept] == [
        (2, dt.date(2021, 7, 21)),
        (5, dt.date(2021, 7, 11)),
        (6, july),
    ]


def test_a_band_of_ages_is_counted_as_one_age_in_it(prison: TinyCounty) -> None:
    prison.county_file.write_text(PRISON[: PRISON.index('[[source]]\nid = "back"')])
    held = loaded(prison)
    assert [row["age_at_start"] for row in held.kept] == [30, 30, 30, None, 30, 30]
    assert held.findings["unreadable_age", "age", None] == 1


def test_each_end_of_a_stay_is_covered_as_far_as_the_file_that_knows_it(prison: TinyCounty) -> None:
    prison.settle('edges = "end"\n', 'edges = "end"\nlast_on = 2022-12-31\n')
    loaded(prison)
    building.extract(prison.county, prison.data_dir, NOW, lambda _: None)
    settings = measure_settings(prison.county, read_extract(prison.data_dir, prison.county.id))
    in_prison = settings.carried[System.PRISON, Kind.CUSTODY]
    assert in_prison.of_edge(Edge.END) == dt.date(2022, 12, 31)
    assert in_prison.of_edge(Edge.START) == dt.date(2024, 12, 31)


WRONG = {
    "two kinds": ('system = "housing"\n', 'system = "housing"\nkind = "custody"\n', ["either kind or"]),
    "stay and moment": ('3 = "permanent_housing"', '3 = "service"', ["partly stays and partly moments"]),
    "status of no such kind": ('410 = "permanent"', '410 = "convicted"', ["codes.status.410", "homeless"]),
    "constant that is no word": ('here = "yes"', 'here = "sure"', ["constants.flag_housed_here", "yes"]),
    "winner that is no column": ('wins = ["hispanic"]', 'wins = ["asian"]', ["wins", "asian"]),
    "mark that is no word": ('white = "white"', 'white = "pale"', ["marks.race_ethnicity.white", "white"]),
    "field given twice": ('flag_housed_here = "yes"', 'program_id = "x"', ["program_id", "keep one"]),
    "join before its key": ('on = "project"', 'on = "exit.project"', ["join 'project'", "move that one up"]),
    "key with each row": ("[source.kind_from]", "each_row_is_a_person = true\n[source.kind_from]", ["person_key"]),
    "edge that the file has": ("[source.kind_from]", 'edges = "start"\n[source.kind_from]', ["columns.end"]),
}


@pytest.mark.parametrize(("old", "new", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_word_gets_its_remedy(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    assert COUNTY.count(old) == 1
    (tmp_path / "county.toml").write_text(COUNTY.replace(old, new))
    with pytest.raises(CountyFileError) as caught:
        read_county(str(tmp_path))
    for word in words:
        assert word in str(caught.value)


def test_what_will_come_of_a_stay_that_still_lasts_is_not_an_unknown(housing: TinyCounty) -> None:
    found = loaded(housing).findings
    assert ("often_empty", "status", None) not in found
    assert ("often_empty", "race_ethnicity", None) in found
