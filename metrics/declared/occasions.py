"""The events that measures speak of: leaving jail, a booking, an arrest, and the like."""

from dataclasses import replace
from typing import Final

from metrics.events import Edge, Events
from metrics.language import NEED_FLAG, EpisodeStatus, Kind, System

RELEASE: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.END)
BOOKING: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.START)
RELEASE_WITH_NEED: Final = replace(RELEASE, flag=NEED_FLAG)
ASSESSMENT: Final = Events(system=System.JAIL, kinds=frozenset({Kind.ASSESSMENT}), edge=Edge.START)
# Of the court, not of the jail: the field counts arrests from court and criminal-history records, also where no booking
# followed. Arrests counted by the jail's own records would be bookings, and those are the measure rebooking.
ARREST: Final = Events(system=System.COURT, kinds=frozenset({Kind.ARREST}), edge=Edge.START)
CHARGE: Final = Events(system=System.COURT, kinds=frozenset({Kind.CASE}), edge=Edge.START)
CASE_CLOSED: Final = replace(CHARGE, edge=Edge.END)

DAYS_TO_CONVICT: Final = 365
"""Days that a court is given to close a case, so that a case of the last watched day has as long as one of the first.

Source: Barnoski (1997, Washington State Institute for Public Policy, document 97-12-1201), who allows 12 months for the
court after the time in which the new act must happen.
"""
ACT_THAT_LED_TO_CONVICTION: Final = replace(
    CHARGE, statuses=frozenset({EpisodeStatus.CONVICTED}), settles_days=DAYS_TO_CONVICT
)
CONVICTION: Final = replace(CASE_CLOSED, statuses=frozenset({EpisodeStatus.CONVICTED}))

PRISON_RELEASE: Final = Events(system=System.PRISON, kinds=frozenset({Kind.CUSTODY}), edge=Edge.END)
PRISON_ADMISSION: Final = Events(system=System.PRISON, kinds=frozenset({Kind.CUSTODY}), edge=Edge.START)
TERM_BEGAN: Final = Events(system=System.SUPERVISION, kinds=frozenset({Kind.TERM}), edge=Edge.START)
TERM_COMPLETED: Final = replace(TERM_BEGAN, edge=Edge.END, statuses=frozenset({EpisodeStatus.COMPLETED}))
REVOCATION: Final = Events(system=System.SUPERVISION, kinds=frozenset({Kind.REVOCATION}), edge=Edge.START)

HOMELESSNESS: Final = frozenset({Kind.STREET_OUTREACH, Kind.EMERGENCY_SHELTER, Kind.TRANSITIONAL_HOUSING})
EXIT_TO_A_HOME: Final = Events(
    system=System.HOUSING,
    kinds=HOMELESSNESS | {Kind.PERMANENT_HOUSING},
    edge=Edge.END,
    statuses=frozenset({EpisodeStatus.PERMANENT}),
)
HOMELESS_AGAIN: Final = Events(system=System.HOUSING, kinds=HOMELESSNESS, edge=Edge.START)
DAYS_BETWEEN_HOMES: Final = 14
"""Days after a stay in permanent housing in which another such stay is a move and no sign of homelessness.

Source: HUD, System Performance Measures Programming Specifications, measure 2.
"""
ANOTHER_HOME: Final = Events(
    system=System.HOUSING,
    kinds=frozenset({Kind.PERMANENT_HOUSING}),
    edge=Edge.START,
    apart_days=DAYS_BETWEEN_HOMES,
)

SHORTEST_FOSTER_CARE_DAYS: Final = 8
"""Shorter stays in foster care are not followed. Source: Children's Bureau, 79 Federal Register 61241 (2014)."""
HOME_FROM_FOSTER_CARE: Final = Events(
    system=System.CHILD_WELFARE,
    kinds=frozenset({Kind.FOSTER_CARE}),
    edge=Edge.END,
    statuses=frozenset({EpisodeStatus.REUNIFIED, EpisodeStatus.WITH_RELATIVE, EpisodeStatus.GUARDIANSHIP}),
    shortest_days=SHORTEST_FOSTER_CARE_DAYS,
)
INTO_FOSTER_CARE: Final = Events(system=System.CHILD_WELFARE, kinds=frozenset({Kind.FOSTER_CARE}), edge=Edge.START)

HOSPITAL_DISCHARGE: Final = Events(
    system=System.BEHAVIORAL_HEALTH, kinds=frozenset({Kind.HOSPITAL_STAY}), edge=Edge.END
)
EMERGENCY_VISIT: Final = Events(
    system=System.BEHAVIORAL_HEALTH, kinds=frozenset({Kind.EMERGENCY_VISIT}), edge=Edge.START
)
CARE_BEGAN: Final = Events(
    system=System.BEHAVIORAL_HEALTH, kinds=frozenset({Kind.SERVICE, Kind.TREATMENT}), edge=Edge.START
)

DEATH: Final = Events(system=System.VITAL_RECORDS, kinds=frozenset({Kind.DEATH}), edge=Edge.START)
TERM_END: Final = replace(TERM_BEGAN, edge=Edge.END)
SHELTER_ENTRY: Final = Events(system=System.HOUSING, kinds=frozenset({Kind.EMERGENCY_SHELTER}), edge=Edge.START)
TREATMENT_START: Final = Events(system=System.BEHAVIORAL_HEALTH, kinds=frozenset({Kind.TREATMENT}), edge=Edge.START)
PROGRAM_ENTRY: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.ENROLLMENT}), edge=Edge.START)
PROGRAM_EXIT: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.ENROLLMENT}), edge=Edge.END)
PROGRAM_FINISHED: Final = replace(PROGRAM_EXIT, statuses=frozenset({EpisodeStatus.COMPLETED}))
PROGRAM_REFERRAL: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.REFERRAL}), edge=Edge.START)
PROGRAM_SERVICE: Final = Events(system=System.PROGRAM, kinds=frozenset({Kind.SERVICE}), edge=Edge.START)
TURNED_AWAY: Final = Events(
    system=System.PROGRAM,
    kinds=frozenset({Kind.ELIGIBILITY}),
    edge=Edge.START,
    statuses=frozenset({EpisodeStatus.NOT_ELIGIBLE, EpisodeStatus.DECLINED}),
)
