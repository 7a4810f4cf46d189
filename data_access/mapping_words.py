"""The words in which a county file says how one file becomes the common language: the small parts of a source."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from metrics import language

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Word = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A part of a county file: a key that is not known is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Charges(Part):
    """How a charge code gives an offense category: the longest prefix that fits, after strip_prefixes are taken off."""

    strip_prefixes: tuple[str, ...] = ()
    categories: dict[language.OffenseCategory, tuple[str, ...]]


class Only(Part):
    """Which rows the source takes: those with one of these values in the column.

    The others are set aside, and why is told. With others = "read_elsewhere" nothing is wrong with them: another source
    reads them from the same file, by the same column.
    """

    column: Word
    values: tuple[str, ...] = Field(min_length=1)
    others: Literal["left_out", "read_elsewhere"] = "left_out"
    why: Word | None = None

    @model_validator(mode="after")
    def _has_a_reason(self) -> Self:
        if self.others == "left_out" and self.why is None:
            raise ValueError("why is missing: say why the county leaves the other rows out")
        return self


class KindFrom(Part):
    """The kind of a row by the code in a column, where one file holds several kinds. A code that is not named is refused."""

    column: Word
    codes: dict[str, language.Kind] = Field(min_length=1)


class FirstBy(Part):
    """Which of several joined rows counts: the one whose code in the column comes first in order; others come last."""

    column: Word
    order: tuple[str, ...] = Field(min_length=1)


class Join(Part):
    """A second file that completes the rows of the source. Its columns are written as name.column.

    on is a column of the source's file, or of a join above (name.column); key the column of the second file that holds
    the same, if it has another name. A row that the second file does not have is refused, or with missing = "keep" has
    empty cells instead. Where the second file has several different rows for one key, first_by says which one counts;
    without it the row is refused. The second file is held in memory. inside names it where file is a .zip of several.
    """

    name: Identifier
    file: Word
    inside: Word | None = None
    on: Word
    key: Word | None = None
    missing: Literal["refuse", "keep"] = "refuse"
    first_by: FirstBy | None = None

    @property
    def key_column(self) -> str:
        """The column of the second file that is looked up."""
        return self.key or self.on.rpartition(".")[2]


class Marks(Part):
    """A field that the file spreads over several yes-or-no columns, such as one column for each race.

    columns says which of our words each column stands for, yes which values mark it. wins are columns that count whatever
    else is marked, the first of them first. Two different words otherwise give the word several; none gives not_stated.
    """

    columns: dict[str, str] = Field(min_length=1)
    yes: tuple[str, ...] = Field(min_length=1)
    wins: tuple[str, ...] = ()
    several: Word

    @model_validator(mode="after")
    def _winners_are_columns(self) -> Self:
        strangers = [name for name in self.wins if name not in self.columns]
        if strangers:
            raise ValueError(f"wins names {', '.join(map(repr, strangers))}, which columns does not: add it there")
        return self


class DateRule(Part):
    """How a date is worked out that the file does not give as such.

    With day_of_year the column holds only a year, and this day of it, as "07-01", stands for the whole year; years_later
    is added to the year first (-1 for a fiscal year that is named by the year in which it ends). plus_days is a column of
    whole days that are added; where it is empty, there is no date.
    """

    day_of_year: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")] | None = None
    years_later: int = Field(default=0, ge=-1, le=1)
    plus_days: Word | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.day_of_year is None and self.plus_days is None:
            raise ValueError('give day_of_year, as "07-01", plus_days, or both; or remove the table')
        if self.day_of_year is None and self.years_later:
            raise ValueError("years_later goes with day_of_year: give both or neither")
        return self
