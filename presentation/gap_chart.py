"""Where gaps open: how far one group lies from another at each step of the path, in people of every 100."""

from collections.abc import Sequence

from metrics.language import Status
from presentation import affected, nothing, sentences, words
from presentation.affected import Step
from presentation.answer import Reading
from presentation.apart import Apart, chart, likely_between
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Grouping, Place
from presentation.table import Table


def gap_chart(
    place: Place, grouping: Grouping, pair: tuple[str, str], found: Sequence[Step], reading: Reading, palette: Palette
) -> Figure:
    """Draw the gap between two groups at each step, in the order of the path; reading holds the answers behind it."""
    one, other = (words.people(place, {grouping.grouping_id: group}) for group in pair)
    told = [step for step in found if step.told]
    subtitle = words.say("gaps_subtitle", one=one, other=other)
    rows = " ".join(_row_words(step) for step in told)
    alt = words.say("gaps_alt", one=one, other=other, rows=rows) if told else words.say("gap_nothing")
    return Figure(
        figure_id="gaps",
        title=_title(told),
        subtitle=subtitle[:1].upper() + subtitle[1:],
        picture=chart([_apart(step) for step in told], palette)
        if told
        else nothing.panel(_why_nothing(found), alt, palette),
        alt=alt,
        how_to_read=words.say("gaps_read", other=other) if told else "",
        note=words.say("gaps_limit"),
        who_is_counted=words.say("gaps_counted"),
        not_counted=tuple(dict.fromkeys(line for step in found for line in _left_out(step))),
        table=_table(grouping, pair, found),
        rows=reading.only(answer for step in found for answer in (step.one, step.other)).frame,
        file_name=f"gaps_by_{grouping.grouping_id}",
    )


def _title(told: Sequence[Step]) -> str:
    clear = sum(step.leaning != 0 for step in told)
    if not told:
        return words.say("gaps_title_nothing")
    if clear == 0:
        return words.say("gaps_title_even")
    if len(told) == 1:
        return words.say("gaps_title_single")
    return words.say("gaps_title_one" if clear == 1 else "gaps_title_many", n=clear, steps=len(told))


def _why_nothing(found: Sequence[Step]) -> Status | None:
    missing = [answer for step in found for answer in (step.one, step.other) if answer and not answer.shown]
    return missing[0].status if missing else None


def _left_out(step: Step) -> tuple[str, ...]:
    return tuple(words.translated(line) for line in step.point.measure.left_out)


def _row_words(step: Step) -> str:
    return words.say("gaps_alt_row", step=affected.step_name(step), gap=affected.how_far(step))


def _table(grouping: Grouping, pair: tuple[str, str], found: Sequence[Step]) -> Table:
    groups = tuple(words.group_label(grouping, group) for group in pair)
    header = (words.say("gap_step"), words.say("gap_year"), *groups, words.say("gap_gap"), words.say("likely_range"))
    return Table(
        caption=words.say("gaps_table"),
        header=header,
        rows=tuple(
            (
                affected.step_name(step),
                affected.year(step),
                sentences.cell(step.one),
                sentences.cell(step.other),
                affected.how_far(step),
                _range(step),
            )
            for step in found
        ),
        words_columns=frozenset({0}),
    )


def _range(step: Step) -> str:
    return "" if step.gap is None else likely_between(step.gap.low, step.gap.high)


def _apart(step: Step) -> Apart:
    gap = step.gap
    if gap is None:
        raise ValueError("only steps that are told are drawn")
    return Apart(
        name=affected.step_name(step),
        text=affected.how_far(step),
        says=_row_words(step),
        value=gap.value,
        low=gap.low,
        high=gap.high,
    )
