"""What an audience may be told of a comparison: made of shifted and rounded numbers alone, as a publication keeps it."""

import datetime as dt
from dataclasses import dataclass

from metrics.effects.answer import Balance, Choice, Declined, Estimate, Evidence
from metrics.effects.people import Could, Start


@dataclass(frozen=True, kw_only=True)
class ShownSide:
    """One side. people is shifted. effective: what the weighted moments are worth, to the nearest ten; None unweighted."""

    people: int
    effective: int | None


@dataclass(frozen=True, kw_only=True)
class ShownOverlap:
    """Whether each side has people like those of the other, of every 100 of a side.

    inside: of the program, those whose chance of it lies where nearly all others' do. program and others: by tenth of the
    chance of the program, the lowest first.
    """

    inside: int
    program: tuple[int, ...]
    others: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ShownChoice:
    """The difference by one other choice; None where it would rest on too few people."""

    choice: Choice
    difference: Estimate | None


@dataclass(frozen=True, kw_only=True)
class ShownExpected:
    """How often people of a group had the outcome, beside how often people with such records usually do, both 0..1.

    observed is None where it is published elsewhere, as an answer of its own. farthest_off: how far, 0..1, the chances of
    that fifth of all people lie from the truth that they fit the worst; calibrated: whether that is near enough.
    """

    observed: Estimate | None
    expected: float
    farthest_off: float
    calibrated: bool


@dataclass(frozen=True, kw_only=True)
class ShownWindow:
    """The answer for one window: people who could have entered from first_on to through_on, watched so many days.

    Where declined is not empty there is no number about an outcome. Where it holds few_people or few_events, nothing else
    is told either. Rates and differences are in whole hundredths, ranges rounded outward; the difference is that of the two
    rates as shown.
    """

    window_days: int
    first_on: dt.date
    through_on: dt.date
    evidence: Evidence
    declined: tuple[Declined, ...]
    program: ShownSide | None
    others: ShownSide | None
    with_program: Estimate | None
    like_group: Estimate | None
    difference: Estimate | None
    e_value: float | None
    e_value_limit: float | None
    overlap: ShownOverlap | None
    balance: tuple[Balance, ...]
    choices: tuple[ShownChoice, ...]
    expected: ShownExpected | None


@dataclass(frozen=True, kw_only=True)
class ShownDifference:
    """Everything that an audience is told about one program's difference. version: of the way it is made (VERSION).

    windows is empty where the records do not tell who could enter, or nobody could be watched for long enough yet.
    """

    program_id: str
    measure_id: str
    measure_version: int
    version: int
    start: Start
    could: Could
    opened_on: dt.date
    grace_days: int
    randomised: bool
    covariates: tuple[str, ...]
    windows: tuple[ShownWindow, ...]


@dataclass(frozen=True, kw_only=True)
class ShownCaseMix:
    """How often people of one group of a grouping usually have an outcome, given their records, in one period."""

    grouping_id: str
    group: str
    period: str
    measure_id: str
    measure_version: int
    window_days: int
    version: int
    expected: ShownExpected


@dataclass(frozen=True, kw_only=True)
class ShownEffects:
    """What a publication holds of comparisons and of case mix."""

    differences: tuple[ShownDifference, ...] = ()
    case_mix: tuple[ShownCaseMix, ...] = ()
