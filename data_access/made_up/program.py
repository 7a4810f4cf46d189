"""The treatment court: whom it takes in, a true effect on coming back, and what its case system writes down.

Who enrolls hangs on things that are on record and that also change the odds of coming back (sex, age, a booking in the
year before). So a plain comparison misleads, and one that weighs these things finds the true effect.
"""

from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Bools, Floats, Ints, Span, chance_of, day_of, happens, pick, whole
from data_access.made_up.world import PROGRAM_OPENED_ON

EFFECT_LOG_ODDS: Final = -0.6
"""The planted truth: what being enrolled adds to the log-odds of a return within 365 days."""
ENROLL_LOG_ODDS: Final = {"base": 0.7, "back_within_a_year": -1.2, "female": 0.6, "under_25": -0.5}

SHORTEST_STAY_DAYS: Final = 7
"""The court needs a week to decide, so nobody with a shorter stay is referred."""
_REFERRED_SHARE: Final = 0.6
_SCREENED_SHARE: Final = 0.9
_FOUND_SHARE: Final = 0.8
_ELIGIBLE_SHARE: Final = 0.85
_FULL_COURSE_DAYS: Final = 270
_CHECK_INS_DAYS: Final = (0, 180)
_FOLLOW_UPS: Final = {180: {"home": 0.45, "work": 0.4, "care": 0.45}, 365: {"home": 0.5, "work": 0.45, "care": 0.5}}
"""Days after entry on which people are asked again, with the shares of those who did not finish."""
_FOUND_AGAIN_SHARE: Final = 0.85
_EXITS: Final = {"left_early": 0.6, "removed": 0.4}

FUNNEL: Final = ("referred", "screened", "found", "decided", "eligible", "enrolled")


def offer(
    rng: np.random.Generator, who: pl.DataFrame, start: Ints, end: Ints, *, wanted: Bools, span: Span
) -> pl.DataFrame:
    """Return, for stays from start to end, how far each person came: one column per step of FUNNEL.

    wanted: stays of people whose screening found a need and who leave jail by release. Enrollment is on the day of release,
    so that nobody can come back between being chosen and being enrolled.
    """
    count = who.height
    could = wanted & (end - start >= SHORTEST_STAY_DAYS) & (start >= day_of(PROGRAM_OPENED_ON)) & (end <= span.last_day)
    referred = could & happens(rng, _REFERRED_SHARE, count)
    screened = referred & happens(rng, _SCREENED_SHARE, count)
    found = screened & happens(rng, _FOUND_SHARE, count)
    eligible = found & happens(rng, _ELIGIBLE_SHARE, count)
    enrolled = eligible & happens(rng, chance_of(_enroll_log_odds(who, start)), count)
    return pl.DataFrame(
        {
            "referred": referred,
            "screened": screened,
            "found": found,
            "decided": found,
            "eligible": eligible,
            "enrolled": enrolled,
        }
    )


def _enroll_log_odds(who: pl.DataFrame, start: Ints) -> Floats:
    odds = ENROLL_LOG_ODDS
    log_odds: Floats = (
        odds["base"]
        + odds["back_within_a_year"] * (start - who["last_out"].to_numpy() <= 365)
        + odds["female"] * (who["sex"] == "F").to_numpy()
        + odds["under_25"] * (start - who["born"].to_numpy() < 25 * 365.25)
    )
    return log_odds


def draw_referrals(rng: np.random.Generator, stays: pl.DataFrame) -> pl.DataFrame:
    """Return one row per referral: person, program, the days of referral, screening and decision (null: never), and both."""
    sent = stays.filter("referred")
    day = sent["start"].to_numpy() + rng.integers(1, 3, sent.height)
    screened = np.where(sent["screened"], day + rng.integers(0, 3, sent.height), NEVER)
    decided = np.where(sent["decided"], np.minimum(screened + rng.integers(1, 4, sent.height), sent["end"]), NEVER)
    decision = np.where(sent["eligible"], "ACC", np.where(happens(rng, 0.7, sent.height), "DEN", "WDR"))
    return sent.select(
        "person",
        _program(),
        referred_on=pl.Series(day),
        screened_on=_days(screened),
        screen_found=pl.Series(np.where(sent["screened"], np.where(sent["found"], "POS", "NEG"), "")),
        decided_on=_days(decided),
        decision=pl.Series(np.where(sent["decided"], decision, "")),
    )


def draw_enrollments(rng: np.random.Generator, stays: pl.DataFrame) -> pl.DataFrame:
    """Return one row per enrollment: person, program, start, end, how it ended, and the day before which all of it lies.

    A return to jail or a death ends it on that day at the latest.
    """
    joined = stays.filter("enrolled")
    count = joined.height
    start = joined["end"].to_numpy()
    stopped = happens(rng, 0.35, count)
    planned = np.where(stopped, 20 + whole(rng.random(count) * 200), _FULL_COURSE_DAYS + whole(rng.random(count) * 120))
    until = joined["until"].to_numpy()
    cut = start + planned >= until
    died = cut & (joined["died_on"].fill_null(NEVER).to_numpy() == until)
    exits = np.where(died, "died", np.where(cut, "removed", np.where(stopped, pick(rng, _EXITS, count), "completed")))
    end = np.minimum(start + planned, until)
    return joined.select(
        "person", _program(), "until", start=pl.Series(start), end=pl.Series(end), exit=pl.Series(exits)
    )


def draw_services(rng: np.random.Generator, enrollments: pl.DataFrame) -> pl.DataFrame:
    """Return one row per visit: person, program and day, about every third week from a few days after enrollment on."""
    days = (pl.col("end") - pl.col("start")).clip(0)
    first = pl.Series(rng.integers(1, 21, enrollments.height))
    visits = enrollments.with_columns(_first=first).with_columns(
        day=pl.int_ranges(pl.col("start") + pl.col("_first"), pl.col("start") + days, 21)
    )
    return visits.explode("day", empty_as_null=False).select("person", "program", "day")


def draw_check_ins(rng: np.random.Generator, enrollments: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person and check-in: where the person lives, and whether they have work and care.

    At entry and, for those who stay so long, half a year later, when more people have a home, work and care.
    """
    parts = []
    for late, after in enumerate(_CHECK_INS_DAYS):
        there = enrollments.filter(pl.col("start") + after <= pl.col("end"))
        homes = {"P": 0.35 + 0.2 * late, "T": 0.25, "H": 0.3 - 0.2 * late, "X": 0.1}
        work, care = (happens(rng, share + 0.3 * late, there.height) for share in (0.25, 0.3))
        parts.append(
            there.select(
                "person",
                "program",
                day=pl.col("start") + after,
                home=pl.Series(pick(rng, homes, there.height)),
                work=pl.Series(np.where(work, "Y", "N")),
                care=pl.Series(np.where(care, "Y", "N")),
            )
        )
    return pl.concat(parts)


def draw_follow_ups(rng: np.random.Generator, enrollments: pl.DataFrame, deaths: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person who was asked again after leaving, or after a year: day, and the same three answers.

    Half a year after entry those are asked who had left by then; a year after it everyone. Not all can be found. Of those
    who are, more have a home, work and care than at entry, and of those who finished the most.
    """
    parts = []
    with_death = enrollments.join(deaths.select("person", "died_on"), on="person", how="left", maintain_order="left")
    for after, shares in _FOLLOW_UPS.items():
        gone = pl.lit(value=True) if after > _CHECK_INS_DAYS[-1] else pl.col("end") < pl.col("start") + after
        day = pl.col("start") + after + pl.Series(rng.integers(-20, 40, with_death.height))
        found = pl.Series(happens(rng, _FOUND_AGAIN_SHARE, with_death.height))
        alive = pl.col("day") < pl.col("died_on").fill_null(NEVER)
        asked = with_death.with_columns(day=day).filter(gone & alive & found)
        done = (asked["exit"] == "completed").to_numpy()
        home = happens(rng, shares["home"] + 0.15 * done, asked.height)
        work, care = (happens(rng, shares[name] + 0.15 * done, asked.height) for name in ("work", "care"))
        elsewhere = np.where(happens(rng, 0.6, asked.height), "T", "H")
        parts.append(
            asked.select(
                "person",
                "program",
                "day",
                home=pl.Series(np.where(home, "P", elsewhere)),
                work=pl.Series(np.where(work, "Y", "N")),
                care=pl.Series(np.where(care, "Y", "N")),
            )
        )
    return pl.concat(parts)


def _program() -> pl.Expr:
    return pl.when(pl.col("charge_class") == "F").then(pl.lit("TC-1")).otherwise(pl.lit("TC-2")).alias("program")


def _days(days: Ints) -> pl.Expr:
    return pl.when(pl.Series(days) < NEVER).then(pl.Series(days))
