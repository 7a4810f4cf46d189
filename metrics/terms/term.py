"""What one entry of the glossary is."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, kw_only=True)
class Term:
    """One entry of the glossary: the field's word, what we say on screens, and what it means.

    forms: every way in which the word stands in a text, such as its plural; only screen_word where none is given.
    """

    term_id: str
    field_word: str
    screen_word: str
    meaning: str
    forms: tuple[str, ...] = ()

    def stands_in(self, text: str) -> bool:
        """Whether the word stands in a text, in any of its forms, whole and in any case."""
        return _pattern(self.forms or (self.screen_word,)).search(text) is not None


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
