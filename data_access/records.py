"""What an analyst's questions are computed from: an extract made ready to be asked, with every field that may be a filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from data_access.county import County
from data_access.extract import measure_settings, read_extract
from data_access.questions import Question, QuestionError, known_measure, periods_of, windows_of
from data_access.treatment import OUTCOME_ALONE, marks_of_treatment, tells_of_treatment
from metrics.analyst_answers import MOST_GROUPINGS, for_analyst
from metrics.answers import RawAnswers, answer_schema
from metrics.declaration import FollowUpMeasure, Measure
from metrics.grouping import UNKNOWN_GROUPS, Grouping
from metrics.language import ALL, FLAG_PREFIX, System
from metrics.measuring import all_that_was_watched, one_question
from metrics.periods import PeriodKind
from metrics.prepared import Prepared, Settings, prepare

FIELDS: Final = ("agency", "program_id", "offense_category", "severity", "reason")
"""Fields of an episode that an analyst may filter and split by, beside the county's groupings and other marks.

Not status: it is known at the end of an episode, and a measure that starts before then would look into the future.
"""
_OF_A_PROVIDER: Final = ("agency", "program_id")


@dataclass(frozen=True, kw_only=True, eq=False)
class Records:
    """An extract made ready, and every way to split it: the county's groupings, then the other fields."""

    county_id: str
    extract_id: str
    prepared: Prepared
    county_groupings: tuple[str, ...]
    refused: frozenset[str]
    """Fields by which nobody may ask: marks made from records of treatment."""

    @property
    def settings(self) -> Settings:
        """The settings, with every way to split."""
        return self.prepared.settings

    def grouping(self, grouping_id: str) -> Grouping:
        """Return one way to split; QuestionError names those that there are."""
        if grouping_id in self.refused or tells_of_treatment(grouping_id):
            raise QuestionError(OUTCOME_ALONE)
        for grouping in self.settings.groupings:
            if grouping.grouping_id == grouping_id:
                return grouping
        raise QuestionError(f"There is no grouping {grouping_id!r}. Known: {', '.join(self.settings.grouping_ids)}.")


def open_records(county: County, data_dir: Path) -> Records:
    """Read the county's current extract and make it ready."""
    extract = read_extract(data_dir, county.id)
    settings = measure_settings(county, extract)
    refused = frozenset(marks_of_treatment(county.sources))
    others = tuple(_others(extract.episodes, settings.groupings, refused))
    prepared = prepare(extract.episodes, replace(settings, groupings=(*settings.groupings, *others)))
    return Records(
        county_id=county.id,
        extract_id=extract.extract_id,
        prepared=prepared,
        county_groupings=settings.grouping_ids,
        refused=refused,
    )


def _others(episodes: pl.DataFrame, taken: Sequence[Grouping], refused: frozenset[str]) -> list[Grouping]:
    """Return a grouping for every other field that holds a value, with the values that may be named, in order."""
    fields = {grouping.field for grouping in taken} | {grouping.grouping_id for grouping in taken} | refused
    marks = [name for name in episodes.columns if name.startswith(FLAG_PREFIX)]
    found = []
    for field in (*FIELDS, *marks):
        if field in fields or field not in episodes.columns or tells_of_treatment(field):
            continue
        values = sorted(set(episodes[field].drop_nulls().unique()) - set(UNKNOWN_GROUPS) - {ALL})
        named = tuple(value for value in values if not tells_of_treatment(value))
        if named:
            found.append(Grouping(grouping_id=field, field=field, group_ids=named))
    return found


def exact_answers(records: Records, question: Question) -> RawAnswers:
    """Return the exact answers of one question, split by question.by, of the people whom question.only keeps.

    Nothing is hidden in them: they are for answers() and for tests. A column of a filter that does not split says "all".
    """
    measure = records.settings.measure(known_measure(question).measure_id)
    used = [records.grouping(name) for name in (*question.by, *question.only)]
    _check(records, measure, question)
    extra = [grouping for grouping in used if grouping.grouping_id not in records.county_groupings]
    kept = [grouping for grouping in records.settings.groupings if grouping.grouping_id in records.county_groupings]
    groupings = (*kept, *dict.fromkeys(extra))
    prepared = replace(records.prepared, settings=replace(records.settings, groupings=groupings))
    only = {name: frozenset(values) for name, values in question.only.items()}
    windows = windows_of(measure, question)
    if question.period == PeriodKind.ALL_WATCHED:
        if not isinstance(measure, FollowUpMeasure):
            raise QuestionError(f"{measure.measure_id} follows nobody, so all_watched says nothing: name a period.")
        return all_that_was_watched(prepared, measure, windows, question.by, only)
    return one_question(prepared, measure, periods_of(question, prepared.settings), windows, question.by, only)


def answers(records: Records, question: Question) -> pl.DataFrame:
    """Return what an analyst may see of a question: exact rows, small counts hidden (see metrics.analyst_answers).

    The columns are those of published answers; other fields that the question names follow the county's groupings. In the
    column of a filter that does not split stand the groups that were kept, with + between them.
    """
    raw = exact_answers(records, question)
    frame = for_analyst(raw, records.settings.measure(question.measure_id), question.by)
    names = {name: "+".join(values) for name, values in question.only.items() if name not in question.by}
    reported = pl.col("status") != "not_reported"
    return frame.with_columns(
        pl.when(reported).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in names.items()
    ).select(*answer_schema(raw.grouping_ids))


def _check(records: Records, measure: Measure, question: Question) -> None:
    """Raise QuestionError for what may not or cannot be asked."""
    if len(question.by) > MOST_GROUPINGS or len(set(question.by)) < len(question.by):
        raise QuestionError(f"--by takes at most {MOST_GROUPINGS} groupings, each once.")
    if measure.starts.system is System.BEHAVIORAL_HEALTH and {*question.by, *question.only} & {*_OF_A_PROVIDER}:
        raise QuestionError(f"{OUTCOME_ALONE} {measure.measure_id} begins with care, so no provider can be chosen.")
    for name, values in question.only.items():
        known = (*records.grouping(name).group_ids, *UNKNOWN_GROUPS)
        unknown = [value for value in values if value not in known]
        if any(tells_of_treatment(value) for value in unknown):
            raise QuestionError(OUTCOME_ALONE)
        if unknown or not values:
            raise QuestionError(f"{name} has no group {', '.join(unknown)}. Known: {', '.join(known)}.")


def groups_held(records: Records) -> Mapping[str, tuple[str, ...]]:
    """Return, for every way to split, the groups that a filter may name: the known ones, then the two kinds of unknown."""
    return {one.grouping_id: (*one.group_ids, *UNKNOWN_GROUPS) for one in records.settings.groupings}
