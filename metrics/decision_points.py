"""The steps of a path through jail, courts, supervision and care at which groups may part."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from metrics.declaration import FollowUpMeasure, Measure, PeriodMeasure
from metrics.declared.care import CONNECTION_TO_CARE, CONNECTION_TO_CARE_WITH_NEED
from metrics.declared.coming_back import REBOOKING, REBOOKING_NEW_OFFENSE, REBOOKING_TECHNICAL
from metrics.declared.home_again import FOSTER_CARE_REENTRY, RETURN_TO_HOMELESSNESS
from metrics.declared.length_of_stay import LEFT_WITHIN_DAYS
from metrics.declared.new_acts import REARREST, REARREST_AFTER_RELEASE, RECONVICTION
from metrics.declared.prison_and_supervision import REINCARCERATION, SUPERVISION_REVOCATION
from metrics.declared.screening import SCREENED_NEED_FOUND
from metrics.tallies.kinds import Marked

SomeMeasure_co = TypeVar("SomeMeasure_co", bound=Measure, covariant=True)


@dataclass(frozen=True, kw_only=True)
class DecisionPoint(Generic[SomeMeasure_co]):
    """One step: a share whose denominator is everyone who reached the step before. window_days as of the measure."""

    measure: SomeMeasure_co
    window_days: int | None = None


POINTS: Final[tuple[DecisionPoint[Measure], ...]] = (
    DecisionPoint(measure=SCREENED_NEED_FOUND),
    DecisionPoint(measure=LEFT_WITHIN_DAYS, window_days=3),
    DecisionPoint(measure=REBOOKING, window_days=365),
    DecisionPoint(measure=REBOOKING_NEW_OFFENSE, window_days=365),
    DecisionPoint(measure=REBOOKING_TECHNICAL, window_days=365),
    DecisionPoint(measure=REARREST_AFTER_RELEASE, window_days=365),
    DecisionPoint(measure=REARREST, window_days=730),
    DecisionPoint(measure=RECONVICTION, window_days=365),
    DecisionPoint(measure=REINCARCERATION, window_days=1095),
    DecisionPoint(measure=SUPERVISION_REVOCATION, window_days=365),
    DecisionPoint(measure=CONNECTION_TO_CARE, window_days=30),
    DecisionPoint(measure=CONNECTION_TO_CARE_WITH_NEED, window_days=30),
    DecisionPoint(measure=RETURN_TO_HOMELESSNESS, window_days=365),
    DecisionPoint(measure=FOSTER_CARE_REENTRY, window_days=365),
)
"""In the order of the path: from the booking, over leaving jail and the courts, to supervision, care and a home."""


def points_reported(reported: Collection[str], flag: str = "") -> tuple[DecisionPoint[Measure], ...]:
    """Return the steps whose measures are among these ids, in the order of the path.

    flag: the mark by which people are split, if it is one. A step that asks for this very mark, such as whether a need was
    found, tells nothing of people who are split by it, and is left out.
    """
    return tuple(
        point for point in POINTS if point.measure.measure_id in reported and not (flag and _asks(point, flag))
    )


def _asks(point: DecisionPoint[Measure], flag: str) -> bool:
    tally = point.measure.tally if isinstance(point.measure, PeriodMeasure) else None
    marked = tally.flag if isinstance(tally, Marked) else ""
    return flag in (marked, point.measure.starts.flag)


HEADLINES: Final[tuple[DecisionPoint[FollowUpMeasure], ...]] = (
    DecisionPoint(measure=REBOOKING, window_days=365),
    DecisionPoint(measure=REINCARCERATION, window_days=1095),
    DecisionPoint(measure=REARREST, window_days=730),
    DecisionPoint(measure=SUPERVISION_REVOCATION, window_days=365),
    DecisionPoint(measure=RETURN_TO_HOMELESSNESS, window_days=365),
    DecisionPoint(measure=FOSTER_CARE_REENTRY, window_days=365),
)
"""What a page opens on: the first of these for which the county shares the records."""


def headline_point(reported: Collection[str]) -> DecisionPoint[FollowUpMeasure] | None:
    """Return the step that a county's pages open on; None where it shares none of the records that these need."""
    return next((point for point in HEADLINES if point.measure.measure_id in reported), None)
