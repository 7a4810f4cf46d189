"""What one file of a county is: where it lies, what its columns mean, what its codes mean. Checked key by key."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from metrics import language

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Word = Annotated[str, Field(min_length=1)]

FIELDS = frozenset(
    {
        "person_key",
        "start",
        "end",
        "birth_date",
        "age_at_start",
        "sex",
        "race_ethnicity",
        "reason",
        "status",
        "severity",
        "charge",
        "program_id",
    }
)
"""What a column of a source can mean, beside flag_*."""

CODED_FIELDS: dict[str, frozenset[str]] = {
    "sex": frozenset(language.Sex),
    "race_ethnicity": frozenset(language.RaceEthnicity),
    "reason": frozenset(language.Reason),
    "status": frozenset(language.EpisodeStatus),
    "severity": frozenset(language.Severity),
}
DATE_FIELDS = ("start", "end", "birth_date")


class Part(BaseModel):
    """A part of a county file: a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Charges(Part):
    """How a charge code gives an offense category: the longest prefix that fits, after strip_prefixes are taken off."""

    strip_prefixes: tuple[str, ...] = ()
    categories: dict[language.OffenseCategory, tuple[str, ...]]


class Only(Part):
    """Which rows the county takes: those with one of these values in the column. Others are set aside, and why is told."""

    column: Word
    values: tuple[str, ...] = Field(min_length=1)
    why: Word


class Source(Part):
    """One file of one system: where it is, what its columns mean, what its codes mean.

    Sources with the same key_space use the same person keys; without one, a source's keys are its own. The kind says
    whether a row is a stay, which has an end, or a moment, which has none. With empty_start = "no_event" a row without a
    start says that nothing happened. last_on is the last day that this file covers, where others cover more.
    """

    id: Identifier
    title: Word
    agency: Word
    system: language.System
    kind: language.Kind
    file: Word
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"
    columns: dict[str, str]
    date_formats: dict[str, tuple[str, ...]]
    codes: dict[str, dict[str, str]] = {}
    charges: Charges | None = None
    exact_duplicates: Literal["refuse", "keep"] = "refuse"
    key_space: Identifier | None = None
    last_on: dt.date | None = None
    empty_start: Literal["refuse", "no_event"] = "refuse"
    only: tuple[Only, ...] = ()

    @property
    def is_of_stays(self) -> bool:
        """Whether its rows last, and so have an end."""
        return self.kind in language.STAYS

    @property
    def columns_read(self) -> tuple[str, ...]:
        """The columns of the file that are used, each once."""
        return tuple(dict.fromkeys((*self.columns.values(), *(rule.column for rule in self.only))))

    def _words_for(self, field: str) -> frozenset[str]:
        """Return the words that a code of this field can mean here; none for a field that has no codes."""
        if field.startswith(language.FLAG_PREFIX):
            return frozenset(language.Flag)
        if field == "status":
            return frozenset(language.STATUSES.get(self.kind, frozenset()))
        return CODED_FIELDS.get(field, frozenset())

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        try:
            "".encode(encoding)
        except LookupError:
            raise ValueError("unknown encoding: use utf-8, latin-1 or cp1252") from None
        return encoding

    @model_validator(mode="after")
    def _fields_fit_together(self) -> Self:
        for field in self.columns:
            if field not in FIELDS and not field.startswith(language.FLAG_PREFIX):
                raise ValueError(
                    f"columns.{field}: no such field; use one of {', '.join(sorted(FIELDS))}, or flag_ and a name"
                )
        for field in ("person_key", "start", *(("end",) if self.is_of_stays else ())):
            if field not in self.columns:
                raise ValueError(f"columns.{field} is missing: name the column that holds it")
        if not self.is_of_stays and "end" in self.columns:
            raise ValueError(f'columns.end: kind = "{self.kind}" is a moment and has no end; remove it')
        if self.is_of_stays and self.empty_start == "no_event":
            raise ValueError(f'empty_start = "no_event" is for moments, and kind = "{self.kind}" is a stay; remove it')
        ruled = [rule.column for rule in self.only]
        if len(set(ruled)) < len(ruled):
            raise ValueError("two [[source.only]] are about the same column: give all its values in one")
        for field in DATE_FIELDS:
            if field in self.columns and not self.date_formats.get(field):
                raise ValueError(f'date_formats.{field} is missing: write it as ["%Y-%m-%d"]')
        for field in self.date_formats:
            if field not in DATE_FIELDS or field not in self.columns:
                raise ValueError(
                    f"date_formats.{field} has no date column beside it: remove it, or add columns.{field}"
                )
        for field, codes in self.codes.items():
            if field not in self.columns:
                raise ValueError(f"codes.{field} has no column beside it: add columns.{field}")
            allowed = self._words_for(field)
            if not allowed:
                raise ValueError(f'codes.{field}: with kind = "{self.kind}" this field has no codes; remove the table')
            for code, value in codes.items():
                if value not in allowed:
                    raise ValueError(f"codes.{field}.{code} = {value!r}: use one of {', '.join(sorted(allowed))}")
        for field in self.columns:
            if (field in CODED_FIELDS or field.startswith(language.FLAG_PREFIX)) and field not in self.codes:
                raise ValueError(f"codes.{field} is missing: name every code of the column {self.columns[field]!r}")
        if ("charge" in self.columns) != (self.charges is not None):
            raise ValueError("columns.charge and [source.charges] go together: give both or neither")
        return self
