"""What the language can tell and no number is made of by name, each with the reason.

All reasons are measured: the parts of coming back divide them among them, the two unknown ones too.
"""

from collections.abc import Mapping
from typing import Final

from metrics.language import EpisodeStatus, Kind

_GROUPED = "A way to leave that no number looks for. The person left, and is counted with all who did."
_OTHER_PLACE = "Not a lasting home. It is counted among the places that are known."
_FOUND = "What was found is not measured yet. Screening at booking is read from the mark on the booking."
_UNKNOWN = "Counted as not known, never as a no. The page on trust says how many there are."

KINDS: Final[Mapping[Kind, str]] = {
    Kind.VIOLATION: "Agencies record broken rules in ways that differ too much. What became of them is counted: revocations.",
    Kind.CRISIS_CONTACT: "Counted only as being seen in crisis care. A call is often anonymous, so a rate would mislead.",
    Kind.HOUSING_HELP: "Counted only as being seen in the housing system. It is no sign that a person is without a home.",
    Kind.CONSENT: "It decides whether other records may be used, and never leaves the warehouse.",
    Kind.CONSENT_REVOKED: "It decides whether other records may be used, and never leaves the warehouse.",
}

STATUSES: Final[Mapping[EpisodeStatus, str]] = {
    EpisodeStatus.RELEASED: _GROUPED,
    EpisodeStatus.SENT_TO_PRISON: "Going to prison is counted from the records of prisons, where a county shares them.",
    EpisodeStatus.DISMISSED: "A case that did not end in a conviction. It counts where every case does.",
    EpisodeStatus.ACQUITTED: "A case that did not end in a conviction. It counts where every case does.",
    EpisodeStatus.DIVERTED: "A case that did not end in a conviction. It counts where every case does.",
    EpisodeStatus.REVOKED: "Losing supervision is counted from the decision itself, which tells why.",
    EpisodeStatus.POSITIVE: _FOUND,
    EpisodeStatus.NEGATIVE: _FOUND,
    EpisodeStatus.TEMPORARY: _OTHER_PLACE,
    EpisodeStatus.INSTITUTION: _OTHER_PLACE,
    EpisodeStatus.IN_CUSTODY: _OTHER_PLACE,
    EpisodeStatus.HOMELESS: _OTHER_PLACE,
    EpisodeStatus.ADOPTED: "Adoption is for good: nobody is followed from it, and neither does the federal count.",
    EpisodeStatus.AGED_OUT: "The person is grown up: a return to foster care cannot come any more.",
    EpisodeStatus.NOT_WORKING: "The opposite of having work. It is counted among the people whose work is known.",
    EpisodeStatus.NOT_IN_CARE: "The opposite of regular care. It is counted among the people whose care is known.",
}
