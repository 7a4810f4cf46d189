"""Any measure over years that end with each quarter: the chart of a brief that opens with a number other than coming back."""

import math
from collections.abc import Sequence
from typing import Any, Final

from metrics.declaration import FollowUpMeasure, Measure, ValueUnit
from presentation import in_words, vega, words
from presentation.answer import Answer, Reading
from presentation.briefs import numbers
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.table import Table

HEIGHT: Final = 340
LINES: Final = 5
"""About so many lines stand behind the chart."""


def series(measure: Measure, reading: Reading, palette: Palette) -> Figure:
    """Draw one measure at one window for one group over years that end with each quarter, oldest first."""
    shown = [answer for answer in reading.answers if answer.shown]
    slots = {"name": words.translated(measure.name)}
    if shown:
        first, last = shown[0], shown[-1]
        slots |= {"first": words.period(first.period), "last": words.period(last.period)}
        slots |= {"then": numbers.written(measure, first), "now": numbers.written(measure, last)}
    return Figure(
        figure_id="series",
        title=words.say(
            "series_title" if len(shown) > 1 else "series_title_one" if shown else "series_nothing", **slots
        ),
        subtitle=words.say("series_subtitle"),
        picture=_chart(measure, reading.answers, shown, palette),
        alt=words.say("series_alt" if shown else "series_nothing", **slots),
        how_to_read=words.say("series_read"),
        note="",
        who_is_counted=numbers.who_counts(measure),
        not_counted=words.all_translated(measure.left_out),
        table=Table(
            caption=slots["name"],
            header=(words.say("year_ending"), words.say("this_many"), words.say("likely_range")),
            rows=tuple(
                (
                    words.month(answer.period_end),
                    numbers.written(measure, answer),
                    in_words.likely_range(measure, answer),
                )
                for answer in reading.answers
            ),
        ),
        rows=reading.frame,
        file_name=f"{measure.measure_id}_years",
    )


def scale_of(measure: Measure) -> float:
    """Return what a published value is multiplied by to stand in a chart: shares are drawn of every 100."""
    is_share = isinstance(measure, FollowUpMeasure) or measure.value_unit is ValueUnit.SHARE
    return 100.0 if is_share else 1.0


def _chart(measure: Measure, answers: Sequence[Answer], shown: Sequence[Answer], palette: Palette) -> vega.Spec:
    times = scale_of(measure)
    points = [_point(measure, answers.index(answer), answer, times) for answer in shown]
    highest = max((max(point["exact"], point["high"]) for point in points), default=1.0) or 1.0
    step = 10 ** math.floor(math.log10(highest / LINES))
    step *= next(factor for factor in (1, 2, 5, 10) if highest / (step * factor) <= LINES)
    top = step * math.ceil(highest * 1.08 / step)
    lines = [round(step * line, 6) for line in range(round(top / step) + 1)]
    x = vega.number("place", (-0.5, len(answers) - 0.5), _axis(answers, shown))
    y = vega.number("exact", (0, top), {"values": lines, "labelPadding": 6})
    band = {"x": x, "y": vega.number("low", (0, top)), "y2": {"field": "high"}}
    at = {"x": x, "y": y}
    ends = [point for point in points if point in (points[0], points[-1])]
    look: dict[str, Any] = {"color": palette.ink, "dy": -18, "fontSize": 17, "fontWeight": "bold"}
    return vega.chart(
        [
            vega.layer(points, "area", encoding=band, color=palette.band),
            vega.layer(points, "line", encoding=at, color=palette.mark, strokeWidth=3),
            vega.layer(points, "circle", encoding=at, color=palette.mark, size=70, opacity=1),
            vega.layer(ends, "text", encoding={**at, "text": vega.text("says")}, **look),
        ],
        height=HEIGHT,
        palette=palette,
    )


def _point(measure: Measure, place: int, answer: Answer, times: float) -> dict[str, Any]:
    value = (answer.value or 0.0) * times
    return {
        "place": place,
        "exact": value,
        "low": value if answer.low is None else answer.low * times,
        "high": value if answer.high is None else answer.high * times,
        "says": numbers.written(measure, answer),
    }


def _axis(answers: Sequence[Answer], shown: Sequence[Answer]) -> dict[str, Any]:
    labels: dict[int, str | tuple[str, str]] = {
        answers.index(answer): words.short_month(answer.period_end) for answer in shown if answer.period_end.month == 12
    }
    return {"values": list(labels), "grid": False, "labelOverlap": "greedy", "labelExpr": vega.first_that_fits(labels)}
