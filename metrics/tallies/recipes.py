"""How each kind of tally is counted: which rows it takes, what of them is added up, and what its value is made of."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import singledispatch
from typing import Final

import polars as pl

from metrics.events import Events
from metrics.language import NOT_STATED
from metrics.periods import Period, period_columns
from metrics.tallies import kinds, people, states, stays, steps
from metrics.tallies.kinds import Most, OftenCounted, Statistic, Step

Rows = Callable[..., pl.DataFrame]
"""Takes joined episodes, the events of the measure, periods, and what the recipe gives beside (see stays.py)."""

ROWS: Final = "rows"
"""The sum that every cell has: how many rows are in it."""
DAYS_OF_PERIOD: Final = "days_of_period"


class Value(StrEnum):
    """What the value of an answer is."""

    QUOTIENT = "quotient"
    """numerator / denominator; none where the denominator is 0."""
    COUNT = "count"
    """The numerator itself."""
    MEDIAN = "median"
    """The middle of the lengths of the rows; none where there are no rows."""


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How one tally is counted.

    rows, given: which rows, with what the function is given beside episodes, events and periods. adds: the sums of a cell, by
    name, each as a whole number of a row. numerator, denominator: names of sums, ROWS, or DAYS_OF_PERIOD; None for none.
    top_share: the numerator is the part of its sum that falls on this share of people with the most.
    has_interval: it is a share that chance moves. days_to_end: the rows of a period are those of so many days up to its end,
    where they are not those of its own days. reaches_back: the first day that the records must hold, where they must
    hold more than the period, from period_start and period_end. watched_days: days after the end of a period through which
    the records must go too; until then it is too early to tell.
    """

    rows: Rows
    given: tuple[Hashable, ...] = ()
    adds: Mapping[str, pl.Expr] = field(default_factory=dict)
    numerator: str | None
    denominator: str | None
    value: Value = Value.QUOTIENT
    top_share: float | None = None
    has_interval: bool = False
    days_to_end: int = 0
    reaches_back: pl.Expr | None = None
    watched_days: int = 0


def recipe(tally: kinds.Tally) -> Recipe:
    """Return how a tally is counted; TypeError for one that no recipe is written for."""
    return _recipe(tally)


def is_reached(one: Recipe, data_first_on: dt.date) -> pl.Expr:
    """Whether the records reach back as far as the tally looks in a period, from its period_columns."""
    return pl.lit(value=True) if one.reaches_back is None else one.reaches_back >= data_first_on


def is_watched(one: Recipe, held_through_on: dt.date) -> pl.Expr:
    """Whether the records, which are held through a day, go on as long as the tally watches people after a period."""
    return pl.col("period_end") <= held_through_on - dt.timedelta(days=one.watched_days)


def reached(one: Recipe, periods: Sequence[Period], data_first_on: dt.date, held_through_on: dt.date) -> list[Period]:
    """Return the periods for which the records reach back, and go on, as far as the tally looks."""
    known_of = is_reached(one, data_first_on) & is_watched(one, held_through_on)
    known = period_columns(periods).with_columns(_known=known_of)["_known"]
    return [period for period, is_known in zip(periods, known, strict=True) if is_known]


def _summed(*columns: str) -> dict[str, pl.Expr]:
    return {column: pl.col(column) for column in columns}


@singledispatch
def _recipe(tally: object) -> Recipe:
    raise TypeError(f"no recipe is written for {type(tally).__name__}")


@_recipe.register
def _(_: kinds.AverageDay) -> Recipe:
    days = stays.DAYS_HELD
    return Recipe(rows=stays.held, adds=_summed(days), numerator=days, denominator=DAYS_OF_PERIOD)


@_recipe.register
def _(_: kinds.Count) -> Recipe:
    return Recipe(rows=stays.happened, numerator=ROWS, denominator=None, value=Value.COUNT)


@_recipe.register
def _(_: kinds.PeopleHere) -> Recipe:
    return Recipe(rows=people.here, numerator=ROWS, denominator=None, value=Value.COUNT)


@_recipe.register
def _(tally: kinds.LengthOfEnded) -> Recipe:
    return _length(stays.happened, tally.statistic)


@_recipe.register
def _(tally: kinds.LengthSoFar) -> Recipe:
    return _length(stays.here_on_last_day, tally.statistic)


def _length(rows: Rows, statistic: Statistic) -> Recipe:
    if statistic is Statistic.MEDIAN:
        return Recipe(rows=rows, numerator=None, denominator=ROWS, value=Value.MEDIAN)
    return Recipe(rows=rows, adds=_summed(stays.LENGTH_DAYS), numerator=stays.LENGTH_DAYS, denominator=ROWS)


@_recipe.register
def _(tally: kinds.ShortStays) -> Recipe:
    name = f"up_to_{tally.longest_days}"
    short = (pl.col(stays.LENGTH_DAYS) <= tally.longest_days).cast(pl.Int64)
    return Recipe(rows=stays.happened, adds={name: short}, numerator=name, denominator=ROWS, has_interval=True)


@_recipe.register
def _(tally: kinds.LookBack) -> Recipe:
    return Recipe(
        rows=stays.looked_back,
        given=(tally.days,),
        adds=_summed(stays.HELD_BEFORE),
        numerator=stays.HELD_BEFORE,
        denominator=ROWS,
        has_interval=True,
        reaches_back=pl.col("period_start").dt.offset_by(f"-{tally.days}d"),
    )


@_recipe.register
def _(tally: kinds.TopShare) -> Recipe:
    if tally.of is Most.BOOKINGS:
        return Recipe(rows=stays.happened, numerator=ROWS, denominator=ROWS, top_share=tally.share)
    days = stays.DAYS_HELD
    return Recipe(rows=stays.held, adds=_summed(days), numerator=days, denominator=days, top_share=tally.share)


@_recipe.register
def _(tally: kinds.Marked) -> Recipe:
    values = sorted(tally.values)
    name = "_".join((tally.flag, *values))
    marked = pl.col(tally.flag).fill_null(NOT_STATED).is_in(values).cast(pl.Int64)
    return Recipe(rows=stays.happened, adds={name: marked}, numerator=name, denominator=ROWS, has_interval=True)


@_recipe.register
def _(tally: kinds.OftenBooked) -> Recipe:
    often = people.OFTEN
    counts_people = tally.counted is OftenCounted.PEOPLE
    return Recipe(
        rows=people.booked if counts_people else people.bookings_of_often,
        given=(tally.rule,),
        adds=_summed(often),
        numerator=often,
        denominator=None if counts_people else ROWS,
        value=Value.COUNT if counts_people else Value.QUOTIENT,
        days_to_end=tally.rule.days,
        reaches_back=pl.col("period_end").dt.offset_by(f"-{tally.rule.days - 1}d"),
    )


@_recipe.register
def _(tally: kinds.AlsoSeen) -> Recipe:
    seen = people.seen_column(tally.others)
    return _of_people_here((tally.others,), seen, pl.col(seen))


@_recipe.register
def _(tally: kinds.SystemsSeen) -> Recipe:
    most = len(tally.others) + 1 if tally.most is None else tally.most
    name = f"in_{tally.fewest}_to_{most}"
    return _of_people_here(tally.others, name, pl.col(people.SYSTEMS).is_between(tally.fewest, most).cast(pl.Int64))


def _of_people_here(others: tuple[Events, ...], name: str, counted: pl.Expr) -> Recipe:
    return Recipe(
        rows=people.here, given=(others,), adds={name: counted}, numerator=name, denominator=ROWS, has_interval=True
    )


@_recipe.register
def _(tally: kinds.State) -> Recipe:
    numerator, denominator = {
        kinds.At.ENTRY: (states.GOOD_AT_ENTRY, states.BOTH_KNOWN),
        kinds.At.EXIT: (states.GOOD_AT_EXIT, states.BOTH_KNOWN),
        kinds.At.UNKNOWN: (states.UNKNOWN, ROWS),
    }[tally.at]
    return Recipe(
        rows=states.entry_and_exit,
        given=(tally.kind, tally.good),
        adds=_summed(states.GOOD_AT_ENTRY, states.GOOD_AT_EXIT, states.BOTH_KNOWN, states.UNKNOWN),
        numerator=numerator,
        denominator=denominator,
        has_interval=True,
    )


@_recipe.register
def _(tally: kinds.StateSince) -> Recipe:
    good = {
        kinds.Since.ENTRY: states.GOOD_AT_ENTRY,
        kinds.Since.SIX_MONTHS: states.GOOD_AFTER_6_MONTHS,
        kinds.Since.TWELVE_MONTHS: states.GOOD_AFTER_12_MONTHS,
    }
    unknown = tally.since is kinds.Since.UNKNOWN
    return Recipe(
        rows=states.since_entry,
        given=(tally.kind, tally.good),
        adds=_summed(*good.values(), states.ALWAYS_KNOWN, states.UNKNOWN),
        numerator=states.UNKNOWN if unknown else good[tally.since],
        denominator=ROWS if unknown else states.ALWAYS_KNOWN,
        has_interval=True,
        watched_days=states.WATCHED_DAYS,
    )


_WATCHED_DAYS: Final = {
    Step.REFERRED: 0,
    Step.SCREENED: steps.DAYS_TO_ADMIT,
    Step.ELIGIBLE: steps.DAYS_TO_ADMIT,
    Step.ADMITTED: steps.DAYS_TO_ADMIT,
    Step.ENGAGED: steps.DAYS_TO_ADMIT + steps.DAYS_TO_ENGAGE,
    Step.FINISHED: steps.DAYS_TO_FINISH,
}


@_recipe.register
def _(tally: kinds.CameAsFar) -> Recipe:
    if tally.step is Step.REFERRED:
        return Recipe(rows=steps.came_as_far, numerator=ROWS, denominator=None, value=Value.COUNT)
    return Recipe(
        rows=steps.came_as_far,
        adds=_summed(tally.step),
        numerator=tally.step,
        denominator=ROWS,
        has_interval=True,
        watched_days=_WATCHED_DAYS[tally.step],
    )


@_recipe.register
def _(tally: kinds.CameOfIt) -> Recipe:
    statuses = sorted(tally.statuses)
    name = f"came_of_it_{'_'.join(statuses)}"
    has = pl.col("status").fill_null(NOT_STATED).is_in(statuses).cast(pl.Int64)
    return Recipe(rows=stays.happened, adds={name: has}, numerator=name, denominator=ROWS, has_interval=True)


@_recipe.register
def _(tally: kinds.HadDuring) -> Recipe:
    return Recipe(
        rows=steps.while_there,
        given=(tally.others,),
        adds=_summed(steps.HAD_DURING),
        numerator=steps.HAD_DURING,
        denominator=ROWS,
        has_interval=True,
    )
