"""The strip of four numbers under the headline, each with the words that say what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.declaration import FollowUpMeasure
from presentation import sentences, words
from presentation.answer import Answer
from presentation.groups import in_order
from presentation.place import Grouping, Place


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One number, written out, and the words under it; note is empty where there is nothing to add."""

    number: str
    words: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A figure that someone else published, beside ours for the same period; a share, of 100, where it has a window."""

    period: str
    window_days: int | None
    published: float
    publisher: str
    why_they_differ: str


def population(answer: Answer | None, ours: Answer | None, comparison: Comparison | None) -> Tile:
    """People in jail on an average day, with the county's published figure beside ours where there is one."""
    if answer is None or not answer.shown or answer.value is None:
        return Tile(number=sentences.of_100(answer), words=words.say("strip_population_nothing"))
    note = ""
    if comparison and ours and ours.shown and ours.value is not None:
        note = words.say(
            "strip_population_compared",
            period=words.period(comparison.period),
            ours=words.count(ours.value),
            publisher=comparison.publisher,
            published=words.count(comparison.published),
        )
    return Tile(
        number=words.count(answer.value),
        words=words.say("strip_population", period=words.period(answer.period)),
        note=note,
    )


def shared_grouping(place: Place) -> Grouping | None:
    """Return the grouping that the strip compares: the first mark that the county sets on people, or its first grouping."""
    marks = [grouping for grouping in place.groupings if grouping.flag]
    return next(iter((*marks, *place.groupings)), None)


def gap(place: Place, grouping: Grouping, answers: Sequence[Answer]) -> Tile:
    """The two largest known groups side by side, in the fixed order of lists."""
    known = [a for a in in_order(grouping, answers) if a.groups[grouping.grouping_id] not in words.UNKNOWN]
    largest = sorted(known, key=lambda answer: answer.denominator or 0, reverse=True)[:2]
    told = [answer for answer in known if answer in largest]
    if len(told) < 2 or not all(answer.shown for answer in told):  # a pair
        return Tile(number=sentences.of_100(told[0] if told else None), words=words.say("strip_gap_nothing"))
    one, two = told
    return Tile(
        number=words.say("two_numbers", a=sentences.cell(one), b=sentences.cell(two)),
        words=words.say(
            "strip_gap" if sentences.is_return(one.measure_id) else "any_gap",
            period=words.period(one.period),
            span=words.span(one.window_days or 0),
            a=sentences.cell(one),
            b=sentences.cell(two),
            a_people=words.people(place, one.groups),
            b_people=words.people(place, two.groups),
        ),
    )


def part(measure: FollowUpMeasure, answer: Answer | None, window_days: int) -> Tile:
    """How many came back in the way of one part, or what else the part is."""
    if not sentences.is_return(measure.measure_id):
        return _any_part(measure, answer, window_days)
    slots = {"span": words.span(window_days), "means": words.translated(measure.came_back_means)}
    if answer is None:
        return Tile(number=sentences.of_100(answer), words=words.say("strip_part_nothing", **slots))
    return Tile(
        number=sentences.of_100(answer), words=words.say("strip_part", period=words.period(answer.period), **slots)
    )


def _any_part(measure: FollowUpMeasure, answer: Answer | None, window_days: int) -> Tile:
    slots = {"measure": words.translated(measure.name), "span": words.span(window_days)}
    if answer is None:
        return Tile(number=sentences.of_100(answer), words=words.say("any_part_nothing", **slots))
    return Tile(
        number=sentences.of_100(answer), words=words.say("any_part", period=words.period(answer.period), **slots)
    )


def middle_stay(answer: Answer | None) -> Tile:
    """How long the middle stay was: half of the stays were shorter, half were longer."""
    if answer is None or not answer.shown or answer.value is None:
        return Tile(number=sentences.of_100(answer), words=words.say("strip_stay_nothing"))
    days = words.count(answer.value)
    number = words.say("stay_one_day") if days == words.count(1) else words.say("stay_days", days=days)
    return Tile(number=number, words=words.say("strip_stay", period=words.period(answer.period)))


def html(tiles: Sequence[Tile], *, upright: bool = False) -> str:
    """Return the tiles as one list in HTML, beside one another or, if upright, under one another."""
    items = "".join(
        f"<li><strong>{escape(tile.number)}</strong><span>{escape(tile.words)}</span>"
        + (f"<small>{escape(tile.note)}</small>" if tile.note else "")
        + "</li>"
        for tile in tiles
    )
    return f'<ul class="tl-strip{" tl-upright" if upright else ""}">{items}</ul>'
