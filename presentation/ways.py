"""The same people counted in every declared way, side by side: measures down, lengths of time across."""

from collections.abc import Sequence
from typing import Final

from metrics.declaration import NAMED_WINDOWS, FollowUpMeasure
from metrics.declared.jail_use import READMISSION_LOOK_BACK
from metrics.declared.time_at_risk import DAYS_AT_LIBERTY, RETURNS_PER_100_YEARS
from metrics.language import Status
from metrics.registry import REBOOKING, follow_up_measures, measures_of_return
from presentation import in_words, sentences, words
from presentation.answer import Reading
from presentation.place import Place
from presentation.strip import Tile
from presentation.table import Table

BY_TIME_FREE: Final = (RETURNS_PER_100_YEARS, DAYS_AT_LIBERTY)


def counted_in_other_ways(reading: Reading, chosen: FollowUpMeasure) -> Table:
    """Return the table of one group in one period: one row for each measure, one column for each window.

    The windows are the named ones for which any measure has more to say than "too early", and the first that is too early.
    """
    measures = published(reading, chosen)
    told = [window for window in NAMED_WINDOWS if not _all_too_early(reading, measures, window)]
    windows = NAMED_WINDOWS[: len(told) + 1]
    return Table(
        caption=words.say("ways_title"),
        header=(words.say("ways_outcome"), *(words.span_label(window) for window in windows)),
        rows=tuple(
            (
                words.translated(measure.came_back_means),
                *(
                    sentences.cell(reading.first(measure_id=measure.measure_id, window_days=window))
                    for window in windows
                ),
            )
            for measure in measures
        ),
        caption_shown=False,
    )


def by_time_free(reading: Reading) -> Table | None:
    """Return the table of the same people by the time that they were free; None where no such number is shown."""
    rows = []
    for measure in BY_TIME_FREE:
        answer = reading.first(measure_id=measure.measure_id)
        if answer is not None and answer.shown and answer.value is not None:
            rows.append(
                (
                    words.translated(measure.name),
                    in_words.how_many(measure, answer),
                    in_words.likely_range(measure, answer),
                )
            )
    if not rows:
        return None
    return Table(
        caption=words.say("time_free_title"),
        header=(words.say("measure"), words.say("this_many"), words.say("likely_range")),
        rows=tuple(rows),
    )


def published(reading: Reading, chosen: FollowUpMeasure) -> tuple[FollowUpMeasure, ...]:
    """Return the measures that follow the same people as the chosen one and that the reading holds answers of.

    Returns to jail are there also where a county does not report them; all others, such as what courts know, only where it
    does. In the order of the registry.
    """
    held = {answer.measure_id for answer in reading.answers}
    reported = {answer.measure_id for answer in reading.answers if answer.status is not Status.NOT_REPORTED}
    returns = (
        {measure.measure_id for measure in measures_of_return()} if sentences.is_return(chosen.measure_id) else set()
    )
    return tuple(
        measure
        for measure in follow_up_measures()
        if (measure.starts, measure.better) == (chosen.starts, chosen.better)
        and measure.measure_id in reported | (returns & held)
    )


def forward_and_back(place: Place, reading: Reading) -> tuple[Tile, ...]:
    """Return the two numbers that are often taken for one another: of those who left, and of those who were booked.

    reading holds one group in one period. Nothing where either is not shown.
    """
    forward = reading.first(measure_id=REBOOKING.measure_id, window_days=365)
    back = reading.first(measure_id=READMISSION_LOOK_BACK.measure_id)
    if forward is None or back is None or not (forward.shown and back.shown):
        return ()
    slots = {"people": words.people(place, forward.groups), "period": words.period(forward.period)}
    return (
        Tile(number=sentences.of_100(forward), words=words.say("two_ways_forward", **slots)),
        Tile(number=in_words.how_many(READMISSION_LOOK_BACK, back), words=words.say("two_ways_back", **slots)),
    )


def note(reading: Reading) -> str:
    """Return the line under the table; where every part of any new booking is shown, it says what they are to the whole."""
    shown = [answer for answer in reading.answers if answer.shown]
    known = {answer.measure_id for answer in shown}
    whole = all(
        measure.measure_id in known for measure in follow_up_measures() if measure.part_of == REBOOKING.measure_id
    )
    return words.say("ways_note_parts" if whole else "ways_note")


def _all_too_early(reading: Reading, measures: Sequence[FollowUpMeasure], window_days: int) -> bool:
    ids = {measure.measure_id for measure in measures}
    answers = [answer for answer in reading.where(window_days=window_days).answers if answer.measure_id in ids]
    return bool(answers) and all(answer.status is Status.TOO_EARLY for answer in answers)
