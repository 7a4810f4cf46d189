"""What may be told of answers whose groups are large enough: one rule for each family of measures.

Every number is made of counts that went through the noise table. Who is in a group decides the shift; what happened to
them never does.
"""

from functools import singledispatch
from typing import Final

import numpy as np
import polars as pl

from metrics.amounts import DAYS_IN_100_YEARS
from metrics.answers import GROUP_SIZE, NUMBERS
from metrics.blurring import SHAKY, Noise, cumulative, share_columns
from metrics.declaration import Amount, AmountMeasure, FollowUpMeasure, Measure, Unit
from metrics.intervals import FEW_EVENTS, Z_95
from metrics.language import Status
from metrics.limits import TABLE, Limits
from metrics.tallies.kinds import (
    AlsoSeen,
    AverageDay,
    CameAsFar,
    CameOfIt,
    Count,
    HadDuring,
    LengthOfEnded,
    LengthSoFar,
    LookBack,
    Marked,
    Most,
    OftenBooked,
    OftenCounted,
    PeopleHere,
    ShortStays,
    Since,
    State,
    StateSince,
    Statistic,
    Step,
    SystemsSeen,
    TopShare,
)

DAYS_IN_A_YEAR: Final = 365
MOST_BOOKINGS: Final = 10
"""In the days of the rule for people booked often: more than nearly anyone has."""
COUNTED_ALIKE: Final = "counted_alike"
"""The first measure with the same people behind it: their number has one shift for all of these measures."""
PEOPLE_SHOWN: Final = "people_shown"
CELL_OF_ANSWERS: Final = "cell"


def told(measure: Measure, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Return the rows of one measure with numbers that may be told, by the rule of its family; hidden without a rule."""
    if isinstance(measure, FollowUpMeasure):
        return _followed(measure, rows, limits, noise)
    if isinstance(measure, AmountMeasure):
        amounts = {Amount.DAYS_AT_LIBERTY: _free_days, Amount.RETURNS_PER_100_YEARS: _returns}
        return amounts[measure.amount](rows, noise) if measure.amount in amounts else hidden(rows)
    return _tallied(measure.tally, rows, limits, noise)


def hidden(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with one neutral mark: no numbers, no flags, whatever the reason."""
    return rows.with_columns(
        *(pl.lit(None, rows.schema[name]).alias(name) for name in NUMBERS),
        flags=pl.lit(""),
        status=pl.lit(Status.HIDDEN.value),
    )


def noisy(rows: pl.DataFrame, noise: Noise, what: str, count: str) -> pl.Series:
    """Return the shown counts of one column; `what` of these people is counted alike in all measures that count it."""
    return noise.shown(rows.with_columns(_what=pl.lit(f"{what} of ") + pl.col(COUNTED_ALIKE)), "_what", count)


def _shift(rows: pl.DataFrame, noise: Noise) -> pl.Series:
    """Return a shift for something that is added up over people: of whole people, times what one of them can add."""
    key = pl.concat_str(pl.col("measure_id"), pl.lit("sum"), pl.col("window_days"), separator=" ", ignore_nulls=True)
    return noise.shown(rows.with_columns(_what=key), "_what", GROUP_SIZE) - rows[GROUP_SIZE]


def _shares(rows: pl.DataFrame, noise: Noise, denominator: pl.Series) -> pl.DataFrame:
    """Shares of what the denominator, which is shifted already, counts."""
    numerator = noise.shown(rows, "measure_id", "numerator")
    rows = rows.with_columns(numerator, denominator).with_columns(pl.min_horizontal("numerator", "denominator"))
    return rows.with_columns(share_columns(pl.col("numerator"), pl.col("denominator")))


def _followed(measure: FollowUpMeasure, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Shares that never fall from one window to the next; points of a curve only for groups that are large enough."""
    named = pl.col("window_days").is_in(measure.windows)
    too_fine = ~named & (pl.col(PEOPLE_SHOWN) < limits.of_a_curve)
    kept = rows.filter(~too_fine).sort(CELL_OF_ANSWERS, "window_days")
    key = pl.col("measure_id") + " " + pl.col("window_days").cast(pl.String)
    numerator = noise.shown(kept.with_columns(_what=key), "_what", "numerator")
    if measure.unit is Unit.PERSON:
        denominator = kept[PEOPLE_SHOWN].alias("denominator")
    else:
        denominator = noisy(kept, noise, "events", "denominator")
    kept = kept.with_columns(denominator, numerator).with_columns(pl.min_horizontal("numerator", "denominator"))
    kept = kept.with_columns(_rising(kept.with_columns(_named=named)))
    return pl.concat(
        [kept.with_columns(share_columns(pl.col("numerator"), pl.col("denominator"))), hidden(rows.filter(too_fine))]
    )


def _rising(rows: pl.DataFrame) -> pl.Series:
    """Return the numerators as cumulative counts, cell by cell; rows are sorted by cell and window."""
    counts, named = rows["numerator"].to_numpy().copy(), rows["_named"].to_numpy()
    starts = np.flatnonzero(np.diff(rows[CELL_OF_ANSWERS].to_numpy(), prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(counts)], strict=True):
        if (np.diff(counts[start:end]) < 0).any():
            counts[start:end] = cumulative(counts[start:end], named[start:end])
    return pl.Series("numerator", counts)


def _population(rows: pl.DataFrame, noise: Noise, days_held: str, days: pl.Expr) -> pl.Series:
    """Return people per day as whole shown people: who is held every day counts as one person, and nobody as more."""
    average = rows.with_columns((pl.col(days_held) / days).round().cast(pl.Int64).alias("_average"))
    return noisy(average, noise, "population", "_average")


def _lost_days(rows: pl.DataFrame, noise: Noise, free_days: str) -> pl.Expr:
    """Return the days of the window that people were not free, shifted as if each could lose the whole window."""
    window, people = pl.col("window_days").cast(pl.Int64), pl.col(PEOPLE_SHOWN)
    shift = noisy(rows, noise, "free days", GROUP_SIZE) - rows[GROUP_SIZE]
    lost = pl.col(GROUP_SIZE) * window - pl.col(free_days) + pl.lit(shift) * window
    return pl.min_horizontal(pl.max_horizontal(lost, 0), people * window)


def _free_days(rows: pl.DataFrame, noise: Noise) -> pl.DataFrame:
    """Days per person in whole days; the range allows for the largest spread that such a mean can have (Bhatia-Davis)."""
    window, people = pl.col("window_days").cast(pl.Int64), pl.col(PEOPLE_SHOWN)
    free = people * window - _lost_days(rows, noise, "numerator")
    rows = rows.with_columns(free.alias("numerator"), people.alias("denominator"))
    mean = pl.col("numerator") / pl.col("denominator")
    blur = TABLE.variance * (window**2 + mean**2) / people.cast(pl.Float64) ** 2
    half = Z_95 * (mean * (window - mean) / people + blur).sqrt()
    return rows.with_columns(
        value=mean.round(),
        low=(mean - half).floor().clip(0),
        high=pl.min_horizontal((mean + half).ceil(), window.cast(pl.Float64)),
        flags=pl.lit(""),
    )


def _returns(rows: pl.DataFrame, noise: Noise) -> pl.DataFrame:
    """Returns per 100 years; for the range the variance of a count is twice the count, for some people return often."""
    window, people = pl.col("window_days").cast(pl.Int64), pl.col(PEOPLE_SHOWN)
    free = people * window - _lost_days(rows, noise, "denominator")
    key = pl.col("measure_id") + " " + pl.col("window_days").cast(pl.String)
    seen = noise.shown(rows.with_columns(_what=key), "_what", "numerator")
    rows = rows.with_columns(free.alias("denominator"), seen)
    returns, years = pl.col("numerator"), pl.col("denominator") / DAYS_IN_100_YEARS
    half = Z_95 * (2 * returns.clip(1) + TABLE.variance).sqrt()
    shaky = pl.when(returns < FEW_EVENTS).then(pl.lit(SHAKY)).otherwise(pl.lit(""))
    return rows.with_columns(
        value=(returns / years).round(),
        low=((returns - half) / years).floor().clip(0),
        high=((returns + half) / years).ceil(),
        flags=shaky,
    )


@singledispatch
def _tallied(tally: object, _rows: pl.DataFrame, _limits: Limits, _noise: Noise) -> pl.DataFrame:
    """Return the rows of a measure of a period, by the rule of its tally."""
    raise TypeError(f"no rule is written for {type(tally).__name__}")


@_tallied.register
def _(tally: CameAsFar, rows: pl.DataFrame, _limits: Limits, noise: Noise) -> pl.DataFrame:
    """Shares of the people sent to a program, who have one shift at every step; the first step is their number."""
    sent = noisy(rows, noise, "sent", "numerator" if tally.step is Step.REFERRED else "denominator")
    if tally.step is not Step.REFERRED:
        return _shares(rows, noise, sent)
    return rows.with_columns(sent, sent.cast(pl.Float64).alias("value"), flags=pl.lit(""))


@_tallied.register
def _(
    _tally: ShortStays | LookBack | Marked | CameOfIt | HadDuring, rows: pl.DataFrame, _limits: Limits, noise: Noise
) -> pl.DataFrame:
    return _shares(rows, noise, noisy(rows, noise, "stays", "denominator"))


@_tallied.register
def _(_tally: AlsoSeen | SystemsSeen, rows: pl.DataFrame, _limits: Limits, noise: Noise) -> pl.DataFrame:
    return _shares(rows, noise, rows[PEOPLE_SHOWN].alias("denominator"))


@_tallied.register
def _(_tally: PeopleHere, rows: pl.DataFrame, _limits: Limits, _noise: Noise) -> pl.DataFrame:
    people = pl.col(PEOPLE_SHOWN)
    return rows.with_columns(numerator=people, value=people.cast(pl.Float64), flags=pl.lit(""))


@_tallied.register
def _(_tally: State, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Shares of the people whose state is known at both ends, or is not: hidden where these are fewer than a group needs.

    How many are known is no matter of who is in the group, so the shifted number decides.
    """
    known = noise.shown(rows.with_columns(_what=pl.col("measure_id") + " known"), "_what", "denominator")
    return _shares_of_known(rows, known, limits, noise)


@_tallied.register
def _(tally: StateSince, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Likewise; how many are known has one shift at all times, for they are the same people."""
    if tally.since is Since.UNKNOWN:
        return _shares(rows, noise, rows[PEOPLE_SHOWN].alias("denominator"))
    return _shares_of_known(rows, noisy(rows, noise, f"known {tally.kind}", "denominator"), limits, noise)


def _shares_of_known(rows: pl.DataFrame, known: pl.Series, limits: Limits, noise: Noise) -> pl.DataFrame:
    few = known < limits.smallest_group
    told = _shares(rows.filter(~few), noise, known.filter(~few))
    return pl.concat([told, hidden(rows.filter(few))])


@_tallied.register
def _(_tally: Count, rows: pl.DataFrame, _limits: Limits, noise: Noise) -> pl.DataFrame:
    """Numbers of stays: the shift is that of one stay. A person with many is kept from sight by the floor."""
    stays = noisy(rows, noise, "stays", "numerator")
    return rows.with_columns(stays, stays.cast(pl.Float64).alias("value"), flags=pl.lit(""))


@_tallied.register
def _(_tally: AverageDay, rows: pl.DataFrame, _limits: Limits, noise: Noise) -> pl.DataFrame:
    """People per day, in whole people."""
    population = _population(rows, noise, "numerator", pl.col("denominator"))
    value = population.cast(pl.Float64)
    return rows.with_columns(numerator=population * rows["denominator"], value=value, flags=pl.lit(""))


@_tallied.register
def _(tally: LengthOfEnded | LengthSoFar, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Mean and middle length in whole days, of large groups alone; for the mean a person may add up to a year."""
    few = pl.col(PEOPLE_SHOWN) < limits.of_a_sum
    kept = rows.filter(~few)
    stays = noisy(kept, noise, "stays", "denominator")
    if tally.statistic is Statistic.MEAN:
        days = (kept["numerator"] + _shift(kept, noise) * DAYS_IN_A_YEAR).clip(0)
        kept = kept.with_columns(numerator=days, value=(days / stays).round())
    told = kept.with_columns(stays, pl.col("value").round(), flags=pl.lit(""))
    return pl.concat([told, hidden(rows.filter(few))])


@_tallied.register
def _(tally: TopShare, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Shares of the people with the most, where these are enough; each of them may add as much as they do on average."""
    top = (pl.col(PEOPLE_SHOWN) * tally.share).ceil()
    few = top < limits.of_a_top
    kept = rows.filter(~few)
    if tally.of is Most.BOOKINGS:
        denominator = noisy(kept, noise, "stays", "denominator")
    else:
        days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
        denominator = _population(kept, noise, "denominator", days) * kept.select(days).to_series()
    shifted = pl.col("numerator") * (1 + pl.lit(_shift(kept, noise)) / top)
    kept = kept.with_columns(shifted.round().cast(pl.Int64).clip(0), denominator.alias("denominator"))
    kept = kept.with_columns(pl.min_horizontal("numerator", "denominator"), flags=pl.lit(""))
    told = kept.with_columns(value=(pl.col("numerator") / pl.col("denominator")).round(2))
    return pl.concat([told, hidden(rows.filter(few))])


@_tallied.register
def _(tally: OftenBooked, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Number of people booked often, or the share of bookings that is theirs, to which each may add MOST_BOOKINGS."""
    if tally.counted is OftenCounted.PEOPLE:
        people = noise.shown(rows, "measure_id", "numerator")
        return rows.with_columns(people, people.cast(pl.Float64).alias("value"), flags=pl.lit(""))
    few = pl.col(PEOPLE_SHOWN) < limits.of_a_sum
    kept = rows.filter(~few)
    bookings = noisy(kept, noise, "stays", "denominator")
    theirs = (kept["numerator"] + _shift(kept, noise) * MOST_BOOKINGS).clip(0)
    kept = kept.with_columns(theirs, bookings).with_columns(pl.min_horizontal("numerator", "denominator"))
    told = kept.with_columns(value=(pl.col("numerator") / pl.col("denominator")).round(2), flags=pl.lit(""))
    return pl.concat([told, hidden(rows.filter(few))])
