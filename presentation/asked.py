"""An analyst's question in words: the ways to split and filter, the table of an answer, and the name of its file."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from metrics.language import ALL, FLAG_PREFIX, Status
from presentation import words
from presentation.place import Group, Grouping
from presentation.table import Table

FIELDS: Final = {
    "agency": "field_agency",
    "program_id": "field_program_id",
    "offense_category": "field_offense_category",
    "severity": "field_severity",
    "reason": "field_reason",
}
NOT_PUBLIC: Final = "not_public"


def way(grouping_id: str, group_ids: Iterable[str]) -> Grouping:
    """Name a field that is no grouping of the county, and its groups, from their ids; an agency keeps its own name."""
    flag = grouping_id if grouping_id.startswith(FLAG_PREFIX) else ""
    label = words.say(FIELDS[grouping_id]) if grouping_id in FIELDS else _plain(grouping_id.removeprefix(FLAG_PREFIX))
    named = tuple(Group(group_id=one, label=_plain(one), people=words.everyone()) for one in group_ids)
    return Grouping(grouping_id=grouping_id, label=label, flag=flag, groups=named)


def summary(rows: pl.DataFrame) -> str:
    """Say how many rows an answer has, and how many of them are hidden."""
    hidden = rows.filter(pl.col("status") == Status.HIDDEN).height
    if not hidden:
        return words.say("asked_all_shown", count=words.count(rows.height))
    return words.say("asked_some_hidden", count=words.count(rows.height), hidden=words.count(hidden))


def table(rows: pl.DataFrame, ways: Sequence[Grouping]) -> Table:
    """Return an answer as a table of exact numbers; ways are those that it is split by.

    The period and the days watched stand in it where there are several.
    """
    lead = {"period": words.say("period_label"), "window_days": words.say("asked_window")}
    lead = {name: label for name, label in lead.items() if rows[name].n_unique() > 1}
    header = [*lead.values(), *(one.label for one in ways)] or [words.say("group")]
    numbers = [words.say("asked_with"), words.say("asked_people"), words.say("asked_value"), words.say("asked_range")]
    return Table(
        caption=words.say("asked_table"),
        header=(*header, *numbers),
        rows=tuple(_row(row, list(lead), ways) for row in rows.iter_rows(named=True)),
        words_columns=frozenset(range(len(header))),
        caption_shown=False,
    )


def _row(row: dict[str, object], lead: Sequence[str], ways: Sequence[Grouping]) -> tuple[str, ...]:
    names = [str(row[name]) for name in lead] + [_group(one, str(row[one.grouping_id])) for one in ways]
    names = names or [words.capitalized(words.say("everyone"))]
    if row["status"] != Status.SHOWN:
        return *names, words.mark(Status(str(row["status"]))), "", "", ""
    low, high = _exact(row["low"]), _exact(row["high"])
    between = words.say("asked_between", low=low, high=high) if low and high else ""
    return *names, _exact(row["numerator"]), _exact(row["denominator"]), _exact(row["value"]), between


def _group(grouping: Grouping, group_id: str) -> str:
    return words.capitalized(words.say("everyone")) if group_id == ALL else words.group_label(grouping, group_id)


def _exact(value: object) -> str:
    """Write a count whole, a share with four places and any other number with two; nothing for what is not known."""
    if isinstance(value, float):
        return f"{value:.4f}" if 0 <= value <= 1 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else ""


def _plain(name: str) -> str:
    """Write a code as words: public_order as Public order. What has capitals already stays as it is."""
    return name.replace("_", " ").capitalize() if name == name.lower() else name
