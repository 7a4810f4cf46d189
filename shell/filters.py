"""The filters: select boxes whose choices live in the address, checked again on this side before anything is looked up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from metrics.decision_points import DecisionPoint
from metrics.declaration import FollowUpMeasure, Measure
from presentation import answer, words
from presentation.definitions import MEASURE_IN_ADDRESS
from presentation.glance import JAIL, WINDOW_DAYS
from presentation.place import Grouping
from presentation.strip import shared_grouping
from shell.chosen import Picked, select
from shell.visit import Visit

YEAR = "year"
CARE_DAYS = 30
"""The window that a page of care opens on: what plans are held to after a hospital stay (HEDIS), beside 7 days."""
ALL_KINDS = ("year", "year_to_quarter", "quarter")
VIEW_WIDTHS = (16, 27, 31, 26)
FILE_WIDTHS = (20, 34, 23, 23)
"""In hundredths of the row: each filter is as wide as its longest usual choice."""
EVERYONE, ALL_OF_THEM, EVERY_NUMBER = "everyone", "all", "all"
"""What stands in the address where no group, no part of the group and no number is chosen."""

FEW_GROUPINGS = 2
"""As many can be named in the four filters. Where more are published together, a fifth one waits in a part that opens."""


AnyMeasure = TypeVar("AnyMeasure", bound=Measure)


@dataclass(frozen=True, kw_only=True)
class Choice(Generic[AnyMeasure]):
    """What the reader chose. groups is empty for everyone; grouping is null where nothing is split.

    also_by: a second grouping to split by. clash: the grouping that two choices are about, so that nobody is in both.
    window_days: the window that the page's sentence tells, where the measure has it.

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
    window_days: int = WINDOW_DAYS

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
    jail = visit.has_jail
    labels = ("left_jail_in", "came_back_means") if jail else ("any_period", "any_outcome_means")
    return _choose_followed(visit, visit.measures(), visit.opening or JAIL, labels)


def choose_care(visit: Visit, measures: Sequence[FollowUpMeasure]) -> Choice[FollowUpMeasure] | None:
    """Show the filters of a view of care: year, group, which care, and the grouping to compare by; None without records."""
    if not measures:
        return None
    opening = DecisionPoint(measure=measures[0], window_days=CARE_DAYS)
    return _choose_followed(visit, measures, opening, ("any_period", "any_outcome_means"))


def choose_period_and_group(visit: Visit, opening: Measure, window_days: int = WINDOW_DAYS) -> Choice[Measure]:
    """Show the filters of a page of its own numbers: the year and the group.

    It opens where the opening measure has a number, for so many days where it has windows.
    """
    with st.container(key="filters"):
        places = st.columns(VIEW_WIDTHS, gap="medium")
    periods = {period: words.period(period) for period in visit.periods(YEAR)}
    picked = _period_and_group(visit, places, periods, opening, label="period_label", window_days=window_days)
    return Choice(
        period=picked["period"].value or "",
        groups=picked["group"].value,
        measure=opening,
        grouping=None,
        link=link_of(picked),
    )


def _choose_followed(
    visit: Visit,
    listed: Sequence[FollowUpMeasure],
    opening: DecisionPoint[FollowUpMeasure],
    labels: tuple[str, str],
) -> Choice[FollowUpMeasure]:
    """Show year, group, what counts and the grouping to compare by; labels are those of the first and the third."""
    with st.container(key="filters"):
        places = st.columns(VIEW_WIDTHS, gap="medium")
    window = opening.window_days or WINDOW_DAYS
    periods = {period: words.period(period) for period in visit.periods(YEAR)}
    picked = _period_and_group(visit, places, periods, opening.measure, label=labels[0], window_days=window)
    measures = {measure.measure_id: measure for measure in listed}
    means = {name: words.translated(measure.came_back_means) for name, measure in measures.items()}
    with places[2]:
        picked["means"] = select(labels[1], "means", measures, opening.measure.measure_id, means)
    with places[3]:
        picked["by"] = choose_grouping(visit)
    return Choice(
        period=picked["period"].value or "",
        groups=picked["group"].value,
        measure=picked["means"].value,
        grouping=picked["by"].value,
        link=link_of(picked),
        window_days=window,
    )


def choose_grouping(visit: Visit) -> Picked:
    """Show the filter for the grouping to compare by; it opens on the one that the first page compares."""
    groupings = {grouping.grouping_id: grouping for grouping in visit.place.groupings}
    labels = {name: grouping.label for name, grouping in groupings.items()}
    shared = shared_grouping(visit.place)
    return select("compare_by", "by", groupings, shared.grouping_id if shared else "", labels)


def choose_rows(visit: Visit) -> Choice[Measure]:
    """Show the filters of a file: any kind of period, the number, and groups of up to two groupings or more."""
    with st.container(key="filters"):
        places = st.columns(FILE_WIDTHS, gap="medium")
    opening = _opening_measure(visit)
    periods = {period: words.period_choice(period) for period in visit.periods(*ALL_KINDS)}
    picked = _period_and_group(visit, (places[0], places[2]), periods, opening, label="period_label")
    measures = {measure.measure_id: measure for measure in visit.every_measure()}
    with places[1]:
        picked["number"] = select(
            "number", "number", measures, opening.measure_id, names_of(measures.values()), search=True
        )
    ways, labels = _ways(visit)
    with places[3]:
        picked["split"] = select("and_of_these", "split", ways, ALL_OF_THEM, labels)
    if visit.most_groupings > FEW_GROUPINGS:
        with st.expander(words.say("one_more_group"), key="one_more_group"):
            picked["third"] = select("and_of_these", "third", ways, ALL_OF_THEM, labels)
    return _rows_choice(picked)


def _rows_choice(picked: Mapping[str, Picked]) -> Choice[Measure]:
    ways: list[_Way] = [picked[name].value for name in ("split", "third") if name in picked and picked[name].value]
    groups = dict(picked["group"].value)
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
        period=picked["period"].value or "",
        groups=groups,
        measure=picked["number"].value,
        grouping=splits[0] if splits else None,
        also_by=splits[1] if len(splits) > 1 else None,
        clash=clash,
        link=link_of(picked),
    )


def choose_definition(visit: Visit) -> Measure | None:
    """Show the field in which a number is looked for by its name; return its measure, or None while all are shown."""
    measures = {measure.measure_id: measure for measure in visit.declared()}
    options = {EVERY_NUMBER: None, **measures}
    labels = {EVERY_NUMBER: words.say("all_numbers"), **names_of(measures.values())}
    asked = st.query_params.get(MEASURE_IN_ADDRESS, "")
    with st.container(key="find"):
        opened = asked if asked in measures else EVERY_NUMBER
        picked = select("find_number", "number", options, opened, labels, search=True)
    found: Measure | None = picked.value
    return found


def names_of(measures: Iterable[Measure]) -> dict[str, str]:
    """Return the labels of measures in a list, by id."""
    return {measure.measure_id: words.translated(measure.name) for measure in measures}


def _period_and_group(
    visit: Visit,
    places: Any,
    periods: Mapping[str, str],
    opening: Measure,
    *,
    label: str,
    window_days: int = WINDOW_DAYS,
) -> dict[str, Picked]:
    """Show the two filters that views and files share; return what was picked by its name in the address.

    periods: their labels by id. label names the period: not every number of a file starts with leaving jail. It opens on the
    newest year for which the opening measure has a number.
    """
    of_themselves = {period: period for period in periods}
    with places[0]:
        period = select(
            label, "period", of_themselves, newest_finished(visit, tuple(periods), opening, window_days), periods
        )
    groups, labels = groups_to_choose(visit)
    with places[1]:
        group = select("group", "group", groups, EVERYONE, labels)
    return {"period": period, "group": group}


def link_of(picked: Mapping[str, Picked]) -> dict[str, str]:
    """Return choices as a link holds them."""
    return {name: one.id for name, one in picked.items() if one.id}


def newest_finished(visit: Visit, periods: Sequence[str], measure: Measure, window_days: int = WINDOW_DAYS) -> str:
    """Return the newest year that has the measure's number for this window, so that a page opens on an answer."""
    for period in visit.periods(YEAR):
        if _has_number(visit, measure, period, window_days):
            return period
    return next(iter(periods), "")


def _opening_measure(visit: Visit) -> Measure:
    """Return the first measure that has a number for some year; the first of all where none has."""
    measures, years = visit.every_measure(), visit.periods(YEAR)
    found = (measure for measure in measures if any(_has_number(visit, measure, year) for year in years))
    return next(found, measures[0])


def _has_number(visit: Visit, measure: Measure, period: str, window_days: int = WINDOW_DAYS) -> bool:
    rows = answer.read(visit.rows(measure, period=period, by=(), only={}))
    return any(row.shown and row.window_days in (None, window_days) for row in rows.answers)


def _ways(visit: Visit) -> tuple[dict[str, "_Way | None"], dict[str, str]]:
    """Return the choices of a filter that splits what the others leave, or keeps one group of it, and their labels, by id."""
    ways: dict[str, _Way | None] = {ALL_OF_THEM: None}
    labels = {ALL_OF_THEM: words.say("all_of_them")}
    for grouping in visit.place.groupings:
        ways[grouping.grouping_id] = _Way(grouping=grouping, group_id="")
        labels[grouping.grouping_id] = words.say("each_group", grouping=grouping.label)
        for group_id in visit.group_ids(grouping):
            name = f"{grouping.grouping_id}.{group_id}"
            ways[name] = _Way(grouping=grouping, group_id=group_id)
            labels[name] = _group_label(grouping, group_id)
    return ways, labels


def groups_to_choose(visit: Visit) -> tuple[dict[str, Mapping[str, str]], dict[str, str]]:
    """Return what the filter for the group offers: everyone, and each group of each grouping; and their labels, by id."""
    groups: dict[str, Mapping[str, str]] = {EVERYONE: {}}
    labels = {EVERYONE: words.say("everyone")}
    for grouping in visit.place.groupings:
        for group_id in visit.group_ids(grouping):
            name = f"{grouping.grouping_id}.{group_id}"
            groups[name] = {grouping.grouping_id: group_id}
            labels[name] = _group_label(grouping, group_id)
    return groups, labels


def _group_label(grouping: Grouping, group_id: str) -> str:
    return words.say("group_choice", grouping=grouping.label, group=words.group_label(grouping, group_id))
