"""What may be said about a number, by whom, and in which form: one text, the place it stands beside, and no name."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from data_access.access import Role

MOST_LETTERS: Final = 1000
"""Of one text. Longer ones are refused and never cut: a cut text may say the opposite."""
FORMAT: Final = 1


class Kind(StrEnum):
    """What a text is."""

    QUESTION = "question"
    NOTE_OF_A_RESIDENT = "note_of_a_resident"
    NOTE_OF_A_PRACTITIONER = "note_of_a_practitioner"
    NOTE_OF_THE_DATA_TEAM = "note_of_the_data_team"
    BEHIND = "behind"
    """What is behind a number, for a brief."""
    ASK = "ask"
    """What a brief asks of its readers."""


class Author(StrEnum):
    """Who says it. A closed list, so that no name can stand here."""

    RESIDENT = "resident"
    WAS_IN_JAIL = "was_in_jail"
    FAMILY = "family"
    PRACTITIONER = "practitioner"
    LEADERSHIP = "leadership"
    DATA_TEAM = "data_team"


NOTES: Final[Mapping[Author, Kind]] = {
    Author.RESIDENT: Kind.NOTE_OF_A_RESIDENT,
    Author.WAS_IN_JAIL: Kind.NOTE_OF_A_RESIDENT,
    Author.FAMILY: Kind.NOTE_OF_A_RESIDENT,
    Author.PRACTITIONER: Kind.NOTE_OF_A_PRACTITIONER,
    Author.LEADERSHIP: Kind.NOTE_OF_A_PRACTITIONER,
    Author.DATA_TEAM: Kind.NOTE_OF_THE_DATA_TEAM,
}
"""Which kind a note of each author is."""
FOR_BRIEFS: Final = (Kind.BEHIND, Kind.ASK)
MAY_SAY: Final[Mapping[Role, tuple[Author, ...]]] = {
    Role.PUBLIC: (Author.RESIDENT, Author.WAS_IN_JAIL, Author.FAMILY, Author.PRACTITIONER),
    Role.PARTNER: (Author.PRACTITIONER, Author.LEADERSHIP),
    Role.STEWARD: (Author.DATA_TEAM, Author.LEADERSHIP),
}
"""As whom someone may speak on a server for each audience. Texts for briefs come from partners and stewards alone."""


class State(StrEnum):
    """Where a text is on its way. Only shown ones leave the warehouse."""

    WAITING = "waiting"
    SHOWN = "shown"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Declined(StrEnum):
    """Why a text is not shown."""

    NAMES_SOMEONE = "names_someone"
    ABOUT_ONE_PERSON = "about_one_person"
    INSULTS = "insults"
    ADVERTISING = "advertising"
    NOT_ABOUT_THE_NUMBERS = "not_about_the_numbers"
    NO_CONSENT = "no_consent"
    FORGOTTEN = "forgotten"


class Part(BaseModel):
    """A piece of a file: nothing in it that is not declared, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
_GroupId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,79}$")]


class Beside(Part):
    """The number that a text stands beside. "" and null: of no one measure, period or window; groups empty: of everyone."""

    measure_id: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,79})?$")] = ""
    window_days: Annotated[int, Field(ge=1, le=4000)] | None = None
    period: Annotated[str, Field(pattern=r"^(\d{4}(-Q[1-4])?|year_to_\d{4}-\d{2})?$")] = ""
    groups: Annotated[dict[_Id, _GroupId], Field(max_length=3)] = {}


class Sent(Part):
    """One text as it was sent. key names it and is drawn at random; sent_from is the audience of the server it came by."""

    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)] = FORMAT
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    kind: Kind
    author: Author
    consent: bool
    sent_from: Role
    sent_at: AwareDatetime
    beside: Beside
    text: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]

    @field_validator("text")
    @classmethod
    def _is_plain(cls, text: str) -> str:
        if plain(text) != text:
            raise ValueError("the text holds characters that are taken out before a text is sent")
        return text

    @field_validator("sent_at")
    @classmethod
    def _in_utc(cls, at: dt.datetime) -> dt.datetime:
        return at.astimezone(dt.UTC)


_KEPT_FORMATS: Final = "\u200c\u200d"
"""Of the characters that only steer others, those two that words of Persian or Hindi need."""
_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """Return a text as it is kept: composed, with plain line ends, and without what only steers a screen.

    Taken out are control characters (NUL too), marks that turn the direction of writing, surrogates and private characters.
    Every other script and sign stays as it was typed; pages show all of it as text.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = "".join(
        letter
        for letter in lines
        if letter == "\n" or letter in _KEPT_FORMATS or unicodedata.category(letter) not in _STEERING
    )
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in kept.split("\n"))).strip()


def reference(key: str) -> str:
    """Return the short name of a text that its author is told, to ask for its withdrawal."""
    return f"{key[:4]}-{key[4:8]}".upper()
