"""What the audit log knows: the deeds, and what may be told about each. Nothing about one resident has a place here."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class AuditError(Exception):
    """An entry that may not or cannot be written, or a log that cannot be read; the message says what to do."""


class Deed(StrEnum):
    """What someone did."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    LOCKED = "locked"
    """A session was locked because nobody had touched it for a while."""
    REFUSED = "refused"
    """Someone was refused a page, a file or a role."""
    PURPOSE = "purpose"
    """An analyst said what the questions of the day are for."""
    QUESTION = "question"
    EXPORT = "export"
    NAMES_SHOWN = "names_shown"
    """Records with names were put on a screen or into a file."""
    LOAD = "load"
    """Rows of a source were taken in, mended or taken out; way says which."""
    STOPPED = "stopped"
    """A whole load was refused, or a publication that an attack saw through."""
    LINK = "link"
    REVIEW = "review"
    """Someone decided about pairs of records."""
    VOICE = "voice"
    """Someone decided about a note or a question: way says what, unit its kind."""
    AGREEMENT_ENDED = "agreement_ended"
    """A source was left out of an extract because no agreement covers it that day."""
    EXTRACT = "extract"
    PUBLISH = "publish"
    FORGET = "forget"
    COPY = "copy"
    """All that is kept about the county was copied into a backup, or brought back from one: way says which."""


_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NAMES: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}(,[a-z0-9][a-z0-9_-]{0,79}){0,9}|")
_ONLY: Final = re.compile(r"([a-z][a-z0-9_]{0,79}=[a-z0-9][a-z0-9_]{0,79}(,(?=.)|$)){0,60}")
_PERIOD: Final = re.compile(r"\d{4}(-Q[1-4]|-\d{2})?|year_to_\d{4}-\d{2}|all_watched|every_year")
_SHA256: Final = re.compile(r"[0-9a-f]{12,64}")
_PAGE: Final = re.compile(r"[a-z0-9][a-z0-9_/.-]{0,79}")
_SPACE: Final = re.compile(r"[\w][\w .-]{0,79}")
_PURPOSE: Final = re.compile(r"\w[^\x00-\x1f\x7f]{2,299}")
_PERSONAL: Final = re.compile(r"\d{5}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|@")
"""Runs of five digits, dates and addresses: what a key, a date of birth or an e-mail looks like."""
_BY: Final = re.compile(r"\w[^\x00-\x1f\x7f]{0,253}")
_ROLE: Final = re.compile(r"[a-z][a-z_]{0,39}")

COUNT: Final = "a whole number from 0 on"
_SHAPES: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    **dict.fromkeys(
        (
            *("measure_id", "unit", "status", "audience", "publication_id", "extract_id", "source_id", "agreement_id"),
            *("way", "form", "reason", "needs", "provider", "rule_id"),
        ),
        (_NAME, "a name of small letters, digits, _ and -"),
    ),
    "by": (_NAMES, "ids of groupings with commas between them"),
    "only": (_ONLY, "pairs grouping=group with commas between them"),
    "period": (_PERIOD, "a period such as 2017, 2017-Q3 or year_to_2017-09"),
    "file_sha256": (_SHA256, "a digest in hexadecimal"),
    "page": (_PAGE, "the address of a page without its question"),
    "key_space": (_SPACE, "the name of a key space"),
    "purpose": (_PURPOSE, "a purpose of 3 to 300 characters in one line, without long numbers, dates or addresses"),
}
_COUNTS: Final = frozenset(
    {
        *("window_days", "rows", "hidden", "idle_minutes", "rows_in", "rows_kept", "rows_refused", "rows_new"),
        *("rows_changed", "rows_gone", "rows_forgotten", "rows_mended", "people", "keys", "waiting", "same"),
        *("different", "pairs", "sources", "left_out", "purpose_entry"),
    }
)
_QUESTION: Final = frozenset(
    {
        *("measure_id", "window_days", "period", "by", "only", "unit", "audience", "publication_id", "extract_id"),
        *("rows", "hidden", "form", "page", "purpose_entry"),
    }
)
ALLOWED: Final[Mapping[Deed, frozenset[str]]] = {
    Deed.SIGN_IN: frozenset({"provider", "audience"}),
    Deed.SIGN_OUT: frozenset({"reason"}),
    Deed.LOCKED: frozenset({"reason", "idle_minutes", "page"}),
    Deed.REFUSED: frozenset({"page", "needs", "reason", "audience", "form", "measure_id"}),
    Deed.PURPOSE: frozenset({"purpose", "page"}),
    Deed.QUESTION: _QUESTION,
    Deed.EXPORT: _QUESTION,
    Deed.NAMES_SHOWN: frozenset({"page", "form", "pairs", "source_id", "rows"}),
    Deed.LOAD: frozenset(
        {
            *("source_id", "way", "file_sha256", "rows_in", "rows_kept", "rows_refused", "rows_new", "rows_changed"),
            *("rows_gone", "rows_forgotten", "rows_mended"),
        }
    ),
    Deed.STOPPED: frozenset({"source_id", "rule_id", "audience"}),
    Deed.LINK: frozenset({"people", "keys", "waiting"}),
    Deed.REVIEW: frozenset({"same", "different"}),
    Deed.VOICE: frozenset({"way", "unit", "reason", "rows"}),
    Deed.AGREEMENT_ENDED: frozenset({"source_id", "agreement_id", "reason", "rows"}),
    Deed.EXTRACT: frozenset({"extract_id", "sources", "left_out"}),
    Deed.PUBLISH: frozenset({"audience", "publication_id"}),
    Deed.FORGET: frozenset({"key_space", "keys", "rows"}),
    Deed.COPY: frozenset({"way"}),
}
"""What may be told about each deed. Each key is known by name and by shape, so that nothing else comes in by mistake."""


def check_entry(deed: Deed, *, by: str, role: str, about: Mapping[str, str | int]) -> None:
    """Raise AuditError where an entry holds what the log may not hold. The message names the key and never the value."""
    if not _BY.fullmatch(by):
        raise AuditError(
            "by must be the sign-in name of a staff member or the account that runs a command: 1 to 254 characters that "
            "begin with a letter or a digit."
        )
    if not _ROLE.fullmatch(role):
        raise AuditError("role must be the name of a role in small letters, such as analyst.")
    for key, value in about.items():
        if key not in ALLOWED[deed]:
            raise AuditError(
                f"The audit log takes no {key!r} for {deed.value}: it may hold {', '.join(sorted(ALLOWED[deed]))}."
            )
        if not _fits(key, value):
            wanted = COUNT if key in _COUNTS else _SHAPES[key][1]
            raise AuditError(f"The audit log takes for {key} only {wanted}.")


def _fits(key: str, value: str | int) -> bool:
    if key in _COUNTS:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not isinstance(value, str) or not _SHAPES[key][0].fullmatch(value):
        return False
    return key != "purpose" or _PERSONAL.search(value) is None
