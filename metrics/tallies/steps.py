"""The rows of tallies of programs: how far the people came who were sent to one, and what happened while they were in it.

Arguments and rows are as in metrics/tallies/stays.py. What happens in one program is no step of another (programs.PROGRAM).
"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from metrics.events import Events, events
from metrics.language import EpisodeStatus
from metrics.periods import Period
from metrics.programs import PROGRAM
from metrics.rows_of_periods import in_periods
from metrics.tallies.kinds import Step
from metrics.tallies.needs import ADMISSION, SHOWN_BY, VISIT

DAYS_TO_ADMIT: Final = 90
"""Days from the referral, the last one inside, in which screening, the decision and the admission must come."""
DAYS_TO_ENGAGE: Final = 34
VISITS_TO_ENGAGE: Final = 2
"""So many visits in so many days from the admission on. Source: HEDIS, Initiation and Engagement of Treatment (IET)."""
DAYS_TO_FINISH: Final = 540
"""Days from the referral, the last one inside, in which the program must be finished."""

HAD_DURING: Final = "had_during"

_WHOM: Final = ["person_id", PROGRAM]


def came_as_far(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period]) -> pl.DataFrame:
    """Return the people sent to a program in each period, once for each program, by their first such day in it.

    Adds a column for each later step of Step, 1 or 0. Edge days: the day of the referral is day 0, and a step on the last
    day counts. The admission is the first one from the referral on; visits and the end are those of this admission.
    """
    sent = events(episodes, starts).sort("_on", "person_id", maintain_order=True).with_row_index("_sent")
    for step, shows in SHOWN_BY.items():
        found = pl.concat(_after(sent, events(episodes, one), DAYS_TO_ADMIT) for one in shows)
        sent = _marked(sent, step, found)
    admitted = _after(sent, events(episodes, ADMISSION), DAYS_TO_ADMIT)
    admitted = admitted.sort("_then", "_end", nulls_last=True, maintain_order=True).unique("_sent", maintain_order=True)
    came = admitted.select("_sent", *_WHOM, pl.col("_then").alias("_on"))
    visits = _after(came, events(episodes, VISIT), DAYS_TO_ENGAGE).group_by("_sent").len()
    sent = _marked(sent, Step.ENGAGED, visits.filter(pl.col("len") >= VISITS_TO_ENGAGE))
    in_time = (pl.col("_end") - pl.col("_on")).dt.total_days() <= DAYS_TO_FINISH
    finished = admitted.filter(pl.col("_status") == EpisodeStatus.COMPLETED, in_time)
    sent = _marked(sent, Step.FINISHED, finished)
    first = in_periods(sent.drop("_sent"), periods)
    return first.unique([*_WHOM, "period"], keep="first", maintain_order=True)


def while_there(episodes: pl.DataFrame, starts: Events, periods: Sequence[Period], others: Events) -> pl.DataFrame:
    """Return the episodes that ended in each period, with had_during: 1 where such another event happened in them, or else 0.

    Edge days: an event on the day after the start is the first that counts, one on the last day counts.
    """
    ended = events(episodes, starts).with_row_index("_sent")
    happened = events(episodes, others).select("person_id", pl.col("_on").alias("_then"))
    pairs = ended.select("_sent", "person_id", "start_on", "end_on").join(happened, on="person_id")
    pairs = pairs.filter(pl.col("_then") > pl.col("start_on"), pl.col("_then") <= pl.col("end_on"))
    return in_periods(_marked(ended, HAD_DURING, pairs).drop("_sent"), periods)


def _after(begun: pl.DataFrame, later: pl.DataFrame, days: int) -> pl.DataFrame:
    """Pair rows with later events of the same person and program, from the same day to so many days after: inside."""
    later = later.select(
        *_WHOM, pl.col("_on").alias("_then"), pl.col("end_on").alias("_end"), pl.col("status").alias("_status")
    )
    passed = (pl.col("_then") - pl.col("_on")).dt.total_days()
    return begun.select("_sent", *_WHOM, "_on").join(later, on=_WHOM).filter(passed.is_between(0, days))


def _marked(rows: pl.DataFrame, name: str, found: pl.DataFrame) -> pl.DataFrame:
    """Add a column that is 1 for the rows that were found, and 0 for the others."""
    return rows.with_columns(pl.col("_sent").is_in(found["_sent"].unique().implode()).cast(pl.Int64).alias(name))
