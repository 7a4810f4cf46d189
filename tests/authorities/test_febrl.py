"""FEBRL 4 (Christen 2008), the field's test of record linkage: people are found at the default threshold, none mixed up."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from data_access.link_estimates import estimates
from data_access.linkage_settings import Linkage
from tests.linking.febrl import PAIRS, Found, join_people, told

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def with_number(real_data: Callable[[str], Path]) -> Found:
    return join_people(told(real_data("linkage"), number=True), Linkage())


@pytest.fixture(scope="module")
def without_number(real_data: Callable[[str], Path]) -> Found:
    return join_people(told(real_data("linkage"), number=False), Linkage())


def test_with_all_fields_nobody_is_mixed_up_and_995_of_1000_are_found(with_number: Found) -> None:
    assert with_number.true == PAIRS
    assert with_number.precision >= 0.999
    assert with_number.recall >= 0.995


def test_without_the_number_980_of_1000_are_found(without_number: Found) -> None:
    assert without_number.precision >= 0.999
    assert without_number.recall >= 0.98


@pytest.mark.parametrize("fields", ["with_number", "without_number"])
def test_the_estimates_without_the_answer_hold_it_between_them(fields: str, request: pytest.FixtureRequest) -> None:
    """The estimated recall is of the pairs that were compared: it cannot see those that no key brought together."""
    found: Found = request.getfixturevalue(fields)
    precision, recall = estimates(found.pairs, found.groups)
    assert precision is not None
    assert recall is not None
    assert precision.low <= found.precision <= precision.high
    assert recall.low <= found.right / found.true_and_compared <= recall.high


def test_the_order_of_the_files_changes_no_weight(real_data: Callable[[str], Path], without_number: Found) -> None:
    rows = told(real_data("linkage"), number=False)
    shuffled = rows.sample(fraction=1.0, shuffle=True, seed=5).with_columns(person_id=pl.int_range(pl.len()) + 7)
    again = join_people(shuffled, Linkage())

    def by_key(found: Found, told_rows: pl.DataFrame) -> pl.DataFrame:
        keys = dict(told_rows.select("person_id", pl.col("key_space") + pl.col("person_key")).iter_rows())
        ids = (pl.col(name).replace_strict(keys, return_dtype=pl.String) for name in ("left_id", "right_id"))
        return found.pairs.select(*ids, "match_weight", "guard").sort("left_id", "right_id")

    assert by_key(again, shuffled).equals(by_key(without_number, rows))
