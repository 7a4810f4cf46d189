"""The one door from raw answers to published answers.

Until noise and floors are built (issue 5), groups of fewer than 11 people are hidden and nothing else. Hiding more cells,
so that the small ones could not be told from their totals, was tried: it hid half of the women of a whole city because 4
people had no sex on record, and the 4 could still be told. The way out is to limit the questions and fold small groups.
"""

from typing import Final

import polars as pl

from metrics.answers import GROUP_SIZE, NUMBERS, PublishedAnswers, RawAnswers
from metrics.language import Status

SMALLEST_GROUP: Final = 11
"""People. Source: the cell-size policy of the Centers for Medicare and Medicaid Services (no cell under 11)."""

SENTENCE: Final = (
    "Groups of fewer than 11 people are not shown. That is a first step only. A number that is not shown can sometimes be "
    "worked out from the numbers around it. So keep this site inside the county for now."
)


def protect(raw: RawAnswers) -> PublishedAnswers:
    """Hide what could point at one person, and drop the group sizes.

    A plain count has nobody beside those whom it counts, so one below the smallest group is hidden too, such as how many
    of the people booked were booked often. A hidden row has status hidden and no numbers or flags; too_early and
    not_reported stay as they are.
    """
    small_count = pl.col("denominator").is_null() & (pl.col("numerator") < SMALLEST_GROUP)
    small = (pl.col(GROUP_SIZE) < SMALLEST_GROUP) | small_count.fill_null(value=False)
    hide = small & (pl.col("status") == Status.SHOWN)
    frame = raw.frame.with_columns(
        *(pl.when(~hide).then(pl.col(name)).alias(name) for name in NUMBERS),
        pl.when(hide).then(pl.lit("")).otherwise(pl.col("flags")).alias("flags"),
        pl.when(hide).then(pl.lit(Status.HIDDEN.value)).otherwise(pl.col("status")).alias("status"),
    )
    return PublishedAnswers(frame=frame.drop(GROUP_SIZE), grouping_ids=raw.grouping_ids)
