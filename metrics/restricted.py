"""Curves in one number: the day by which half had the outcome, and the mean days spent free of it, or after it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from metrics.curves import before, competing_only, incidence_of, survival_after
from metrics.endings import DAY, Numbers, RiskSets, risk_sets
from metrics.intervals import Z_95

HALF: Final = 0.5
_ROUNDING: Final = 1e-12  # a product of fractions that is exactly one half may come out this much larger


def median_days(curve: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return, per group, the day by which half had the outcome: the first day with survival of one half or less.

    curve: rows of curves.kaplan_meier. Gives by, median_days, low, high (Int32). Null where it is not reached: fewer than
    half had the outcome by the last day on which anyone was watched. It is not extrapolated.
    low and high are the first days on which the lower and upper end of the survival interval are at one half or below
    (95 %; Brookmeyer and Crowley 1982, on the log-log scale as R survfit has it); high is null where that is not
    reached. When survival is exactly one half over several days, this is the first of them; R gives their middle.
    """

    def first_day(column: str) -> pl.Expr:
        return pl.col(DAY).filter(pl.col(column) <= HALF + _ROUNDING).min()

    days = [first_day("survival").alias("median_days"), first_day("low").alias("low"), first_day("high").alias("high")]
    if not by:
        return curve.select(days)
    return curve.group_by(by, maintain_order=True).agg(days)


def mean_days_free(
    table: pl.DataFrame, by: Sequence[str], outcomes: Sequence[str], *, horizon_days: int
) -> pl.DataFrame:
    """Return, per group, the mean days free of all the outcomes from day 0 to horizon_days (the restricted mean).

    table and outcomes as in curves.kaplan_meier. Gives by, horizon_days (Int32), mean_days, variance, low, high (95 %,
    normal, kept within 0..horizon_days). It is the area under the survival curve; the variance is Greenwood's, given the
    numbers at risk (Klein and Moeschberger 2003, section 4.5; R survfit's rmean).
    Null where nobody of the group was watched up to horizon_days, unless nobody was censored: then all is known.
    Edge: an outcome on the day horizon_days or later leaves all horizon_days free. Raises ValueError for a horizon below 1.
    """
    sets = risk_sets(table, by, outcomes)
    widths, left = _widths(sets, horizon_days)
    events = sets.events.sum(axis=0)
    survival = survival_after(events, sets.at_risk)
    beyond = _sums_from_here(survival * widths)
    # beyond is 0 wherever all at risk had an outcome, so these days, where Greenwood's term is not defined, add nothing
    divisor = np.maximum(sets.at_risk * (sets.at_risk - events), 1)
    variance = np.sum(np.where(left > 0, beyond**2 * events / divisor, 0.0), axis=1)
    return _answer(sets, horizon_days, np.sum(survival * widths, axis=1), variance)


def mean_days_after(
    table: pl.DataFrame, by: Sequence[str], outcomes: Sequence[str], *, horizon_days: int
) -> pl.DataFrame:
    """Return, per group and outcome, the mean days that lie after the outcome and before horizon_days.

    table and outcomes as in curves.cumulative_incidence: endings that compete. Someone with the outcome on day d has
    horizon_days - d such days; one whom another outcome met first has none ("mean time in state", "time lost": Andersen
    2013). Gives by, outcome, horizon_days (Int32), mean_days, variance, low, high, in the order of outcomes; with
    mean_days_free of all outcomes they add up to horizon_days. The variance is the delta method's, as in
    curves.cumulative_incidence; nulls, edge, interval and errors as in mean_days_free.
    """
    competing_only(table, outcomes)
    sets = risk_sets(table, by, outcomes)
    widths, left = _widths(sets, horizon_days)
    at_risk = np.maximum(sets.at_risk, 1)
    all_events = sets.events.sum(axis=0)
    free = before(survival_after(all_events, sets.at_risk), 1.0)
    frames = []
    for name, events, incidence in zip(outcomes, sets.events, incidence_of(sets.events, sets.at_risk), strict=True):
        own = free * left  # what one more outcome on this day adds
        later = _sums_from_here(incidence * widths) - incidence * left  # and what it takes away from later days
        gone = all_events / np.maximum(at_risk * (at_risk - all_events), 1) * (at_risk > all_events)
        share = events / at_risk
        terms = (own**2 * share * (1 - share) - 2 * own * later * share) / at_risk
        variance = np.maximum(np.sum(terms + later**2 * gone, axis=1), 0.0)
        answer = _answer(sets, horizon_days, np.sum(incidence * widths, axis=1), variance)
        frames.append(answer.insert_column(len(by), pl.lit(name).alias("outcome")))
    return pl.concat(frames).sort(*by, pl.col("outcome").cast(pl.Enum(outcomes)))


def _widths(sets: RiskSets, horizon_days: int) -> tuple[Numbers, Numbers]:
    """Return, each [D], the days from each day of the sets to the next one, and to the horizon; 0 beyond the horizon."""
    if horizon_days < 1:
        raise ValueError(f"a horizon is one day or more, got {horizon_days}")
    days = np.minimum(sets.days, horizon_days).astype(np.float64)
    return np.diff(days, append=float(horizon_days)), horizon_days - days


def _sums_from_here(areas: Numbers) -> Numbers:
    """Return, [G, D], the sum of this and all later columns."""
    sums: Numbers = areas[:, ::-1].cumsum(axis=1)[:, ::-1]
    return sums


def _answer(sets: RiskSets, horizon_days: int, mean: Numbers, variance: Numbers) -> pl.DataFrame:
    """Return one row per group; null where nobody was watched to the horizon and not every ending is known."""
    known = sets.known_through(horizon_days)
    half = Z_95 * np.sqrt(variance)
    columns = {
        "mean_days": mean,
        "variance": variance,
        "low": np.maximum(mean - half, 0.0),
        "high": np.minimum(mean + half, float(horizon_days)),
    }
    numbers = {name: np.where(known, values, np.nan) for name, values in columns.items()}
    frame = pl.DataFrame(numbers, nan_to_null=True).insert_column(
        0, pl.lit(horizon_days, dtype=pl.Int32).alias("horizon_days")
    )
    return pl.concat([sets.groups, frame], how="horizontal") if sets.groups.width else frame
