"""What a gap between two groups would be if both had the same past: beside people with such records, in words and a table."""

from collections.abc import Sequence

from metrics.case_mix.ratio import observed_to_expected
from metrics.effects.shown import ShownCaseMix
from presentation import sentences, words
from presentation.affected import Step
from presentation.answer import Answer
from presentation.place import Grouping, Place
from presentation.rounding import of_100
from presentation.table import Table

Pair = tuple[tuple[Answer, ShownCaseMix], tuple[Answer, ShownCaseMix]]


def pair_of(grouping: Grouping, step: Step | None, told: Sequence[ShownCaseMix]) -> Pair | None:
    """Return both groups of a step with what is usual for their records, the one with the larger share first.

    None where the groups do not clearly differ, or where nothing was published of both for the year of the step.
    """
    if step is None or step.one is None or step.other is None or step.leaning == 0:
        return None
    found = [(answer, _usual(grouping, answer, told)) for answer in (step.one, step.other)]
    known = [(answer, usual) for answer, usual in found if usual is not None and usual.expected.calibrated]
    if len(known) < len(found):
        return None
    first, second = sorted(known, key=lambda one: one[0].value or 0.0, reverse=True)
    return first, second


def _usual(grouping: Grouping, answer: Answer, told: Sequence[ShownCaseMix]) -> ShownCaseMix | None:
    wanted = (grouping.grouping_id, answer.groups.get(grouping.grouping_id), answer.period, answer.measure_id)
    of_group = [one for one in told if (one.grouping_id, one.group, one.period, one.measure_id) == wanted]
    return next((one for one in of_group if one.window_days == answer.window_days), None)


def line(place: Place, pair: Pair) -> str:
    """Say how much of a gap goes with the past of both groups, in people of every 100."""
    (one, one_usual), (other, other_usual) = pair
    gap = (one.of_100 or 0) - (other.of_100 or 0)
    past = round((one_usual.expected.expected - other_usual.expected.expected) * 100)
    if 0 <= past <= gap:
        slots = {"one": words.people(place, one.groups), "others": words.people(place, other.groups)}
        return words.say("mix_more", n=gap, past=past, rest=gap - past, **slots)
    return words.say("mix_turned", n=gap, rest=gap - past)


def table(grouping: Grouping, pair: Pair) -> Table:
    """Return each group's share, what is usual for such records, and how many times as many that is."""
    names = ("mix_came", "mix_usual", "mix_times", "likely_range")
    return Table(
        caption=words.say("mix_table", period=words.period(pair[0][0].period)),
        header=(grouping.label, *(words.say(name) for name in names)),
        rows=tuple(_cells(grouping, answer, usual) for answer, usual in pair),
    )


def _cells(grouping: Grouping, answer: Answer, usual: ShownCaseMix) -> tuple[str, ...]:
    times = observed_to_expected(answer, usual.expected)
    ratio, likely = "", ""
    if times is not None:
        ratio = words.hundredths(times.value)
        likely = words.say("range", low=words.hundredths(times.low), high=words.hundredths(times.high))
    label = words.group_label(grouping, answer.groups[grouping.grouping_id])
    return label, sentences.cell(answer), str(of_100(usual.expected.expected)), ratio, likely
