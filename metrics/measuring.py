"""From the two frames of an extract to raw answers: every measure, period and allowed grouping, or one question."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics import registry
from metrics.answers import RawAnswers
from metrics.cohort import counted_in_period, followed, joined_episodes
from metrics.declaration import NAMED_WINDOWS, Events, FollowUpMeasure, Measure, PeriodMeasure, Unit
from metrics.grouping import Grouping, every_cell, grouping_sets, with_groups
from metrics.periods import Period, PeriodKind, ended_periods
from metrics.rates import ask, day_counts, rates, window_counts
from metrics.tallies import SOURCES, of_events, tallied

CURVE_WINDOWS: Final = tuple(sorted({*range(30, 1081, 30), *NAMED_WINDOWS}))
"""Days. The points of a time curve: every 30 days, and the named windows."""

MOST_GROUPINGS: Final = 2
MOST_GROUPINGS_OF_A_CURVE: Final = 1


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a county decides about measuring.

    data_first_on and followed_through_on: the first and last day that the data cover, both inside; the last is already
    less the sources' lag. reported_fields: the fields of language.EPISODES that some source of the county carries.
    """

    data_first_on: dt.date
    followed_through_on: dt.date
    episode_gap_days: int
    groupings: tuple[Grouping, ...]
    reported_fields: frozenset[str]

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

    Named windows everywhere; the points of the time curve for years, whole and split by one grouping.
    """
    by_sets = grouping_sets(prepared.settings.groupings, MOST_GROUPINGS)
    curve_sets = grouping_sets(prepared.settings.groupings, MOST_GROUPINGS_OF_A_CURVE)
    parts: list[pl.DataFrame] = []
    for kind in PeriodKind:
        periods = [period for period in prepared.settings.periods if period.kind is kind]
        with_curve = curve_sets if kind is PeriodKind.YEAR else ()
        without = [by for by in by_sets if by not in with_curve]
        parts += _answers(prepared, registry.MEASURES, periods, CURVE_WINDOWS, with_curve)
        parts += _answers(prepared, registry.MEASURES, periods, NAMED_WINDOWS, without)
    return RawAnswers(frame=pl.concat(parts), grouping_ids=prepared.settings.grouping_ids)


def one_question(
    prepared: Prepared, measure: Measure, periods: Sequence[Period], windows_days: Sequence[int], by: tuple[str, ...]
) -> RawAnswers:
    """Answer one measure for the periods and windows asked for, split by the groupings in by.

    Any number of whole days from 1 is a window here. A period that the data do not cover whole raises ValueError.
    """
    settings = prepared.settings
    for period in periods:
        if period.first_on < settings.data_first_on or period.last_on > settings.followed_through_on:
            raise ValueError(
                f"the data cover {settings.data_first_on} to {settings.followed_through_on}, "
                f"and {period.period_id} is not wholly inside"
            )
    parts = _answers(prepared, (measure,), periods, windows_days, (by,))
    return RawAnswers(frame=pl.concat(parts), grouping_ids=settings.grouping_ids)


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
    cells = {by: every_cell(by, prepared.settings.groupings, prepared.episodes) for by in by_sets}
    follow_ups: dict[tuple[Followed, Unit], list[FollowUpMeasure]] = {}
    tallies: dict[Callable[..., pl.DataFrame], list[PeriodMeasure]] = {}
    for measure in measures:
        if isinstance(measure, FollowUpMeasure):
            follow_ups.setdefault((_followed_by(measure), measure.unit), []).append(measure)
        else:
            tallies.setdefault(SOURCES[measure.tally], []).append(measure)
    parts: list[pl.DataFrame] = []
    for (pair, unit), alike in follow_ups.items():
        index = prepared.followed[pair]
        counted = pl.concat(_in_period(counted_in_period(index, period, unit), period) for period in periods)
        parts += _rates(prepared.settings, alike, counted, periods, windows_days, cells)
    for source, alike_tallies in tallies.items():
        for starts in dict.fromkeys(measure.starts for measure in alike_tallies):
            episodes = of_events(prepared.episodes, starts)
            rows = pl.concat(_in_period(source(episodes, period), period) for period in periods)
            parts += [
                tallied(
                    rows,
                    periods=periods,
                    measure=measure,
                    by=by,
                    cells=cells[by],
                    data_first_on=prepared.settings.data_first_on,
                    as_of=prepared.settings.followed_through_on,
                )
                for measure in alike_tallies
                if measure.starts == starts
                for by in by_sets
            ]
    return parts


def _rates(
    settings: Settings,
    measures: Sequence[FollowUpMeasure],
    counted: pl.DataFrame,
    periods: Sequence[Period],
    windows_days: Sequence[int],
    cells: Mapping[tuple[str, ...], pl.DataFrame],
) -> list[pl.DataFrame]:
    """Return one frame per set of groupings, for measures that follow the same events and count the same unit."""
    counts = window_counts(day_counts(counted, ["period", *settings.grouping_ids]), windows_days)
    people = counted.select("period", "person_id", *settings.grouping_ids).unique()
    through = settings.followed_through_on
    asked = ask(periods, measures, windows_days, through, _not_reported(measures, settings))
    return [
        rates(counts, people, asked=asked, measures=measures, periods=periods, by=by, cells=cells[by], as_of=through)
        for by in cells
    ]


def _followed_by(measure: FollowUpMeasure) -> Followed:
    return measure.starts, measure.outcomes, measure.same_day


def _in_period(frame: pl.DataFrame, period: Period) -> pl.DataFrame:
    return frame.with_columns(period=pl.lit(period.period_id))


def _not_reported(measures: Sequence[FollowUpMeasure], settings: Settings) -> frozenset[str]:
    """Measures that tell reasons apart have no answer where no source says why a stay began."""
    if "reason" in settings.reported_fields:
        return frozenset()
    return frozenset(measure.measure_id for measure in measures if measure.needs_reason)
