"""People of the jail in other systems: in which ones they were seen in the same period, and in how many."""

import datetime as dt
from typing import Final

from metrics.declaration import Better, PeriodMeasure, ValueUnit
from metrics.declared.occasions import BOOKING
from metrics.events import Edge, Events
from metrics.language import Kind, System
from metrics.tallies.kinds import AlsoSeen, SystemsSeen
from metrics.topics import SEVERAL_SYSTEMS

_NAMES: Final = {
    System.BEHAVIORAL_HEALTH: "mental-health or drug treatment",
    System.CRISIS: "crisis care",
    System.HOUSING: "the housing system",
    System.SUPERVISION: "supervision",
    System.COURT: "the courts",
    System.PROGRAM: "a program",
    System.CHILD_WELFARE: "child welfare",
}
"""The other systems that count. Prison is left out: it is where some stays in jail lead, not another door to help."""

OTHERS: Final = tuple(Events(system=system, kinds=frozenset(Kind), edge=Edge.START) for system in _NAMES)

_SOURCE = (
    "Overlap of people between systems, from joined records, as the network for Actionable Intelligence for Social Policy "
    "describes it (Fantuzzo and others 2017, The Integrated Data System Approach)."
)
_LEFT_OUT = (
    "Records of a system from before the period or after it.",
    "Places whose records the county does not share: nobody looks as if they were seen there.",
)


def _also_seen(others: Events) -> PeriodMeasure:
    name = _NAMES[others.system]
    return PeriodMeasure(
        measure_id=f"in_jail_and_{others.system}",
        version=1,
        topic=SEVERAL_SYSTEMS,
        name=f"People in jail who were also seen in {name}",
        question=f"Of people in jail in the period, how many were also seen in {name}?",
        starts=BOOKING,
        tally=AlsoSeen(others=others),
        value_unit=ValueUnit.SHARE,
        counted=(
            "We take everyone who was in jail on any day of the period, each person once. We give the share of them that "
            f"was also seen in {name} in this period. It can be the same day or another one, before or after jail."
        ),
        left_out=_LEFT_OUT,
        better=Better.NEITHER,
        source=_SOURCE,
        changed_on=dt.date(2026, 11, 25),
    )


def _systems(fewest: int, most: int | None) -> PeriodMeasure:
    measure_id, name, question = {
        1: ("jail_and_no_other_system", "in jail and in no other system", "were seen in no other system"),
        2: ("jail_and_1_other_system", "in jail and in 1 other system", "were seen in 1 other system"),
        3: ("jail_and_2_other_systems", "in jail and in 2 other systems", "were seen in 2 other systems"),
        4: (
            "jail_and_3_or_more_other_systems",
            "in jail and in 3 other systems or more",
            "were seen in 3 other systems or more",
        ),
    }[fewest]
    return PeriodMeasure(
        measure_id=measure_id,
        version=1,
        topic=SEVERAL_SYSTEMS,
        name=f"People seen {name}",
        question=f"Of people who were in jail in the period, how many {question}?",
        starts=BOOKING,
        tally=SystemsSeen(others=OTHERS, fewest=fewest, most=most),
        value_unit=ValueUnit.SHARE,
        counted=(
            "We take everyone who was in jail on any day of the period, each person once. We count in how many other systems "
            f"each has a record in the period. This is the share that was seen {name}. The four shares add up to all of "
            "these people. The systems are treatment, crisis care, housing, supervision, courts, programs and child welfare."
        ),
        left_out=_LEFT_OUT,
        better=Better.NEITHER,
        source=_SOURCE,
        changed_on=dt.date(2026, 11, 25),
        part_of="people_in_jail",
    )


ALSO_SEEN: Final = tuple(_also_seen(others) for others in OTHERS)
SYSTEMS: Final = (_systems(1, 1), _systems(2, 2), _systems(3, 3), _systems(4, None))

MEASURES: Final = (*ALSO_SEEN, *SYSTEMS)
