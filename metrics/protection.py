"""The one door from raw answers to published answers.

shared/PROTECTION.md has the reasons. What is asked is limited first (metrics.folding, metrics.closeness), then the size of
groups, and what is left is blurred (metrics.blurring) by a rule for each family of measures (metrics.telling).
"""

from collections.abc import Sequence

import polars as pl

from metrics.answers import GROUP_SIZE, PublishedAnswers, RawAnswers, answer_schema
from metrics.blurring import WITH_SMALL_GROUPS, Noise
from metrics.closed import ClosedSet, behind
from metrics.declaration import AmountMeasure, Measure, Unit
from metrics.group_keys import KEY_SUM
from metrics.language import Status
from metrics.limits import TABLE, Limits
from metrics.telling import CELL_OF_ANSWERS, COUNTED_ALIKE, PEOPLE_SHOWN, hidden, noisy, told


def sentence(limits: Limits) -> str:
    """Say in plain words how people are protected; every page ends with it."""
    return (
        f"Groups of fewer than {limits.smallest_group} people are not shown alone. Every number is moved up or down by "
        f"chance, a count of people by {TABLE.largest_shift} at most, so that it tells of no one. Each is moved on its "
        "own, so parts may not add up to the whole."
    )


def protect(raw: RawAnswers, closed: ClosedSet, measures: Sequence[Measure], noise: Noise) -> PublishedAnswers:
    """Return what an audience may read, made of the raw answers of a closed set (measuring.everything with closed).

    A row is shown only where its group has at least limits.smallest_group people, both truly and after noise. Everything
    else whose number would be known has status hidden, whatever the reason, and no numbers or flags; too_early and
    not_reported stay as they are. Which rows are hidden depends on who is in a group, never on an outcome.
    """
    limits = closed.limits
    frame = raw.frame.with_row_index("_row").join(
        _behind(measures, closed), on="measure_id", how="left", maintain_order="left"
    )
    groups = closed.groups(raw.grouping_ids)
    on = ["population", "unit", "period", *raw.grouping_ids]
    frame = frame.join(groups, on=on, how="left", maintain_order="left")
    cell = pl.struct("measure_id", "period", *raw.grouping_ids).rank("dense").cast(pl.Int64).alias(CELL_OF_ANSWERS)
    frame = frame.with_columns(cell, pl.col(KEY_SUM).fill_null(0), pl.col("widened").fill_null(value=False))
    frame = frame.with_columns(noisy(frame, noise, "people", GROUP_SIZE).alias(PEOPLE_SHOWN))
    enough = (pl.col(GROUP_SIZE) >= limits.smallest_group) & (pl.col(PEOPLE_SHOWN) >= limits.smallest_group)
    known = pl.col("status") == Status.SHOWN
    parts = [frame.filter(~known), hidden(frame.filter(known & ~enough))]
    shown = frame.filter(known & enough)
    if not shown.filter(pl.col(KEY_SUM) == 0).is_empty():
        raise ValueError("people without record keys cannot be published: make the extract anew")
    for measure in measures:
        rows = shown.filter(pl.col("measure_id") == measure.measure_id)
        if rows.height:
            parts.append(told(measure, rows, limits, noise))
    schema = answer_schema(raw.grouping_ids)
    whole = pl.concat([part.select("_row", "widened", *schema) for part in parts]).sort("_row")
    wide = pl.col("widened") & (pl.col("status") == Status.SHOWN)
    flags = pl.concat_str(
        pl.col("flags"), pl.when(wide).then(pl.lit(WITH_SMALL_GROUPS)), separator=" ", ignore_nulls=True
    )
    whole = whole.with_columns(flags.str.strip_chars().alias("flags"))
    return PublishedAnswers(frame=whole.select(*schema), grouping_ids=raw.grouping_ids)


def _behind(measures: Sequence[Measure], closed: ClosedSet) -> pl.DataFrame:
    """Say of each measure who stands behind it: the place of the population, which of its people, and a name for both.

    The name is the first measure with the same people: their number has one noise for all measures.
    """
    first: dict[tuple[int, Unit], str] = {}
    rows = []
    for measure in measures:
        place = closed.place(behind(measure))
        unit = Unit.PERSON if isinstance(measure, AmountMeasure) else getattr(measure, "unit", Unit.EVERY_EVENT)
        whose = Unit.PERSON if unit is Unit.PERSON else Unit.EVERY_EVENT
        rows.append((measure.measure_id, place, whose.value, first.setdefault((place, unit), measure.measure_id)))
    schema = {"measure_id": pl.String, "population": pl.Int32, "unit": pl.String, COUNTED_ALIKE: pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
