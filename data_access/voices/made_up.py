"""The texts that ship with a made-up county, so that its pages show what notes and answers look like."""

import datetime as dt
import hashlib
import tomllib
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import Field, ValidationError

from data_access.access import Role
from data_access.audit import ROLE_OF_COMMANDS as DATA_TEAM
from data_access.county import COUNTIES_FOLDER, County, CountyFileError
from data_access.file_errors import told
from data_access.voices.desk import keep
from data_access.voices.said import Author, Beside, Kind, Part, Sent, State
from data_access.voices.tables import VOICE

FILE: Final = "voices.toml"


class MadeUpVoice(Part):
    """One text, as if it had been sent on a day, read on another, and answered."""

    kind: Kind
    author: Author
    beside: Beside
    text: str
    sent_on: dt.date
    screened_on: dt.date
    answer: str = ""
    answered_on: dt.date | None = None


class MadeUpVoices(Part):
    """The file."""

    voices: Annotated[tuple[MadeUpVoice, ...], Field(alias="voice", min_length=1)]


def bring_in(connection: sa.Connection, county: County) -> int:
    """Keep the texts of a made-up county that ships with some; return how many are new. Of other counties nothing is read."""
    path = COUNTIES_FOLDER / county.id / FILE
    if not county.made_up or not path.is_file():
        return 0
    try:
        written = MadeUpVoices.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        shown = f"{county.id}/{FILE}"
        message = told(error, shown) if isinstance(error, ValidationError) else f"{shown}: {error}"
        raise CountyFileError(message) from None
    return sum(_keep(connection, county, voice) for voice in written.voices)


def _keep(connection: sa.Connection, county: County, voice: MadeUpVoice) -> bool:
    key = hashlib.md5(voice.model_dump_json().encode(), usedforsecurity=False).hexdigest()
    sent = Sent(
        key=key,
        kind=voice.kind,
        author=voice.author,
        consent=True,
        sent_from=Role.PUBLIC,
        sent_at=dt.datetime.combine(voice.sent_on, dt.time(18), dt.UTC),
        beside=voice.beside,
        text=voice.text,
    )
    if not keep(connection, sent, county):
        return False
    values = {
        "state": State.SHOWN.value,
        "screened_by": DATA_TEAM,
        "screened_on": voice.screened_on,
        "answer": voice.answer,
        "answered_by": Author.DATA_TEAM.value if voice.answer else "",
        "answered_on": voice.answered_on,
    }
    connection.execute(sa.update(VOICE).where(VOICE.c.voice_key == key).values(**values))
    return True
