"""One question at a time: looked up in a publication, or, for an analyst, computed from the extract."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from data_access.county import County
from data_access.extract import measure_settings, read_extract
from data_access.publications import Publication
from metrics import protection, registry
from metrics.declaration import NAMED_WINDOWS, FollowUpMeasure, Measure
from metrics.language import ALL, Status
from metrics.measuring import all_that_was_watched, one_question
from metrics.periods import Period, PeriodKind, parse_period
from metrics.prepared import Settings, prepare
from metrics.time_curves import OUTCOME, compare, curve, endings, summary

HORIZON_DAYS: Final = 365
"""Mean days are of the first year, or of the longest window of a measure that watches for less."""


class QuestionError(Exception):
    """A question that has no answer here; the message says which ones have."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: window_days None means the named windows, period None every year, by the groupings to split by.

    The period "all_watched" is for an analyst: every index event that was watched for the whole window.
    only holds the one group to keep of each grouping that it names.
    """

    measure_id: str
    window_days: int | None
    period: str | None
    by: tuple[str, ...]
    only: Mapping[str, str]


def ask_publication(publication: Publication, question: Question) -> pl.DataFrame:
    """Return the published rows; a question outside the published answers raises QuestionError."""
    measure = _measure(question)
    if question.period == PeriodKind.ALL_WATCHED:
        raise QuestionError("all_watched is not published. An analyst can ask for it: add --audience analyst.")
    if question.period:
        _period(question.period)
    _known_groupings((*question.by, *question.only), publication.grouping_ids)
    look_up = partial(
        publication.answers,
        measure_id=question.measure_id,
        period=question.period,
        period_kind=None if question.period else PeriodKind.YEAR,
        windows_days=_windows(measure, question) or None,
    )
    frame = look_up(by=question.by, only=question.only).frame
    if frame.is_empty():
        frame = look_up().frame.filter(
            pl.col("status") == Status.NOT_REPORTED
        )  # such a measure is told for the whole alone
    if frame.is_empty():
        first_on, last_on = publication.manifest.data_first_on, publication.manifest.data_last_on
        raise QuestionError(
            f"This is not among the published answers. They are for whole years and quarters from {first_on} to "
            f"{last_on}, for {', '.join(map(str, NAMED_WINDOWS))} days, split by at most two of "
            f"{', '.join(publication.grouping_ids)}."
        )
    return frame


def ask_extract(county: County, data_dir: Path, question: Question) -> pl.DataFrame:
    """Return the exact rows, computed now from the extract: any window of whole days, any number of groupings."""
    _measure(question)
    extract = read_extract(data_dir, county.id)
    settings = measure_settings(county, extract)
    measure = settings.measure(question.measure_id)
    by = (*question.by, *question.only)
    _known_groupings(by, settings.grouping_ids)
    prepared = prepare(extract.episodes, settings)
    if question.period == PeriodKind.ALL_WATCHED:
        if not isinstance(measure, FollowUpMeasure):
            raise QuestionError(f"{measure.measure_id} follows nobody, so all_watched says nothing: name a period.")
        raw = all_that_was_watched(prepared, measure, _windows(measure, question), by)
    else:
        raw = one_question(prepared, measure, _periods(question, settings), _windows(measure, question), by)
    frame = protection.exact(raw)
    # Rows that are not reported stand for the whole. Unpacked: polars keeps no row where it is given an empty list.
    return frame.filter(*(pl.col(grouping).is_in([group, ALL]) for grouping, group in question.only.items()))


def ask_curve(county: County, data_dir: Path, question: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the exact time curve of one measure in one period, and its summary: medians, means, and the test of groups.

    The curve has the columns of time_curves.curve with measure_id, measure_version, period and watched_through before them;
    the summary those of time_curves.summary, with test, statistic and p_value where there are groups to compare.
    """
    extract = read_extract(data_dir, county.id)
    settings = measure_settings(county, extract)
    _measure(question)
    measure = settings.measure(question.measure_id)
    if not isinstance(measure, FollowUpMeasure):
        raise QuestionError(f"{measure.measure_id} follows nobody, so it has no curve.")
    if question.period is None or question.period == PeriodKind.ALL_WATCHED:
        raise QuestionError("A curve is of one period: name it, as --period 2017.")
    _known_groupings(question.by, settings.grouping_ids)
    (period,) = _periods(question, settings)
    try:
        found = endings(prepare(extract.episodes, settings), measure, period, question.by)
    except ValueError as error:
        raise QuestionError(f"{str(error).capitalize()}.") from None
    lead = {
        "measure_id": measure.measure_id,
        "measure_version": measure.version,
        "period": period.period_id,
        "watched_through": found.watched_through,
    }
    constant = [pl.lit(value).alias(name) for name, value in lead.items()]
    days = (0, *measure.curve_days) if question.window_days is None else (question.window_days,)
    whole = summary(found, min(HORIZON_DAYS, max(measure.windows)))
    if question.by:
        test = compare(found)
        whole = whole.with_columns(
            test=pl.lit("log-rank" if found.outcomes == (OUTCOME,) else "Gray"),
            statistic=pl.lit(test.statistic, pl.Float64),
            p_value=pl.lit(test.p_value, pl.Float64),
        )
    drawn = curve(found, tuple(dict.fromkeys(days)))
    return drawn.select(*constant, pl.all()), whole.select(*constant, pl.all())


def _measure(question: Question) -> Measure:
    try:
        return registry.measure(question.measure_id)
    except KeyError as error:
        raise QuestionError(str(error.args[0]).capitalize()) from None


def _windows(measure: Measure, question: Question) -> tuple[int, ...]:
    if not measure.windows_days:
        if question.window_days is not None:
            raise QuestionError(f"{measure.measure_id} has no window: leave out --window.")
        return ()
    if question.window_days is None:
        return measure.windows_days
    if question.window_days < 1:
        raise QuestionError("A window is at least 1 day.")
    return (question.window_days,)


def _period(period_id: str) -> Period:
    try:
        return parse_period(period_id)
    except ValueError as error:
        raise QuestionError(f"{error}.") from None


def _periods(question: Question, settings: Settings) -> list[Period]:
    if question.period is None:
        return [period for period in settings.periods if period.kind is PeriodKind.YEAR]
    period = _period(question.period)
    if period not in settings.periods:
        raise QuestionError(
            f"The data cover {settings.data_first_on} to {settings.followed_through_on}, and {period.period_id} does not "
            "lie wholly inside."
        )
    return [period]


def _known_groupings(by: tuple[str, ...], known: tuple[str, ...]) -> None:
    unknown = [grouping for grouping in by if grouping not in known]
    if unknown or len(set(by)) < len(by):
        raise QuestionError(f"--by and --only take each of {', '.join(known)} at most once, not {', '.join(by)}.")
