"""At which intercept each measure looks: the places on a person's path at which help can step in (programs.INTERCEPTS)."""

from collections.abc import Iterable, Mapping
from typing import Final

from metrics.declaration import Measure
from metrics.events import Edge
from metrics.language import Kind, System
from metrics.programs import INTERCEPTS

_WHERE: Final[Mapping[System, int]] = {
    System.BEHAVIORAL_HEALTH: 0,
    System.HOUSING: 0,
    System.CHILD_WELFARE: 0,
    System.CRISIS: 1,
    System.COURT: 3,
    System.PRISON: 4,
    System.SUPERVISION: 5,
    System.VITAL_RECORDS: 0,
}
"""For measures that begin with an event of this system, whatever it is."""
_IN_JAIL: Final[Mapping[tuple[Kind, Edge], int]] = {
    (Kind.CUSTODY, Edge.START): 2,
    (Kind.ASSESSMENT, Edge.START): 2,
    (Kind.CUSTODY, Edge.END): 4,
}
"""A stay in jail begins before court and ends with coming home."""


def intercept_of(measure: Measure) -> int | None:
    """Return the intercept at which a measure begins; None for those of programs, each of which has its own."""
    starts = measure.starts
    if starts.system is System.PROGRAM:
        return None
    if starts.system is System.JAIL:
        (kind,) = starts.kinds
        return _IN_JAIL[kind, starts.edge]
    return _WHERE[starts.system]


def measures_at(measures: Iterable[Measure]) -> dict[int, tuple[Measure, ...]]:
    """Return the measures that begin at each intercept, in order; an intercept may have none."""
    listed = tuple(measures)
    return {place: tuple(one for one in listed if intercept_of(one) == place) for place in INTERCEPTS}
