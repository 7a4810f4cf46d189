"""The two pieces of script of ours that run in the browser: one for the document as a whole, and the copy-link button.

The first names the page's language, which the platform fixes to English, and guards against single-key shortcuts.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st
from streamlit.components.v2 import component

from presentation import language_of_run, words
from shell import pinned
from shell.viewer import VIEW

# Streamlit reruns on "r" and offers to clear caches on "c", whatever has the focus. A person who steers by voice or by
# single keys would set them off unawares (WCAG 2.1.4), and there is no setting against it.
_DOCUMENT = component(
    "throughline_document",
    html="<span hidden></span>",
    js="""
export default function ({ data }) {
  document.documentElement.lang = data.language;
  if (window.throughlineKeyGuard) return;
  window.throughlineKeyGuard = true;
  // On a phone the platform puts the names of menus into the list of pages, where only its items may stand (WCAG 1.3.1).
  const list = '[data-testid="stSidebarNavItems"]';
  const plain = () => {
    for (const part of document.querySelectorAll(`${list}, ${list} li`))
      if (part.getAttribute("role") !== "none") part.setAttribute("role", "none");
  };
  plain();
  new MutationObserver(plain).observe(document.body, { childList: true, subtree: true });
  const stop = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    if (target && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
    if (/^[rc]$/i.test(event.key)) event.stopImmediatePropagation();
  };
  for (const name of ["keydown", "keypress", "keyup"]) window.addEventListener(name, stop, true);
}
""",
)

_COPY_LINK = component(
    "throughline_copy_link",
    html='<button type="button"></button><span role="status"></span>',
    css="""
button { font: inherit; font-size: 15px; color: var(--st-link-color); background: none; border: 0; padding: 8px 0;
  cursor: pointer; text-decoration: underline; }
button:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
span { font-size: 15px; margin-left: 10px; color: var(--st-text-color); overflow-wrap: anywhere; user-select: all; }
""",
    js="""
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.textContent = data.label;
  // Streamlit may draw the component anew just after a click: what was said about this link stays said.
  const said = parentElement.throughlineSaid;
  status.textContent = said && said.query === data.query ? said.text : "";
  const say = (text) => {
    parentElement.throughlineSaid = { query: data.query, text };
    parentElement.querySelector("span").textContent = text;
  };
  button.onclick = async () => {
    const link = new URL(window.location.href);
    if (data.add) for (const [name, value] of Object.entries(data.add)) link.searchParams.set(name, value);
    else link.search = data.query;
    link.hash = "";
    try {
      await navigator.clipboard.writeText(link.href);
      say(data.done);
    } catch {
      say(link.href);
    }
  };
}
""",
)


def document() -> None:
    """Tell the browser the language of the page, and stop the single-key shortcuts of the platform."""
    _DOCUMENT(key="document", data={"language": language_of_run.language()})


Download = tuple[str, bytes, str, str]
"""A file to take away: the template of its button, what is in it, its name, and its media type."""


def take_away(files: Sequence[Download], link_key: str, query: "Query") -> None:
    """Show a button for each file, the first of them the one to take, and the button that copies a link to these choices.

    All are made now: a file that is made at the click belongs to no window, and own_files.py gives it to nobody.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="downloads"):
        for place, (template, data, file_name, media_type) in enumerate(files):
            st.download_button(
                words.say(template),
                data=data,
                file_name=file_name,
                mime=media_type,
                key=template,
                on_click="ignore",
                type="secondary" if place else "primary",
            )
        copy_link(link_key, query)


def copy_link_to_these_numbers(publication_id: str) -> None:
    """Show a button that copies a link to what is shown now, and that pins the publication that it comes from."""
    data = {"label": words.say("copy_link_pinned"), "done": words.say("copied"), "query": publication_id}
    _COPY_LINK(key="link_pinned", data={**data, "add": {pinned.IN_ADDRESS: publication_id}})


Query = Mapping[str, str | Sequence[str]]
"""Choices by their name in the address; a choice of several has a list."""


def copy_link(key: str, query: Query) -> None:
    """Show a button that copies a link to this page with these choices; where copying is not allowed, it shows the link."""
    data = {"label": words.say("copy_link"), "done": words.say("copied"), "query": in_address(query)}
    _COPY_LINK(key=key, data=data)


def in_address(query: Query) -> str:
    """Write choices as they stand in an address, with what goes along from page to page."""
    return urlencode({**query, **kept_in_address()}, doseq=True)


def kept_in_address() -> dict[str, str]:
    """Return what goes along from page to page: the language, a pinned publication, a choice of whose numbers are shown."""
    chosen = {VIEW: st.query_params[VIEW]} if VIEW in st.query_params else {}
    return chosen | language_of_run.in_address() | pinned.in_address()
