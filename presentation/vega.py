"""Pieces of Vega-Lite specifications, as plain tables.

Altair is not used to write them: it checks each piece against a schema, which takes 0.2 to 0.8 s for one chart of ours on
two cores; a filter must answer in less than that. Any Vega-Lite program, Altair among them, can read these.
"""

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from presentation.answer import Answer
from presentation.palette import Palette, chart_config

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
STEPS: Final = ((10, 2), (20, 5), (100, 10))
"""Up to which top of the axis lines are drawn how far apart."""

NARROW: Final = 46
"""Letters of a line of a name that stands above its mark: what a phone has room for."""
NAME_SIZE: Final = 14
NAME_LINE: Final = 17
MARK_HALF: Final = 13
"""Pixels from the middle of a row to the foot of the name above its mark."""
NAMES: Final[dict[str, Any]] = {"fontSize": NAME_SIZE, "lineHeight": NAME_LINE, "align": "left", "baseline": "top"}
"""The look of such names."""

Spec = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]


def chart(layers: Iterable[Spec], *, height: int, palette: Palette) -> Spec:
    """Return layers as one chart that is as wide as its place. height is in pixels and holds the axes too."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": list(layers),
        "config": chart_config(palette),
    }


def layer(rows: Rows, mark: str, *, encoding: Mapping[str, Any], only: str = "", **look: Any) -> Spec:
    """Return one layer: a mark for each row that fits the expression in only. look holds the mark's properties."""
    made: Spec = {"data": {"values": list(rows)}, "mark": {"type": mark, **look}, "encoding": dict(encoding)}
    if only:
        made["transform"] = [{"filter": only}]
    return made


def number(field: str, domain: Sequence[float], axis: Mapping[str, Any] | None = None) -> Spec:
    """Return a channel for a number, on a scale with this domain. The axis is drawn only where one is given."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(domain), "nice": False, "zero": False},
        "axis": {"title": None, **axis} if axis else None,
    }


def of_100(field: str, top: int) -> Spec:
    """Return a channel for people of every 100, from 0 to top, with a line at every few."""
    step = next(step for highest, step in STEPS if top <= highest)
    return number(field, (0, top), {"values": list(range(0, top + 1, step)), "labelPadding": 6})


def text(field: str) -> Spec:
    """Return a channel for words that a row carries."""
    return {"field": field, "type": "nominal"}


def tooltip(field: str) -> list[Spec]:
    """Return a tooltip that shows one sentence of the row."""
    return [{"field": field, "type": "nominal", "title": " "}]


def first_that_fits(labels: Mapping[int, str | tuple[str, str]]) -> str:
    """Return the expression that writes an axis label: the words of each value, one line or two; nothing elsewhere."""
    cases = "".join(f"datum.value == {value} ? {_words(said)} : " for value, said in labels.items())
    return f"{cases}''"


def _words(said: str | tuple[str, str]) -> str:
    if isinstance(said, str):
        return _quoted(said)
    return f"[{', '.join(_quoted(line) for line in said)}]"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def top_of(answers: Iterable[Answer]) -> int:
    """Return the end of the axis: a whole ten with room above every range, 100 at most. It always begins at 0."""
    highest = max((answer.high for answer in answers if answer.shown and answer.high is not None), default=0.0)
    return min(100, 10 * math.ceil(highest * 10 + 0.3))


def name_above(name: str, row: int, row_height: int) -> tuple[list[str], float]:
    """Return a name in lines, and where in rows its first line begins so that its last ends above the mark of the row."""
    lines = textwrap.wrap(name, NARROW)
    return lines, row - (MARK_HALF + NAME_LINE * len(lines)) / row_height


def too_early(start: float, x: Spec, top: int, said: str, palette: Palette) -> list[Spec]:
    """Return the gray zone of what is too early to say and the words in it, from start to the end of the axis below.

    x is the channel that the chart's other layers use: a layer with an axis of its own would take theirs away.
    """
    end = x["scale"]["domain"][1]
    rows = [{"start": start, "end": end, "middle": (start + end) / 2, "half": top / 2, "said": said.split("\n")}]
    return [
        layer(rows, "rect", encoding={"x": {**x, "field": "start"}, "x2": {"field": "end"}}, color=palette.zone),
        layer(
            rows,
            "text",
            encoding={"x": {**x, "field": "middle"}, "y": of_100("half", top), "text": text("said")},
            color=palette.ink,
            fontSize=14,
            lineHeight=19,
            baseline="middle",
        ),
    ]
