"""Ways to split people that a new county can start with: by what its files carry, with labels that read well."""

from collections.abc import Mapping
from typing import Any, Final

from data_access.scaffold.code_words import word_for
from data_access.scaffold.looking import Column
from metrics.language import RaceEthnicity, Sex, System

PLACES: Final = {
    System.JAIL: "the county jail",
    System.PRISON: "prison",
    System.HOUSING: "a housing project",
    System.BEHAVIORAL_HEALTH: "treatment",
    System.SUPERVISION: "supervision",
    System.CHILD_WELFARE: "foster care",
}
"""What completes "people who left ..."."""

_SEX: Final = {
    Sex.FEMALE: ("Women", "women"),
    Sex.MALE: ("Men", "men"),
    Sex.OTHER: ("Another sex", "people of another sex"),
}
_RACE: Final = {
    RaceEthnicity.AMERICAN_INDIAN: ("American Indian", "American Indian people"),
    RaceEthnicity.ASIAN: ("Asian", "Asian people"),
    RaceEthnicity.BLACK: ("Black", "Black people"),
    RaceEthnicity.HISPANIC: ("Hispanic", "Hispanic people"),
    RaceEthnicity.HISPANIC_OR_OTHER: ("Hispanic or other", "people recorded as Hispanic or other"),
    RaceEthnicity.PACIFIC_ISLANDER: ("Pacific Islander", "Pacific Islander people"),
    RaceEthnicity.WHITE: ("White", "white people"),
    RaceEthnicity.MULTIPLE: ("Multiple races", "people of multiple races"),
    RaceEthnicity.OTHER: ("Other", "people recorded as other"),
}
_AGES: Final = ((None, 24), (25, 34), (35, 44), (45, 54), (55, None))


def groupings(carried: Mapping[str, Column]) -> list[str]:
    """Return the lines of the groupings for the fields that some file carries; none where there are none."""
    lines: list[str] = []
    if "sex" in carried:
        lines += _of_words("sex", "Sex", _SEX)
    if "age_at_start" in carried or "birth_date" in carried:
        lines += _ages()
    if "race_ethnicity" in carried:
        codes = carried["race_ethnicity"].codes
        given = {word_for("race_ethnicity", code) for code, _ in codes}
        lines += _of_words(
            "race_ethnicity",
            "Race and ethnicity",
            {word: named for word, named in _RACE.items() if word in given} or _RACE,
        )
    return lines


def _of_words(field: str, label: str, words: Mapping[Any, tuple[str, str]]) -> list[str]:
    lines = [f'  {{ id = "{word}", label = "{name}", people = "{people}" }},' for word, (name, people) in words.items()]
    return [
        "[[grouping]]",
        f'id = "{field}"',
        f'label = "{label}"',
        f'field = "{field}"',
        "groups = [",
        *lines,
        "]",
        "",
    ]


def _ages() -> list[str]:
    lines = []
    for first, last in _AGES:
        if first is None:
            name, bounds = f"{last} and younger", f"to = {last}"
        elif last is None:
            name, bounds = f"{first} and older", f"from = {first}"
        else:
            name, bounds = f"{first} to {last}", f"from = {first}, to = {last}"
        group = f"{first or 'to'}_{last or 'up'}"
        lines.append(f'  {{ id = "{group}", label = "{name}", people = "people aged {name}", {bounds} }},')
    return ["[[grouping]]", 'id = "age_band"', 'label = "Age"', 'field = "age_at_start"', "groups = [", *lines, "]", ""]
