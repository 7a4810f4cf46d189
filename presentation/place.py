"""What presentation needs to know of a county: its name, its words for places and groups, the days its records cover."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from metrics.folding import OTHER_GROUPS
from metrics.language import NOT_STATED, UNMAPPED


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

    def grouping(self, grouping_id: str) -> Grouping:
        """Return the grouping with this id, or raise KeyError."""
        for grouping in self.groupings:
            if grouping.grouping_id == grouping_id:
                return grouping
        raise KeyError(grouping_id)
