"""The form by which a reader asks or tells something, and what is said after it was sent."""

import streamlit as st

from data_access.voices.inbox import InboxError
from data_access.voices.said import MOST_LETTERS, Beside
from presentation import voices as told
from presentation import words
from shell import frame, voices
from shell.use import use_of_data
from shell.visit import Visit
from shell.voices import Draft

_REFERENCE = "voices_reference"
_SENT = "voices_sent_here"


def show(visit: Visit) -> None:
    """Show the form, for the number that the address names; or whom to ask where nothing can be sent from here."""
    frame.heading(words.say("voices_ask_title"))
    use = use_of_data(visit)
    if not voices.can_send(visit):
        frame.paragraph(words.say("voices_closed"))
        frame.lines(line for line in (use.office, use.how) if line)
        return
    if _REFERENCE in st.session_state:
        st.success(words.say("voices_thanks", reference=st.session_state.pop(_REFERENCE)))
    beside = voices.asked_about(visit)
    number = voices.named(visit, beside)
    frame.paragraph(words.say("voices_about", number=number) if number else words.say("voices_about_none"))
    frame.paragraph(words.say("voices_read_first"))
    _form(visit, beside if number else Beside())


def _form(visit: Visit, beside: Beside) -> None:
    with st.container(key="voices_form_box"), st.form("voices_form", border=False):
        kind = st.radio(
            words.say("voices_what"),
            ("question", "note"),
            format_func=lambda one: words.say(f"voices_what_{one}"),
            horizontal=True,
            key="voices_what",
        )
        author = st.selectbox(words.say("voices_who"), voices.authors(), format_func=told.author_name, key="voices_who")
        text = st.text_area(
            words.say("voices_words"),
            max_chars=MOST_LETTERS,
            height=150,
            key=f"voices_words_{st.session_state.get(_SENT, 0)}",  # a new field, and an empty one, after each text
            placeholder=" ",
        )
        consent = st.checkbox(words.say("voices_consent"), key="voices_consent")
        if st.form_submit_button(words.say("voices_send"), type="primary"):
            _send(visit, Draft(text=text or "", author=author, consent=consent, beside=beside, note=kind == "note"))


def _send(visit: Visit, draft: Draft) -> None:
    try:
        st.session_state[_REFERENCE] = voices.send(visit, draft)
    except InboxError as error:
        st.warning(words.say(f"voices_not_{error.why}"))
        return
    st.session_state[_SENT] = st.session_state.get(_SENT, 0) + 1
    st.rerun()
