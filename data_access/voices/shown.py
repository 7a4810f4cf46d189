"""What pages may show: notes, and questions with their answers, in one file beside the publications of each audience.

A server of publications opens neither the warehouse nor the drop box. So `publish` and `voices publish` write this file,
whole, by a rename. Only what a person has read and let through stands in it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import Field, ValidationError

from data_access.audit import ROLE_OF_COMMANDS as DATA_TEAM
from data_access.county import County
from data_access.publications import Audience, publications_folder
from data_access.voices.desk import at_the_desk
from data_access.voices.said import Author, Beside, Kind, Part, State
from data_access.voices.tables import VOICE

VOICES_FILE: Final = "voices.json"
VOICES_FORMAT: Final = 1


class ShownVoice(Part):
    """One text that is shown. answer is "" and answered_on null while there is none; authors and readers are roles."""

    voice_id: int
    kind: Kind
    author: Author
    beside: Beside
    text: str
    sent_on: dt.date
    screened_by: str
    screened_on: dt.date
    answer: str
    answered_by: str
    answered_on: dt.date | None


class Voices(Part):
    """All texts that are shown, oldest first."""

    format: Annotated[int, Field(ge=VOICES_FORMAT, le=VOICES_FORMAT)]
    voices: tuple[ShownVoice, ...]


def gather(connection: sa.Connection) -> Voices:
    """Bring together what may be shown: read by a person, with its author's consent, and not withdrawn."""
    query = (
        sa.select(VOICE)
        .where(VOICE.c.state == State.SHOWN.value, VOICE.c.consent, VOICE.c.screened_by == DATA_TEAM)
        .order_by(VOICE.c.sent_on, VOICE.c.voice_id)
    )
    own = set(ShownVoice.model_fields) - {"beside"}
    return Voices(
        format=VOICES_FORMAT,
        voices=tuple(
            ShownVoice(
                beside=Beside(**{name: row[name] for name in Beside.model_fields}), **{name: row[name] for name in own}
            )
            for row in connection.execute(query).mappings()
        ),
    )


def write_voices(county: County, data_dir: Path) -> int:
    """Put the file of each audience in place; one that says the same already stays. Return how many texts it holds."""
    with at_the_desk(county, data_dir) as connection:
        voices = gather(connection)
        text = voices.model_dump_json(indent=1)
        for audience in Audience:
            _write(publications_folder(data_dir, county.id, audience) / VOICES_FILE, text)
    return len(voices.voices)


def _write(path: Path, text: str) -> None:
    if path.is_file() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)


def read_voices(data_dir: Path, county_id: str, audience: Audience) -> tuple[ShownVoice, ...]:
    """Return what is shown to an audience, oldest first; nothing where nothing was written yet, or by another version."""
    path = publications_folder(data_dir, county_id, audience) / VOICES_FILE
    try:
        return Voices.model_validate_json(path.read_text("utf-8")).voices
    except (FileNotFoundError, ValidationError, UnicodeDecodeError):
        return ()


def notes_for(
    voices: Sequence[ShownVoice],
    *,
    measure_id: str,
    period: str,
    groups: Mapping[str, str],
    kinds: Sequence[Kind],
) -> tuple[ShownVoice, ...]:
    """Return the texts of these kinds that stand beside a number, the newest first.

    One that names no period stands beside every period of its measure; the groups must be the same.
    """
    found = [
        voice
        for voice in voices
        if voice.kind in kinds
        and voice.beside.measure_id == measure_id
        and voice.beside.period in ("", period)
        and dict(voice.beside.groups) == dict(groups)
    ]
    return tuple(sorted(found, key=lambda voice: (voice.screened_on, voice.voice_id), reverse=True))
