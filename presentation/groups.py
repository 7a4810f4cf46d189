"""One measure for each group of a grouping: dots with ranges in a fixed order, the unknown last."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from metrics.declaration import FollowUpMeasure, Unit
from metrics.gaps import direction
from metrics.language import Status
from presentation import sentences, vega, words
from presentation.answer import Answer, Reading
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Grouping, Place
from presentation.table import Table

ROW_HEIGHT = 54
AXIS_HEIGHT = 70
LABEL_LETTERS = 20
NEAR_ZERO = 0.08
"""So near to the axis (as a part of its length), a number in the middle above its dot would cover the group's name."""
SHOWN = f"datum.kind == '{Status.SHOWN}'"
HIDDEN = f"datum.kind == '{Status.HIDDEN}'"
EARLY = f"datum.kind == '{Status.TOO_EARLY}'"


def in_order(grouping: Grouping, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers of a grouping's groups in the fixed order of lists."""
    split = [answer for answer in answers if grouping.grouping_id in answer.groups]
    return tuple(sorted(split, key=lambda answer: grouping.order(answer.groups[grouping.grouping_id])))


def compare(  # six things make a comparison, each named
    place: Place,
    measure: FollowUpMeasure,
    grouping: Grouping,
    reading: Reading,
    everyone: Answer | None,
    palette: Palette,
) -> Figure:
    """Draw the groups of one grouping, for one measure, window and period, which the reading holds.

    everyone is the same answer without the split: its line shows where all the people together stand.
    """
    answers = in_order(grouping, reading.answers)
    some = answers[0] if answers else everyone
    others = everyone.groups if everyone else {}
    rows = " ".join(_row_words(grouping, answer) for answer in answers)
    return Figure(
        figure_id="groups",
        title=_title(grouping, answers),
        subtitle=_subtitle(place, measure, some, others),
        picture=_chart(grouping, answers, everyone, palette),
        alt=words.say("groups_alt", rows=rows or words.say("not_published")),
        how_to_read=words.say("groups_read"),
        note=words.say("groups_limit"),
        who_is_counted=sentences.who_is_counted(place, measure, everyone),
        not_counted=words.all_translated(measure.left_out),
        table=_table(measure, grouping, answers),
        rows=reading.frame,
        file_name=f"{measure.measure_id}_by_{grouping.grouping_id}",
    )


def _subtitle(place: Place, measure: FollowUpMeasure, some: Answer | None, others: Mapping[str, str]) -> str:
    span = words.span(some.window_days or 0) if some else words.say("this_time")
    period = words.period(some.period) if some else words.say("this_period")
    if not sentences.is_return(measure.measure_id):
        return words.say("any_groups_subtitle", measure=words.translated(measure.name), span=span, period=period)
    return words.say(
        "groups_subtitle_times" if measure.unit is Unit.EVERY_EVENT else "groups_subtitle",
        span=span,
        means=words.translated(measure.came_back_means),
        people=words.people(place, others),
        period=period,
    )


def label_of(grouping: Grouping, answer: Answer) -> str:
    """Name the group of an answer in a list, and say so where small groups are counted with it."""
    label = words.group_label(grouping, answer.groups[grouping.grouping_id])
    return words.say("with_small_groups", group=label) if answer.with_small_groups else label


def _label_lines(grouping: Grouping, answer: Answer) -> str:
    return textwrap.fill(label_of(grouping, answer), LABEL_LETTERS)


def _row_words(grouping: Grouping, answer: Answer) -> str:
    if not answer.shown:
        return words.say("groups_alt_row_nothing", group=label_of(grouping, answer), mark=sentences.cell(answer))
    return words.say("groups_alt_row", group=label_of(grouping, answer), n=sentences.cell(answer))


def _title(grouping: Grouping, answers: Sequence[Answer]) -> str:
    """Say how far the groups lie apart where they clearly differ. No group is named: a title ranks nobody."""
    told = [a for a in answers if a.shown and not a.shaky and a.groups[grouping.grouping_id] not in words.UNKNOWN]
    if len(told) < 2:  # a comparison takes two
        return words.say("groups_title_nothing", grouping=grouping.label)
    lowest = min(told, key=lambda answer: answer.value or 0.0)
    highest = max(told, key=lambda answer: answer.value or 0.0)
    if direction(highest, lowest) == 0:
        return words.say("groups_title_even", grouping=grouping.label)
    return words.say(
        "groups_title_gap",
        grouping=grouping.label,
        low=sentences.cell(lowest),
        high=sentences.cell(highest),
    )


def _table(measure: FollowUpMeasure, grouping: Grouping, answers: Sequence[Answer]) -> Table:
    counted, *others = (words.say(name) for name in ("counted", "of_every_100", "likely_range", "care"))
    return Table(
        caption=words.say("groups_table", grouping=grouping.label),
        header=(grouping.label, counted, sentences.happened(measure.measure_id), *others),
        rows=tuple(
            (label_of(grouping, answer), *sentences.cells(answer), words.say("shaky") if answer.shaky else "")
            for answer in answers
        ),
        words_columns=frozenset({0, 5}),
    )


def _chart(grouping: Grouping, answers: Sequence[Answer], everyone: Answer | None, palette: Palette) -> vega.Spec:
    top = vega.top_of([*answers, *([everyone] if everyone else [])])
    rows = [_row(grouping, answer, top) for answer in answers]
    y = {
        "field": "group",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": [row["group"] for row in rows]},
        "axis": {
            "title": None,
            "grid": True,
            "labelLimit": 190,
            "labelExpr": "split(datum.label, '\\n')",
            "labelColor": palette.ink,
            "labelFontSize": 15,
            "labelPadding": 12,
        },
    }
    early, *marks = _not_shown(rows, y, top, palette)
    layers = [early, *_everyone(everyone, top, palette), *_shown(rows, y, top, palette), *marks]
    return vega.chart(layers, height=AXIS_HEIGHT + ROW_HEIGHT * max(1, len(rows)), palette=palette)


def _shown(rows: vega.Rows, y: vega.Spec, top: int, palette: Palette) -> list[vega.Spec]:
    """Return ranges, dots (hollow where few people stand behind them) and their numbers."""
    range_of = {"y": y, "x": vega.of_100("low", top), "x2": {"field": "high"}}
    at_dot = {"y": y, "x": vega.of_100("exact", top), "tooltip": vega.tooltip("says")}
    said = {**at_dot, "text": vega.text("text")}
    dot = {"color": palette.mark, "opacity": 1, "size": 130}
    hollow = {"fill": palette.ground, "stroke": palette.mark, "strokeWidth": 2.5, "opacity": 1, "size": 110}
    words_look = {"color": palette.ink, "dy": -17, "fontSize": 15, "fontWeight": 600}
    return [
        vega.layer(rows, "bar", encoding=range_of, only=SHOWN, color=palette.band, height=14, cornerRadius=7),
        vega.layer(rows, "circle", encoding=at_dot, only=f"{SHOWN} && !datum.shaky", **dot),
        vega.layer(rows, "point", encoding=at_dot, only=f"{SHOWN} && datum.shaky", **hollow),
        vega.layer(rows, "text", encoding=said, only=f"{SHOWN} && !datum.near_zero", **words_look),
        vega.layer(rows, "text", encoding=said, only=f"{SHOWN} && datum.near_zero", align="left", dx=-5, **words_look),
    ]


def _not_shown(rows: vega.Rows, y: vega.Spec, top: int, palette: Palette) -> list[vega.Spec]:
    """Return a gray row for what is too early, a cross for what is hidden, and the words for all kinds of nothing."""
    at_zero = {"y": y, "x": vega.of_100("zero", top)}
    whole_row = {**at_zero, "x2": {"field": "top"}}
    said = {**at_zero, "text": vega.text("says")}
    cross = {"shape": "cross", "color": palette.soft, "size": 90, "opacity": 1}
    words_look = {"color": palette.ink, "align": "left", "dx": 14, "fontSize": 14, "fontStyle": "italic"}
    return [
        vega.layer(rows, "bar", encoding=whole_row, only=EARLY, color=palette.zone, height=26),
        vega.layer(rows, "point", encoding=at_zero, only=HIDDEN, **cross),
        vega.layer(rows, "text", encoding=said, only=f"!({SHOWN})", **words_look),
    ]


def _row(grouping: Grouping, answer: Answer, top: int) -> dict[str, Any]:
    row: dict[str, Any] = {"group": _label_lines(grouping, answer), "zero": 0}
    if not answer.shown:
        return {**row, "kind": answer.status.value, "top": top, "says": sentences.cell(answer)}
    text = words.say("shaky_number", n=sentences.cell(answer)) if answer.shaky else sentences.cell(answer)
    exact = (answer.value or 0.0) * 100
    return {
        **row,
        "kind": "shown",
        "exact": exact,
        "low": (answer.low or 0.0) * 100,
        "high": (answer.high or 0.0) * 100,
        "shaky": answer.shaky,
        "near_zero": exact < top * NEAR_ZERO,
        "text": text,
        "says": _row_words(grouping, answer),
    }


def _everyone(everyone: Answer | None, top: int, palette: Palette) -> list[vega.Spec]:
    if everyone is None or not everyone.shown or everyone.value is None:
        return []
    rows = [{"exact": everyone.value * 100, "text": words.say("everyone_line", n=sentences.cell(everyone))}]
    x = vega.of_100("exact", top)
    said = {"x": x, "y": {"value": -6}, "text": vega.text("text")}
    return [
        vega.layer(rows, "rule", encoding={"x": x}, color=palette.soft, strokeDash=[5, 4]),
        vega.layer(rows, "text", encoding=said, color=palette.soft, fontSize=14, baseline="bottom"),
    ]
