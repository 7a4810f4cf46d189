"""Every text that a page shows a reader: in its HTML, its widgets, its charts, and what stands for a picture."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from streamlit.testing.v1 import AppTest

from tests.reading_grade import blocks

_ATTRIBUTES: Final = re.compile(r'\b(?:alt|aria-label|title|placeholder)="([^"]*)"')
_STYLE: Final = re.compile(r"<style.*?</style>", re.DOTALL)
_IN_AN_EXPRESSION: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
_SHOWN_CHANNELS: Final = ("text", "tooltip", "y", "x")
_UNSEEN: Final = "address_"
"""What the containers begin with that hold the address and are not shown (look.css)."""


def texts_of(app: AppTest) -> list[str]:
    """Return every text of ours on a page; one that stands in several places is there several times."""
    return [text for text in (*_of_html(app), *_of_widgets(app), *_of_charts(app)) if text.strip()]


def _of_html(app: AppTest) -> Iterator[str]:
    for element in app.get("html"):
        body = _STYLE.sub("", element.proto.body)
        yield from blocks(body)
        yield from (html.unescape(value) for value in _ATTRIBUTES.findall(body))
    for element in (*app.get("markdown"), *app.get("text")):
        yield str(getattr(element, "value", ""))


def _of_widgets(app: AppTest) -> Iterator[str]:
    fields = ("label", "placeholder", "help", "alt")
    kinds = (
        "selectbox",
        "multiselect",
        "button",
        "download_button",
        "expander",
        "page_link",
        "text_area",
        "text_input",
    )
    for kind in (*kinds, "segmented_control", "imgs", "status", "form"):
        for element in app.get(kind):
            proto: Any = element.proto
            if kind == "text_input" and proto.query_param_key:
                continue
            yield from (str(value) for name in fields if (value := getattr(proto, name, "")) and isinstance(value, str))
            yield from (str(option) for option in getattr(proto, "options", ()) if isinstance(option, str))


def _of_charts(app: AppTest) -> Iterator[str]:
    for chart in app.get("vega_lite_chart"):
        yield str(chart.proto.alt)
        yield from of_spec(json.loads(chart.proto.spec))


def of_spec(spec: dict[str, Any]) -> Iterator[str]:
    """Return what a chart writes: the fields that its layers show as words, and the words of its axes."""
    for layer in spec["layer"]:
        channels = [one for name, one in layer["encoding"].items() if name in _SHOWN_CHANNELS]
        flat = [part for one in channels for part in (one if isinstance(one, list) else [one])]
        shown = {part["field"] for part in flat if part.get("type") == "nominal"}
        for row in layer["data"]["values"]:
            for name in shown:
                value = row.get(name, "")
                yield " ".join(value) if isinstance(value, list) else str(value)
        for part in flat:
            expression = (part.get("axis") or {}).get("labelExpr", "")
            yield from (text.replace("\\'", "'") for text in _IN_AN_EXPRESSION.findall(expression))
