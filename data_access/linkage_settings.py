"""What a county says about joining people: which columns tell who someone is, and how sure a join must be."""

import math
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

NUMBER_FIELDS: Final = ("ssn", "state_id", "license_number")
"""Numbers that belong to one person: the Social Security number, the state's own number, the driver's license."""

ADDRESS_FIELDS: Final = ("street", "city", "postal_code")
ALIAS_FIELDS: Final = ("alias_first_name", "alias_last_name")
"""Another name of the same person: a maiden name, a former name, a name given at an arrest."""

ONLY_IDENTITY_FIELDS: Final = (
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    *NUMBER_FIELDS,
    *ADDRESS_FIELDS,
    *ALIAS_FIELDS,
)
"""The columns of a source that go to the warehouse's identity table and nowhere else."""

IDENTITY_FIELDS: Final = tuple(
    field for field in (*ONLY_IDENTITY_FIELDS, "birth_date", "sex") if field not in ALIAS_FIELDS
)
"""All that is compared: birth_date and sex serve the measures too. A row of the identity table has one value of each."""

FREQUENCY_FIELDS: Final = ("first_name", "middle_name", "last_name")


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


Share = Annotated[float, Field(gt=0, lt=1)]


class Linkage(BaseModel):
    """How records of people are joined. Probabilities are those that two records are of one person, as the model says.

    Pairs at or above match_at are joined, and pairs from alone_at on where neither of the two fits anyone else (see
    link_groups); other pairs from review_at on wait for a person to decide. rare_values lists the
    fields in which sharing a rare value says more than sharing a common one. The key spaces in one_key_per_person give
    nobody two keys, so two of their keys are never joined.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    match_at: Share = 0.95
    alone_at: Share = 0.8
    review_at: Share = 0.5
    nicknames: bool = True
    rare_values: tuple[str, ...] = FREQUENCY_FIELDS
    one_key_per_person: tuple[str, ...] = ()
    seed: int = Field(default=1, ge=1)

    @property
    def stricter_at(self) -> float:
        """The threshold of a stricter linking: as far above match_at as review_at lies below it, in log odds."""
        log_odds = 2 * _log_odds(self.match_at) - _log_odds(self.review_at)
        return 1 / (1 + math.exp(-log_odds))

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.match_at < 0.9:
            raise ValueError("match_at is below 0.9, which joins strangers: use 0.9 to 0.9999")
        if self.review_at >= self.match_at:
            raise ValueError("review_at must be below match_at: pairs between the two wait for a person to decide")
        if not self.review_at <= self.alone_at <= self.match_at:
            raise ValueError(
                "alone_at must lie between review_at and match_at; set it to match_at to join nothing below that"
            )
        unknown = [field for field in self.rare_values if field not in FREQUENCY_FIELDS]
        if unknown:
            raise ValueError(
                f"rare_values: {', '.join(unknown)} cannot be used; choose from {', '.join(FREQUENCY_FIELDS)}"
            )
        return self


def identity_problem(columns: dict[str, str]) -> str | None:
    """Say what is missing where a source names columns that tell who someone is; None when it can be joined, or has none."""
    named = [field for field in ONLY_IDENTITY_FIELDS if field in columns]
    if not named:
        return None
    for field in ("first_name", "last_name"):
        if field not in columns:
            return (
                f"columns.{field} is missing: to join people by {named[0]}, name the columns of the first and last name"
            )
    if "birth_date" not in columns and not any(field in columns for field in NUMBER_FIELDS):
        return (
            "to join people, a name is not enough: add columns.birth_date or one of "
            f"{', '.join(f'columns.{field}' for field in NUMBER_FIELDS)}, or remove columns.first_name and the like"
        )
    return None
