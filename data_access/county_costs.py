"""What a county's jail days and programs cost: costs.toml beside county.toml, checked when it is read."""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, ValidationError, model_validator

from data_access.file_errors import told
from data_access.mapping_words import Part, Word
from metrics import costs

COSTS_FILE: Final = "costs.toml"
Year = Annotated[int, Field(ge=1990, le=2100)]
Amount = Annotated[float, Field(ge=0)]


class CostsFileError(Exception):
    """A costs.toml that cannot be used; the message names the file, each wrong key and the remedy."""


class Sourced(Part):
    """An amount of which the lowest, likeliest and highest value are known, with the year that it is from and the source."""

    low: Amount
    likely: Amount
    high: Amount
    year: Year
    source: Word

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high must rise: swap those that do not, or write one value three times")
        return self

    @property
    def range(self) -> costs.Range:
        """The amount as arithmetic knows it."""
        return costs.Range(low=self.low, likely=self.likely, high=self.high)


class Step(Part):
    """A unit of the jail that can be closed: so many beds, and what it costs in a year."""

    beds: Annotated[int, Field(ge=1)]
    cost_a_year: Sourced

    @property
    def measured(self) -> costs.Step:
        """The step as arithmetic knows it."""
        return costs.Step(beds=self.beds, cost_a_year=self.cost_a_year.range)


class ProgramCosts(Part):
    """One program: its cost per person, people served in a year, and the days in jail that one return brings."""

    id: str
    cost_per_person: Sourced
    served: Sourced
    days_per_return: Sourced


class Costs(Part):
    """All costs, in dollars of one year. average_day is never a saving; marginal_day is (see metrics.costs)."""

    dollars_of: Year
    marginal_day: Sourced
    average_day: Sourced
    step: Step | None = None
    programs: tuple[ProgramCosts, ...] = Field(alias="program", min_length=1)

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.marginal_day.likely > self.average_day.likely:
            raise ValueError(
                "marginal_day is above average_day: one day less cannot save more than a day costs on average"
            )
        ids = [program.id for program in self.programs]
        if len(set(ids)) < len(ids):
            raise ValueError("program: two have the same id: keep one")
        return self

    def texts(self) -> frozenset[str]:
        """Return every text of the file that a page may show."""
        found = [self.marginal_day, self.average_day, *([self.step.cost_a_year] if self.step else [])]
        found += [one for p in self.programs for one in (p.cost_per_person, p.served, p.days_per_return)]
        return frozenset(one.source for one in found)


def read_costs(folder: Path, program_ids: Collection[str]) -> Costs | None:
    """Read the costs of a county folder; None where there are none, CostsFileError where the file is wrong."""
    path = folder / COSTS_FILE
    if not path.is_file():
        return None
    shown = f"{folder.name}/{COSTS_FILE}"
    try:
        found = Costs.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise CostsFileError(f"{shown} is not valid TOML: {error}. Mend that line and run again.") from None
    except UnicodeDecodeError as error:
        raise CostsFileError(
            f"{shown} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and run again."
        ) from None
    except ValidationError as error:
        raise CostsFileError(told(error, shown)) from None
    unknown = [program.id for program in found.programs if program.id not in program_ids]
    if unknown:
        known = ", ".join(program_ids) or "none"
        raise CostsFileError(
            f"{shown}: program: county.toml names no program {', '.join(unknown)}; it names {known}. Correct the id."
        )
    return found
