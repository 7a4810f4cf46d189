"""What looser links would do to the headline: worked out by hand for 40 people, of whom 8 come back and 4 perhaps."""

from pathlib import Path

import pytest

from data_access import building
from data_access.linkage_statement import LinkageStatement
from data_access.publications import Audience, Manifest, read_publication
from tests.linking.two_offices import NOW, Told, TwoOffices

LAST = [
    "Abernathy",
    "Boggs",
    "Castellano",
    "Drummond",
    "Eckhart",
    "Fitzwilliam",
    "Guzman",
    "Hawthorne",
    "Ibarra",
    "Juarez",
    "Kowalczyk",
    "Lindqvist",
    "McAllister",
    "Nakamura",
    "Oyelaran",
    "Pettigrew",
    "Quackenbush",
    "Rutherford",
    "Szymanski",
    "Tremblay",
    "Underhill",
    "Vasquez",
    "Wojciechowski",
    "Xiong",
    "Youngblood",
    "Zimmerman",
    "Ashcroft",
    "Blankenship",
    "Czerny",
    "Dvorak",
    "Espinoza",
    "Fujimoto",
    "Grzybowski",
    "Hollingsworth",
    "Ivanov",
    "Jorgensen",
    "Kirkpatrick",
    "Lombardi",
    "Mbeki",
    "Novak",
]
LEFT_IN_FEBRUARY = [
    Told(key=f"J{n}", first="Robert", last=last, born=f"19{50 + n}-0{1 + n % 9}-1{n % 7}", sex="M", day="2023-02-01")
    for n, last in enumerate(LAST)
]
BACK_UNDER_THE_SAME_KEY = [
    Told(key=told.key, first=told.first, last=told.last, born=told.born, sex="M", day="2023-06-01")
    for told in LEFT_IN_FEBRUARY[:8]
]
PERHAPS_BACK = [
    Told(key=f"B{n}", first="Bob", last=f"{told.last}-Smith", born="", sex="M", day="2023-06-01")
    for n, told in enumerate(LEFT_IN_FEBRUARY[8:12])
]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    offices = TwoOffices(tmp_path_factory.mktemp("headline"))
    jail = [*LEFT_IN_FEBRUARY, *BACK_UNDER_THE_SAME_KEY, *PERHAPS_BACK]
    court = [Told(key=f"C{told.key}", first=told.first, last=told.last, born=told.born, sex="M") for told in jail[:20]]
    offices.write(jail=jail, court=court)
    building.build(offices.county, offices.sources, offices.data_dir, NOW, offices.said.append)
    assert not any(told.last in line for told in LEFT_IN_FEBRUARY for line in offices.said)
    return read_publication(offices.data_dir, "offices", Audience.PUBLIC).manifest


def test_the_headline_is_measured_again_with_looser_and_stricter_links(manifest: Manifest) -> None:
    """As published, 8 of 44 people are back: the 4 who are perhaps back are 4 more people who left. Looser, 12 of 40 are."""
    effect = manifest.link_effect
    assert effect is not None
    assert (effect.measure_id, effect.period) == ("rebooking", "2023")
    assert effect.value == pytest.approx(8 / 44)
    assert effect.looser == pytest.approx(12 / 40)
    assert effect.stricter == pytest.approx(8 / 44)


def test_the_statement_counts_keys_people_and_pairs(manifest: Manifest) -> None:
    """64 keys: 40 of the jail, 4 perhaps known, 20 of the court. Each of the court's is one of the 40."""
    statement = manifest.linkage
    assert statement.method == "compared"
    assert (statement.sources, statement.keys, statement.people) == (2, 64, 44)
    assert statement.pairs_joined == 20
    assert statement.waiting >= 4
    assert statement.fields == ("first_name", "last_name", "birth_date", "sex")
    everyone = {(rate.field, rate.group_id): rate.rate for rate in statement.match_rates}
    assert everyone["all", "all"] == round(40 / 64, 2)
    assert everyone["sex", "male"] == round(40 / 64, 2)
    assert statement.precision is not None
    assert statement.precision.low <= statement.precision.value <= statement.precision.high


def test_a_county_whose_sources_give_keys_says_so(tmp_path: Path) -> None:
    offices = TwoOffices(tmp_path)
    file = offices.county_folder / "county.toml"
    names = ("first_name", "middle_name", "last_name", "ssn", "alias_last_name")
    kept = [line for line in file.read_text().splitlines() if not line.startswith(names)]
    file.write_text("\n".join(kept))
    offices.write(jail=LEFT_IN_FEBRUARY)
    building.build(offices.county, offices.sources, offices.data_dir, NOW, offices.said.append)
    manifest = read_publication(offices.data_dir, "offices", Audience.PUBLIC).manifest
    assert manifest.linkage == LinkageStatement(method="keys", version=1, sources=2, keys=41, people=41)
    assert manifest.link_effect is None
    assert any("by the keys that their records carry" in line for line in offices.said)
