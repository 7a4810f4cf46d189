"""Sets the printed products: the content as plain data, a layout that holds no words, and out of both a tagged PDF."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

import typst

from presentation import language_of_run, words
from presentation.briefs.content import Brief
from presentation.briefs.numbers import Number
from presentation.briefs.pictures import FONTS, qr_svg, svg
from presentation.briefs.texts import Written, breakable
from presentation.figure import Figure

LAYOUTS: Final = Path(__file__).parent / "layouts"
SIGNS: Final = {-1: "▼ ", 1: "▲ ", 0: "■ ", None: ""}
"""Before the direction in words, for the eye alone."""
CHART_HEIGHT: Final = 225


def pdf(layout: str, brief: Brief, told: dict[str, Any]) -> bytes:
    """Set what is told by a layout; return the PDF. The same content gives the same bytes."""
    made_at = dt.datetime.combine(brief.made_on, dt.time(), dt.UTC)
    made = typst.compile(
        LAYOUTS / f"{layout}.typ",
        root=LAYOUTS,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"brief": json.dumps(told)},
        timestamp=made_at,
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single file")
    return made


def in_print(brief: Brief) -> dict[str, Any]:
    """Return everything that the one-page brief says, as plain data."""
    return {
        "title": brief.title,
        "language": language_of_run.language(),
        "county": brief.place.name,
        "banner": brief.banner,
        "made_for": words.say(f"brief_for_{brief.made_for}"),
        "as_of": words.say("brief_as_of", day=words.day(brief.as_of)),
        "finding": breakable(brief.finding),
        "details": brief.details,
        "who_is_counted": brief.who_is_counted,
        "chart": figure_in_print(brief.chart, height=CHART_HEIGHT),
        "numbers_title": brief.numbers_title,
        "numbers": [number_in_print(number) for number in brief.numbers],
        "behind_title": words.say("brief_behind"),
        "behind": _written(brief.behind),
        "behind_nobody": words.say("brief_behind_nobody"),
        "unknown_title": words.say("brief_unknown"),
        "unknown": brief.unknown,
        "ask_title": words.say(f"brief_ask_{brief.made_for}"),
        "ask": _written(brief.ask),
        "ask_nobody": words.say("brief_ask_nobody"),
        "definitions_title": words.say("brief_definitions"),
        "definitions": [breakable(line) for line in brief.definitions],
        "publication": published(brief),
        "protection": words.say("brief_protection", protection=brief.place.protection),
        **_linked(brief),
    }


def figure_in_print(figure: Figure, *, height: int | None = None) -> dict[str, Any]:
    """Return a figure with its drawing and the words around it."""
    return {
        "title": figure.title,
        "subtitle": figure.subtitle,
        "svg": svg(figure, height=height),
        "alt": figure.alt,
        "how_to_read": figure.how_to_read,
        "note": figure.note,
        "who_is_counted": figure.who_is_counted,
    }


def number_in_print(number: Number) -> dict[str, Any]:
    """Return one number with its words."""
    return {
        "name": breakable(number.name),
        "number": number.number,
        "sign": SIGNS[number.direction],
        "word": number.word,
        "was": words.say("brief_was", before=number.before) if number.before else "",
        "between": number.between,
        "counted": number.counted,
        "target": number.target,
    }


def published(brief: Brief) -> str:
    """Say which publication the numbers are of, and when the product was made."""
    return words.say("brief_publication", publication_id=brief.place.publication_id, day=words.day(brief.made_on))


def _written(written: Written | None) -> dict[str, str] | None:
    if written is None:
        return None
    return {"text": written.text, "signed": words.say("brief_signed", role=written.role, day=words.day(written.on))}


def _linked(brief: Brief) -> dict[str, str]:
    if not brief.link:
        return {"link": ""}
    return {
        "link": brief.link,
        "link_shown": words.say("brief_link"),
        "qr": qr_svg(brief.link),
        "qr_alt": words.say("brief_qr_alt", link=brief.link.partition("?")[0]),
    }
