"""Notes and questions on pages: what is shown, what stands beside a figure, and how a reader sends one.

Pages read the file beside the publication and write into the drop box. They know neither the warehouse nor what waits there.
"""

import datetime as dt
import secrets
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
import streamlit as st
from pydantic import ValidationError

from data_access.access import Role
from data_access.publications import Audience, publications_folder
from data_access.settings import data_dir
from data_access.voices import inbox
from data_access.voices.inbox import InboxError, NotTaken, inbox_folder
from data_access.voices.said import (
    FOR_BRIEFS,
    MAY_SAY,
    MOST_LETTERS,
    NOTES,
    Author,
    Beside,
    Kind,
    Sent,
    plain,
    reference,
)
from data_access.voices.shown import VOICES_FILE, ShownVoice, notes_for, read_voices
from metrics import registry
from metrics.language import ALL
from presentation import voices, words
from presentation.voices import Voice
from shell.components import kept_in_address
from shell.viewer import current_viewer
from shell.visit import Visit

PAGE: Final = "../pages/voices_and_answers.py"
ABOUT: Final = ("measure", "window", "period", "groups")
"""The names, in the address, of the number that a text is about."""
OF_A_SESSION, OF_THE_SERVER = 3, 60
"""Texts that one window may send in ten minutes, and all windows of this server in an hour."""
_SESSION_SECONDS, _SERVER_SECONDS = 600, 3600
_SENT: Final = "voices_sent"
_TOLD: Final = "voices_told"


def shown(visit: Visit) -> tuple[ShownVoice, ...]:
    """Return what is shown to the audience of the visit; read anew when the file has changed."""
    manifest = visit.publication.manifest
    path = publications_folder(data_dir(), manifest.county.county_id, manifest.audience) / VOICES_FILE
    try:
        found = path.stat()
    except OSError:
        return ()
    stamp = (found.st_mtime_ns, found.st_size)
    return _read(str(data_dir()), manifest.county.county_id, manifest.audience.value, stamp)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read(data: str, county_id: str, audience: str, stamp: tuple[int, int]) -> tuple[ShownVoice, ...]:
    """Read the file once per change. stamp is only there to be part of the key."""
    del stamp
    return read_voices(Path(data), county_id, Audience(audience))


def told(visit: Visit, found: Sequence[ShownVoice]) -> tuple[Voice, ...]:
    """Return texts as pages tell them: with the number named that each is about."""
    return tuple(
        Voice(
            kind=voice.kind.value,
            author=voice.author.value,
            about=named(visit, voice.beside),
            text=voice.text,
            sent_on=voice.sent_on,
            answer=voice.answer,
            answered_on=voice.answered_on,
        )
        for voice in found
    )


def named(visit: Visit, beside: Beside) -> str:
    """Name the number that a text stands beside; "" where it stands beside none that this program knows."""
    try:
        measure = registry.measure(beside.measure_id)
    except KeyError:
        return ""
    return voices.number_named(visit.place, words.translated(measure.name), beside.period, beside.groups)


def of_briefs(
    visit: Visit, measure_id: str, period: str, groups: Mapping[str, str], kind: Kind
) -> tuple[ShownVoice, ...]:
    """Return what is behind a number, or what is asked of its readers, as it was kept for briefs: the newest first."""
    return notes_for(shown(visit), measure_id=measure_id, period=period, groups=groups, kinds=(kind,))


def beside_figure(visit: Visit, rows: pl.DataFrame) -> None:
    """Show the newest note about the number of a figure, once on a page: several figures may tell of one number."""
    beside = beside_rows(rows, visit.publication.grouping_ids)
    if beside is None:
        return
    periods = set(rows["period"].to_list())
    kinds = tuple(set(NOTES.values()))
    fitting = [
        voice
        for voice in shown(visit)
        if voice.kind in kinds
        and voice.beside.measure_id == beside.measure_id
        and dict(voice.beside.groups) == dict(beside.groups)
        and (not voice.beside.period or voice.beside.period in periods)
    ]
    number = (beside.measure_id, *beside.groups.values())
    told_here: set[tuple[str, ...]] = st.session_state.setdefault(_TOLD, set())
    if fitting and number not in told_here:
        told_here.add(number)
        st.html(voices.card(told(visit, fitting[-1:])[0], with_number=False))


def new_page() -> None:
    """Begin a page, on which no note was shown yet."""
    st.session_state[_TOLD] = set()


def door(visit: Visit, rows: pl.DataFrame) -> None:
    """Show the link by which a reader asks about the number of a figure, or tells something about it."""
    beside = beside_rows(rows, visit.publication.grouping_ids)
    query = {**(in_query(beside) if beside else {}), **kept_in_address()}
    st.page_link(PAGE, label=words.say("voices_ask_here"), query_params=query)


def beside_rows(rows: pl.DataFrame, grouping_ids: Sequence[str]) -> Beside | None:
    """Return the one number that rows are about: what they all share; None where they are of several measures."""
    if rows.is_empty() or rows["measure_id"].n_unique() != 1:
        return None

    def shared(name: str) -> Any:
        return rows[name][0] if rows[name].n_unique() == 1 else None

    groups = {name: shared(name) for name in grouping_ids if name in rows.columns}
    return Beside(
        measure_id=rows["measure_id"][0],
        window_days=shared("window_days"),
        period=shared("period") or "",
        groups={name: group for name, group in groups.items() if group not in (None, ALL)},
    )


def in_query(beside: Beside) -> dict[str, str]:
    """Return a number as it stands in an address."""
    groups = ",".join(f"{name}.{group}" for name, group in beside.groups.items())
    values = (beside.measure_id, str(beside.window_days or ""), beside.period, groups)
    return {name: value for name, value in zip(ABOUT, values, strict=True) if value}


def asked_about(visit: Visit) -> Beside:
    """Return the number that the address names; no number at all where any part of it is not known here."""
    measure, window, period, groups = (st.query_params.get(name, "") for name in ABOUT)
    pairs = [pair.partition(".") for pair in groups.split(",") if pair]
    try:
        beside = Beside(
            measure_id=measure,
            window_days=int(window) if window.isdecimal() else None,
            period=period,
            groups={name: group for name, _, group in pairs},
        )
    except ValidationError:
        return Beside()
    known = {one.grouping_id: visit.group_ids(one) for one in visit.place.groupings}
    fits = all(group in known.get(name, ()) for name, group in beside.groups.items())
    return (
        beside if fits and (not period or period in visit.periods("year", "year_to_quarter", "quarter")) else Beside()
    )


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a reader typed. note: it is no question but something to tell; for_briefs: what kind of text of a brief it is."""

    text: str
    author: Author
    consent: bool
    beside: Beside
    note: bool = False
    for_briefs: Kind | None = None

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.for_briefs or (NOTES[self.author] if self.note else Kind.QUESTION)


def can_send(visit: Visit) -> bool:
    """Whether this server has a drop box."""
    return inbox.is_open(inbox_folder(data_dir(), visit.publication.manifest.county.county_id))


def authors() -> tuple[Author, ...]:
    """Return as whom who looks may speak."""
    return MAY_SAY[_role()]


def may_keep_for_briefs() -> bool:
    """Whether who looks may keep what is behind a number, or what a brief asks."""
    return _role() is not Role.PUBLIC


def send(visit: Visit, draft: Draft) -> str:
    """Put a text into the drop box and return the reference that its author is told; raise InboxError where it cannot be."""
    text = plain(draft.text)
    role = _role()
    if not text:
        raise InboxError(NotTaken.EMPTY)
    if len(text) > MOST_LETTERS:
        raise InboxError(NotTaken.TOO_LONG)
    if draft.author not in MAY_SAY[role] or (draft.kind in FOR_BRIEFS and role is Role.PUBLIC):
        raise InboxError(NotTaken.CLOSED)
    now = dt.datetime.now(dt.UTC)
    sent: deque[float] = st.session_state.setdefault(_SENT, deque())
    if not _may(sent, OF_A_SESSION, _SESSION_SECONDS, now) or not SERVER.may(now):
        raise InboxError(NotTaken.TOO_OFTEN)
    whole = Sent(
        key=secrets.token_hex(16),
        kind=draft.kind,
        author=draft.author,
        consent=draft.consent,
        sent_from=role,
        sent_at=now.replace(second=0, microsecond=0),
        beside=draft.beside,
        text=text,
    )
    inbox.drop(inbox_folder(data_dir(), visit.publication.manifest.county.county_id), whole)
    sent.append(now.timestamp())
    SERVER.sent(now)
    return reference(whole.key)


class ServerGate:
    """How many texts this process has taken lately, from all windows together."""

    def __init__(self) -> None:
        """Start with none."""
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    def may(self, now: dt.datetime) -> bool:
        """Whether one more may come."""
        with self._lock:
            return _may(self._sent, OF_THE_SERVER, _SERVER_SECONDS, now)

    def sent(self, now: dt.datetime) -> None:
        """Count one."""
        with self._lock:
            self._sent.append(now.timestamp())


SERVER: Final = ServerGate()


def _may(sent: deque[float], most: int, seconds: int, now: dt.datetime) -> bool:
    while sent and sent[0] <= now.timestamp() - seconds:
        sent.popleft()
    return len(sent) < most


def _role() -> Role:
    role = current_viewer().role
    return role if role in MAY_SAY else Role.PUBLIC
