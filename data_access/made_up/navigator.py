"""The reentry navigator: fewer places than applicants, who draw lots. It changes nobody's odds of coming back."""

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import NEVER, Bools, Span, day_of, happens, pick, whole, written
from data_access.made_up.files import (
    FEW_OF_A_SHARED_FILE,
    FEW_OF_A_STAY,
    FEW_OF_ANY,
    ISO_DATE,
    MadeUpFile,
    cells,
    numbered,
    text,
    until,
)
from data_access.made_up.identities import Registry

REGISTRY: Final = Registry(key="R{}", first_key=40_001, number_share=0.4, carelessness=0.6)

EFFECT_LOG_ODDS: Final = 0.0
"""The planted truth: what a place adds to the log-odds of a return within 365 days."""
PLACES_SHARE: Final = 0.5
"""Of those who can come in and leave jail in the same month, the share for whom there is a place, rounded up."""
FITS: Final = "FITS"
"""The decision that someone can come in."""

_OPENED_ON: Final = dt.date(2021, 1, 1)
_SHORTEST_STAY_DAYS: Final = 5
_REFERRED_SHARE: Final = 0.5
_SCREENED_SHARE: Final = 0.95
_ELIGIBLE_SHARE: Final = 0.85
_FULL_COURSE_DAYS: Final = 150
_STOPPED_SHARE: Final = 0.3
_EXITS: Final = {"STOP": 0.55, "MOVED": 0.2, "OUT": 0.1, "": 0.15}
"""How those leave who stop before the end; for some nobody wrote it down."""


def draw_referrals(rng: np.random.Generator, episodes: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Return one row per referral from a stay in jail: who, three days, the decision, and whether the lot gave a place.

    The days are of referral, screening and decision, null for what never came. end, until and died_on are of the stay.
    People are referred in the last days of a stay in jail that ends by release, and nobody who was sent to the treatment
    court in that stay. The lot is drawn by month among those who can come in: so who has a place hangs on nothing else.
    """
    stays = episodes.filter(
        pl.col("ending") == "REL",
        ~pl.col("referred"),
        pl.col("start") >= day_of(_OPENED_ON),
        pl.col("end") <= span.last_day,
        pl.col("end") - pl.col("start") >= _SHORTEST_STAY_DAYS,
    ).sort("person", "start")
    sent = stays.filter(pl.Series(happens(rng, _REFERRED_SHARE, stays.height)))
    count = sent.height
    day = np.maximum(sent["start"].to_numpy(), sent["end"].to_numpy() - rng.integers(3, 20, count))
    screened = happens(rng, _SCREENED_SHARE, count)
    eligible = screened & happens(rng, _ELIGIBLE_SHARE, count)
    decision = np.where(eligible, FITS, np.where(happens(rng, 0.6, count), "NO", "SAID NO"))
    return sent.select(
        "person",
        "end",
        "until",
        "died_on",
        referred_on=pl.Series(day),
        screened_on=pl.when(pl.Series(screened)).then(pl.Series(day + rng.integers(0, 2, count))),
        decided_on=pl.when(pl.Series(screened)).then(pl.Series(day + rng.integers(2, 4, count))),
        decision=pl.Series(np.where(screened, decision, "")),
        has_place=pl.Series(_lot(rng, sent, eligible)),
    )


def _lot(rng: np.random.Generator, sent: pl.DataFrame, eligible: Bools) -> pl.Series:
    """Draw, for each month of leaving jail, who of those who can come in has a place."""
    lots = sent.select(
        month=pl.from_epoch("end", time_unit="d").dt.truncate("1mo"),
        lot=pl.Series(np.where(eligible, rng.random(sent.height), 2.0)),
        eligible=pl.Series(eligible),
    )
    places = (pl.col("eligible").sum().over("month") * PLACES_SHARE).ceil()
    return lots.select(pl.col("eligible") & (pl.col("lot").rank("ordinal").over("month") <= places)).to_series()


def draw_enrollments(rng: np.random.Generator, referrals: pl.DataFrame) -> pl.DataFrame:
    """Return one row per enrollment, from the day of release: person, start, end and how it ended.

    A return to jail or a death ends it on that day at the latest.
    """
    joined = referrals.filter("has_place")
    count = joined.height
    start, last = joined["end"].to_numpy(), joined["until"].to_numpy()
    stopped = happens(rng, _STOPPED_SHARE, count)
    planned = np.where(stopped, 7 + whole(rng.random(count) * 120), _FULL_COURSE_DAYS + whole(rng.random(count) * 60))
    cut = start + planned >= last
    died = cut & (joined["died_on"].fill_null(NEVER).to_numpy() == last)
    ended = np.where(died, "DIED", np.where(cut, "OUT", np.where(stopped, pick(rng, _EXITS, count), "DONE")))
    return joined.select(
        "person", start=pl.Series(start), end=pl.Series(np.minimum(start + planned, last)), exit=pl.Series(ended)
    )


def draw_visits(rng: np.random.Generator, enrollments: pl.DataFrame) -> pl.DataFrame:
    """Return one row per visit: person and day, about every second week from the first fortnight on."""
    first = pl.Series(rng.integers(0, 15, enrollments.height))
    visits = enrollments.with_columns(_first=first).with_columns(
        day=pl.int_ranges(pl.col("start") + pl.col("_first"), pl.col("end") + 1, 14)
    )
    return visits.explode("day", empty_as_null=False).select("person", "day")


def referrals_file(rows: pl.DataFrame) -> MadeUpFile:
    """The navigator's list of people who were sent to it, with the decision. Who won the lot is not in it."""
    rows = rows.sort("referred_on", "person")
    table = cells(
        rows,
        {
            "No": numbered(rows, 1, "A{}"),
            "Person": pl.col("key"),
            **_who(),
            "Sent on": written("referred_on", ISO_DATE),
            "Talked on": written("screened_on", ISO_DATE),
            "Decided on": written("decided_on", ISO_DATE),
            "Decision": pl.col("decision"),
        },
    )
    return MadeUpFile(
        name="navigator_referrals.csv", table=table, record="No", person="Person", start="Sent on",
        start_form=ISO_DATE, added=FEW_OF_A_SHARED_FILE,
    )  # fmt: skip


def enrollments_file(rows: pl.DataFrame, span: Span) -> MadeUpFile:
    """The navigator's list of people whom it has taken in."""
    rows = rows.sort("start", "person")
    table = cells(
        rows,
        {
            "No": numbered(rows, 1, "B{}"),
            "Person": pl.col("key"),
            **_who(),
            "From": written("start", ISO_DATE),
            "To": until("end", ISO_DATE, span),
            "How it ended": pl.when(pl.col("end") <= span.last_day).then(pl.col("exit")).otherwise(pl.lit("")),
        },
    )
    return MadeUpFile(
        name="navigator_people.csv", table=table, record="No", person="Person", start="From",
        start_form=ISO_DATE, end="To", end_form=ISO_DATE, added=FEW_OF_A_STAY,
    )  # fmt: skip


def visits_file(rows: pl.DataFrame, span: Span) -> MadeUpFile:
    """The navigator's diary."""
    rows = rows.filter(pl.col("day") <= span.last_day).sort("day", "person")
    table = cells(
        rows,
        {
            "No": numbered(rows, 1, "C{}"),
            "Person": pl.col("key"),
            **_who(),
            "Met on": written("day", ISO_DATE),
        },
    )
    return MadeUpFile(
        name="navigator_visits.csv", table=table, record="No", person="Person", start="Met on",
        start_form=ISO_DATE, added=FEW_OF_ANY,
    )  # fmt: skip


def _who() -> dict[str, pl.Expr]:
    return {
        "Surname": pl.col("last_name"),
        "Given name": pl.col("first_name"),
        "SSN": pl.col("ssn"),
        "Birth date": written("born", ISO_DATE),
        "Sex": text("sex"),
    }
