"""Shares as bars, one under the other: each named above its bar, so that a phone has room; the kinds of nothing apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from metrics.declaration import Measure
from metrics.language import Status
from presentation import in_words, nothing, sentences, vega, words
from presentation.answer import Answer, Reading
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.table import Table

ROW_HEIGHT: Final = 72
AXIS_HEIGHT: Final = 40
SHOWN: Final = f"datum.kind == '{Status.SHOWN}'"
EARLY: Final = f"datum.kind == '{Status.TOO_EARLY}'"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: what it is called, and the answer that it shows; None where nothing was published."""

    name: str
    measure: Measure
    answer: Answer | None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a chart of bars says beside its bars; read: how to read it, note: what must be known to read it rightly."""

    title: str
    subtitle: str
    caption: str
    read: str
    note: str
    counted: str


def bars(figure_id: str, found: Sequence[Bar], wording: Wording, reading: Reading, palette: Palette) -> Figure:
    """Draw shares of every 100, in the order given; reading holds the answers behind them."""
    told = [bar for bar in found if bar.answer and bar.answer.shown]
    rows = " ".join(words.say("bars_alt_row", name=bar.name, number=_number(bar)) for bar in found)
    alt = words.say("bars_alt", title=wording.title, rows=rows) if found else words.say("not_published")
    missing = next((bar.answer.status for bar in found if bar.answer), None)
    return Figure(
        figure_id=figure_id,
        title=wording.title,
        subtitle=wording.subtitle,
        picture=_chart(found, palette) if told else nothing.panel(missing, alt, palette),
        alt=alt,
        how_to_read=wording.read if told else "",
        note=wording.note,
        who_is_counted=wording.counted,
        not_counted=tuple(dict.fromkeys(line for bar in found for line in words.all_translated(bar.measure.left_out))),
        table=_table(found, wording.caption),
        rows=reading.only(bar.answer for bar in found).frame,
        file_name=figure_id,
    )


def _number(bar: Bar) -> str:
    return words.mark() if bar.answer is None else in_words.how_many(bar.measure, bar.answer)


def _table(found: Sequence[Bar], caption: str) -> Table:
    return Table(
        caption=caption,
        header=tuple(words.say(name) for name in ("bars_what", "counted", "this_many", "likely_range")),
        rows=tuple((bar.name, _counted(bar), _number(bar), _range(bar)) for bar in found),
    )


def _counted(bar: Bar) -> str:
    if bar.answer is None or not bar.answer.shown or bar.answer.denominator is None:
        return ""
    return words.count(bar.answer.denominator)


def _range(bar: Bar) -> str:
    return "" if bar.answer is None else in_words.likely_range(bar.measure, bar.answer)


def _chart(found: Sequence[Bar], palette: Palette) -> vega.Spec:
    rows = [_row(number, bar) for number, bar in enumerate(found)]
    y = vega.number("row", (len(rows) - 0.6, -0.8))
    bar = {"y": y, "x": vega.of_100("exact", 100), "x2": {"field": "zero"}, "tooltip": vega.tooltip("says")}
    whole = {"y": y, "x": vega.of_100("zero", 100), "x2": {"field": "top"}}
    name = {"y": {**y, "field": "name_at"}, "x": {"value": 0}, "text": vega.text("name")}
    said = {"y": y, "x": vega.of_100("exact", 100), "text": vega.text("text")}
    mark = {"y": y, "x": vega.of_100("zero", 100), "text": vega.text("text")}
    look = {"color": palette.ink, "align": "left", "dx": 8, "fontSize": 15, "baseline": "middle"}
    return vega.chart(
        [
            vega.layer(rows, "bar", encoding=whole, only=EARLY, color=palette.zone, height=18),
            vega.layer(rows, "bar", encoding=bar, only=SHOWN, color=palette.mark, height=18, cornerRadius=2),
            vega.layer(rows, "text", encoding=name, color=palette.ink, **vega.NAMES),
            vega.layer(rows, "text", encoding=said, only=SHOWN, fontWeight=600, **look),
            vega.layer(rows, "text", encoding=mark, only=f"!({SHOWN})", fontStyle="italic", **look),
        ],
        height=AXIS_HEIGHT + ROW_HEIGHT * len(rows),
        palette=palette,
    )


def _row(number: int, bar: Bar) -> dict[str, Any]:
    name, name_at = vega.name_above(bar.name, number, ROW_HEIGHT)
    row = {"row": number, "name": name, "name_at": name_at, "zero": 0, "top": 100, "text": _number(bar)}
    if bar.answer is None or not bar.answer.shown:
        status = bar.answer.status if bar.answer else Status.NOT_REPORTED
        return {**row, "kind": status.value}
    says = words.say("bars_alt_row", name=bar.name, number=_number(bar))
    return {
        **row,
        "kind": "shown",
        "exact": (bar.answer.value or 0.0) * 100,
        "text": sentences.cell(bar.answer) if bar.answer.of_100 is not None else _number(bar),
        "says": says,
    }
