"""The charts and tables of "Did it make a difference?": two rates, all ways to compare, and whether like meets like."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from metrics.effects.answer import Balance, Choice, Estimate
from metrics.effects.known_before import IDS, name_of
from metrics.effects.rows import rows as all_rows
from metrics.effects.shown import ShownChoice, ShownDifference, ShownWindow
from presentation import apart, vega, words
from presentation.apart import Apart
from presentation.county_choices import our_word
from presentation.difference import left_out
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Grouping, Place
from presentation.table import Table

ROW_HEIGHT: Final = 72
AXIS_HEIGHT: Final = 40
_LEVELS: Final = {"missing": "difference_missing", "other": "difference_other"}


def rates(told: ShownDifference, window: ShownWindow, palette: Palette) -> Figure | None:
    """Draw the rate of both sides in one window; the table has every window. None where there is no rate."""
    if window.with_program is None or window.like_group is None:
        return None
    sides = {"difference_in_program": window.with_program, "difference_like_group": window.like_group}
    said = " ".join(_rate_words(name, rate) for name, rate in sides.items())
    return Figure(
        figure_id="rates",
        title=words.say(
            "difference_rates_title",
            n=round(window.with_program.value * 100),
            m=round(window.like_group.value * 100),
        ),
        subtitle=words.say("difference_rates_subtitle", span=words.span(window.window_days)),
        picture=_rates_chart(sides, palette),
        alt=words.say("difference_rates_alt", rows=said),
        how_to_read=words.say("difference_rates_read"),
        note="" if told.randomised else words.say("difference_rates_note"),
        who_is_counted=words.say("difference_finished"),
        not_counted=left_out(told, window),
        table=_windows_table(told),
        rows=all_rows(told),
        file_name=f"difference_{told.program_id}",
    )


def _rate_words(name: str, rate: Estimate) -> str:
    n, low, high = (round(end * 100) for end in (rate.value, rate.low, rate.high))
    return words.say("difference_rates_row", name=words.say(name), n=n, low=low, high=high)


def _rates_chart(sides: Mapping[str, Estimate], palette: Palette) -> vega.Spec:
    rows: list[dict[str, Any]] = []
    for number, (name, rate) in enumerate(sides.items()):
        lines, name_at = vega.name_above(words.say(name), number, ROW_HEIGHT)
        rows.append(
            {
                "row": number,
                "name": lines,
                "name_at": name_at,
                "exact": rate.value * 100,
                "low": rate.low * 100,
                "high": rate.high * 100,
                "text": str(round(rate.value * 100)),
                "says": _rate_words(name, rate),
            }
        )
    y = vega.number("row", (len(rows) - 0.6, -0.8))
    here = {"y": y, "x": vega.of_100("exact", 100), "tooltip": vega.tooltip("says")}
    span = {"y": y, "x": vega.of_100("low", 100), "x2": {"field": "high"}}
    name_place = {"y": {**y, "field": "name_at"}, "x": {"value": 0}, "text": vega.text("name")}
    number_place = {"y": y, "x": vega.of_100("high", 100), "text": vega.text("text")}
    look: dict[str, Any] = {
        "color": palette.ink,
        "align": "left",
        "dx": 10,
        "fontSize": 15,
        "fontWeight": 600,
        "baseline": "middle",
    }
    return vega.chart(
        [
            vega.layer(rows, "bar", encoding=span, color=palette.band, height=14, cornerRadius=7),
            vega.layer(rows, "circle", encoding=here, color=palette.mark, opacity=1, size=130),
            vega.layer(rows, "text", encoding=name_place, color=palette.ink, **vega.NAMES),
            vega.layer(rows, "text", encoding=number_place, **look),
        ],
        height=AXIS_HEIGHT + ROW_HEIGHT * len(rows),
        palette=palette,
    )


def _windows_table(told: ShownDifference) -> Table:
    names = ("difference_in_program", "difference_like_group", "difference_apart", "likely_range")
    return Table(
        caption=words.say("difference_rates_table"),
        header=(words.say("time_watched"), *(words.say(name) for name in names)),
        rows=tuple((words.span_label(window.window_days), *_window_cells(window)) for window in told.windows),
    )


def _window_cells(window: ShownWindow) -> tuple[str, str, str, str]:
    if not window.with_program or not window.like_group or not window.difference:
        return (words.say("difference_no_number"), "", "", "")
    return (
        str(round(window.with_program.value * 100)),
        str(round(window.like_group.value * 100)),
        apart.far(round(window.difference.value * 100)),
        apart.likely_between(window.difference.low, window.difference.high),
    )


def choices(told: ShownDifference, window: ShownWindow, palette: Palette) -> Figure | None:
    """Draw the difference by every way to compare, ours first; None where there is no difference, or one way alone."""
    if window.difference is None or not window.choices:
        return None
    own = Choice.UNADJUSTED if told.randomised else Choice.OVERLAP
    listed = (ShownChoice(choice=own, difference=window.difference), *window.choices)
    drawn = [_way(_name(one.choice, own), one.difference) for one in listed if one.difference]
    span = words.span(window.window_days)
    return Figure(
        figure_id="choices",
        title=_agreement(drawn),
        subtitle=words.say("difference_choices_subtitle", span=span),
        picture=apart.chart(drawn, palette),
        alt=words.say("difference_choices_alt", rows=" ".join(one.says for one in drawn)),
        how_to_read=words.say("difference_choices_read"),
        note=words.say("difference_choices_note"),
        who_is_counted=words.say("difference_finished"),
        not_counted=left_out(told, window),
        table=Table(
            caption=words.say("difference_choices_table"),
            header=(words.say("difference_way"), words.say("difference_apart"), words.say("likely_range")),
            rows=tuple(_way_cells(_name(one.choice, own), one) for one in listed),
        ),
        rows=_rows_of(told, window),
        file_name=f"ways_to_compare_{told.program_id}",
    )


def _rows_of(told: ShownDifference, window: ShownWindow) -> pl.DataFrame:
    """Return the rows of every way to compare in one window."""
    return all_rows(told).filter(pl.col("number") == "difference", pl.col("window_days") == window.window_days)


def _name(choice: Choice, own: Choice) -> str:
    """Name a way to compare, and say which one the page's answer is by."""
    way = words.say(f"difference_choice_{choice.value}")
    return words.say("difference_way_told", way=way) if choice is own else way


def _agreement(drawn: Sequence[Apart]) -> str:
    """Say whether all ways point the same way; nothing of it where the page's own way, the first, points none."""
    if not drawn[0].clear:
        return words.say("difference_choices_table")
    signs = {one.value > 0 for one in drawn if round(one.value * 100)}
    return words.say("difference_choices_same" if len(signs) < 2 else "difference_choices_differ")


def _way(name: str, difference: Estimate) -> Apart:
    text = apart.far(round(difference.value * 100))
    return Apart(
        name=name,
        text=text,
        says=words.say("difference_choices_row", name=name, apart=text),
        value=difference.value,
        low=difference.low,
        high=difference.high,
    )


def _way_cells(name: str, one: ShownChoice) -> tuple[str, str, str]:
    if one.difference is None:
        return name, words.say("difference_choice_few"), ""
    said = apart.far(round(one.difference.value * 100))
    return name, said, apart.likely_between(one.difference.low, one.difference.high)


def alike(place: Place, window: ShownWindow) -> Table:
    """Return how far the two groups lie apart in each thing known before, as they are and made alike."""
    return Table(
        caption=words.say("difference_alike_table"),
        header=tuple(words.say(name) for name in ("difference_known", "difference_before", "difference_after")),
        rows=tuple(
            (_known(place, one), words.hundredths(one.before), words.hundredths(one.after)) for one in window.balance
        ),
        caption_shown=False,
    )


def _known(place: Place, one: Balance) -> str:
    """Name a covariate, and its value where it is a word: the county's own words for its groups, else the code's."""
    own = next((known for known in IDS if name_of(known) == one.covariate), None)
    grouping = next((found for found in place.groupings if name_of(found.grouping_id) == one.covariate), None)
    label = grouping.label if grouping else one.covariate
    known = words.say(f"difference_known_{own}") if own is not None else label
    if one.level is None:
        return known
    level = words.say(_LEVELS[one.level]) if one.level in _LEVELS else _level(grouping, one.level)
    return words.say("difference_level", known=known, level=level)


def _level(grouping: Grouping | None, level: str) -> str:
    return words.group_label(grouping, level) if grouping else our_word(level)


def overlap(window: ShownWindow) -> Table | None:
    """Return how many of every 100 of both sides had which chance of coming in, by tenths; None where it is not told."""
    found = window.overlap
    if found is None:
        return None
    names = ("difference_chance", "difference_in_program", "difference_others")
    return Table(
        caption=words.say("difference_overlap_table"),
        header=tuple(words.say(name) for name in names),
        rows=tuple(
            (words.say("difference_chance_of", low=10 * tenth, high=10 * tenth + 10), str(one), str(other))
            for tenth, (one, other) in enumerate(zip(found.program, found.others, strict=True))
        ),
        caption_shown=False,
    )
