"""The events that measures speak of: leaving jail, a booking, an arrest, and the like."""

from typing import Final

from metrics.events import Edge, Events
from metrics.language import Kind, System

RELEASE: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.END)
BOOKING: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.START)
ASSESSMENT: Final = Events(system=System.JAIL, kinds=frozenset({Kind.ASSESSMENT}), edge=Edge.START)
# Of the court, not of the jail: the field counts arrests from court and criminal-history records, also where no booking
# followed. Arrests counted by the jail's own records would be bookings, and those are the measure rebooking.
ARREST: Final = Events(system=System.COURT, kinds=frozenset({Kind.ARREST}), edge=Edge.START)
PRISON_ADMISSION: Final = Events(system=System.PRISON, kinds=frozenset({Kind.CUSTODY}), edge=Edge.START)
DEATH: Final = Events(system=System.VITAL_RECORDS, kinds=frozenset({Kind.DEATH}), edge=Edge.START)
TERM_START: Final = Events(system=System.SUPERVISION, kinds=frozenset({Kind.TERM}), edge=Edge.START)
TERM_END: Final = Events(system=System.SUPERVISION, kinds=frozenset({Kind.TERM}), edge=Edge.END)
SHELTER_ENTRY: Final = Events(system=System.HOUSING, kinds=frozenset({Kind.EMERGENCY_SHELTER}), edge=Edge.START)
TREATMENT_START: Final = Events(system=System.BEHAVIORAL_HEALTH, kinds=frozenset({Kind.TREATMENT}), edge=Edge.START)
PROGRAM_EXIT: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.ENROLLMENT}), edge=Edge.END)
