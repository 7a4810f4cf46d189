"""Programs as a grouping of their own: codes become our ids, and a county with one program can be told by it."""

import datetime as dt

import polars as pl

from metrics.folding import Population, fold
from metrics.group_keys import RECORD_KEY
from metrics.grouping import Grouping
from metrics.language import EPISODES
from metrics.programs import Program, by_program, with_programs

COURT = Program(program_id="court", codes=frozenset({"TC-1", "TC-2"}), intercept=3)


def test_codes_become_our_ids_and_the_two_unknowns_are_told_apart() -> None:
    told = [("program", "TC-1"), ("program", "TC-2"), ("program", None), ("program", "XX"), ("jail", "TC-1")]
    rows = [{**dict.fromkeys(EPISODES), "system": system, "program_id": code} for system, code in told]
    found = with_programs(pl.DataFrame(rows, schema=EPISODES), [COURT])
    assert found["program"].to_list() == ["court", "court", "not_stated", "unmapped", None]
    unnamed = with_programs(pl.DataFrame(rows, schema=EPISODES), [])
    assert unnamed["program"].to_list() == ["unmapped", "unmapped", "not_stated", "unmapped", None]


def people(number: int) -> Population:
    rows = {
        "period": ["2022"] * number,
        "person_id": list(range(number)),
        RECORD_KEY: [1] * number,
        "sex": ["female" if one % 2 else "male" for one in range(number)],
        "program": ["court"] * number,
    }
    return Population(people=pl.DataFrame(rows), floors={"2022": (10, 10, 10)}, apart=10)


def test_a_county_with_one_program_is_told_by_it_and_by_nothing_that_is_too_small() -> None:
    sex = Grouping(grouping_id="sex", field="sex", group_ids=("female", "male"))
    groupings = (sex, by_program([COURT]))
    assert {table.by for table in fold(people(40), groupings, {})} == {(), ("sex",), ("program",), ("sex", "program")}
    assert {table.by for table in fold(people(12), groupings, {})} == {(), ("program",)}
    assert fold(people(8), groupings, {}) == []


def test_a_day_of_a_program_stays_on_its_day() -> None:
    row = {**dict.fromkeys(EPISODES), "system": "program", "program_id": "TC-1", "start_on": dt.date(2022, 1, 1)}
    assert with_programs(pl.DataFrame([row], schema=EPISODES), [COURT])["start_on"].to_list() == [dt.date(2022, 1, 1)]
