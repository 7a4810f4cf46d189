"""Records of treatment for substance use need a consent that holds on the day; those without one are counted by reason."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from data_access import building, corrections
from data_access.consent import VALID, standing
from data_access.consent_elements import ELEMENTS, EXPIRY, NOTICE, RECIPIENT
from data_access.county import CountyFileError, read_county
from data_access.extract import read_extract
from data_access.publications import Audience, read_publication
from data_access.use_of_data import read_use
from tests.loading.tiny_county import TinyCounty
from tests.postgres import fresh_database

TODAY = dt.date(2024, 6, 30)
NOW = dt.datetime(2024, 6, 30, 19, tzinfo=dt.UTC)


def form(
    person_id: int = 1, signed: str = "2024-01-01", ends: str | None = "2024-12-31", **marks: str
) -> dict[str, Any]:
    """Return a consent that holds on TODAY, unless a mark or a day says otherwise."""
    whole = {**dict.fromkeys(ELEMENTS, "yes"), EXPIRY: "no", **marks}
    end_on = dt.date.fromisoformat(ends) if ends else None
    return {"person_id": person_id, "start_on": dt.date.fromisoformat(signed), "end_on": end_on, **whole}


def reasons(forms: list[dict[str, Any]], revoked: list[tuple[int, str]] | None = None) -> dict[int, str]:
    days = {"person_id": pl.Int64, "start_on": pl.Date}
    schema = {**days, "end_on": pl.Date, **dict.fromkeys((*ELEMENTS, EXPIRY), pl.String)}
    taken_back = [{"person_id": person, "start_on": dt.date.fromisoformat(day)} for person, day in revoked or []]
    found = standing(pl.DataFrame(forms, schema=schema), pl.DataFrame(taken_back, schema=days), TODAY)
    return dict(found.rows())


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (form(), VALID),
        (form(ends="2024-06-30"), VALID),
        (form(ends="2024-06-29"), "consent_expired"),
        (form(signed="2024-06-30"), VALID),
        (form(ends=None), "consent_element_missing"),
        (form(ends=None, flag_part2_expiry="yes"), VALID),
        (form(flag_part2_signature="no"), "consent_element_missing"),
        (form(flag_part2_purpose="not_stated"), "consent_element_missing"),
        (form(flag_part2_information="unmapped"), "consent_element_missing"),
        (form(flag_part2_recipient="no"), "consent_recipient_not_named"),
        (form(flag_part2_recipient="no", flag_part2_signature="no"), "consent_element_missing"),
    ],
)
def test_a_consent_holds_or_says_why_not(told: dict[str, Any], reason: str) -> None:
    assert reasons([told]) == {1: reason}


def test_a_consent_that_is_signed_later_is_none_yet() -> None:
    assert reasons([form(signed="2024-07-01")]) == {}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024-03-01", "consent_revoked"),
        ("2024-06-30", "consent_revoked"),
        ("2024-07-01", VALID),
        ("2023-12-31", VALID),
    ],
)
def test_taking_it_back_ends_what_was_signed_before_from_that_day_on(day: str, reason: str) -> None:
    assert reasons([form()], [(1, day)]) == {1: reason}


def test_a_new_consent_after_one_was_taken_back_holds() -> None:
    assert reasons([form(signed="2024-01-01"), form(signed="2024-05-01")], [(1, "2024-04-01")]) == {1: VALID}


def test_one_consent_that_holds_is_enough_and_else_the_newest_tells_why() -> None:
    expired, without_name = form(ends="2024-02-01"), form(signed="2024-03-01", flag_part2_recipient="no")
    assert reasons([expired, form(signed="2023-01-01")]) == {1: VALID}
    assert reasons([without_name, expired]) == {1: "consent_recipient_not_named"}


def slowly(forms: list[dict[str, Any]], revoked: list[tuple[int, str]]) -> dict[int, str]:
    """Judge each person's consents one by one, in loops."""
    found: dict[int, str] = {}
    for person in {told["person_id"] for told in forms}:
        judged = []
        for told in forms:
            if told["person_id"] != person or told["start_on"] > TODAY:
                continue
            days = [dt.date.fromisoformat(day) for who, day in revoked if who == person]
            marks = [name for name in ELEMENTS if name != RECIPIENT]
            if any(told["start_on"] <= day <= TODAY for day in days):
                reason = "consent_revoked"
            elif told["end_on"] is not None and told["end_on"] < TODAY:
                reason = "consent_expired"
            elif any(told[name] != "yes" for name in marks) or (told["end_on"] is None and told[EXPIRY] != "yes"):
                reason = "consent_element_missing"
            else:
                reason = VALID if told[RECIPIENT] == "yes" else "consent_recipient_not_named"
            judged.append((told["start_on"], reason))
        if judged:
            newest = max(day for day, _ in judged)
            on_that_day = {reason for day, reason in judged if day == newest}
            found[person] = VALID if any(reason == VALID for _, reason in judged) else min(on_that_day, key=ORDER.index)
    return found


ORDER = [
    *("consent_revoked", "consent_expired", "consent_element_missing", "consent_recipient_not_named"),
]
DAYS = st.sampled_from(["2024-01-01", "2024-03-01", "2024-06-29", "2024-06-30", "2024-07-01"])
FORMS = st.builds(
    form,
    person_id=st.integers(1, 3),
    signed=DAYS,
    ends=st.none() | st.just("2024-06-29") | st.just("2024-12-31"),
    flag_part2_signature=st.sampled_from(["yes", "yes", "no", "not_stated"]),
    flag_part2_recipient=st.sampled_from(["yes", "yes", "no"]),
    flag_part2_expiry=st.sampled_from(["yes", "no"]),
)


@given(st.lists(FORMS, max_size=8), st.lists(st.tuples(st.integers(1, 4), DAYS), max_size=3))
def test_the_rule_agrees_with_slow_loops(forms: list[dict[str, Any]], revoked: list[tuple[int, str]]) -> None:
    assert reasons(forms, revoked) == slowly(forms, revoked)


CLINIC = """
[[source]]
id = "clinic"
title = "Opioid treatment"
agency = "Tiny County Clinic"
system = "behavioral_health"
kind = "treatment"
file = "clinic.csv"
key_space = "clinic"
part_2 = true

[source.columns]
person_key = "mrn"
start = "in"
end = "out"

[source.date_formats]
start = ["%Y-%m-%d"]
end = ["%Y-%m-%d"]

[[source]]
id = "consents"
title = "Consent forms"
agency = "Tiny County Clinic"
system = "behavioral_health"
kind = "consent"
file = "consents.csv"
key_space = "clinic"

[source.columns]
person_key = "mrn"
start = "signed"
end = "until"
flag_part2_recipient = "for"
flag_part2_signature = "signature"

[source.date_formats]
start = ["%Y-%m-%d"]
end = ["%Y-%m-%d"]

[source.codes.flag_part2_recipient]
County = "yes"
Family = "no"

[source.codes.flag_part2_signature]
Y = "yes"
N = "no"

[source.constants]
flag_part2_discloser = "yes"
flag_part2_information = "yes"
flag_part2_purpose = "yes"
flag_part2_right_to_revoke = "yes"

[[source]]
id = "consents_taken_back"
title = "Consents that were taken back"
agency = "Tiny County Clinic"
system = "behavioral_health"
kind = "consent_revoked"
file = "consents.csv"
key_space = "clinic"
empty_start = "no_event"

[source.columns]
person_key = "mrn"
start = "taken back"

[source.date_formats]
start = ["%Y-%m-%d"]
"""
CONSENTS = (
    "mrn,signed,until,for,signature,taken back",
    "M1,2024-01-01,2024-12-31,County,Y,",
    "M2,2024-01-01,2024-12-31,County,Y,2024-03-01",
    "M3,2023-01-01,2023-12-31,County,Y,",
    "M4,2024-01-01,2024-12-31,County,N,",
    "M5,2024-01-01,2024-12-31,Family,Y,",
)
STAYS = (
    "mrn,in,out",
    *(f"M{number},2023-05-0{number},2023-06-01" for number in range(1, 7)),
    "M2,2023-09-01,2023-10-01",
)


@pytest.fixture
def clinic(tmp_path: Path) -> TinyCounty:
    """A clinic beside the jail. M1 agrees, M2 took it back, M3's form ended, M4 did not sign, M5 named others."""
    tiny = TinyCounty(tmp_path)
    tiny.county_file.write_text(f"{tiny.county_file.read_text()}{CLINIC}")
    (tiny.sources / "clinic.csv").write_text("".join(f"{line}\n" for line in STAYS))
    (tiny.sources / "consents.csv").write_text("".join(f"{line}\n" for line in CONSENTS))
    return tiny


def build(tiny: TinyCounty, now: dt.datetime = NOW) -> None:
    assert building.build(tiny.county, tiny.sources, tiny.data_dir, now, lambda _: None) == []


def clinic_days(tiny: TinyCounty) -> list[dt.date]:
    found = read_extract(tiny.data_dir, "tiny").episodes.filter(system="behavioral_health")
    assert set(found["kind"]) <= {"treatment"}, "consents themselves never leave the warehouse"
    return sorted(found["start_on"])


def test_only_records_with_a_basis_reach_the_extract_and_the_others_are_counted_by_reason(clinic: TinyCounty) -> None:
    build(clinic)
    assert clinic_days(clinic) == [dt.date(2023, 5, 1)]
    extract = read_extract(clinic.data_dir, "tiny")
    assert not [name for name in extract.episodes.columns if "part2" in name]
    assert extract.people.height == 3 + 1
    receipts = {
        source.source_id: source
        for source in read_publication(clinic.data_dir, "tiny", Audience.PUBLIC).manifest.sources
    }
    assert {rows.reason: rows.rows for rows in receipts["clinic"].withheld} == {
        "no_consent": 1,
        "consent_revoked": 2,
        "consent_expired": 1,
        "consent_element_missing": 1,
        "consent_recipient_not_named": 1,
    }
    assert [source for source in receipts if receipts[source].withheld] == ["clinic"]


def test_on_a_database_server_the_same_records_stay_out(
    clinic: TinyCounty, postgres: sa.URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_URL", fresh_database(postgres).render_as_string(hide_password=False))
    build(clinic)
    assert clinic_days(clinic) == [dt.date(2023, 5, 1)]
    use = read_use(clinic.data_dir, "tiny", Audience.PUBLIC)
    assert use is not None
    assert {source.last_loaded_on for source in use.sources} == {TODAY}


def test_a_consent_that_is_taken_back_takes_the_records_out_of_the_next_extract(clinic: TinyCounty) -> None:
    build(clinic, dt.datetime(2024, 2, 28, 19, tzinfo=dt.UTC))
    assert clinic_days(clinic) == [dt.date(2023, 5, 1), dt.date(2023, 5, 2), dt.date(2023, 9, 1)]
    build(clinic)
    assert clinic_days(clinic) == [dt.date(2023, 5, 1)]


def test_a_consent_ends_by_itself_with_the_days(clinic: TinyCounty) -> None:
    build(clinic, dt.datetime(2024, 12, 31, 19, tzinfo=dt.UTC))
    first = read_extract(clinic.data_dir, "tiny").extract_id
    assert clinic_days(clinic) == [dt.date(2023, 5, 1)]
    build(clinic, dt.datetime(2025, 1, 1, 19, tzinfo=dt.UTC))
    assert clinic_days(clinic) == []
    assert read_extract(clinic.data_dir, "tiny").extract_id != first


def test_without_the_switch_no_consent_is_asked_for(clinic: TinyCounty) -> None:
    clinic.settle("part_2 = true\n", "")
    build(clinic)
    assert len(clinic_days(clinic)) == 7


def test_with_a_mark_only_records_that_are_not_marked_no_need_one(clinic: TinyCounty) -> None:
    clinic.settle("part_2 = true\n", 'part_2 = true\npart_2_flag = "flag_sud"\n')
    clinic.settle(
        'end = "out"\n\n[source.date_formats]\nstart = ["%Y-%m-%d"]\nend = ["%Y-%m-%d"]\n\n[[source]]\nid = "consents"\n',
        'end = "out"\nflag_sud = "sud"\n\n[source.date_formats]\nstart = ["%Y-%m-%d"]\nend = ["%Y-%m-%d"]\n\n'
        '[source.codes.flag_sud]\nY = "yes"\nN = "no"\n\n[[source]]\nid = "consents"\n',
    )
    marks = ["sud", "Y", "N", "N", "Y", "", "?", "Y"]
    lines = "".join(f"{line},{mark}\n" for line, mark in zip(STAYS, marks, strict=True))
    (clinic.sources / "clinic.csv").write_text(lines)
    build(clinic)
    assert clinic_days(clinic) == [dt.date(2023, 5, 1), dt.date(2023, 5, 2), dt.date(2023, 5, 3)]


def test_a_consent_counts_for_its_own_key_space_alone(clinic: TinyCounty) -> None:
    clinic.settle(
        'kind = "consent"\nfile = "consents.csv"\nkey_space = "clinic"', 'kind = "consent"\nfile = "consents.csv"'
    )
    build(clinic)
    assert clinic_days(clinic) == []


def test_a_form_may_run_until_after_the_records_end_and_a_day_in_the_future_is_no_mistake(clinic: TinyCounty) -> None:
    build(clinic)
    receipts = read_publication(clinic.data_dir, "tiny", Audience.PUBLIC).manifest.sources
    assert Counter({source.source_id: source.rows_refused for source in receipts if source.rows_refused}) == Counter()


def test_files_with_protected_records_carry_the_notice_and_come_back(clinic: TinyCounty, tmp_path: Path) -> None:
    with (clinic.sources / "clinic.csv").open("a") as stream:
        stream.write("M1,2023-13-01,2023-11-01\n")
    build(clinic)
    path = tmp_path / "refused.csv"
    corrections.write_refused(clinic.county, clinic.data_dir, "clinic", path, lambda _: None)
    assert NOTICE in path.read_text("utf-8-sig")
    path.write_text(path.read_text("utf-8-sig").replace("2023-13-01", "2023-10-01"), "utf-8-sig")
    assert corrections.reoffer(clinic.county, clinic.data_dir, "clinic", path, clinic.sources, NOW, lambda _: None)
    build(clinic)
    assert clinic_days(clinic) == [dt.date(2023, 5, 1), dt.date(2023, 10, 1)]


WRONG = {
    "element without a column": (
        'flag_part2_signature = "signature"\n',
        "",
        ["flag_part2_signature", "no column beside it"],
    ),
    "element that nobody gives": (
        'flag_part2_purpose = "yes"\n',
        "",
        ["source[3]", "columns.flag_part2_purpose is missing", "what for", "source.constants"],
    ),
    "mark without the switch": ("part_2 = true", 'part_2_flag = "flag_sud"', ["source[2]", "part_2 = true: add it"]),
    "mark that the source lacks": (
        "part_2 = true",
        'part_2 = true\npart_2_flag = "flag_sud"',
        ["add columns.flag_sud"],
    ),
    "a consent that needs one": (
        'kind = "consent"\n',
        'kind = "consent"\npart_2 = true\n',
        ["source[3]", "needs none"],
    ),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_source_of_consents_is_told_what_to_mend(clinic: TinyCounty, case: tuple[str, str, list[str]]) -> None:
    old, new, said = case
    clinic.settle(old, new)
    with pytest.raises(CountyFileError) as error:
        read_county(str(clinic.county_folder))
    for words in said:
        assert words in str(error.value)
