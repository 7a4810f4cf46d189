"""The filters of the pages of programs: which program, the year, the group, and the grouping to compare by."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from metrics.programs import PROGRAM
from presentation import programs, words
from presentation.place import Grouping, Program
from shell import filters
from shell.chosen import Picked, select
from shell.visit import Visit

_LIST_WIDTHS = (1, 3)


@dataclass(frozen=True, kw_only=True)
class ProgramChoice:
    """What the reader chose. program is None on the list; groups is empty for everyone."""

    program: Program | None
    period: str
    groups: Mapping[str, str]
    grouping: Grouping | None
    link: Mapping[str, str]

    @property
    def only(self) -> Mapping[str, str]:
        """The program and the group, as answers are looked up."""
        return {**self.groups, PROGRAM: self.program.program_id} if self.program else self.groups


def choose_year(visit: Visit) -> ProgramChoice:
    """Show the filter for the year; the page opens on the newest one for which it is known who finished."""
    with st.container(key="filters"):
        places = st.columns(_LIST_WIDTHS, gap="medium")
    with places[0]:
        picked = {"period": _year(visit)}
    return ProgramChoice(
        program=None, period=picked["period"].value or "", groups={}, grouping=None, link=filters.link_of(picked)
    )


def choose_program(visit: Visit) -> ProgramChoice:
    """Show the four filters of the page of one program; the county names at least one."""
    named = {program.program_id: program for program in visit.place.programs}
    picked: dict[str, Picked] = {}
    with st.container(key="filters"):
        places = st.columns(filters.VIEW_WIDTHS, gap="medium")
    with places[1]:
        labels = {name: program.name for name, program in named.items()}
        picked[PROGRAM] = select("programs_label", PROGRAM, named, next(iter(named)), labels)
    with places[0]:
        picked["period"] = _year(visit)
    groups, labels = filters.groups_to_choose(visit)
    with places[2]:
        picked["group"] = select("group", "group", groups, filters.EVERYONE, labels)
    with places[3]:
        picked["by"] = _grouping(visit)
    return ProgramChoice(
        program=picked[PROGRAM].value,
        period=picked["period"].value or "",
        groups=picked["group"].value,
        grouping=picked["by"].value,
        link=filters.link_of(picked),
    )


def _grouping(visit: Visit) -> Picked:
    """Show the filter to compare by. It opens on one that is no mark of a jail: programs rarely do."""
    groupings = {grouping.grouping_id: grouping for grouping in visit.place.groupings}
    opening = next((name for name, grouping in groupings.items() if not grouping.flag), "")
    return select("compare_by", "by", groupings, opening, {name: one.label for name, one in groupings.items()})


def _year(visit: Visit) -> Picked:
    years = {period: words.period(period) for period in visit.periods(filters.YEAR)}
    opening = filters.newest_finished(visit, tuple(years), programs.OPENING)
    return select("period_label", "period", {year: year for year in years}, opening, years)
