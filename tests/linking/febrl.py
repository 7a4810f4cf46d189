"""FEBRL 4: 5,000 made-up Australians and a spoilt copy of each, with the answer; as two offices that know them."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from data_access.clusters import Apart
from data_access.link_groups import group_of, grouped, guarded
from data_access.link_guards import without_idle_guards
from data_access.link_model import Scores, score
from data_access.link_records import comparable
from data_access.linkage_settings import IDENTITY_FIELDS, Linkage

_FIELDS: Final = {
    "first_name": "given_name",
    "last_name": "surname",
    "birth_date": "date_of_birth",
    "ssn": "soc_sec_id",
    "city": "suburb",
    "postal_code": "postcode",
}
PAIRS: Final = 5_000


@dataclass(frozen=True, kw_only=True)
class Found:
    """How well people were found: pairs joined, of them right ones, true pairs; and the scores that it came from.

    true_and_compared: true pairs whose records some key brought together.
    """

    joined: int
    right: int
    true: int
    true_and_compared: int
    scores: Scores
    pairs: pl.DataFrame
    groups: list[list[int]]

    @property
    def precision(self) -> float:
        return self.right / self.joined

    @property
    def recall(self) -> float:
        return self.right / self.true


def told(folder: Path, *, number: bool) -> pl.DataFrame:
    """Return what the two files tell, in the columns of linking._told, with the true person beside it."""
    parts = []
    for office in ("a", "b"):
        with (folder / f"dataset4{office}.csv").open(newline="", encoding="utf-8") as stream:
            rows = [
                {name.strip(): cell.strip() or None for name, cell in row.items()}
                for row in csv.DictReader(stream, skipinitialspace=True)
            ]
        frame = pl.DataFrame(rows, infer_schema_length=None)
        street = pl.concat_str(["street_number", "address_1"], separator=" ", ignore_nulls=True)
        parts.append(
            frame.select(
                pl.lit(office).alias("key_space"),
                pl.col("rec_id").alias("person_key"),
                pl.col("rec_id").str.split("-").list.get(1).alias("true_person"),
                street.alias("street"),
                **{ours: pl.col(theirs) for ours, theirs in _FIELDS.items() if number or ours != "ssn"},
            )
        )
    rows_of_both = pl.concat(parts).with_row_index("person_id").with_columns(pl.col("person_id").cast(pl.Int64))
    absent = [pl.lit(None, pl.String).alias(name) for name in IDENTITY_FIELDS if name not in rows_of_both.columns]
    return rows_of_both.with_columns(absent)


def join_people(told_rows: pl.DataFrame, linkage: Linkage) -> Found:
    """Join the people of told_rows as linking does, and hold all pairs of keys, also within an office, against the truth."""
    scores = score(comparable(told_rows), linkage)
    pairs = without_idle_guards(scores.pairs, linkage.match_at)
    people = told_rows.select("person_id", "key_space", "true_person").unique("person_id", maintain_order=True)
    apart = Apart(decided=frozenset(), guarded=guarded(pairs), key_spaces={})
    found, _ = grouped(people, pairs, [], apart, linkage)
    of_person = group_of(found)
    linked = people.with_columns(cluster=pl.col("person_id").replace_strict(of_person))
    return Found(
        joined=_pairs(linked, "cluster"),
        right=_pairs(linked, "cluster", "true_person"),
        true=_pairs(linked, "true_person"),
        true_and_compared=pairs.filter(_true(pairs, linked)).height,
        scores=scores,
        pairs=pairs,
        groups=found,
    )


def _true(pairs: pl.DataFrame, linked: pl.DataFrame) -> pl.Series:
    person = dict(linked.select("person_id", "true_person").iter_rows())
    return pairs["left_id"].replace_strict(person) == pairs["right_id"].replace_strict(person)


def _pairs(linked: pl.DataFrame, *columns: str) -> int:
    sizes = linked.group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
