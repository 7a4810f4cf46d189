"""All that happens in the made-up world, and the few facts of it that more than one room must know."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import polars as pl

from data_access.made_up.drawing import Span

PROGRAM_OPENED_ON: Final = dt.date(2020, 1, 1)
"""The treatment court takes nobody who was booked earlier."""
WINDOW_DAYS: Final = 365
"""The window of the planted rates of coming back."""


@dataclass(frozen=True, kw_only=True)
class World:
    """One frame for each thing that happens; persons are numbered from 0 and days from 1970-01-01.

    conviction_chances: one row per jail release that a rate counts, with its planted chance (see truth).
    """

    span: Span
    people: pl.DataFrame
    episodes: pl.DataFrame
    stays: pl.DataFrame
    prison: pl.DataFrame
    cases: pl.DataFrame
    terms: pl.DataFrame
    violations: pl.DataFrame
    hospital: pl.DataFrame
    treatment: pl.DataFrame
    visits: pl.DataFrame
    opioid_stays: pl.DataFrame
    consents: pl.DataFrame
    calls: pl.DataFrame
    housing: pl.DataFrame
    foster_care: pl.DataFrame
    referrals: pl.DataFrame
    enrollments: pl.DataFrame
    services: pl.DataFrame
    check_ins: pl.DataFrame
    follow_ups: pl.DataFrame
    navigator_referrals: pl.DataFrame
    navigator_enrollments: pl.DataFrame
    navigator_visits: pl.DataFrame
    deaths: pl.DataFrame
    conviction_chances: pl.DataFrame
