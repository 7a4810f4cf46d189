"""What the one who reads a text first is warned of. A warning is a hint: a text without one may still tell of one person."""

import re
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from data_access.identity_tables import IDENTITY
from data_access.voices.tables import words_of

SHORTEST_NAME: Final = 2


class Warned(StrEnum):
    """What a text seems to hold."""

    PHONE = "phone"
    E_MAIL = "e_mail"
    DATE = "date"
    LONG_NUMBER = "long_number"
    ADDRESS = "address"
    NAME_IN_RECORDS = "name_in_records"
    TWO_CAPITALS = "two_capitals"


_NAME: Final = "[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+"
_LOOKS: Final = {
    Warned.PHONE: re.compile(r"(?<!\d)(\+?1[-. ]?)?\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}(?!\d)|(?<!\d)\d{3}-\d{4}(?!\d)"),
    Warned.E_MAIL: re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    Warned.DATE: re.compile(
        r"(?<!\d)\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)"
        r"|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(st|nd|rd|th)?,? \d{4}\b",
        re.IGNORECASE,
    ),
    Warned.LONG_NUMBER: re.compile(r"\d{5,}|\d{3}-\d{2}-\d{4}"),
    Warned.ADDRESS: re.compile(r"https?://|www\.|\b\d+ [A-Z]\w+ (St|Street|Ave|Avenue|Road|Rd|Lane|Blvd|Drive)\b"),
    Warned.TWO_CAPITALS: re.compile(rf"(?<![.!?\n] )(?<!^)\b{_NAME} (?:de |del |la )*{_NAME}\b"),
}


def looks_of(text: str) -> tuple[Warned, ...]:
    """Return what a text seems to hold by its look alone, in the order of the list, for one who has no records at hand."""
    return tuple(warned for warned, look in _LOOKS.items() if look.search(text))


def warned_of(connection: sa.Connection, text: str) -> tuple[Warned, ...]:
    """Return what a text seems to hold, in the order of the list. The records' names are compared inside the warehouse."""
    found = set(looks_of(text))
    if _names_someone(connection, text):
        found.add(Warned.NAME_IN_RECORDS)
    return tuple(warned for warned in Warned if warned in found)


def _names_someone(connection: sa.Connection, text: str) -> bool:
    """Whether a first and a last name of one row of the records both stand in the text."""
    words = [word for word in words_of(text) if len(word) >= SHORTEST_NAME]
    first, last = (sa.func.lower(IDENTITY.c[name]) for name in ("first_name", "last_name"))
    query = sa.select(sa.literal(1)).where(first.in_(words), last.in_(words), first != last).limit(1)
    return bool(words) and connection.execute(query).first() is not None
