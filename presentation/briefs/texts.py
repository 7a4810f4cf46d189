"""The two texts that a person writes into a brief: cut to length, cleaned, and breakable where words are long."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_TEXT: Final = 420
"""Characters. With both texts this long, a brief still fits on one page."""
LONGEST_ROLE: Final = 60
LONGEST_WORD: Final = 24
"""Characters. A longer word may be broken after every few, so that it cannot run out of its column."""
PIECE: Final = 8
_BREAK: Final = "\u200b"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text that a person wrote, the role that signs it, and the day on which it was written."""

    text: str
    role: str
    on: dt.date


def cleaned(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a typed text as one paragraph of at most so many characters, without signs that steer a printer or a reader."""
    kinds = [(sign, unicodedata.category(sign)) for sign in text]
    kept = "".join("" if kind == "Cf" else " " if kind[0] in "CZ" else sign for sign, kind in kinds)
    return " ".join(kept.split())[:longest].rstrip()


def breakable(text: str) -> str:
    """Return a text in which words that are too long for a column may be broken."""
    return " ".join(_BREAK.join(_pieces(word)) for word in text.split(" "))


def _pieces(word: str) -> Iterator[str]:
    size = PIECE if len(word) > LONGEST_WORD else LONGEST_WORD
    for start in range(0, max(1, len(word)), size):
        yield word[start : start + size]
