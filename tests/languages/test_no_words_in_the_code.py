"""No page or desk writes words of its own: what a reader sees comes from a catalog (words.say, words.translated).

The pages for the public are run in a made-up language (tests/pages/test_made_up_language.py). This looks at the code of all,
also those that are for analysts and the data team.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

SHOWN_BY = frozenset(
    {"button", "caption", "checkbox", "download_button", "error", "expander", "form_submit_button", "header", "html"}
    | {
        "info",
        "link_button",
        "markdown",
        "metric",
        "multiselect",
        "page_link",
        "progress",
        "radio",
        "segmented_control",
    }
    | {"selectbox", "status", "subheader", "success", "text", "text_area", "text_input", "title", "toast", "toggle"}
    | {"warning", "write"}
)
"""What of Streamlit shows its first argument to the reader."""
NAMES_A_PAGE_FIRST = "page_link"
MARKUP = re.compile(r"<style>.*?</style>|<[^>]*>?|^[^<]*>", re.DOTALL)
WORDS = re.compile(r"[^\W\d_]{2,}")
FILES = sorted((*(ROOT / "pages").glob("*.py"), *(ROOT / "shell").glob("*.py")))


def written(code: str) -> Iterator[str]:
    """Yield the words that stand in the code itself as what is shown."""
    for node in ast.walk(ast.parse(code)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHOWN_BY):
            continue
        shown = [
            *(() if node.func.attr == NAMES_A_PAGE_FIRST else node.args[:1]),
            *(one.value for one in node.keywords if one.arg in ("label", "placeholder", "help", "alt")),
        ]
        for part in shown:
            pieces = part.values if isinstance(part, ast.JoinedStr) else [part]
            for piece in pieces:
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str):
                    yield from WORDS.findall(MARKUP.sub(" ", piece.value))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_shown_is_said_by_a_catalog(path: Path) -> None:
    assert list(written(path.read_text("utf-8"))) == []


def test_words_in_the_code_are_found() -> None:
    assert list(written("st.html(\"<p class='a'>Nothing here</p>\")")) == ["Nothing", "here"]
    assert list(written('st.button(words.say("go_on"), key="go")')) == []
    assert list(written('st.text_input(label, placeholder="Your role")')) == ["Your", "role"]
