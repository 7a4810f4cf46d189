"""Case mix of the groups that a county marks, such as by a mental-health designation: what is usual for their records.

Only marks. Holding a gap by race or sex against the charges and bookings of the past would explain it by what may be a part
of it: who is stopped, charged and booked is a gap of its own (docs/method-effects.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.answers import PublishedAnswers
from metrics.case_mix.expected import CaseMix, expected_of_groups
from metrics.cohort import INDEX_ON, RETURN_DAY, counted_in_period
from metrics.declaration import FollowUpMeasure
from metrics.effects.known_before import IDS, name_of, with_known_before
from metrics.effects.moments import PERSON, TIME_ZERO
from metrics.effects.protecting import VERSION, expectation
from metrics.effects.shown import ShownCaseMix
from metrics.grouping import Grouping
from metrics.language import ALL, FLAG_PREFIX, Status
from metrics.periods import Period, PeriodKind
from metrics.prepared import NEVER_ON, Prepared, followed_by

WINDOW_DAYS: Final = 365
SEED: Final = 1
AT_BOOKING: Final = tuple(name for name in IDS if name not in ("days_of_stay", "year"))
"""What was known when the stay began. How long it was is not who came in: a mark may be why a stay is long, and a long stay
why someone is marked."""


@dataclass(frozen=True, kw_only=True)
class MeasuredMix:
    """The groups of one marked grouping among the people of one year; nothing of it is protected yet."""

    grouping_id: str
    period: str
    measure: FollowUpMeasure
    mix: CaseMix


def measured_mix(prepared: Prepared, declared: FollowUpMeasure) -> tuple[MeasuredMix, ...]:
    """Return the case mix of each marked grouping, of the people that the measure counts in the newest watched year.

    They are the people of the published rate of that year, each once. No row where no year is watched whole, or where all
    people are in one group.
    """
    measure = prepared.settings.measure(declared.measure_id)
    marked = [one for one in prepared.settings.groupings if one.field.startswith(FLAG_PREFIX)]
    period = _newest(prepared, declared)
    if period is None or not marked or not isinstance(measure, FollowUpMeasure):
        return ()
    index = counted_in_period(prepared.followed[followed_by(measure)], period, measure.unit)
    came = (pl.col(RETURN_DAY) <= WINDOW_DAYS).fill_null(value=False).cast(pl.Int8).alias("came")
    index = index.with_columns(came, pl.col(INDEX_ON).alias(TIME_ZERO))
    found = []
    for grouping in marked:
        if index[grouping.grouping_id].n_unique() > 1:
            mix = _mix(prepared, grouping, index)
            found.append(
                MeasuredMix(grouping_id=grouping.grouping_id, period=period.period_id, measure=measure, mix=mix)
            )
    return tuple(found)


def _mix(prepared: Prepared, grouping: Grouping, index: pl.DataFrame) -> CaseMix:
    others = [one.grouping_id for one in prepared.settings.groupings if one.field != grouping.field]
    known, names = with_known_before(prepared.episodes, index, (*others, *AT_BOOKING))
    columns = [name_of(name) for name in names]
    given = known.select(PERSON, TIME_ZERO, "came", *columns, pl.col(grouping.grouping_id).alias("_group"))
    return expected_of_groups(given, group="_group", covariates=columns, outcome="came", seed=SEED)


def _newest(prepared: Prepared, declared: FollowUpMeasure) -> Period | None:
    """Return the newest year whose people were all watched for the window."""
    settings = prepared.settings
    measure = settings.measure(declared.measure_id)
    through = settings.followed_through(measure)
    if NEVER_ON in (through, settings.counted_through(measure)):
        return None
    watched = [
        one for one in settings.periods if one.kind is PeriodKind.YEAR and (through - one.last_on).days >= WINDOW_DAYS
    ]
    return max(watched, key=lambda one: one.last_on, default=None)


def told_mix(
    found: Sequence[MeasuredMix], answers: PublishedAnswers, before: Sequence[ShownCaseMix]
) -> tuple[ShownCaseMix, ...]:
    """Return what is usual for each group whose own rate is told; what was told before of the same year stays.

    Nothing but the published rate says how often the group had the outcome, so no outcome is told a second time.
    """
    earlier = {_place(one): one for one in before if one.version == VERSION}
    rows = []
    for one in found:
        for group in one.mix.groups:
            if _is_told(one, group.group, answers):
                row = ShownCaseMix(
                    grouping_id=one.grouping_id,
                    group=group.group,
                    period=one.period,
                    measure_id=one.measure.measure_id,
                    measure_version=one.measure.version,
                    window_days=WINDOW_DAYS,
                    version=VERSION,
                    expected=expectation(one.mix, group.expected / group.rows, None),
                )
                rows.append(earlier.get(_place(row), row))
    return tuple(rows)


def _place(one: ShownCaseMix) -> tuple[object, ...]:
    return one.grouping_id, one.group, one.period, one.measure_id, one.measure_version, one.window_days


def _is_told(one: MeasuredMix, group: str, answers: PublishedAnswers) -> bool:
    alone = [pl.col(name) == (group if name == one.grouping_id else ALL) for name in answers.grouping_ids]
    rows = answers.frame.filter(
        pl.col("measure_id") == one.measure.measure_id,
        pl.col("period") == one.period,
        pl.col("window_days") == WINDOW_DAYS,
        *alone,
    )
    return rows.height == 1 and rows["status"].item() == Status.SHOWN
