"""Reads packs: those that every county has, beside this file, and a county's own, in its folder packs/."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from data_access.file_errors import told
from data_access.mapping_words import Identifier, Part, Word
from metrics import registry
from metrics.declaration import FollowUpMeasure
from metrics.periods import PeriodKind

OWN_FOLDER: Final = "packs"
SHARED_FOLDER: Final = Path(__file__).parent


class PackError(Exception):
    """A pack that cannot be used; the message names the file, each wrong key and the remedy."""


class Question(Part):
    """One question of a form, in its own words, and what answers it; or why no number of ours does.

    group: one group, as { sex = "female" }; left out, everyone. window_days and after_days: of a measure with windows; with
    both it is the band of the days after after_days, up to window_days. years_back: the period that so many years before.
    gives: the value, or one of the two counts that it is made of.
    """

    number: Word
    asks: Word
    measure_id: str = ""
    window_days: int | None = None
    after_days: int | None = None
    group: dict[Identifier, str] = Field(default_factory=dict)
    years_back: int = Field(default=0, ge=0, le=10)
    gives: str = "value"
    not_counted: str = ""

    @field_validator("gives")
    @classmethod
    def _known_part(cls, gives: str) -> str:
        if gives not in ("value", "numerator", "denominator"):
            raise ValueError("use value, numerator or denominator")
        return gives

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if bool(self.measure_id) == bool(self.not_counted):
            raise ValueError("give measure_id, or say in not_counted why there is no number: one of the two")
        if not self.measure_id:
            return self
        try:
            measure = registry.measure(self.measure_id)
        except KeyError:
            raise ValueError(f"there is no measure {self.measure_id!r}: take an id of docs/method/README.md") from None
        windows = measure.windows_days
        if windows and self.window_days not in windows:
            raise ValueError(f"window_days: {self.measure_id} is told for {', '.join(map(str, windows))} days")
        if not windows and self.window_days is not None:
            raise ValueError(f"window_days: {self.measure_id} has no window; remove it")
        if self.after_days is not None and not isinstance(measure, FollowUpMeasure):
            raise ValueError(f"after_days: {self.measure_id} does not follow people, so it has no bands; remove it")
        if self.after_days is not None and (
            self.after_days not in windows or self.after_days >= (self.window_days or 0)
        ):
            raise ValueError(f"after_days: use one of {', '.join(map(str, windows))} that is below window_days")
        return self


class Pack(Part):
    """One form. example: it is nobody's form, and is called an example. periods: the kinds of periods that it asks for."""

    id: Identifier
    name: Word
    about: Word
    source: Word
    example: bool = False
    periods: tuple[PeriodKind, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(alias="question", min_length=1)

    @model_validator(mode="after")
    def _numbers_differ(self) -> Self:
        numbers = [question.number for question in self.questions]
        if len(set(numbers)) < len(numbers):
            raise ValueError("two questions have the same number: give each its own")
        return self

    def texts(self) -> frozenset[str]:
        """Return every text of the pack that a page may show."""
        asked = [text for one in self.questions for text in (one.asks, one.not_counted) if text]
        return frozenset({self.name, self.about, self.source, *asked})


@cache
def shared_packs() -> tuple[Pack, ...]:
    """Return the packs that every county has, by the names of their files."""
    return _read(SHARED_FOLDER, "data_access/packs")


def own_packs(folder: Path) -> tuple[Pack, ...]:
    """Return the packs of a county's folder, by the names of their files; none where it has no folder for them.

    Raises PackError for a file that is wrong, and for an id that another pack has, those that every county has among them.
    """
    found = _read(folder / OWN_FOLDER, f"{folder.name}/{OWN_FOLDER}")
    ids = [pack.id for pack in (*shared_packs(), *found)]
    twice = sorted({pack_id for pack_id in ids if ids.count(pack_id) > 1})
    if twice:
        raise PackError(f"{folder.name}/{OWN_FOLDER}: two packs have the id {', '.join(twice)}: give each its own")
    return found


def _read(folder: Path, shown: str) -> tuple[Pack, ...]:
    return tuple(_pack(path, f"{shown}/{path.name}") for path in sorted(folder.glob("*.toml")))


def _pack(path: Path, shown: str) -> Pack:
    try:
        return Pack.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{shown} is not valid TOML: {error}. Mend that line and run again.") from None
    except UnicodeDecodeError as error:
        raise PackError(f"{shown} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and run again.") from None
    except ValidationError as error:
        raise PackError(told(error, shown)) from None
