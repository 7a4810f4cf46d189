"""Pairs that look like one person to a model and often are two: twins, a father and a son, people of one house.

A model adds up what agrees. Relatives agree in much that has one cause, so their sum is too high. These pairs are not joined
by weight alone: they wait for a person to decide.
"""

from typing import Final

import polars as pl

from data_access.link_comparisons import NEAR, SAME, SWAPPED
from data_access.linkage_settings import NUMBER_FIELDS

TWINS: Final = "twins"
"""One last name and one birth date, and two first names, or two spellings of one with different sexes."""
NAMESAKES: Final = "namesakes"
"""One name, and birth dates many years apart: a father and a son."""
HOUSEHOLD: Final = "household"
"""Neither the first name nor the birth date agrees: brothers and sisters at one address."""
SHARED_NUMBER: Final = "shared_number"
"""Neither name nor birth date agrees, and a number does: a number that was borrowed, or typed into the wrong record."""

GUARDED_FIELDS: Final = (
    "first_name",
    "first_name_forms",
    "first_name_near_forms",
    "middle_name",
    "last_name",
    "birth_date",
    "sex",
    *NUMBER_FIELDS,
)

_YEARS_OF_A_GENERATION = 12
_FURTHEST_NUMBERS_OF_TWINS = 10

_OTHER_FIRST_NAME = (
    "(first_name_l IS NOT NULL AND first_name_r IS NOT NULL AND length(first_name_l) > 1 AND length(first_name_r) > 1 "
    f"AND jaro_winkler_similarity(first_name_l, first_name_r) < {NEAR} "
    "AND NOT list_has_any(first_name_near_forms_l, first_name_near_forms_r) "
    "AND NOT coalesce(first_name_l = middle_name_r OR middle_name_l = first_name_r, FALSE) "
    f"AND NOT coalesce({SWAPPED}, FALSE))"
)
_OTHER_BIRTH_DATE = (
    "(damerau_levenshtein(birth_date_l, birth_date_r) > 2 AND NOT (substr(birth_date_l, 1, 4) = substr(birth_date_r, 1, 4) "
    "AND substr(birth_date_l, 5, 2) = substr(birth_date_r, 7, 2) "
    "AND substr(birth_date_l, 7, 2) = substr(birth_date_r, 5, 2)))"
)
_SAME_CROSSWISE = (
    f"(jaro_winkler_similarity(first_name_l, last_name_r) >= {SAME} "
    f"OR jaro_winkler_similarity(last_name_l, first_name_r) >= {SAME})"
)
_SAME_LAST_NAME = f"jaro_winkler_similarity(last_name_l, last_name_r) >= {SAME}"
_YEARS_APART = "abs(TRY_CAST(substr(birth_date_l, 1, 4) AS INTEGER) - TRY_CAST(substr(birth_date_r, 1, 4) AS INTEGER))"


def _one_number(name: str) -> str:
    """The two numbers are one, but for a typing error. Numbers that follow each other are those of twins, not an error."""
    left, right = f"{name}_l", f"{name}_r"
    apart = f"abs(TRY_CAST({left} AS BIGINT) - TRY_CAST({right} AS BIGINT)) >= {_FURTHEST_NUMBERS_OF_TWINS}"
    return f"coalesce({left} = {right} OR (damerau_levenshtein({left}, {right}) <= 1 AND {apart}), FALSE)"


def _when(condition: str, guard: str) -> str:
    return f"WHEN coalesce({condition}, FALSE) THEN '{guard}'"


_NO_NAME_AGREES = f"{_OTHER_FIRST_NAME} AND NOT {_SAME_LAST_NAME} AND NOT {_SAME_CROSSWISE}"
_SAME_NUMBER = " OR ".join(_one_number(name) for name in NUMBER_FIELDS)
_TWO_FIRST_NAMES = (
    f"({_OTHER_FIRST_NAME} OR (sex_l <> sex_r AND NOT list_has_any(first_name_forms_l, first_name_forms_r)))"
)

GUARD: Final = f"""CASE
    WHEN {_SAME_NUMBER} THEN CASE
        {_when(f"{_NO_NAME_AGREES} AND {_OTHER_BIRTH_DATE}", SHARED_NUMBER)} ELSE '' END
    {_when(f"{_SAME_LAST_NAME} AND birth_date_l = birth_date_r AND {_TWO_FIRST_NAMES}", TWINS)}
    {
    _when(
        f"{_SAME_LAST_NAME} AND NOT {_OTHER_FIRST_NAME} AND {_OTHER_BIRTH_DATE} "
        f"AND {_YEARS_APART} >= {_YEARS_OF_A_GENERATION}",
        NAMESAKES,
    )
}
    {_when(f"{_OTHER_FIRST_NAME} AND birth_date_l <> birth_date_r", HOUSEHOLD)}
    ELSE '' END"""
"""SQL for DuckDB: the guard of a pair of records, '' for none. It needs the GUARDED_FIELDS, ending in _l and _r."""


def without_idle_guards(pairs: pl.DataFrame, match_at: float) -> pl.DataFrame:
    """Return the pairs, where a guard that guards nobody is taken off those between two key spaces.

    Relatives turn up inside one source as often as between two: who has a twin in the jail's file has one in the court's.
    So where many strong pairs between sources look like relatives (across) and next to none inside a source (within), the
    sources hold no such relatives, and those pairs are one person with one wrong field. A guard is idle when within, plus a
    half for chance, is at most the share of wrong joins that match_at allows of across.
    """
    strong = pairs.filter(pl.col("match_probability") >= match_at, pl.col("guard") != "")
    counts = strong.group_by("guard").agg(across=pl.col("across").sum(), within=(~pl.col("across")).sum())
    idle = counts.filter(pl.col("within") + 0.5 <= (1 - match_at) * pl.col("across"))["guard"].to_list()
    lifted = pl.col("across") & pl.col("guard").is_in(idle)
    return pairs.with_columns(guard=pl.when(lifted).then(pl.lit("")).otherwise("guard"))
