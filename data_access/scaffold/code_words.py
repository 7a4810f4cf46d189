"""Guesses what a code means in our words, where its text says so plainly."""

import re
from typing import Any, Final

from metrics.language import (
    STATUSES,
    EpisodeStatus,
    Kind,
    OffenseCategory,
    RaceEthnicity,
    Reason,
    Severity,
    Sex,
)

_SEX: Final = {
    Sex.FEMALE: r"^(f|female|woman|women|w|2)$",
    Sex.MALE: r"^(m|male|man|men|1)$",
    Sex.OTHER: r"^(x|other|nonbinary|non binary|transgender)$",
    Sex.NOT_STATED: r"^(u|unk|unknown|9|99|n a|not stated|refused)$",
}
_RACE: Final = {
    RaceEthnicity.NOT_STATED: r"^(u|unk|unknown|n a|not stated|refused|99)\b",
    RaceEthnicity.HISPANIC: r"^h$|(?<!non )\b(hispanic|latin[aox]?)\b",
    RaceEthnicity.AMERICAN_INDIAN: r"^i$|american indian|native american|alaska",
    RaceEthnicity.PACIFIC_ISLANDER: r"^p$|hawaiian|(?<!or )pacific",
    RaceEthnicity.ASIAN: r"^a$|\basian",
    RaceEthnicity.BLACK: r"^b$|black|african",
    RaceEthnicity.WHITE: r"^w$|white|caucasian",
    RaceEthnicity.MULTIPLE: r"two or more|multi",
    RaceEthnicity.OTHER: r"^o$|other",
}
_SEVERITY: Final = {
    Severity.FELONY: r"^f\d?$|felony",
    Severity.MISDEMEANOR: r"^m\d?$|misdemeanou?r",
    Severity.INFRACTION: r"^(i|t)$|infraction|ordinance|traffic|violation",
}
_CATEGORY: Final = {
    OffenseCategory.VIOLENT: r"violen|assault|murder|robbery|kidnap|\bsex",
    OffenseCategory.PROPERTY: r"property|theft|burglary|fraud|forgery|arson|vandal",
    OffenseCategory.DRUG: r"drug|narcotic|controlled substance",
    OffenseCategory.WEAPON: r"weapon|firearm",
    OffenseCategory.DRIVING: r"traffic|driving|\b(dui|dwi|owi)\b",
    OffenseCategory.PUBLIC_ORDER: r"public order",
    OffenseCategory.OTHER: r"^other",
}
_REASON: Final = {
    Reason.NEW_OFFENSE: r"\bnew\b",
    Reason.TECHNICAL_VIOLATION: r"\btech|violat|revoc|revok",
    Reason.COURT_ORDER: r"failure to appear|\bfta\b|bench|court order",
    Reason.OTHER_AUTHORITY: r"\bhold\b|detainer|immigration|federal|other agency",
    Reason.SENTENCE: r"sentence|commit",
}
_STATUS: Final = {
    EpisodeStatus.DIED: r"\bdied|death|deceased",
    EpisodeStatus.ACQUITTED: r"not guilty|acquit",
    EpisodeStatus.CONVICTED: r"guilty|convict|\bplea\b",
    EpisodeStatus.DISMISSED: r"dismiss|nolle|dropped",
    EpisodeStatus.DIVERTED: r"divert|diversion|deferred",
    EpisodeStatus.SENT_TO_PRISON: r"prison|\bdoc\b",
    EpisodeStatus.TRANSFERRED: r"transfer|detainer|other agency",
    EpisodeStatus.REVOKED: r"revok|revoc",
    EpisodeStatus.LEFT_EARLY: r"abscond|dropped out|\bleft\b|awol|ran away",
    EpisodeStatus.COMPLETED: r"complet|success|graduat|expir",
    EpisodeStatus.REMOVED: r"terminat|remov|reject",
    EpisodeStatus.RELEASED: r"releas|parole|discharg|bond|bail|recogniz|time served|special sentence",
}
WORDS: Final[dict[str, dict[Any, str]]] = {
    "sex": _SEX,
    "race_ethnicity": _RACE,
    "severity": _SEVERITY,
    "charge": _CATEGORY,
    "reason": _REASON,
    "status": _STATUS,
}


def plain(name: str) -> str:
    """Return a heading as words: BookingDate, booking_date and BOOKING-DATE all as booking date."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return re.sub(r"[^a-z0-9]+", " ", spaced.lower()).strip()


def word_for(name: str, code: str, kind: Kind | None = None) -> str | None:
    """Return our word for a code of a field where it is plain; None where only people can say.

    For age_at_start, which some files give in bands, it is an age in the band; for status one that the kind can have.
    """
    text = plain(code)
    if name == "age_at_start":
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        if not numbers:
            return None
        return str(numbers[0] - 1 if re.match(r"under|less|below", text) else sum(numbers) // len(numbers))
    words = WORDS.get(name, {})
    if name == "status" and kind is not None:
        words = {word: pattern for word, pattern in words.items() if word in STATUSES.get(kind, frozenset())}
    return next((str(word) for word, pattern in words.items() if re.search(pattern, text)), None)
