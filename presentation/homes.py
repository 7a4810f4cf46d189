"""Housing, work and care of the same people over 12 months, and who is homeless or in jail again, in HUD's bands of time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from metrics import registry
from metrics.answers import LEAD_COLUMNS, VALUE_COLUMNS, PublishedAnswers
from metrics.bands import AFTER_DAYS, BAND_ENDS, bands
from metrics.decision_points import DecisionPoint
from metrics.declaration import FollowUpMeasure, Measure
from metrics.declared import months_later
from metrics.declared.home_again import RETURN_TO_HOMELESSNESS
from metrics.language import Status
from presentation import answer, in_words, words
from presentation.answer import Answer, Reading
from presentation.bars import Bar, Wording
from presentation.bars import bars as drawn
from presentation.figure import Figure
from presentation.palette import Palette

STATES: Final[Mapping[str, tuple[str, str, str, str]]] = {
    word: (
        f"{word}_when_entering",
        f"{word}_6_months_later",
        f"{word}_12_months_later",
        f"{name}_over_12_months_unknown",
    )
    for word, name in (("housed", "housing"), ("working", "work"), ("in_care", "care"))
}
"""For each state the measures at entry, 6 and 12 months later, and of those for whom one of the three is not known."""
_TIMES: Final = ("homes_at_entry", "homes_6_months", "homes_12_months")
MEASURES: Final[tuple[Measure, ...]] = (*months_later.MEASURES, RETURN_TO_HOMELESSNESS, registry.REBOOKING)
"""All that the page tells numbers of."""
LONGEST_DAYS: Final = BAND_ENDS[-1]
POINT: Final[DecisionPoint[Measure]] = DecisionPoint(measure=registry.measure(STATES["housed"][2]))


def opening(years: Reading) -> Measure:
    """Return the measure whose newest year the page opens on: the last state of homes where any year of it is shown.

    years: the answers of POINT for all years. Returns to homelessness where it never is.
    """
    return POINT.measure if any(one.shown for one in years.answers) else RETURN_TO_HOMELESSNESS


def answer_line(reading: Reading) -> str:
    """Say how many had a lasting home at entry and 12 months later; or how many were homeless again, or why not."""
    entry, _, later, _ = (reading.first(measure_id=one) for one in STATES["housed"])
    if entry and later and entry.shown and later.shown:
        named = {"entry": in_words.of_100(entry), "later": in_words.of_100(later)}
        return words.say("homes_answer", period=words.period(entry.period), **named)
    again = _newest(reading)
    if again:
        slots = {"n": in_words.of_100(again), "span": words.span(again.window_days or 0)}
        return words.say("homes_answer_again", period=words.period(again.period), **slots)
    return words.say("homes_nothing" if _any_reported(reading) else "homes_no_records")


def details(reading: Reading) -> tuple[str, ...]:
    """Say who is counted, for how many the state is not known, and that a change is no proof."""
    entry, unknown = (reading.first(measure_id=STATES["housed"][place]) for place in (0, 3))
    if entry is None or not entry.shown:
        again = _newest(reading)
        counted = again.denominator if again else None
        return (words.say("homes_again_counted", count=words.count(counted)),) if counted else ()
    told = [words.say("homes_counted", count=words.count(entry.denominator or 0))]
    if unknown and unknown.shown:
        told.append(words.say("homes_unknown", n=in_words.of_100(unknown)))
    return (*told, words.say("homes_no_proof"))


def states(reading: Reading, palette: Palette) -> tuple[Figure, ...]:
    """Draw each state at its three times; none of which no number is shown (see why_no_states)."""
    shown = {one.measure_id for one in reading.answers if one.shown}
    return tuple(_state(word, reading, palette) for word, ids in STATES.items() if shown & set(ids[:3]))


def why_no_states(reading: Reading) -> str:
    """Say why no state is drawn, where the county shares records of one; empty where one is drawn, or none is on record."""
    ids = {measure_id for measures in STATES.values() for measure_id in measures[:3]}
    found = [one for one in reading.answers if one.measure_id in ids and one.status is not Status.NOT_REPORTED]
    if not found or any(one.shown for one in found):
        return ""
    early = all(one.status is Status.TOO_EARLY for one in found)
    return words.say("states_too_early" if early else "states_hidden", period=words.period(found[0].period))


def _state(word: str, reading: Reading, palette: Palette) -> Figure:
    *times, unknown_id = STATES[word]
    told = [reading.first(measure_id=one) for one in times]
    found = [
        Bar(name=words.say(when), measure=registry.measure(one), answer=answered)
        for when, one, answered in zip(_TIMES, times, told, strict=True)
    ]
    entry, _, later = told
    both = entry is not None and later is not None and entry.shown and later.shown
    period = words.period(entry.period) if entry else ""
    wording = Wording(
        title=words.say(f"{word}_title", entry=in_words.of_100(entry), later=in_words.of_100(later))
        if both and entry and later
        else words.say(f"{word}_title_nothing"),
        subtitle=words.say("homes_subtitle", period=period),
        caption=words.say(f"{word}_title_nothing"),
        read=words.say("homes_read"),
        note=_missing(reading.first(measure_id=unknown_id)),
        counted=words.say("homes_table_counted"),
    )
    figure = drawn(word, found, wording, reading, palette)
    rows = reading.only([*told, reading.first(measure_id=unknown_id)]).frame
    return replace(figure, rows=rows)


def _missing(unknown: Answer | None) -> str:
    if unknown is None or not unknown.shown:
        return words.say("homes_missing_nothing")
    return words.say("homes_missing", n=in_words.of_100(unknown), count=words.count(unknown.denominator or 0))


def again(reading: Reading, palette: Palette) -> tuple[Figure, ...]:
    """Draw who was homeless again, and who came back to jail, in bands of time; nothing without records of homes."""
    if not _is_reported(reading, RETURN_TO_HOMELESSNESS.measure_id):
        return ()
    shown = (RETURN_TO_HOMELESSNESS, registry.REBOOKING)
    return tuple(_bands(one, reading, palette) for one in shown if _has_bands(reading, one))


def _has_bands(reading: Reading, measure: FollowUpMeasure) -> bool:
    """Whether each of the windows that bands are made of is published and on record."""
    windows = {one.window_days for one in reading.where(measure_id=measure.measure_id).answers}
    return set(BAND_ENDS) <= windows and _is_reported(reading, measure.measure_id)


def _bands(measure: FollowUpMeasure, reading: Reading, palette: Palette) -> Figure:
    """Draw a measure in HUD's bands: the file has a column for the day after which each of them begins."""
    told = in_bands(reading, measure)
    name = "again" if measure is RETURN_TO_HOMELESSNESS else "jail_again"
    found = [Bar(name=words.say(f"band_{one.window_days}"), measure=measure, answer=one) for one in told.answers]
    counted = next((one.denominator for one in told.answers if one.shown), None)
    period = words.period(told.answers[0].period)
    wording = Wording(
        title=words.say(f"{name}_title"),
        subtitle=words.say(f"{name}_subtitle", period=period),
        caption=words.say(f"{name}_title"),
        read=words.say("bands_read"),
        note=words.say(f"{name}_note"),
        counted=words.say("bands_counted", count=words.count(counted))
        if counted
        else words.say("bands_counted_nothing"),
    )
    return drawn(f"{name}_in_bands", found, wording, told, palette)


def in_bands(reading: Reading, measure: FollowUpMeasure) -> Reading:
    """Return the answers of one measure for one period and group in HUD's bands, as answers of their last days."""
    rows = bands(reading.where(measure_id=measure.measure_id, window_days=BAND_ENDS).frame)
    groupings = tuple(name for name in rows.columns if name not in {*LEAD_COLUMNS, *VALUE_COLUMNS, AFTER_DAYS})
    read = answer.read(PublishedAnswers(frame=rows.drop(AFTER_DAYS), grouping_ids=groupings))
    return Reading(frame=rows, answers=tuple(replace(one, of_100=None) for one in read.answers))


def _newest(reading: Reading) -> Answer | None:
    """Return returns to homelessness within the longest time that is shown."""
    told = [one for one in reading.where(measure_id=RETURN_TO_HOMELESSNESS.measure_id).answers if one.shown]
    named = [one for one in told if one.window_days in RETURN_TO_HOMELESSNESS.windows]
    return max(named, key=lambda one: one.window_days or 0, default=None)


def _is_reported(reading: Reading, measure_id: str) -> bool:
    found = reading.first(measure_id=measure_id)
    return found is not None and found.status is not Status.NOT_REPORTED


def _any_reported(reading: Reading) -> bool:
    shown = (*(ids[0] for ids in STATES.values()), RETURN_TO_HOMELESSNESS.measure_id)
    return any(_is_reported(reading, measure_id) for measure_id in shown)
