"""What one file of a county is: where it lies, what its columns mean, what its codes mean. Checked key by key."""

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from data_access.consent_elements import ELEMENTS
from data_access.layout import Layout
from data_access.linkage_settings import ONLY_IDENTITY_FIELDS, identity_problem
from data_access.mapping_words import Charges, DateRule, Identifier, Join, KindFrom, Marks, Only, Word
from metrics import language
from metrics.events import Edge

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
"""What a column of a source can mean, beside flag_* and what tells who someone is (see linkage_settings)."""

CODED_FIELDS: dict[str, frozenset[str]] = {
    "sex": frozenset(language.Sex),
    "race_ethnicity": frozenset(language.RaceEthnicity),
    "reason": frozenset(language.Reason),
    "status": frozenset(language.EpisodeStatus),
    "severity": frozenset(language.Severity),
}
DATE_FIELDS = ("start", "end", "birth_date")
ISO_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S%.f")


def cell(column: str) -> str:
    """Name a column as it arrived, in a table whose other columns are named by our fields."""
    return f"={column}"


class Source(Layout):
    """One file of one system: where it is, what its columns mean, what its codes mean.

    Sources with the same key_space use the same person keys; without one, a source's keys are its own. Where the file has
    no person keys, each_row_is_a_person: sources of the same file then know the same people by their rows. The kind says
    whether a row is a stay, which has an end, or a moment, which has none; kind_from reads it from a column. edges says
    which ends of a stay the file knows. With empty_start = "no_event" a row without a start says that nothing happened.
    last_on is the last day that this file covers, where others cover more; lag_days is how long its records take to
    arrive, so that the last days before it are not trusted. part_2 says that its records are of treatment for substance
    use, which need a consent (see consent); with part_2_flag only those of which this mark is not no.
    """

    id: Identifier
    title: Word
    agency: Word
    system: language.System
    kind: language.Kind | None = None
    kind_from: KindFrom | None = None
    joins: tuple[Join, ...] = Field(default=(), alias="join")
    columns: dict[str, str]
    date_formats: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    dates: dict[str, DateRule] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    marks: dict[str, Marks] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    charges: Charges | None = None
    exact_duplicates: Literal["refuse", "keep"] = "refuse"
    key_space: Identifier | None = None
    each_row_is_a_person: bool = False
    edges: Literal["both", "start", "end"] = "both"
    last_on: dt.date | None = None
    lag_days: int = Field(default=0, ge=0, le=730)
    empty_start: Literal["refuse", "no_event"] = "refuse"
    only: tuple[Only, ...] = ()
    part_2: bool = False
    part_2_flag: Word | None = None

    @property
    def kinds(self) -> tuple[language.Kind, ...]:
        """The kinds that its rows can have, each once."""
        if self.kind_from is not None:
            return tuple(dict.fromkeys(self.kind_from.codes.values()))
        return (self.kind,) if self.kind else ()

    @property
    def is_of_stays(self) -> bool:
        """Whether its rows last, and so have an end."""
        return all(kind in language.STAYS for kind in self.kinds)

    @property
    def is_of_consent(self) -> bool:
        """Whether its rows are consents, or that they were taken back: what decides about other records, and no record."""
        return any(kind in language.CONSENTS for kind in self.kinds)

    @property
    def tells_who(self) -> bool:
        """Whether its columns tell who someone is, so that its people can be joined with those of others."""
        return any(field in self.columns for field in ONLY_IDENTITY_FIELDS)

    @property
    def edges_known(self) -> tuple[Edge, ...]:
        """Which ends of its episodes it tells."""
        return {"both": (Edge.START, Edge.END), "start": (Edge.START,), "end": (Edge.END,)}[self.edges]

    @property
    def people(self) -> str:
        """The key space that its person keys belong to."""
        return f"rows of {self.file}" if self.each_row_is_a_person else self.key_space or self.id

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it carries, by whichever way, each once."""
        return tuple(dict.fromkeys((*self.columns, *self.marks, *self.constants)))

    @property
    def columns_named(self) -> tuple[str, ...]:
        """The columns that are used, of its own file and, as name.column, of joined ones; each once."""
        named = [*self.columns.values(), *(rule.column for rule in self.only), *(join.on for join in self.joins)]
        named += [rule.plus_days for rule in self.dates.values() if rule.plus_days]
        named += [column for marks in self.marks.values() for column in marks.columns]
        named += [self.kind_from.column] if self.kind_from else []
        return tuple(dict.fromkeys(named))

    @property
    def columns_read(self) -> tuple[str, ...]:
        """The columns of its own file that are used, each once."""
        return tuple(name for name in self.columns_named if self.join_of(name) is None)

    @property
    def a_day_stands_for_a_year(self) -> bool:
        """Whether the file gives only the year of a day, so that its months mean nothing."""
        return any(rule.day_of_year is not None for rule in self.dates.values())

    @property
    def start_column(self) -> str:
        """The column that says on which day a row's event was: of its start, or of its end where no start is known."""
        return self.columns["end" if self.edges == "end" else "start"]

    def join_of(self, column: str) -> Join | None:
        """Return the join that a column comes from; None for a column of the source's own file."""
        name = column.partition(".")[0] if "." in column else ""
        return next((join for join in self.joins if join.name == name), None)

    def of_join(self, join: Join) -> "Source":
        """Return the second file of a join as a source of its own, with the columns that are used of it."""
        named = [name.partition(".")[2] for name in self.columns_named if self.join_of(name) == join]
        wanted = [join.key_column, *named, *([join.first_by.column] if join.first_by else [])]
        alone: dict[str, object] = {"joins": (), "only": (), "dates": {}, "marks": {}, "kind_from": None}
        columns = {name: name for name in wanted}
        of_a_file = {"file": join.file, "inside": join.inside, "database": None, "fixed_width": None, "sheet": None}
        return self.model_copy(update={"columns": columns, **of_a_file, **alone})

    def dates_of(self, field: str) -> tuple[str, ...]:
        """Return the forms in which a date may be written. Dates that a typed form holds as dates arrive in ISO_DATES."""
        return (*self.date_formats.get(field, ()), *(ISO_DATES if self.is_typed else ()))

    def words_given(self, field: str) -> frozenset[str]:
        """Return our words that its codes, marks or constant of a field give."""
        words = set(self.codes.get(field, {}).values())
        if field in self.marks:
            words |= {*self.marks[field].columns.values(), self.marks[field].several}
        return frozenset(words | ({self.constants[field]} if field in self.constants else set()))

    def words_for(self, field: str) -> frozenset[str]:
        """Return the words that a code of this field can mean here; none for a field that has no codes."""
        if field.startswith(language.FLAG_PREFIX):
            return frozenset(language.Flag)
        if field == "status":
            each = [language.STATUSES.get(kind, frozenset()) for kind in self.kinds]
            return frozenset(frozenset.intersection(*each)) if each else frozenset()
        return CODED_FIELDS.get(field, frozenset())

    @model_validator(mode="after")
    def _one_way_to_its_kind(self) -> Self:
        if (self.kind is None) == (self.kind_from is None):
            raise ValueError("kind is missing: give either kind or [source.kind_from]")
        if len({kind in language.STAYS for kind in self.kinds}) > 1:
            raise ValueError(
                "kind_from.codes: these kinds are partly stays and partly moments; make two sources of them"
            )
        return self

    @model_validator(mode="after")
    def _needed_fields_are_there(self) -> Self:
        for field in (*self.columns, *self.marks, *self.constants):
            if field not in {*FIELDS, *ONLY_IDENTITY_FIELDS} and not field.startswith(language.FLAG_PREFIX):
                raise ValueError(
                    f"columns.{field}: no such field; use one of {', '.join(sorted({*FIELDS, *ONLY_IDENTITY_FIELDS}))}, "
                    "or flag_ and a name"
                )
        if problem := identity_problem(self.columns):
            raise ValueError(problem)
        needed = {"person_key", "start", *(("end",) if self.is_of_stays else ())}
        if self.edges != "both":
            needed.discard("end" if self.edges == "start" else "start")
        if self.each_row_is_a_person:
            needed.discard("person_key")
            if "person_key" in self.columns or self.key_space:
                raise ValueError("each_row_is_a_person: remove columns.person_key and key_space, or this key")
        for field in ("person_key", "start", "end"):
            if field in needed and field not in self.columns:
                raise ValueError(f"columns.{field} is missing: name the column that holds it")
        if not self.is_of_stays and "end" in self.columns:
            raise ValueError(f'columns.end: kind = "{self.kinds[0]}" is a moment and has no end; remove it')
        if not self.is_of_stays and self.edges != "both":
            raise ValueError(f'edges is for stays, and kind = "{self.kinds[0]}" is a moment; remove it')
        unknown_edge = {"start": "end", "end": "start"}.get(self.edges, "")
        if unknown_edge in self.columns:
            raise ValueError(f'columns.{unknown_edge}: edges = "{self.edges}" says that the file lacks it; remove one')
        ruled = [rule.column for rule in self.only]
        if len(set(ruled)) < len(ruled):
            raise ValueError("two [[source.only]] are about the same column: give all its values in one")
        return self

    @model_validator(mode="after")
    def _dates_can_be_read(self) -> Self:
        for field, rule in self.dates.items():
            if field not in ("start", "end") or field not in self.columns:
                raise ValueError(f"dates.{field} has no date column beside it: use dates.start or dates.end")
            if rule.day_of_year and field in self.date_formats:
                raise ValueError(
                    f"date_formats.{field}: the column holds only a year (dates.{field}); remove the formats"
                )
        for field in DATE_FIELDS:
            of_a_year = field in self.dates and self.dates[field].day_of_year
            if field in self.columns and not self.dates_of(field) and not of_a_year:
                raise ValueError(f'date_formats.{field} is missing: write it as ["%Y-%m-%d"]')
        for field in self.date_formats:
            if field not in DATE_FIELDS or field not in self.columns:
                raise ValueError(
                    f"date_formats.{field} has no date column beside it: remove it, or add columns.{field}"
                )
        return self

    @model_validator(mode="after")
    def _fixed_columns_have_a_place(self) -> Self:
        for column in self.columns_read:
            if self.fixed_width is not None and column not in self.fixed_width:
                raise ValueError(f"fixed_width.{column} is missing: say where the column stands, as [from, width]")
        return self

    @model_validator(mode="after")
    def _codes_are_our_words(self) -> Self:
        for field, codes in self.codes.items():
            if field not in self.columns:
                raise ValueError(f"codes.{field} has no column beside it: add columns.{field}")
            if field == "age_at_start":
                self._ages_are_numbers(codes)
                continue
            for code, value in codes.items():
                self._check_word(f"codes.{field}.{code}", field, value)
            if not codes:
                self._check_word(f"codes.{field}", field, language.NOT_STATED)
        for field in self.columns:
            if (field in CODED_FIELDS or field.startswith(language.FLAG_PREFIX)) and field not in self.codes:
                raise ValueError(f"codes.{field} is missing: name every code of the column {self.columns[field]!r}")
        for field, marks in self.marks.items():
            for column, value in (*marks.columns.items(), ("several", marks.several)):
                self._check_word(f"marks.{field}.{column}", field, value)
        for field, value in self.constants.items():
            if field != "program_id":
                self._check_word(f"constants.{field}", field, value)
        given = [*self.columns, *self.marks, *self.constants]
        if twice := sorted({field for field in given if given.count(field) > 1}):
            raise ValueError(f"{twice[0]} is given in two of columns, marks and constants: keep one")
        if ("charge" in self.columns) != (self.charges is not None):
            raise ValueError("columns.charge and [source.charges] go together: give both or neither")
        return self

    def _check_word(self, place: str, field: str, value: str) -> None:
        allowed = self.words_for(field)
        if not allowed:
            kinds = " or ".join(f'"{kind}"' for kind in self.kinds)
            raise ValueError(f"{place}: with kind = {kinds} this field has no codes; remove the table")
        if value not in allowed:
            raise ValueError(f"{place} = {value!r}: use one of {', '.join(sorted(allowed))}")

    @staticmethod
    def _ages_are_numbers(codes: dict[str, str]) -> None:
        for code, value in codes.items():
            if not value.isdigit():
                raise ValueError(f'codes.age_at_start.{code} = {value!r}: use an age inside the band, such as "30"')

    @model_validator(mode="after")
    def _consents_are_whole(self) -> Self:
        if self.part_2_flag is not None and not self.part_2:
            raise ValueError("part_2_flag goes with part_2 = true: add it, or remove part_2_flag")
        if self.part_2_flag is not None and self.part_2_flag not in self.fields:
            raise ValueError(f"part_2_flag: no column gives {self.part_2_flag}: add columns.{self.part_2_flag}")
        if not self.is_of_consent:
            return self
        if self.part_2:
            raise ValueError(f'part_2: kind = "{self.kinds[0]}" is a consent, and needs none; remove it')
        if self.each_row_is_a_person or not set(self.kinds) <= language.CONSENTS:
            raise ValueError("a source of consents holds nothing else, and its rows have a person_key")
        missing = [name for name in ELEMENTS if name not in self.fields]
        if language.Kind.CONSENT in self.kinds and missing:
            raise ValueError(
                f"columns.{missing[0]} is missing: name the column that says {ELEMENTS[missing[0]]}; "
                "where every form says so, give it under [source.constants]"
            )
        return self

    @model_validator(mode="after")
    def _joins_can_be_made(self) -> Self:
        names = [join.name for join in self.joins]
        if len(set(names)) < len(names):
            raise ValueError("two [[source.join]] share a name: give each its own")
        for place, join in enumerate(self.joins):
            earlier = self.join_of(join.on)
            if earlier is not None and self.joins.index(earlier) >= place:
                raise ValueError(f"join {join.name!r} is on {join.on!r}, which a later join gives: move that one up")
        return self
