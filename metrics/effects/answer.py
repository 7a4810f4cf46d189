"""What the question "Did it make a difference?" is answered with: numbers about groups, or reasons for giving none.

No field holds anything about one person: no id, and no chance that a model gave to someone.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Evidence(StrEnum):
    """How much a comparison can bear. The order is that of RANKS; words for a screen may claim no more than this."""

    DESCRIBED_ONLY = "described_only"
    """What happened to people of the program, compared with nobody."""
    BEFORE_AFTER = "before_after"
    """The same people before and after. Never made here: people enter at their worst time and get better anyway."""
    LIKE_FOR_LIKE = "like_for_like"
    """People who were alike in what is on record, with and without the program. What is not on record may differ."""
    RANDOMISED = "randomised"
    """Chance alone decided who was offered the program."""

    @property
    def rank(self) -> int:
        """0 for the weakest."""
        return RANKS.index(self)


RANKS: Final = (Evidence.DESCRIBED_ONLY, Evidence.BEFORE_AFTER, Evidence.LIKE_FOR_LIKE, Evidence.RANDOMISED)


class Declined(StrEnum):
    """Why no comparison is given. The limits stand in judging.py."""

    FEW_PEOPLE = "few_people"
    """Too few people on one side were watched for the whole window."""
    FEW_EVENTS = "few_events"
    """On one side too few had the outcome, or too few did not have it."""
    LOST = "lost"
    """The outcome of too many is unknown although people who started as late were watched for the whole window."""
    NO_OVERLAP = "no_overlap"
    """Too few people of the program have anyone like them on the other side."""
    FEW_EFFECTIVE = "few_effective"
    """After weighting, one side is worth too few people."""
    UNBALANCED = "unbalanced"
    """After weighting, the two sides still differ in something that was known before."""
    UNSTABLE = "unstable"
    """The models give a rate outside 0..1."""


class Choice(StrEnum):
    """One way to compare. All are shown side by side; only OVERLAP (or, if randomised, UNADJUSTED) is the answer."""

    UNADJUSTED = "unadjusted"
    """Everyone in the program and everyone else, as they are."""
    OVERLAP = "overlap"
    """Overlap weights and a model of the outcome: people for whom either could have happened count most."""
    TREATED = "treated"
    """People of the program, and others weighted to be like them; also with a model of the outcome."""
    MATCHED = "matched"
    """Each person of the program beside the nearest other one, where there is one near enough."""
    TRIMMED = "trimmed"
    """Everyone whose chance to be in the program is 0.1 to 0.9, each counting the same; also with a model."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A rate (0..1), or a difference of two rates (-1..1), with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How far the two sides lie apart in one thing known before, in standard deviations, before and after weighting.

    level is one of the values of a covariate that is a word ("other" for all rare ones), "missing" where the value is not
    known, else None.
    """

    covariate: str
    level: str | None
    before: float
    after: float


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Whether each side has people like those of the other.

    share_inside: the part of the program's moments whose chance of being in the program lies in the middle 95 of 100 of
    the others' chances. program and others: moments by tenth of that chance, 0.0-0.1 first.
    """

    share_inside: float
    program: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Side:
    """Who is counted on one side. A moment is one time zero of one person.

    people and moments were watched for the whole window; with_outcome of these moments had the outcome. effective: what
    the weighted moments are worth (Kish 1965), None where nothing was weighted. Left out: too_early (time zero after the
    last one that anyone was watched long enough from) and lost (all other moments without a known outcome).
    """

    people: int
    moments: int
    with_outcome: int
    effective: float | None
    too_early: int
    lost: int


@dataclass(frozen=True, kw_only=True)
class Other:
    """The result of one choice. The moments are those that take part in it on each side.

    one_person: the most by which the outcomes of one person can move the difference; it decides how far it is shifted.
    """

    choice: Choice
    with_program: float
    like_group: float
    difference: Estimate
    one_person: float
    program_moments: int
    other_moments: int


@dataclass(frozen=True, kw_only=True)
class WindowEffect:
    """The answer for one window, in days from time zero.

    Where declined is not empty, evidence is DESCRIBED_ONLY and there is no number: with_program, like_group, difference,
    choice and the E-values are None, and choices is empty. Balance and overlap stay: they are the reasons.
    e_value is how strongly something not on record must go with both the program and the outcome, as a ratio of risks, to
    explain the difference away; e_value_limit the same for the end of the interval nearer to no difference, 1 where that
    holds no difference at all. Both None if randomised. Source: VanderWeele and Ding 2017.
    one_person: the most by which the outcomes of one person can move the rate of either side.
    """

    window_days: int
    evidence: Evidence
    declined: tuple[Declined, ...]
    program: Side
    others: Side
    choice: Choice | None
    with_program: Estimate | None
    like_group: Estimate | None
    difference: Estimate | None
    one_person: tuple[float, float] | None
    e_value: float | None
    e_value_limit: float | None
    overlap: Overlap | None
    balance: tuple[Balance, ...]
    choices: tuple[Other, ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The answers for all windows, shortest first, and what they were made with."""

    windows: tuple[WindowEffect, ...]
    covariates: tuple[str, ...]
    seed: int
