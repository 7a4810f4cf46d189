"""Every measure that there is. Pages, files and docs read these declarations; none restates them."""

from collections.abc import Iterable, Mapping
from typing import Final

from metrics.declaration import Better, FollowUpMeasure, Measure
from metrics.declared import (
    care,
    coming_back,
    entry_and_exit,
    home_again,
    jail_use,
    length_of_stay,
    months_later,
    new_acts,
    often_booked,
    other_systems,
    overlap,
    prison_and_supervision,
    program_outcomes,
    program_steps,
    screening,
    time_at_risk,
)
from metrics.declared.occasions import BOOKING, RELEASE
from metrics.switches import with_switches
from metrics.tallies.kinds import Often
from metrics.topics import TOPICS, Topic

MEASURES: Final[tuple[Measure, ...]] = (
    *coming_back.MEASURES,
    *time_at_risk.MEASURES,
    *new_acts.MEASURES,
    *prison_and_supervision.MEASURES,
    *home_again.MEASURES,
    *care.MEASURES,
    *jail_use.MEASURES,
    *length_of_stay.MEASURES,
    *often_booked.MEASURES,
    *screening.MEASURES,
    *overlap.MEASURES,
    *program_steps.MEASURES,
    *program_outcomes.MEASURES,
    *entry_and_exit.MEASURES,
    *months_later.MEASURES,
    *other_systems.MEASURES,
)
REBOOKING: Final = coming_back.REBOOKING
REARREST: Final = new_acts.REARREST


def as_counted_here(chosen: Mapping[str, bool], often: Often) -> tuple[Measure, ...]:
    """Return every measure as a county counts it that has these switches and this rule (see counted_here)."""
    return tuple(counted_here(declared, chosen, often) for declared in MEASURES)


def counted_here(declared: Measure, chosen: Mapping[str, bool], often: Often) -> Measure:
    """Return a measure with the county's switches (switches.with_switches), and its rule for people booked often."""
    return often_booked.with_rule(with_switches(declared, chosen), often)


def measure(measure_id: str) -> Measure:
    """Return the measure with this id, or raise KeyError naming the ones that there are."""
    for declared in MEASURES:
        if declared.measure_id == measure_id:
            return declared
    known = ", ".join(declared.measure_id for declared in MEASURES)
    raise KeyError(f"there is no measure {measure_id!r}; there are {known}")


def by_topic(measures: Iterable[Measure]) -> dict[Topic, tuple[Measure, ...]]:
    """Return measures by the question that they answer, in the order of topics and then in their own; no topic is empty."""
    listed = tuple(measures)
    grouped = {topic: tuple(measure for measure in listed if measure.topic == topic) for topic in TOPICS}
    return {topic: found for topic, found in grouped.items() if found}


def parts_of(whole: Measure) -> tuple[FollowUpMeasure, ...]:
    """Return the follow-up measures that are parts of this one, in the order of the registry."""
    return tuple(declared for declared in follow_up_measures() if declared.part_of == whole.measure_id)


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
