"""How many people are held on an average day."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from metrics.answers import GROUP_SIZE, answer_schema
from metrics.declaration import PopulationMeasure
from metrics.language import Status
from metrics.periods import Period, period_columns


def held_days(episodes: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the episodes that hold someone in the period, with days_held: their days in custody inside it.

    episodes are joined episodes of one system; an open one counts to the end of the period. The day an episode ends is
    not counted, so one that starts and ends on one day holds nobody.
    """
    after = period.last_on + dt.timedelta(days=1)
    starts = pl.max_horizontal("start_on", pl.lit(period.first_on))
    ends = pl.min_horizontal(pl.col("end_on").fill_null(after), pl.lit(after))
    days = (ends - starts).dt.total_days()
    return episodes.with_columns(days_held=days, period=pl.lit(period.period_id)).filter(pl.col("days_held") > 0)


def daily_population(
    held: pl.DataFrame,
    *,
    periods: Sequence[Period],
    measure: PopulationMeasure,
    by: tuple[str, ...],
    cells: pl.DataFrame,
    as_of: dt.date,
) -> pl.DataFrame:
    """Return the average daily population of these periods: one raw answer per period and cell.

    held are the rows of held_days for all periods, with a column per grouping. numerator is days in custody in the
    period, denominator the days of the period, value their quotient.
    """
    key = ["period", *by]
    totals = held.group_by(key).agg(
        pl.col("days_held").sum().alias("numerator"), pl.col("person_id").n_unique().cast(pl.Int64).alias(GROUP_SIZE)
    )
    return (
        cells.join(period_columns(periods), how="cross", maintain_order="left_right")
        .join(totals, on=key, how="left", maintain_order="left")
        .with_columns(
            pl.col("numerator", GROUP_SIZE).fill_null(0).cast(pl.Int64),
            measure_id=pl.lit(measure.measure_id),
            measure_version=pl.lit(measure.version, pl.Int16),
            window_days=pl.lit(None, pl.Int32),
            denominator=((pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1).cast(pl.Int64),
            low=pl.lit(None, pl.Float64),
            high=pl.lit(None, pl.Float64),
            status=pl.lit(Status.SHOWN.value),
            flags=pl.lit(""),
            as_of=pl.lit(as_of),
        )
        .with_columns(value=pl.col("numerator") / pl.col("denominator"))
        .select(*answer_schema(tuple(cells.columns)), GROUP_SIZE)
    )
