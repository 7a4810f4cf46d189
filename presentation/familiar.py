"""How much of the jail's use falls on a few people, and in which other systems people of the jail are seen."""

from collections.abc import Collection, Sequence
from typing import Final

from metrics.declaration import Measure
from metrics.declared import jail_use, often_booked, overlap
from metrics.language import Status
from presentation import in_words, words
from presentation.answer import Reading
from presentation.bars import Bar, Wording, bars
from presentation.figure import Figure
from presentation.palette import Palette
from presentation.place import Place

MEASURES: Final[tuple[Measure, ...]] = (
    jail_use.PEOPLE_IN_JAIL,
    *jail_use.CONCENTRATION,
    *often_booked.MEASURES,
    *overlap.MEASURES,
)
"""All that the page tells numbers of."""
OPENING: Final = next(one for one in jail_use.CONCENTRATION if one.measure_id == "top_10_percent_bookings")
LONGEST: Final = next(one for one in jail_use.CONCENTRATION if one.measure_id == "top_10_percent_days")


def opening(reported: Collection[str]) -> Measure:
    """Return the measure whose newest year the page opens on: the one that becomes known last, if it is reported."""
    return overlap.SYSTEMS[0] if overlap.SYSTEMS[0].measure_id in reported else OPENING


def answer_line(reading: Reading) -> str:
    """Say what part of all bookings falls on the ten of every 100 people with the most, or why there is no number."""
    answer = reading.first(measure_id=OPENING.measure_id)
    if answer is None or not answer.shown:
        return words.say("familiar_nothing")
    return words.say("familiar_answer", n=in_words.of_100(answer), period=words.period(answer.period))


def details(place: Place, reading: Reading) -> tuple[str, ...]:
    """Say how many people were booked again and again, by the county's rule, and what part of bookings was theirs."""
    often = reading.first(measure_id=often_booked.PEOPLE_BOOKED_OFTEN.measure_id)
    bookings = reading.first(measure_id=often_booked.BOOKINGS_OF_PEOPLE_BOOKED_OFTEN.measure_id)
    counted = reading.first(measure_id=jail_use.PEOPLE_IN_JAIL.measure_id)
    told = []
    if often and often.shown and often.value is not None and bookings and bookings.shown:
        told.append(words.say("familiar_often", count=words.count(often.value), n=in_words.of_100(bookings)))
    if counted and counted.shown and counted.value is not None:
        named = {"people": words.people(place, counted.groups), "period": words.period(counted.period)}
        told.append(words.say("familiar_counted", count=words.count(counted.value), **named))
    return tuple(told)


def concentration(reading: Reading, palette: Palette) -> Figure:
    """Draw what part of bookings and of days falls on the few with the most."""
    wording = Wording(
        title=_finding(reading, LONGEST, "few_title"),
        subtitle=words.say("few_subtitle", period=_period(reading)),
        caption=words.say("few_table"),
        read=words.say("few_read"),
        note=words.say("few_note"),
        counted=words.say("few_counted"),
    )
    return bars("few", _bars(reading, jail_use.CONCENTRATION), wording, reading, palette)


def systems(reading: Reading, palette: Palette) -> Figure:
    """Draw in how many other systems people of the jail were seen: the parts of a whole."""
    wording = Wording(
        title=_finding(reading, overlap.SYSTEMS[0], "systems_title"),
        subtitle=words.say("systems_subtitle", period=_period(reading)),
        caption=words.say("systems_table"),
        read=words.say("systems_read"),
        note=words.say("systems_note"),
        counted=words.say("systems_counted"),
    )
    return bars("systems", _bars(reading, overlap.SYSTEMS), wording, reading, palette)


def also_seen(reading: Reading, palette: Palette) -> Figure:
    """Draw what part of the people of the jail was also seen in each other system: one person may be in several."""
    wording = Wording(
        title=words.say("also_seen_title"),
        subtitle=words.say("systems_subtitle", period=_period(reading)),
        caption=words.say("also_seen_table"),
        read=words.say("also_seen_read"),
        note=words.say("systems_note"),
        counted=words.say("systems_counted"),
    )
    return bars("also_seen", _bars(reading, overlap.ALSO_SEEN), wording, reading, palette)


def is_told(figure: Figure) -> bool:
    """Whether a figure has any row of an answer: a county without these records has none to show."""
    return not figure.rows.is_empty()


def _bars(reading: Reading, measures: Sequence[Measure]) -> list[Bar]:
    """Return a bar for each measure that the reading has an answer of, but for those without records."""
    found = [(measure, reading.first(measure_id=measure.measure_id)) for measure in measures]
    return [
        Bar(name=words.translated(measure.name), measure=measure, answer=answer)
        for measure, answer in found
        if answer is not None and answer.status is not Status.NOT_REPORTED
    ]


def _finding(reading: Reading, measure: Measure, template: str) -> str:
    """Say one number of a chart as its title; what the chart is about where that number is not shown."""
    answer = reading.first(measure_id=measure.measure_id)
    if answer is None or not answer.shown:
        return words.say(f"{template}_nothing")
    return words.say(template, n=in_words.of_100(answer))


def _period(reading: Reading) -> str:
    return words.period(reading.answers[0].period) if reading.answers else words.say("this_period")
