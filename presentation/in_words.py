"""The rows of any measure as a reader reads them: each number with its unit, or the mark of its kind of nothing."""

from collections.abc import Mapping
from typing import Final

from metrics.declaration import FollowUpMeasure, Measure, ValueUnit
from presentation import rounding, sentences, words
from presentation.answer import Answer, Reading, headline
from presentation.place import Place
from presentation.table import Table

HEADLINE_WINDOWS: Final = (365, 30)
"""Days. Of the windows of a measure, the one that its sentence tells: the first of these that it has.

Where that one is not shown, the longest that is.
"""
MOST_DECIMALS: Final = frozenset({ValueUnit.DAYS, ValueUnit.RETURNS_PER_100_YEARS})
"""Units that are not always whole; all others are written as counts."""


def table(place: Place, measure: Measure, reading: Reading) -> Table:
    """Return one line for each answer of one measure: its groups, its time where it has one, and how many.

    Columns that would be empty throughout are left out.
    """
    answers = reading.answers
    columns: dict[str, list[str]] = {}
    split = {name for answer in answers for name in answer.groups}
    for grouping in (grouping for grouping in place.groupings if grouping.grouping_id in split):
        columns[grouping.label] = [
            words.group_label(grouping, answer.groups[grouping.grouping_id]) for answer in answers
        ]
    groups = frozenset(range(max(1, len(columns))))
    if not columns:
        columns[words.say("group")] = [words.say("everyone") for _ in answers]
    if measure.windows_days:
        columns[words.say("time_watched")] = [words.span_label(answer.window_days or 0) for answer in answers]
    columns[words.say("this_many")] = [how_many(measure, answer) for answer in answers]
    columns[words.say("likely_range")] = [likely_range(measure, answer) for answer in answers]
    columns[words.say("out_of")] = [_out_of(measure, answer) for answer in answers]
    kept: Mapping[str, list[str]] = {header: cells for header, cells in columns.items() if any(cells)}
    return Table(
        caption=words.translated(measure.name),
        header=tuple(kept),
        rows=tuple(zip(*kept.values(), strict=True)),
        words_columns=groups,
        caption_shown=False,
    )


def how_many(measure: Measure, answer: Answer) -> str:
    """Write an answer with its unit: "32 of 100", "346 days"; or the mark of its kind of nothing.

    A share that is few people's says so.
    """
    if not answer.shown or answer.value is None:
        return words.mark(answer.status)
    unit = _unit(measure)
    if unit is ValueUnit.SHARE:
        number = of_100(answer)
        text = words.say("of_100_few") if number == 0 and answer.numerator else words.say("of_100", n=number)
        return words.say("shaky_number", n=text) if answer.shaky else text
    number_text = words.decimal(answer.value) if unit in MOST_DECIMALS else words.count(answer.value)
    if unit is ValueUnit.DAYS and float(answer.value).is_integer():
        number_text = words.count(answer.value)
    return words.say(f"amount_{unit}_{'one' if number_text == '1' else 'many'}", n=number_text)


def likely_range(measure: Measure, answer: Answer) -> str:
    """Write the range in which the true number likely is; empty where there is none."""
    if not answer.shown or answer.low is None or answer.high is None:
        return ""
    if _unit(measure) is ValueUnit.SHARE:
        low, high = rounding.likely_between(answer.low, answer.high)
        return words.say("range", low=low, high=high)
    return words.say("range", low=words.decimal(answer.low), high=words.decimal(answer.high))


def finding(measure: Measure, reading: Reading) -> str:
    """Say what was found of everyone, whole; empty for measures that follow nobody, and where there is no number.

    reading holds the answers of one measure for one period.
    """
    if not isinstance(measure, FollowUpMeasure) or any(answer.groups for answer in reading.answers):
        return ""
    window = next((days for days in HEADLINE_WINDOWS if days in measure.windows_days), measure.windows_days[0])
    answer = headline(reading, window)
    if answer is None or not answer.shown or not answer.window_days:
        return ""
    return words.capitalized(sentences.in_its_own_sentence(measure, answer))


def _unit(measure: Measure) -> ValueUnit:
    return ValueUnit.SHARE if isinstance(measure, FollowUpMeasure) else measure.value_unit


def of_100(answer: Answer) -> int:
    """Return a share in whole people of every 100: the number that every screen shows for it."""
    return answer.of_100 if answer.of_100 is not None else rounding.of_100(answer.value or 0.0)


def _out_of(measure: Measure, answer: Answer) -> str:
    if not answer.shown or answer.denominator is None or _unit(measure) is not ValueUnit.SHARE:
        return ""
    return words.count(answer.denominator)
