"""Each adapter loads its example files as they come; a county takes one in three lines and changes what differs."""

import csv
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from data_access.adapters import taking
from data_access.county import CountyFileError, read_county
from data_access.sources import Source
from tests.adapters.example_county import COUNTY_FILE, EXAMPLES, Loaded, load
from tests.places import ROOT

# By adapter and part: the kinds and statuses of the events in the order of the file, and the rows refused.
EXPECTED: dict[str, dict[str, tuple[list[str], int]]] = {
    "jail": {
        "bookings": (["custody released", "custody released", "custody not_stated", "custody transferred"], 0),
    },
    "court_cases": {
        "cases": (["case convicted", "case dismissed", "case not_stated", "case diverted"], 0),
        "arrests": (["arrest", "arrest", "arrest"], 0),
    },
    "behavioral_health": {
        "treatment": (["treatment completed", "treatment left_early", "treatment not_stated"], 0),
        "services": (["service", "service", "service"], 0),
    },
    "crisis": {"crisis_contacts": (["crisis_contact", "crisis_contact", "crisis_contact"], 0)},
    "hospital": {
        "emergency_visits": (["emergency_visit", "emergency_visit"], 1),
        "hospital_stays": (["hospital_stay completed", "hospital_stay left_early"], 1),
    },
    "supervision": {
        "terms": (["term completed", "term revoked", "term not_stated"], 0),
        "violations": (["violation", "violation", "revocation"], 0),
    },
    "program": {
        "referrals": (["referral", "referral", "referral", "referral"], 0),
        "screenings": (["screening positive", "screening negative"], 0),
        "decisions": (["eligibility eligible", "eligibility not_eligible"], 0),
        "enrollments": (["enrollment not_stated", "enrollment completed", "enrollment left_early"], 0),
    },
    "child_welfare": {"removals": (["foster_care reunified", "foster_care adopted", "foster_care not_stated"], 0)},
    "deaths": {"deaths": (["death", "death"], 0)},
}
HMIS = {
    "enrollments": (
        [
            "emergency_shelter permanent",
            "permanent_housing not_stated",
            "emergency_shelter in_custody",
            "street_outreach died",
        ],
        1,
    ),
    "living_before": (
        [
            "housing_state homeless",
            "housing_state homeless",
            "housing_state in_custody",
            "housing_state not_stated",
        ],
        1,
    ),
    "living_after": (["housing_state permanent", "housing_state in_custody", "housing_state not_stated"], 0),
    "living_now": (["housing_state homeless"], 0),
    "work": (["work_state not_working", "work_state working", "work_state not_stated"], 0),
    "needs": (["screening positive", "screening positive", "screening negative"], 1),
    "services": (["service", "referral"], 1),
    "assessments": (["assessment"], 0),
    "coordinated_entry": (["referral", "service"], 0),
}
EXPECTED |= {"hmis_fy2024": HMIS, "hmis_fy2026": HMIS}


def told(event: dict[str, Any]) -> str:
    return " ".join(filter(None, (event["kind"], event["status"])))


def rows_of(path: Path) -> int:
    with path.open(newline="", encoding="utf-8") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def test_every_adapter_has_an_expectation() -> None:
    assert set(EXPECTED) == set(taking.names())


@pytest.mark.parametrize("adapter", taking.names())
def test_an_adapter_loads_its_example_files_as_they_come(adapter: str, tmp_path: Path) -> None:
    loaded = load(adapter, tmp_path)
    got = {
        source: ([told(event) for event in events], loaded.receipts[source].rows_refused)
        for source, events in loaded.events.items()
    }
    assert got == EXPECTED[adapter]


@pytest.mark.parametrize("adapter", taking.names())
def test_every_row_of_the_example_files_is_accounted_for_and_every_code_known(adapter: str, tmp_path: Path) -> None:
    loaded = load(adapter, tmp_path)
    for receipt in loaded.receipts.values():
        assert receipt.rows_in == rows_of(EXAMPLES / adapter / receipt.file_name)
        others = receipt.rows_without_event + receipt.rows_read_elsewhere
        assert receipt.rows_in == receipt.rows_kept + receipt.rows_refused + others
        assert [finding.column for finding in receipt.findings if finding.rule_id == "unknown_code"] == []


def test_the_gravest_charge_and_the_unit_for_mental_health_complete_a_booking(tmp_path: Path) -> None:
    bookings = load("jail", tmp_path).events["bookings"]
    assert [booking["severity"] for booking in bookings] == ["felony", "misdemeanor", "infraction", "not_stated"]
    assert [booking["flags"] for booking in bookings] == [
        '{"flag_mental_health_need":"no","flag_mental_health_housing":"no"}',
        '{"flag_mental_health_need":"yes","flag_mental_health_housing":"yes"}',
        '{"flag_mental_health_need":"not_stated","flag_mental_health_housing":"not_stated"}',
        '{"flag_mental_health_need":"not_stated","flag_mental_health_housing":"not_stated"}',
    ]


def people(loaded: Loaded) -> list[tuple[str, str, int | None]]:
    events = loaded.events["enrollments"]
    return [(event["sex"], event["race_ethnicity"], event["age_at_start"]) for event in events]


def test_hmis_people_have_a_sex_a_race_and_an_age_in_both_formats(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    in_2024 = people(load("hmis_fy2024", tmp_path / "a"))
    in_2026 = people(load("hmis_fy2026", tmp_path / "b"))
    assert in_2024 == [
        ("female", "hispanic", 31),
        ("female", "hispanic", 31),
        ("other", "white", 36),
        ("not_stated", "not_stated", 7),
    ]
    assert in_2026 == [*in_2024[:2], ("male", "white", 36), in_2024[3]]


def test_a_county_changes_an_adapter_key_by_key(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    text = (
        (EXAMPLES / "jail" / "bookings.csv").read_text("utf-8").replace("PersonID", "Person No").replace("ROR", "O.R.")
    )
    (folder / "JAIL.TXT").write_text(text.replace(",Race,", ",Ethnic,"), "utf-8")
    (folder / "charges.csv").write_bytes((EXAMPLES / "jail" / "charges.csv").read_bytes())
    more = """
file = "JAIL.TXT"
join = [{ name = "move", file = "" }]
[source.columns]
person_key = "Person No"
race_ethnicity = ""
flag_mental_health_housing = ""
[source.codes.status]
"O.R." = "released"
"""
    loaded = load("jail", tmp_path, more=more, sources=folder)
    (source,) = loaded.county.sources
    assert [join.name for join in source.joins] == ["charge"]
    first = loaded.events["bookings"][0]
    assert (first["start_on"], first["status"], first["race_ethnicity"]) == (dt.date(2024, 1, 3), "released", None)


def test_one_part_that_is_taken_alone_is_not_taken_again_with_all(tmp_path: Path) -> None:
    alone = '\n[[source]]\nadapter = "program"\npart = "referrals"\nagency = "The court"\nid = "sent"\n'
    loaded = load("program", tmp_path, more=alone)
    assert [(source.id, source.agency) for source in loaded.county.sources] == [
        ("screenings", "An example agency"),
        ("decisions", "An example agency"),
        ("enrollments", "An example agency"),
        ("sent", "The court"),
    ]


WRONG = {
    "no such adapter": ('adapter = "jail"', 'adapter = "jails"', ["source[1].adapter", "'jails'", "court_cases"]),
    "no such part": ('adapter = "jail"', 'adapter = "jail"\npart = "stays"', ["source[1].part", "'stays'", "bookings"]),
    "a part of nothing": ('adapter = "jail"', 'part = "bookings"', ["source[1].adapter", "None", "jail"]),
    "a wrong key over the adapter's": (
        'agency = "An example agency"',
        'agency = "A"\ncolums = { start = "x" }',
        ["source[1] (part bookings of jail).colums", "correct its spelling"],
    ),
    "no agency": ('agency = "An example agency"', "", ["source[1] (part bookings of jail).agency", "is missing"]),
}


@pytest.mark.parametrize(("old", "new", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_use_of_an_adapter_gets_its_remedy(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    (tmp_path / "county.toml").write_text(COUNTY_FILE.format(adapter="jail").replace(old, new), "utf-8")
    with pytest.raises(CountyFileError) as caught:
        read_county(str(tmp_path))
    for word in words:
        assert word in str(caught.value)


GUIDES = ROOT / "docs" / "adapters"


@pytest.mark.parametrize("adapter", taking.names())
def test_a_guide_names_every_part_and_every_column_of_an_adapter(adapter: str) -> None:
    guide = (GUIDES / f"{adapter.split('_fy', maxsplit=1)[0]}.md").read_text("utf-8")
    missing = []
    for part in taking.parts_of(adapter):
        source = Source.model_validate({**part, "agency": "any"})
        named = {source.id, source.file, *source.columns.values(), *(join.file for join in source.joins)}
        missing += sorted(name for name in named if name not in guide and name.partition(".")[2] not in guide)
    assert missing == []


@pytest.mark.parametrize("guide", sorted(GUIDES.glob("*.md")), ids=lambda path: path.stem)
def test_links_of_a_guide_lead_somewhere(guide: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", guide.read_text("utf-8"))
    assert links
    assert [link for link in links if not (guide.parent / link).exists()] == []
