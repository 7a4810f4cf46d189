"""The frame of a page: banner, question, answer, figures, tables, and the footer that says where it is from."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from presentation import words
from presentation.definitions import Definition
from presentation.figure import Figure
from presentation.files import file_name, for_code
from presentation.table import Table
from shell import pinned, voices
from shell.components import copy_link, copy_link_to_these_numbers, kept_in_address
from shell.sign_in import is_set_up
from shell.visit import Visit


def open_page(visit: Visit, question: str) -> DeltaGenerator:
    """Show the banner, where there is one, and the page's question; return the place for the answer."""
    _say_what_is_pinned(visit)
    return head(question, visit.place.name, made_up=visit.place.made_up)


def _say_what_is_pinned(visit: Visit) -> None:
    """Say that the address names earlier numbers, or that those which it names cannot be shown; and show the way back."""
    if visit.newest is not None:
        told = words.say("pinned_told", day=words.day(visit.place.last_on))
    elif pinned.asked() not in ("", visit.place.publication_id):
        told = words.say("pinned_gone")
    else:
        return
    with st.container(key="pinned", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="tl-banner" role="status">{escape(told)}</p>')
        pinned.way_back()


def head(question: str, county: str, *, made_up: bool) -> DeltaGenerator:
    """Show a page's question, under a banner where the county is made up or nobody signs in; return the answer's place."""
    voices.new_page()
    told = [words.say("made_up", county=county)] if made_up else []
    if not is_set_up():
        told.append(words.say("no_sign_in_made_up" if made_up else "no_sign_in_real"))
    if told:
        st.html(f'<p class="tl-banner" role="note">{escape(" ".join(told))}</p>')
    top = st.container(gap=None)
    top.html(f'<h1 class="tl-question">{escape(words.say(question))}</h1>')
    return top


def answer(place: DeltaGenerator, sentence: str, *details: str) -> None:
    """Show the answer as the page's first sentence, and under it the lines that are not empty."""
    place.html(f'<p class="tl-answer">{escape(sentence)}</p>')
    told = " ".join(escape(detail) for detail in details if detail)
    if told:
        place.html(f'<p class="tl-who">{told}</p>')


def heading(title: str, subtitle: str = "") -> None:
    """Show the heading of a part of the page."""
    under = f'<p class="tl-sub">{escape(subtitle)}</p>' if subtitle else ""
    st.html(f'<h2 class="tl-title">{escape(title)}</h2>{under}')


def heading_of_source(title: str) -> None:
    """Show the heading of one source among several."""
    st.html(f'<h3 class="tl-title">{escape(title)}</h3>')


def html(text: str) -> None:
    """Show HTML that presentation made and escaped."""
    st.html(text)


def section(title: str, inner_html: str, *, key: str, opened: bool) -> None:
    """Show a part that opens on demand; inner_html was made and escaped by presentation."""
    with st.expander(title, expanded=opened, key=key):
        st.html(inner_html)


def definition(shown: Definition, link: Mapping[str, str]) -> None:
    """Show one definition by itself, and the button that copies a link to it."""
    with st.container(key="definition", gap=None):
        heading(shown.name)
        st.html(shown.html())
        copy_link("link_definition", link)


def word_list(inner_html: str) -> None:
    """Show what the words of a page mean, as a part that opens; inner_html was made and escaped by presentation."""
    section(words.say("words_title"), inner_html, key="words", opened=False)


def command(text: str) -> None:
    """Show a command line for copying."""
    st.code(text, language=None, wrap_lines=True)


def paragraph(text: str) -> None:
    """Show a paragraph."""
    st.html(f'<p class="tl-text">{escape(text)}</p>')


def small_print(text: str) -> None:
    """Show a line under something."""
    st.html(f'<p class="tl-note">{escape(text)}</p>')


def notice(text: str) -> None:
    """Show a plain warning, which is read out when it comes up."""
    st.html(f'<p class="tl-banner" role="status">{escape(text)}</p>')


def lines(texts: Iterable[str]) -> None:
    """Show sentences as a list."""
    st.html('<ul class="tl-lines">' + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>")


def table(shown: Table, note: str = "") -> None:
    """Show a table, and a line under it."""
    st.html(shown.html())
    if note:
        small_print(note)


def tables(shown: Iterable[Table]) -> None:
    """Show tables one under the other."""
    for one in shown:
        html(one.html())


def figure(visit: Visit, shown: Figure, link: Mapping[str, str]) -> None:
    """Show a figure whole: title, picture, how to read it, its table, who is counted and not, its file and its link."""
    with st.container(key=f"figure_{shown.figure_id}", gap=None):
        heading(shown.title, shown.subtitle)
        if isinstance(shown.picture, str):
            st.image(shown.picture, alt=shown.alt, width="stretch")
        else:
            st.vega_lite_chart(shown.picture, theme=None, alt=shown.alt, key=f"chart_{shown.figure_id}")
        for line in (shown.note, shown.how_to_read):
            if line:
                st.html(f'<p class="tl-note">{escape(line)}</p>')
        voices.beside_figure(visit, shown.rows)
        with st.expander(words.say("see_the_table")):
            st.html(shown.table.html())
            left_out = "".join(f"<li>{escape(line)}</li>" for line in shown.not_counted)
            st.html(
                f'<p class="tl-note">{escape(shown.who_is_counted)}</p>'
                f'<p class="tl-note">{escape(words.say("not_counted"))}</p><ul class="tl-lines tl-note">{left_out}</ul>'
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
                st.download_button(
                    words.say("get_these_rows"),
                    data=for_code(shown.rows),
                    file_name=f"{file_name(visit.place, shown.file_name)}.csv",
                    mime="text/csv",
                    key=f"file_{shown.figure_id}",
                    on_click="ignore",
                )
                copy_link(f"link_{shown.figure_id}", link)
                voices.door(visit, shown.rows)


def doors(pages: Sequence[tuple[str, str, str]]) -> None:
    """Show doors to other pages: a page's file, the door's name and what is behind it."""
    with st.container(key="doors"):
        for place, (page, title, text) in zip(st.columns(len(pages), gap="medium"), pages, strict=True):
            with place.container(border=True, height="stretch", gap=None):
                st.page_link(f"../pages/{page}.py", label=words.say(title), query_params=kept_in_address())
                st.html(f'<p class="tl-sub">{escape(words.say(text))}</p>')


def close_page(visit: Visit) -> None:
    """Show where the numbers are from and how people are protected."""
    text = words.say(
        "footer",
        day=words.day(visit.place.last_on),
        publication_id=visit.place.publication_id,
        protection=visit.place.protection,
    )
    told = [text, *words.made_by_machine()]
    copy_link_to_these_numbers(visit.place.publication_id)
    st.html(f'<footer class="tl-footer">{"".join(f"<p>{escape(line)}</p>" for line in told)}</footer>')
