"""What a county may include or exclude: choices declared with the measures, printed with the number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from metrics.events import Events, Outcome
from metrics.language import Reason

if TYPE_CHECKING:
    from metrics.declaration import Declaration

    AnyDeclaration = TypeVar("AnyDeclaration", bound=Declaration)


@dataclass(frozen=True, kw_only=True)
class Switch:
    """One choice. On (the default) counts; off narrows the events of the measure, and says so.

    question: the choice in words. off_sentence: what is then printed among what is left out.
    outcomes_without: reasons of outcomes that do not count when off; the next outcome decides then.
    starts_from_days: when off, stays shorter than this are no index events.
    """

    switch_id: str
    question: str
    off_sentence: str
    outcomes_without: frozenset[Reason] = frozenset()
    starts_from_days: int = 0


HOLDS: Final = Switch(
    switch_id="holds",
    question="Does a booking count when the person is held for another county, the state or a federal office?",
    off_sentence="Bookings of a person whom another county, the state or a federal office wants held.",
    outcomes_without=frozenset({Reason.OTHER_AUTHORITY}),
)
COURT_ORDERS: Final = Switch(
    switch_id="court_orders",
    question="Does a booking count when a judge ordered it, such as after a missed court date?",
    off_sentence="Bookings that a judge ordered, such as after a missed court date.",
    outcomes_without=frozenset({Reason.COURT_ORDER}),
)
SENTENCES: Final = Switch(
    switch_id="sentences",
    question="Does a booking count when the person came in only to serve a sentence?",
    off_sentence="Bookings in which the person came in only to serve a sentence.",
    outcomes_without=frozenset({Reason.SENTENCE}),
)
SAME_DAY_STAYS: Final = Switch(
    switch_id="same_day_stays",
    question="Does a person count who was booked and let go on the same day?",
    off_sentence="Stays that began and ended on the same day: nobody is followed from them.",
    starts_from_days=1,
)

SWITCHES: Final = (HOLDS, COURT_ORDERS, SENTENCES, SAME_DAY_STAYS)


def with_switches(measure: "AnyDeclaration", chosen: Mapping[str, bool]) -> "AnyDeclaration":
    """Return the declaration as a county counts it: each of its switches that is off narrows it and is named in left_out.

    chosen holds switches by id; what is not named is on. A choice that the measure does not have changes nothing in it.
    """
    off = [switch for switch in measure.switches if not chosen.get(switch.switch_id, True)]
    if not off:
        return measure
    reasons = frozenset[Reason]().union(*(switch.outcomes_without for switch in off))
    days = max(switch.starts_from_days for switch in off)
    changed: dict[str, object] = {
        "starts": replace(measure.starts, shortest_days=max(days, measure.starts.shortest_days)),
        "left_out": (*measure.left_out, *(switch.off_sentence for switch in off)),
    }
    outcomes: tuple[Outcome, ...] | None = getattr(measure, "outcomes", None)
    if outcomes is not None:
        changed["outcomes"] = tuple(replace(outcome, events=_without(outcome.events, reasons)) for outcome in outcomes)
    outcome: Outcome | None = getattr(measure, "outcome", None)
    if isinstance(outcome, Outcome):
        changed["outcome"] = replace(outcome, events=_without(outcome.events, reasons))
    return replace(measure, **changed)  # type: ignore[arg-type]  # the names are fields of the declaration


def _without(events: Events, reasons: frozenset[Reason]) -> Events:
    return replace(events, without_reasons=events.without_reasons | reasons)
