"""An analyst's question about a whole time curve, computed from the extract."""

from typing import Final

import polars as pl

from data_access.questions import Question, QuestionError, known_groupings, known_measure, periods_of
from data_access.records import Records
from metrics.analyst_answers import few_of_a_curve
from metrics.declaration import FollowUpMeasure
from metrics.periods import PeriodKind
from metrics.time_curves import OUTCOME, compare, curve, endings, summary

HORIZON_DAYS: Final = 365
"""Mean days are of the first year, or of the longest window of a measure that watches for less."""


def ask_curve(records: Records, question: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the time curve of one measure in one period, and its summary: medians, means, and the test of groups.

    The curve has the columns of time_curves.curve with measure_id, measure_version, period and watched_through before them;
    the summary those of time_curves.summary, with test, statistic and p_value where there are groups to compare. A group
    in which few people are, or few had the outcome or had not, has no numbers in either (analyst_answers.few_of_a_curve).
    """
    known_measure(question)
    settings = records.settings
    measure = settings.measure(question.measure_id)
    if not isinstance(measure, FollowUpMeasure):
        raise QuestionError(f"{measure.measure_id} follows nobody, so it has no curve.")
    if question.period is None or question.period == PeriodKind.ALL_WATCHED:
        raise QuestionError("A curve is of one period: name it, as --period 2017.")
    known_groupings(question.by, records.county_groupings)
    (period,) = periods_of(question, settings)
    try:
        found = endings(records.prepared, measure, period, question.by)
    except ValueError as error:
        raise QuestionError(f"{str(error).capitalize()}.") from None
    few = few_of_a_curve(found)
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
    keys = [*question.by, "day"]
    shown = [_without(frame, few, question.by, keys) for frame in (drawn, whole)]
    return shown[0].select(*constant, pl.all()), shown[1].select(*constant, pl.all())


def _without(frame: pl.DataFrame, few: pl.DataFrame, by: tuple[str, ...], keys: list[str]) -> pl.DataFrame:
    """Return the frame without the numbers of the groups in few, one column per grouping in by."""
    tested = ("test", "statistic", "p_value")
    numbers = [name for name in frame.columns if name not in (*keys, *tested)]
    if not by:
        return (
            frame
            if few.is_empty()
            else frame.with_columns(pl.lit(None, frame.schema[name]).alias(name) for name in numbers)
        )
    marked = few.select(pl.col(by).cast(pl.String), _few=pl.lit(value=True))
    names = pl.col(by).cast(pl.String)
    frame = frame.with_columns(names).join(marked, on=list(by), how="left", maintain_order="left")
    hide = pl.col("_few").is_not_null()
    return frame.with_columns(pl.when(~hide).then(pl.col(name)).alias(name) for name in numbers).drop("_few")
