"""One question at a time, and its answer where it is looked up in a publication (an analyst's is computed: see records)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl

from data_access.publications import Publication
from metrics import registry
from metrics.declaration import NAMED_WINDOWS, Measure
from metrics.language import Status
from metrics.periods import Period, PeriodKind, parse_period
from metrics.prepared import Settings


class QuestionError(Exception):
    """A question that has no answer here; the message says which ones have."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: window_days None means the named windows, period None every year, by the groupings to split by.

    The period "all_watched" is for an analyst: every index event that was watched for the whole window.
    only holds, of each grouping that it names, the groups to keep. Published answers are for one at a time.
    """

    measure_id: str
    window_days: int | None
    period: str | None
    by: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]


def ask_publication(publication: Publication, question: Question) -> pl.DataFrame:
    """Return the published rows; a question outside the published answers raises QuestionError."""
    measure = known_measure(question)
    if question.period == PeriodKind.ALL_WATCHED:
        raise QuestionError("all_watched is not published. An analyst can ask for it: add --audience analyst.")
    if question.period:
        _period(question.period)
    known_groupings((*question.by, *question.only), publication.grouping_ids)
    if any(len(groups) != 1 for groups in question.only.values()):
        raise QuestionError("Published answers are for one group of a grouping at a time: name one after --only.")
    only = {grouping: groups[0] for grouping, groups in question.only.items()}
    look_up = partial(
        publication.answers,
        measure_id=question.measure_id,
        period=question.period,
        period_kind=None if question.period else PeriodKind.YEAR,
        windows_days=windows_of(measure, question) or None,
    )
    frame = look_up(by=question.by, only=only).frame
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


def known_measure(question: Question) -> Measure:
    """Return the measure that is asked for; QuestionError names those that there are."""
    try:
        return registry.measure(question.measure_id)
    except KeyError as error:
        raise QuestionError(str(error.args[0]).capitalize()) from None


def windows_of(measure: Measure, question: Question) -> tuple[int, ...]:
    """Return the windows that are asked for: those of the measure where none is named."""
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


def periods_of(question: Question, settings: Settings) -> list[Period]:
    """Return the periods that are asked for: every year where none is named; QuestionError where it is not covered."""
    if question.period is None:
        return [period for period in settings.periods if period.kind is PeriodKind.YEAR]
    period = _period(question.period)
    if period not in settings.periods:
        raise QuestionError(
            f"The data cover {settings.data_first_on} to {settings.followed_through_on}, and {period.period_id} does not "
            "lie wholly inside."
        )
    return [period]


def known_groupings(by: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Raise QuestionError where a grouping is not known, or named twice."""
    unknown = [grouping for grouping in by if grouping not in known]
    if unknown or len(set(by)) < len(by):
        raise QuestionError(f"--by and --only take each of {', '.join(known)} at most once, not {', '.join(by)}.")
