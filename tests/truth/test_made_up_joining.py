"""The made-up county's agencies share no key: who is who comes back from names, birth dates and numbers."""

import polars as pl
import pytest

from data_access.extract import read_extract
from data_access.identity_tables import LINKED_PERSON
from data_access.warehouse import PERSON, open_warehouse, warehouse_url
from tests.truth.built_county import LINKED, Built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("joined"), people=3_000, seed=21, county=LINKED)


@pytest.fixture(scope="module")
def people(built: Built) -> pl.DataFrame:
    """Return one row per key: who it was taken for (cluster_id) and who it is (person)."""
    engine = open_warehouse(warehouse_url(built.data_dir, LINKED.id))
    with engine.connect() as connection:
        rows = connection.execute(
            PERSON.select().join(LINKED_PERSON).add_columns(LINKED_PERSON.c.cluster_id)
        ).mappings()
        found = pl.DataFrame([dict(row) for row in rows])
    engine.dispose()
    spaces = {source.file: source.people for source in LINKED.sources}
    truth = pl.read_parquet(built.files / "truth_people.parquet").with_columns(
        key_space=pl.col("file").replace_strict(spaces)
    )
    known = truth.unique(["key_space", "person_key"]).select("key_space", "person_key", "person")
    return found.join(known, on=["key_space", "person_key"], how="left")


def pairs(people: pl.DataFrame, *columns: str) -> int:
    return sum(count * (count - 1) // 2 for count in people.group_by(columns).len()["len"].to_list())


def test_every_key_is_of_someone(people: pl.DataFrame) -> None:
    assert people["person"].null_count() == 0
    assert people.height > people["person"].n_unique() * 2, "most people have several keys"


def test_joins_are_right_and_few_are_missed(people: pl.DataFrame) -> None:
    right = pairs(people, "cluster_id", "person")
    assert right / pairs(people, "cluster_id") >= 0.99
    assert right / pairs(people, "person") >= 0.95


def test_what_is_published_says_that_people_were_joined_by_comparing(built: Built) -> None:
    statement = read_extract(built.data_dir, LINKED.id).manifest["linkage"]
    assert statement["method"] == "compared"
    assert statement["sources"] == len({source.people for source in LINKED.sources})
    assert statement["fields"] == ["first_name", "last_name", "ssn", "birth_date", "sex"]


def test_a_wrong_join_lends_nobody_a_consent(built: Built) -> None:
    """Consents count by the clinics' own keys, so the same records stay out as with perfect links."""
    planted = built.truth["opioid_stays_by_consent"]
    assert built.extract.episodes.filter(system="behavioral_health", kind="enrollment").height == planted[""]
