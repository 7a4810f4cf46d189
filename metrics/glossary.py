"""The glossary: the field's word, what we say on screens, and what it means. With language.py it is the law on words."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Term:
    """One entry of the glossary: the field's word, what we say on screens, and what it means."""

    term_id: str
    field_word: str
    screen_word: str
    meaning: str


GLOSSARY: Final[tuple[Term, ...]] = (
    Term(
        term_id="release",
        field_word="release",
        screen_word="left jail",
        meaning="The day a person's stay in jail ended. It does not matter how it ended.",
    ),
    Term(
        term_id="custody_episode",
        field_word="custody episode",
        screen_word="stay in jail",
        meaning=(
            "Jail records of one person that overlap, or follow each other within a day, are joined into one stay. "
            "A move to another building or a day in court does not count as leaving jail."
        ),
    ),
    Term(
        term_id="rebooking",
        field_word="rebooking",
        screen_word="came back to jail",
        meaning="The first new stay in jail after a person left, whatever the reason for it.",
    ),
    Term(
        term_id="assessment",
        field_word="risk and needs assessment",
        screen_word="assessment",
        meaning="Staff went through a set of questions with a person, about what could bring them back and what could help.",
    ),
    Term(
        term_id="rearrest",
        field_word="rearrest",
        screen_word="arrested again",
        meaning="The first arrest or charge for a new act after the day from which we count. A booking need not follow.",
    ),
    Term(
        term_id="technical_violation",
        field_word="technical violation",
        screen_word="broke a rule of release",
        meaning="The person was jailed for breaking a rule of parole or probation, with no new criminal charge.",
    ),
    Term(
        term_id="window",
        field_word="follow-up window",
        screen_word="within a year",
        meaning=(
            "How long we look for a return after a person leaves. The day of leaving is day 0. A year is 365 days, "
            "and a return on day 365 still counts."
        ),
    ),
    Term(
        term_id="index_release",
        field_word="index release",
        screen_word="the first time they left in the period",
        meaning="Each person is counted once in a period: from the first day in that period on which they left jail.",
    ),
    Term(
        term_id="too_early",
        field_word="immature follow-up",
        screen_word="too early to say",
        meaning="We have not watched everyone for the full time yet, so we give no number.",
    ),
    Term(
        term_id="hidden",
        field_word="suppressed cell",
        screen_word="not shown",
        meaning="The group is small, and a number could point at one person. So we do not show it.",
    ),
    Term(
        term_id="not_reported",
        field_word="not reported",
        screen_word="not reported",
        meaning="The county has not shared the records that this number needs.",
    ),
    Term(
        term_id="not_stated",
        field_word="missing in the source",
        screen_word="not stated",
        meaning="The record does not say.",
    ),
    Term(
        term_id="unmapped",
        field_word="unmapped code",
        screen_word="code not known",
        meaning="The record holds a code that this county's settings do not explain yet.",
    ),
    Term(
        term_id="interval",
        field_word="95 % confidence interval (Wilson)",
        screen_word="the true number is likely between",
        meaning=(
            "Even a full count moves up and down by chance. The range shows how far the number could be off by chance "
            "alone. On screen its ends are rounded outward to whole numbers. The files hold them exactly."
        ),
    ),
    Term(
        term_id="shaky",
        field_word="unstable estimate",
        screen_word="few people: read with care",
        meaning="Fewer than 20 people came back, or the likely range is wider than 20 of 100.",
    ),
    Term(
        term_id="average_daily_population",
        field_word="average daily population",
        screen_word="people in jail on an average day",
        meaning="All days that people spent in jail in the period, divided by the number of days in it.",
    ),
    Term(
        term_id="publication",
        field_word="publication",
        screen_word="this publication",
        meaning="The finished set of answers that this site shows. It never changes; a new one takes its place.",
    ),
)


def term(term_id: str) -> Term:
    """Return the glossary's entry, or raise KeyError naming the word that is missing."""
    for entry in GLOSSARY:
        if entry.term_id == term_id:
            return entry
    raise KeyError(f"the glossary in metrics/glossary.py has no term {term_id!r}")
