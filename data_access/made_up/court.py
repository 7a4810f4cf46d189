"""The court: arrests that become cases, how the cases end, and the last three months, of which many records come late."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import Floats, Span, Texts, happens, pick, whole
from data_access.made_up.jail import futures
from data_access.made_up.people import COMMUNITY

DISPOSITIONS: Final = {"GP": 0.48, "GT": 0.05, "DIS": 0.29, "NG": 0.03, "DIV": 0.11, "TRN": 0.04}
CONVICTED: Final = ("GP", "GT")
CONVICTED_SHARE: Final = sum(DISPOSITIONS[code] for code in CONVICTED)
LONGEST_CASE_DAYS: Final = 330

LATE_DAYS: Final = 92
"""Days before the end of the records in which some of what happened has not been entered yet."""
_ENTERED: Final = ((31, 0.25), (62, 0.5), (LATE_DAYS, 0.75))
"""Of what happened fewer than so many days before the end: the share that has been entered."""

_COMMUNITY_SHARE: Final = 0.06
_CHARGES: Final = {"F": 0.36, "M": 0.58, "I": 0.06}


def draw_cases(rng: np.random.Generator, people: pl.DataFrame, episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per case that has been entered: person, arrested_on, disposed_on (null: open) and disposition.

    Every booking on a new charge makes a case, and some people are charged without being booked. late_cases and
    late_dispositions of the truth are what is missing: see entered.
    """
    booked = episodes.filter(pl.col("booking_type") == "NEW").select("person", arrested_on="start")
    others = people.filter(pl.col("part") == COMMUNITY)
    others = others.filter(pl.Series(happens(rng, _COMMUNITY_SHARE, others.height))).select(
        "person", arrested_on="first_seen"
    )
    cases = pl.concat([booked, others])
    arrested = cases["arrested_on"].to_numpy()
    disposed = arrested + np.minimum(14 + whole(rng.gamma(2.0, 45.0, cases.height)), LONGEST_CASE_DAYS)
    known = disposed <= span.last_day
    told = known & entered(rng, span.last_day - disposed)
    return cases.with_columns(
        disposed_on=pl.when(pl.Series(told)).then(pl.Series(disposed)),
        disposition=pl.Series(np.where(told, pick(rng, DISPOSITIONS, cases.height), "")),
        level=pl.Series(pick(rng, _CHARGES, cases.height)),
        late=pl.Series(known & ~told),
        is_entered=pl.Series(entered(rng, span.last_day - arrested)),
    )


def entered(rng: np.random.Generator, days_before_the_end: np.ndarray) -> np.ndarray:
    """Whether what happened so many days before the end of the records stands in them."""
    share = np.ones(len(days_before_the_end))
    for days, part in reversed(_ENTERED):
        share = np.where(days_before_the_end < days, part, share)
    return rng.random(len(share)) < share


def chance_of_conviction(rng: np.random.Generator, releases: pl.DataFrame, days: int, span: Span) -> Floats:
    """Return, per release, the planted chance of an arrest within so many days that leads to a conviction."""
    bookings, times = futures(rng, releases, days, span)
    missed: Floats = ((1 - CONVICTED_SHARE) ** bookings).reshape(times, releases.height).mean(axis=0)
    return 1 - missed


def statutes(rng: np.random.Generator, count: int) -> Texts:
    """Return what people are charged with, as the county's law numbers it; one in twenty-five is an attempt."""
    chapters = {"11-": 0.20, "12-": 0.25, "13-": 0.20, "14-": 0.05, "15-": 0.12, "16-": 0.12, "19-": 0.05, "99-": 0.01}
    numbered = np.char.add(pick(rng, chapters, count), rng.integers(1001, 1100, count).astype(str))
    return np.where(happens(rng, 0.04, count), np.char.add("A-", numbered), numbered)
