"""The filters: select boxes whose choices live in the address, checked again on this side before anything is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import streamlit as st

from metrics.declaration import FollowUpMeasure, Measure
from metrics.registry import REBOOKING
from presentation import answer, words
from presentation.definitions import MEASURE_IN_ADDRESS
from presentation.glance import WINDOW_DAYS
from presentation.place import Grouping
from presentation.strip import shared_grouping
from shell.visit import Visit

YEAR = "year"
ALL_KINDS = ("year", "year_to_quarter", "quarter")
VIEW_WIDTHS = (16, 27, 31, 26)
FILE_WIDTHS = (20, 34, 23, 23)
"""In hundredths of the row: each filter is as wide as its longest usual choice."""

FEW_GROUPINGS = 2
"""As many can be named in the four filters. Where more are published together, a fifth one waits in a part that opens."""


AnyMeasure = TypeVar("AnyMeasure", bound=Measure)


@dataclass(frozen=True, kw_only=True)
class Choice(Generic[AnyMeasure]):
    """What the reader chose. groups is empty for everyone; grouping is null where nothing is split.

    also_by: a second grouping to split by. clash: the grouping that two choices are about, so that nobody is in both.
    link holds every choice as it stands in the address, also those that are the default: so a copied link brings back
    exactly this view when a newer publication has other defaults.
    """

    period: str
    groups: Mapping[str, str]
    measure: AnyMeasure
    grouping: Grouping | None
    link: Mapping[str, str]
    also_by: Grouping | None = None
    clash: Grouping | None = None

    @property
    def by(self) -> tuple[str, ...]:
        """The groupings that the answers are split by."""
        return tuple(one.grouping_id for one in (self.grouping, self.also_by) if one)

    @property
    def beside(self) -> Mapping[str, str]:
        """The chosen group, except where its own grouping is the one that the answers are split by."""
        return {name: group for name, group in self.groups.items() if name not in self.by}

    @property
    def file_parts(self) -> tuple[str, ...]:
        """What a file's name says of the choice."""
        split = (f"by_{name}" for name in self.by)
        return (self.measure.measure_id, self.period, *self.beside.values(), *split)


@dataclass(frozen=True, kw_only=True)
class _Way:
    """One group of a grouping, or each of its groups where group_id is empty."""

    grouping: Grouping
    group_id: str


def choose_view(visit: Visit) -> Choice[FollowUpMeasure]:
    """Show the filters of a view: year, group, what coming back means, and the grouping to compare by."""
    with st.container(key="filters"):
        places = st.columns(VIEW_WIDTHS, gap="medium")
    periods = {words.period(period): period for period in visit.periods(YEAR)}
    picked = _period_and_group(visit, places, periods, REBOOKING, label="left_jail_in")
    measures = {measure.came_back_means: measure for measure in visit.measures()}
    with places[2]:
        picked["means"] = _select("came_back_means", "means", measures, REBOOKING.came_back_means)
    groupings = {grouping.label: grouping for grouping in visit.place.groupings}
    shared = shared_grouping(visit.place)
    with places[3]:
        picked["by"] = _select("compare_by", "by", groupings, shared.label if shared else "")
    return Choice(
        period=picked["period"][1],
        groups=picked["group"][1],
        measure=picked["means"][1],
        grouping=picked["by"][1],
        link=_link(picked),
    )


def choose_rows(visit: Visit) -> Choice[Measure]:
    """Show the filters of a file: any kind of period, the number, and groups of up to two groupings or more."""
    with st.container(key="filters"):
        places = st.columns(FILE_WIDTHS, gap="medium")
    opening = _opening_measure(visit)
    periods = {words.period_choice(period): period for period in visit.periods(*ALL_KINDS)}
    picked = _period_and_group(visit, (places[0], places[2]), periods, opening, label="period_label")
    measures = {measure.name: measure for measure in visit.every_measure()}
    with places[1]:
        picked["number"] = _select("number", "number", measures, opening.name, search=True)
    with places[3]:
        picked["split"] = _select("and_of_these", "split", _ways(visit), words.say("all_of_them"))
    if visit.most_groupings > FEW_GROUPINGS:
        with st.expander(words.say("one_more_group"), key="one_more_group"):
            picked["third"] = _select("and_of_these", "third", _ways(visit), words.say("all_of_them"))
    return _rows_choice(picked)


def _rows_choice(picked: Mapping[str, tuple[str, Any]]) -> Choice[Measure]:
    ways: list[_Way] = [picked[name][1] for name in ("split", "third") if name in picked and picked[name][1]]
    groups = dict(picked["group"][1])
    clash: Grouping | None = None
    splits: list[Grouping] = []
    for way in ways:
        if way.grouping.grouping_id in groups or way.grouping in splits:
            clash = way.grouping
        elif way.group_id:
            groups[way.grouping.grouping_id] = way.group_id
        else:
            splits.append(way.grouping)
    return Choice(
        period=picked["period"][1],
        groups=groups,
        measure=picked["number"][1],
        grouping=splits[0] if splits else None,
        also_by=splits[1] if len(splits) > 1 else None,
        clash=clash,
        link=_link(picked),
    )


def choose_definition(visit: Visit) -> Measure | None:
    """Show the field in which a number is looked for by its name; return its measure, or None while all are shown.

    An address may name one by its id, too: ids stay when names are mended.
    """
    numbers: dict[str, Measure | None] = {words.say("all_numbers"): None}
    numbers |= {measure.name: measure for measure in visit.declared()}
    asked = st.query_params.get(MEASURE_IN_ADDRESS, "")
    named = next((name for name, measure in numbers.items() if measure and measure.measure_id == asked), "")
    with st.container(key="find"):
        name, _ = _select("find_number", "number", numbers, named or words.say("all_numbers"), search=True)
    return numbers[name]


def _period_and_group(
    visit: Visit, places: Any, periods: Mapping[str, str], opening: Measure, *, label: str
) -> dict[str, tuple[str, Any]]:
    """Show the two filters that views and files share; return label and value by their name in the address.

    label names the period: not every number of a file starts with leaving jail. It opens on the newest year for which the
    opening measure has a number.
    """
    with places[0]:
        period = _select(label, "period", periods, _newest_finished(visit, periods, opening))
    with places[1]:
        group = _select("group", "group", _groups(visit), words.say("everyone"))
    return {"period": period, "group": group}


def _select(label: str, key: str, options: Mapping[str, Any], default: str, *, search: bool = False) -> tuple[str, Any]:
    """Show one select box bound to the address; whatever comes back that is not an option becomes the default.

    search lets the reader type a part of a name, where options are many.
    """
    labels = list(options)
    if not labels:
        return "", None
    index = labels.index(default) if default in options else 0
    mode: Literal["contains"] | None = "contains" if search else None
    picked = st.selectbox(words.say(label), labels, index=index, key=key, bind="query-params", filter_mode=mode)
    label = picked if picked in options else labels[index]
    return label, options[label]


def _link(picked: Mapping[str, tuple[str, Any]]) -> dict[str, str]:
    return {name: label for name, (label, _) in picked.items() if label}


def _newest_finished(visit: Visit, periods: Mapping[str, str], measure: Measure) -> str:
    """Return the label of the newest year that has the measure's one-year number, so that a page opens on an answer."""
    for period in visit.periods(YEAR):
        if _has_number(visit, measure, period):
            return next(label for label, listed in periods.items() if listed == period)
    return next(iter(periods), "")


def _opening_measure(visit: Visit) -> Measure:
    """Return the first measure that has a number for some year; the first of all where none has."""
    measures, years = visit.every_measure(), visit.periods(YEAR)
    found = (measure for measure in measures if any(_has_number(visit, measure, year) for year in years))
    return next(found, measures[0])


def _has_number(visit: Visit, measure: Measure, period: str) -> bool:
    rows = answer.read(visit.rows(measure, period=period, by=(), only={}))
    return any(row.shown and row.window_days in (None, WINDOW_DAYS) for row in rows.answers)


def _ways(visit: Visit) -> dict[str, "_Way | None"]:
    """Return the choices of a filter that splits what the others leave, or keeps one group of it."""
    choices: dict[str, _Way | None] = {words.say("all_of_them"): None}
    for grouping in visit.place.groupings:
        choices[words.say("each_group", grouping=grouping.label)] = _Way(grouping=grouping, group_id="")
        for group_id in visit.group_ids(grouping):
            label = words.say("group_choice", grouping=grouping.label, group=words.group_label(grouping, group_id))
            choices[label] = _Way(grouping=grouping, group_id=group_id)
    return choices


def _groups(visit: Visit) -> dict[str, Mapping[str, str]]:
    choices: dict[str, Mapping[str, str]] = {words.say("everyone"): {}}
    for grouping in visit.place.groupings:
        for group_id in visit.group_ids(grouping):
            label = words.say("group_choice", grouping=grouping.label, group=words.group_label(grouping, group_id))
            choices[label] = {grouping.grouping_id: group_id}
    return choices
