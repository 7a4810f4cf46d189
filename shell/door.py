"""The door: the page for who is not let in, the line that says who is signed in, and a look at the clock meanwhile."""

import datetime as dt
from html import escape
from typing import Final

import streamlit as st

from data_access.access import Role, Why
from data_access.settings import server_for
from presentation import words
from shell import language
from shell.noted import note_sign_out
from shell.sessions import SESSIONS
from shell.sign_in import is_set_up
from shell.viewer import ELSEWHERE, NO_LOG, NO_RULES, NOT_SET_UP, VIEW, Refusal, Viewer, who_looks

LOOKS_EVERY_SECONDS: Final = 20
"""How often an open page asks the server whether its sign-in has ended meanwhile; this counts as no use."""


def refuse(refusal: Refusal) -> None:
    """Show in plain words why nobody is let in, and what can be done: sign in, sign in again, or go on without."""
    with st.container(horizontal=True, horizontal_alignment="right", key="who"):
        language.switch()
    slots = {"minutes": _minutes(refusal.idle_minutes)} if refusal.idle_minutes else {}
    st.html(f'<h1 class="tl-question">{escape(words.say(f"turned_away_{refusal.why}_title"))}</h1>')
    st.html(f'<p class="tl-answer">{escape(words.say(f"turned_away_{refusal.why}", **slots))}</p>')
    st.html(f'<p class="tl-who">{escape(words.say(f"turned_away_{refusal.why}_help"))}</p>')
    if refusal.why in (NOT_SET_UP, ELSEWHERE, NO_RULES, NO_LOG):
        return
    with st.container(horizontal=True, key="door"):
        first = "sign_in" if refusal.why == Why.NOT_SIGNED_IN else "sign_in_again"
        st.button(words.say(first), key="sign_in", type="primary", on_click=st.login)
        if refusal.sign_in and Role.PUBLIC in server_for():
            st.button(words.say("without_sign_in"), key="without_sign_in", on_click=st.logout)


def line(viewer: Viewer, county: str, *, published: bool) -> None:
    """Show the county, who is signed in, the choice of whose numbers are shown, the way in or out, and other languages.

    published: the page shows a publication, so that there can be a choice.
    """
    way_in = viewer.sign_in is None and is_set_up() and server_for() != {Role.PUBLIC}
    choice = published and len(viewer.views) > 1
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="who"):
        st.html(f'<p class="tl-county">{escape(county)}</p>')
        if viewer.sign_in:
            role = words.say(f"role_{viewer.role}")
            st.html(f'<p class="tl-note">{escape(words.say("signed_in_as", name=viewer.name, role=role))}</p>')
        if choice:
            st.segmented_control(
                words.say("view"),
                [view.value for view in viewer.views],
                default=viewer.views[0].value,
                format_func=lambda view: words.say(f"view_{view}"),
                key=VIEW,
                bind="query-params",
                required=True,
                label_visibility="collapsed",
            )
        if viewer.sign_in:
            st.button(words.say("sign_out"), key="sign_out", type="tertiary", on_click=_sign_out)
        elif way_in:
            st.button(words.say("sign_in"), key="sign_in", type="tertiary", on_click=st.login)
        language.switch()


def watch(idle: dt.timedelta) -> None:
    """Look at the clock while the page stands open, so that its numbers leave the screen when the sign-in ends."""
    every = min(LOOKS_EVERY_SECONDS, idle.total_seconds() / 3)
    st.fragment(_look_at_the_clock, run_every=every)()


def _look_at_the_clock() -> None:
    if isinstance(who_looks(counts=False), Refusal):
        st.rerun()


def _sign_out() -> None:
    looks = who_looks(counts=False)
    if looks.sign_in:
        now = dt.datetime.now(dt.UTC)
        SESSIONS.end(looks.sign_in, Why.SIGNED_OUT, now)
        note_sign_out(looks.sign_in, looks.role, now)
    st.logout()


def _minutes(minutes: float) -> str:
    whole = max(1, round(minutes))
    return words.say("idle_one_minute") if whole == 1 else words.say("idle_minutes", n=whole)
