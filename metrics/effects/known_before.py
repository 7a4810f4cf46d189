"""What the records said of people before time zero: the covariates by which like is compared with like.

Nothing learnt on or after the day of time zero is in them, but for what the stay that ends on that day had told by then.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from metrics.cohort import INDEX_ON, person_days
from metrics.effects.moments import Whole
from metrics.events import Edge, Events, events, of_kinds
from metrics.language import Kind, System

LOOK_BACK_DAYS: Final = 1_096
"""Three years: bookings long ago tell little, and a county's records begin somewhere."""
YEAR_DAYS: Final = 365
MOST_BOOKINGS: Final = 10
"""More bookings count as so many: one person with fifty would otherwise pull the models."""

_STAY: Final = Events(system=System.JAIL, kinds=frozenset({Kind.CUSTODY}), edge=Edge.START)
_CRISIS: Final = Events(system=System.CRISIS, kinds=frozenset({Kind.CRISIS_CONTACT}), edge=Edge.START)
_Frame = pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class Covariate:
    """One thing known before time zero. column gives it for each index event; None where the records cannot tell it.

    column takes the joined episodes and the index events (cohort.followed), and keeps their order.
    """

    covariate_id: str
    column: Callable[[_Frame, _Frame], pl.Series | None]


def _as_recorded(field: str) -> Callable[[_Frame, _Frame], pl.Series | None]:
    def column(_episodes: _Frame, index: _Frame) -> pl.Series | None:
        return index[field] if field in index.columns else None

    return column


def _bookings(episodes: _Frame, index: _Frame) -> pl.Series:
    """Count the bookings of the three years before the stay began, MOST_BOOKINGS at most; the stay's own is not one."""
    counts = _before(_sorted_days(of_kinds(episodes, _STAY), "start_on"), index, LOOK_BACK_DAYS)
    return pl.Series(np.minimum(counts, MOST_BOOKINGS))


def _booked_lately(episodes: _Frame, index: _Frame) -> pl.Series:
    """Whether the person was in jail in the 365 days before the stay began: a stay ended in them."""
    ended = of_kinds(episodes, _STAY).drop_nulls("end_on")
    return pl.Series(_before(_sorted_days(ended, "end_on"), index, YEAR_DAYS) > 0)


def _days_in_jail(episodes: _Frame, index: _Frame) -> pl.Series:
    """Return log(1 + days) of the stays that ended in the three years before the stay began."""
    ended = of_kinds(episodes, _STAY).drop_nulls("end_on")
    keys = person_days(ended, "end_on")
    order = np.argsort(keys, kind="stable")
    days = (ended["end_on"] - ended["start_on"]).dt.total_days().to_numpy()[order]
    summed = np.concatenate([[0], np.cumsum(days)])
    first, last = _edges(keys[order], index, LOOK_BACK_DAYS)
    return pl.Series(np.log1p(summed[last] - summed[first]))


def _days_of_stay(_episodes: _Frame, index: _Frame) -> pl.Series:
    """Return log(1 + days) of what had passed of the episode by time zero: of the stay that ends then, its whole length."""
    return index.select(
        ((pl.col(INDEX_ON) - pl.col("start_on")).dt.total_days() + 1).cast(pl.Float64).log()
    ).to_series()


def _crisis(episodes: _Frame, index: _Frame) -> pl.Series | None:
    """Whether the person was in contact with a crisis line or team in the 365 days before the stay began."""
    contacts = events(episodes, _CRISIS)
    return pl.Series(_before(_sorted_days(contacts, "_on"), index, YEAR_DAYS) > 0) if contacts.height else None


def _year(_episodes: _Frame, index: _Frame) -> pl.Series:
    """Return the year of time zero as a word: times change for everyone."""
    return index.select(pl.col(INDEX_ON).dt.year().cast(pl.String)).to_series()


def _sorted_days(rows: _Frame, on: str) -> Whole:
    return np.sort(person_days(rows, on))


def _edges(keys: Whole, index: _Frame, days: int) -> tuple[Whole, Whole]:
    """Return between which places of the sorted keys the days before each stay lie: from days before to the day before."""
    start = person_days(index, "start_on")
    return np.searchsorted(keys, start - days), np.searchsorted(keys, start)


def _before(keys: Whole, index: _Frame, days: int) -> Whole:
    first, last = _edges(keys, index, days)
    return last - first


COVARIATES: Final = (
    Covariate(covariate_id="age", column=_as_recorded("age_at_start")),
    Covariate(covariate_id="severity", column=_as_recorded("severity")),
    Covariate(covariate_id="offense_category", column=_as_recorded("offense_category")),
    Covariate(covariate_id="reason", column=_as_recorded("reason")),
    Covariate(covariate_id="bookings_before", column=_bookings),
    Covariate(covariate_id="booked_in_last_year", column=_booked_lately),
    Covariate(covariate_id="days_in_jail_before", column=_days_in_jail),
    Covariate(covariate_id="days_of_stay", column=_days_of_stay),
    Covariate(covariate_id="crisis_in_last_year", column=_crisis),
    Covariate(covariate_id="year", column=_year),
)
"""What every county's records may tell, beside the county's own groupings, whose ids are covariates too.

Treatment is not among them: that for substance use is an outcome here, and never a way to sort people.
"""

IDS: Final = tuple(one.covariate_id for one in COVARIATES)


def with_known_before(episodes: _Frame, index: _Frame, wanted: Sequence[str]) -> tuple[_Frame, tuple[str, ...]]:
    """Add the wanted covariates to index events, and return the names of those that the records tell.

    wanted: ids of COVARIATES, or of groupings, which stand in index as columns. The new columns are named known_ and the
    id. A covariate that the records do not carry, or that is the same for all, is left out: it tells nobody apart.
    """
    columns: dict[str, pl.Series] = {}
    own = {one.covariate_id: one.column for one in COVARIATES}
    for name in wanted:
        found = own.get(name, _as_recorded(name))(episodes, index)
        if found is not None and found.n_unique() > 1:
            columns[name] = found
    return index.with_columns(series.alias(name_of(name)) for name, series in columns.items()), tuple(columns)


def name_of(covariate_id: str) -> str:
    """Return the name of a covariate's column."""
    return f"known_{covariate_id}"
