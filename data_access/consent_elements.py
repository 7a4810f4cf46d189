"""What a consent to share records of treatment for substance use must hold, by 42 CFR 2.31(a)."""

from collections.abc import Mapping
from typing import Final

RECIPIENT: Final = "flag_part2_recipient"
EXPIRY: Final = "flag_part2_expiry"
ELEMENTS: Final[Mapping[str, str]] = {
    "flag_part2_discloser": "who may share the records, and it is the agency that sends them",
    "flag_part2_information": "how much of what kind of information, and it covers these records",
    RECIPIENT: "who may get them, and it is whoever runs this program",
    "flag_part2_purpose": "what for",
    "flag_part2_right_to_revoke": "that the person may take the consent back, and how",
    "flag_part2_signature": "the person's signature",
}
"""The elements that a consent record carries as marks. A mark that is not yes is an element that is missing.

The others need no mark: who the person is stands in person_key, the date of signing in start, and until when it holds in
end. Where end is empty, because it holds until something happens, EXPIRY says that the form names that.
"""
NOTICE: Final = (
    "42 CFR Part 2 prohibits unauthorized use or disclosure of these records. Records of treatment for substance use may be "
    "among them. Do not share them further, and do not use them against the person, unless the law or a consent allows it."
)
"""The notice that goes with identified records (42 CFR 2.32): on every file and screen that holds names."""
