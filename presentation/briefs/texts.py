"""The two texts that a person writes into a brief: cut to length, cleaned, and looked at for what could name somebody."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_TEXT: Final = 420
"""Characters. With both texts this long, a brief still fits on one page."""
LONGEST_ROLE: Final = 60
LONGEST_WORD: Final = 24
"""Characters. A longer word may be broken after every few, so that it cannot run out of its column."""
PIECE: Final = 8
_BREAK: Final = "\u200b"

_DAYS: Final = re.compile(r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\b")
_NUMBERS: Final = re.compile(r"\b(?:\d{3}-\d{2}-\d{4}|(?=\w*\d\w*\d\w*\d\w*\d\w*\d)[A-Za-z]{0,3}-?\d[\w-]{4,})\b")
_ADDRESSES: Final = re.compile(r"\S+@\S+\.\S+|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b")
_TITLE: Final = r"(?:Mr|Mrs|Ms|Dr|Sr|Sra|Srta|Don|Doña)\.?"
_NO_NAME: Final = r"(?!(?:The|Our|This|In|El|La|Los|Las|En)\b)"
_NAME: Final = r"[^\W\d_a-zà-ÿ][^\W\d_]+"
_NAMES: Final = re.compile(rf"\b{_TITLE} {_NAME}|\b{_NO_NAME}{_NAME}(?: (?:[A-Z]\.|de|del|la))*(?:,? {_NAME})+")


class Looks(StrEnum):
    """What a text seems to hold that must not stand in a brief."""

    NAME = "name"
    DAY = "day"
    NUMBER = "number"
    ADDRESS = "address"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text that a person wrote, the role that signs it, and the day on which it was written."""

    text: str
    role: str
    on: dt.date


def cleaned(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a typed text as one paragraph of at most so many characters, without signs that steer a printer or a reader."""
    kept = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in text)
    return " ".join(kept.split())[:longest].rstrip()


def breakable(text: str) -> str:
    """Return a text in which words that are too long for a column may be broken."""
    return " ".join(_BREAK.join(_pieces(word)) for word in text.split(" "))


def _pieces(word: str) -> Iterator[str]:
    size = PIECE if len(word) > LONGEST_WORD else LONGEST_WORD
    for start in range(0, max(1, len(word)), size):
        yield word[start : start + size]


def looks_like(text: str, known: Iterable[str] = ()) -> tuple[Looks, ...]:
    """Return what a text seems to hold about a person. known: names of places and offices, which are no one's.

    A warning, not a sieve: it takes some harmless words for names and misses a name that stands alone. What was found is
    not returned, so that no message can repeat it.
    """
    for name in sorted(known, key=len, reverse=True):
        text = re.sub(re.escape(name), "", text, flags=re.IGNORECASE)
    found = {
        Looks.NAME: _NAMES.search(text),
        Looks.DAY: _DAYS.search(text),
        Looks.NUMBER: _NUMBERS.search(text),
        Looks.ADDRESS: _ADDRESSES.search(text),
    }
    return tuple(kind for kind, match in found.items() if match)
