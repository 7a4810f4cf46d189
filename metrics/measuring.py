"""From the two frames of an extract to raw answers: every measure, period and allowed grouping, or one question."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics import registry
from metrics.answers import RawAnswers, not_reported
from metrics.cohort import counted_in_period, followed, joined_episodes
from metrics.declaration import NAMED_WINDOWS, Events, FollowUpMeasure, Measure, PeriodMeasure, SystemKind, Unit
from metrics.grouping import Grouping, every_cell, grouping_sets, with_groups
from metrics.periods import Period, PeriodKind, all_watched, ended_periods
from metrics.rates import ask, day_counts, rates, window_counts
from metrics.tallies import SOURCES, Rows, of_events, tallied

CURVE_WINDOWS: Final = tuple(sorted({*range(30, 1081, 30), *NAMED_WINDOWS}))
"""Days. The points of a time curve: every 30 days, and the named windows."""

MOST_GROUPINGS: Final = 2
MOST_GROUPINGS_OF_A_CURVE: Final = 1


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a county decides about measuring.

    data_first_on and followed_through_on: the first and last day that the data cover, both inside; the last is already
    less the sources' lag. reported_fields: the fields of language.EPISODES that some source of the county carries.
    reported_kinds: the systems with their kinds that the sources carry, each with the last day that they cover, which is
    followed_through_on or before.
    """

    data_first_on: dt.date
    followed_through_on: dt.date
    episode_gap_days: int
    groupings: tuple[Grouping, ...]
    reported_fields: frozenset[str]
    reported_kinds: Mapping[SystemKind, dt.date]

    def covered_through(self, events: Events) -> dt.date:
        """Return the last day on which such events are on record; the first day of the calendar where they never are."""
        days = [last_on for kind, last_on in self.reported_kinds.items() if kind in events.episodes]
        return min(days, default=dt.date.min)

    def counted_through(self, measure: Measure) -> dt.date:
        """Return the last day that a period of this measure may have; the first of the calendar where it is not carried."""
        if isinstance(measure, FollowUpMeasure) and measure.needs_reason and "reason" not in self.reported_fields:
            return dt.date.min
        if any(self.covered_through(events) == dt.date.min for events in measure.needs):
            return dt.date.min
        return self.covered_through(measure.starts)

    @property
    def grouping_ids(self) -> tuple[str, ...]:
        """The grouping columns of the answers, in order."""
        return tuple(grouping.grouping_id for grouping in self.groupings)

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period that the data cover whole."""
        return ended_periods(self.data_first_on, self.followed_through_on)


Followed = tuple[Events, Events, bool]
"""Which index events are followed to which outcome events, and whether an outcome on the same day counts."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An extract made ready to be asked, each frame with a column per grouping.

    episodes: joined episodes. followed: the rows of cohort.followed for every pair of events that some measure follows.
    """

    settings: Settings
    episodes: pl.DataFrame
    followed: Mapping[Followed, pl.DataFrame]

    @property
    def releases(self) -> pl.DataFrame:
        """One row per release from jail, with the first return."""
        return self.followed[_followed_by(registry.REBOOKING)]


def prepare(episodes: pl.DataFrame, settings: Settings) -> Prepared:
    """Join stays to episodes and look up each index event's first outcome, once for all questions.

    episodes has the columns of language.EPISODES and the county's flags.
    """
    joined = with_groups(joined_episodes(episodes, settings.episode_gap_days), settings.groupings)
    pairs = dict.fromkeys(_followed_by(measure) for measure in registry.follow_up_measures())
    return Prepared(
        settings=settings,
        episodes=joined,
        followed={pair: followed(joined, pair[0], pair[1], same_day=pair[2]) for pair in pairs},
    )


def everything(prepared: Prepared) -> RawAnswers:
    """Answer every measure for every ended period, whole and split by up to two groupings.

    Named windows everywhere; the points of the time curve for years, whole and split by one grouping. Periods that the
    records do not cover for a measure have rows for the whole and the named windows alone: not_reported.
    """
    settings = prepared.settings
    by_sets = grouping_sets(prepared.settings.groupings, MOST_GROUPINGS)
    curve_sets = grouping_sets(prepared.settings.groupings, MOST_GROUPINGS_OF_A_CURVE)
    parts: list[pl.DataFrame] = []
    for measures, covered, others in _covered(settings, registry.MEASURES, settings.periods):
        for kind in PeriodKind:
            periods = [period for period in covered if period.kind is kind]
            with_curve = curve_sets if kind is PeriodKind.YEAR else ()
            without = [by for by in by_sets if by not in with_curve]
            parts += _answers(prepared, measures, periods, CURVE_WINDOWS, with_curve)
            parts += _answers(prepared, measures, periods, NAMED_WINDOWS, without)
        parts.append(_not_reported(settings, measures, others, NAMED_WINDOWS))
    return RawAnswers(frame=pl.concat(parts), grouping_ids=prepared.settings.grouping_ids)


def one_question(
    prepared: Prepared, measure: Measure, periods: Sequence[Period], windows_days: Sequence[int], by: tuple[str, ...]
) -> RawAnswers:
    """Answer one measure for the periods and windows asked for, split by the groupings in by.

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
    parts = _answers(prepared, measures, covered, windows_days, (by,))
    parts.append(_not_reported(settings, measures, others, windows_days))
    return RawAnswers(frame=pl.concat(parts), grouping_ids=settings.grouping_ids)


def all_that_was_watched(
    prepared: Prepared, measure: FollowUpMeasure, windows_days: Sequence[int], by: tuple[str, ...]
) -> RawAnswers:
    """Answer one measure for every index event that was watched for the whole window (see periods.all_watched).

    Each window has a period of its own: the longer it is, the earlier the period ends.
    """
    settings = prepared.settings
    started, followed_through = settings.counted_through(measure), settings.covered_through(measure.outcomes)
    answers = []
    for window in windows_days:
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
    settings: Settings, measures: Sequence[Measure], periods: Sequence[Period], windows_days: Sequence[int]
) -> pl.DataFrame:
    return not_reported(measures, periods, windows_days, settings.grouping_ids, settings.followed_through_on)


def _answers(
    prepared: Prepared,
    measures: Sequence[Measure],
    periods: Sequence[Period],
    windows_days: Sequence[int],
    by_sets: Sequence[tuple[str, ...]],
) -> list[pl.DataFrame]:
    """Return the answers as frames; counting the people is done once for all sets of groupings."""
    if not periods or not by_sets:
        return []
    cells = {
        starts: _cells(prepared, starts, by_sets) for starts in dict.fromkeys(measure.starts for measure in measures)
    }
    follow_ups: dict[tuple[Followed, Unit], list[FollowUpMeasure]] = {}
    tallies: dict[tuple[Rows, Events], list[PeriodMeasure]] = {}
    for measure in measures:
        if isinstance(measure, FollowUpMeasure):
            follow_ups.setdefault((_followed_by(measure), measure.unit), []).append(measure)
        else:
            tallies.setdefault((SOURCES[measure.tally], measure.starts), []).append(measure)
    parts: list[pl.DataFrame] = []
    for (pair, unit), alike in follow_ups.items():
        index = prepared.followed[pair]
        counted = pl.concat(_in_period(counted_in_period(index, period, unit), period) for period in periods)
        asked = ask(periods, alike, windows_days, prepared.settings.covered_through(pair[1]))
        parts += _rates(prepared.settings, alike, _packed(counted, prepared.settings), periods, asked, cells[pair[0]])
    for (source, starts), same_rows in tallies.items():
        rows = _packed(source(of_events(prepared.episodes, starts), periods), prepared.settings)
        parts += [
            tallied(
                rows,
                periods=periods,
                measures=same_rows,
                by=by,
                cells=cells[starts][by],
                data_first_on=prepared.settings.data_first_on,
                as_of=prepared.settings.followed_through_on,
            )
            for by in by_sets
        ]
    return parts


def _packed(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Keep the words to group by as small numbers: grouping many rows by text takes several times as long."""
    return rows.with_columns(pl.col("period", *settings.grouping_ids).cast(pl.Categorical))


def _rates(
    settings: Settings,
    measures: Sequence[FollowUpMeasure],
    counted: pl.DataFrame,
    periods: Sequence[Period],
    asked: pl.DataFrame,
    cells: Mapping[tuple[str, ...], pl.DataFrame],
) -> list[pl.DataFrame]:
    """Return one frame per set of groupings, for measures that follow the same events and count the same unit."""
    windows_days = asked["window_days"].unique().to_list()
    key = ["period", *settings.grouping_ids]
    counts = window_counts(day_counts(counted, key), windows_days).with_columns(pl.col(key).cast(pl.String))
    people = counted.select(*key, "person_id").unique()
    through = settings.followed_through_on
    return [
        rates(counts, people, asked=asked, measures=measures, periods=periods, by=by, cells=cells[by], as_of=through)
        for by in cells
    ]


def _followed_by(measure: FollowUpMeasure) -> Followed:
    return measure.starts, measure.outcomes, measure.same_day


def _in_period(frame: pl.DataFrame, period: Period) -> pl.DataFrame:
    return frame.with_columns(period=pl.lit(period.period_id))


def _cells(
    prepared: Prepared, starts: Events, by_sets: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], pl.DataFrame]:
    """Return, for every set of groupings, the cells that get a row: the unknown groups only where such events have them."""
    held = of_events(prepared.episodes, starts)
    return {by: every_cell(by, prepared.settings.groupings, held) for by in by_sets}
