"""Texts that a person may have written, short and as long as they may be, and how the tests look into a PDF."""

import datetime as dt
import io
from typing import Final

import pypdf

from presentation.briefs.texts import LONGEST_ROLE, LONGEST_TEXT, Written

MADE_ON: Final = dt.date(2026, 11, 25)
LINK: Final = "https://numbers.example.gov/brief-me?period=2022&group=everyone&for=the+county+board"
BEHIND: Final = Written(
    text="The courts let more people wait at home.", role="Director, courts", on=dt.date(2026, 11, 20)
)
ASK: Final = Written(text="Fund the re-entry center for 2027.", role="Director, courts", on=dt.date(2026, 11, 20))
LONGEST: Final = Written(text="Palabras muy largas. " * 40, role="Dirección general " * 10, on=MADE_ON)
WIDEST: Final = Written(text="W" * 2 * LONGEST_TEXT, role="W" * 2 * LONGEST_ROLE, on=MADE_ON)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page of a PDF, with the ends of lines as blanks and no signs of where words may break."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return [" ".join(page.replace("\u200b", "").split()) for page in pages]
