"""What presentation needs to know of a county: its name, its words for places and groups, the days its records cover."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from metrics.folding import OTHER_GROUPS
from metrics.language import NOT_STATED, UNMAPPED
from metrics.programs import PROGRAM


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group of a grouping; people is how a sentence names its members."""

    group_id: str
    label: str
    people: str


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """One way to split people. groups hold the county's own groups only, in the county's order.

    flag is the name of the mark that the county attaches to people (such as a designation), so that the two groups can be
    told as "with" and "without"; empty where the grouping is none.
    """

    grouping_id: str
    label: str
    groups: tuple[Group, ...]
    flag: str = ""

    def order(self, group_id: str) -> int:
        """Return the place of a group in lists: the county's order, then other groups, not stated, then code not known."""
        ids = [group.group_id for group in self.groups] + [OTHER_GROUPS, NOT_STATED, UNMAPPED]
        return ids.index(group_id) if group_id in ids else len(ids)


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program of the county. people is how a sentence names its members.

    intercept: its place on a person's path (metrics.programs.INTERCEPTS).
    """

    program_id: str
    name: str
    about: str
    people: str
    intercept: int
    randomised: bool


@dataclass(frozen=True, kw_only=True)
class Happened:
    """Something that happened on a day and that readers must know of to read a trend."""

    on: dt.date
    text: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A county as screens name it. inside is the place that people leave, as in "people who left {inside}".

    name_in_files is its name in the names of files, which are the same in every language.
    switches are the county's choices by their id (metrics.switches).
    """

    name: str
    name_in_files: str
    inside: str
    made_up: bool
    groupings: tuple[Grouping, ...]
    first_on: dt.date
    last_on: dt.date
    gap_days: int
    switches: Mapping[str, bool]
    publication_id: str
    protection: str
    happened: tuple[Happened, ...] = ()
    programs: tuple[Program, ...] = ()
    programs_label: str = ""

    @property
    def every_grouping(self) -> tuple[Grouping, ...]:
        """The county's groupings, then the one by program where it names programs: a column of files, no choice of a page."""
        if not self.programs:
            return self.groupings
        named = tuple(Group(group_id=one.program_id, label=one.name, people=one.people) for one in self.programs)
        return (*self.groupings, Grouping(grouping_id=PROGRAM, label=self.programs_label, groups=named))

    def program(self, program_id: str) -> Program | None:
        """Return the program with this id; None where the county has no such program."""
        return next((one for one in self.programs if one.program_id == program_id), None)

    def grouping(self, grouping_id: str) -> Grouping:
        """Return the grouping with this id, or raise KeyError."""
        for grouping in self.every_grouping:
            if grouping.grouping_id == grouping_id:
                return grouping
        raise KeyError(grouping_id)
