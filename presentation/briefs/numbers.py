"""One number of a brief: written out, with its direction in words, its range, the county's target and its definition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from metrics.declaration import FollowUpMeasure, Measure
from metrics.gaps import direction
from metrics.language import Status
from metrics.periods import parse_period
from presentation import in_words, sentences, targets, words
from presentation.answer import Answer, Reading
from presentation.place import Place
from presentation.strip import Tile
from presentation.targets import Target

LEAST_CHANGE: Final = 0.02
"""A count without a range must differ by so much of itself to be told as a change: numbers are moved a little on purpose."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """One measure of a brief. direction: -1, 0, 1, or None where there is nothing to hold it against.

    number is what is printed large; word the direction in a word; before the number a year earlier; between, range and
    target are empty where there is none. counted: how many stand behind it.
    """

    measure_id: str
    version: int
    name: str
    number: str
    direction: int | None
    word: str
    before: str
    between: str
    range: str
    target: str
    counted: str
    answer: Answer | None
    earlier: Answer | None


def number(place: Place, measure: Measure, years: Reading, period: str, aims: Sequence[Target] = ()) -> Number:
    """Tell one measure of one period, how it moved since the same months a year before, and its target among aims."""
    del place
    answer = years.first(measure_id=measure.measure_id, window_days=window(measure), period=period)
    earlier = years.first(measure_id=measure.measure_id, window_days=window(measure), period=year_before(period))
    direction = moved(answer, earlier)
    before = _before(measure, earlier)
    target = next(
        (one for one in aims if (one.measure_id, one.window_days) == (measure.measure_id, window(measure))), None
    )
    return Number(
        measure_id=measure.measure_id,
        version=measure.version,
        name=name_of(measure),
        number=written(measure, answer),
        direction=direction,
        word=words.say("brief_change_not_known" if direction is None and before else _WORDS[direction]),
        before=before,
        between=_between(measure, answer),
        range=in_words.likely_range(measure, answer) if answer else "",
        target=_target(target),
        counted=_counted(answer),
        answer=answer,
        earlier=earlier,
    )


_WORDS: Final = {-1: "brief_lower", 1: "brief_higher", 0: "brief_no_clear_change", None: "brief_change_unknown"}


def window(measure: Measure) -> int | None:
    """Return the days for which a brief tells a measure: a year, or else what it is told for; None without a window."""
    if not measure.windows_days:
        return None
    return next((days for days in in_words.HEADLINE_WINDOWS if days in measure.windows_days), measure.windows_days[0])


def year_before(period: str) -> str:
    """Return the id of the period that ends a year earlier, with the same months."""
    named = parse_period(period)
    return period.replace(str(named.last_on.year), str(named.last_on.year - 1))


def moved(now: Answer | None, before: Answer | None) -> int | None:
    """Return -1 or 1 where a number is clearly lower or higher, 0 where the difference may be chance, None where unknown."""
    if now is None or before is None or not now.shown or not before.shown:
        return None
    if now.value is None or before.value is None or now.bound or before.bound:
        return None
    if now.low is not None and before.low is not None:
        return direction(now, before)
    if abs(now.value - before.value) <= LEAST_CHANGE * abs(before.value):
        return 0
    return 1 if now.value > before.value else -1


def written(measure: Measure, answer: Answer | None) -> str:
    """Write a number with its unit, or the mark of its kind of nothing."""
    if answer is None or not answer.shown:
        return words.capitalized(words.mark(answer.status if answer else Status.NOT_REPORTED))
    if isinstance(measure, FollowUpMeasure):
        return sentences.of_100(answer)
    return in_words.how_many(measure, answer)


def finding(place: Place, measure: Measure, told: Number) -> str:
    """Say the finding as one sentence, or why there is no number."""
    answer = told.answer
    if isinstance(measure, FollowUpMeasure):
        return sentences.came_back(place, measure, answer)
    if answer is None or not answer.shown:
        return why_missing(place, told)
    named = {"name": told.name, "number": told.number, "period": words.period(answer.period)}
    if answer.groups:
        return words.say("brief_finding_of_group", people=words.people(place, answer.groups), **named)
    return words.say("brief_finding", **named)


def change(told: Number) -> str:
    """Say how the headline moved."""
    if told.answer is None or not told.answer.shown:
        return ""
    if told.direction is None or told.earlier is None:
        return words.say("change_unknown")
    if told.answer.of_100 is not None and told.earlier.of_100 is not None:
        return sentences.what_changed(told.answer, told.earlier)
    return words.say("brief_change", word=told.word, before=told.before)


def how_sure(told: Number) -> str:
    """Say the range of the headline, where it is a share."""
    if told.answer is None or (told.answer.of_100 is None and told.answer.status is Status.SHOWN):
        return ""
    return sentences.how_sure(told.answer)


def who_is_counted(place: Place, measure: Measure, told: Number) -> str:
    """Say who is counted in the headline."""
    if isinstance(measure, FollowUpMeasure):
        return sentences.who_is_counted(place, measure, told.answer)
    return who_counts(measure)


def who_counts(measure: Measure) -> str:
    """Say who or what a measure counts, as its declaration does."""
    return words.translated(measure.cohort if isinstance(measure, FollowUpMeasure) else measure.counted)


def why_missing(place: Place, told: Number) -> str:
    """Say why a number is not there, by its name; empty where it is there."""
    if told.answer is not None and told.answer.shown:
        return ""
    status = told.answer.status if told.answer else Status.NOT_REPORTED
    slots = {"county": place.name} if status is Status.NOT_REPORTED else {}
    return words.say(f"brief_missing_{status.value}", name=told.name, **slots)


def title(told: Sequence[Number]) -> str:
    """Say in one line how many of the numbers clearly moved."""
    n = sum(1 for one in told if one.direction)
    if len(told) == 1:
        return words.say("brief_one_moved" if n else "brief_one_still")
    return words.say("brief_none_moved" if n == 0 else "brief_some_moved", n=n, all=len(told))


def tiles(told: Sequence[Number]) -> tuple[Tile, ...]:
    """Return the numbers as the page's strip shows them."""
    return tuple(Tile(number=one.number, words=one.name, note=note(one)) for one in told)


def note(one: Number) -> str:
    """Say how a number moved, how sure it is and how many stand behind it."""
    return ". ".join(said for said in (moved_words(one), one.between, one.counted, one.target) if said) + "."


def moved_words(one: Number) -> str:
    """Say how a number moved, beside the number of the year before."""
    return words.say("brief_moved", word=one.word, before=one.before) if one.before else one.word


def name_of(measure: Measure) -> str:
    """Name a measure with the days for which a brief tells it."""
    days = window(measure)
    name = words.translated(measure.name)
    return name if days is None else words.say("brief_name", name=name, span=words.span(days))


def _before(measure: Measure, earlier: Answer | None) -> str:
    if earlier is None or not earlier.shown:
        return ""
    return words.say("brief_before", number=written(measure, earlier), period=words.period(earlier.period))


def _between(measure: Measure, answer: Answer | None) -> str:
    said = in_words.likely_range(measure, answer) if answer else ""
    return words.say("brief_between", range=said) if said else ""


def _target(target: Target | None) -> str:
    return words.say("brief_target", value=targets.value(target), by=target.by) if target else ""


def _counted(answer: Answer | None) -> str:
    if answer is None or not answer.shown or answer.denominator is None or answer.window_days is None:
        return ""
    return words.say("brief_counted", count=words.count(answer.denominator))
