"""Reads text as a reader's first years at school would grade it, with textstat at its pinned version.

English: the Flesch-Kincaid grade, 8 at most. Spanish: the ease of Fernandez Huerta (1959), Flesch's formula fitted to
Spanish. Its author's table gives 60 to 70 for grades 7 and 8, and 70 to 80 for grade 6. We ask for 70, since textstat finds
a few syllables too few in Spanish (it does not part "a-bierto"), which makes a text look easier than it is.
"""

import html
import importlib
import importlib.resources
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Final, cast

LONG_BLOCK: Final = 30
"""Words. Shorter blocks are not graded: the formula swings too much."""
HIGHEST: Final = 8.0
LEAST_EASE_IN_SPANISH: Final = 70.0
ENGLISH, SPANISH = "en", "es"
BANNED: Final = {
    ENGLISH: re.compile(
        r"\b(cohort|incidence|hazard|censored|recidivis\w+|offenders?|inmates?|felons?|CI|p-values?|"
        r"statistically significant|utili[sz]\w+|failed|dropped out)\b"
    ),
    SPANISH: re.compile(
        r"\b(cohortes?|incidencias?|censurad\w+|reinciden\w+|delincuen\w+|criminal\w*|reclus\w+|pres[oa]s?|reos?|"
        r"(?:ex)?convict\w+|infractor\w*|malhechor\w*|IC|valor(?:es)? p|estadísticamente significativ\w+|"
        r"utiliz(?:ar|a|an|ado|ada|amos|ación)|"
        r"fracas\w+|desert\w+|adict\w+|drogadict\w+|enferm[oa]s? mental\w*|indigentes?|vagabund\w+|ilegales)\b",
        re.IGNORECASE,
    ),
}
"""Words that label people or that only the field knows. No page but the one on definitions may show them."""
TALKS_DOWN: Final = re.compile(
    r"\b(tú|ti|tu|tus|contigo|puedes|quieres|eliges|tienes|sabes|haz|elige|busca)\b", re.IGNORECASE
)
"""Spanish that does not say usted."""

BLOCKS: Final = re.compile(
    r"</?(?:p|li|td|th|dd|dt|h\d|caption|span|strong|small|footer|ul|table|tr|tbody|thead|div|dl|style)\b[^>]*>"
)


def _textstat() -> Any:
    """Import textstat, which asks for pkg_resources, a part that today's setuptools no longer has, to open one word list."""
    if "pkg_resources" not in sys.modules:
        stand_in = ModuleType("pkg_resources")

        def resource_stream(package: str, name: str) -> BinaryIO:
            return cast("BinaryIO", (Path(str(importlib.resources.files(package))) / name).open("rb"))

        stand_in.resource_stream = resource_stream  # type: ignore[attr-defined]
        sys.modules["pkg_resources"] = stand_in
    return importlib.import_module("textstat").textstat


def blocks(markup: str) -> list[str]:
    """Return the texts that stand by themselves in a piece of HTML: paragraphs, cells, list items."""
    texts = (html.unescape(re.sub(r"<[^>]+>", " ", part)).strip() for part in BLOCKS.split(markup))
    return [text for text in texts if text]


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of a text."""
    return float(_textstat().flesch_kincaid_grade(text))


def ease_in_spanish(text: str) -> float:
    """Return the ease of a Spanish text after Fernandez Huerta: 100 very easy, 0 very hard."""
    textstat = _textstat()
    textstat.set_lang("es")
    try:
        return float(textstat.fernandez_huerta(text))
    finally:
        textstat.set_lang("en_US")


def too_hard(texts: list[str], language: str = ENGLISH) -> list[str]:
    """Return the long texts that need more than eight years of school, each with its grade or its ease."""
    long = [text for text in texts if len(text.split()) >= LONG_BLOCK]
    if language == SPANISH:
        graded = [(ease_in_spanish(text), text) for text in long]
        return [f"{ease:.1f}: {text}" for ease, text in graded if ease < LEAST_EASE_IN_SPANISH]
    return [f"{grade(text):.1f}: {text}" for text in long if grade(text) > HIGHEST]
