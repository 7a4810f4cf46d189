"""A county file that cannot join people is told what to mend."""

import re
from pathlib import Path

import pytest

from data_access.county import CountyFileError, read_county
from data_access.linkage_settings import Linkage
from tests.linking.two_offices import TwoOffices


@pytest.mark.parametrize(
    ("linkage", "said"),
    [
        ("match_at = 0.5", "linkage: match_at is below 0.9, which joins strangers: use 0.9 to 0.9999"),
        ("alone_at = 0.4", "linkage: alone_at must lie between review_at and match_at"),
        ("review_at = 0.96", "linkage: review_at must be below match_at"),
        ('rare_values = ["city"]', "rare_values: city cannot be used; choose from first_name, middle_name, last_name"),
        ('one_key_per_person = ["jial"]', "linkage.one_key_per_person: no source has the key space 'jial'"),
        ("treshold = 0.9", "linkage.treshold: is not a key that we know: correct its spelling or remove it"),
    ],
)
def test_a_wrong_setting_is_told_with_what_to_do(tmp_path: Path, linkage: str, said: str) -> None:
    offices = TwoOffices(tmp_path, f"[linkage]\n{linkage}\n")
    with pytest.raises(CountyFileError, match=re.escape(said)):
        read_county(str(offices.county_folder))


@pytest.mark.parametrize(
    ("without", "said"),
    [
        (
            ("last_name",),
            "columns.last_name is missing: to join people by first_name, name the columns of the first and",
        ),
        (("birth_date", "ssn"), "to join people, a name is not enough: add columns.birth_date or one of columns.ssn"),
    ],
)
def test_a_source_that_tells_too_little_is_told_what_is_missing(
    tmp_path: Path, without: tuple[str, ...], said: str
) -> None:
    offices = TwoOffices(tmp_path)
    file = offices.county_folder / "county.toml"
    kept = [line for line in file.read_text().splitlines() if not line.startswith(without)]
    file.write_text("\n".join(kept))
    with pytest.raises(CountyFileError, match=re.escape(said)):
        read_county(str(offices.county_folder))


def test_settings_without_names_to_join_by_are_an_error(tmp_path: Path) -> None:
    offices = TwoOffices(tmp_path, "[linkage]\nmatch_at = 0.99\n")
    file = offices.county_folder / "county.toml"
    names = ("first_name", "middle_name", "last_name", "ssn", "alias_last_name")
    file.write_text("\n".join(line for line in file.read_text().splitlines() if not line.startswith(names)))
    with pytest.raises(CountyFileError, match=r"\[linkage\] joins people by name, and no source names columns"):
        read_county(str(offices.county_folder))


def test_stricter_links_need_as_much_more_as_looser_ones_need_less() -> None:
    """Odds of 19 to 1 for a join and 1 to 1 for a review: 19 times 19, or 361 to 1, for a stricter join."""
    assert Linkage(match_at=0.95, review_at=0.5).stricter_at == pytest.approx(361 / 362)
