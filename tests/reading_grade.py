"""Reads text as a reader's first years at school would grade it, with textstat at its pinned version."""

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


def too_hard(texts: list[str]) -> list[str]:
    """Return the long texts that need more than eight years of school, each with its grade."""
    long = [text for text in texts if len(text.split()) >= LONG_BLOCK]
    return [f"{grade(text):.1f}: {text}" for text in long if grade(text) > HIGHEST]
