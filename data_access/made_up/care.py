"""Care: treatment and visits, stays in hospital, emergency visits, and how soon care follows after each of them and jail."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Bools, Floats, Ints, Span, chance_of, happens, pick, whole
from data_access.made_up.people import COMMUNITY

CONNECTED_LOG_ODDS: Final = {"base": -2.0, "need": 1.5, "enrolled": 0.8}
"""The planted truth: log-odds that someone who leaves jail comes to care within 90 days, unless jail or death comes first."""
FOLLOWED_UP: Final = {"hospital": 0.5, "emergency": 0.38}
"""The planted truth: the chance that care follows within 30 days, on the day itself or later."""
FIRST_VISIT: Final = ((0, 0, 0.04), (1, 7, 0.32), (8, 14, 0.22), (15, 30, 0.24), (31, 90, 0.18))
"""The planted truth: of those who come to care, the share whose first visit is from this to this day. Even within each."""

_TREATED_SHARE: Final = 0.7
"""Of those whose first visit is after the day itself: the share that is admitted to treatment on it."""
_VISITS: Final = 6
"""Further visits, at most twice as many, 5 to 12 days apart. Someone who comes on the day itself does not come again."""
_CARE_AFTER_JAIL_DAYS: Final = 95
"""After so many days nothing of what a release set off goes on, so that it cannot pass for what follows something else."""
_CARE_AFTER_HOSPITAL_DAYS: Final = 45
_GAP_DAYS: Final = 250
"""A person who was in jail goes to hospital only in gaps between stays of at least so many days, and in their middle."""
_HOSPITAL_IN_GAP_SHARE: Final = 0.12
_TREATED_AT_HOME_SHARE: Final = 0.45
_IN_HOSPITAL_SHARE: Final = 0.4
_PROGRAMS: Final = {"OUTPT": 0.6, "IOP": 0.25, "RES": 0.15}
_DISCHARGES: Final = {"1": 0.45, "2": 0.38, "3": 0.07, "4": 0.07, "9": 0.03}


def first_visit_by(days: Ints, last_band: int = len(FIRST_VISIT)) -> Floats:
    """Return the planted share of first visits up to each day, counting only the first bands, which make the whole."""
    bands = FIRST_VISIT[:last_band]
    whole_share = sum(share for _, _, share in bands)
    parts = [share * np.clip((days - first + 1) / (last - first + 1), 0, 1) for first, last, share in bands]
    by: Floats = sum(parts, np.zeros(len(days))) / whole_share
    return by


def connected_chance(releases: pl.DataFrame) -> Floats:
    """Return the planted chance of each release that care follows within 90 days, were there neither jail nor death."""
    odds = CONNECTED_LOG_ODDS
    log_odds = (
        odds["base"] + odds["need"] * releases["need"].to_numpy() + odds["enrolled"] * releases["enrolled"].to_numpy()
    )
    return np.where(releases["ending"] == "REL", chance_of(log_odds), 0.0)


def visit_chance(episodes: pl.DataFrame, window_days: int) -> Floats:
    """Return the planted chance of each release that a visit follows within the window, as jail and death leave room for it.

    episodes are ordered by person and start. Someone who is back in jail and out again within the window has another
    chance, so the chance of no visit is the product over all releases in the window.
    """
    person, end = episodes["person"].to_numpy(), episodes["end"].to_numpy()
    connected, free_days = connected_chance(episodes), episodes["until"].to_numpy() - end - 1
    missed = np.ones(len(person))
    for ahead in range(len(person)):
        here, later = slice(0, len(person) - ahead), slice(ahead, None)
        days_left = window_days - (end[later] - end[here])
        counts = (person[later] == person[here]) & (days_left >= 0)
        if not counts.any():
            break
        visited = connected[later] * first_visit_by(np.minimum(free_days[later], days_left))
        missed[here] *= np.where(counts, 1 - visited, 1.0)
    return 1 - missed


def draw_hospital(rng: np.random.Generator, people: pl.DataFrame, episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per stay in hospital or emergency visit: person, what, start, end. Any two of a person are far apart."""
    adults = people.filter(pl.col("part") == COMMUNITY)
    once = adults.filter(pl.Series(happens(rng, _IN_HOSPITAL_SHARE, adults.height))).select(
        "person", start="first_seen"
    )
    visits = [once]
    while once.height:
        apart = 100 + whole(rng.exponential(400, once.height))
        once = once.with_columns(start=pl.col("start") + pl.Series(apart)).filter(pl.col("start") <= span.last_day)
        visits.append(once)
    gaps = episodes.filter(pl.col("ending") == "REL", pl.col("end") <= span.last_day).with_columns(
        until=pl.min_horizontal("until", pl.lit(span.last_day))
    )
    gaps = gaps.filter(pl.col("until") - pl.col("end") >= _GAP_DAYS)
    gaps = gaps.filter(pl.Series(happens(rng, _HOSPITAL_IN_GAP_SHARE, gaps.height)))
    room = (gaps["until"] - gaps["end"]).to_numpy() - 110 - _CARE_AFTER_JAIL_DAYS
    middle = gaps.select("person", start=pl.col("end") + 110 + pl.Series(whole(rng.random(gaps.height) * room)))
    found = pl.concat([*visits, middle])
    what = pick(rng, {"hospital": 0.45, "emergency": 0.55}, found.height)
    days = np.where(what == "hospital", 1 + np.minimum(whole(rng.exponential(6, found.height)), 19), 0)
    drawn = found.with_columns(what=pl.Series(what), end=pl.col("start") + pl.Series(days))
    return drawn.filter(pl.col("start") >= span.first_day).sort("person", "start")


def draw_care(
    rng: np.random.Generator, people: pl.DataFrame, episodes: pl.DataFrame, hospital: pl.DataFrame, span: Span
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return treatment (person, start, end, program, exit) and visits (person, day), up to the last day.

    An end after the last day means still in treatment.
    """
    released = episodes.filter(pl.col("ending") == "REL", pl.col("end") <= span.last_day)
    comes = happens(rng, connected_chance(released), released.height)
    after_jail = released.select(
        "person",
        begin="end",
        first=pl.Series(_first_days(rng, released.height, len(FIRST_VISIT))),
        limit=pl.min_horizontal("until", pl.col("end") + _CARE_AFTER_JAIL_DAYS),
    ).filter(pl.Series(comes))
    left = hospital.filter(pl.col("end") <= span.last_day)
    chance = left["what"].replace_strict(FOLLOWED_UP, return_dtype=pl.Float64).to_numpy()
    after_hospital = left.select(
        "person",
        begin="end",
        first=pl.Series(_first_days(rng, left.height, len(FIRST_VISIT) - 1)),
        limit=pl.col("end") + _CARE_AFTER_HOSPITAL_DAYS,
    ).filter(pl.Series(happens(rng, chance, left.height)))
    seen_in_hospital = hospital["person"].unique().implode()
    others = people.filter(pl.col("part") == COMMUNITY, ~pl.col("person").is_in(seen_in_hospital))
    at_home = others.filter(pl.Series(happens(rng, _TREATED_AT_HOME_SHARE, others.height))).select(
        "person", begin=pl.col("first_seen"), first=pl.lit(1, pl.Int64), limit=pl.lit(NEVER, pl.Int64)
    )
    return _visits_and_treatment(rng, pl.concat([after_jail, after_hospital, at_home]), span)


def _first_days(rng: np.random.Generator, count: int, bands: int) -> Ints:
    shares = {str(number): share for number, (_, _, share) in enumerate(FIRST_VISIT[:bands])}
    total = sum(shares.values())
    band = pick(rng, {number: share / total for number, share in shares.items()}, count).astype(np.int64)
    first = np.array([first for first, _, _ in FIRST_VISIT])[band]
    last = np.array([last for _, last, _ in FIRST_VISIT])[band]
    return rng.integers(first, last + 1)


def _visits_and_treatment(
    rng: np.random.Generator, contacts: pl.DataFrame, span: Span
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Turn first visits (day first after begin) into treatment and visits, all of them before the day limit."""
    contacts = contacts.with_columns(start=pl.col("begin") + pl.col("first")).filter(pl.col("start") < pl.col("limit"))
    count, most = contacts.height, 2 * _VISITS
    again = np.where(contacts["first"] == 0, 0, np.minimum(rng.geometric(1 / _VISITS, count), most))
    start, limit = contacts["start"].to_numpy(), contacts["limit"].to_numpy()
    steps = rng.integers(5, 13, (count, most)).cumsum(axis=1)
    days = start[:, None] + np.concatenate([np.zeros((count, 1), dtype=np.int64), steps], axis=1)
    kept: Bools = (np.arange(most + 1) <= again[:, None]) & (days < limit[:, None])
    last = np.where(kept, days, 0).max(axis=1)
    row, column = np.nonzero(kept)
    visits = pl.DataFrame({"person": contacts["person"].to_numpy()[row], "day": days[row, column]})
    treated = (contacts["first"] > 0).to_numpy() & happens(rng, _TREATED_SHARE, count)
    treatment = contacts.select(
        "person",
        "start",
        end=pl.Series(np.minimum(last + rng.integers(0, 15, count), limit - 1)),
        program=pl.Series(pick(rng, _PROGRAMS, count)),
        exit=pl.Series(pick(rng, _DISCHARGES, count)),
    )
    inside = pl.col("start") <= span.last_day
    return (
        treatment.filter(pl.Series(treated)).filter(inside).sort("person", "start"),
        visits.filter(pl.col("day") <= span.last_day).sort("person", "day"),
    )
