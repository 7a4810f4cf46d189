"""From the two frames of an extract to raw answers: every measure, period and allowed grouping, or one question."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import polars as pl

from metrics.amounts import amounts, watched
from metrics.answers import RawAnswers, not_reported
from metrics.closed import ClosedSet, behind
from metrics.cohort import counted_in_period
from metrics.declaration import AmountMeasure, FollowUpMeasure, Measure, PeriodMeasure, Unit
from metrics.events import Events, Outcome, of_kinds
from metrics.folding import OTHER_GROUPS
from metrics.grouping import every_cell, grouping_sets
from metrics.periods import Period, PeriodKind, all_watched
from metrics.prepared import Followed, Prepared, Settings, followed_by
from metrics.rates import ask, day_counts, rates, window_counts
from metrics.tallies.recipes import Rows, recipe
from metrics.tallies.tallied import tallied

MOST_GROUPINGS: Final = 2
MOST_GROUPINGS_OF_A_CURVE: Final = 1


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of some measures at once: periods, sets of groupings, and windows where not those of the measure."""

    periods: Sequence[Period]
    by_sets: Sequence[tuple[str, ...]]
    windows_days: Sequence[int] | None = None
    with_curve: bool = False
    closed: ClosedSet | None = None

    def windows(self, measure: FollowUpMeasure) -> tuple[int, ...]:
        """Return the windows that are asked of a measure, ascending."""
        if self.windows_days is not None:
            return tuple(sorted(self.windows_days))
        return tuple(sorted({*measure.windows, *(measure.curve_days if self.with_curve else ())}))

    def regrouped(self, measure: Measure, by: tuple[str, ...]) -> Callable[[pl.DataFrame], pl.DataFrame]:
        """Return what puts rows with a period and the groupings of by under the groups that are shown; all, if not closed."""
        if self.closed is None:
            return lambda rows: rows
        return partial(self.closed.regrouped, behind(measure), by)


def everything(prepared: Prepared, closed: ClosedSet | None = None) -> RawAnswers:
    """Answer every measure for every ended period, whole and split by up to two groupings.

    The measure's own windows everywhere; the points of the time curve for years, whole and split by one grouping. Periods
    that the records do not cover for a measure have rows for the whole and those windows alone: not_reported.
    closed: what an audience is shown. It then says how many groupings, and rows of groups that are not shown are there,
    with nobody in them (group_size 0).
    """
    settings = prepared.settings
    curve_sets = grouping_sets(settings.groupings, MOST_GROUPINGS_OF_A_CURVE)
    parts: list[pl.DataFrame] = []
    for measures, covered, others in _covered(settings, settings.measures, settings.periods):
        for kind in PeriodKind:
            periods = [period for period in covered if period.kind is kind]
            by_sets = grouping_sets(settings.groupings, closed.most_groupings(kind) if closed else MOST_GROUPINGS)
            with_curve = curve_sets if kind is PeriodKind.YEAR else ()
            without = [by for by in by_sets if by not in with_curve]
            asked = Asked(periods=periods, by_sets=with_curve, with_curve=True, closed=closed)
            parts += _answers(prepared, measures, asked)
            parts += _answers(prepared, measures, Asked(periods=periods, by_sets=without, closed=closed))
        parts.append(_not_reported(settings, measures, others, None))
    return RawAnswers(frame=pl.concat(parts), grouping_ids=prepared.settings.grouping_ids)


def one_question(
    prepared: Prepared,
    measure: Measure,
    periods: Sequence[Period],
    windows_days: Sequence[int] | None,
    by: tuple[str, ...],
) -> RawAnswers:
    """Answer one measure for the periods and windows asked for (None: its own), split by the groupings in by.

    Any number of whole days from 1 is a window here. A period that the data do not cover whole raises ValueError. Where
    the records do not cover it for this measure, the whole alone is told: not_reported.
    """
    settings = prepared.settings
    for period in periods:
        if period.first_on < settings.data_first_on or period.last_on > settings.followed_through_on:
            raise ValueError(
                f"the data cover {settings.data_first_on} to {settings.followed_through_on}, "
                f"and {period.period_id} is not wholly inside"
            )
    ((measures, covered, others),) = _covered(settings, (measure,), periods)
    parts = _answers(prepared, measures, Asked(periods=covered, by_sets=(by,), windows_days=windows_days))
    parts.append(_not_reported(settings, measures, others, windows_days))
    return RawAnswers(frame=pl.concat(parts), grouping_ids=settings.grouping_ids)


def all_that_was_watched(
    prepared: Prepared, measure: FollowUpMeasure, windows_days: Sequence[int] | None, by: tuple[str, ...]
) -> RawAnswers:
    """Answer one measure for every index event that was watched for the whole window (see periods.all_watched).

    Each window has a period of its own: the longer it is, the earlier the period ends.
    """
    settings = prepared.settings
    started, followed_through = settings.counted_through(measure), settings.followed_through(measure)
    answers = []
    for window in measure.windows if windows_days is None else windows_days:
        period = all_watched(settings.data_first_on, started, followed_through, window)
        answers.append(one_question(prepared, measure, [period], [window], by).frame)
    return RawAnswers(frame=pl.concat(answers), grouping_ids=settings.grouping_ids)


def _covered(
    settings: Settings, measures: Sequence[Measure], periods: Sequence[Period]
) -> list[tuple[list[Measure], list[Period], list[Period]]]:
    """Return the measures that are covered alike, with the periods that the records cover for them, and the others."""
    alike: dict[dt.date, list[Measure]] = {}
    for measure in measures:
        alike.setdefault(settings.counted_through(measure), []).append(measure)
    return [
        (together, [p for p in periods if p.last_on <= through], [p for p in periods if p.last_on > through])
        for through, together in alike.items()
    ]


def _not_reported(
    settings: Settings, measures: Sequence[Measure], periods: Sequence[Period], windows_days: Sequence[int] | None
) -> pl.DataFrame:
    return not_reported(measures, periods, windows_days, settings.grouping_ids, settings.followed_through_on)


def _answers(prepared: Prepared, measures: Sequence[Measure], asked: Asked) -> list[pl.DataFrame]:
    """Return the answers as frames; counting the people is done once for all sets of groupings."""
    if not asked.periods or not asked.by_sets:
        return []
    cells = {
        starts: _cells(prepared, starts, asked) for starts in dict.fromkeys(measure.starts for measure in measures)
    }
    return [
        *_follow_ups(prepared, [m for m in measures if isinstance(m, FollowUpMeasure)], asked, cells),
        *_amounts(prepared, [m for m in measures if isinstance(m, AmountMeasure)], asked, cells),
        *_tallies(prepared, [m for m in measures if isinstance(m, PeriodMeasure)], asked, cells),
    ]


Cells = Mapping[Events, Mapping[tuple[str, ...], pl.DataFrame]]
"""For every index event and set of groupings, the cells that get a row."""


def _follow_ups(
    prepared: Prepared, measures: Sequence[FollowUpMeasure], asked: Asked, cells: Cells
) -> list[pl.DataFrame]:
    settings = prepared.settings
    alike: dict[tuple[Followed, Unit, tuple[int, ...], dt.date], list[FollowUpMeasure]] = {}
    for measure in measures:
        key = (followed_by(measure), measure.unit, asked.windows(measure), settings.followed_through(measure))
        alike.setdefault(key, []).append(measure)
    parts: list[pl.DataFrame] = []
    for (pair, unit, windows, through), together in alike.items():
        index = prepared.followed[pair]
        counted = _in_periods(index, asked.periods, unit)
        questions = ask(asked.periods, together, windows, through)
        parts += _rates(settings, together, _packed(counted, settings), asked, questions, cells[pair[0]])
    return parts


def _amounts(prepared: Prepared, measures: Sequence[AmountMeasure], asked: Asked, cells: Cells) -> list[pl.DataFrame]:
    settings = prepared.settings
    alike: dict[tuple[Events, Outcome, int, dt.date], list[AmountMeasure]] = {}
    for measure in measures:
        for window in measure.windows if asked.windows_days is None else asked.windows_days:
            key = (measure.starts, measure.outcome, window, settings.followed_through(measure))
            alike.setdefault(key, []).append(measure)
    parts: list[pl.DataFrame] = []
    for (starts, outcome, window, through), together in alike.items():
        rows = watched(
            prepared.episodes,
            starts=starts,
            outcome=outcome,
            window_days=window,
            periods=asked.periods,
            followed_through_on=through,
        )
        parts += [
            amounts(
                _packed(asked.regrouped(measure, by)(rows), settings),
                measure=measure,
                window_days=window,
                periods=asked.periods,
                by=by,
                cells=cells[starts][by],
                followed_through_on=through,
                as_of=settings.followed_through_on,
            )
            for measure in together
            for by in asked.by_sets
        ]
    return parts


def _tallies(prepared: Prepared, measures: Sequence[PeriodMeasure], asked: Asked, cells: Cells) -> list[pl.DataFrame]:
    settings = prepared.settings
    alike: dict[tuple[Rows, tuple[Hashable, ...], Events], list[PeriodMeasure]] = {}
    for measure in measures:
        how = recipe(measure.tally)
        alike.setdefault((how.rows, how.given, measure.starts), []).append(measure)
    parts: list[pl.DataFrame] = []
    for (rows_of, given, starts), same_rows in alike.items():
        rows = rows_of(prepared.episodes, starts, asked.periods, *given)
        parts += [
            tallied(
                _packed(asked.regrouped(same_rows[0], by)(rows), settings),
                periods=asked.periods,
                measures=same_rows,
                by=by,
                cells=cells[starts][by],
                data_first_on=settings.data_first_on,
                as_of=settings.followed_through_on,
            )
            for by in asked.by_sets
        ]
    return parts


def _in_periods(index: pl.DataFrame, periods: Sequence[Period], unit: Unit) -> pl.DataFrame:
    """Return the rows that the periods count, each with its period."""
    return pl.concat(
        counted_in_period(index, period, unit).with_columns(period=pl.lit(period.period_id)) for period in periods
    )


def _packed(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Keep the words to group by as small numbers: grouping many rows by text takes several times as long."""
    return rows.with_columns(pl.col("period", *settings.grouping_ids).cast(pl.Categorical))


def _rates(
    settings: Settings,
    measures: Sequence[FollowUpMeasure],
    counted: pl.DataFrame,
    asked: Asked,
    questions: pl.DataFrame,
    cells: Mapping[tuple[str, ...], pl.DataFrame],
) -> list[pl.DataFrame]:
    """Return one frame per set of groupings, for measures that follow the same events and count the same unit."""
    windows_days = questions["window_days"].unique().to_list()
    key = ["period", *settings.grouping_ids]
    counts = window_counts(day_counts(counted, key), windows_days).with_columns(pl.col(key).cast(pl.String))
    people = counted.select(*key, "person_id").unique().with_columns(pl.col(key).cast(pl.String))
    return [
        rates(
            asked.regrouped(measures[0], by)(counts),
            asked.regrouped(measures[0], by)(people),
            asked=questions,
            measures=measures,
            periods=asked.periods,
            by=by,
            cells=cells[by],
            as_of=settings.followed_through_on,
        )
        for by in cells
    ]


def _cells(prepared: Prepared, starts: Events, asked: Asked) -> dict[tuple[str, ...], pl.DataFrame]:
    """Return, for every set of groupings, the cells that get a row: the unknown groups only where such events have them.

    In a closed set small groups may stand together as other groups; that row is there where any period has it.
    """
    held = of_kinds(prepared.episodes, starts)
    groupings = prepared.settings.groupings
    if asked.closed is not None:
        with_others = asked.closed.with_other_groups
        groupings = tuple(
            replace(one, group_ids=(*one.group_ids, OTHER_GROUPS)) if one.grouping_id in with_others else one
            for one in groupings
        )
    return {by: every_cell(by, groupings, held) for by in asked.by_sets}
