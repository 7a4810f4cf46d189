"""The desk at which a brief is made: who may write, the two texts, the files with their progress, and many briefs at once."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from data_access.access import Role
from data_access.publications import Audience
from data_access.voices.looks_like import looks_of
from presentation import words
from presentation.briefs import content, products
from presentation.briefs.content import Brief, For, View
from presentation.briefs.texts import LONGEST_ROLE, LONGEST_TEXT, Written, cleaned
from shell import frame
from shell.brief_view import BriefChoice, view_of
from shell.components import copy_link, in_address
from shell.filters import groups_to_choose
from shell.published import current_publication, publication_before
from shell.viewer import current_viewer
from shell.visit import Visit, visit_of

MOST_AT_ONCE: Final = 12
"""Briefs in one zip. Each takes a second or two of the server."""
_MADE: Final = "brief_made"
_ZIP: Final = "brief_zip"


def readers() -> tuple[For, ...]:
    """Return whom a brief can be for. One for the public is made of public numbers, so it needs a server that has them."""
    has_public = Audience.PUBLIC in current_viewer().views
    return tuple(one for one in For if one is not For.PUBLIC or has_public)


def view(visit: Visit, choice: BriefChoice) -> View:
    """Look up what a brief of these choices says; one for the public always from the public's publication."""
    if choice.made_for is For.PUBLIC and visit.publication.manifest.audience is not Audience.PUBLIC:
        visit = visit_of(current_publication(Audience.PUBLIC), visit.palette)
    before = publication_before(visit.publication)
    return view_of(visit, choice, link=_address(choice), made_on=_today(), before=before)


def texts(brief: Brief) -> Brief:
    """Show the fields for the two texts to those who may write, what was written to others; return the brief with them."""
    if Role.PARTNER not in current_viewer().may:
        _show("brief_behind", brief.behind, "brief_behind_nobody")
        _show(f"brief_ask_{brief.made_for}", brief.ask, "brief_ask_nobody")
        return brief
    frame.heading(words.say("brief_write"), words.say("brief_write_help"))
    with st.container(key="brief_texts"):
        left, right = st.columns(2, gap="large")
        with left:
            behind = _field("brief_behind", "behind", brief.behind)
        with right:
            ask = _field(f"brief_ask_{brief.made_for}", "ask", brief.ask)
        role = st.text_input(
            words.say("brief_role"),
            key="brief_role",
            max_chars=LONGEST_ROLE,
            placeholder=words.say("brief_role_example"),
        )
    return content.with_texts(brief, behind=_written(behind, role, brief.behind), ask=_written(ask, role, brief.ask))


def files(brief: Brief, choice: BriefChoice) -> None:
    """Show the button that makes the files; once they are made, a button for each. Other choices need other files."""
    frame.heading(words.say("brief_files"), words.say("brief_files_help"))
    digest = brief.digest
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="brief_make_row"):
        asked = st.button(words.say("brief_make"), key="brief_make", type="primary")
        copy_link("link_brief", choice.link)
    if asked:
        with st.status(words.say("brief_making")) as status:
            made = products.make_all(brief, lambda number, of, name: status.update(label=_step(number, of, name)))
            status.update(label=words.say("brief_ready"), state="complete")
        st.session_state[_MADE] = (digest, made)
    kept, made = st.session_state.get(_MADE, ("", ()))
    if kept == digest:
        _downloads(made)


def many(visit: Visit, choice: BriefChoice, brief: Brief) -> None:
    """Show the list from which several briefs are made in one go, as one zip: one for each group or number that is chosen."""
    others, labels = _others(visit, choice)
    with st.expander(words.say("brief_many"), key="brief_many"):
        frame.paragraph(words.say("brief_many_help", n=MOST_AT_ONCE))
        chosen = st.multiselect(
            words.say("brief_many_groups"),
            list(others),
            format_func=lambda one: labels.get(one, one),
            key="brief_many_groups",
            max_selections=MOST_AT_ONCE,
            placeholder=words.say("choose"),
            filter_mode="contains",
        )
        ids = [one for one in chosen if one in others][:MOST_AT_ONCE]
        names = [labels[one] for one in ids]
        key = (brief.digest, tuple(ids))
        if st.button(words.say("brief_make_many"), key="brief_make_many", disabled=not names):
            makers = [partial(_one_of_many, visit, others[one], brief) for one in ids]
            st.session_state[_ZIP] = (key, *_zip(makers, names))
        kept, data, lost = st.session_state.get(_ZIP, ((), b"", ()))
        if kept == key:
            st.download_button(
                words.say("brief_save_many"),
                data=data,
                file_name=f"{brief.file_name}_{len(names)}.zip",
                mime="application/zip",
                key="brief_save_many",
                on_click="ignore",
            )
            for name in lost:
                st.warning(words.say("brief_lost", name=name))


def _zip(makers: Sequence[Callable[[], Brief]], names: Sequence[str]) -> tuple[bytes, tuple[str, ...]]:
    bar = st.progress(0.0, words.say("brief_making"))

    def tell(number: int, of: int, name: str) -> None:
        bar.progress(number / of, _step(number, of, name))

    made = products.zipped(makers, names, tell)
    bar.progress(1.0, words.say("brief_ready"))
    return made


def _others(visit: Visit, choice: BriefChoice) -> tuple[dict[str, BriefChoice], dict[str, str]]:
    """Return what else a brief could be about, by id, with labels: each group, and each number with these choices."""
    groups, labels = groups_to_choose(visit)
    others = {one: replace(choice, groups=group, link={**choice.link, "group": one}) for one, group in groups.items()}
    for measure in visit.every_measure():
        if measure.measure_id in visit.reported:
            name = measure.measure_id
            others[name] = replace(choice, measures=(measure,), link={**choice.link, "numbers": name})
            labels[name] = words.translated(measure.name)
    return others, labels


def _one_of_many(visit: Visit, choice: BriefChoice, like: Brief) -> Brief:
    """Put together a brief of other choices. What is behind one number may not be behind another, so that is left out."""
    return content.with_texts(content.build(view(visit, choice)), ask=like.ask)


def _downloads(made: tuple[products.Made, ...]) -> None:
    with st.container(horizontal=True, gap="small", key="brief_downloads"):
        for one in made:
            if one.data is None:
                st.warning(words.say("brief_lost", name=one.product.name))
                continue
            st.download_button(
                one.product.name,
                data=one.data,
                file_name=one.file_name,
                mime=one.product.kind,
                key=f"brief_{one.product.product_id}",
                on_click="ignore",
            )


def _field(title: str, name: str, kept: Written | None) -> str:
    """Show one field, and under it a plain warning where its text seems to hold something about one person.

    It opens with what was kept for the number, also when another number is chosen; what somebody typed stays.
    """
    key, before = f"brief_{name}_text", f"brief_{name}_kept"
    text = cleaned(kept.text) if kept else ""
    if st.session_state.get(key, "") in ("", st.session_state.get(before, "")):
        st.session_state[key] = text
    st.session_state[before] = text
    typed = st.text_area(words.say(title), key=key, max_chars=LONGEST_TEXT, height=130) or ""
    found = looks_of(typed)
    if found:
        frame.notice(" ".join(words.say(f"voices_warned_{one}") for one in found))
    return typed


def _show(title: str, written: Written | None, nobody: str) -> None:
    frame.heading(words.say(title))
    frame.paragraph(written.text if written else words.say(nobody))
    if written:
        frame.small_print(words.say("brief_signed", role=written.role, day=words.day(written.on)))


def _written(text: str, role: str, kept: Written | None) -> Written | None:
    """Return a typed text, signed today; one that was kept and that nobody changed stays signed as it was."""
    if kept and cleaned(text) == cleaned(kept.text):
        return kept
    return Written(text=text, role=role, on=_today()) if text.strip() else None


def _step(number: int, of: int, name: str) -> str:
    return words.say("brief_step", number=number + 1, of=of, name=name)


def _address(choice: BriefChoice) -> str:
    """Return the address that brings this view back, as the reader's browser names this page; empty where it does not."""
    if not st.context.url:
        return ""
    here = urlsplit(st.context.url)
    return urlunsplit((here.scheme, here.netloc, here.path, in_address(choice.link), ""))


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).astimezone().date()
