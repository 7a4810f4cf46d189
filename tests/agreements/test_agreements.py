"""What a register must hold, and that a source which no agreement covers leaves the next extract and says so."""

import datetime as dt
import json
from pathlib import Path

import pytest

from data_access import building
from data_access.audit import read_entries
from data_access.county import COUNTIES_FOLDER, CountyFileError, read_county
from data_access.extract import ExtractError, extracts_folder, read_extract
from data_access.publications import Audience, read_publication
from data_access.store import names
from metrics.language import Status
from tests.agreements.registers import RIGHT, register
from tests.loading.tiny_county import TinyCounty


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCounty:
    return TinyCounty(tmp_path)


def at(day: str) -> dt.datetime:
    """Return noon in Denver, the county's clock, on a day."""
    return dt.datetime.fromisoformat(f"{day}T19:00:00+00:00")


def test_the_register_that_the_others_spoil_is_right(tiny: TinyCounty) -> None:
    register(tiny)
    found = tiny.county.agreements
    assert found is not None
    assert [agreement.id for agreement in found.of("jail")] == ["sheriff"]
    assert found.contact.office == "Tiny County Privacy Office"


WRONG = {
    "unknown key": ('legal_basis = "', 'law = "x"\nlegal_basis = "', ["agreement[1].law", "spelling"]),
    "missing purpose": ('purpose = "To see how people do after jail."\n', "", ["agreement[1].purpose", "is missing"]),
    "no party": ('["Tiny County", "Tiny County Sheriff"]', "[]", ["agreement[1].parties"]),
    "empty words": ('data = "Stays in jail."', 'data = ""', ["agreement[1].data"]),
    "end before start": ("end = 2025-12-31", "end = 2019-12-31", ["agreement[1]", "end is before start"]),
    "impossible day": ("start = 2020-01-01", 'start = "2020-02-30"', ["agreement[1].start", "2020-02-30"]),
    "no retention": ("keep_days = 365\n", "", ["agreement[1]", "retention is missing", "keep_until"]),
    "retention told twice": ("keep_days = 365", "keep_days = 365\nkeep_until = 2030-01-01", ["told twice"]),
    "retention of open data": (
        "keep_days = 365",
        'keep_days = 365\nopen_data = { publisher = "x", license = "y" }',
        ["agreement[1]", "open data", "remove keep_days"],
    ),
    "source twice": ('sources = ["jail"]', 'sources = ["jail", "jail"]', ["agreement[1]", "names a source twice"]),
    "source that the county lacks": (
        'sources = ["jail"]',
        'sources = ["jail", "court"]',
        ["agreement[1].sources", "'court'", "correct its spelling or remove it"],
    ),
    "source that no agreement names": (
        'sources = ["jail"]',
        'sources = ["court"]',
        ["none names the source 'jail'", "add it"],
    ),
    "no contact": (RIGHT[: RIGHT.index("[[agreement]]")], "", ["contact", "is missing"]),
    "no agreement": (RIGHT[RIGHT.index("[[agreement]]") :], "", ["agreement", "is missing"]),
    "two agreements with one id": (
        RIGHT[RIGHT.index("[[agreement]]") :],
        RIGHT[RIGHT.index("[[agreement]]") :] * 2,
        ["two agreements share an id"],
    ),
    "no TOML": ("[contact]", "[contact", ["is not valid TOML", "Mend that line"]),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_register_is_told_what_to_mend(tiny: TinyCounty, case: tuple[str, str, list[str]]) -> None:
    old, new, said = case
    assert RIGHT.count(old) == 1
    register(tiny, RIGHT.replace(old, new))
    with pytest.raises(CountyFileError) as error:
        read_county(str(tiny.county_folder))
    for words in ("tiny/agreements.toml", *said):
        assert words in str(error.value)


def test_a_register_that_is_no_text_is_told_so(tiny: TinyCounty) -> None:
    register(tiny).write_bytes(b"\xff\xfe[contact]")
    with pytest.raises(CountyFileError, match=r"agreements\.toml is not UTF-8 text"):
        read_county(str(tiny.county_folder))


def test_a_register_in_the_county_file_is_sent_to_its_own_file(tiny: TinyCounty) -> None:
    tiny.county_file.write_text(f"{tiny.county_file.read_text()}\n[agreements]\n")
    with pytest.raises(CountyFileError, match=r"agreements: they stand in agreements\.toml"):
        read_county(str(tiny.county_folder))


@pytest.mark.parametrize("folder", sorted(path.parent for path in COUNTIES_FOLDER.glob("*/county.toml")), ids=str)
def test_every_county_that_ships_has_a_register(folder: Path) -> None:
    county = read_county(folder.name)
    assert county.agreements is not None
    for source in county.sources:
        assert county.agreements.not_covered(source.id, dt.date(2026, 11, 25)) is None


def test_a_county_without_a_register_works_and_is_told(tiny: TinyCounty) -> None:
    said: list[str] = []
    assert building.build(tiny.county, tiny.sources, tiny.data_dir, at("2026-01-01"), said.append) == []
    assert any("No agreements are on record" in line for line in said)


@pytest.mark.parametrize("day", ["2020-01-01", "2025-12-31"])
def test_an_agreement_holds_on_its_first_and_on_its_last_day(tiny: TinyCounty, day: str) -> None:
    register(tiny)
    found = tiny.county.agreements
    assert found is not None
    assert found.not_covered("jail", dt.date.fromisoformat(day)) is None


TWO = f"""{RIGHT}
[[agreement]]
id = "sheriff_again"
parties = ["Tiny County", "Tiny County Sheriff"]
sources = ["jail"]
data = "Stays in jail."
purpose = "To see how people do after jail."
legal_basis = "Board order 19."
start = 2027-01-01
keep_until = 2040-01-01
contact = "The sheriff's records clerk"
"""


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2019-12-31", ("agreement_not_begun", "sheriff", dt.date(2020, 1, 1))),
        ("2026-01-01", ("agreement_ended", "sheriff", dt.date(2025, 12, 31))),
        ("2026-12-31", ("agreement_ended", "sheriff", dt.date(2025, 12, 31))),
        ("2027-01-01", None),
    ],
)
def test_between_two_agreements_a_source_is_covered_by_none(
    tiny: TinyCounty, day: str, why: tuple[str, str, dt.date] | None
) -> None:
    register(tiny, TWO)
    found = tiny.county.agreements
    assert found is not None
    problem = found.not_covered("jail", dt.date.fromisoformat(day))
    assert (problem and (problem.why.value, problem.agreement_id, problem.on)) == why


COURT = """
[[source]]
id = "court"
title = "Arrests"
agency = "Tiny County Court"
system = "court"
kind = "arrest"
file = "arrests.csv"
key_space = "jail"

[source.columns]
person_key = "id"
start = "on"

[source.date_formats]
start = ["%Y-%m-%d"]
"""
COURT_AGREEMENT = RIGHT[RIGHT.index("[[agreement]]") :].replace('id = "sheriff"', 'id = "court"')
COURT_AGREEMENT = COURT_AGREEMENT.replace('["jail"]', '["court"]').replace("2025-12-31", "2024-06-30")


@pytest.fixture
def with_court(tiny: TinyCounty) -> TinyCounty:
    """The tiny county with arrests beside its stays. The court's agreement ends on June 30, 2024, a year before the other."""
    tiny.county_file.write_text(f"{tiny.county_file.read_text()}{COURT}")
    (tiny.sources / "arrests.csv").write_text("id,on\nP1,2023-04-01\nP2,2023-03-01\nP3,2023-05-01\n")
    register(tiny, f"{RIGHT}\n{COURT_AGREEMENT}")
    return tiny


def build(tiny: TinyCounty, day: str) -> None:
    assert building.build(tiny.county, tiny.sources, tiny.data_dir, at(day), lambda _: None) == []


def rearrest(tiny: TinyCounty) -> set[str]:
    answers = read_publication(tiny.data_dir, "tiny", Audience.PUBLIC).answers(measure_id="rearrest_after_release")
    return set(answers.frame["status"])


def test_a_source_whose_agreement_ended_leaves_the_next_extract_and_its_measures_say_so(with_court: TinyCounty) -> None:
    build(with_court, "2024-06-30")
    extract = read_extract(with_court.data_dir, "tiny")
    assert extract.episodes.filter(system="court").height == 3
    assert Status.NOT_REPORTED.value not in rearrest(with_court)
    build(with_court, "2024-07-01")
    extract = read_extract(with_court.data_dir, "tiny")
    assert extract.episodes.filter(system="court").height == 0
    assert extract.episodes.filter(system="jail").height == 4
    assert rearrest(with_court) == {Status.NOT_REPORTED.value}


def test_what_was_left_out_is_counted_in_the_publication_and_in_the_audit_log(with_court: TinyCounty) -> None:
    build(with_court, "2024-07-01")
    jail, court = read_publication(with_court.data_dir, "tiny", Audience.PUBLIC).manifest.sources
    assert jail.withheld == ()
    (withheld,) = court.withheld
    assert (withheld.reason, withheld.rows, withheld.on) == ("agreement_ended", 3, dt.date(2024, 6, 30))
    entries = [(entry.deed, json.loads(entry.about)) for entry in read_entries(with_court.data_dir, "tiny")]
    assert [deed for deed, _ in entries] == ["load", "load", "agreement_ended", "extract", "publish", "publish"]
    assert entries[2][1] == {"agreement_id": "court", "reason": "agreement_ended", "rows": 3, "source_id": "court"}
    assert (entries[3][1]["sources"], entries[3][1]["left_out"]) == (1, 3)


def test_no_earlier_extract_stays_that_still_holds_what_may_not_be_used(with_court: TinyCounty) -> None:
    build(with_court, "2024-06-30")
    build(with_court, "2024-07-01")
    folder = extracts_folder(with_court.data_dir, "tiny")
    assert names(folder) == (read_extract(with_court.data_dir, "tiny").extract_id,)


def test_a_day_on_which_nothing_changes_makes_the_same_extract(with_court: TinyCounty) -> None:
    build(with_court, "2024-07-01")
    entries = len(read_entries(with_court.data_dir, "tiny"))
    build(with_court, "2024-08-15")
    assert len(read_entries(with_court.data_dir, "tiny")) == entries


def test_the_day_is_the_countys_own(with_court: TinyCounty) -> None:
    """At 04:00 in Greenwich on July 1 it is still June 30 in Denver."""
    now = dt.datetime(2024, 7, 1, 4, tzinfo=dt.UTC)
    building.build(with_court.county, with_court.sources, with_court.data_dir, now, lambda _: None)
    assert read_extract(with_court.data_dir, "tiny").episodes.filter(system="court").height == 3


def test_without_any_agreement_there_is_no_new_extract_and_the_last_publication_stays(with_court: TinyCounty) -> None:
    build(with_court, "2024-07-01")
    before = read_publication(with_court.data_dir, "tiny", Audience.PUBLIC).manifest
    with pytest.raises(ExtractError, match=r"No agreement covers any source of tiny on 2026-01-01.*agreements\.toml"):
        build(with_court, "2026-01-01")
    assert read_publication(with_court.data_dir, "tiny", Audience.PUBLIC).manifest == before
