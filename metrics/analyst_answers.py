"""What an analyst may see: exact answers, with small counts hidden and others so that they cannot be worked out.

A count is small where 1 to 10 people stand behind a group, or where fewer than 11 of a group had the outcome, or had not.
None at all is small too: a share of 0 or 100 % tells the same of each of them. A group that nobody is in tells of nobody and
is shown.
The totals of a table (by fewer of its groupings, and the whole) count as shown even where they were not asked for.
"""

from typing import Final

import numpy as np
import polars as pl

from metrics.answers import GROUP_SIZE, RawAnswers
from metrics.complementary import ALL, SMALLEST_CELL, Marks, Numbers, Problem, Shape, cumulative, groups, hide
from metrics.declaration import Amount, AmountMeasure, FollowUpMeasure, Measure, PeriodMeasure
from metrics.endings import COUNT, ENDING
from metrics.language import Status
from metrics.tallies.kinds import (
    AlsoSeen,
    CameAsFar,
    CameOfIt,
    Count,
    HadDuring,
    LookBack,
    Marked,
    OftenBooked,
    OftenCounted,
    ShortStays,
    State,
    StateSince,
    Step,
    SystemsSeen,
    TopShare,
)
from metrics.telling import hidden
from metrics.time_curves import OUTCOME, Endings

MOST_GROUPINGS: Final = 3
"""Of one question of an analyst. More would leave hardly a cell that is not small."""

_SHARES: Final = (ShortStays, LookBack, Marked, AlsoSeen, SystemsSeen, State, StateSince, CameOfIt, HadDuring)
_ROW: Final = "_row"


def for_analyst(raw: RawAnswers, measure: Measure, by: tuple[str, ...]) -> pl.DataFrame:
    """Return the rows with the columns of published answers: exact, or hidden with no numbers and flags.

    raw: answers of this measure alone, split by the groupings in by, which are at most MOST_GROUPINGS. Differences between
    windows of one answer are protected like counts. What is not protected: differences between two questions, such as of
    two measures or with another filter. So every question of an analyst is logged with its purpose.
    """
    if len(by) > MOST_GROUPINGS:
        raise ValueError(f"at most {MOST_GROUPINGS} groupings, not {len(by)}")
    frame = raw.frame.with_row_index(_ROW)
    rows: list[int] = []
    for part in frame.filter(pl.col("status") == Status.SHOWN).partition_by("period"):
        rows += _rows_to_hide(part, measure, by)
    to_hide = pl.col(_ROW).is_in(rows)
    parts = [frame.filter(~to_hide), hidden(frame.filter(to_hide))]
    return pl.concat(parts).sort(_ROW).drop(_ROW, GROUP_SIZE)


def few_of_a_curve(found: Endings) -> pl.DataFrame:
    """Return the groups of a time curve whose numbers are hidden: one row each, with the columns of by.

    They are hidden by how many people are in them, and how many of these have had the outcome by the end, or have not. How
    many more have it from one day to the next is not protected: a curve is made of that.
    """
    by = list(found.by)
    counts = found.table.with_columns(_had=pl.when(pl.col(ENDING) == OUTCOME).then(pl.col(COUNT)).otherwise(0))
    counts = counts.group_by(by or [pl.lit(0).alias("_")]).agg(pl.col(COUNT, "_had").sum()).sort(by or "_")
    size, had = (counts[name].to_numpy().astype(np.float64) for name in (COUNT, "_had"))
    sides = (groups(counts.height),)
    marks = _shares(sides, size, had[:, None], _people(Shape(sides=sides), size, size), size)
    return counts.filter(pl.Series(marks[:, 0]))


def _rows_to_hide(part: pl.DataFrame, measure: Measure, by: tuple[str, ...]) -> list[int]:
    """Return the numbers of the rows to hide, of the shown rows of one period."""
    names = [part[name].unique(maintain_order=True).to_list() for name in by]
    sides = tuple(groups(len(values)) for values in names)
    places = [[values.index(value) for value in part[name]] for name, values in zip(by, names, strict=True)]
    cell = np.ravel_multi_index(places, [len(values) for values in names]) if by else np.zeros(part.height, np.int64)
    part = part.with_columns(pl.Series("_cell", cell)).sort("window_days", "_cell")
    of_window = part.partition_by("window_days")
    first = of_window[0]
    size = _filled(first, "denominator" if _is_share(measure) else GROUP_SIZE, sides)
    group_size = _filled(first, GROUP_SIZE, sides)
    people = _people(Shape(sides=sides), size, group_size)
    if _is_share(measure):
        counts = np.stack([_filled(one, "numerator", sides) for one in of_window], axis=1)
        marks = _shares(sides, size, counts, people, group_size)
    else:
        marks = np.stack([_others(one, measure, sides, size, people) for one in of_window], axis=1)
    return [row for at, one in enumerate(of_window) for row in one.filter(pl.Series(marks[one["_cell"], at]))[_ROW]]


def _is_share(measure: Measure) -> bool:
    if isinstance(measure, PeriodMeasure):
        tally = measure.tally
        return isinstance(tally, _SHARES) or (
            (isinstance(tally, OftenBooked) and tally.counted is not OftenCounted.PEOPLE)
            or (isinstance(tally, CameAsFar) and tally.step is not Step.REFERRED)
        )
    return isinstance(measure, FollowUpMeasure)


def _filled(rows: pl.DataFrame, column: str, sides: tuple[Numbers, ...]) -> Numbers:
    """Return a column by finest cell; 0 where a cell has no row or no number."""
    values = np.zeros(int(np.prod([len(side) - 1 for side in sides])))
    values[rows["_cell"]] = rows[column].fill_null(0).to_numpy()
    return values


def _people(shape: Shape, size: Numbers, group_size: Numbers) -> Marks:
    """Return which cells hide how many are in them; size counts what is measured, group_size the people behind it."""
    there = shape.sums @ group_size > 0
    small = there & (shape.sums @ np.minimum(size, group_size) < SMALLEST_CELL)
    return hide(Problem(shape=shape, finest=size, small=small, hidden=np.zeros_like(small), empty=~there))


def _shares(sides: tuple[Numbers, ...], size: Numbers, counts: Numbers, people: Marks, group_size: Numbers) -> Marks:
    """Return which finest cells hide which window; counts: finest cells x windows, with the outcome by then."""
    windows = counts.shape[1]
    shape = Shape(sides=(*sides, cumulative(windows)))
    finest = np.diff(counts, axis=1, prepend=0, append=size[:, None]).ravel()
    values, outcome = shape.sums @ finest, shape.cells[:, -1]
    rows = 2 * windows + 2
    there = np.repeat(Shape(sides=sides).sums @ group_size > 0, rows)
    step = (outcome >= 0) & (outcome <= windows)
    may_be_none = step & (outcome > 0) & (outcome < windows)
    small = step & there & (values < SMALLEST_CELL) & ~(may_be_none & (values == 0))
    hidden_so_far = step | np.repeat(people, rows)
    found = hide(Problem(shape=shape, finest=finest, small=small, hidden=hidden_so_far, empty=~there)).reshape(-1, rows)
    finest_cells = (Shape(sides=sides).cells != ALL).all(axis=1)
    marks: Marks = (found[:, windows + 1 : -1] | found[:, -1:])[finest_cells]
    return marks


def _others(rows: pl.DataFrame, measure: Measure, sides: tuple[Numbers, ...], size: Numbers, people: Marks) -> Marks:
    """Return which finest cells are hidden of a measure that is no share: for their people, or for their own count."""
    shape = Shape(sides=sides)
    marks = people
    if _counts_people_or_events(measure):
        counts, there = _filled(rows, "numerator", sides), shape.sums @ size > 0
        small = there & (shape.sums @ counts < SMALLEST_CELL)
        marks = hide(Problem(shape=shape, finest=counts, small=small, hidden=people, empty=~there))
    of_finest: Marks = marks[(shape.cells != ALL).all(axis=1)]
    if isinstance(measure, PeriodMeasure) and isinstance(measure.tally, TopShare):
        of_finest |= (np.ceil(size * measure.tally.share) < SMALLEST_CELL) & (size > 0)
    return of_finest


def _counts_people_or_events(measure: Measure) -> bool:
    """Whether the numerator is a count that may be small although the group is large."""
    if isinstance(measure, AmountMeasure):
        return measure.amount is Amount.RETURNS_PER_100_YEARS
    return isinstance(measure, PeriodMeasure) and isinstance(measure.tally, Count | OftenBooked | CameAsFar)
