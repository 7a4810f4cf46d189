"""The desk of the data team: one pair of records at a time, and a decision. It shows names, so nothing here is cached."""

import math
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data_access.access import Role
from data_access.audit import Deed, note
from data_access.building import BuildError
from data_access.consent_elements import NOTICE
from data_access.county import County, read_county
from data_access.linking import DIFFERENT, SAME
from data_access.review import Waiting, keep, look
from data_access.settings import county_setting, data_dir
from presentation import words
from presentation.pair import side_by_side
from shell import frame
from shell.told_county import of_county
from shell.viewer import Refusal, current_viewer, who_looks

_LATER: Final = "later"
_KEPT: Final = "kept"
_SHOWN: Final = "pair_on_the_desk"


def county() -> County:
    """Return the county whose records are looked at."""
    return read_county(county_setting())


@dataclass(frozen=True, kw_only=True)
class Desk:
    """How many pairs wait, how many of them were put off for later, and the pair on the desk; None when none is left."""

    county: County
    waiting: int
    later: int
    pair: Waiting | None


def open_desk() -> Desk:
    """Take the most likely pair that was not put off by this visitor, who must be of the data team."""
    viewer = current_viewer(Role.STEWARD)
    here = county()
    later: set[str] = st.session_state.setdefault(_LATER, set())
    waiting, pairs = look(here, data_dir(), len(later) + 1)
    pair = next((pair for pair in pairs if pair.review_id not in later), None)
    if pair is not None and st.session_state.get(_SHOWN) != pair.review_id:
        about: dict[str, str | int] = {"page": "review", "pairs": 1}
        note(data_dir(), here.id, Deed.NAMES_SHOWN, by=viewer.subject, role=viewer.role.value, about=about)
        st.session_state[_SHOWN] = pair.review_id
    return Desk(county=here, waiting=waiting, later=len(later), pair=pair)


def show_answer(desk: Desk) -> None:
    """Show the banner of a made-up county, the question, and how many pairs wait; after a decision, that it is kept."""
    name = words.translated(desk.county.name, of_county(desk.county.words))
    top = frame.head("question_review", name, made_up=desk.county.made_up)
    waits = {0: "review_none", 1: "review_one"}.get(desk.waiting, "review_many")
    kept = st.session_state.get(_KEPT, 0)
    told = words.say("review_kept", n=kept, county=desk.county.id) if kept else words.say("review_names")
    frame.answer(top, words.say(waits, n=words.count(desk.waiting)), told)
    if desk.pair is not None and any(source.part_2 for source in desk.county.sources):
        frame.paragraph(words.translated(NOTICE))


def show_pair(desk: Desk) -> None:
    """Show the pair with what was found odd about it, and the three buttons; or that the others were put off."""
    if desk.pair is None:
        if desk.later:
            frame.lines((words.say("review_only_later", n=desk.later),))
            st.button(words.say("review_again"), on_click=st.session_state[_LATER].clear)
        return
    chance = math.floor(desk.pair.match_probability * 100)  # 99.9 of 100 are not all of them
    frame.heading(words.translated(desk.pair.why), words.say("review_likely", n=chance))
    frame.table(side_by_side(desk.pair.left, desk.pair.right))
    with st.container(horizontal=True, key="decide"):
        for name, decision in (("review_same", SAME), ("review_different", DIFFERENT)):
            st.button(words.say(name), on_click=_decide, args=(desk.pair.review_id, decision), key=name, type="primary")
        st.button(words.say("review_later"), on_click=st.session_state[_LATER].add, args=(desk.pair.review_id,))


def _decide(review_id: str, decision: str) -> None:
    looks = who_looks()  # a click runs before the page does, so it asks by itself
    if isinstance(looks, Refusal) or Role.STEWARD not in looks.may:
        return
    try:
        keep(county(), data_dir(), [(review_id, decision)], looks.subject)
    except BuildError as error:
        st.warning(str(error))
        return
    st.session_state[_KEPT] = st.session_state.get(_KEPT, 0) + 1
