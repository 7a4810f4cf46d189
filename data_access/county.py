"""Reads a county's folder: county.toml, checked key by key, so that a wrong file is told what to mend."""

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator

from data_access.adapters.taking import AdapterError, with_adapters
from data_access.agreements import AGREEMENTS_FILE, AgreementsFileError, Register, read_register
from data_access.county_costs import COSTS_FILE, Costs, CostsFileError, read_costs
from data_access.county_programs import Program, check_programs
from data_access.county_targets import Target, check_targets
from data_access.county_words import CountyWords, CountyWordsError, read_county_words
from data_access.file_errors import told
from data_access.linkage_settings import Linkage
from data_access.mapping_words import Identifier, Part, Word
from data_access.packs.reading import OWN_FOLDER, Pack, PackError, own_packs
from data_access.sources import CODED_FIELDS, Source
from data_access.treatment import OUTCOME_ALONE, marks_of_treatment
from metrics import language
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.switches import SWITCHES
from metrics.tallies.kinds import Often

COUNTY_FILE = "county.toml"
COUNTIES_FOLDER = Path(__file__).resolve().parents[1] / "counties"

GroupIdentifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]


class CountyFileError(Exception):
    """A county folder that cannot be used; the message names the file, each wrong key and the remedy."""


class DataSpan(Part):
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


class Group(Part):
    """One group of a grouping. people is how a sentence names its members; from/to bound ages, both inside."""

    id: GroupIdentifier
    label: Word
    people: Word
    from_: int | None = Field(default=None, alias="from")
    to: int | None = None


class Grouping(Part):
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


class Checks(Part):
    """From where on a load is said to look wrong, as shares.

    population_share: how far people on an average day may be from bookings a day times the mean stay (a fifth: in a steady
    jail the two are within a few percent). volume_share: how far a month may be from the same month a year before (a half:
    few real changes are larger). late_share: of a usual month, what a month at the end must hold to be whole. empty_share: of
    the rows, how many may lack a field. group_points: how much more often, as a share, a field may be missing in one group.
    """

    population_share: float = Field(default=0.2, gt=0)
    volume_share: float = Field(default=0.5, gt=0)
    late_share: float = Field(default=0.7, gt=0, lt=1)
    empty_share: float = Field(default=0.2, ge=0, le=1)
    group_points: float = Field(default=0.2, ge=0, le=1)


class OftenBooked(Part):
    """Whom the county calls booked often: people with at least bookings in the days up to the end of a period."""

    bookings: int = Field(default=FOUR_IN_THREE_YEARS.bookings, ge=2, le=100)
    days: int = Field(default=FOUR_IN_THREE_YEARS.days, ge=7, le=3660)

    @property
    def rule(self) -> Often:
        """The rule as measures know it."""
        return Often(bookings=self.bookings, days=self.days)


class Comparison(Part):
    """A figure that someone else published, to be shown beside ours with the reason why they differ.

    For a share give window_days, the days that people were watched, and published as so many of every 100.
    """

    measure_id: str
    period: str
    window_days: int | None = Field(default=None, ge=1)
    published: float
    publisher: Word
    why_they_differ: Word


class Annotation(Part):
    """Something that happened on a day and that readers must know of to read a trend, such as a new records system."""

    on: dt.date
    text: Word


class County(Part):
    """Everything that makes this county different from the next.

    agreements is agreements.toml; None where it keeps none. packs: its own
    forms. costs is costs.toml, or None. words are its texts in other languages, from its PO files.
    """

    id: str
    name: Word
    made_up: bool = False
    time_zone: str
    episode_gap_days: int = Field(default=1, ge=0, le=30)
    place: Word = "jail"
    sources_folder: Path | None = None
    limits: tuple[str, ...] = ()
    switches: dict[str, bool] = Field(default_factory=dict)
    often_booked: OftenBooked = OftenBooked()
    data_span: DataSpan
    checks: Checks = Field(default_factory=Checks)
    groupings: tuple[Grouping, ...] = Field(alias="grouping")
    programs: tuple[Program, ...] = Field(default=(), alias="program")
    sources: tuple[Source, ...] = Field(alias="source", min_length=1)
    comparisons: tuple[Comparison, ...] = Field(default=(), alias="comparison")
    annotations: tuple[Annotation, ...] = Field(default=(), alias="annotation")
    targets: tuple[Target, ...] = Field(default=(), alias="target")
    linkage: Linkage = Linkage()
    agreements: Register | None = None
    packs: tuple[Pack, ...] = ()
    costs: Costs | None = None
    words: CountyWords = Field(default_factory=dict)

    def texts(self) -> frozenset[str]:
        """Return every text of the county that a page may show: what its PO files can translate."""
        groups = [group for grouping in self.groupings for group in grouping.groups]
        said = [self.name, self.place, *self.limits]
        said += [grouping.label for grouping in self.groupings]
        said += [text for group in groups for text in (group.label, group.people)]
        said += [text for program in self.programs for text in (program.name, program.about)]
        said += [text for source in self.sources for text in (source.title, source.agency)]
        said += [rule.why for source in self.sources for rule in source.only if rule.why]
        said += [text for one in self.comparisons for text in (one.publisher, one.why_they_differ)]
        said += [one.text for one in self.annotations]
        said += [one.set_by for one in self.targets]
        said += [text for pack in self.packs for text in pack.texts()]
        said += self.costs.texts() if self.costs else []
        return frozenset(said) | (self.agreements.texts() if self.agreements else frozenset())

    @property
    def joins_people(self) -> bool:
        """Whether people are joined by what tells who they are; otherwise the keys of the sources alone say it."""
        return any(source.tells_who for source in self.sources)

    @property
    def each_row_is_a_person(self) -> bool:
        """Whether no source has keys for people, so that each row is taken for a person of its own."""
        return all(source.each_row_is_a_person for source in self.sources)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, time_zone: str) -> str:
        try:
            ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("unknown time zone: use a name such as America/New_York") from None
        return time_zone

    @field_validator("switches")
    @classmethod
    def _known_switches(cls, switches: dict[str, bool]) -> dict[str, bool]:
        known = [switch.switch_id for switch in SWITCHES]
        unknown = sorted(set(switches) - set(known))
        if unknown:
            raise ValueError(f"there is no switch {', '.join(unknown)}: use {', '.join(known)}")
        return switches

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        for what, ids in (("groupings", [g.id for g in self.groupings]), ("sources", [s.id for s in self.sources])):
            if len(set(ids)) < len(ids):
                raise ValueError(f"two {what} share an id: give each its own")
        check_targets(self.targets, {one.id: frozenset(group.id for group in one.groups) for one in self.groupings})
        for source in self.sources:
            if source.last_on and self.data_span.last_on and source.last_on > self.data_span.last_on:
                raise ValueError(
                    f"source {source.id!r} has a last_on after the one of [data_span]: the span covers all files, so move "
                    "its last_on, or remove the one of the source"
                )
        if "linkage" in self.model_fields_set and not self.joins_people:
            raise ValueError(
                "[linkage] joins people by name, and no source names columns.last_name: add it, or remove it"
            )
        spaces = {source.people for source in self.sources}
        for space in self.linkage.one_key_per_person:
            if space not in spaces:
                raise ValueError(
                    f"linkage.one_key_per_person: no source has the key space {space!r}; correct its spelling"
                )
        check_programs(self.programs, self.sources, [grouping.id for grouping in self.groupings])
        carried = {field for source in self.sources for field in source.fields}
        of_treatment = marks_of_treatment(self.sources)
        for grouping in self.groupings:
            if grouping.field in of_treatment:
                raise ValueError(
                    f"grouping {grouping.id!r} is by {grouping.field}, which source {of_treatment[grouping.field]!r} gives. "
                    f"{OUTCOME_ALONE} Remove the grouping"
                )
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
                given = frozenset() if grouping.field == "age_at_start" else source.words_given(grouping.field)
                lost = sorted(given - known)
                if lost:
                    raise ValueError(
                        f"grouping {grouping.id!r} has no group for {', '.join(lost)}, which source {source.id!r} gives: "
                        "add a group with that id"
                    )
        for source in self.sources:
            for rule in source.only:
                if rule.others == "read_elsewhere" and not self._others_by(source, rule.column):
                    raise ValueError(
                        f'source {source.id!r}: others = "read_elsewhere", but no other source reads {source.file} by the '
                        f"column {rule.column!r}: add that source, or leave others out and say why"
                    )
        return self

    def read_elsewhere(self, source: Source) -> dict[str, frozenset[str] | None]:
        """Return, by column, which values other sources of the same file read; None, for any, where one before names them."""
        found: dict[str, frozenset[str] | None] = {}
        for rule in source.only:
            if rule.others == "read_elsewhere":
                others = self._others_by(source, rule.column)
                is_first = self.sources.index(source) < min(self.sources.index(other) for other in others)
                values = (only.values for other in others for only in other.only if only.column == rule.column)
                found[rule.column] = frozenset(value for each in values for value in each) if is_first else None
        return found

    def _others_by(self, source: Source, column: str) -> list[Source]:
        """Return the other sources that choose their rows of the same file by this column."""
        same_file = [other for other in self.sources if other.file == source.file and other.id != source.id]
        return [other for other in same_file if column in {rule.column for rule in other.only}]


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
    """Read and check a county's file and its register; raise CountyFileError listing every wrong key with its remedy."""
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
        table, places = with_adapters(table)
    except AdapterError as error:
        raise CountyFileError(f"{shown}: {error}") from None
    try:
        if "words" in table:
            raise CountyFileError(
                f"{shown}: words: they stand in PO files beside this file, such as es.po; remove the key"
            )
        if "packs" in table:
            raise CountyFileError(
                f"{shown}: packs: they stand in the folder {OWN_FOLDER} beside this file; remove the key"
            )
        if "costs" in table:
            raise CountyFileError(f"{shown}: costs: they stand in {COSTS_FILE} beside this file; move them there")
        if "agreements" in table:
            raise CountyFileError(
                f"{shown}: agreements: they stand in {AGREEMENTS_FILE} beside this file; move it there"
            )
        checked = County.model_validate({**table, "id": folder.resolve().name})
    except ValidationError as error:
        raise CountyFileError(told(error, shown, places)) from None
    try:
        found: dict[str, Any] = {"agreements": read_register(folder, [source.id for source in checked.sources])}
    except AgreementsFileError as error:
        raise CountyFileError(str(error)) from None
    try:
        found["packs"] = own_packs(folder)
        found["costs"] = read_costs(folder, [program.id for program in checked.programs])
    except (PackError, CostsFileError) as error:
        raise CountyFileError(str(error)) from None
    whole = checked.model_copy(update=found)
    try:
        found["words"] = read_county_words(folder, whole.texts())
    except CountyWordsError as error:
        raise CountyFileError(str(error)) from None
    if checked.sources_folder is not None:
        found["sources_folder"] = folder.resolve() / checked.sources_folder
    return checked.model_copy(update=found)
