"""What shows that someone came to a step of a program: the events that the records must hold, or the step cannot be told."""

from collections.abc import Mapping
from typing import Final

from metrics.events import Edge, Events
from metrics.language import EpisodeStatus, Kind, System
from metrics.tallies.kinds import Step

_SCREENING: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.SCREENING}), edge=Edge.START)
_DECISION: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.ELIGIBILITY}), edge=Edge.START)
ADMISSION: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.ENROLLMENT}), edge=Edge.START)
VISIT: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.SERVICE}), edge=Edge.START)
_FITS: Final = Events(
    system=System.PROGRAM,
    kinds=frozenset({Kind.ELIGIBILITY}),
    edge=Edge.START,
    statuses=frozenset({EpisodeStatus.ELIGIBLE}),
)
_FINISH: Final = Events(
    system=System.PROGRAM,
    kinds=frozenset({Kind.ENROLLMENT}),
    edge=Edge.END,
    statuses=frozenset({EpisodeStatus.COMPLETED}),
)

SHOWN_BY: Final[Mapping[Step, tuple[Events, ...]]] = {
    Step.SCREENED: (_SCREENING, _DECISION, ADMISSION),
    Step.ELIGIBLE: (_FITS, ADMISSION),
    Step.ADMITTED: (ADMISSION,),
}
"""What shows that someone came as far: a later step does so too, also where no record tells of the one before."""

_NEEDS: Final[Mapping[Step, tuple[Events, ...]]] = {
    Step.REFERRED: (),
    Step.SCREENED: (_SCREENING, ADMISSION),
    Step.ELIGIBLE: (_FITS, ADMISSION),
    Step.ADMITTED: (ADMISSION,),
    Step.ENGAGED: (ADMISSION, VISIT),
    Step.FINISHED: (ADMISSION, _FINISH),
}


def needs_of_step(step: Step) -> tuple[Events, ...]:
    """Return the events that the records must hold, beside referrals, to say who came to this step."""
    return _NEEDS[step]
