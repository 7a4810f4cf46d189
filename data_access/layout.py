"""How a source's rows are written down, as its county file says: a file of some form, or a database."""

from enum import StrEnum
from pathlib import PurePath
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from data_access.mapping_words import Part, Word


class Form(StrEnum):
    """In what form a source's rows are written down."""

    DELIMITED = "delimited"
    FIXED_WIDTH = "fixed width"
    EXCEL = "Excel"
    PARQUET = "Parquet"
    DATABASE = "database"


TYPED_FORMS = frozenset({Form.EXCEL, Form.PARQUET, Form.DATABASE})
"""Forms whose cells have types of their own, so that a date is a date and not some text."""

_FORM_BY_ENDING = {".xlsx": Form.EXCEL, ".xlsm": Form.EXCEL, ".parquet": Form.PARQUET}


class Database(Part):
    """A table of a database, or the rows of a query. The address is in the environment, never in the county file."""

    url_setting: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    table: Word | None = None
    query: Word | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError("give either table or query")
        return self


class Layout(Part):
    """Where a source's rows are and how they are written down; the keys of [[source]] that no meaning hangs on."""

    file: str = ""
    inside: Word | None = None
    database: Database | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quotes: bool = True
    encoding: str = "utf-8"
    fixed_width: dict[str, tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]] | None = None
    sheet: Word | None = None

    @property
    def form(self) -> Form:
        """The form: by what the county file says, and else by how the name of the file ends."""
        if self.database is not None:
            return Form.DATABASE
        if self.fixed_width is not None:
            return Form.FIXED_WIDTH
        return _FORM_BY_ENDING.get(PurePath(self.inside or self.file).suffix.lower(), Form.DELIMITED)

    @property
    def is_typed(self) -> bool:
        """Whether its cells have types of their own."""
        return self.form in TYPED_FORMS

    @property
    def shown_name(self) -> str:
        """What messages and receipts call it; of a database never its address."""
        if self.database is None:
            return self.file
        return f"{self.database.table or 'the query'} in {self.database.url_setting}"

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str) -> str:
        try:
            "".encode(encoding)
        except LookupError:
            raise ValueError("unknown encoding: use utf-8, latin-1 or cp1252") from None
        return encoding

    @model_validator(mode="after")
    def _keys_fit_the_form(self) -> Self:
        if self.database is None and not self.file:
            raise ValueError("file is missing: add it, or a part [source.database]")
        if self.database is not None and self.file:
            raise ValueError("file and [source.database] are there both: remove one")
        if self.sheet and self.form is not Form.EXCEL:
            raise ValueError("sheet is for Excel files (.xlsx) only; remove it")
        if self.inside and not self.file.lower().endswith(".zip"):
            raise ValueError("inside is for .zip files only; remove it")
        if self.form in TYPED_FORMS and self.file.lower().endswith((".zip", ".gz")):
            raise ValueError("an Excel or Parquet file cannot be read inside a .zip or .gz file: unpack it")
        for name, (first, width) in (self.fixed_width or {}).items():
            for other, (other_first, other_width) in (self.fixed_width or {}).items():
                if name < other and first < other_first + other_width and other_first < first + width:
                    raise ValueError(f"fixed_width: {name!r} and {other!r} overlap; correct [from, width] of one")
        return self
