"""From the two frames of an extract to raw answers: every measure, period and allowed grouping, or one question."""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import polars as pl

from metrics.amounts import amounts, at_risk, sums, watched
from metrics.answers import RawAnswers, not_reported
from metrics.closed import ClosedSet, behind
from metrics.cohort import RETURN_DAY, RETURN_REASON, counted_in_periods
from metrics.declaration import AmountMeasure, FollowUpMeasure, Measure, PeriodMeasure, Unit
from metrics.events import Events, Outcome, of_kinds
from metrics.folding import OTHER_GROUPS
from metrics.grouping import UNKNOWN_GROUPS, By, Grouping, grouping_sets, with_unknown
from metrics.periods import Period, PeriodKind, all_watched
from metrics.prepared import Followed, Prepared, Settings, followed_by
from metrics.rates import ask, day_counts, is_finished, rates, window_counts
from metrics.splits import CELL, PLACE, SPLIT_BY, Grid, Numbering, Split
from metrics.tallies.recipes import Rows, reached, recipe
from metrics.tallies.tallied import added, soonest, tallied

MOST_GROUPINGS: Final = 2
MOST_GROUPINGS_OF_A_CURVE: Final = 1


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of some measures at once.

    by_sets: for each set of groupings the periods that it splits. windows_days: where not those of the measure. with_curve:
    the points of the time curve too, for years, whole and split by few groupings. only: of some groupings, the groups whose
    people are counted at all.
    """

    periods: Sequence[Period]
    by_sets: Mapping[By, Sequence[Period]]
    windows_days: Sequence[int] | None = None
    with_curve: bool = False
    closed: ClosedSet | None = None
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def windows(self, measure: FollowUpMeasure) -> tuple[int, ...]:
        """Return the windows that are asked of a measure, ascending."""
        return tuple(sorted(measure.windows if self.windows_days is None else self.windows_days))

    def regrouped(self, measure: Measure, by: By, cells: pl.DataFrame) -> pl.DataFrame:
        """Return cells, by period and groupings, under the groups that are shown; as they are, if not closed."""
        return cells if self.closed is None else self.closed.regrouped(behind(measure), by, cells)


def everything(prepared: Prepared, closed: ClosedSet | None = None) -> RawAnswers:
    """Answer every measure for every ended period, whole and split by up to two groupings.

    The measure's own windows everywhere; the points of the time curve for years, whole and split by one grouping. Periods
    that the records do not cover for a measure have rows for the whole and those windows alone: not_reported.
    closed: what an audience is shown. It then says how many groupings, and rows of groups that are not shown are there,
    with nobody in them (group_size 0).
    """
    settings = prepared.settings
    most = {kind: closed.most_groupings(kind) if closed else MOST_GROUPINGS for kind in PeriodKind}
    parts: list[pl.DataFrame] = []
    for measures, covered, others in _covered(settings, settings.measures, settings.periods):
        by_sets = {
            by: [period for period in covered if len(by) <= most[period.kind]]
            for by in grouping_sets(settings.groupings_of(measures[0].starts), max(most.values()))
        }
        asked = Asked(periods=covered, by_sets=by_sets, with_curve=True, closed=closed)
        parts += [*_answers(prepared, measures, asked), _not_reported(settings, measures, others, None)]
    return RawAnswers(frame=pl.concat(parts), grouping_ids=settings.grouping_ids)


def one_question(
    prepared: Prepared,
    measure: Measure,
    periods: Sequence[Period],
    windows_days: Sequence[int] | None,
    by: tuple[str, ...],
    only: Mapping[str, frozenset[str]] | None = None,
) -> RawAnswers:
    """Answer one measure for the periods and windows asked for (None: its own), split by the groupings in by.

    only: of some groupings, the groups whose people are counted, such as those who left one of these agencies. Whoever is
    counted once is looked for at their first event in the period, whatever its groups, as in answers split by groups.
    Any number of whole days from 1 is a window here. A period that the data do not cover whole raises ValueError. Where the
    records do not cover it for this measure, the whole alone is told: not_reported.
    """
    settings = prepared.settings
    for period in periods:
        if period.first_on < settings.data_first_on or period.last_on > settings.followed_through_on:
            raise ValueError(
                f"the data cover {settings.data_first_on} to {settings.followed_through_on}, "
                f"and {period.period_id} is not wholly inside"
            )
    ((measures, covered, others),) = _covered(settings, (measure,), periods)
    asked = Asked(periods=covered, by_sets={by: covered}, windows_days=windows_days, only=only or {})
    parts = _answers(prepared, measures, asked)
    parts.append(_not_reported(settings, measures, others, windows_days))
    return RawAnswers(frame=pl.concat(parts), grouping_ids=settings.grouping_ids)


def all_that_was_watched(
    prepared: Prepared,
    measure: FollowUpMeasure,
    windows_days: Sequence[int] | None,
    by: tuple[str, ...],
    only: Mapping[str, frozenset[str]] | None = None,
) -> RawAnswers:
    """Answer one measure for every index event that was watched for the whole window (see periods.all_watched).

    Each window has a period of its own: the longer it is, the earlier the period ends.
    """
    settings = prepared.settings
    started, followed_through = settings.counted_through(measure), settings.followed_through(measure)
    answers = []
    for window in measure.windows if windows_days is None else windows_days:
        period = all_watched(settings.data_first_on, started, followed_through, window)
        answers.append(one_question(prepared, measure, [period], [window], by, only).frame)
    return RawAnswers(frame=pl.concat(answers), grouping_ids=settings.grouping_ids)


def _covered(
    settings: Settings, measures: Sequence[Measure], periods: Sequence[Period]
) -> list[tuple[list[Measure], list[Period], list[Period]]]:
    """Return the measures that are covered and split alike, with the periods that the records cover, and the others."""
    alike: dict[tuple[dt.date, tuple[Grouping, ...]], list[Measure]] = {}
    for measure in measures:
        key = settings.counted_through(measure), settings.groupings_of(measure.starts)
        alike.setdefault(key, []).append(measure)
    return [
        (together, [p for p in periods if p.last_on <= through], [p for p in periods if p.last_on > through])
        for (through, _), together in alike.items()
    ]


def _not_reported(
    settings: Settings, measures: Sequence[Measure], periods: Sequence[Period], windows_days: Sequence[int] | None
) -> pl.DataFrame:
    return not_reported(measures, periods, windows_days, settings.grouping_ids, settings.followed_through_on)


def _answers(prepared: Prepared, measures: Sequence[Measure], asked: Asked) -> list[pl.DataFrame]:
    """Return the answers as frames; the people are looked up once for all periods and sets of groupings."""
    if not asked.periods:
        return []
    counting = Counting(prepared=prepared, asked=asked)
    return [
        *_follow_ups(counting, [measure for measure in measures if isinstance(measure, FollowUpMeasure)]),
        *_amounts(counting, [measure for measure in measures if isinstance(measure, AmountMeasure)]),
        *_tallies(counting, [measure for measure in measures if isinstance(measure, PeriodMeasure)]),
    ]


@dataclass(frozen=True, kw_only=True, eq=False)
class Counting:
    """What is asked of an extract, with the rows that the answers will have."""

    prepared: Prepared
    asked: Asked
    grids: dict[Events, Grid] = field(default_factory=dict)

    def grid(self, starts: Events) -> Grid:
        """Return the rows of answers about these events: unknown groups have one where any such event is in them.

        In a closed set small groups may stand together as other groups; that row is there where any period has it.
        """
        if starts not in self.grids:
            groupings = self.prepared.settings.every_grouping
            if self.asked.closed is not None:
                with_others = self.asked.closed.with_other_groups
                groupings = tuple(
                    replace(one, group_ids=(*one.group_ids, OTHER_GROUPS)) if one.grouping_id in with_others else one
                    for one in groupings
                )
            groupings = with_unknown(groupings, of_kinds(self.prepared.episodes, starts))
            self.grids[starts] = Grid(by_sets=self.asked.by_sets, groupings=groupings)
        return self.grids[starts]

    def split(
        self,
        measure: Measure,
        rows_of: Callable[[Sequence[Period]], pl.DataFrame],
        numbers: Sequence[pl.Expr | str],
        periods: Sequence[Period],
    ) -> Split:
        """Return the rows of periods with these numbers, each with its places among the rows of the answers of a measure.

        rows_of is asked for one kind of period after another: the rows are wide, and each kind has all of the days again.
        """
        asked, grid = self.asked, self.grid(measure.starts)
        groupings = self.prepared.settings.groupings_of(measure.starts)
        numbering = Numbering(
            names={
                "period": [period.period_id for period in asked.periods],
                **{one.grouping_id: (*one.group_ids, *UNKNOWN_GROUPS) for one in groupings},
            }
        )
        kinds = [[period for period in periods if period.kind is kind] for kind in PeriodKind]
        parts = [numbering.number(rows_of(of_kind), *numbers) for of_kind in kinds if of_kind]
        rows = pl.concat(parts or [numbering.number(rows_of(asked.periods[:1]).clear(), *numbers)])
        cells = numbering.cells(rows).filter(*(pl.col(name).is_in(sorted(kept)) for name, kept in asked.only.items()))
        places = [grid.places(by, asked.regrouped(measure, by, cells)).select(CELL, PLACE) for by in asked.by_sets]
        return Split(rows=rows, numbering=numbering, places=places)


def _follow_ups(counting: Counting, measures: Sequence[FollowUpMeasure]) -> list[pl.DataFrame]:
    settings, asked = counting.prepared.settings, counting.asked
    alike: dict[tuple[Followed, Unit, tuple[int, ...], tuple[int, ...], dt.date], list[FollowUpMeasure]] = {}
    for measure in measures:
        windows, through = asked.windows(measure), settings.followed_through(measure)
        alike.setdefault((followed_by(measure), measure.unit, windows, measure.curve_days, through), []).append(measure)
    parts: list[pl.DataFrame] = []
    for (pair, unit, windows, points, through), together in alike.items():
        rows_of = partial(counted_in_periods, counting.prepared.followed[pair], unit=unit)
        split = counting.split(together[0], rows_of, (RETURN_DAY, RETURN_REASON), asked.periods)
        counts, sizes = day_counts(split.rows, [CELL]), split.people()
        for rows, windows_days in _with_windows(counting, pair[0], windows, points):
            parts.append(
                rates(
                    split.summed(window_counts(counts, windows_days), "window_days", "reason"),
                    sizes,
                    asked=ask(asked.periods, together, windows_days, through),
                    measures=together,
                    rows=rows,
                    grouping_ids=settings.grouping_ids,
                    as_of=settings.followed_through_on,
                )
            )
    return parts


def _with_windows(
    counting: Counting, starts: Events, windows: tuple[int, ...], points: tuple[int, ...]
) -> list[tuple[pl.DataFrame, tuple[int, ...]]]:
    """Return the rows of answers with the windows that each has: some have the points of the time curve too."""
    rows = counting.grid(starts).rows
    if not counting.asked.with_curve:
        return [(rows, windows)]
    has_curve = (pl.col("period_kind") == PeriodKind.YEAR) & (pl.col(SPLIT_BY) <= MOST_GROUPINGS_OF_A_CURVE)
    return [(rows.filter(has_curve), tuple(sorted({*windows, *points}))), (rows.filter(~has_curve), windows)]


def _amounts(counting: Counting, measures: Sequence[AmountMeasure]) -> list[pl.DataFrame]:
    settings, asked = counting.prepared.settings, counting.asked
    alike: dict[tuple[Events, Outcome, int, dt.date], list[AmountMeasure]] = {}
    for measure in measures:
        for window in measure.windows if asked.windows_days is None else asked.windows_days:
            key = (measure.starts, measure.outcome, window, settings.followed_through(measure))
            alike.setdefault(key, []).append(measure)
    parts: list[pl.DataFrame] = []
    for (starts, outcome, window, through), together in alike.items():
        rows = at_risk(counting.prepared.episodes, starts, outcome, window)
        rows_of = partial(watched, rows, window_days=window, followed_through_on=through)
        split = counting.split(together[0], rows_of, sums(), asked.periods)
        finished = [period.period_id for period in asked.periods if is_finished(period, window, through)]
        totals = split.summed(split.rows.drop("person_id").group_by(CELL).sum())
        parts += [
            amounts(
                totals,
                measure=measure,
                window_days=window,
                rows=counting.grid(starts).rows,
                grouping_ids=settings.grouping_ids,
                finished=finished,
                as_of=settings.followed_through_on,
            )
            for measure in together
        ]
    return parts


def _tallies(counting: Counting, measures: Sequence[PeriodMeasure]) -> list[pl.DataFrame]:
    settings = counting.prepared.settings
    alike: dict[tuple[Rows, tuple[Hashable, ...], Events], list[PeriodMeasure]] = {}
    for measure in measures:
        how = recipe(measure.tally)
        alike.setdefault((how.rows, how.given, measure.starts), []).append(measure)
    parts: list[pl.DataFrame] = []
    for (rows_of, given, starts), together in alike.items():
        of_periods = partial(_given, rows_of, counting.prepared.episodes, starts, given)
        held_through = settings.counted_through(together[0])
        periods = reached(soonest(together), counting.asked.periods, settings.data_first_on, held_through)
        parts.append(
            tallied(
                counting.split(together[0], of_periods, added(together), periods),
                measures=together,
                rows=counting.grid(starts).rows,
                grouping_ids=settings.grouping_ids,
                data_first_on=settings.data_first_on,
                held_through_on=held_through,
                as_of=settings.followed_through_on,
            )
        )
    return parts


def _given(
    rows_of: Rows, episodes: pl.DataFrame, starts: Events, given: tuple[Hashable, ...], periods: Sequence[Period]
) -> pl.DataFrame:
    return rows_of(episodes, starts, periods, *given)
