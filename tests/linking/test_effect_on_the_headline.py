"""What looser links would do to the headline: worked out by hand for 1,000 people: 200 come back and 100 perhaps."""

import datetime as dt
from pathlib import Path

import pytest

from data_access import building
from data_access.linkage_statement import LinkageStatement
from data_access.publications import Audience, Manifest, read_publication
from tests.linking.two_offices import NOW, Told, TwoOffices

SYLLABLES = (
    *("bar", "bel", "cam", "cor", "dan", "del", "fen", "fos", "gar", "gil", "hal", "hor", "ing", "jar", "kel", "kin"),
    *(
        "lan",
        "lor",
        "mar",
        "mil",
        "nor",
        "oak",
        "pel",
        "quin",
        "ros",
        "sal",
        "ten",
        "tor",
        "ul",
        "van",
        "wal",
        "wex",
        "yor",
    ),
)
FIRST = (
    "Albert",
    "Bernard",
    "Clifton",
    "Desmond",
    "Ernest",
    "Floyd",
    "Gustavo",
    "Horace",
    "Ivan",
    "Julius",
    "Kelvin",
    "Lamar",
)
PEOPLE, SURELY_BACK, PERHAPS = 1_000, 200, 100


def _last_names() -> list[str]:
    """So many names of three syllables, no two alike in the first two; the third turns with the second."""
    firsts = [(a, b) for a in range(len(SYLLABLES)) for b in range(len(SYLLABLES)) if a != b]
    chosen = [firsts[n * 389 % len(firsts)] for n in range(PEOPLE)]
    return [f"{SYLLABLES[a]}{SYLLABLES[b]}{SYLLABLES[(7 * a + 3 * b) % len(SYLLABLES)]}".title() for a, b in chosen]


def _born(n: int) -> str:
    return (dt.date(1950, 1, 1) + dt.timedelta(days=17 * n)).isoformat()


LEFT_IN_FEBRUARY = [
    Told(key=f"J{n}", first=FIRST[n % len(FIRST)], last=last, born=_born(n), sex="M", day="2023-02-01")
    for n, last in enumerate(_last_names())
]
BACK_UNDER_THE_SAME_KEY = [
    Told(key=told.key, first=told.first, last=told.last, born=told.born, sex="M", day="2023-06-01")
    for told in LEFT_IN_FEBRUARY[:SURELY_BACK]
]
PERHAPS_BACK = [
    Told(key=f"B{n}", first=told.first, last=told.last, born="", sex="M", day="2023-06-01")
    for n, told in enumerate(LEFT_IN_FEBRUARY[SURELY_BACK : SURELY_BACK + PERHAPS])
]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    offices = TwoOffices(tmp_path_factory.mktemp("headline"))
    jail = [*LEFT_IN_FEBRUARY, *BACK_UNDER_THE_SAME_KEY, *PERHAPS_BACK]
    court = [Told(key=f"C{told.key}", first=told.first, last=told.last, born=told.born, sex="M") for told in jail[:500]]
    offices.write(jail=jail, court=court)
    building.build(offices.county, offices.sources, offices.data_dir, NOW, offices.said.append)
    assert not any(told.last in line for told in LEFT_IN_FEBRUARY for line in offices.said)
    return read_publication(offices.data_dir, "offices", Audience.PUBLIC).manifest


def test_the_headline_is_measured_again_with_looser_and_stricter_links(manifest: Manifest) -> None:
    """As published, 200 of 1,100 people are back: the 100 perhaps are people more who left. Looser, 300 of 1,000 are.

    Counts are shifted by 5 at most, and shares told in hundredths: so each is within 0.0102 of the true one.
    """
    effect = manifest.link_effect
    assert effect is not None
    assert (effect.measure_id, effect.period) == ("rebooking", "2023")
    assert effect.value == pytest.approx(200 / 1_100, abs=0.0102)
    assert effect.looser == pytest.approx(300 / 1_000, abs=0.0102)
    assert effect.stricter == pytest.approx(200 / 1_100, abs=0.0102)


def test_the_statement_counts_keys_people_and_pairs(manifest: Manifest) -> None:
    """1,600 keys: 1,000 of the jail, 100 perhaps known, 500 of the court. Each of the court's is one of the 1,000."""
    statement = manifest.linkage
    assert statement.method == "compared"
    assert (statement.sources, statement.keys, statement.people) == (2, 1_600, 1_100)
    assert statement.pairs_joined == 500
    assert statement.waiting >= 100
    assert statement.fields == ("first_name", "last_name", "birth_date", "sex")
    everyone = {(rate.field, rate.group_id): rate.rate for rate in statement.match_rates}
    assert everyone["all", "all"] == round(1_000 / 1_600, 2)
    assert everyone["sex", "male"] == round(1_000 / 1_600, 2)
    assert statement.precision is not None
    assert statement.precision.low <= statement.precision.value <= statement.precision.high


def test_a_county_whose_sources_give_keys_says_so(tmp_path: Path) -> None:
    offices = TwoOffices(tmp_path)
    file = offices.county_folder / "county.toml"
    names = ("first_name", "middle_name", "last_name", "ssn", "alias_last_name")
    kept = [line for line in file.read_text().splitlines() if not line.startswith(names)]
    file.write_text("\n".join(kept))
    offices.write(jail=LEFT_IN_FEBRUARY[:40])
    building.build(offices.county, offices.sources, offices.data_dir, NOW, offices.said.append)
    manifest = read_publication(offices.data_dir, "offices", Audience.PUBLIC).manifest
    assert manifest.linkage == LinkageStatement(method="keys", version=1, sources=2, keys=41, people=41)
    assert manifest.link_effect is None
    assert any("by the keys that their records carry" in line for line in offices.said)
