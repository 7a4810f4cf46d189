"""The share of releases with an outcome within a window, made from the day-count table."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.cohort import RETURN_DAY, RETURN_REASON
from metrics.declaration import FollowUpMeasure
from metrics.intervals import is_shaky, wilson
from metrics.language import Status
from metrics.periods import Period
from metrics.splits import PLACE

NEVER = -1
"""In the day column of a day-count table: no outcome in the data."""

_ASKED = pl.Schema(
    {
        "period": pl.String,
        "measure_id": pl.String,
        "measure_version": pl.Int16,
        "window_days": pl.Int32,
        "status": pl.String,
    }
)


def day_counts(releases: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Count releases by group, day of return and reason of return: the table that rates and curves are made of.

    Takes rows of cohort.followed with the columns named in by. Gives those columns, day (Int32; NEVER = -1 when
    no later episode is known), reason (null then) and releases (Int64). Exact for whole days; as small as the number of
    different days.
    """
    return releases.group_by(
        *by,
        pl.col(RETURN_DAY).fill_null(NEVER).alias("day"),
        pl.col(RETURN_REASON).alias("reason"),
    ).agg(pl.len().cast(pl.Int64).alias("releases"))


def window_counts(counts: pl.DataFrame, windows_days: Sequence[int]) -> pl.DataFrame:
    """Shrink a day-count table: day gives way to window_days, the shortest window that holds the day.

    window_days is null for returns after the longest window and for NEVER. Every release stays counted once.
    """
    shortest = pl.DataFrame({"window_days": sorted(windows_days)}, schema={"window_days": pl.Int32})
    shrunk = (
        counts.sort("day")
        .join_asof(shortest, left_on="day", right_on="window_days", strategy="forward", coalesce=False)
        .with_columns(window_days=pl.when(pl.col("day") != NEVER).then(pl.col("window_days")))
    )
    return shrunk.group_by(pl.exclude("day", "releases")).agg(pl.col("releases").sum())


def is_finished(period: Period, window_days: int, followed_through_on: dt.date) -> bool:
    """Whether every release in the period was watched for the whole window.

    Edge day: yes when the period's last day plus the window is followed_through_on or before.
    """
    return period.last_on + dt.timedelta(days=window_days) <= followed_through_on


def ask(
    periods: Sequence[Period],
    measures: Sequence[FollowUpMeasure],
    windows_days: Sequence[int],
    followed_through_on: dt.date,
) -> pl.DataFrame:
    """Return one row per period, measure and window, with its status before any counting.

    A window that is not finished is too_early; the others are shown.
    """
    rows = []
    for period in periods:
        for measure in measures:
            for window in sorted(windows_days):
                status = Status.SHOWN if is_finished(period, window, followed_through_on) else Status.TOO_EARLY
                rows.append((period.period_id, measure.measure_id, measure.version, window, status.value))
    return pl.DataFrame(rows, schema=_ASKED, orient="row")


def rates(
    returns: pl.DataFrame,
    sizes: pl.DataFrame,
    *,
    asked: pl.DataFrame,
    measures: Sequence[FollowUpMeasure],
    rows: pl.DataFrame,
    grouping_ids: tuple[str, ...],
    as_of: dt.date,
) -> pl.DataFrame:
    """Return the raw answers of some rows of a grid: one for each of them, each measure and each window asked of its period.

    returns: the window_counts of the index events that count (cohort.counted_in_period), added up by place; sizes: how many
    people are in a place (splits.Split.people); asked: the table of ask; rows: of splits.Grid. Where asked says too_early,
    nothing is computed and there are no numbers.
    """
    events = returns.group_by(PLACE).agg(pl.col("releases").sum().alias("all_releases"))
    counted = pl.concat(
        returns.filter(counts_for(measure, pl.col("reason")))
        .group_by(PLACE, "window_days")
        .agg(pl.col("releases").sum())
        .with_columns(pl.lit(measure.measure_id).alias("measure_id"))
        for measure in measures
    )
    shown = pl.col("status") == Status.SHOWN
    frame = (
        rows.join(asked, on="period", maintain_order="left_right")
        .join(sizes, on=PLACE, how="left", maintain_order="left")
        .join(events, on=PLACE, how="left", maintain_order="left")
        .join(counted, on=[PLACE, "measure_id", "window_days"], how="left", maintain_order="left")
        .with_columns(pl.col(GROUP_SIZE, "releases", "all_releases").fill_null(0))
        .with_columns(
            numerator=pl.when(shown).then(
                pl.col("releases").cum_sum().over(PLACE, "measure_id", order_by="window_days")
            ),
            denominator=pl.when(shown).then(pl.col("all_releases")),
        )
    )
    return _with_intervals(frame, as_of, grouping_ids)


def counts_for(measure: FollowUpMeasure, reason: pl.Expr) -> pl.Expr:
    """Whether a first outcome event with this reason is one that the measure counts; null reason: there is no event."""
    if measure.outcome_reasons is None:
        return reason.is_not_null()
    return reason.is_in(sorted(measure.outcome_reasons)).fill_null(value=False)


def _with_intervals(frame: pl.DataFrame, as_of: dt.date, grouping_ids: tuple[str, ...]) -> pl.DataFrame:
    low, high = wilson(pl.col("numerator"), pl.col("denominator"))
    frame = frame.with_columns(
        value=pl.when(pl.col("denominator") > 0).then(pl.col("numerator") / pl.col("denominator")),
        low=low,
        high=high,
        as_of=pl.lit(as_of),
    )
    shaky = is_shaky(pl.col("numerator"), pl.col("low"), pl.col("high")).fill_null(value=False)
    frame = frame.with_columns(flags=pl.when(shaky).then(pl.lit("shaky")).otherwise(pl.lit("")))
    return frame.select(*answer_schema(grouping_ids), GROUP_SIZE)
