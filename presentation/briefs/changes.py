"""What changed since the publication before this one, among the numbers that a brief tells."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.declaration import Measure
from presentation import words
from presentation.answer import Answer, Reading
from presentation.briefs import numbers
from presentation.table import Table


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The publication before. versions: of each definition by the id of its measure; years: as in the view of the brief."""

    publication_id: str
    last_on: dt.date
    versions: Mapping[str, int]
    years: Reading


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Sentences, and a table of the numbers that are told otherwise than before; it has no rows where there are none."""

    lines: tuple[str, ...]
    table: Table


def changes(measures: Sequence[Measure], years: Reading, earlier: Earlier | None) -> Changes:
    """Compare each year of each measure of a brief with what was told before."""
    rows = tuple(_rows(measures, years, earlier)) if earlier else ()
    header = tuple(words.say(name) for name in ("number", "period_label", "changes_before", "changes_now"))
    table = Table(caption=words.say("changes_title"), header=header, rows=rows, words_columns=frozenset(range(4)))
    if earlier is None:
        return Changes(lines=(words.say("changes_first"),), table=table)
    lines = [words.say("changes_since", publication_id=earlier.publication_id, day=words.day(earlier.last_on))]
    for measure in measures:
        before = earlier.versions.get(measure.measure_id)
        if before is not None and before != measure.version:
            slots = {"name": words.translated(measure.name), "before": before, "now": measure.version}
            lines.append(words.say("changes_definition", **slots))
    lines.append(words.say("changes_some" if rows else "changes_none"))
    return Changes(lines=tuple(lines), table=table)


def _answers(reading: Reading, measure: Measure) -> tuple[Answer, ...]:
    return reading.where(measure_id=measure.measure_id, window_days=numbers.window(measure)).answers


def _rows(measures: Sequence[Measure], years: Reading, earlier: Earlier) -> list[tuple[str, str, str, str]]:
    rows = []
    for measure in measures:
        told_before = {answer.period: answer for answer in _answers(earlier.years, measure)}
        for answer in _answers(years, measure):
            before = numbers.written(measure, told_before.get(answer.period)) if answer.period in told_before else ""
            now = numbers.written(measure, answer)
            if before != now:
                told = before or words.say("changes_new")
                rows.append((numbers.name_of(measure), words.period_choice(answer.period), told, now))
    return rows
