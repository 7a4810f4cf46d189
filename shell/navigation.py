"""The script behind every page: it registers the pages, dresses them, and runs the one that was asked for.

It stands in shell/ and not beside the folder pages/: a script beside such a folder lets a deep link on a cold server run a
page alone, without navigation and without asking who looks.
"""

from pathlib import Path

import pandas  # noqa: F401  # two early visits would otherwise race to import it, and one would see half of it
import streamlit as st

from data_access.access import Role
from data_access.publications import PublicationError
from data_access.settings import server_for
from data_access.store import StoreError
from presentation import words
from shell import door, language, pinned, review_desk
from shell.components import document
from shell.published import current_publication
from shell.told_county import of_county, place_of
from shell.viewer import Refusal, Viewer, who_looks

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = (
    ("at_a_glance", "page_at_a_glance"),
    ("coming_back_to_jail", "page_coming_back_to_jail"),
    ("who_is_affected", "page_who_is_affected"),
    ("brief_me", "page_brief_me"),
    ("get_the_data", "page_get_the_data"),
    ("connected_to_care", "page_connected_to_care"),
    ("homes_work_care", "page_homes_work_care"),
    ("familiar_faces", "page_familiar_faces"),
    ("programs", "page_programs"),
    ("program", "page_program"),
    ("did_it_make_a_difference", "page_difference"),
    ("costs", "page_costs"),
    ("fill_a_form", "page_fill_a_form"),
    ("how_we_count", "page_how_we_count"),
    ("can_i_trust_this", "page_can_i_trust_this"),
    ("how_your_data_is_used", "page_how_your_data_is_used"),
    ("voices_and_answers", "page_voices_and_answers"),
)
"""The pages of a publication, each audience with its own: the file of the page and the template of its name."""

MENUS = {
    "menu_care": ("connected_to_care", "homes_work_care", "familiar_faces"),
    "menu_programs": ("programs", "program", "did_it_make_a_difference", "costs", "fill_a_form"),
    "menu_numbers": ("how_we_count", "can_i_trust_this", "how_your_data_is_used", "voices_and_answers"),
}
"""Pages that stand in a menu of the navigation, by the template of its name. All others stand in its row, one click away."""
NOT_LISTED = ("program",)
"""Pages to which others lead: one program is chosen in the list of them."""

FOR_THE_ANALYST = (("ask_the_records", "page_ask_the_records"),)
FOR_THE_DATA_TEAM = (("review", "page_review"), ("read_voices", "page_read_voices"))
PAGES_FOR = {
    Role.PUBLIC: PUBLISHED,
    Role.PARTNER: PUBLISHED,
    Role.ANALYST: FOR_THE_ANALYST,
    Role.STEWARD: FOR_THE_DATA_TEAM,
}
"""What each audience may open. The first page stands at the address of the server itself."""


def pages_of(looks: Viewer | Refusal) -> list[tuple[str, str]]:
    """Return the pages that who looks may open; for somebody who is not let in, those whose addresses lead to the door."""
    audiences = looks.may if isinstance(looks, Viewer) else server_for()
    return list(dict.fromkeys(page for role, pages in PAGES_FOR.items() if role in audiences for page in pages))


def county_name(looks: Viewer | Refusal) -> str:
    """Return the name of the county that is shown; the program's own at the door, and while nothing is published."""
    if isinstance(looks, Refusal):
        return words.say("program")
    if looks.audience is None:
        declared = review_desk.county()
        return words.translated(declared.name, of_county(declared.words))
    try:
        return place_of(current_publication(looks.audience).manifest).name
    except (PublicationError, StoreError):
        return words.say("program")


def title_of(title: str, looks: Viewer | Refusal) -> str:
    """Return a page's name in the navigation: without jail records there is no coming back to jail to tell of."""
    if title == "page_coming_back_to_jail" and isinstance(looks, Viewer) and looks.audience is not None:
        try:
            if not current_publication(looks.audience).tells_of_jail:
                return words.say("page_what_happens_next")
        except (PublicationError, StoreError):
            return words.say(title)
    return words.say(title)


def _named_menu() -> str:
    """Return the style that writes "Menu" on a phone's button."""
    menu = "".join(f"\\{ord(letter):x} " for letter in words.say("menu"))
    return f"<style>[data-testid=stExpandSidebarButton]::after{{content:'{menu}'}}</style>"


language.speak()
pinned.ask()
looks = who_looks()
named = pages_of(looks)
pages = [
    st.Page(
        ROOT / "pages" / f"{file}.py",
        title=title_of(title, looks),
        url_path=file.replace("_", "-"),
        default=not number,
        visibility="hidden" if file in NOT_LISTED else "visible",
    )
    for number, (file, title) in enumerate(named)
]
menu_of = {file: words.say(menu) for menu, files in MENUS.items() for file in files}
listed: dict[str, list[st.Page]] = {}
for (file, _), entry in zip(named, pages, strict=True):
    listed.setdefault(menu_of.get(file, ""), []).append(entry)
page = st.navigation(listed, position="top" if isinstance(looks, Viewer) else "hidden")
name = county_name(looks)
st.set_page_config(
    page_title=words.say("tab", page=page.title, county=name),
    page_icon=str(ROOT / "shell" / "favicon.png"),
    layout="wide",
)
st.html(ROOT / "shell" / "look.css")
st.html(_named_menu())
document()
if isinstance(looks, Refusal) or len(pages) == 1:
    st.html('<div class="tl-desk"></div>')
if isinstance(looks, Refusal):
    door.refuse(looks)
else:
    door.line(looks, name, published=named[pages.index(page)] in PUBLISHED)
    if looks.idle:
        door.watch(looks.idle)
    page.run()
