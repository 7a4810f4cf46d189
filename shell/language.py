"""The language of a visit: it stands in the address (?lang=es), goes along from page to page, and one button changes it."""

import streamlit as st

from presentation import catalogs, language_of_run, words
from presentation.language_of_run import ENGLISH, IN_ADDRESS


def speak() -> None:
    """Speak the language that the address names, English where it names none or one that there is not.

    The address is bound to a text field that nobody sees: a platform's own choice would write its label there, which is
    another one in each language.
    """
    with st.container(key="address_lang"):
        named = st.text_input(
            IN_ADDRESS, value=ENGLISH, key=IN_ADDRESS, bind="query-params", label_visibility="collapsed"
        )
    language_of_run.speak(named if named in catalogs.LANGUAGES else ENGLISH)


def switch() -> None:
    """Show one button for each other language, which keeps the page and every choice on it."""
    spoken = language_of_run.language()
    for other in catalogs.LANGUAGES:
        if other != spoken:
            with language_of_run.speaking(other):
                name = words.say("language_name")
            st.button(name, key=f"speak_{other}", type="tertiary", on_click=_change_to, args=(other,))


def _change_to(language: str) -> None:
    st.session_state[IN_ADDRESS] = language
