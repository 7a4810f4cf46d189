"""The figures of a brief, the chart of its front page first, and their drawing as SVG without a browser."""

import io
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import segno
import vl_convert

from metrics.declaration import FollowUpMeasure, Measure
from presentation.answer import Answer, Reading, is_reported
from presentation.briefs import numbers
from presentation.briefs.series import series
from presentation.curve import curve
from presentation.figure import Figure
from presentation.groups import compare, in_order
from presentation.palette import FONT, Palette
from presentation.place import Grouping, Place
from presentation.trend import trend

FONTS: Final = Path(__file__).parent / "fonts"
PRINTED: Final = "Liberation Sans"
"""The font of everything that is printed: it ships with the program, and slides use Arial, which is as wide."""
WIDTH: Final = 720
"""Pixels; the words of a chart are made for this width."""


class Kind(StrEnum):
    """What a chart runs over."""

    YEARS = "years"
    GROUPS = "groups"
    DAYS = "days"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure, what it runs over, and the published answers behind it in its order; for slides, which draw it natively."""

    kind: Kind
    figure: Figure
    answers: tuple[Answer, ...]


def charts(  # seven things make them, each named
    place: Place,
    measure: Measure,
    years: Reading,
    period: str,
    grouping: Grouping | None,
    split: Reading,
    palette: Palette,
) -> tuple[Chart, ...]:
    """Return the charts that tell a measure: over the years, by group, by how soon; those without anything are left out."""
    made = [over_years(place, measure, years, period, palette)]
    if not isinstance(measure, FollowUpMeasure):
        return tuple(made)
    days = numbers.window(measure)
    rows = split.where(measure_id=measure.measure_id, window_days=days)
    if grouping is not None and any(answer.shown for answer in rows.answers):
        everyone = years.first(measure_id=measure.measure_id, window_days=days, period=period)
        groups = compare(place, measure, grouping, rows, everyone, palette)
        made.append(Chart(kind=Kind.GROUPS, figure=groups, answers=in_order(grouping, rows.answers)))
    points = years.where(measure_id=measure.measure_id, period=period)
    if any(answer.shown for answer in points.answers):
        made.append(Chart(kind=Kind.DAYS, figure=curve(place, measure, points, palette), answers=points.answers))
    return tuple(made)


def over_years(place: Place, measure: Measure, years: Reading, period: str, palette: Palette) -> Chart:
    """Return the chart of a measure over the years, up to the one that is told: the first of every brief."""
    told = _up_to(years.where(measure_id=measure.measure_id, window_days=numbers.window(measure)), period)
    shared = tuple(answer for answer in told.answers if is_reported(answer))
    figure = (
        trend(place, measure, told, palette) if isinstance(measure, FollowUpMeasure) else series(measure, told, palette)
    )
    return Chart(kind=Kind.YEARS, figure=figure, answers=shared)


def _up_to(reading: Reading, period: str) -> Reading:
    """Return the years up to the one that is told, so that the last number of the chart is the headline.

    What comes after it stays where none of it has a number yet: the chart says from when on it can be known.
    """
    at = next((place for place, answer in enumerate(reading.answers) if answer.period == period), None)
    if at is None or not any(answer.shown for answer in reading.answers[at + 1 :]):
        return reading
    return Reading(frame=reading.frame[: at + 1], answers=reading.answers[: at + 1])


def svg(figure: Figure, *, width: int = WIDTH, height: int | None = None) -> str:
    """Draw a figure as SVG. width and height are in pixels; without a height the figure keeps its own."""
    if isinstance(figure.picture, str):
        return figure.picture
    spec: dict[str, Any] = _in_print(figure.picture)
    spec["width"] = width
    if height is not None:
        spec["height"] = height
    return _drawn(json.dumps(spec))


@lru_cache(maxsize=32)
def _drawn(spec: str) -> str:
    """Draw a specification; several products show the same chart."""
    _ready()
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _in_print(part: Any) -> Any:
    """Return a specification with the printed font wherever it names the font of screens."""
    if isinstance(part, dict):
        return {name: _in_print(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_in_print(value) for value in part]
    return PRINTED if part == FONT else part


@lru_cache(maxsize=1)
def _ready() -> None:
    """Let the drawing program know our font, once per process."""
    vl_convert.register_font_directory(str(FONTS))


def qr_svg(link: str) -> str:
    """Draw a link as a QR code, with the quiet zone around it that readers need."""
    return segno.make(link, error="m", micro=False).svg_inline(scale=4, border=4, dark="#1b1b1b", light="#ffffff")


def qr_png(link: str) -> bytes:
    """Draw the same code as a PNG, for programs that do not take SVG."""
    file = io.BytesIO()
    segno.make(link, error="m", micro=False).save(file, kind="png", scale=8, border=4, dark="#1b1b1b", light="#ffffff")
    return file.getvalue()
