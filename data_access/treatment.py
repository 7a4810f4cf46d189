"""Keeps records of treatment for substance use from becoming a group or a filter: they are an outcome and nothing else.

42 CFR Part 2 keeps them apart from all other records. A group that is made of them would tell, of everyone in it, that they
were treated. The county's file cannot name such a grouping, and an analyst cannot ask by one.
"""

import re
from collections.abc import Iterable
from typing import Final

from data_access.sources import Source
from metrics.language import FLAG_PREFIX, System

OUTCOME_ALONE: Final = (
    "Treatment for substance use is told as an outcome alone, never as a group or a filter (42 CFR Part 2)."
)
_SUBSTANCE: Final = r"(?:sud|oud|aud|substance|drug|alcohol|opioid|opiate|heroin|cocaine|addict\w*|recovery)"
_CARE: Final = r"(?:treat\w*|detox\w*|rehab\w*|clinic|care|therapy|services?|program|counsel\w*|residential|patient)"
_NAMED: Final = re.compile(
    rf"{_SUBSTANCE}(?:_use|_abuse)?(?:_disorder)?_(?:\w+_)?{_CARE}|{_CARE}_(?:\w+_)?{_SUBSTANCE}"
    r"|detox\w*|methadone|buprenorphine|suboxone|naltrexone|(?<![a-z])(?:mat|moud|otp)(?![a-z])"
)


def tells_of_treatment(name: str) -> bool:
    """Whether a name, of a mark, an agency or a program, says that it is about treatment for substance use."""
    return _NAMED.search(re.sub(r"[^a-z0-9]+", "_", name.lower())) is not None


def marks_of_treatment(sources: Iterable[Source]) -> dict[str, str]:
    """Return the county's marks (flag_*) that come from records of treatment, or say that they do, with the source of each.

    Sources of the system behavioral_health count as records of treatment: they do not say which of it is for substance use.
    """
    found: dict[str, str] = {}
    for source in sources:
        for field in source.fields:
            if field.startswith(FLAG_PREFIX) and (
                source.system is System.BEHAVIORAL_HEALTH or tells_of_treatment(field)
            ):
                found.setdefault(field, source.id)
    return found
