"""Whether people soon get care: every such measure of the same year side by side, and the four of Stepping Up."""

from collections.abc import Collection, Sequence
from typing import Final

from metrics import registry
from metrics.decision_points import DecisionPoint
from metrics.declaration import CARE_WINDOWS, Better, FollowUpMeasure, Measure
from metrics.declared.care import CONNECTION_TO_CARE_WITH_NEED, REBOOKING_WITH_NEED
from metrics.declared.screening import BOOKINGS_NEED_FOUND
from metrics.topics import CARE, NEED
from presentation import affected, in_words, sentences, words
from presentation.answer import Answer, Reading
from presentation.table import Table

STEPPING_UP: Final[tuple[DecisionPoint[Measure], ...]] = (
    DecisionPoint(measure=BOOKINGS_NEED_FOUND),
    DecisionPoint(measure=registry.measure("length_of_stay_mean_need_found")),
    DecisionPoint(measure=CONNECTION_TO_CARE_WITH_NEED, window_days=30),
    DecisionPoint(measure=REBOOKING_WITH_NEED, window_days=365),
)
"""The four key measures of the Stepping Up Initiative, each with the days that it is told for."""


def measures(reported: Collection[str]) -> tuple[FollowUpMeasure, ...]:
    """Return the measures of first contact with care that the county reports, in the order of the registry."""
    return tuple(
        measure
        for measure in registry.follow_up_measures()
        if measure.topic in (CARE, NEED) and measure.better is Better.HIGHER and measure.measure_id in reported
    )


def side_by_side(reading: Reading, shown: Sequence[FollowUpMeasure]) -> Table:
    """Return a line for each measure: how many people stand behind it, and how many of 100 had care within each time."""
    return Table(
        caption=words.say("care_table"),
        header=(
            words.say("care_whom"),
            words.say("counted"),
            *(words.span_label(days) for days in CARE_WINDOWS),
        ),
        rows=tuple(_line(reading, measure) for measure in shown),
        caption_shown=False,
    )


def _line(reading: Reading, measure: FollowUpMeasure) -> tuple[str, ...]:
    answers = {days: reading.first(measure_id=measure.measure_id, window_days=days) for days in CARE_WINDOWS}
    known = next((answer for answer in answers.values() if answer and answer.shown and answer.denominator), None)
    return (
        words.translated(measure.came_back_means),
        words.count(known.denominator) if known and known.denominator else "",
        *(sentences.cell(answer) for answer in answers.values()),
    )


def stepping_up(years: Reading, reported: Collection[str]) -> Table:
    """Return the four measures of Stepping Up, each for the newest year that is known and for the year before it."""
    rows = []
    for point in STEPPING_UP:
        measure = point.measure
        if measure.measure_id not in reported:
            continue
        told = [
            one for one in years.where(measure_id=measure.measure_id).answers if one.window_days == point.window_days
        ]
        newest = next((place for place in range(len(told) - 1, -1, -1) if told[place].shown), None)
        now = told[newest] if newest is not None else None
        before = told[newest - 1] if newest else None
        rows.append((affected.point_name(point), *_told(measure, now), *_told(measure, before)))
    return Table(
        caption=words.say("stepping_up_title"),
        header=tuple(words.say(name) for name in ("measure", "gap_year", "this_many", "gap_year", "year_before")),
        rows=tuple(rows),
        caption_shown=False,
    )


def _told(measure: Measure, answer: Answer | None) -> tuple[str, str]:
    if answer is None:
        return "", words.mark()
    return words.period(answer.period), in_words.how_many(measure, answer)
