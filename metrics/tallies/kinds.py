"""What a measure of a period adds up: one small frozen value for each way of counting, with what it needs to know."""

from dataclasses import dataclass
from enum import StrEnum

from metrics.events import Events
from metrics.language import EpisodeStatus, Flag, Kind


class Statistic(StrEnum):
    """How many lengths become one."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, kw_only=True)
class AverageDay:
    """How many people are here on an average day: their days in the period over the days of the period."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many events there are in the period."""


@dataclass(frozen=True, kw_only=True)
class PeopleHere:
    """How many different people were here on any day of the period, a stay of one day among them."""


@dataclass(frozen=True, kw_only=True)
class LengthOfEnded:
    """How long the stays lasted that ended in the period."""

    statistic: Statistic


@dataclass(frozen=True, kw_only=True)
class LengthSoFar:
    """How long those who are here at the end of the last day of the period have been here by then."""

    statistic: Statistic


@dataclass(frozen=True, kw_only=True)
class ShortStays:
    """The share of the stays that ended in the period which lasted at most longest_days."""

    longest_days: int


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """The share of the events whose person left at most days before."""

    days: int


class Most(StrEnum):
    """What the people with the most have most of."""

    BOOKINGS = "bookings"
    DAYS = "days"


@dataclass(frozen=True, kw_only=True)
class TopShare:
    """What falls on the share (0..1) of the people with the most, rounded up to whole people."""

    share: float
    of: Most


@dataclass(frozen=True, kw_only=True)
class Marked:
    """The share of the events whose mark has one of the values. A mark that is empty is not stated."""

    flag: str
    values: frozenset[Flag]


@dataclass(frozen=True, kw_only=True)
class Often:
    """A rule of the county for people who come again and again: at least bookings in days, the last day inside."""

    bookings: int
    days: int


class OftenCounted(StrEnum):
    """What is counted of the people to whom the rule applies."""

    PEOPLE = "people"
    SHARE_OF_BOOKINGS = "share_of_bookings"


@dataclass(frozen=True, kw_only=True)
class OftenBooked:
    """The people to whom the rule applies when the period ends, or the share of the bookings in its days that is theirs."""

    rule: Often
    counted: OftenCounted


@dataclass(frozen=True, kw_only=True)
class AlsoSeen:
    """Of the people who were here in the period, the share that also has a record of such episodes in it."""

    others: Events


@dataclass(frozen=True, kw_only=True)
class SystemsSeen:
    """Of the people who were here in the period, the share seen in so many systems, this one included; most None is any more.

    others: the other systems that count, each with the kinds of episodes that its records may hold.
    """

    others: tuple[Events, ...]
    fewest: int
    most: int | None


class At(StrEnum):
    """When a state is asked for."""

    ENTRY = "entry"
    EXIT = "exit"
    UNKNOWN = "unknown"
    """Not a day: the state at entry, at exit or at both is not on record."""


@dataclass(frozen=True, kw_only=True)
class State:
    """Of the people who left in the period, the share in a state at entry or at exit, among those for whom both are known.

    kind is the kind of moments that tell the state, in whatever system; good the statuses that are the state.
    """

    kind: Kind
    good: frozenset[EpisodeStatus]
    at: At


class Since(StrEnum):
    """When a state is asked for, counted from the day a person entered."""

    ENTRY = "entry"
    SIX_MONTHS = "six_months"
    TWELVE_MONTHS = "twelve_months"
    UNKNOWN = "unknown"
    """Not a day: the state on one of these days, or on more, is not on record."""


@dataclass(frozen=True, kw_only=True)
class StateSince:
    """Of the people who entered in the period, the share in a state at entry, or so long after it, among those always known.

    kind and good as in State. The people are the same at each time: those whose state is known at all three.
    """

    kind: Kind
    good: frozenset[EpisodeStatus]
    since: Since


class Step(StrEnum):
    """How far someone comes who was sent to a program."""

    REFERRED = "referrals"
    SCREENED = "screened"
    ELIGIBLE = "eligible"
    ADMITTED = "admitted"
    ENGAGED = "engaged"
    FINISHED = "finished"


@dataclass(frozen=True, kw_only=True)
class CameAsFar:
    """Of the people sent to a program in the period, the share who came to a step in time; how many, for the first one."""

    step: Step


@dataclass(frozen=True, kw_only=True)
class CameOfIt:
    """The share of the events whose episode has one of the statuses. A status that is empty is not stated."""

    statuses: frozenset[EpisodeStatus]


@dataclass(frozen=True, kw_only=True)
class HadDuring:
    """The share of the episodes that ended in the period in which the person had such another event."""

    others: Events


Tally = (
    AverageDay
    | Count
    | PeopleHere
    | LengthOfEnded
    | LengthSoFar
    | ShortStays
    | LookBack
    | TopShare
    | Marked
    | OftenBooked
    | AlsoSeen
    | SystemsSeen
    | State
    | StateSince
    | CameAsFar
    | CameOfIt
    | HadDuring
)


def needs_both_ends(tally: Tally) -> bool:
    """Whether both ends of stays must be on record, because it matters who was still here on a day."""
    if isinstance(tally, TopShare):
        return tally.of is Most.DAYS
    return isinstance(tally, AverageDay | PeopleHere | LengthSoFar | LookBack | AlsoSeen | SystemsSeen)
