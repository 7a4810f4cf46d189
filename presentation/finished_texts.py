"""Says finished English texts in another language: as a whole, or sentence by sentence, numbers and names carried over.

What the program declares, and what an older publication or receipt says, reaches a page as finished English. A catalog of
texts has the English as msgid. A msgid may have slots, as "They begin in {month} {year}.", and then stands for every sentence
of that form. Sentences that stand in many texts need one entry, and every entry is a whole sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel.dates import get_month_names

from presentation.catalogs import Catalog

_ENDS: Final = re.compile(r"(?<=[.?!:])\s+")
_SLOT: Final = re.compile(r"\\\{(\w+)\\\}")
_ENGLISH_MONTHS: Final = {name: number for number, name in get_month_names("wide", locale="en").items()}


@dataclass(frozen=True, kw_only=True)
class SaidAgain:
    """A text in another language, and the msgids that it was made from."""

    text: str
    msgids: frozenset[str]


def say_again(text: str, catalogs: Sequence[Catalog], months: Mapping[int, str]) -> SaidAgain | None:
    """Return the text as the first catalog that knows it says it; None where none knows every sentence of it.

    The longest run of sentences that is known counts, so a text that has an entry of its own is never cut. months names the
    months of the other language, for slots that hold one.
    """
    whole = _known(text, catalogs, months)
    if whole is not None:
        return whole
    parts: list[SaidAgain] = []
    rest = text
    while rest:
        ends = [*(match.start() for match in _ENDS.finditer(rest)), len(rest)]
        found = next(((end, said) for end in reversed(ends) if (said := _known(rest[:end], catalogs, months))), None)
        if found is None:
            return None
        parts.append(found[1])
        rest = rest[found[0] :].lstrip()
    if not parts:
        return None
    return SaidAgain(
        text=" ".join(part.text for part in parts), msgids=frozenset().union(*(part.msgids for part in parts))
    )


def _known(text: str, catalogs: Sequence[Catalog], months: Mapping[int, str]) -> SaidAgain | None:
    for catalog in catalogs:
        said = catalog.messages.get(text)
        if said is not None:
            return SaidAgain(text=said, msgids=frozenset({text}))
    for catalog in catalogs:
        for msgid in catalog.forms:
            match = _form(msgid).fullmatch(text)
            if match:
                slots = {name: _carried(value, catalogs, months) for name, value in match.groupdict().items()}
                said = catalog.messages[msgid].format(**{name: part.text for name, part in slots.items()})
                return SaidAgain(text=said, msgids=frozenset({msgid}).union(*(part.msgids for part in slots.values())))
    return None


def _carried(value: str, catalogs: Sequence[Catalog], months: Mapping[int, str]) -> SaidAgain:
    """Say what a slot holds: a month by its name, what a catalog knows in its words, and anything else as it is."""
    if value in _ENGLISH_MONTHS:
        return SaidAgain(text=months[_ENGLISH_MONTHS[value]], msgids=frozenset())
    for catalog in catalogs:
        said = catalog.messages.get(value)
        if said is not None:
            return SaidAgain(text=said, msgids=frozenset({value}))
    return SaidAgain(text=value, msgids=frozenset())


@lru_cache(maxsize=1000)
def _form(msgid: str) -> re.Pattern[str]:
    """Return the pattern of all sentences that an msgid with slots stands for. A slot holds at least one letter or digit."""
    return re.compile(_SLOT.sub(r"(?P<\1>\\S.*?)", re.escape(msgid)))
