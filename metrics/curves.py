"""The share still free of an outcome, and the share who had each outcome, day by day: with how far each could be off."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from metrics.endings import CENSORED, DAY, ENDING, Counts, Numbers, RiskSets, risk_sets
from metrics.intervals import Z_95


def kaplan_meier(table: pl.DataFrame, by: Sequence[str], outcomes: Sequence[str]) -> pl.DataFrame:
    """Estimate, by group, the share without any of the outcomes after each day (the product-limit estimate).

    table: the columns of endings.count_endings. An ending not in outcomes counts as censored: the curve then says what
    would be seen if that ending did not exist and told nothing about the outcome. For endings that compete, such as
    death, use cumulative_incidence.

    Gives the columns of by, and one row per group for day 0 and for each day on which follow-up of anyone in it ended:
    day (Int32; whole days from release), at_risk (those watched on that day, censored that day or later), events,
    censored (Int64), survival (after the day's outcomes), variance (Greenwood), low and high (95 %, log-log).

    Ties: outcomes of one day count together, and before that day's censored. Edge days: an outcome on day 0 counts.
    Conventions, those of R survfit(conf.type="log-log"): before the first outcome survival is 1, variance 0, low and high
    null; where survival is 0, variance, low and high are null. Groups with nobody have no rows. The interval is for one
    day at a time, not for the whole curve.

    Sources: Kaplan and Meier 1958; Greenwood 1926; Kalbfleisch and Prentice 2002, section 1.4 (log-log).
    """
    sets = risk_sets(table, by, outcomes)
    events = sets.events.sum(axis=0)
    survival = survival_after(events, sets.at_risk)
    variance = survival**2 * np.cumsum(_greenwood(events, sets.at_risk), axis=1)
    variance[survival == 0] = np.nan
    low, high = _log_log(survival, variance)
    return sets.rows(
        at_risk=sets.at_risk,
        events=events,
        censored=sets.censored,
        survival=survival,
        variance=variance,
        low=low,
        high=high,
    )


def cumulative_incidence(table: pl.DataFrame, by: Sequence[str], outcomes: Sequence[str]) -> pl.DataFrame:
    """Estimate, by group and outcome, the share who had this outcome first, up to and with each day (Aalen-Johansen).

    table: the columns of endings.count_endings. outcomes are all that compete; an ending that is neither one of them nor
    "censored" raises ValueError, for leaving out one that competes would overstate the others.

    Gives the columns of by, and outcome (String), then one row per group, outcome and day, days as in kaplan_meier: day,
    at_risk, events (of this outcome), censored, incidence, variance, low, high (95 %), survival (the share with none of
    the outcomes; it and the incidences add up to 1, to rounding). Ordered by group, outcome in the order of outcomes, day.

    Ties are exact: outcomes of several kinds on one day come from one and the same risk set. No time is shifted.

    Variance: the delta method with multinomial counts on each day, given the numbers at risk (Dinse and Larson 1986,
    equation 6; Marubini and Valsecchi 1995, section 10.3). With everyone followed from day 0 it is the same as the
    infinitesimal jackknife of R survival's survfit, and with one outcome the same as Greenwood's. It differs a little
    from the martingale form (Aalen 1978) in R cmprsk::cuminc.
    Interval: log(-log(1 - incidence)), so that with one outcome it is the Kaplan-Meier interval turned over (Lin 1997;
    Beyersmann, Allignol and Schumacher 2012, section 4.4). R survfit uses log(-log(incidence)) instead.
    Null low and high: where the incidence is still 0, or is 1.
    """
    competing_only(table, outcomes)
    sets = risk_sets(table, by, outcomes)
    survival = survival_after(sets.events.sum(axis=0), sets.at_risk)
    incidence = np.moveaxis(incidence_of(sets.events, sets.at_risk), 0, 1)  # [G, K, D]
    # Not 1 - incidence: so that, whatever the rounding, it is 0 or 1 exactly when all or none had the outcome.
    without = np.stack([np.delete(incidence, number, axis=1).sum(axis=1) for number in range(len(outcomes))], axis=1)
    without = np.where(incidence == 0, 1.0, without + survival[:, None, :])
    incidence = np.where(without == 0, 1.0, incidence)
    variance = _incidence_variance(sets, incidence)
    low, high = _log_log(without, variance)
    return sets.rows(
        at_risk=sets.at_risk,
        events=np.moveaxis(sets.events, 0, 1),
        censored=sets.censored,
        incidence=incidence,
        variance=variance,
        low=1 - high,
        high=1 - low,
        survival=survival,
    )


def values_at(curve: pl.DataFrame, key: Sequence[str], days: Sequence[int]) -> pl.DataFrame:
    """Read curves at chosen days: one row per curve and day, in the order of the curves and of days.

    curve: rows of kaplan_meier or cumulative_incidence; key: the columns that tell its curves apart (by, and outcome).
    Gives key, day, at_risk (people still watched: follow-up ended on that day or later), and each value column as it
    stands at the end of the day (curves are right-continuous: an outcome on day 365 is in the value at 365).

    Null after the last day on which anyone of the group was watched: nothing is drawn on (at_risk is 0 there). Where nobody
    was censored, every ending is known and the last values stay: nothing is left to happen.
    Raises ValueError for a day before 0.
    """
    if any(day < 0 for day in days):
        raise ValueError(f"days before the release cannot be read: {list(days)}")
    values = [name for name in curve.columns if name not in (*key, DAY, "at_risk", "events", "censored")]
    asked = pl.DataFrame({DAY: days}, schema={DAY: pl.Int32}).with_row_index("_asked")
    curves = curve.select(key).unique(maintain_order=True) if key else curve.select(pl.lit(0).alias("_")).head(1)
    wanted = curves.with_row_index("_curve").join(asked, how="cross").sort(DAY)
    by = list(key) or None
    censored, last = pl.col("censored").sum(), pl.col(DAY).max()
    watched_to = pl.when(censored > 0).then(last)  # null: every ending is known
    steps = curve.sort(DAY).with_columns(_watched_to=watched_to.over(key) if key else watched_to)
    known = (pl.col(DAY) <= pl.col("_watched_to")) | pl.col("_watched_to").is_null()
    return (
        wanted.join_asof(steps.select(*key, DAY, *values, "_watched_to"), on=DAY, by=by, check_sortedness=False)
        .join_asof(steps.select(*key, DAY, "at_risk"), on=DAY, by=by, strategy="forward", check_sortedness=False)
        .with_columns(pl.when(known).then(pl.col(values)), pl.col("at_risk").fill_null(0))
        .sort("_curve", "_asked")
        .select(*key, DAY, "at_risk", *values)
    )


def competing_only(table: pl.DataFrame, outcomes: Sequence[str]) -> None:
    """Raise ValueError when the table holds an ending that is neither censored nor one of the outcomes."""
    strangers = set(table[ENDING].unique()) - {CENSORED, *outcomes}
    if strangers:
        raise ValueError(f"endings that are not among the outcomes {list(outcomes)}: {sorted(strangers)}")


def survival_after(events: Counts, at_risk: Counts) -> Numbers:
    """Return, [G, D], the product-limit estimate after each day: the product of (at_risk - events) / at_risk."""
    left: Numbers = np.cumprod((at_risk - events) / np.maximum(at_risk, 1) + (at_risk == 0), axis=1)
    return left


def before(after: Numbers, start: float) -> Numbers:
    """Return, [..., D], the values just before each day's endings; start before the first day."""
    shifted: Numbers = np.concatenate([np.full((*after.shape[:-1], 1), start), after[..., :-1]], axis=-1)
    return shifted


def incidence_of(events: Counts, at_risk: Counts) -> Numbers:
    """Return, [K, G, D], the cumulative incidence of each of the competing outcomes after each day."""
    survival = survival_after(events.sum(axis=0), at_risk)
    incidence: Numbers = np.cumsum(before(survival, 1.0) * events / np.maximum(at_risk, 1), axis=-1)
    return incidence


def _greenwood(events: Counts, at_risk: Counts) -> Numbers:
    """Return, [G, D], events / (at_risk (at_risk - events)); 0 on a day when all at risk have an outcome, the last day."""
    return events / np.maximum(at_risk * (at_risk - events), 1) * (at_risk > events)


def _incidence_variance(sets: RiskSets, incidence: Numbers) -> Numbers:
    """Return, [G, K, D], the variance of incidence, written out as running sums so that one pass is enough.

    With F the incidence, a day j adds (F(t) - F(j))^2 g - 2 (F(t) - F(j)) c + v, where g is Greenwood's term, c the
    covariance of this outcome's and all outcomes' share of the day, v the variance of this outcome's share.
    """
    at_risk = np.maximum(sets.at_risk, 1)[:, None, :]
    all_events = sets.events.sum(axis=0)
    events = np.moveaxis(sets.events, 0, 1)
    free = before(survival_after(all_events, sets.at_risk), 1.0)[:, None, :]
    share = free * events / at_risk
    g = _greenwood(all_events, sets.at_risk)[:, None, :]
    c = share / at_risk
    v = c * free * (at_risk - events) / at_risk
    whole = incidence**2 * np.cumsum(g, axis=-1)
    mixed = 2 * incidence * np.cumsum(incidence * g + c, axis=-1)
    own = np.cumsum(incidence**2 * g + 2 * incidence * c + v, axis=-1)
    variance: Numbers = np.maximum(whole - mixed + own, 0.0)
    return variance


def _log_log(survival: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ends of the 95 % interval on the scale log(-log(survival)); NaN where survival is 0 or 1."""
    inside = np.where((survival > 0) & (survival < 1), survival, np.nan)
    half = Z_95 * np.sqrt(variance) / (inside * -np.log(inside))
    low: Numbers = inside ** np.exp(half)
    high: Numbers = inside ** np.exp(-half)
    return low, high
