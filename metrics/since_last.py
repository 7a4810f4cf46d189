"""What a publication tells otherwise than the one before: what is new, what has another value, what is not told any more."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from metrics.answers import PublishedAnswers
from metrics.language import ALL, Status

KEYS = ("measure_id", "period_kind", "period", "window_days")


@dataclass(frozen=True, kw_only=True)
class SinceLast:
    """The difference of two publications of the same county for the same audience.

    through: the last day of the records of the one before. periods: the periods that have a number now and had none before,
    oldest first. measures, measures_gone: ids of measures that are told now and were not, and the other way round. moved: one
    row for each number of everyone together that has another value: measure_id, period_kind, period, window_days,
    value_before, value. stayed, changed, gone: how many numbers, of all groups, are as they were, have another value, and are
    not told any more; new: how many are new.
    """

    through: dt.date
    periods: tuple[str, ...]
    measures: frozenset[str]
    measures_gone: frozenset[str]
    moved: pl.DataFrame
    stayed: int
    changed: int
    gone: int
    new: int

    @property
    def nothing_changed(self) -> bool:
        """Whether every number that was told before is told now, with the same value."""
        return self.changed == 0 and self.gone == 0


def since_last(before: PublishedAnswers, now: PublishedAnswers) -> SinceLast:
    """Compare two publications, number by number. A grouping that only one of them has is left out, with all its rows."""
    shared = [grouping for grouping in now.grouping_ids if grouping in before.grouping_ids]
    old, new = _told(before, shared), _told(now, shared)
    keys = [*KEYS, *shared]
    both = new.join(old, on=keys, how="inner", suffix="_before", nulls_equal=True)
    changed = both.filter(pl.col("value") != pl.col("value_before"))
    whole = changed.filter(pl.all_horizontal(pl.lit(value=True), *(pl.col(grouping) == ALL for grouping in shared)))
    periods = new.select("period", "period_end").unique().sort("period_end")
    told_before = set(old["period"].unique())
    measures, measures_before = (frozenset(frame["measure_id"].unique()) for frame in (new, old))
    return SinceLast(
        through=before.frame["as_of"][0],
        periods=tuple(period for period in periods["period"] if period not in told_before),
        measures=measures - measures_before,
        measures_gone=measures_before - measures,
        moved=whole.select(*KEYS, "value_before", "value").sort(KEYS, descending=[False, True, True, False]),
        stayed=both.height - changed.height,
        changed=changed.height,
        gone=old.height - both.height,
        new=new.height - both.height,
    )


def _told(answers: PublishedAnswers, shared: list[str]) -> pl.DataFrame:
    """Return the rows that have a number, without those that another grouping splits."""
    others = [grouping for grouping in answers.grouping_ids if grouping not in shared]
    return answers.frame.filter(
        pl.col("status") == Status.SHOWN,
        pl.col("value").is_not_null(),
        *(pl.col(grouping) == ALL for grouping in others),
    ).select(*KEYS, "period_end", *shared, "value")
