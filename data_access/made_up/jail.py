"""The jail: who is booked, for how long, how the stay ends, and who comes back with which planted chance."""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up import program
from data_access.made_up.drawing import (
    NEVER,
    Bools,
    Floats,
    Ints,
    Span,
    Texts,
    chance_of,
    happens,
    pick,
    whole,
    years_of,
)
from data_access.made_up.people import JAIL
from data_access.made_up.world import WINDOW_DAYS

LOG_ODDS: Final = {"base": -1.05, "female": -0.4, "need": 0.5, "under_25": 0.3, "each_year": -0.09, "often": 3.4}
"""The planted truth: log-odds of a return within 365 days. each_year counts from 2019 to the year of release."""

BOOKING_TYPES: Final = {"NEW": 0.58, "PV": 0.22, "FTA": 0.11, "SEN": 0.05, "HLD": 0.035, "WE": 0.005}
_CLASSES: Final = {"F": 0.38, "M": 0.54, "I": 0.04, "": 0.04}
_SHORT_SHARE: Final = 0.52
"""Episodes of 0 or 1 days."""
_DECLINED_SHARE: Final = 0.03
"""Of the people whom the jail wanted to screen."""
_DEATH_SHARE: Final = 0.03
"""Of the releases that no return follows within 365 days."""
_DEATH_INSIDE_SHARE: Final = 0.0008
_LATER_SHARE: Final = 0.35
"""Of those that no death follows either: the share with a return after day 365."""
_PRISON_SHARE: Final = 0.12
"""Of the episodes of 30 days and more for a new charge or a broken rule."""
_SHORTEST_PRISON_DAYS: Final = 366
"""So nobody who goes to prison can be back in jail within 365 days."""
_SHORTEST_MOVE_DAYS: Final = 3
_MOVED_SHARE: Final = 0.08
"""Of the episodes that long: the share that the jail recorded as two stays."""

_MOST_FUTURES: Final = 40
_FUTURES_AT_ALL: Final = 400_000

_CARRIED: Final = ("person", "born", "sex", "race", "need", "often", "last_out")


def draw_episodes(rng: np.random.Generator, people: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per custody episode that ends on the first day of the span or later, ordered by person and start.

    person, start, end (after the last day: still in jail), how it began and ended, chance, and what comes after. Drawn in
    waves: every person's first episode, then the next one of those who come back, until nobody is left. chance is the
    planted probability that a release is followed by an episode that starts 2 to 365 days later; given it, the draw depends
    on nothing else. until is the first day on which the person is not at liberty any more: the next booking or a death.
    """
    waves = []
    who = people.filter(pl.col("part") == JAIL).with_columns(last_out=pl.lit(-NEVER, pl.Int64))
    start = who["first_seen"].to_numpy()
    while who.height:
        stays = _with_leaving(rng, _stays(rng, who, start, span))
        waves.append(stays)
        going_on = stays.filter(pl.col("next_start") <= span.last_day)
        who, start = going_on.with_columns(last_out="out"), going_on["next_start"].to_numpy()
    whole_lives = pl.concat(waves).filter(pl.col("end") >= span.first_day).sort("person", "start")
    free_until = pl.min_horizontal("next_start", pl.col("died_on").fill_null(NEVER))
    return whole_lives.with_columns(until=pl.when(pl.col("ending") == "REL").then(free_until).otherwise("end"))


def _stays(rng: np.random.Generator, who: pl.DataFrame, start: Ints, span: Span) -> pl.DataFrame:
    """Return the episode of each person that begins on these days, with the chance of a return after it."""
    end = start + _lengths(rng, who.height)
    booking_type = pick(rng, BOOKING_TYPES, who.height)
    screen = _screens(rng, who, start)
    ending = _endings(rng, end - start, booking_type)
    prison_days = _SHORTEST_PRISON_DAYS + whole(rng.exponential(400, who.height))
    out = np.where(ending == "ST", end + np.minimum(prison_days, 3000), end)
    wanted = (screen == "POS") & (ending == "REL")
    steps = program.offer(rng, who, start, end, wanted=wanted, span=span)
    without = _log_odds(who, start, out)
    with_program = without + program.EFFECT_LOG_ODDS * steps["enrolled"].to_numpy()
    chance = chance_of(with_program)
    return who.select(*_CARRIED).with_columns(
        *steps,
        start=pl.Series(start),
        end=pl.Series(end),
        booking_type=pl.Series(booking_type),
        charge_class=pl.Series(pick(rng, _CLASSES, who.height)),
        screen=pl.Series(screen),
        ending=pl.Series(ending),
        out=pl.Series(out),
        chance_when_out=pl.Series(chance),
        chance=pl.Series(np.where(ending == "REL", chance, 0.0)),
        chance_with=pl.Series(chance_of(without + program.EFFECT_LOG_ODDS)),
        chance_without=pl.Series(chance_of(without)),
    )


def _with_leaving(rng: np.random.Generator, stays: pl.DataFrame) -> pl.DataFrame:
    """Add the day of death and that of the next booking: null and NEVER where there is none."""
    count = stays.height
    inside = (stays["ending"] == "DEC").to_numpy()
    back = ~inside & happens(rng, stays["chance_when_out"].to_numpy(), count)
    died = ~inside & ~back & happens(rng, _DEATH_SHARE, count)
    later = ~inside & ~back & ~died & happens(rng, _LATER_SHARE, count)
    early = np.where(stays["often"], 4.0, 1.6)
    days_out = np.where(
        back,
        2 + whole((WINDOW_DAYS - 1) * rng.beta(1, early)),
        WINDOW_DAYS + 1 + whole(rng.exponential(500, count)),
    )
    out = stays["out"].to_numpy()
    death_day = np.where(inside, stays["end"].to_numpy(), out + 1 + whole(rng.exponential(250, count)))
    return stays.with_columns(
        died_on=pl.when(pl.Series(inside | died)).then(pl.Series(death_day)),
        next_start=pl.Series(np.where(back | later, out + days_out, NEVER)),
    )


def futures(rng: np.random.Generator, releases: pl.DataFrame, days: int, span: Span) -> tuple[Ints, int]:
    """Draw other futures of these releases: how often each person is booked on a new charge within so many days.

    Returns an array, one row per future and one column per release, flattened, and the number of futures. The planted
    chance of what can happen at any of several returns has no short formula; the mean over many futures is as good.
    """
    times = max(1, min(_MOST_FUTURES, _FUTURES_AT_ALL // max(releases.height, 1)))
    deadline = np.tile(releases["end"].to_numpy() + days, times)
    row = np.arange(len(deadline))
    bookings = np.zeros(len(deadline), dtype=np.int64)
    stays = pl.concat([releases] * times)
    while stays.height:
        left = _with_leaving(rng, stays.drop("died_on", "next_start", "until", strict=False))
        start = left["next_start"].to_numpy()
        there = start <= deadline[row]
        who, row, start = left.filter(pl.Series(there)).with_columns(last_out="out"), row[there], start[there]
        stays = _stays(rng, who, start, span)
        bookings[row] += (stays["booking_type"] == "NEW").to_numpy()
    return bookings, times


def _lengths(rng: np.random.Generator, count: int) -> Ints:
    """Days from booking to release: about half are 0 or 1, the rest have a long tail up to two years."""
    long = 2 + whole(rng.lognormal(2.7, 1.2, count))
    return np.where(happens(rng, _SHORT_SHARE, count), rng.integers(0, 2, count), np.minimum(long, 730))


def _endings(rng: np.random.Generator, days: Ints, booking_type: Texts) -> Texts:
    """How each stay ends: released (REL), sent to prison (ST), or died in jail (DEC)."""
    count = len(days)
    can_go: Bools = (days >= 30) & np.isin(booking_type, ["NEW", "PV"])
    to_prison = can_go & happens(rng, _PRISON_SHARE, count)
    died = ~to_prison & happens(rng, _DEATH_INSIDE_SHARE, count)
    return np.where(to_prison, "ST", np.where(died, "DEC", "REL"))


def _log_odds(who: pl.DataFrame, start: Ints, out: Ints) -> Floats:
    """The planted log-odds of a return within 365 days of leaving, for someone who is not enrolled in the program."""
    log_odds: Floats = (
        LOG_ODDS["base"]
        + LOG_ODDS["female"] * (who["sex"] == "F").to_numpy()
        + LOG_ODDS["need"] * who["need"].to_numpy()
        + LOG_ODDS["under_25"] * (start - who["born"].to_numpy() < 25 * 365.25)
        + LOG_ODDS["often"] * who["often"].to_numpy()
        + LOG_ODDS["each_year"] * (years_of(out) - 2019)
    )
    return log_odds


def _screens(rng: np.random.Generator, who: pl.DataFrame, start: Ints) -> Texts:
    """What the screening at booking said. It grows from 7 to 9.5 of every 10 bookings, and a few people decline."""
    screened = rng.random(who.height) < np.clip(0.7 + 0.05 * (years_of(start) - 2019), 0.7, 0.95)
    said = np.where(happens(rng, _DECLINED_SHARE, who.height), "REF", np.where(who["need"], "POS", "NEG"))
    return np.where(screened, said, "")


def split_into_stays(rng: np.random.Generator, episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per stay as the jail recorded it: most episodes are one; some were moves and are two.

    The second stay of a move begins the day before the first ends, on that day, or on the day after.
    """
    start, until = episodes["start"].to_numpy(), np.minimum(episodes["end"].to_numpy(), span.last_day)
    moved = (until - start >= _SHORTEST_MOVE_DAYS) & happens(rng, _MOVED_SHARE, len(start))
    cut = start + 2 + whole(rng.random(len(start)) * np.maximum(until - start - 2, 1))
    first = episodes.with_columns(
        end=pl.Series(np.where(moved, cut, episodes["end"].to_numpy())),
        ending=pl.when(pl.Series(moved)).then(pl.lit("TR")).otherwise("ending"),
    )
    second = episodes.with_columns(
        start=pl.Series(cut + rng.integers(-1, 2, len(cut))), booking_type=pl.lit("TRF")
    ).filter(pl.Series(moved))
    return pl.concat([first, second])


def prison_stays(episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per prison stay: person, start (the day on which the jail stay ended), end and why it began."""
    went = episodes.filter(pl.col("ending") == "ST", pl.col("end") <= span.last_day)
    why = pl.when(pl.col("booking_type") == "PV").then(pl.lit("VIOL")).otherwise(pl.lit("NEWC"))
    return went.select("person", why=why, start="end", end="out")
