"""The share who come back, in years that end with each quarter, and the gray zone of what is too early to say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics import gaps
from metrics.declaration import FollowUpMeasure
from metrics.language import Status
from presentation import sentences, vega, words
from presentation.answer import Answer, Reading, is_reported
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Happened, Place
from presentation.table import Table

HEIGHT = 340
LEAST_MOVE = 0.01
"""A change of less than one of every 100 is told as barely moved, however sure it is."""
LABELS_IN_FULL = 12
"""Up to so many points, every second one is named on the axis; beyond, only those that end a calendar year."""


def trend(place: Place, measure: FollowUpMeasure, reading: Reading, palette: Palette) -> Figure:
    """Draw one measure at one window over periods of the same length, oldest first.

    reading holds one row for each period. Its last shown row is the number that the page's headline says.
    """
    answers = _reported(reading.answers)
    shown = [answer for answer in answers if answer.shown]
    window = next((answer.window_days for answer in answers if answer.window_days), 365)
    span = words.span(window)
    happened = _within(place.happened, answers)
    return Figure(
        figure_id="trend",
        title=_title(measure, shown),
        subtitle=words.say(
            sentences.template(measure.measure_id, "trend_subtitle"), **_measure_slots(measure), span=span
        ),
        picture=_chart(answers, happened, palette),
        alt=" ".join((_alt(measure, shown, span), *_told(happened))),
        how_to_read=words.say("trend_read"),
        note=" ".join(part for part in (_note(measure, answers, shown, span), *_told(happened)) if part),
        who_is_counted=_counted(place, measure),
        not_counted=words.all_translated(measure.left_out),
        table=_table(measure, answers),
        rows=reading.frame,
        file_name=f"{measure.measure_id}_{window}_days_trend",
    )


@dataclass(frozen=True, kw_only=True)
class _Marked:
    """Something that happened, and where on the axis: between the periods that end before and after it."""

    number: int
    at: float
    event: Happened


def _within(happened: Sequence[Happened], answers: Sequence[Answer]) -> tuple[_Marked, ...]:
    """Return what happened between the first and the last period that is drawn, oldest first, with its number."""
    ends = [answer.period_end for answer in answers]
    found: list[_Marked] = []
    for event in sorted(happened, key=lambda one: one.on):
        after = next((place for place, end in enumerate(ends) if end >= event.on), None)
        if after:
            passed = (event.on - ends[after - 1]).days / (ends[after] - ends[after - 1]).days
            found.append(_Marked(number=len(found) + 1, at=after - 1 + passed, event=event))
    return tuple(found)


def _told(happened: Sequence[_Marked]) -> tuple[str, ...]:
    return tuple(
        words.say("trend_happened", number=one.number, month=words.month(one.event.on), text=one.event.text)
        for one in happened
    )


def _marks(happened: Sequence[_Marked], x: vega.Spec, palette: Palette) -> list[vega.Spec]:
    """Return a dashed line for each thing that happened, with its number at the top."""
    if not happened:
        return []
    rows = [
        {"place": one.at, "text": str(one.number), "says": said}
        for one, said in zip(happened, _told(happened), strict=True)
    ]
    at = {"x": x, "tooltip": vega.tooltip("says")}
    number = {"x": x, "y": {"value": 8}, "text": vega.text("text")}
    look: dict[str, Any] = {"color": palette.ink, "fontSize": 14, "fontWeight": 600, "align": "left", "dx": 5}
    return [
        vega.layer(rows, "rule", encoding=at, color=palette.soft, strokeDash=[4, 4]),
        vega.layer(rows, "text", encoding=number, **look),
    ]


def _reported(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers without those at either end for which there are no records: there is nothing to draw of them."""
    told = [number for number, answer in enumerate(answers) if is_reported(answer)]
    return tuple(answers[told[0] : told[-1] + 1]) if told else ()


def _measure_slots(measure: FollowUpMeasure) -> dict[str, str]:
    return {} if sentences.is_return(measure.measure_id) else {"measure": words.translated(measure.name)}


def _counted(place: Place, measure: FollowUpMeasure) -> str:
    if sentences.is_return(measure.measure_id):
        return words.say("counted_trend", people=words.everyone(), place=place.inside)
    return words.say("any_trend_counted", cohort=words.translated(measure.cohort))


def _title(measure: FollowUpMeasure, shown: Sequence[Answer]) -> str:
    if not shown:
        return words.say("trend_nothing")
    if len(shown) == 1:
        return words.say("trend_short")
    first, last = shown[0], shown[-1]
    since = words.month(first.period_end)
    direction = gaps.direction(last, first)
    moved = abs((last.value or 0.0) - (first.value or 0.0))
    if direction == 0 or moved < LEAST_MOVE:
        return words.say(sentences.template(measure.measure_id, "trend_flat"), first=since)
    name = sentences.template(measure.measure_id, "trend_down" if direction < 0 else "trend_up")
    return words.say(name, now=last.of_100, then=first.of_100, first=since)


def _alt(measure: FollowUpMeasure, shown: Sequence[Answer], span: str) -> str:
    if not shown:
        return words.say("trend_alt_nothing", span=span)
    first, last = shown[0], shown[-1]
    return words.say(
        sentences.template(measure.measure_id, "trend_alt"),
        span=span,
        first=words.month(first.period_end),
        last=words.month(last.period_end),
        then=first.of_100,
        now=last.of_100,
    )


def _first_early(answers: Sequence[Answer]) -> Answer | None:
    return next((answer for answer in answers if answer.status is Status.TOO_EARLY), None)


def _note(measure: FollowUpMeasure, answers: Sequence[Answer], shown: Sequence[Answer], span: str) -> str:
    early = _first_early(answers)
    if early is None or not shown:
        return ""
    known = words.known_from(early.period_end, early.window_days or 0)
    name = "zone_trend_note" if sentences.is_return(measure.measure_id) else "any_trend_zone"
    return words.say(name, last=words.month(shown[-1].period_end), span=span, month=known)


def _table(measure: FollowUpMeasure, answers: Sequence[Answer]) -> Table:
    year, counted, of_100, between = (
        words.say(name) for name in ("year_ending", "counted", "of_every_100", "likely_range")
    )
    return Table(
        caption=words.say("trend_table"),
        header=(year, counted, sentences.happened(measure.measure_id), of_100, between),
        rows=tuple((words.month(answer.period_end), *sentences.cells(answer)) for answer in answers),
    )


def _chart(answers: Sequence[Answer], happened: Sequence[_Marked], palette: Palette) -> vega.Spec:
    points = [_point(place, answer) for place, answer in enumerate(answers) if answer.shown]
    top = vega.top_of(answers)
    domain = (-0.5, len(answers) - 0.5)
    x, y = vega.number("place", domain, _axis(answers)), vega.of_100("exact", top)
    band = {"x": x, "y": vega.of_100("low", top), "y2": {"field": "high"}}
    at_point = {"x": x, "y": y}
    return vega.chart(
        [
            *_zone(answers, x, top, palette),
            *_marks(happened, x, palette),
            vega.layer(points, "area", encoding=band, color=palette.band),
            vega.layer(points, "line", encoding=at_point, color=palette.mark, strokeWidth=3),
            vega.layer(
                points,
                "circle",
                encoding={**at_point, "tooltip": vega.tooltip("says")},
                color=palette.mark,
                size=70,
                opacity=1,
            ),
            vega.layer(
                [point for point in points if point in (points[0], points[-1])],
                "text",
                encoding={**at_point, "text": vega.text("n")},
                color=palette.ink,
                dy=-18,
                fontSize=17,
                fontWeight="bold",
            ),
        ],
        height=HEIGHT,
        palette=palette,
    )


def _point(place: int, answer: Answer) -> dict[str, Any]:
    said = sentences.cell(answer)
    return {
        "place": place,
        "n": said,
        "exact": (answer.value or 0.0) * 100,
        "low": (answer.low or 0.0) * 100,
        "high": (answer.high or 0.0) * 100,
        "says": words.say("trend_tooltip", month=words.month(answer.period_end), n=said),
    }


def _axis(answers: Sequence[Answer]) -> dict[str, Any]:
    months = (6, 12) if len(answers) <= LABELS_IN_FULL else (12,)
    labels: dict[int, str | tuple[str, str]] = {
        place: words.short_month(answer.period_end)
        for place, answer in enumerate(answers)
        if answer.shown and answer.period_end.month in months
    }
    return {"values": list(labels), "grid": False, "labelOverlap": "greedy", "labelExpr": vega.first_that_fits(labels)}


def _zone(answers: Sequence[Answer], x: vega.Spec, top: int, palette: Palette) -> list[vega.Spec]:
    early = _first_early(answers)
    if early is None:
        return []
    said = words.say("zone_trend", month=words.known_from(early.period_end, early.window_days or 0))
    return vega.too_early(answers.index(early) - 0.5, x, top, said, palette)
