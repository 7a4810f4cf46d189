"""The script behind every page: it registers the pages, dresses them, and runs the one that was asked for.

It stands in shell/ and not beside the folder pages/: a script beside such a folder lets a deep link on a cold server run a
page alone, without navigation and without asking who looks.
"""

from pathlib import Path

import pandas  # noqa: F401  # two early visits would otherwise race to import it, and one would see half of it
import streamlit as st

from data_access.publications import PublicationError
from data_access.settings import is_for_data_team
from presentation import words
from shell import review_desk
from shell.components import key_guard
from shell.visit import current_publication

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    ("at_a_glance", "page_at_a_glance", ""),
    ("coming_back_to_jail", "page_coming_back_to_jail", "coming-back-to-jail"),
    ("get_the_data", "page_get_the_data", "get-the-data"),
    ("how_we_count", "page_how_we_count", "how-we-count"),
    ("can_i_trust_this", "page_can_i_trust_this", "can-i-trust-this"),
)

FOR_THE_DATA_TEAM = (("review", "page_review", ""),)
"""Records with names. A server shows these or the pages above, never both, and these on its own machine alone."""


def county_name() -> str:
    """Return the name of the county that is shown; the program's own while nothing is published."""
    if is_for_data_team():
        return review_desk.county().name
    try:
        return current_publication().manifest.county.name
    except PublicationError:
        return words.say("program")


def _named_header(name: str) -> str:
    """Return the style that writes the county's name at the head of the navigation, and "Menu" on a phone's button."""
    escaped = "".join(f"\\{ord(letter):x} " for letter in name)
    menu = "".join(f"\\{ord(letter):x} " for letter in words.say("menu"))
    return (
        f"<style>[data-testid=stHeader]::before{{content:'{escaped}'}}"
        f"[data-testid=stExpandSidebarButton]::after{{content:'{menu}'}}</style>"
    )


pages = [
    st.Page(ROOT / "pages" / f"{file}.py", title=words.say(title), url_path=path or None, default=not path)
    for file, title, path in (FOR_THE_DATA_TEAM if is_for_data_team() else PAGES)
]
page = st.navigation(pages, position="top")
name = county_name()
st.set_page_config(
    page_title=words.say("tab", page=page.title, county=name),
    page_icon=str(ROOT / "shell" / "favicon.png"),
    layout="wide",
)
st.html(ROOT / "shell" / "look.css")
st.html(_named_header(name))
key_guard()
if is_for_data_team() and not review_desk.is_on_this_machine():
    st.html(f'<h1 class="tl-question">{words.say("review_elsewhere")}</h1>')
else:
    page.run()
