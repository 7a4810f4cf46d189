"""How far people come who were sent to a program: a bar for each step, of the same people, with the step before beside it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from metrics.declaration import Measure
from metrics.declared import program_steps
from presentation import groups, in_words, rounding, words
from presentation.answer import Answer, Reading
from presentation.bars import Bar, Wording, bars
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Grouping
from presentation.table import Table

STEPS: Final[tuple[Measure, ...]] = (
    program_steps.PROGRAM_SCREENED,
    program_steps.PROGRAM_ELIGIBLE,
    program_steps.PROGRAM_ADMITTED,
    program_steps.PROGRAM_ENGAGED,
    program_steps.PROGRAM_FINISHED,
)
BEFORE: Final = {
    program_steps.PROGRAM_ELIGIBLE.measure_id: program_steps.PROGRAM_SCREENED.measure_id,
    program_steps.PROGRAM_ADMITTED.measure_id: program_steps.PROGRAM_ELIGIBLE.measure_id,
    program_steps.PROGRAM_ENGAGED.measure_id: program_steps.PROGRAM_ADMITTED.measure_id,
    program_steps.PROGRAM_FINISHED.measure_id: program_steps.PROGRAM_ADMITTED.measure_id,
}
"""The step before each. People who finish are a part of those let in: someone may finish who did not come twice at first."""


def name_of(measure: Measure) -> str:
    """Name a step in a few words."""
    return words.say(f"step_{measure.measure_id}")


def funnel(reading: Reading, program: str, palette: Palette) -> Figure:
    """Draw the steps of one program in one period, for everyone or one group, which the reading holds."""
    sent = _first(reading, program_steps.PROGRAM_REFERRALS)
    found = [Bar(name=name_of(step), measure=step, answer=_first(reading, step)) for step in STEPS]
    wording = Wording(
        title=_title(reading),
        subtitle=words.say("funnel_subtitle", program=program, period=_period(sent)),
        caption=words.say("funnel_table"),
        read=words.say("funnel_read"),
        note=words.say("funnel_note"),
        counted=words.translated(program_steps.PROGRAM_REFERRALS.counted),
    )
    figure = bars("funnel", found, wording, reading, palette)
    return replace(
        figure, table=_table(reading, found, sent), rows=reading.only([sent, *(b.answer for b in found)]).frame
    )


def by_group(grouping: Grouping, reading: Reading) -> Table:
    """Return a line for each group, the unknown last: how many were sent, and how many of 100 came to each step."""
    answers = groups.in_order(grouping, reading.where(measure_id=program_steps.PROGRAM_REFERRALS.measure_id).answers)
    rows = []
    for sent in answers:
        mine = reading.only(one for one in reading.answers if one.groups == sent.groups)
        rows.append(
            (
                groups.label_of(grouping, sent),
                in_words.how_many(program_steps.PROGRAM_REFERRALS, sent),
                *(_number(step, _first(mine, step)) for step in STEPS),
            )
        )
    return Table(
        caption=words.say("funnel_groups_table", grouping=grouping.label),
        header=(grouping.label, words.say("programs_sent"), *(name_of(step) for step in STEPS)),
        rows=tuple(rows),
        caption_shown=False,
    )


def of_step_before(reading: Reading, measure: Measure) -> str:
    """Write the share of the step before, of every 100, made of two shown numbers; the mark of nothing where one is not.

    Each of the two was moved by chance on its own, so a share above 100 is written as 100.
    """
    before = BEFORE.get(measure.measure_id)
    now, then = _first(reading, measure), reading.first(measure_id=before) if before else None
    if now is None or then is None:
        return ""
    if now.numerator is None or not then.numerator:
        return words.mark(now.status if not now.shown else then.status)
    return words.say("of_100", n=min(100, rounding.of_100(now.numerator / then.numerator)))


def _title(reading: Reading) -> str:
    last = _first(reading, program_steps.PROGRAM_ADMITTED)
    if last is None or not last.shown:
        return words.say("funnel_title_nothing")
    return words.say("funnel_title", n=in_words.of_100(last))


def _table(reading: Reading, found: Sequence[Bar], sent: Answer | None) -> Table:
    first = (
        words.say("step_program_referrals"),
        in_words.how_many(program_steps.PROGRAM_REFERRALS, sent) if sent else words.mark(),
        "",
        "",
    )
    rows = [
        (
            bar.name,
            words.count(bar.answer.numerator) if bar.answer and bar.answer.numerator is not None else "",
            _number(bar.measure, bar.answer),
            of_step_before(reading, bar.measure),
        )
        for bar in found
    ]
    return Table(
        caption=words.say("funnel_table"),
        header=tuple(
            words.say(name) for name in ("funnel_step", "funnel_people", "funnel_of_sent", "funnel_of_before")
        ),
        rows=(first, *rows),
    )


def _number(measure: Measure, answer: Answer | None) -> str:
    return words.mark() if answer is None else in_words.how_many(measure, answer)


def _first(reading: Reading, measure: Measure) -> Answer | None:
    return reading.first(measure_id=measure.measure_id)


def _period(answer: Answer | None) -> str:
    return words.period(answer.period) if answer else words.say("this_period")
