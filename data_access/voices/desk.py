"""The desk of whoever reads notes and questions first: take in, look, decide, answer, withdraw. For stewards alone.

Each decision is one transaction, with its entry in the audit log before it counts. A text that is not shown is wiped.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.dialects import postgresql, sqlite

from data_access.audit import ROLE_OF_COMMANDS as DATA_TEAM
from data_access.audit import Deed, note
from data_access.county import County
from data_access.voices import inbox
from data_access.voices.looks_like import Warned, warned_of
from data_access.voices.said import MOST_LETTERS, Author, Beside, Declined, Kind, Sent, State, plain, reference
from data_access.voices.tables import VOICE, wipe
from data_access.warehouse import in_warehouse

LOCK: Final = "voices.lock"
WAIT_SECONDS: Final = 30
ANSWERED, TAKEN_IN = "answered", "taken_in"
_INSERT: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class VoiceError(Exception):
    """A decision that cannot be kept, or a desk that is busy; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What came of emptying the drop box: new texts, and files that were no texts and lie aside now."""

    new: int
    put_aside: int


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One text with all that the data team knows of it. reference: what its author was told. warned: only while it waits."""

    voice_id: int
    reference: str
    kind: Kind
    author: Author
    consent: bool
    sent_from: str
    beside: Beside
    text: str
    sent_on: dt.date
    state: State
    reason: str
    answer: str
    answered_on: dt.date | None
    warned: tuple[Warned, ...] = ()


@contextmanager
def at_the_desk(county: County, data_dir: Path) -> Iterator[sa.Connection]:
    """Give the county's warehouse in one transaction to one hand at a time; raise VoiceError when it stays busy."""
    folder = data_dir / county.id
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=WAIT_SECONDS), in_warehouse(data_dir, county.id) as connection:
            yield connection
    except Timeout:
        raise VoiceError("Someone else is at work on the notes and questions. Try again in a minute.") from None


def take_in(county: County, data_dir: Path) -> TakenIn:
    """Empty the drop box into the warehouse. A file goes only once its text is kept; what came before is not kept twice."""
    folder = inbox.make(data_dir, county.id)
    with FileLock(data_dir / county.id / f"{LOCK}.inbox"):
        inbox.sweep(folder)
        found = list(inbox.look_in(folder))
        texts = [one for one in found if one.sent is not None]
        with at_the_desk(county, data_dir) as connection:
            new = sum(keep(connection, one.sent, county) for one in texts if one.sent is not None)
        for one in texts:
            one.path.unlink(missing_ok=True)
        aside = [one for one in found if one.sent is None]
        for one in aside:
            inbox.put_aside(one, dt.datetime.now(dt.UTC))
    return TakenIn(new=new, put_aside=len(aside))


def keep(connection: sa.Connection, sent: Sent, county: County) -> bool:
    """Keep one text as waiting; return whether it is new."""
    row = {
        "voice_key": sent.key,
        "kind": sent.kind.value,
        "author": sent.author.value,
        "consent": sent.consent,
        "sent_from": sent.sent_from.value,
        **sent.beside.model_dump(),
        "text": sent.text,
        "sent_on": sent.sent_at.astimezone(ZoneInfo(county.time_zone)).date(),
        "state": State.WAITING.value,
        **dict.fromkeys(("reason", "screened_by", "answer", "answered_by"), ""),
    }
    insert: Any = _INSERT[connection.dialect.name](VOICE)
    once = insert.values(**row).on_conflict_do_nothing(index_elements=["voice_key"]).returning(VOICE.c.voice_id)
    return connection.execute(once).first() is not None


def look(county: County, data_dir: Path, state: State, *, by: str, form: str) -> tuple[Voice, ...]:
    """Return the texts in a state, oldest first. That waiting ones are looked at is noted: they may name someone."""
    with at_the_desk(county, data_dir) as connection:
        query = sa.select(VOICE).where(VOICE.c.state == state.value).order_by(VOICE.c.sent_on, VOICE.c.voice_id)
        rows = connection.execute(query).mappings().all()
        found = tuple(_voice(row, _warned(connection, row, state)) for row in rows)
        if state is State.WAITING and found:
            told: dict[str, str | int] = {"page": "voices", "form": form, "rows": len(found)}
            note(data_dir, county.id, Deed.NAMES_SHOWN, by=by, role=DATA_TEAM, about=told)
    return found


def next_waiting(county: County, data_dir: Path, *, seen_id: int | None, by: str) -> tuple[int, Voice | None]:
    """Return how many texts wait, and the oldest of them. That it is looked at is noted, but where seen_id is its number."""
    with at_the_desk(county, data_dir) as connection:
        query = sa.select(VOICE).where(VOICE.c.state == State.WAITING.value).order_by(VOICE.c.sent_on, VOICE.c.voice_id)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return 0, None
        if rows[0]["voice_id"] != seen_id:
            about: dict[str, str | int] = {"page": "voices", "form": "screen", "rows": 1}
            note(data_dir, county.id, Deed.NAMES_SHOWN, by=by, role=DATA_TEAM, about=about)
        return len(rows), _voice(rows[0], _warned(connection, rows[0], State.WAITING))


def waiting(county: County, data_dir: Path) -> int:
    """Return how many texts wait to be read."""
    with in_warehouse(data_dir, county.id) as connection:
        query = sa.select(sa.func.count()).where(VOICE.c.state == State.WAITING.value)
        return connection.scalar(query) or 0


def show(county: County, data_dir: Path, voice_id: int, *, by: str, today: dt.date, text: str | None = None) -> None:
    """Let a waiting text be shown from the next `voices publish` on. text: what a person left of it, if not all."""
    with at_the_desk(county, data_dir) as connection:
        row = _row(connection, voice_id, State.WAITING)
        if not row["consent"]:
            raise VoiceError(f"The author of {voice_id} does not want it shown. Decline it; you may still act on it.")
        left = row["text"] if text is None else checked(text)
        _set(connection, voice_id, state=State.SHOWN.value, text=left, screened_by=DATA_TEAM, screened_on=today)
        _note(county, data_dir, by, State.SHOWN.value, row)


def decline(county: County, data_dir: Path, voice_id: int, why: Declined, *, by: str, today: dt.date) -> None:
    """Keep a waiting text from being shown; its words are wiped, and why it was declined stays as a count."""
    with at_the_desk(county, data_dir) as connection:
        row = _row(connection, voice_id, State.WAITING)
        values = {
            "state": State.DECLINED.value,
            "reason": why.value,
            "screened_by": DATA_TEAM,
            "screened_on": today,
        }
        wipe(connection, VOICE.c.voice_id == voice_id, values)
        _note(county, data_dir, by, State.DECLINED.value, row, reason=why.value)


def answer(county: County, data_dir: Path, voice_id: int, text: str, *, by: str, today: dt.date) -> None:
    """Answer a question that is shown; a later answer stands in its place."""
    with at_the_desk(county, data_dir) as connection:
        row = _row(connection, voice_id, State.SHOWN)
        if row["kind"] != Kind.QUESTION.value:
            raise VoiceError(f"{voice_id} is no question, so it takes no answer.")
        first = row["answered_on"] or today
        _set(connection, voice_id, answer=checked(text), answered_by=Author.DATA_TEAM.value, answered_on=first)
        _note(county, data_dir, by, ANSWERED, row)


def withdraw(county: County, data_dir: Path, voice_id: int, *, by: str, today: dt.date) -> None:
    """Take a text back for its author, or for whoever it names: wiped here now, and gone from pages with the next publish."""
    with at_the_desk(county, data_dir) as connection:
        row = _row(connection, voice_id, State.WAITING, State.SHOWN)
        gone = {"state": State.WITHDRAWN.value, "withdrawn_on": today}
        wipe(connection, VOICE.c.voice_id == voice_id, gone)
        _note(county, data_dir, by, State.WITHDRAWN.value, row)


def checked(text: str) -> str:
    """Return a text of the data team's own as it is kept; VoiceError where it is empty or too long."""
    kept = plain(text)
    if not kept:
        raise VoiceError("There is no text. Write what readers are to see.")
    if len(kept) > MOST_LETTERS:
        raise VoiceError(f"The text has {len(kept):,} letters; {MOST_LETTERS:,} is the most. Shorten it.")
    return kept


def _row(connection: sa.Connection, voice_id: int, *states: State) -> Any:
    row = connection.execute(sa.select(VOICE).where(VOICE.c.voice_id == voice_id)).mappings().first()
    if row is None:
        raise VoiceError(f"There is no text {voice_id}. Take the number in front of one that `voices list` shows.")
    if row["state"] not in {state.value for state in states}:
        wanted = " or ".join(state.value for state in states)
        raise VoiceError(f"Text {voice_id} is {row['state']} by now; this can only be done while it is {wanted}.")
    return row


def _set(connection: sa.Connection, voice_id: int, **values: object) -> None:
    connection.execute(sa.update(VOICE).where(VOICE.c.voice_id == voice_id).values(**values))


def _note(county: County, data_dir: Path, by: str, way: str, row: Any, **told: str) -> None:
    about: dict[str, str | int] = {"way": way, "unit": row["kind"], **told}
    note(data_dir, county.id, Deed.VOICE, by=by, role=DATA_TEAM, about=about)


def _warned(connection: sa.Connection, row: Any, state: State) -> tuple[Warned, ...]:
    return warned_of(connection, row["text"]) if state is State.WAITING else ()


def _voice(row: Any, warned: tuple[Warned, ...]) -> Voice:
    return Voice(
        voice_id=row["voice_id"],
        reference=reference(row["voice_key"]),
        kind=Kind(row["kind"]),
        author=Author(row["author"]),
        consent=row["consent"],
        sent_from=row["sent_from"],
        beside=Beside(**{name: row[name] for name in Beside.model_fields}),
        text=row["text"],
        sent_on=row["sent_on"],
        state=State(row["state"]),
        reason=row["reason"],
        answer=row["answer"],
        answered_on=row["answered_on"],
        warned=warned,
    )
