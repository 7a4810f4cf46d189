"""The glossary: the field's word, what we say on screens, and what it means. With language.py it is the law on words."""

from collections.abc import Iterable
from typing import Final

from metrics.terms import care_and_homes, counting, jail_and_courts, use_of_records
from metrics.terms.term import Term

PARTS: Final = (jail_and_courts.TERMS, care_and_homes.TERMS, counting.TERMS, use_of_records.TERMS)
"""Jail and courts; care, homes and programs; counting; how records may be used."""
GLOSSARY: Final[tuple[Term, ...]] = tuple(entry for part in PARTS for entry in part)


def term(term_id: str) -> Term:
    """Return the glossary's entry, or raise KeyError naming the word that is missing."""
    for entry in GLOSSARY:
        if entry.term_id == term_id:
            return entry
    raise KeyError(f"the glossary in metrics/terms has no term {term_id!r}")


def terms_in(texts: Iterable[str]) -> tuple[Term, ...]:
    """Return the entries whose words stand in any of the texts, in the order of the glossary."""
    together = "\n".join(texts)
    return tuple(entry for entry in GLOSSARY if entry.stands_in(together))
