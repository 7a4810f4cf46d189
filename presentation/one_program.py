"""One program: how many it reaches, how well, and who is booked into jail after; how soon, how long, and how people leave."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from metrics.declaration import FollowUpMeasure, Measure
from metrics.declared import program_outcomes, program_steps
from metrics.language import Status
from presentation import in_words, sentences, words
from presentation.answer import Answer, Reading
from presentation.bars import Bar, Wording, bars
from presentation.curve import curve
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Place, Program
from presentation.strip import Tile
from presentation.table import Table

HALF, NINE_OF_TEN = 0.5, 0.9
YEAR_DAYS: Final = 365
LONGEST_DAYS: Final = max(program_outcomes.FINISHED_OF_STARTED.windows)
WAITS: Final = (program_outcomes.FIRST_SERVICE_AFTER_REFERRAL, program_outcomes.FIRST_SERVICE_AFTER_START)
STAYS: Final = program_outcomes.LEFT_PROGRAM
FINISHED: Final = program_outcomes.FINISHED_OF_STARTED
LEFT: Final = tuple(one for one in program_steps.MEASURES if one.part_of == program_steps.PROGRAM_EXITS.measure_id)
AFTER: Final = (program_outcomes.REBOOKING_AFTER_START, program_outcomes.REBOOKING_AFTER_FINISHING)


def is_told(reading: Reading, *measures: Measure) -> bool:
    """Whether any number of these measures is shown."""
    ids = {one.measure_id for one in measures}
    return any(answer.shown for answer in reading.answers if answer.measure_id in ids)


def why_not(reading: Reading, measure: Measure, part: str) -> str:
    """Say in one sentence why a part of the page has no number: for privacy, too early, or not on record."""
    found = next((one.status for one in reading.where(measure_id=measure.measure_id).answers), None)
    return words.say(f"program_part_{found or Status.NOT_REPORTED}", part=words.say(part))


def answer_line(program: Program, reading: Reading) -> str:
    """Say how many people were sent to the program and how many of them it took in, or why there is no number."""
    sent, let_in = (_first(reading, one) for one in (program_steps.PROGRAM_REFERRALS, program_steps.PROGRAM_ADMITTED))
    if sent is None or not sent.shown or sent.value is None:
        return words.say("program_no_number", program=program.name)
    slots = {"program": program.name, "period": words.period(sent.period), "count": words.count(sent.value)}
    if let_in is None or not let_in.shown:
        return words.say("program_answer_sent", **slots)
    return words.say("program_answer", n=in_words.of_100(let_in), **slots)


def tiles(reading: Reading) -> tuple[Tile, ...]:
    """Return how many the program reached, how well, and who was booked into jail after: three numbers."""
    told: tuple[tuple[str, Measure, int | None], ...] = (
        ("program_reached", program_steps.PROGRAM_ADMITTED, None),
        ("program_how_well", program_outcomes.FINISHED_OF_STARTED, LONGEST_DAYS),
        ("program_better_off", program_outcomes.REBOOKING_AFTER_START, YEAR_DAYS),
    )
    return tuple(
        Tile(number=words.capitalized(_number(measure, _first(reading, measure, days))), words=words.say(name))
        for name, measure, days in told
    )


def waiting(place: Place, reading: Reading, palette: Palette) -> Figure:
    """Draw how soon people who were sent had a first visit: those who still wait are counted."""
    return _curve(place, WAITS[0], reading, palette, "waiting", note=words.say("waiting_note"))


def wait_lines(reading: Reading) -> tuple[str, ...]:
    """Say by when half, and nine of ten, had a first visit: of people who were sent, and of people who came in."""
    told = []
    for name, measure in zip(("sent", "came"), WAITS, strict=True):
        shown = [
            one
            for one in reading.where(measure_id=measure.measure_id, window_days=measure.windows).answers
            if one.shown
        ]
        if not shown:
            continue
        for part, share in (("half", HALF), ("nine", NINE_OF_TEN)):
            by_then = next((one.window_days for one in shown if not one.bound and (one.value or 0) >= share), None)
            longest = words.span(shown[-1].window_days or 0)
            template = f"wait_{name}_{part}" if by_then else f"wait_{name}_{part}_not"
            told.append(words.say(template, span=words.span(by_then) if by_then else longest))
    return tuple(told)


def staying(place: Place, reading: Reading, palette: Palette) -> Figure:
    """Draw how soon people leave, whether or not they finished: the others are still there."""
    return _curve(place, STAYS, reading, palette, "staying", note=words.say("staying_note"))


def _curve(
    place: Place, measure: FollowUpMeasure, reading: Reading, palette: Palette, figure_id: str, *, note: str
) -> Figure:
    figure = curve(place, measure, reading.where(measure_id=measure.measure_id), palette)
    told = " ".join(one for one in (figure.note, note) if one)
    return replace(figure, figure_id=figure_id, note=told)


def finished_both_ways(reading: Reading) -> Table:
    """Return the share who finished, of all who came in, and of all who left: two numbers of different people."""
    came = FINISHED
    left = next(one for one in LEFT if one.measure_id == "program_exit_completed")
    rows: list[tuple[str, Measure, Answer | None]] = [
        (words.say("finished_of_came", span=words.span(days)), came, _first(reading, came, days))
        for days in came.windows
    ]
    rows.append((words.say("finished_of_left"), left, _first(reading, left)))
    return _table("finished_table", rows)


def how_people_left(reading: Reading) -> Table:
    """Return why people left, of every 100 times that someone did; no reason on record is one of the lines."""
    rows = [(words.say(f"left_{one.measure_id}"), one, _first(reading, one)) for one in LEFT]
    booked = program_steps.BOOKED_WHILE_IN_PROGRAM
    rows.append((words.say("left_booked"), booked, _first(reading, booked)))
    return _table("left_table", rows)


def after(reading: Reading, program: str, palette: Palette) -> Figure:
    """Draw who was booked within a year: of everyone who came in, and of those who finished, who always look better."""
    found = [
        Bar(name=words.say(f"after_{place}"), measure=one, answer=_first(reading, one, YEAR_DAYS))
        for place, one in zip(("started", "finished"), AFTER, strict=True)
    ]
    everyone = found[0].answer
    wording = Wording(
        title=words.say("after_title", n=in_words.of_100(everyone))
        if everyone and everyone.shown
        else words.say("after_title_nothing"),
        subtitle=words.say("after_subtitle", program=program, period=_period(everyone)),
        caption=words.say("after_table"),
        read=words.say("after_read"),
        note=words.say("after_note"),
        counted=words.say("after_counted"),
    )
    figure = bars("after", found, wording, reading, palette)
    return replace(figure, rows=reading.only([bar.answer for bar in found]).frame)


def _table(caption: str, rows: Sequence[tuple[str, Measure, Answer | None]]) -> Table:
    return Table(
        caption=words.say(caption),
        header=tuple(words.say(name) for name in ("bars_what", "counted", "this_many", "likely_range")),
        rows=tuple(
            (
                name,
                words.count(answer.denominator) if answer and answer.shown and answer.denominator is not None else "",
                _number(measure, answer),
                in_words.likely_range(measure, answer) if answer else "",
            )
            for name, measure, answer in rows
        ),
        caption_shown=False,
    )


def _number(measure: Measure, answer: Answer | None) -> str:
    if answer is None:
        return words.mark()
    if answer.shown and answer.bound:
        return words.say("of_100", n=sentences.cell(answer))
    return in_words.how_many(measure, answer)


def _first(reading: Reading, measure: Measure, window_days: int | None = None) -> Answer | None:
    return reading.first(measure_id=measure.measure_id, window_days=window_days)


def _period(answer: Answer | None) -> str:
    return words.period(answer.period) if answer else words.say("this_period")
