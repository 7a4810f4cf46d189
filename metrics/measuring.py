"""From the two frames of an extract to raw answers: every measure, period and allowed grouping, or one question."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics import registry
from metrics.answers import RawAnswers
from metrics.cohort import first_in_period, followed_releases, joined_episodes
from metrics.declaration import NAMED_WINDOWS, FollowUpMeasure, Measure, PopulationMeasure
from metrics.grouping import Grouping, every_cell, grouping_sets, with_groups
from metrics.periods import Period, PeriodKind, ended_periods
from metrics.population import daily_population, held_days
from metrics.rates import day_counts, rates, window_counts

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


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An extract made ready to be asked: joined episodes and followed releases, each with a column per grouping."""

    settings: Settings
    episodes: pl.DataFrame
    releases: pl.DataFrame


def prepare(episodes: pl.DataFrame, settings: Settings) -> Prepared:
    """Join stays to episodes and look up each release's first return, once for all questions.

    episodes has the columns of language.EPISODES and the county's flags. All measures so far start and end in jail.
    """
    joined = joined_episodes(episodes, settings.episode_gap_days)
    rebooking = registry.REBOOKING
    releases = followed_releases(joined, rebooking.start_system, rebooking.outcome_system)
    held = joined.filter(pl.col("system") == rebooking.start_system)
    return Prepared(
        settings=settings,
        episodes=with_groups(held, settings.groupings),
        releases=with_groups(releases, settings.groupings),
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
    """Return one frame per set of groupings and family of measures; counting the people is done once for all sets."""
    if not periods or not by_sets:
        return []
    settings = prepared.settings
    cells = {by: every_cell(by, settings.groupings, prepared.releases) for by in by_sets}
    parts: list[pl.DataFrame] = []
    followed = [measure for measure in measures if isinstance(measure, FollowUpMeasure)]
    if followed:
        counted = pl.concat(_counted(prepared.releases, period) for period in periods)
        counts = window_counts(day_counts(counted, ["period", *settings.grouping_ids]), windows_days)
        parts += [
            rates(
                counts,
                periods=periods,
                measures=followed,
                windows_days=windows_days,
                by=by,
                cells=cells[by],
                followed_through_on=settings.followed_through_on,
                not_reported=_not_reported(followed, settings),
            )
            for by in by_sets
        ]
    for measure in measures:
        if isinstance(measure, PopulationMeasure):
            held = pl.concat(held_days(prepared.episodes, period) for period in periods)
            parts += [
                daily_population(
                    held,
                    periods=periods,
                    measure=measure,
                    by=by,
                    cells=cells[by],
                    as_of=settings.followed_through_on,
                )
                for by in by_sets
            ]
    return parts


def _counted(releases: pl.DataFrame, period: Period) -> pl.DataFrame:
    return first_in_period(releases, period).with_columns(period=pl.lit(period.period_id))


def _not_reported(measures: Sequence[FollowUpMeasure], settings: Settings) -> frozenset[str]:
    """Measures that tell reasons apart have no answer where no source says why a stay began."""
    if "reason" in settings.reported_fields:
        return frozenset()
    return frozenset(measure.measure_id for measure in measures if measure.needs_reason)
