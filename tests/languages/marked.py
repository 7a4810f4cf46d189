"""A language made up for tests, in which every text of ours stands in marks: what stands outside of them was forgotten."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest

from presentation import catalogs, words
from presentation.catalogs import Catalog

LANGUAGE: Final = "qps"
OPEN, CLOSE = "⟦", "⟧"
_SLOT: Final = re.compile(r"(\{\w+\})")
_IN_MARKS: Final = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


def marked(text: str) -> str:
    """Put a text into marks; a slot stands outside, so that what fills it has to bring its own."""
    return "".join(part if _SLOT.fullmatch(part) else f"{OPEN}{part}{CLOSE}" for part in _SLOT.split(text) if part)


class _Everything(Mapping[str, str]):
    """Translates whatever it is asked for."""

    def __getitem__(self, text: str) -> str:
        return marked(text)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def speak_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the language one that pages can speak."""
    templates = Catalog(messages={name: marked(said) for name, said in words.TEMPLATES.items()})
    monkeypatch.setitem(catalogs.TEMPLATES, LANGUAGE, templates)
    monkeypatch.setitem(catalogs.TRANSLATED, LANGUAGE, Catalog(messages=_Everything()))
    monkeypatch.setattr(catalogs, "LANGUAGES", (*catalogs.LANGUAGES, LANGUAGE))


def outside(text: str) -> str:
    """Return what of a text stands in no mark."""
    while _IN_MARKS.search(text):
        text = _IN_MARKS.sub(" ", text)
    return " ".join(text.split())
