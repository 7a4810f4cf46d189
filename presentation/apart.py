"""Differences as dots with ranges on both sides of a line: left of it fewer, right of it more, of every 100 people."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from presentation import vega, words
from presentation.palette import Palette

ROW_HEIGHT: Final = 72
AXIS_HEIGHT: Final = 46
LEAST_REACH: Final = 10
"""People of every 100. The axis reaches at least so far to both sides, so that small gaps look small."""
ROOM: Final = 1.35
"""How much farther than the widest range, for the words beside it."""
ROUND: Final = 5
GRIDS: Final = ((12, 5), (30, 10), (60, 20), (100, 50))
"""Up to which reach of the axis lines are drawn how far apart."""


@dataclass(frozen=True, kw_only=True)
class Apart:
    """One row: its name, the difference in words, a whole sentence of it, and its numbers, -1..1.

    clear: whether the range leaves out 0.
    """

    name: str
    text: str
    says: str
    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the difference is clearly more or fewer."""
        return self.low > 0 or self.high < 0


def likely_between(low: float, high: float) -> str:
    """Write the range of a difference, -1..1, in people of every 100, rounded outward."""
    ends = (math.floor(low * 100 + 1e-9), math.ceil(high * 100 - 1e-9))
    said = tuple(far(end) for end in ends)
    return words.say("range", low=said[0], high=said[1])


def far(people: int) -> str:
    """Write how many more or fewer of every 100: "9 more", "3 fewer", "the same"."""
    if people == 0:
        return words.say("gap_axis_same")
    return words.say("gap_cell_more" if people > 0 else "gap_cell_fewer", k=abs(people))


def chart(found: Sequence[Apart], palette: Palette) -> vega.Spec:
    """Draw the rows one under the other; a hollow dot is a difference that may be chance."""
    reach = _reach(found)
    rows = [_row(number, one) for number, one in enumerate(found)]
    apart = next(apart for least, apart in GRIDS if reach <= least)
    ticks: dict[int, str | tuple[str, str]] = {
        end: far(end) for end in range(-(reach // apart) * apart, reach + 1, apart)
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


def _reach(found: Iterable[Apart]) -> int:
    ends = [abs(end) * 100 for one in found for end in (one.low, one.high)]
    return min(100, max(LEAST_REACH, ROUND * math.ceil(max(ends, default=0) * ROOM / ROUND)))


def _row(number: int, one: Apart) -> dict[str, object]:
    name, name_at = vega.name_above(one.name, number, ROW_HEIGHT)
    return {
        "row": number,
        "name": name,
        "name_at": name_at,
        "text": one.text,
        "clear": one.clear,
        "exact": one.value * 100,
        "low": one.low * 100,
        "high": one.high * 100,
        "says": one.says,
    }
