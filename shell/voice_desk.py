"""The desk of the data team for notes and questions: one waiting text at a time, then questions that have no answer yet.

It shows words that may name someone, so nothing here is cached.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from data_access.access import Role
from data_access.county import County
from data_access.settings import data_dir
from data_access.voices import desk
from data_access.voices.desk import Voice, VoiceError
from data_access.voices.said import MOST_LETTERS, Declined, Kind, State
from data_access.voices.shown import write_voices
from metrics import registry
from presentation import voices as told
from presentation import words
from shell import frame
from shell.review_desk import county
from shell.viewer import Viewer, current_viewer, may_now

_SEEN: Final = "voice_on_the_desk"
_EMPTIED: Final = "drop_box_emptied"
_FAILED: Final = "voice_failed"


def show() -> None:
    """Show the whole desk to a member of the data team."""
    viewer = current_viewer(Role.STEWARD)
    here = county()
    if _EMPTIED not in st.session_state:
        _empty(here)
    number, voice = desk.next_waiting(here, data_dir(), seen_id=st.session_state.get(_SEEN), by=viewer.subject)
    st.session_state[_SEEN] = voice.voice_id if voice else None
    top = frame.head("question_read_voices", here.name, made_up=here.made_up)
    waits = {0: "voices_waiting_none", 1: "voices_waiting_one"}.get(number, "voices_waiting_many")
    frame.answer(top, words.say(waits, n=words.count(number)), words.say("voices_waiting_help"))
    if st.session_state[_EMPTIED]:
        frame.paragraph(words.say("voices_put_aside", n=st.session_state[_EMPTIED]))
    if _FAILED in st.session_state:
        st.warning(st.session_state.pop(_FAILED))
    if voice:
        _waiting(here, viewer, voice)
    else:
        st.button(words.say("voices_empty"), key="voice_empty", on_click=_empty, args=(here,))
    shown = desk.look(here, data_dir(), State.SHOWN, by=viewer.subject, form="screen")
    _unanswered(here, viewer, [one for one in shown if one.kind is Kind.QUESTION and one.answered_on is None])
    _onto_the_pages(here)
    _take_back(here, viewer, shown)


def _empty(here: County) -> None:
    if may_now(Role.STEWARD):
        st.session_state[_EMPTIED] = desk.take_in(here, data_dir()).put_aside


def _waiting(here: County, viewer: Viewer, voice: Voice) -> None:
    frame.heading(told.kind_name(voice.kind), _from_whom(voice))
    if voice.warned:
        frame.paragraph(words.say("voices_look_closely"))
        frame.lines(words.say(f"voices_warned_{one}") for one in voice.warned)
    if not voice.consent:
        frame.paragraph(words.say("voices_without_consent"))
    key = f"voice_{voice.voice_id}"
    text = st.text_area(words.say("voices_left"), voice.text, max_chars=MOST_LETTERS, height=150, key=key)
    with st.container(horizontal=True, vertical_alignment="bottom", key="voice_decide"):
        st.button(
            words.say("voices_show"),
            key="voice_show",
            type="primary",
            disabled=not voice.consent,
            on_click=_do,
            args=(desk.show, here, viewer, voice.voice_id),
            kwargs={"text": text},
        )
        why = st.selectbox(
            words.say("voices_why_not"),
            list(Declined),
            format_func=lambda one: words.say(f"voices_declined_{one}"),
            width=360,
        )
        st.button(
            words.say("voices_decline"),
            key="voice_decline",
            on_click=_do,
            args=(desk.decline, here, viewer, voice.voice_id, why),
        )


def _unanswered(here: County, viewer: Viewer, questions: list[Voice]) -> None:
    if not questions:
        return
    voice = questions[0]
    left = words.say("voices_unanswered", n=words.count(len(questions)))
    frame.heading(left, _from_whom(voice))
    frame.html(told.quoted(voice.text))
    text = st.text_area(words.say("voices_answer"), max_chars=MOST_LETTERS, height=150, key=f"answer_{voice.voice_id}")
    st.button(
        words.say("voices_answer_keep"),
        key="voice_answer",
        on_click=_do,
        args=(desk.answer, here, viewer, voice.voice_id, text),
    )


def _onto_the_pages(here: County) -> None:
    frame.heading(words.say("voices_publish_title"), words.say("voices_publish_help"))
    if st.button(words.say("voices_publish"), key="voice_publish") and may_now(Role.STEWARD):
        st.success(words.say("voices_published", n=words.count(write_voices(here, data_dir()))))


def _take_back(here: County, viewer: Viewer, shown: tuple[Voice, ...]) -> None:
    if not shown:
        return
    labels = {
        one.voice_id: words.say("voices_named", reference=one.reference, day=words.day(one.sent_on)) for one in shown
    }
    with st.expander(words.say("voices_withdraw_title"), key="voice_take_back"):
        chosen = st.selectbox(words.say("voices_which"), list(labels), format_func=lambda one: labels[one])
        st.button(
            words.say("voices_withdraw"), key="voice_withdraw", on_click=_do, args=(desk.withdraw, here, viewer, chosen)
        )


def _do(deed: Callable[..., None], here: County, viewer: Viewer, voice_id: int, *rest: Any, **named: Any) -> None:
    """Do what a button says, where who clicked may; a click runs before the page does, so it asks by itself."""
    if not may_now(Role.STEWARD):
        return
    today = dt.datetime.now(ZoneInfo(here.time_zone)).date()
    try:
        deed(here, data_dir(), voice_id, *rest, by=viewer.subject, today=today, **named)
    except VoiceError as error:
        st.session_state[_FAILED] = str(error)


def _from_whom(voice: Voice) -> str:
    name = {measure.measure_id: measure.name for measure in registry.MEASURES}.get(voice.beside.measure_id, "")
    place = ", ".join(part for part in (name, voice.beside.period, *voice.beside.groups.values()) if part)
    author, day = told.author_name(voice.author), words.day(voice.sent_on)
    if not place:
        return words.say("voices_from_whom", author=author, day=day, reference=voice.reference)
    return words.say("voices_from_whom_about", author=author, day=day, reference=voice.reference, number=place)
