"""From the raw answers of a closed set to answers that may be told: what publishing will go through (issue 5).

shared/PROTECTION.md has the reasons. What is asked is limited first (metrics.folding, metrics.closeness), then the size of
groups, and what is left is blurred (metrics.blurring). A measure for which no rule stands here is hidden.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from metrics.amounts import DAYS_IN_100_YEARS
from metrics.answers import GROUP_SIZE, NUMBERS, PublishedAnswers, RawAnswers, answer_schema
from metrics.blurring import SHAKY, WITH_SMALL_GROUPS, Noise, cumulative, share_columns
from metrics.closed import Behind, ClosedSet, behind
from metrics.declaration import Amount, AmountMeasure, FollowUpMeasure, Measure, Unit
from metrics.group_keys import KEY_SUM
from metrics.intervals import FEW_EVENTS, Z_95
from metrics.language import Status
from metrics.limits import TABLE, Limits
from metrics.tallies.kinds import (
    AverageDay,
    Count,
    LengthOfEnded,
    LookBack,
    Most,
    ShortStays,
    Statistic,
    Tally,
    TopShare,
)

DAYS_IN_A_YEAR: Final = 365
_COHORT: Final = "_cohort"
_PEOPLE: Final = "_people"
_CELL: Final = "_cell"


def protect(raw: RawAnswers, closed: ClosedSet, measures: Sequence[Measure], noise: Noise) -> PublishedAnswers:
    """Return what an audience may read, made of the raw answers of a closed set (measuring.everything with closed).

    A row is shown only where its group has at least limits.smallest_group people, both truly and after noise. Everything
    else whose number would be known has status hidden, whatever the reason, and no numbers or flags; too_early and
    not_reported stay as they are. Which rows are hidden depends on who is in a group, never on an outcome.
    """
    limits = closed.limits
    frame = raw.frame.with_row_index("_row").join(_behind(measures), on="measure_id", how="left", maintain_order="left")
    groups = closed.groups(raw.grouping_ids)
    on = ["population", "unit", "period", *raw.grouping_ids]
    frame = frame.join(groups, on=on, how="left", maintain_order="left")
    cell = pl.struct("measure_id", "period", *raw.grouping_ids).rank("dense").cast(pl.Int64).alias(_CELL)
    frame = frame.with_columns(cell, pl.col(KEY_SUM).fill_null(0), pl.col("widened").fill_null(value=False))
    frame = frame.with_columns(_noisy(frame, noise, "people", GROUP_SIZE).alias(_PEOPLE))
    enough = (pl.col(GROUP_SIZE) >= limits.smallest_group) & (pl.col(_PEOPLE) >= limits.smallest_group)
    known = pl.col("status") == Status.SHOWN
    parts = [frame.filter(~known), _hidden(frame.filter(known & ~enough))]
    shown = frame.filter(known & enough)
    if not shown.filter(pl.col(KEY_SUM) == 0).is_empty():
        raise ValueError("people without record keys cannot be published: make the extract anew")
    for measure in measures:
        rows = shown.filter(pl.col("measure_id") == measure.measure_id)
        if rows.height:
            parts.append(_told(measure, rows, limits, noise))
    schema = answer_schema(raw.grouping_ids)
    whole = pl.concat([part.select("_row", "widened", *schema) for part in parts]).sort("_row")
    wide = pl.col("widened") & (pl.col("status") == Status.SHOWN)
    flags = pl.concat_str(
        pl.col("flags"), pl.when(wide).then(pl.lit(WITH_SMALL_GROUPS)), separator=" ", ignore_nulls=True
    )
    whole = whole.with_columns(flags.str.strip_chars().alias("flags"))
    return PublishedAnswers(frame=whole.select(*schema), grouping_ids=raw.grouping_ids)


def _behind(measures: Sequence[Measure]) -> pl.DataFrame:
    """Say of each measure who stands behind it: the place of the population, which of its people, and a name for both.

    The name is the first measure with the same people: their number has one noise for all measures.
    """
    places: dict[Behind, int] = {}
    first: dict[tuple[int, Unit], str] = {}
    rows = []
    for measure in measures:
        place = places.setdefault(behind(measure), len(places))
        unit = Unit.PERSON if isinstance(measure, AmountMeasure) else getattr(measure, "unit", Unit.EVERY_EVENT)
        rows.append((measure.measure_id, place, unit.value, first.setdefault((place, unit), measure.measure_id)))
    schema = {"measure_id": pl.String, "population": pl.Int32, "unit": pl.String, _COHORT: pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _told(measure: Measure, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Return the rows of one measure with numbers that may be told, by the rule of its family; hidden without a rule."""
    if isinstance(measure, FollowUpMeasure):
        return _followed(measure, rows, limits, noise)
    if isinstance(measure, AmountMeasure):
        amounts = {Amount.DAYS_AT_LIBERTY: _free_days, Amount.RETURNS_PER_100_YEARS: _returns}
        return amounts[measure.amount](rows, noise) if measure.amount in amounts else _hidden(rows)
    return _tallied(measure.tally, rows, limits, noise)


def _tallied(tally: Tally, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Return the rows of a measure of a period; hidden where no rule is written for its tally."""
    if isinstance(tally, ShortStays | LookBack):
        return _shares(rows, noise)
    if isinstance(tally, Count):
        return _counts(rows, noise)
    if isinstance(tally, AverageDay):
        return _population_of(rows, noise)
    if isinstance(tally, LengthOfEnded):
        return _lengths(tally, rows, limits, noise)
    if isinstance(tally, TopShare):
        return _tops(tally, rows, limits, noise)
    return _hidden(rows)


def _hidden(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with one neutral mark: no numbers, no flags, whatever the reason."""
    return rows.with_columns(
        *(pl.lit(None, rows.schema[name]).alias(name) for name in NUMBERS),
        flags=pl.lit(""),
        status=pl.lit(Status.HIDDEN.value),
    )


def _noisy(rows: pl.DataFrame, noise: Noise, what: str, count: str) -> pl.Series:
    """Return the shown counts of one column; `what` of these people is counted alike in all measures that count it."""
    return noise.shown(rows.with_columns(_what=pl.lit(f"{what} of ") + pl.col(_COHORT)), "_what", count)


def _shift(rows: pl.DataFrame, noise: Noise) -> pl.Series:
    """Return a shift for something that is added up over people: of whole people, times what one of them can add."""
    key = pl.concat_str(pl.col("measure_id"), pl.lit("sum"), pl.col("window_days"), separator=" ", ignore_nulls=True)
    return noise.shown(rows.with_columns(_what=key), "_what", GROUP_SIZE) - rows[GROUP_SIZE]


def _shares(rows: pl.DataFrame, noise: Noise) -> pl.DataFrame:
    """Shares of stays."""
    denominator = _noisy(rows, noise, "stays", "denominator")
    numerator = noise.shown(rows, "measure_id", "numerator")
    rows = rows.with_columns(numerator, denominator).with_columns(pl.min_horizontal("numerator", "denominator"))
    return rows.with_columns(share_columns(pl.col("numerator"), pl.col("denominator")))


def _counts(rows: pl.DataFrame, noise: Noise) -> pl.DataFrame:
    """Numbers of stays: the shift is that of one stay. A person with many is kept from sight by the floor."""
    stays = _noisy(rows, noise, "stays", "numerator")
    return rows.with_columns(stays, stays.cast(pl.Float64).alias("value"), flags=pl.lit(""))


def _population_of(rows: pl.DataFrame, noise: Noise) -> pl.DataFrame:
    """People per day, in whole people."""
    population = _population(rows, noise, "numerator", pl.col("denominator"))
    value = population.cast(pl.Float64)
    return rows.with_columns(numerator=population * rows["denominator"], value=value, flags=pl.lit(""))


def _followed(measure: FollowUpMeasure, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Shares that never fall from one window to the next; points of a curve only for groups that are large enough."""
    named = pl.col("window_days").is_in(measure.windows)
    too_fine = ~named & (pl.col(_PEOPLE) < limits.of_a_curve)
    kept = rows.filter(~too_fine).sort(_CELL, "window_days")
    key = pl.col("measure_id") + " " + pl.col("window_days").cast(pl.String)
    numerator = noise.shown(kept.with_columns(_what=key), "_what", "numerator")
    if measure.unit is Unit.PERSON:
        denominator = kept[_PEOPLE].alias("denominator")
    else:
        denominator = _noisy(kept, noise, "events", "denominator")
    kept = kept.with_columns(denominator, numerator).with_columns(pl.min_horizontal("numerator", "denominator"))
    kept = kept.with_columns(_rising(kept.with_columns(_named=named)))
    return pl.concat(
        [kept.with_columns(share_columns(pl.col("numerator"), pl.col("denominator"))), _hidden(rows.filter(too_fine))]
    )


def _rising(rows: pl.DataFrame) -> pl.Series:
    """Return the numerators as cumulative counts, cell by cell; rows are sorted by cell and window."""
    counts, named = rows["numerator"].to_numpy().copy(), rows["_named"].to_numpy()
    starts = np.flatnonzero(np.diff(rows[_CELL].to_numpy(), prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(counts)], strict=True):
        if (np.diff(counts[start:end]) < 0).any():
            counts[start:end] = cumulative(counts[start:end], named[start:end])
    return pl.Series("numerator", counts)


def _population(rows: pl.DataFrame, noise: Noise, days_held: str, days: pl.Expr) -> pl.Series:
    """Return people per day as whole shown people: who is held every day counts as one person, and nobody as more."""
    average = rows.with_columns((pl.col(days_held) / days).round().cast(pl.Int64).alias("_average"))
    return _noisy(average, noise, "population", "_average")


def _lengths(tally: LengthOfEnded, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Mean and middle length in whole days, of large groups alone; for the mean a person may add up to a year."""
    few = pl.col(_PEOPLE) < limits.of_a_sum
    kept = rows.filter(~few)
    stays = _noisy(kept, noise, "stays", "denominator")
    if tally.statistic is Statistic.MEAN:
        days = (kept["numerator"] + _shift(kept, noise) * DAYS_IN_A_YEAR).clip(0)
        kept = kept.with_columns(numerator=days, value=(days / stays).round())
    told = kept.with_columns(stays, pl.col("value").round(), flags=pl.lit(""))
    return pl.concat([told, _hidden(rows.filter(few))])


def _tops(tally: TopShare, rows: pl.DataFrame, limits: Limits, noise: Noise) -> pl.DataFrame:
    """Shares of the people with the most, where these are enough; each of them may add as much as they do on average."""
    top = (pl.col(_PEOPLE) * tally.share).ceil()
    few = top < limits.of_a_top
    kept = rows.filter(~few)
    if tally.of is Most.BOOKINGS:
        denominator = _noisy(kept, noise, "stays", "denominator")
    else:
        days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
        denominator = _population(kept, noise, "denominator", days) * kept.select(days).to_series()
    shifted = pl.col("numerator") * (1 + pl.lit(_shift(kept, noise)) / top)
    kept = kept.with_columns(shifted.round().cast(pl.Int64).clip(0), denominator.alias("denominator"))
    kept = kept.with_columns(pl.min_horizontal("numerator", "denominator"), flags=pl.lit(""))
    told = kept.with_columns(value=(pl.col("numerator") / pl.col("denominator")).round(2))
    return pl.concat([told, _hidden(rows.filter(few))])


def _lost_days(rows: pl.DataFrame, noise: Noise, free_days: str) -> pl.Expr:
    """Return the days of the window that people were not free, shifted as if each could lose the whole window."""
    window, people = pl.col("window_days").cast(pl.Int64), pl.col(_PEOPLE)
    shift = _noisy(rows, noise, "free days", GROUP_SIZE) - rows[GROUP_SIZE]
    lost = pl.col(GROUP_SIZE) * window - pl.col(free_days) + pl.lit(shift) * window
    return pl.min_horizontal(pl.max_horizontal(lost, 0), people * window)


def _free_days(rows: pl.DataFrame, noise: Noise) -> pl.DataFrame:
    """Days per person in whole days; the range allows for the largest spread that such a mean can have (Bhatia-Davis)."""
    window, people = pl.col("window_days").cast(pl.Int64), pl.col(_PEOPLE)
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
    window, people = pl.col("window_days").cast(pl.Int64), pl.col(_PEOPLE)
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
