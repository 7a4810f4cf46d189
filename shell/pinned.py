"""The publication that an address pins (?publication=ID): the numbers as they stood then, and the way back to the newest."""

from typing import Final

import streamlit as st

from data_access import earlier
from data_access.publications import Audience, Publication, PublicationError
from data_access.settings import county_id, data_dir
from presentation import words
from shell.published import current_publication, publication_named

IN_ADDRESS: Final = "publication"


def ask() -> None:
    """Read the address; what it pins goes along from page to page, as the language does."""
    with st.container(key=f"address_{IN_ADDRESS}"):
        st.text_input(IN_ADDRESS, value="", key=IN_ADDRESS, bind="query-params", label_visibility="collapsed")


def asked() -> str:
    """Return the id that is pinned; "" where none is."""
    return str(st.session_state.get(IN_ADDRESS, ""))


def pinned_publication(audience: Audience) -> Publication | None:
    """Return the publication that is pinned, if it is kept for this audience and may still be shown; otherwise None."""
    name = asked()
    if not name or not earlier.is_kept(data_dir(), county_id(), audience, name):
        return None
    try:
        found = publication_named(audience, name)
    except PublicationError as error:
        print(error)  # noqa: T201  # for the log of the server; the reader is told that these are the newest numbers
        return None
    return found if earlier.may_be_shown(found, current_publication(audience)) else None


def in_address() -> dict[str, str]:
    """Return what a link must hold to pin what is pinned now."""
    return {IN_ADDRESS: asked()} if asked() else {}


def way_back() -> None:
    """Show the button that goes back to the newest numbers."""
    st.button(words.say("pinned_back"), key="pinned_back", type="tertiary", on_click=_unpin)


def _unpin() -> None:
    st.session_state[IN_ADDRESS] = ""
