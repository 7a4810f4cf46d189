"""How soon people come back: the share who are back by each day since they left, which never falls."""

from collections.abc import Sequence
from typing import Any

from metrics.declaration import FollowUpMeasure, Unit
from metrics.language import Status
from presentation import nothing, sentences, vega, words
from presentation.answer import Answer, Reading
from presentation.figure import Figure, Picture
from presentation.palette import Palette
from presentation.place import Place
from presentation.table import Table

HEIGHT = 380
FIRST_NAMED = 180
LEAST_APART = 0.07
"""The part of the line at its beginning whose dots are not labelled: they stand too near to one another and to the axis."""
BESIDE = 0.3
OVER = 0.07
"""A label is left out where it would stand on the one before: nearer than this part of the width, and of the height."""
ZONE_SHARE = 0.2
"""How much of the width the zone of what is too early takes, whatever the length that it stands for."""


def curve(place: Place, measure: FollowUpMeasure, reading: Reading, palette: Palette) -> Figure:
    """Draw one measure for one group and period over its windows, which the reading holds from short to long."""
    named = [answer for answer in reading.answers if answer.window_days in measure.windows_days]
    marked = [answer for answer in named if answer.shown]
    first = named[0] if named else None
    if first is None or not marked:
        reason = sentences.no_number(place, first)
        title, alt_text = words.say(sentences.template(measure.measure_id, "curve_title_nothing")), reason
        picture: Picture = nothing.panel(first.status if first else None, reason, palette)
    else:
        title, alt_text = _title(measure, marked), _alt(measure, marked)
        picture = _chart(measure, reading.answers, marked, palette)
    early = any(answer.status is Status.TOO_EARLY for answer in named) and bool(marked)
    return Figure(
        figure_id="curve",
        title=title,
        subtitle=_subtitle(place, measure, first),
        picture=picture,
        alt=alt_text,
        how_to_read=words.say(sentences.template(measure.measure_id, "curve_read")) if marked else "",
        note=words.say("zone_curve_note", day=words.day(place.last_on)) if early else "" if marked else alt_text,
        who_is_counted=sentences.who_is_counted(place, measure, marked[-1] if marked else first),
        not_counted=words.all_translated(measure.left_out),
        table=_table(measure, named),
        rows=reading.frame,
        file_name=f"{measure.measure_id}_curve",
    )


def _subtitle(place: Place, measure: FollowUpMeasure, first: Answer | None) -> str:
    period = words.period(first.period) if first else words.say("this_period")
    if not sentences.is_return(measure.measure_id):
        return words.say("any_curve_subtitle", measure=words.translated(measure.name), period=period)
    return words.say(
        "curve_subtitle_times" if measure.unit is Unit.EVERY_EVENT else "curve_subtitle",
        means=words.translated(measure.came_back_means),
        people=words.people(place, first.groups if first else {}),
        period=period,
    )


def _title(measure: FollowUpMeasure, marked: Sequence[Answer]) -> str:
    last = next((answer for answer in reversed(marked) if (answer.window_days or 0) <= 365), marked[-1])
    slots = {"last": sentences.cell(last), "last_span": words.span(last.window_days or 0)}
    middle = next((answer for answer in marked if answer.window_days == 180), None)
    if middle is None or middle is last:
        return words.say(sentences.template(measure.measure_id, "curve_title_one"), **slots)
    return words.say(
        sentences.template(measure.measure_id, "curve_title"),
        first=sentences.cell(middle),
        first_span=words.span(180),
        **slots,
    )


def _alt(measure: FollowUpMeasure, marked: Sequence[Answer]) -> str:
    last = marked[-1]
    return words.say(
        sentences.template(measure.measure_id, "curve_alt"),
        last=sentences.cell(last),
        last_span=words.span(last.window_days or 0),
    )


def _table(measure: FollowUpMeasure, named: Sequence[Answer]) -> Table:
    within = words.say("back_within" if sentences.is_return(measure.measure_id) else "any_within")
    counted, of_100, between = (words.say(name) for name in ("counted", "of_every_100", "likely_range"))
    return Table(
        caption=words.say(sentences.template(measure.measure_id, "curve_table")),
        header=(within, counted, sentences.happened(measure.measure_id), of_100, between),
        rows=tuple((words.span_label(answer.window_days or 0), *sentences.cells(answer)) for answer in named),
    )


def _chart(
    measure: FollowUpMeasure, answers: Sequence[Answer], marked: Sequence[Answer], palette: Palette
) -> vega.Spec:
    points = [
        {"day": 0, "exact": 0.0, "low": 0.0, "high": 0.0},
        *(_point(answer) for answer in answers if answer.shown),
    ]
    top = vega.top_of(answers)
    last_day = max(point["day"] for point in points)
    early = any(answer.status is Status.TOO_EARLY for answer in answers)
    domain = (0, last_day / (1 - ZONE_SHARE) if early else last_day)
    x = vega.number("day", domain, _axis(measure, marked))
    band = {"x": x, "y": vega.of_100("low", top), "y2": {"field": "high"}}
    at_point = {"x": x, "y": vega.of_100("exact", top)}
    dots = [_dot(answer) for answer in marked]
    labelled = _apart([dot for dot in dots if dot["day"] >= last_day * LEAST_APART], last_day, top)
    zone = vega.too_early(last_day, x, top, words.say("zone_curve"), palette) if early else []
    return vega.chart(
        [
            *zone,
            vega.layer(points, "area", encoding=band, color=palette.band),
            vega.layer(points, "line", encoding=at_point, color=palette.mark, strokeWidth=3),
            vega.layer(
                dots,
                "circle",
                encoding={**at_point, "tooltip": vega.tooltip("says")},
                color=palette.mark,
                size=90,
                opacity=1,
            ),
            _labels(labelled[:-1], at_point, palette, dx=12, dy=10, align="left"),
            _labels(labelled[-1:], at_point, palette, dx=4, dy=-16, align="right"),
        ],
        height=HEIGHT,
        palette=palette,
    )


def _apart(dots: list[dict[str, Any]], width_days: float, height: float) -> list[dict[str, Any]]:
    """Return the dots whose labels stand apart; the last one always, for its label is on the other side of its dot."""
    kept: list[dict[str, Any]] = []
    for dot in dots[:-1]:
        before = kept[-1] if kept else None
        if (
            before is None
            or dot["day"] - before["day"] >= BESIDE * width_days
            or abs(dot["exact"] - before["exact"]) >= OVER * height
        ):
            kept.append(dot)
    return [*kept, *dots[-1:]]


def _labels(dots: vega.Rows, at_point: dict[str, Any], palette: Palette, **place: Any) -> vega.Spec:
    encoding = {**at_point, "text": vega.text("says")}
    return vega.layer(dots, "text", encoding=encoding, color=palette.ink, fontSize=15, fontWeight=600, **place)


def _point(answer: Answer) -> dict[str, Any]:
    return {
        "day": answer.window_days,
        "exact": (answer.value or 0.0) * 100,
        "low": (answer.low or 0.0) * 100,
        "high": (answer.high or 0.0) * 100,
    }


def _dot(answer: Answer) -> dict[str, Any]:
    span = words.span_label(answer.window_days or 0)
    return {**_point(answer), "says": words.say("curve_label", n=sentences.cell(answer), span=span)}


def _axis(measure: FollowUpMeasure, marked: Sequence[Answer]) -> dict[str, Any]:
    """Name the day of leaving and the windows from half a year up, each with the people counted under it."""
    counts = {answer.window_days or 0: words.count(answer.denominator or 0) for answer in marked}
    named = [window for window in counts if window >= FIRST_NAMED] or list(counts)
    labels: dict[int, str | tuple[str, str]] = {
        0: (words.say(sentences.template(measure.measure_id, "curve_day_0")), words.say("curve_counted"))
    }
    labels |= {window: (words.span_label(window), counts[window]) for window in named}
    return {
        "values": list(labels),
        "grid": False,
        "labelExpr": vega.first_that_fits(labels),
        "labelLineHeight": 19,
        "labelAlign": {"condition": {"test": "datum.value == 0", "value": "left"}, "value": "center"},
        "labelOverlap": "greedy",
    }
