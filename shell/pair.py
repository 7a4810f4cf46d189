"""The filters of a comparison: two groups of one grouping, which live in the address as all choices do."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from metrics.decision_points import DecisionPoint
from metrics.declaration import Measure
from presentation import words
from presentation.glance import WINDOW_DAYS
from presentation.place import Grouping
from shell.chosen import select
from shell.filters import VIEW_WIDTHS, YEAR, choose_grouping, link_of, newest_finished
from shell.visit import Visit


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two groups of one grouping to hold side by side, in the years up to period. link: as in filters.Choice."""

    period: str
    grouping: Grouping
    groups: tuple[str, str]
    link: Mapping[str, str]


def choose_pair(visit: Visit, opening: DecisionPoint[Measure]) -> Pair | None:
    """Show the filters of a comparison: year, the group looked at, the one it is held against, and the grouping.

    Until the reader chooses, the two are the largest known groups at the opening step, the largest being held against. None
    where the county tells no groups apart.
    """
    with st.container(key="filters"):
        places = st.columns(VIEW_WIDTHS, gap="medium")
    periods = {period: period for period in visit.periods(YEAR)}
    if not periods or not visit.place.groupings:
        return None
    named = {period: words.period(period) for period in periods}
    newest = newest_finished(visit, tuple(periods), opening.measure, opening.window_days or WINDOW_DAYS)
    with places[0]:
        year = select("period_label", "period", periods, newest, named)
    with places[3]:
        split = choose_grouping(visit)
    grouping: Grouping = split.value
    largest = visit.largest_groups(grouping, opening, year.id)
    groups = {group: group for group in visit.group_ids(grouping)}
    names = {group: words.group_label(grouping, group) for group in groups}
    with places[2]:
        against = select("held_against", "against", groups, next(iter(largest), ""), names)
    others = {group: group for group in groups if group != against.id}
    with places[1]:
        default = next((group for group in largest if group in others), "")
        looked_at = select("look_at", "group", others, default, names)
    if not looked_at.id or not against.id:
        return None
    picked = {"period": year, "group": looked_at, "against": against, "by": split}
    return Pair(period=year.id, grouping=grouping, groups=(looked_at.id, against.id), link=link_of(picked))
