"""The common language: the values that code, files and docs share. With the words in glossary.py it is the law.

A county's own codes are mapped onto these values in its county.toml; nothing downstream sees a county's code.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import polars as pl

NOT_STATED: Final = "not_stated"
UNMAPPED: Final = "unmapped"
ALL: Final = "all"
"""In a grouping column of an answer: this row is not split by that grouping."""


class System(StrEnum):
    """The public system in which an episode happened."""

    JAIL = "jail"
    PRISON = "prison"
    COURT = "court"
    SUPERVISION = "supervision"
    BEHAVIORAL_HEALTH = "behavioral_health"
    CRISIS = "crisis"
    HOUSING = "housing"
    CHILD_WELFARE = "child_welfare"
    PROGRAM = "program"
    VITAL_RECORDS = "vital_records"


class Kind(StrEnum):
    """What sort of episode it was."""

    CUSTODY = "custody"
    """In jail, from booking to release, or in prison, from admission to release: a stay."""
    ASSESSMENT = "assessment"
    """Staff went through a set of questions about risks and needs with a person: a moment."""
    ARREST = "arrest"
    """An arrest or a criminal charge for a new act, on the day of the act where that is known: a moment."""
    CASE = "case"
    """A criminal case: from the arrest that led to it (or from its filing) to the day on which the court closed it."""
    TERM = "term"
    """A term of probation, parole or pretrial supervision, from its start to its end."""
    VIOLATION = "violation"
    """A broken rule of supervision was put on record: a moment."""
    REVOCATION = "revocation"
    """A court or board took supervision away: a moment. The reason says whether for a new offense or a broken rule."""
    TREATMENT = "treatment"
    """Treatment for mental health or substance use with one provider, from admission to discharge."""
    SERVICE = "service"
    """One visit, session or call in which a person got care or help: a moment."""
    HOSPITAL_STAY = "hospital_stay"
    """In hospital for mental health or substance use, from admission to discharge."""
    EMERGENCY_VISIT = "emergency_visit"
    """A visit to an emergency department for mental health or substance use: a moment."""
    CRISIS_CONTACT = "crisis_contact"
    """A call to a crisis line, or a visit of a crisis team: a moment."""
    STREET_OUTREACH = "street_outreach"
    """Contact with an outreach team while living outside."""
    EMERGENCY_SHELTER = "emergency_shelter"
    """A stay in an emergency shelter or safe haven."""
    TRANSITIONAL_HOUSING = "transitional_housing"
    """A stay in transitional housing."""
    PERMANENT_HOUSING = "permanent_housing"
    """A place in permanent or supportive housing, or rapid re-housing, from the day the project took the person in."""
    HOUSING_HELP = "housing_help"
    """Other help of the housing system, such as prevention, a day shelter or coordinated entry."""
    FOSTER_CARE = "foster_care"
    """A child lives away from home in care of the county, from removal to the end of care."""
    REFERRAL = "referral"
    """A person was sent to a program: a moment."""
    SCREENING = "screening"
    """Staff asked a fixed set of questions to find a need; the status says what they found: a moment."""
    ELIGIBILITY = "eligibility"
    """A program decided whether a person can come in: a moment."""
    ENROLLMENT = "enrollment"
    """In a program, from the day it took the person in to the day it let the person go."""
    HOUSING_STATE = "housing_state"
    """Where a person lived on a day: a moment."""
    WORK_STATE = "work_state"
    """Whether a person had work on a day: a moment."""
    CARE_STATE = "care_state"
    """Whether a person was in regular care on a day: a moment."""
    DEATH = "death"
    """A person died: a moment."""
    CONSENT = "consent"
    """A person allowed in writing that records of treatment for substance use are shared, from signing until it ends."""
    CONSENT_REVOKED = "consent_revoked"
    """A person took such a consent back: a moment."""


STAYS: Final = frozenset(
    {
        Kind.CUSTODY,
        Kind.CASE,
        Kind.TERM,
        Kind.TREATMENT,
        Kind.HOSPITAL_STAY,
        Kind.STREET_OUTREACH,
        Kind.EMERGENCY_SHELTER,
        Kind.TRANSITIONAL_HOUSING,
        Kind.PERMANENT_HOUSING,
        Kind.HOUSING_HELP,
        Kind.FOSTER_CARE,
        Kind.ENROLLMENT,
        Kind.CONSENT,
    }
)
"""The kinds that last. All others are moments: they end on the day on which they start."""

CONSENTS: Final = frozenset({Kind.CONSENT, Kind.CONSENT_REVOKED})
"""The kinds that decide whether other records may be used. They stay in the warehouse, and no number is made of them."""

JOINED: Final = frozenset({Kind.CUSTODY, Kind.HOSPITAL_STAY, Kind.FOSTER_CARE})
"""The kinds that are places to be in, one at a time: records of one person that overlap or touch are one stay.

Two cases, terms or enrollments at once are two, and an arrest on each of two days in a row is two arrests.
"""


class Reason(StrEnum):
    """Why a custody episode began."""

    NEW_OFFENSE = "new_offense"
    TECHNICAL_VIOLATION = "technical_violation"
    SENTENCE = "sentence"
    COURT_ORDER = "court_order"
    OTHER_AUTHORITY = "other_authority"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


class EpisodeStatus(StrEnum):
    """What came of an episode that lasts, or what a moment found."""

    COMPLETED = "completed"
    LEFT_EARLY = "left_early"
    REMOVED = "removed"
    TRANSFERRED = "transferred"
    DIED = "died"
    RELEASED = "released"
    SENT_TO_PRISON = "sent_to_prison"
    CONVICTED = "convicted"
    DISMISSED = "dismissed"
    ACQUITTED = "acquitted"
    DIVERTED = "diverted"
    REVOKED = "revoked"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    DECLINED = "declined"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    INSTITUTION = "institution"
    IN_CUSTODY = "in_custody"
    HOMELESS = "homeless"
    REUNIFIED = "reunified"
    WITH_RELATIVE = "with_relative"
    GUARDIANSHIP = "guardianship"
    ADOPTED = "adopted"
    AGED_OUT = "aged_out"
    WORKING = "working"
    NOT_WORKING = "not_working"
    IN_CARE = "in_care"
    NOT_IN_CARE = "not_in_care"
    OTHER = "other"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


_UNKNOWN: Final = frozenset({EpisodeStatus.NOT_STATED, EpisodeStatus.UNMAPPED})
_PLACES: Final = frozenset(
    {
        EpisodeStatus.PERMANENT,
        EpisodeStatus.TEMPORARY,
        EpisodeStatus.INSTITUTION,
        EpisodeStatus.IN_CUSTODY,
        EpisodeStatus.HOMELESS,
        EpisodeStatus.OTHER,
    }
)
_LEAVING: Final = frozenset(
    {
        EpisodeStatus.COMPLETED,
        EpisodeStatus.LEFT_EARLY,
        EpisodeStatus.REMOVED,
        EpisodeStatus.TRANSFERRED,
        EpisodeStatus.DIED,
        EpisodeStatus.OTHER,
    }
)
_FINDINGS: Final = frozenset({EpisodeStatus.POSITIVE, EpisodeStatus.NEGATIVE, EpisodeStatus.DECLINED})

STATUSES: Final[Mapping[Kind, frozenset[EpisodeStatus]]] = {
    kind: statuses | _UNKNOWN
    for kind, statuses in {
        Kind.CUSTODY: frozenset(
            {
                EpisodeStatus.RELEASED,
                EpisodeStatus.SENT_TO_PRISON,
                EpisodeStatus.TRANSFERRED,
                EpisodeStatus.DIED,
                EpisodeStatus.OTHER,
            }
        ),
        Kind.ASSESSMENT: _FINDINGS,
        Kind.CASE: frozenset(
            {
                EpisodeStatus.CONVICTED,
                EpisodeStatus.DISMISSED,
                EpisodeStatus.ACQUITTED,
                EpisodeStatus.DIVERTED,
                EpisodeStatus.TRANSFERRED,
                EpisodeStatus.OTHER,
            }
        ),
        Kind.TERM: (_LEAVING | {EpisodeStatus.REVOKED}) - {EpisodeStatus.REMOVED},
        Kind.TREATMENT: _LEAVING,
        Kind.HOSPITAL_STAY: _LEAVING,
        Kind.STREET_OUTREACH: _PLACES | {EpisodeStatus.DIED},
        Kind.EMERGENCY_SHELTER: _PLACES | {EpisodeStatus.DIED},
        Kind.TRANSITIONAL_HOUSING: _PLACES | {EpisodeStatus.DIED},
        Kind.PERMANENT_HOUSING: _PLACES | {EpisodeStatus.DIED},
        Kind.HOUSING_HELP: _PLACES | {EpisodeStatus.DIED},
        Kind.FOSTER_CARE: frozenset(
            {
                EpisodeStatus.REUNIFIED,
                EpisodeStatus.WITH_RELATIVE,
                EpisodeStatus.GUARDIANSHIP,
                EpisodeStatus.ADOPTED,
                EpisodeStatus.AGED_OUT,
                EpisodeStatus.TRANSFERRED,
                EpisodeStatus.LEFT_EARLY,
                EpisodeStatus.DIED,
                EpisodeStatus.OTHER,
            }
        ),
        Kind.SCREENING: _FINDINGS,
        Kind.ELIGIBILITY: frozenset({EpisodeStatus.ELIGIBLE, EpisodeStatus.NOT_ELIGIBLE, EpisodeStatus.DECLINED}),
        Kind.ENROLLMENT: _LEAVING,
        Kind.HOUSING_STATE: _PLACES,
        Kind.WORK_STATE: frozenset({EpisodeStatus.WORKING, EpisodeStatus.NOT_WORKING}),
        Kind.CARE_STATE: frozenset({EpisodeStatus.IN_CARE, EpisodeStatus.NOT_IN_CARE}),
    }.items()
}
"""The statuses that a kind can have. Housing episodes tell where the person went; kinds that are not here have no status."""


class Sex(StrEnum):
    """Sex as the source recorded it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


class RaceEthnicity(StrEnum):
    """Race and ethnicity as the source recorded them, in one field because most jails keep them in one."""

    AMERICAN_INDIAN = "american_indian"
    ASIAN = "asian"
    BLACK = "black"
    HISPANIC = "hispanic"
    HISPANIC_OR_OTHER = "hispanic_or_other"
    PACIFIC_ISLANDER = "pacific_islander"
    WHITE = "white"
    MULTIPLE = "multiple"
    OTHER = "other"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


class Flag(StrEnum):
    """The value of a yes-or-no mark that a county attaches to an episode, as known during that episode."""

    YES = "yes"
    NO = "no"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


class Severity(StrEnum):
    """How grave the law calls the most serious charge."""

    FELONY = "felony"
    MISDEMEANOR = "misdemeanor"
    INFRACTION = "infraction"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


class OffenseCategory(StrEnum):
    """What sort of act the most serious charge describes."""

    VIOLENT = "violent"
    PROPERTY = "property"
    DRUG = "drug"
    WEAPON = "weapon"
    PUBLIC_ORDER = "public_order"
    DRIVING = "driving"
    OTHER = "other"
    NOT_STATED = NOT_STATED
    UNMAPPED = UNMAPPED


FLAG_PREFIX: Final = "flag_"
NEED_FLAG: Final = "flag_mental_health_need"
"""The mark that screening at booking sets: yes, a need was found; no, screened and none found; not stated, not screened.

A county that marks people in any other way, such as at any time in a stay, gives its mark another name.
"""

PEOPLE: Final = pl.Schema(
    {"person_id": pl.Int64, "birth_year": pl.Int16, "sex": pl.String, "race_ethnicity": pl.String}
)
"""One row per person. person_id is random and differs in every extract; birth_year is null when not known."""

EPISODES: Final = pl.Schema(
    {
        "person_id": pl.Int64,
        "system": pl.String,
        "kind": pl.String,
        "start_on": pl.Date,
        "end_on": pl.Date,
        "sex": pl.String,
        "race_ethnicity": pl.String,
        "reason": pl.String,
        "status": pl.String,
        "severity": pl.String,
        "offense_category": pl.String,
        "program_id": pl.String,
        "agency": pl.String,
        "age_at_start": pl.Int16,
    }
)
"""One row per thing that happened to a person, beside any number of county flags (columns named flag_*).

end_on is null while the episode is open and equals start_on for a moment in time. age_at_start is in whole years, null
when not known. Everything is as of that episode: nothing here was learnt later. So sex and race_ethnicity stand here too,
as known by then: were an unknown value filled in from a later stay, the people left as unknown would be those who never
came back.
"""


class Status(StrEnum):
    """Why an answer has a number, or which of the four kinds of nothing it is."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    TOO_EARLY = "too_early"
    NOT_REPORTED = "not_reported"
