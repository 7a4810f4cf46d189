"""How soon an outcome comes: the time curve of a measure, from everyone for as long as each was watched."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.cohort import INDEX_ON, RETURN_DAY, RETURN_REASON, counted_in_period, with_first
from metrics.comparisons import Comparison, gray, log_rank
from metrics.curves import cumulative_incidence, kaplan_meier, values_at
from metrics.declaration import FollowUpMeasure
from metrics.endings import COUNT, count_endings, first_endings
from metrics.events import Events, Outcome
from metrics.language import Kind
from metrics.periods import Period
from metrics.prepared import NEVER_ON, Prepared, followed_by
from metrics.rates import counts_for
from metrics.restricted import mean_days_after, mean_days_free, median_days

OUTCOME: Final = "outcome"
OTHER_OUTCOME: Final = "other_outcome"
"""The first outcome event came for a reason that the measure does not count; a later one would not count either."""


@dataclass(frozen=True, kw_only=True)
class Endings:
    """How the follow-up of one measure, period and set of groupings ended.

    table: the columns of endings.count_endings. outcomes: "outcome" and what competes with it, as far as it is on record;
    with "outcome" alone nothing competes. watched_through: the last day on which all of them would be on record.
    """

    table: pl.DataFrame
    by: tuple[str, ...]
    outcomes: tuple[str, ...]
    watched_through: dt.date


def endings(prepared: Prepared, measure: FollowUpMeasure, period: Period, by: tuple[str, ...]) -> Endings:
    """Count how the follow-up of those counted in the period ended: the table that all curves of a measure are made of.

    Everyone is followed to the first of: the outcome, a first outcome event that the measure does not count, a competing
    event whose records the county has (such as death), the last day on record. Ties: on one day the outcome comes first.
    Whoever starts after the last day on record is not in the table. Raises ValueError where the county's records do not
    carry the measure.
    """
    settings = prepared.settings
    through = settings.followed_through(measure)
    if through == NEVER_ON:
        raise ValueError(f"the records of this county do not carry {measure.measure_id}")
    rows = counted_in_period(prepared.followed[followed_by(measure)], period, measure.unit)
    counts = counts_for(measure, pl.col(RETURN_REASON))
    days: dict[str, pl.Expr] = {OUTCOME: pl.when(counts).then(pl.col(RETURN_DAY))}
    if measure.outcome_reasons is not None:
        days[OTHER_OUTCOME] = pl.when(counts.not_()).then(pl.col(RETURN_DAY))
    for events in measure.competing:
        covered = settings.covered_through(events)
        if covered == NEVER_ON:
            continue
        name = _name(events)
        first = Outcome(events=events, first_day=0)
        rows = with_first(rows, measure.starts, prepared.episodes, first, names=(name, f"_reason_{name}"))
        days[name] = pl.col(name)
        through = min(through, covered)
    rows = rows.filter(pl.col(INDEX_ON) <= through)
    watched = (pl.lit(through) - pl.col(INDEX_ON)).dt.total_days()
    ended = first_endings(rows, days, watched)
    return Endings(table=count_endings(ended, by), by=by, outcomes=tuple(days), watched_through=through)


def curve(found: Endings, days: tuple[int, ...]) -> pl.DataFrame:
    """Return the share who had the outcome by each of these days: one row per group and day.

    Gives the columns of by, day (Int32), at_risk (people still watched on that day and free of everything that ends a
    follow-up), value, low, high (95 %, log-log). Null after the last day on which anyone of the group was watched. Where
    nothing competes it is one minus the Kaplan-Meier estimate; otherwise the cumulative incidence (Aalen-Johansen). For a
    period that was watched whole it equals the rate at each window.
    """
    if found.outcomes == (OUTCOME,):
        steps = kaplan_meier(found.table, found.by, [OUTCOME])
        read = values_at(steps, found.by, days)
        value, low, high = (1 - pl.col(name) for name in ("survival", "high", "low"))
    else:
        steps = cumulative_incidence(found.table, found.by, found.outcomes).filter(pl.col("outcome") == OUTCOME)
        read = values_at(steps.drop("outcome", "survival"), found.by, days)
        value, low, high = (pl.col(name) for name in ("incidence", "low", "high"))
    return read.select(*found.by, "day", "at_risk", value.alias("value"), low.alias("low"), high.alias("high"))


def summary(found: Endings, horizon_days: int) -> pl.DataFrame:
    """Return each group in a few numbers: one row per group.

    Gives the columns of by; people (all of them, day 0); median_days with median_low and median_high: the day by which half
    had the outcome, or anything that competes with it (restricted.median_days); days_free, with days_free_low and
    days_free_high: the mean days, of the first horizon_days, before the outcome and all that competes; days_after: the mean
    days of the horizon that lie after the outcome. Null where it cannot be known yet.
    """
    key = list(found.by)
    steps = kaplan_meier(found.table, key, found.outcomes)
    people = found.table.group_by(key).agg(pl.col(COUNT).sum()) if key else found.table.select(pl.col(COUNT).sum())
    medians = median_days(steps, key).rename({"low": "median_low", "high": "median_high"})
    free = mean_days_free(found.table, key, found.outcomes, horizon_days=horizon_days)
    free = free.select(*key, days_free="mean_days", days_free_low="low", days_free_high="high")
    after = mean_days_after(found.table, key, found.outcomes, horizon_days=horizon_days)
    after = after.filter(pl.col("outcome") == OUTCOME).select(*key, days_after="mean_days")
    parts = [people.rename({COUNT: "people"}), medians, free, after]
    if not key:
        return pl.concat(parts, how="horizontal")
    joined, *others = parts
    for part in others:
        joined = joined.join(part, on=key, how="left")
    return joined.sort(key)


def compare(found: Endings) -> Comparison:
    """Test whether the groups differ: log-rank where nothing competes, otherwise Gray's test of the outcome."""
    if found.outcomes == (OUTCOME,):
        return log_rank(found.table, found.by, [OUTCOME])
    return gray(found.table, found.by, OUTCOME, found.outcomes)


def _name(events: Events) -> str:
    """Name what competes: death, or the system in which a person is then held."""
    (kind,) = events.kinds
    return events.system.value if kind is Kind.CUSTODY else kind.value
