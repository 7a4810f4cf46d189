"""Reads a county's folder: county.toml, checked key by key, so that a wrong file is told what to mend."""

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from metrics import language

COUNTY_FILE = "county.toml"
COUNTIES_FOLDER = Path(__file__).resolve().parents[1] / "counties"

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
GroupIdentifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
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


class CountyFileError(Exception):
    """A county folder that cannot be used; the message names the file, each wrong key and the remedy."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSpan(_Part):
    """The days that the sources cover.

    first_on may be left out: then it is the day of the earliest release that they hold. With rule "latest" the last day is
    the latest date that they hold. lag_days is how long records take to arrive: the last days of the span are not trusted.
    """

    rule: Literal["fixed", "latest"]
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    lag_days: int = Field(default=0, ge=0, le=365)

    @model_validator(mode="after")
    def _fixed_needs_a_day(self) -> Self:
        if self.rule == "fixed" and self.last_on is None:
            raise ValueError('rule = "fixed" needs last_on, the last day that the files cover, as 2019-12-31')
        if self.rule == "latest" and self.last_on is not None:
            raise ValueError('rule = "latest" takes the last day from the files: remove last_on')
        if self.first_on and self.last_on and self.first_on > self.last_on:
            raise ValueError("first_on is after last_on: swap them")
        return self


class Group(_Part):
    """One group of a grouping. people is how a sentence names its members; from/to bound ages, both inside."""

    id: GroupIdentifier
    label: Word
    people: Word
    from_: int | None = Field(default=None, alias="from")
    to: int | None = None


class Grouping(_Part):
    """One way to split people: by the values of a field, or by bands of age."""

    id: Identifier
    label: Word
    field: str
    groups: tuple[Group, ...] = Field(min_length=1)

    @field_validator("field")
    @classmethod
    def _known_field(cls, field: str) -> str:
        known = (*CODED_FIELDS, "age_at_start", "offense_category")
        if field not in known and not field.startswith(language.FLAG_PREFIX):
            raise ValueError(f"use one of {', '.join(sorted(known))}, or a flag such as flag_veteran")
        return field

    @model_validator(mode="after")
    def _groups_fit_the_field(self) -> Self:
        ids = [group.id for group in self.groups]
        if len(set(ids)) < len(ids):
            raise ValueError("two groups share an id: give each its own")
        banded = self.field == "age_at_start"
        for group in self.groups:
            if banded and group.from_ is None and group.to is None:
                raise ValueError(f"group {group.id!r} of an age grouping needs from, to or both")
            if not banded and (group.from_ is not None or group.to is not None):
                raise ValueError(f"group {group.id!r}: from and to are for ages only; remove them")
        if banded:
            bounds = sorted(
                (g.from_ if g.from_ is not None else -1, g.to if g.to is not None else 999) for g in self.groups
            )
            for (_, this_to), (next_from, _) in pairwise(bounds):
                if next_from <= this_to:
                    raise ValueError(f"two age groups hold the age {next_from}: let each age be in one group")
                if next_from > this_to + 1:
                    raise ValueError(f"no age group holds the age {this_to + 1}: let each age be in one group")
            if bounds[0][0] != -1 or bounds[-1][1] != 999:
                raise ValueError("leave from out of the youngest group and to out of the oldest, so that all ages fit")
        return self


class Charges(_Part):
    """How a charge code gives an offense category: the longest prefix that fits, after strip_prefixes are taken off."""

    strip_prefixes: tuple[str, ...] = ()
    categories: dict[language.OffenseCategory, tuple[str, ...]]


class Only(_Part):
    """Which rows the county takes: those with one of these values in the column. Others are set aside, and why is told."""

    column: Word
    values: tuple[str, ...] = Field(min_length=1)
    why: Word


class Source(_Part):
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


class Comparison(_Part):
    """A figure that someone else published, to be shown beside ours with the reason why they differ."""

    measure_id: str
    period: str
    published: float
    publisher: Word
    why_they_differ: Word


class County(_Part):
    """Everything that makes this county different from the next."""

    id: str
    name: Word
    made_up: bool = False
    time_zone: str
    episode_gap_days: int = Field(default=1, ge=0, le=30)
    place: Word = "jail"
    sources_folder: Path | None = None
    limits: tuple[str, ...] = ()
    data_span: DataSpan
    groupings: tuple[Grouping, ...] = Field(alias="grouping")
    sources: tuple[Source, ...] = Field(alias="source", min_length=1)
    comparisons: tuple[Comparison, ...] = Field(default=(), alias="comparison")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, time_zone: str) -> str:
        try:
            ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("unknown time zone: use a name such as America/New_York") from None
        return time_zone

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        for what, ids in (("groupings", [g.id for g in self.groupings]), ("sources", [s.id for s in self.sources])):
            if len(set(ids)) < len(ids):
                raise ValueError(f"two {what} share an id: give each its own")
        for source in self.sources:
            if source.last_on and self.data_span.last_on and source.last_on > self.data_span.last_on:
                raise ValueError(
                    f"source {source.id!r} has a last_on after the one of [data_span]: the span covers all files, so move "
                    "its last_on, or remove the one of the source"
                )
        carried = {field for source in self.sources for field in source.columns}
        for grouping in self.groupings:
            needs = {"age_at_start": {"age_at_start", "birth_date"}, "offense_category": {"charge"}}.get(
                grouping.field, {grouping.field}
            )
            if not needs & carried:
                raise ValueError(
                    f"grouping {grouping.id!r} is by {grouping.field}, which no source carries: "
                    f"map a column to {' or '.join(sorted(needs))}, or remove the grouping"
                )
            for source in self.sources:
                known = {group.id for group in grouping.groups} | {language.NOT_STATED, language.UNMAPPED}
                lost = sorted(set(source.codes.get(grouping.field, {}).values()) - known)
                if lost:
                    raise ValueError(
                        f"grouping {grouping.id!r} has no group for {', '.join(lost)}, which source {source.id!r} gives: "
                        "add a group with that id"
                    )
        return self


def find_county(county: str) -> Path:
    """Return the folder of a county, given its name under counties/ or a path to its folder."""
    for folder in (COUNTIES_FOLDER / county, Path(county)):
        if (folder / COUNTY_FILE).is_file():
            return folder
    known = sorted(path.parent.name for path in COUNTIES_FOLDER.glob(f"*/{COUNTY_FILE}"))
    raise CountyFileError(
        f"There is no county {county!r}: neither counties/{county}/{COUNTY_FILE} nor a folder of that path. "
        f"Known counties: {', '.join(known)}."
    )


def read_county(county: str) -> County:
    """Read and check a county's file; raise CountyFileError listing every wrong key with its remedy."""
    folder = find_county(county)
    shown = f"{folder.name}/{COUNTY_FILE}"
    try:
        table: dict[str, Any] = tomllib.loads((folder / COUNTY_FILE).read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise CountyFileError(f"{shown} is not valid TOML: {error}. Mend that line and run again.") from None
    except UnicodeDecodeError as error:
        raise CountyFileError(
            f"{shown} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and run again."
        ) from None
    try:
        checked = County.model_validate({**table, "id": folder.resolve().name})
    except ValidationError as error:
        parts = [part for part in error.errors() if not _only_echoes(part, error.errors())]
        lines = [f"{shown}: {_key(part['loc'])}: {_remedy(part)}" for part in parts]
        raise CountyFileError("\n".join(lines)) from None
    if checked.sources_folder is None:
        return checked
    return checked.model_copy(update={"sources_folder": folder.resolve() / checked.sources_folder})


def _only_echoes(part: Any, parts: list[Any]) -> bool:
    """Whether a list is called too short only because something in it is wrong, which another part says already."""
    place = part["loc"]
    return part["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in parts
    )


def _key(location: tuple[int | str, ...]) -> str:
    """Name a place in the file as a clerk would find it: source[1].columns.start (counted from 1)."""
    parts: list[str] = []
    for part in location:
        if isinstance(part, int) and parts:
            parts[-1] += f"[{part + 1}]"
        else:
            parts.append(str(part))
    return ".".join(parts) or "the whole file"


def _remedy(part: Any) -> str:
    kind, message = part["type"], part["msg"].removeprefix("Value error, ")
    if kind == "missing":
        return "is missing: add it"
    if kind == "extra_forbidden":
        return "is not a key that we know: correct its spelling or remove it"
    if kind == "value_error":
        return str(message)
    return f"{message} (the file says {part['input']!r})"
