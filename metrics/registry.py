"""Every measure that there is. Pages, files and docs read these declarations; none restates them."""

from collections.abc import Mapping
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Measure
from metrics.declared import care, coming_back, home_again, jail_use, new_acts, prison_and_supervision, time_at_risk
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.switches import with_switches

MEASURES: Final[tuple[Measure, ...]] = (
    *coming_back.MEASURES,
    *time_at_risk.MEASURES,
    *new_acts.MEASURES,
    *prison_and_supervision.MEASURES,
    *home_again.MEASURES,
    *care.MEASURES,
    *jail_use.MEASURES,
)
REBOOKING: Final = coming_back.REBOOKING
REARREST: Final = new_acts.REARREST


def as_counted_here(chosen: Mapping[str, bool]) -> tuple[Measure, ...]:
    """Return every measure as a county counts it that has turned these switches (see switches.with_switches)."""
    return tuple(with_switches(declared, chosen) for declared in MEASURES)


def measure(measure_id: str) -> Measure:
    """Return the measure with this id, or raise KeyError naming the ones that there are."""
    for declared in MEASURES:
        if declared.measure_id == measure_id:
            return declared
    known = ", ".join(declared.measure_id for declared in MEASURES)
    raise KeyError(f"there is no measure {measure_id!r}; there are {known}")


def measures_of_return() -> tuple[FollowUpMeasure, ...]:
    """Return the follow-up measures from leaving jail to a booking: those of which a page may say "came back"."""
    return tuple(
        declared
        for declared in measures_after_release()
        if all(outcome.events == BOOKING for outcome in declared.outcomes)
    )


def measures_after_release() -> tuple[FollowUpMeasure, ...]:
    """Return the follow-up measures of everyone who left jail in which fewer is better, whatever the outcome."""
    return tuple(
        declared for declared in follow_up_measures() if declared.starts == RELEASE and declared.better is Better.LOWER
    )


def follow_up_measures() -> tuple[FollowUpMeasure, ...]:
    """Return the measures that follow people from an index event to an outcome, in the order of the registry."""
    return tuple(declared for declared in MEASURES if isinstance(declared, FollowUpMeasure))
