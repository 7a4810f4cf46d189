"""Treatment for substance use is never a group or a filter."""

from pathlib import Path

import pytest

from data_access.county import CountyFileError
from data_access.treatment import tells_of_treatment
from tests.loading.tiny_county import TinyCounty


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCounty:
    return TinyCounty(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        *("flag_sud_treatment", "flag_substance_use_treatment", "flag_opioid_care", "Harbor Detox Center", "flag_mat"),
        *("Drug and Alcohol Rehabilitation", "Residential Substance Use Program", "flag_methadone", "OTP Clinic North"),
        *("flag_in_treatment_for_alcohol", "Outpatient drug program"),
    ],
)
def test_names_that_tell_of_treatment(name: str) -> None:
    assert tells_of_treatment(name)


@pytest.mark.parametrize(
    "name",
    [
        *("drug", "flag_mental_health_need", "County Sheriff", "flag_veteran", "public_order", "Automated booking"),
        *("flag_mental_health_treatment", "flag_format", "Matthew House", "drug court"),
    ],
)
def test_names_that_do_not(name: str) -> None:
    assert not tells_of_treatment(name)


def test_a_county_cannot_name_such_a_grouping(tiny: TinyCounty) -> None:
    tiny.settle('flag_screened = "screen"', 'flag_sud_treatment = "screen"')
    tiny.settle("[source.codes.flag_screened]", "[source.codes.flag_sud_treatment]")
    assert tiny.county.groupings, "the mark itself may be there: an outcome may need it"
    tiny.settle(
        "[[source]]",
        '[[grouping]]\nid = "care"\nlabel = "Care"\nfield = "flag_sud_treatment"\n'
        'groups = [{ id = "yes", label = "Yes", people = "x" }, { id = "no", label = "No", people = "y" }]\n\n[[source]]',
    )
    with pytest.raises(CountyFileError, match="grouping 'care' is by flag_sud_treatment, which source 'jail' gives"):
        _ = tiny.county


def test_a_mark_from_records_of_care_is_none_either(tiny: TinyCounty) -> None:
    tiny.settle('system = "jail"\nkind = "custody"', 'system = "behavioral_health"\nkind = "treatment"')
    tiny.settle(
        "[[source]]",
        '[[grouping]]\nid = "care"\nlabel = "Care"\nfield = "flag_screened"\n'
        'groups = [{ id = "yes", label = "Yes", people = "x" }, { id = "no", label = "No", people = "y" }]\n\n[[source]]',
    )
    with pytest.raises(CountyFileError, match="42 CFR Part 2"):
        _ = tiny.county
