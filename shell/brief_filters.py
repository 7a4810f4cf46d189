"""The filters of a brief: what it tells, of when and of whom, and for whom."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from metrics.periods import parse_period
from presentation import words
from presentation.briefs.content import MOST_MEASURES, For
from shell.brief_view import PERIOD_KIND, BriefChoice, opening_period, usual_measures
from shell.chosen import BETWEEN, select, several
from shell.filters import EVERYONE, groups_to_choose, link_of, names_of
from shell.visit import Visit

WIDTHS: Final = (38, 24, 19, 19)
"""In hundredths of the row: each filter is as wide as its longest usual choice."""


def choose_brief(visit: Visit, offered: Sequence[For]) -> BriefChoice:
    """Show the filters of a brief: its numbers, the year, the group, and whom it is for, of those that are offered."""
    with st.container(key="filters"):
        places = st.columns(WIDTHS, gap="medium")
    usual = tuple(measure.measure_id for measure in usual_measures(visit))
    told = {*visit.reported, *usual}
    measures = {one.measure_id: one for one in visit.every_measure() if one.measure_id in told}
    with places[0]:
        named = several(
            "brief_numbers", "numbers", tuple(measures), usual, names_of(measures.values()), most=MOST_MEASURES
        )
    periods = {period: period for period in visit.periods(PERIOD_KIND)}
    with places[1]:
        opening = opening_period(visit, measures[named[0]])
        period = select("period_label", "period", periods, opening, {one: _year_label(one) for one in periods})
    groups, labels = groups_to_choose(visit)
    with places[2]:
        group = select("group", "group", groups, EVERYONE, labels)
    readers = {one.value: one for one in offered}
    with places[3]:
        names = {name: words.say(f"brief_choice_{one}") for name, one in readers.items()}
        reader = select("brief_made_for", "for", readers, next(iter(readers)), names)
    return BriefChoice(
        measures=tuple(measures[name] for name in named),
        period=period.value or "",
        groups=group.value,
        made_for=reader.value,
        link={"numbers": BETWEEN.join(named), **link_of({"period": period, "group": group, "for": reader})},
    )


def _year_label(period: str) -> str:
    """Name a year that ends with a quarter in a list: by its number where it is a calendar year."""
    named = parse_period(period)
    return str(named.last_on.year) if named.last_on.month == words.DECEMBER else words.period_choice(period)
