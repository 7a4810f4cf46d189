"""The filters: select boxes whose choices live in the address, checked again on this side before anything is looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import streamlit as st

from metrics.declaration import FollowUpMeasure, Measure
from metrics.periods import parse_period
from metrics.registry import REBOOKING
from presentation import answer, words
from presentation.briefs.content import MOST_MEASURES, For
from presentation.definitions import MEASURE_IN_ADDRESS
from presentation.glance import WINDOW_DAYS
from presentation.place import Grouping
from presentation.strip import shared_grouping
from shell.brief_view import PERIOD_KIND, BriefChoice, opening_period, usual_measures
from shell.visit import Visit

YEAR = "year"
ALL_KINDS = ("year", "year_to_quarter", "quarter")
VIEW_WIDTHS = (16, 27, 31, 26)
FILE_WIDTHS = (20, 34, 23, 23)
BRIEF_WIDTHS = (38, 24, 19, 19)
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


def choose_brief(visit: Visit, offered: Sequence[For]) -> BriefChoice:
    """Show the filters of a brief: its numbers, the year, the group, and whom it is for, of those that are offered."""
    with st.container(key="filters"):
        places = st.columns(BRIEF_WIDTHS, gap="medium")
    usual = usual_measures(visit)
    reported = visit.reported()
    measures = {
        measure.name: measure for measure in visit.every_measure() if measure.measure_id in reported or measure in usual
    }
    with places[0]:
        named = _several("brief_numbers", "numbers", tuple(measures), tuple(measure.name for measure in usual))
    periods = {_year_label(period): period for period in visit.periods(PERIOD_KIND)}
    with places[1]:
        opening = opening_period(visit, measures[named[0]])
        period = _select("period_label", "period", periods, _year_label(opening) if opening else "")
    with places[2]:
        group = _select("group", "group", groups_to_choose(visit), words.say("everyone"))
    readers = {words.say(f"brief_choice_{one}"): one for one in offered}
    with places[3]:
        reader = _select("brief_made_for", "for", readers, next(iter(readers)))
    picked = {"period": period, "group": group, "for": reader}
    return BriefChoice(
        measures=tuple(measures[name] for name in named),
        period=period[1],
        groups=group[1],
        made_for=reader[1],
        link={"numbers": named, **_link(picked)},
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
        group = _select("group", "group", groups_to_choose(visit), words.say("everyone"))
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


def _year_label(period: str) -> str:
    """Name a year that ends with a quarter in a list: by its number where it is a calendar year."""
    named = parse_period(period)
    return str(named.last_on.year) if named.last_on.month == len(words.MONTHS) else words.period_choice(period)


def _several(label: str, key: str, options: Sequence[str], default: Sequence[str]) -> tuple[str, ...]:
    """Show a field for one to four of several options, bound to the address; without one, the default is taken."""
    picked = st.multiselect(
        words.say(label),
        options,
        default=list(default),
        key=key,
        bind="query-params",
        max_selections=MOST_MEASURES,
        placeholder=words.say("choose"),
        filter_mode="contains",
        wrap=True,
    )
    return tuple(name for name in picked if name in options)[:MOST_MEASURES] or tuple(default)


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


def groups_to_choose(visit: Visit) -> dict[str, Mapping[str, str]]:
    """Return what the filter for the group offers: everyone, and each group of each grouping, by label."""
    choices: dict[str, Mapping[str, str]] = {words.say("everyone"): {}}
    for grouping in visit.place.groupings:
        for group_id in visit.group_ids(grouping):
            label = words.say("group_choice", grouping=grouping.label, group=words.group_label(grouping, group_id))
            choices[label] = {grouping.grouping_id: group_id}
    return choices
