"""The attacks on one publication, with what they found and what they may find: the evidence that it can be published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from metrics.attacks import averaging, certain, nested, reconstruct
from metrics.blurring import AT_LEAST, AT_MOST
from metrics.closed import Behind, ClosedSet, behind
from metrics.closeness import close_pairs
from metrics.cohort import INDEX_ON, RETURN_DAY, counted_in_periods
from metrics.declaration import FollowUpMeasure, Unit
from metrics.hidden_cells import pinned
from metrics.language import Status
from metrics.limits import TABLE
from metrics.noise import KEYS
from metrics.periods import PeriodKind
from metrics.prepared import Prepared, followed_by
from metrics.reader import Knowledge, knowledge

WINDOW_DAYS: Final = 365
_COINS: Final = 10
"""How often the outcomes are drawn anew; what is told is the mean."""


@dataclass(frozen=True, kw_only=True)
class Gates:
    """How much an attack may find. Source: shared/PROTECTION.md."""

    averaging: float
    auc: float


PUBLIC_GATES: Final = Gates(averaging=0.55, auc=0.60)
PARTNER_GATES: Final = Gates(averaging=0.60, auc=0.65)


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack: what it found, the most that it may find, and whether that holds."""

    attack: str
    found: float
    at_most: float

    @property
    def holds(self) -> bool:
        """Whether it found no more than it may."""
        return self.found <= self.at_most


def known_of(
    prepared: Prepared, closed: ClosedSet, measure: FollowUpMeasure, answers: pl.DataFrame, window_days: int
) -> Knowledge:
    """Return what the most knowing reader has of one measure and window, each person counted once in a period."""
    names = [one.grouping_id for one in prepared.settings.groupings_of(measure.starts)]
    index = prepared.followed[followed_by(measure)]
    counted = counted_in_periods(index, prepared.settings.periods, Unit.PERSON).select(
        "period",
        pl.struct("person_id", INDEX_ON).rank("dense").alias("event"),
        (pl.col(RETURN_DAY) <= window_days).fill_null(value=False).alias("outcome"),
        *names,
    )
    rows = answers.filter(pl.col("measure_id") == measure.measure_id, pl.col("window_days") == window_days)
    return knowledge(rows, closed.tables[behind(measure)], counted, names)


def with_coins(known: Knowledge, seed: int) -> Knowledge:
    """Put a coin flip in place of each outcome, with the same share, and shift the counts anew.

    So what an attack finds is what the numbers tell about persons; that groups differ, which anyone may know, plays no part.
    """
    rng = np.random.default_rng(seed)
    having = rng.binomial(known.sizes, known.share).astype(np.int64)
    true = np.rint(known.members @ having).astype(np.int64)
    shown = TABLE.shown(true, rng.integers(0, KEYS, len(true)).astype(np.uint64))
    return replace(known, having=having, shown=shown.astype(np.float64))


def attack(
    prepared: Prepared, closed: ClosedSet, measure: FollowUpMeasure, answers: pl.DataFrame, gates: Gates
) -> list[Attack]:
    """Attack the published answers of a follow-up measure, and the groups of all populations."""
    known = known_of(prepared, closed, measure, answers, WINDOW_DAYS)
    found = [
        Attack(attack="pairs_closer_than_the_floor", found=_close(closed), at_most=0),
        Attack(attack="shares_of_0_or_100", found=extremes(answers), at_most=0),
        Attack(attack="hidden_groups_pinned", found=_pinned(prepared, closed, measure, answers), at_most=0),
    ]
    if len(known.shown):
        coins = [with_coins(known, seed) for seed in range(_COINS)]
        solved = [reconstruct(one) for one in coins]
        pairs = nested(known)
        found += [
            Attack(
                attack="averaging_right", found=_mean([averaging(one, pairs) for one in coins]), at_most=gates.averaging
            ),
            Attack(attack="reconstruction_auc", found=_mean([one.auc for one in solved]), at_most=gates.auc),
            Attack(attack="true_confident_claims", found=sum(one.true_claims for one in solved), at_most=0),
            Attack(attack="certain_by_linear_programming", found=certain(coins[0], 4), at_most=0),
        ]
    return found


def extremes(answers: pl.DataFrame) -> int:
    """Count shown shares that tell that none, or all, or nearly so, of a group have the outcome."""
    shares = answers.filter(
        pl.col("status") == Status.SHOWN,
        pl.col("window_days").is_not_null(),
        pl.col("numerator").is_not_null() | pl.col("flags").str.contains(f"{AT_MOST}|{AT_LEAST}"),
        pl.col("value").is_between(0, 1),
    )
    near = (pl.col("numerator") <= TABLE.largest_shift) | (
        pl.col("denominator") - pl.col("numerator") <= TABLE.largest_shift
    )
    return shares.filter(pl.col("high") <= 1, near).height


def _close(closed: ClosedSet) -> int:
    different = {
        id(population): (population, closed.tables[people]) for people, population in closed.populations.items()
    }
    return sum(len(close_pairs(population, tables)) for population, tables in different.values())


def _pinned(prepared: Prepared, closed: ClosedSet, measure: FollowUpMeasure, answers: pl.DataFrame) -> int:
    """Try the newest years that hide anything; years have the most groupings."""
    people: Behind = behind(measure)
    groupings = prepared.settings.groupings_of(measure.starts)
    groups = {one.grouping_id: closed.populations[people].groups(one) for one in groupings}
    found = 0
    hidden = answers.filter(pl.col("status") == Status.HIDDEN, pl.col("measure_id") == measure.measure_id)["period"]
    told = set(hidden)
    years = [p.period_id for p in prepared.settings.periods if p.kind is PeriodKind.YEAR and p.period_id in told]
    for period in years[-2:]:
        tables = [table for table in closed.tables[people] if table.period == period]
        rows = answers.filter(
            pl.col("measure_id") == measure.measure_id,
            pl.col("window_days") == min(measure.windows_days),
            pl.col("period") == period,
        )
        found += pinned(rows, tables, groups, closed.limits.smallest_group, at_most=12)
    return found


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
