"""How two records are compared, field by field: levels of agreement, from the strongest down, as SQL for DuckDB.

Each level has two probabilities: m, of records of one person, and u, of records of two people, that end at this level. The
numbers here are where training starts, and where it stays for what the data do not show. They are round numbers from
what such files are like, not fitted to any.
"""

from dataclasses import dataclass
from typing import Any, Final

from data_access.linkage_settings import NUMBER_FIELDS, Linkage

SAME, NEAR = 0.92, 0.8
"""Jaro-Winkler similarity from which two names count as one name with a typing error, and as similar names."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level: the condition on columns ending in _l and _r, m, u, and the field whose rare values count for more."""

    sql: str
    m: float
    u: float
    rare: str | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One comparison: nothing says when it is silent; the last level is all the rest."""

    name: str
    fields: tuple[str, ...]
    nothing: str
    levels: tuple[Level, ...]


SWAPPED: Final = (
    f"(jaro_winkler_similarity(first_name_l, last_name_r) >= {SAME} "
    f"AND jaro_winkler_similarity(last_name_l, first_name_r) >= {SAME})"
)
_SWAP_KNOWN: Final = (
    "first_name_l IS NOT NULL AND first_name_r IS NOT NULL AND last_name_l IS NOT NULL AND last_name_r IS NOT NULL"
)
_PART_OF_LAST_NAME: Final = (
    "(list_contains(string_split(last_name_l, ' '), last_name_r) "
    "OR list_contains(string_split(last_name_r, ' '), last_name_l))"
)
_CHANGED_NAME: Final = (
    f"(sex_l = 'female' AND sex_r = 'female' AND jaro_winkler_similarity(last_name_l, last_name_r) < {NEAR} "
    f"AND NOT {_PART_OF_LAST_NAME} AND NOT coalesce({SWAPPED}, FALSE))"
)
"""Two women with two last names: far more often one person than two such men are, because most who marry and change a
name are women. Learnt from the county's own records, as all else."""


def comparisons(linkage: Linkage, filled: frozenset[str]) -> tuple[Comparison, ...]:
    """Return the comparisons of a county whose records fill these fields."""
    every = (
        _first_name(linkage),
        _last_name(),
        _middle_name(),
        _suffix(),
        _birth_date(),
        _sex(),
        *(_number(name) for name in NUMBER_FIELDS),
        _street(),
        _place(),
    )
    return tuple(comparison for comparison in every if filled & set(comparison.fields))


def as_splink(comparison: Comparison, rare_values: tuple[str, ...]) -> dict[str, Any]:
    """Return a comparison as Splink's settings have it; the fields in rare_values are weighed by how rare a value is."""
    levels: list[dict[str, Any]] = [{"sql_condition": comparison.nothing, "is_null_level": True}]
    for level in comparison.levels:
        one: dict[str, Any] = {"sql_condition": level.sql, "m_probability": level.m, "u_probability": level.u}
        if level.rare in rare_values:
            one |= {"tf_adjustment_column": level.rare, "tf_adjustment_weight": 1.0}
        levels.append(one)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _alike(name: str, similarity: float) -> str:
    return f"jaro_winkler_similarity({name}_l, {name}_r) >= {similarity}"


def _one_error(name: str) -> str:
    """One wrong, missing, added or swapped letter; in a name of three letters that would be another name."""
    shortest = f"least(length({name}_l), length({name}_r)) >= 4"
    return f"({_alike(name, SAME)} OR ({shortest} AND damerau_levenshtein({name}_l, {name}_r) <= 1))"


def _either_empty(name: str) -> str:
    return f"{name}_l IS NULL OR {name}_r IS NULL"


def _initial(name: str) -> str:
    alone = f"(length({name}_l) = 1 OR length({name}_r) = 1)"
    return f"{alone} AND substr({name}_l, 1, 1) = substr({name}_r, 1, 1)"


def _first_name(linkage: Linkage) -> Comparison:
    short = (Level(sql="list_has_any(first_name_near_forms_l, first_name_near_forms_r)", m=0.05, u=0.005),)
    return Comparison(
        name="first_name",
        fields=("first_name",),
        nothing=_either_empty("first_name"),
        levels=(
            Level(sql="first_name_l = first_name_r", m=0.78, u=0.01, rare="first_name"),
            Level(sql=_initial("first_name"), m=0.01, u=0.01),
            *(short if linkage.nicknames else ()),
            Level(sql=f"{_SWAP_KNOWN} AND {SWAPPED}", m=0.01, u=0.00001),
            Level(sql=_one_error("first_name"), m=0.08, u=0.005),
            Level(sql="first_name_l = middle_name_r OR middle_name_l = first_name_r", m=0.01, u=0.01),
            Level(sql=_alike("first_name", NEAR), m=0.02, u=0.02),
            Level(sql="ELSE", m=0.05, u=0.94),
        ),
    )


def _last_name() -> Comparison:
    """The level of swapped names stands with the first name alone, so that it counts once: here it is silent."""
    return Comparison(
        name="last_name",
        fields=("last_name",),
        nothing=f"{_either_empty('last_name')} OR ({_SWAP_KNOWN} AND {SWAPPED})",
        levels=(
            Level(sql="last_name_l = last_name_r", m=0.82, u=0.002, rare="last_name"),
            Level(sql=_PART_OF_LAST_NAME, m=0.02, u=0.001),
            Level(sql=_one_error("last_name"), m=0.08, u=0.003),
            Level(sql=_alike("last_name", NEAR), m=0.02, u=0.01),
            Level(sql=_CHANGED_NAME, m=0.03, u=0.16),
            Level(sql="ELSE", m=0.03, u=0.82),
        ),
    )


def _middle_name() -> Comparison:
    return Comparison(
        name="middle_name",
        fields=("middle_name",),
        nothing=_either_empty("middle_name"),
        levels=(
            Level(sql="middle_name_l = middle_name_r", m=0.6, u=0.01, rare="middle_name"),
            Level(sql=_initial("middle_name"), m=0.25, u=0.06),
            Level(sql=_one_error("middle_name"), m=0.05, u=0.005),
            Level(sql="ELSE", m=0.1, u=0.925),
        ),
    )


def _suffix() -> Comparison:
    return Comparison(
        name="suffix",
        fields=("suffix",),
        nothing=_either_empty("suffix"),
        levels=(Level(sql="suffix_l = suffix_r", m=0.97, u=0.4), Level(sql="ELSE", m=0.03, u=0.6)),
    )


def _birth_date() -> Comparison:
    def part(start: int, length: int, other: int | None = None) -> str:
        return f"substr(birth_date_l, {start}, {length}) = substr(birth_date_r, {other or start}, {length})"

    swapped = f"{part(1, 4)} AND {part(5, 2, 7)} AND {part(7, 2, 5)}"
    year, month, day = part(1, 4), part(5, 2), part(7, 2)
    two_parts = f"({year} AND {month}) OR ({year} AND {day}) OR ({month} AND {day})"
    return Comparison(
        name="birth_date",
        fields=("birth_date",),
        nothing=_either_empty("birth_date"),
        levels=(
            Level(sql="birth_date_l = birth_date_r", m=0.88, u=0.00006),
            Level(sql=swapped, m=0.01, u=0.00003),
            Level(sql="damerau_levenshtein(birth_date_l, birth_date_r) <= 1", m=0.06, u=0.003),
            Level(sql=two_parts, m=0.015, u=0.007),
            Level(sql="damerau_levenshtein(birth_date_l, birth_date_r) <= 2", m=0.005, u=0.035),
            Level(sql="ELSE", m=0.03, u=0.955),
        ),
    )


def _sex() -> Comparison:
    """Two women with two last names are a level of the last name, so that their sex counts once: here it is silent."""
    return Comparison(
        name="sex",
        fields=("sex",),
        nothing=f"{_either_empty('sex')} OR coalesce({_CHANGED_NAME}, FALSE)",
        levels=(Level(sql="sex_l = sex_r", m=0.99, u=0.6), Level(sql="ELSE", m=0.01, u=0.4)),
    )


def _number(name: str) -> Comparison:
    """Some files hold only the last four signs of a number: then those are compared."""
    short = f"least(length({name}_l), length({name}_r)) = 4 AND greatest(length({name}_l), length({name}_r)) > 4"
    return Comparison(
        name=name,
        fields=(name,),
        nothing=_either_empty(name),
        levels=(
            Level(sql=f"{name}_l = {name}_r", m=0.9, u=0.000001),
            Level(sql=f"{short} AND right({name}_l, 4) = right({name}_r, 4)", m=0.02, u=0.0001),
            Level(sql=f"damerau_levenshtein({name}_l, {name}_r) <= 1", m=0.04, u=0.00001),
            Level(sql=f"damerau_levenshtein({name}_l, {name}_r) <= 2", m=0.01, u=0.0002),
            Level(sql="ELSE", m=0.03, u=0.999689),
        ),
    )


def _street() -> Comparison:
    return Comparison(
        name="street",
        fields=("street",),
        nothing=_either_empty("street"),
        levels=(
            Level(sql="street_l = street_r", m=0.4, u=0.0001),
            Level(sql=_alike("street", 0.9), m=0.1, u=0.0003),
            Level(sql=_alike("street", NEAR), m=0.05, u=0.005),
            Level(sql="ELSE", m=0.45, u=0.9946),
        ),
    )


def _place() -> Comparison:
    """One comparison, not two: who shares a postal code shares the town too."""
    city = _alike("city", 0.9)
    return Comparison(
        name="place",
        fields=("postal_code", "city"),
        nothing=f"({_either_empty('postal_code')}) AND ({_either_empty('city')})",
        levels=(
            Level(sql=f"postal_code_l = postal_code_r AND {city}", m=0.5, u=0.02),
            Level(sql="postal_code_l = postal_code_r", m=0.1, u=0.01),
            Level(sql=f"{city} AND damerau_levenshtein(postal_code_l, postal_code_r) <= 1", m=0.05, u=0.02),
            Level(sql=city, m=0.1, u=0.1),
            Level(sql="damerau_levenshtein(postal_code_l, postal_code_r) <= 1", m=0.05, u=0.05),
            Level(sql="ELSE", m=0.2, u=0.8),
        ),
    )
