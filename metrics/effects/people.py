"""Who is compared: every moment at which a person could have entered a program, on one clock for both sides."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl

from metrics.cohort import INDEX_ON, RETURN_DAY, followed, person_days
from metrics.declaration import FollowUpMeasure
from metrics.effects.known_before import name_of, with_known_before
from metrics.effects.moments import PERSON, TIME_ZERO, TREATED, Whole
from metrics.events import Edge, Events, events, of_kinds
from metrics.group_keys import RECORD_KEY
from metrics.language import EpisodeStatus, Kind, System
from metrics.prepared import NEVER_ON, Prepared

WINDOWS: Final = (180, 365, 730)
"""Days. The windows that a difference is told for: fewer than those of rates, for each is one more answer about the same
people."""
NOT_FREE: Final = frozenset({EpisodeStatus.DIED, EpisodeStatus.SENT_TO_PRISON})
"""Ways to leave jail after which nobody can enter a program in the community. A transfer is none: where buildings write stays
of their own, it is how the first of them ended and not the whole (cohort.joined_episodes)."""


class Could(StrEnum):
    """What shows that a person could have entered: a step of the program, or nothing more than leaving jail."""

    EVERYONE = "everyone"
    REFERRED = "referred"
    SCREENED = "screened"
    """The program's screening found what the program is for."""
    FOUND_ELIGIBLE = "found_eligible"


_STEPS: Final = {
    Could.REFERRED: (Kind.REFERRAL, None),
    Could.SCREENED: (Kind.SCREENING, EpisodeStatus.POSITIVE),
    Could.FOUND_ELIGIBLE: (Kind.ELIGIBILITY, EpisodeStatus.ELIGIBLE),
}


class Start(StrEnum):
    """The moment from which both sides are watched."""

    LEAVING_JAIL = "leaving_jail"
    """The day on which a stay in jail ends during which the person was found to be one who could enter."""
    STEP = "step"
    """The day of that step itself, of people who are not in jail."""


@dataclass(frozen=True, kw_only=True)
class Compare:
    """How people come to one program, as its county declares it.

    codes: the program_id of its records. opened_on: the first day that it took people in. grace_days: days after the start
    in which people may enter; then the watch begins at their end, for both sides alike (a landmark). measure: the outcome.
    randomised: places were drawn by lot among those who could enter. covariates: known_before.IDS and ids of groupings.
    """

    program_id: str
    codes: frozenset[str]
    start: Start
    could: Could
    opened_on: dt.date
    grace_days: int
    measure: FollowUpMeasure
    randomised: bool
    covariates: tuple[str, ...]

    @property
    def starts(self) -> Events:
        """The events that the clock starts with."""
        return self.measure.starts if self.start is Start.LEAVING_JAIL else self.step

    @property
    def step(self) -> Events:
        """The events that show that a person could have entered; for EVERYONE there are none."""
        kind, status = _STEPS[self.could]
        statuses = None if status is None else frozenset({status})
        return Events(system=System.PROGRAM, kinds=frozenset({kind}), edge=Edge.START, statuses=statuses)

    @property
    def enrollments(self) -> Events:
        """The events by which people enter."""
        return Events(system=System.PROGRAM, kinds=frozenset({Kind.ENROLLMENT}), edge=Edge.START)

    @property
    def windows(self) -> tuple[int, ...]:
        """The windows that its difference is told for."""
        return tuple(days for days in WINDOWS if days in self.measure.windows_days)

    @property
    def needs(self) -> tuple[Events, ...]:
        """Events that must be on record to know who could enter and who did."""
        return (self.starts, self.enrollments, *(() if self.could is Could.EVERYONE else (self.step,)))


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Moments of people who could have entered, and that are in neither side, by the first reason that holds.

    not_free: they left jail for prison or by death, or were in jail at the step. enrolled_before: they had
    entered this program at an earlier time. out_first: the outcome came before the watch began, in the days of grace.
    second_draw: a later moment of a person whom chance has already decided about.
    """

    not_free: int
    enrolled_before: int
    out_first: int
    second_draw: int


@dataclass(frozen=True, kw_only=True)
class People:
    """The moments of both sides, and who is left out.

    frame: one row per moment, with the columns that estimating.estimate asks for, record_key and day, the day of the
    outcome counted from time zero (null: none on record). covariates: the names of their columns. known_through: the last
    day on which both the steps and the outcome are on record; a window must have ended by it.
    """

    frame: pl.DataFrame
    covariates: tuple[str, ...]
    left_out: LeftOut
    known_through: dt.date
    entered_through: dt.date


def outcome_name(window_days: int) -> str:
    """Return the name of the column that says whether the outcome came within a window."""
    return f"outcome_{window_days}"


def people(prepared: Prepared, compare: Compare) -> People | None:
    """Return the moments at which people could have entered, in or not; None where the records do not tell it.

    Time zero is the start plus the days of grace. In the program: whoever entered from the beginning of the stay (or from
    the step) to time zero, whatever came after. Not in it: everyone else who could have entered then, also those who enter
    later; nobody is asked to have stayed out of jail for it. A person may have several moments, but none after the first
    entry. An outcome counts from the day after time zero.
    """
    entered_through = min(prepared.settings.covered_through(needed) for needed in compare.needs)
    known_through = prepared.settings.followed_through(compare.measure)
    if NEVER_ON in (entered_through, known_through):
        return None
    starts = followed(prepared.episodes, compare.starts, compare.measure.outcomes)
    index = _could(prepared, compare, starts)
    entries = events(prepared.episodes.filter(_of(compare)), compare.enrollments)
    index = _placed(compare, index, entries)
    index = index.filter(pl.col(TIME_ZERO) <= entered_through, pl.col(INDEX_ON) >= compare.opened_on)
    kept, left_out = _without(index, _free(prepared, compare, index), compare)
    known, covariates = with_known_before(prepared.episodes, kept, compare.covariates)
    names = tuple(name_of(name) for name in covariates)
    day = (pl.col(RETURN_DAY) - compare.grace_days).alias("day")
    return People(
        frame=known.select(PERSON, TREATED, TIME_ZERO, day, RECORD_KEY, *names),
        covariates=names,
        left_out=left_out,
        known_through=known_through,
        entered_through=entered_through,
    )


def with_outcome(found: People, window_days: int, through_on: dt.date) -> pl.DataFrame:
    """Add whether the outcome came within a window; null for time zeros after through_on, who are not watched to the end."""
    came = (pl.col("day") <= window_days).fill_null(value=False).cast(pl.Int8)
    return found.frame.with_columns(
        pl.when(pl.col(TIME_ZERO) <= through_on).then(came).alias(outcome_name(window_days))
    )


def _of(compare: Compare) -> pl.Expr:
    return (pl.col("system") == System.PROGRAM) & pl.col("program_id").is_in(sorted(compare.codes))


def _could(prepared: Prepared, compare: Compare, starts: pl.DataFrame) -> pl.DataFrame:
    """Keep the starts of people who could enter: at a step, of this program; on leaving jail, with a step in that stay."""
    if compare.start is Start.STEP:
        return starts.filter(_of(compare)).unique(["person_id", INDEX_ON], keep="first", maintain_order=True)
    if compare.could is Could.EVERYONE:
        return starts
    steps = events(prepared.episodes.filter(_of(compare)), compare.step)
    return starts.filter(pl.Series(_between(np.sort(person_days(steps, "_on")), starts, INDEX_ON) > 0))


def _between(keys: Whole, index: pl.DataFrame, last: str) -> Whole:
    """Count the events, as sorted keys of person and day, from the start of each row's episode to the day in last."""
    return np.searchsorted(keys, person_days(index, last), "right") - np.searchsorted(
        keys, person_days(index, "start_on")
    )


def _placed(compare: Compare, index: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Add time zero, whether the person had entered by then, and whether they had already entered before this episode."""
    index = index.with_columns((pl.col(INDEX_ON) + pl.duration(days=compare.grace_days)).alias(TIME_ZERO))
    keys = np.sort(person_days(entries, "_on"))
    start = person_days(index, "start_on")
    earlier = np.searchsorted(keys, start) - _first_of_person(keys, index)
    return index.with_columns(
        pl.Series(TREATED, (_between(keys, index, TIME_ZERO) > 0).astype(np.int8)), pl.Series("_earlier", earlier > 0)
    )


def _first_of_person(keys: Whole, index: pl.DataFrame) -> Whole:
    """Return the place among sorted keys at which the records of each row's person begin."""
    return np.searchsorted(keys, person_days(index.with_columns(_first=pl.lit(dt.date.min)), "_first"))


def _free(prepared: Prepared, compare: Compare, index: pl.DataFrame) -> pl.Series:
    """Return who was free to enter as the clock starts: left jail for good, or was not in jail on the day of the step."""
    if compare.start is Start.LEAVING_JAIL:
        gone = pl.col("status").is_in(sorted(NOT_FREE)).fill_null(value=False)
        return index.select(gone.not_()).to_series()
    stays = of_kinds(prepared.episodes, compare.measure.starts)
    days = (
        np.sort(person_days(rows, on)) for rows, on in ((stays, "start_on"), (stays.drop_nulls("end_on"), "end_on"))
    )
    begun, ended = (
        np.searchsorted(keys, person_days(index, INDEX_ON), "right") - _first_of_person(keys, index) for keys in days
    )
    return pl.Series(begun == ended)


def _without(index: pl.DataFrame, free: pl.Series, compare: Compare) -> tuple[pl.DataFrame, LeftOut]:
    """Return the moments of both sides, and how many are in neither, each by the first reason that holds."""
    reason = (
        pl.when(~pl.lit(free))
        .then(pl.lit("not_free"))
        .when(pl.col("_earlier"))
        .then(pl.lit("enrolled_before"))
        .when((pl.col(RETURN_DAY) <= compare.grace_days).fill_null(value=False))
        .then(pl.lit("out_first"))
    )
    marked = index.with_columns(_why=reason)
    kept = marked.filter(pl.col("_why").is_null()).sort(PERSON, TIME_ZERO)
    once = kept.unique(PERSON, keep="first", maintain_order=True) if compare.randomised else kept
    counts = dict(marked["_why"].drop_nulls().value_counts().iter_rows())
    return once, LeftOut(
        not_free=counts.get("not_free", 0),
        enrolled_before=counts.get("enrolled_before", 0),
        out_first=counts.get("out_first", 0),
        second_draw=kept.height - once.height,
    )
