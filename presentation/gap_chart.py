"""Where gaps open: how far one group lies from another at each step of the path, in people of every 100."""

import math
from collections.abc import Sequence
from typing import Any, Final

from metrics.language import Status
from presentation import affected, nothing, sentences, vega, words
from presentation.affected import Step
from presentation.answer import Reading
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Grouping, Place
from presentation.table import Table

ROW_HEIGHT: Final = 72
AXIS_HEIGHT: Final = 46
LEAST_REACH: Final = 10
"""People of every 100. The axis reaches at least so far to both sides, so that small gaps look small."""
ROOM: Final = 1.35
"""How much farther than the widest range, for the words beside it."""
ROUND: Final = 5
GRIDS: Final = ((12, 5), (30, 10), (60, 20), (100, 50))
"""Up to which reach of the axis lines are drawn how far apart."""


def gap_chart(
    place: Place, grouping: Grouping, pair: tuple[str, str], found: Sequence[Step], reading: Reading, palette: Palette
) -> Figure:
    """Draw the gap between two groups at each step, in the order of the path; reading holds the answers behind it."""
    one, other = (words.people(place, {grouping.grouping_id: group}) for group in pair)
    told = [step for step in found if step.told]
    subtitle = words.say("gaps_subtitle", one=one, other=other)
    rows = " ".join(_row_words(step) for step in told)
    alt = words.say("gaps_alt", one=one, other=other, rows=rows) if told else words.say("gap_nothing")
    return Figure(
        figure_id="gaps",
        title=_title(told),
        subtitle=subtitle[:1].upper() + subtitle[1:],
        picture=_chart(told, palette) if told else nothing.panel(_why_nothing(found), alt, palette),
        alt=alt,
        how_to_read=words.say("gaps_read", other=other) if told else "",
        note=words.say("gaps_limit"),
        who_is_counted=words.say("gaps_counted"),
        not_counted=tuple(dict.fromkeys(line for step in found for line in _left_out(step))),
        table=_table(grouping, pair, found),
        rows=reading.only(answer for step in found for answer in (step.one, step.other)).frame,
        file_name=f"gaps_by_{grouping.grouping_id}",
    )


def _title(told: Sequence[Step]) -> str:
    clear = sum(step.leaning != 0 for step in told)
    if not told:
        return words.say("gaps_title_nothing")
    if clear == 0:
        return words.say("gaps_title_even")
    if len(told) == 1:
        return words.say("gaps_title_single")
    return words.say("gaps_title_one" if clear == 1 else "gaps_title_many", n=clear, steps=len(told))


def _why_nothing(found: Sequence[Step]) -> Status | None:
    missing = [answer for step in found for answer in (step.one, step.other) if answer and not answer.shown]
    return missing[0].status if missing else None


def _left_out(step: Step) -> tuple[str, ...]:
    return tuple(words.translated(line) for line in step.point.measure.left_out)


def _row_words(step: Step) -> str:
    return words.say("gaps_alt_row", step=affected.step_name(step), gap=affected.how_far(step))


def _table(grouping: Grouping, pair: tuple[str, str], found: Sequence[Step]) -> Table:
    groups = tuple(words.group_label(grouping, group) for group in pair)
    header = (words.say("gap_step"), words.say("gap_year"), *groups, words.say("gap_gap"), words.say("likely_range"))
    return Table(
        caption=words.say("gaps_table"),
        header=header,
        rows=tuple(
            (
                affected.step_name(step),
                affected.year(step),
                sentences.cell(step.one),
                sentences.cell(step.other),
                affected.how_far(step),
                _range(step),
            )
            for step in found
        ),
        words_columns=frozenset({0}),
    )


def _range(step: Step) -> str:
    if step.gap is None:
        return ""
    ends = (math.floor(step.gap.low * 100 + 1e-9), math.ceil(step.gap.high * 100 - 1e-9))
    low, high = (_far(end) for end in ends)
    return words.say("range", low=low, high=high)


def _far(people: int) -> str:
    if people == 0:
        return words.say("gap_axis_same")
    return words.say("gap_cell_more" if people > 0 else "gap_cell_fewer", k=abs(people))


def _chart(told: Sequence[Step], palette: Palette) -> vega.Spec:
    reach = _reach(told)
    rows = [_row(number, step) for number, step in enumerate(told)]
    apart = next(apart for least, apart in GRIDS if reach <= least)
    ticks: dict[int, str | tuple[str, str]] = {
        end: _far(end) for end in range(-(reach // apart) * apart, reach + 1, apart)
    }
    axis = {
        "values": list(ticks),
        "labelExpr": vega.first_that_fits(ticks),
        "labelPadding": 8,
        "labelOverlap": "greedy",
    }
    y = vega.number("row", (len(rows) - 0.6, -0.8))

    def x(field: str) -> vega.Spec:
        return vega.number(field, (-reach, reach), axis)

    here = {"y": y, "x": x("exact"), "tooltip": vega.tooltip("says")}
    span = {"y": y, "x": x("low"), "x2": {"field": "high"}}
    hollow = {"fill": palette.ground, "stroke": palette.mark, "strokeWidth": 2.5, "opacity": 1, "size": 110}
    name = {"y": {**y, "field": "name_at"}, "x": {"value": 0}, "text": vega.text("name")}
    right, left = ({"y": y, "x": x(end), "text": vega.text("text")} for end in ("high", "low"))
    look = {"color": palette.ink, "fontSize": 15, "fontWeight": 600, "baseline": "middle"}
    return vega.chart(
        [
            vega.layer([{"zero": 0}], "rule", encoding={"x": x("zero")}, color=palette.soft, strokeWidth=1.5),
            vega.layer(rows, "bar", encoding=span, color=palette.band, height=12, cornerRadius=6),
            vega.layer(rows, "circle", encoding=here, only="datum.clear", color=palette.mark, opacity=1, size=130),
            vega.layer(rows, "point", encoding=here, only="!datum.clear", **hollow),
            vega.layer(rows, "text", encoding=name, color=palette.ink, **vega.NAMES),
            vega.layer(
                rows, "text", encoding=right, only="datum.clear && datum.exact >= 0", align="left", dx=10, **look
            ),
            vega.layer(
                rows, "text", encoding=left, only="datum.clear && datum.exact < 0", align="right", dx=-10, **look
            ),
        ],
        height=AXIS_HEIGHT + ROW_HEIGHT * len(rows),
        palette=palette,
    )


def _reach(found: Sequence[Step]) -> int:
    ends = [abs(end) * 100 for step in found if step.gap for end in (step.gap.low, step.gap.high)]
    return min(100, max(LEAST_REACH, ROUND * math.ceil(max(ends, default=0) * ROOM / ROUND)))


def _row(number: int, step: Step) -> dict[str, Any]:
    gap = step.gap
    if gap is None:
        raise ValueError("only steps that are told are drawn")
    name, name_at = vega.name_above(affected.step_name(step), number, ROW_HEIGHT)
    return {
        "row": number,
        "name": name,
        "name_at": name_at,
        "text": affected.how_far(step),
        "clear": step.leaning != 0,
        "exact": gap.value * 100,
        "low": gap.low * 100,
        "high": gap.high * 100,
        "says": _row_words(step),
    }
