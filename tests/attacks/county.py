"""Made-up counties to be attacked: everyone's groups are known to the reader, and one bit is not - who came back."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import polars as pl

from metrics.answers import PublishedAnswers, RawAnswers
from metrics.blurring import Noise
from metrics.closed import ClosedSet, close
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.group_keys import RECORD_KEY, Secret
from metrics.grouping import AgeBand, Grouping
from metrics.language import EPISODES, Kind, System
from metrics.limits import Limits
from metrics.measuring import everything
from metrics.prepared import Carried, Prepared, Settings, prepare
from metrics.protection import protect
from metrics.registry import REBOOKING

FIRST_ON: Final = dt.date(2020, 1, 1)
LAST_ON: Final = dt.date(2023, 12, 31)
SPAN_DAYS: Final = (LAST_ON - FIRST_ON).days
YEARS_OF_FIRST_RELEASES: Final = 2
NOISE: Final = Noise(secret=Secret(value=bytes(range(32))), extract_id="2023-12-31-made-up")

_BANDS: Final = (("under_18", None, 17), ("18_24", 18, 24), ("25_34", 25, 34), ("35_44", 35, 44), ("45_up", 45, None))
_SHARES: Final = {
    "sex": {"female": 0.25, "male": 0.75},
    "race_ethnicity": {"asian": 0.03, "black": 0.3, "hispanic": 0.2, "white": 0.45, "not_stated": 0.02},
    "flag_need": {"yes": 0.35, "no": 0.65},
    "flag_veteran": {"yes": 0.1, "no": 0.9},
    "flag_housing": {"yes": 0.2, "no": 0.8},
}
GROUPINGS: Final = (
    Grouping(grouping_id="sex", field="sex", group_ids=("female", "male")),
    Grouping(
        grouping_id="age_band",
        field="age_at_start",
        group_ids=tuple(group for group, *_ in _BANDS),
        age_bands=tuple(AgeBand(group_id=group, youngest=low, oldest=high) for group, low, high in _BANDS),
    ),
    Grouping(grouping_id="race_ethnicity", field="race_ethnicity", group_ids=("asian", "black", "hispanic", "white")),
    Grouping(grouping_id="need", field="flag_need", group_ids=("yes", "no")),
    Grouping(grouping_id="veteran", field="flag_veteran", group_ids=("yes", "no")),
    Grouping(grouping_id="housing", field="flag_housing", group_ids=("yes", "no")),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Published:
    """One county as one audience is shown it, with what stands behind it."""

    prepared: Prepared
    closed: ClosedSet
    raw: RawAnswers
    answers: PublishedAnswers


def episodes(people: int, seed: int, *, gap: float = 0.0, share: float = 0.32) -> pl.DataFrame:
    """Draw the jail stays of so many people over two years of first stays, with their record keys.

    Whether a stay is followed by another within a year is a coin flip of its own; with a gap, people with a need come back
    more often by that much, and women less often by 0.6 of it.
    """
    rng = np.random.default_rng(seed)
    of_people = {name: rng.choice(list(shares), people, p=list(shares.values())) for name, shares in _SHARES.items()}
    chance = (
        share + gap * ((of_people["flag_need"] == "yes") - 0.35) - 0.6 * gap * ((of_people["sex"] == "female") - 0.25)
    )
    keys = rng.integers(0, 2**64 - 1, people, dtype=np.uint64, endpoint=True)
    age = np.clip(rng.gamma(3, 6, people) + 15, 15, 80).astype(np.int16)
    start = rng.integers(0, 365 * YEARS_OF_FIRST_RELEASES - 10, people)
    here = np.arange(people)
    parts = []
    while len(here):
        end = start + np.minimum(rng.geometric(0.15, len(here)), 60) - 1
        parts.append(pl.DataFrame({"_person": here, "_start": start, "_end": end}))
        within = rng.random(len(here)) < chance[here]
        later = rng.random(len(here)) < 0.2
        start = end + np.where(within, rng.integers(3, 366, len(here)), rng.integers(366, 900, len(here)))
        goes_on = (within | later) & (start < SPAN_DAYS - 60)
        here, start = here[goes_on], start[goes_on]
    stays = pl.concat(parts)
    who = stays["_person"].to_numpy()
    named = {
        name: pl.Series(values[who]) for name, values in {**of_people, "age_at_start": age, RECORD_KEY: keys}.items()
    }
    reasons = rng.choice(["new_offense", "technical_violation", "sentence"], stays.height, p=[0.6, 0.3, 0.1])
    day = pl.lit(FIRST_ON)
    frame = stays.with_columns(
        (pl.col("_person") + 1).alias("person_id"),
        (day + pl.duration(days="_start")).alias("start_on"),
        (day + pl.duration(days="_end")).alias("end_on"),
        system=pl.lit("jail"),
        kind=pl.lit("custody"),
        reason=pl.Series(reasons),
        **named,
    ).drop("_person", "_start", "_end")
    return frame.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in EPISODES.items() if name not in frame.columns
    )


def prepared_county(
    people: int, seed: int, *, gap: float = 0.0, groupings: tuple[Grouping, ...] = GROUPINGS
) -> Prepared:
    """Make such a county ready to be asked. Why a stay began is not on record, so the parts are not counted."""
    carried = Carried(through=LAST_ON, fields=frozenset())
    settings = Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=1,
        groupings=groupings,
        carried={(System.JAIL, Kind.CUSTODY): carried},
        switches={},
        often=FOUR_IN_THREE_YEARS,
    )
    return prepare(episodes(people, seed, gap=gap), settings)


@cache
def published(people: int, seed: int, limits: Limits, gap: float = 0.0) -> Published:
    """Publish a made-up county by the shipped functions, as an audience with these limits is shown it."""
    prepared = prepared_county(people, seed, gap=gap)
    closed = close(prepared, limits)
    raw = everything(prepared, closed)
    answers = protect(raw, closed, prepared.settings.measures, NOISE)
    return Published(prepared=prepared, closed=closed, raw=raw, answers=answers)


def rate_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that the attacks look at: came back within a year."""
    return frame.filter(pl.col("measure_id") == REBOOKING.measure_id, pl.col("window_days") == 365)
