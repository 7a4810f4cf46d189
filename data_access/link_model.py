"""Scores pairs of records: Splink on DuckDB, a Fellegi-Sunter model trained on the county's own records without labels."""

import logging
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker
from splink.internals.exceptions import SplinkException

from data_access.link_comparisons import as_splink, comparisons
from data_access.link_guards import GUARD, GUARDED_FIELDS
from data_access.linkage_settings import IDENTITY_FIELDS, NUMBER_FIELDS, Linkage

LOWEST_WEIGHT: Final = -10.0
"""Pairs below it (a probability of 0.001) are dropped: they are strangers."""

MOST_FOUND_BY_RULES: Final = 0.7
"""Share of pairs of one person that agree in both names and the birth date, or in a number and a name. It sets the odds
before anything is compared, and being off by a third moves no weight by more than 0.6."""

_FEWEST_RECORDS = 1000
"""Below it nothing is learnt: pairs drawn at random would hold too many of one person, and every name would seem common."""

_FEWEST_PAIRS = 200
_MOST_FOR_TRAINING = 5_000_000
_PAIRS_AT_RANDOM, _PAIRS_PER_RECORD = 1_000_000, 100
"""Pairs from which it is learnt how often strangers agree. Of 5,000 records, a birth date agrees in some 30 such pairs."""

_LOWEST_M, _LOWEST_U = 0.0005, 0.0000001
"""No level may speak stronger than this, however few pairs it was learnt from."""

_PAIR_KEYS: Final = (
    *((name,) for name in NUMBER_FIELDS),
    ("birth_key", "last_1"),
    ("birth_key", "first_1"),
    ("birth_key", "initials_key"),
    ("names_key",),
    ("first_form", "last_3"),
    ("last_name", "first_3"),
    ("last_name", "first_1", "birth_month"),
    ("last_name", "birth_year"),
    ("first_3", "last_3", "birth_year"),
    ("first_name", "birth_year", "birth_month"),
    ("first_name", "birth_month", "birth_day"),
    ("last_3", "birth_month", "birth_day"),
    ("postal_code", "last_3"),
    ("postal_code", "first_3"),
    ("postal_code", "birth_year", "birth_month"),
    ("postal_code", "birth_month", "birth_day"),
    ("street", "postal_code"),
    ("street", "city"),
)
"""Two records are compared only where they agree in all columns of one of these."""


class LinkError(Exception):
    """People that could not be joined; the message says what to do and holds no value of a person."""


@dataclass(frozen=True, kw_only=True)
class Scores:
    """The pairs that may be one person, and the model that says so.

    pairs: one row per pair of people, left_id < right_id by record order: left_id, right_id (person_id), match_weight (log
    2 of the odds), match_probability, guard (see link_guards), across (of two key spaces). Strongest first, in an order that
    the records alone decide. compared: number of pairs of records that were compared. fields: those that records fill.
    """

    pairs: pl.DataFrame
    compared: int
    fields: tuple[str, ...]
    model: dict[str, Any]


def score(records: pl.DataFrame, linkage: Linkage) -> Scores:
    """Score all pairs of people that agree in something.

    records: as link_records.comparable makes them. The same records give the same scores, whatever their order was. Raises
    LinkError where the engine gives up, as for want of memory.
    """
    filled = frozenset(name for name in IDENTITY_FIELDS if records[name].drop_nulls().len() > 1)
    logging.getLogger("splink").setLevel(logging.CRITICAL)  # what it says may hold a name
    connection = duckdb.connect(":memory:")
    try:
        # No spilling to disk: names stay in the warehouse and in memory.
        connection.execute("SET temp_directory = ''; SET threads = 2; SET autoinstall_known_extensions = false")
        connection.execute("SET enable_progress_bar = false")
        connection.register("told", records.to_arrow())
        connection.execute("CREATE TABLE records AS SELECT * FROM told ORDER BY record_id")
        settings = _settings(records, linkage, filled)
        trained = _trained(connection, settings, records, linkage)
        return _scores(connection, trained, filled)
    except (duckdb.Error, SplinkException, MemoryError) as error:
        raise LinkError(
            f"Joining people stopped ({type(error).__name__}). Nothing was changed. Close other programs, so that there is "
            "more memory, and run again."
        ) from None
    finally:
        connection.close()


def _settings(records: pl.DataFrame, linkage: Linkage, filled: frozenset[str]) -> dict[str, Any]:
    keys = [key for key in _PAIR_KEYS if all(records[name].null_count() < records.height for name in key)]
    rare = linkage.rare_values if records.height >= _FEWEST_RECORDS else ()
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "probability_two_random_records_match": _prior(records),
        "comparisons": [as_splink(comparison, rare) for comparison in comparisons(linkage, filled)],
        "blocking_rules_to_generate_predictions": [_agree(key, linkage) for key in keys],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def _agree(key: tuple[str, ...], linkage: Linkage) -> str:
    """Two records of different people, who may be one: of key spaces without doubles, not both."""
    parts = [*(f"l.{name} = r.{name}" for name in key), "l.person_id <> r.person_id"]
    if linkage.one_key_per_person:
        spaces = ", ".join(f"'{space}'" for space in linkage.one_key_per_person)
        parts.append(f"NOT (l.key_space = r.key_space AND l.key_space IN ({spaces}))")
    return " AND ".join(parts)


def _prior(records: pl.DataFrame) -> float:
    """Return the probability that two records drawn at random are one person's, from the pairs that plainly are."""
    plain = [("first_name", "last_name", "birth_date"), *((name, "last_name") for name in NUMBER_FIELDS)]
    found = max(_pairs_within(records, key) for key in plain)
    all_pairs = records.height * (records.height - 1) / 2
    return float(min(0.5, (found / MOST_FOUND_BY_RULES + 0.5) / (all_pairs + 1)))


def _pairs_within(records: pl.DataFrame, key: tuple[str, ...]) -> float:
    """Count the pairs of records that agree in all columns of the key."""
    sizes = records.drop_nulls(key).group_by(key).len().get_column("len").cast(pl.Float64)
    return float((sizes * (sizes - 1) / 2).sum())


def _trained(
    connection: duckdb.DuckDBPyConnection, settings: dict[str, Any], records: pl.DataFrame, linkage: Linkage
) -> dict[str, Any]:
    """Return the settings with m and u learnt from the records: u from pairs drawn at random, m by expectation maximization.

    Levels that no pair showed keep the numbers that they start with, and so does everything where there are too few records.
    """
    if records.height < _FEWEST_RECORDS:
        return settings
    linker = _linker(connection, settings)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=min(_PAIRS_AT_RANDOM, _PAIRS_PER_RECORD * records.height),
        seed=linkage.seed,
        min_count_per_level=None,
        num_chunks=1,
    )
    for key in (("birth_date",), ("first_name", "last_name"), *((name,) for name in NUMBER_FIELDS)):
        if _pairs_within(records, key) >= _FEWEST_PAIRS:
            linker.training.estimate_parameters_using_expectation_maximisation(
                " AND ".join([*(f"l.{name} = r.{name}" for name in key), "l.person_id <> r.person_id"]),
                estimate_without_term_frequencies=True,
                max_pairs=_MOST_FOR_TRAINING,
            )
    learnt = linker.misc.save_model_to_json()
    numbers_of_people = set(NUMBER_FIELDS)
    compared = []
    for start, now in zip(settings["comparisons"], learnt["comparisons"], strict=True):
        # The pairs drawn at random hold some of one person, who share a number as no two strangers do.
        keep_u = start["output_column_name"] in numbers_of_people
        levels = [
            _level(begin, end, keep_u=keep_u)
            for begin, end in zip(start["comparison_levels"], now["comparison_levels"], strict=True)
        ]
        compared.append({**start, "comparison_levels": levels})
    return {**settings, "comparisons": compared}


def _level(start: dict[str, Any], learnt: dict[str, Any], *, keep_u: bool) -> dict[str, Any]:
    if start.get("is_null_level"):
        return start
    m, u = (learnt.get(name) for name in ("m_probability", "u_probability"))
    m = m if isinstance(m, float) else start["m_probability"]
    u = start["u_probability"] if keep_u or not isinstance(u, float) else u
    return {**start, "m_probability": max(m, _LOWEST_M), "u_probability": max(u, _LOWEST_U)}


def _linker(connection: duckdb.DuckDBPyConnection, settings: dict[str, Any]) -> Linker:
    api = DuckDBAPI(connection=connection)
    return Linker(api.register("records"), settings, log_level=logging.CRITICAL)


def _scores(connection: duckdb.DuckDBPyConnection, model: dict[str, Any], filled: frozenset[str]) -> Scores:
    linker = _linker(connection, model)
    blocked = linker.inference.compute_blocked_pairs_for_predict().physical_name
    predicted = linker.inference.predict(threshold_match_weight=LOWEST_WEIGHT).physical_name
    both = ", ".join(f"{side}.{name} AS {name}_{side}" for name in GUARDED_FIELDS for side in ("l", "r"))
    pairs = connection.sql(f"""
        WITH together AS (
            SELECT l.person_id AS left_id, r.person_id AS right_id, round(match_weight, 4) AS match_weight,
                least(record_id_l, record_id_r) AS low, greatest(record_id_l, record_id_r) AS high,
                l.key_space <> r.key_space AS across, {both}
            FROM {predicted} AS p
            JOIN records AS l ON l.record_id = least(record_id_l, record_id_r)
            JOIN records AS r ON r.record_id = greatest(record_id_l, record_id_r)
        )
        SELECT left_id, right_id, across, match_weight, {GUARD} AS guard FROM together
        QUALIFY row_number() OVER (PARTITION BY left_id, right_id ORDER BY match_weight DESC, low, high) = 1
        ORDER BY match_weight DESC, low, high
    """).pl()  # noqa: S608  every part is a column name or a number of ours
    compared = connection.execute(f"SELECT count(*) FROM {blocked}").fetchone()  # noqa: S608
    weight = pl.col("match_weight")
    return Scores(
        pairs=pairs.with_columns(match_probability=1 / (1 + (2.0 ** (-weight)))),
        compared=compared[0] if compared else 0,
        fields=tuple(name for name in IDENTITY_FIELDS if name in filled),
        model=model,
    )
