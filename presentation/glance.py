"""Which answers the first page is made of: one headline, the year before it, and four numbers beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from metrics.decision_points import HEADLINES, DecisionPoint
from metrics.declaration import FollowUpMeasure, Measure
from metrics.declared.coming_back import REBOOKING, REBOOKING_TECHNICAL
from metrics.declared.jail_use import AVERAGE_DAILY_POPULATION
from metrics.declared.length_of_stay import LENGTH_OF_STAY_MEDIAN
from metrics.registry import parts_of
from presentation import strip
from presentation.answer import Answer, Reading, is_reported
from presentation.place import Place
from presentation.strip import Comparison, Tile

Point = DecisionPoint[FollowUpMeasure]
JAIL: Final = HEADLINES[0]
"""The headline of a county that shares jail records."""
WINDOW_DAYS: Final = 365
JAIL_MEASURES: Final = (REBOOKING, REBOOKING_TECHNICAL, AVERAGE_DAILY_POPULATION, LENGTH_OF_STAY_MEDIAN)
"""All that the page tells numbers of where there are jail records."""
POPULATION_ID = AVERAGE_DAILY_POPULATION.measure_id


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The newest finished year, the same months a year before, and the row of answers that both come from.

    trend holds one row for each year that ends with a quarter, oldest first; now is its last shown row, so headline and
    trend can never differ. now is null where no year is finished yet; before where the records do not go back so far.
    """

    trend: Reading
    now: Answer | None
    before: Answer | None

    @property
    def told(self) -> Answer | None:
        """What the page's sentence says: the headline, or where there is none the newest year, which says why."""
        return self.now or next(reversed(self.trend.answers), None)

    @property
    def is_reported(self) -> bool:
        """Whether the county shares the records that the page is about."""
        return is_reported(self.told)

    @property
    def only(self) -> Reading:
        """The headline's own row."""
        return self.trend.where(period=self.now.period) if self.now else self.trend.where(period="")


def measures(point: Point) -> tuple[Measure, ...]:
    """Return all that the page tells numbers of under this headline."""
    return JAIL_MEASURES if point == JAIL else (point.measure, *parts_of(point.measure))


def headline(reading: Reading, point: Point = JAIL) -> Headline:
    """Pick the headline from a reading of years that end with each quarter."""
    trend = reading.where(measure_id=point.measure.measure_id, window_days=point.window_days)
    now = next((answer for answer in reversed(trend.answers) if answer.shown), None)
    before = now and next(
        (
            answer
            for answer in trend.answers
            if (answer.period_end.year + 1, answer.period_end.month) == (now.period_end.year, now.period_end.month)
        ),
        None,
    )
    return Headline(trend=trend, now=now, before=before)


def tiles(  # six things make the strip, each named
    place: Place,
    point: Point,
    headline: Headline,
    reading: Reading,
    split: Reading,
    comparisons: Sequence[Comparison],
) -> tuple[Tile, ...]:
    """Return the numbers under the headline: four where there are jail records, otherwise a gap and the headline's parts.

    reading holds years that end with each quarter; split the headline's year by a grouping.
    """
    grouping = strip.shared_grouping(place)
    year = split.where(measure_id=point.measure.measure_id, window_days=point.window_days)
    gap = [] if grouping is None else [strip.gap(place, grouping, year.answers)]
    parts = (REBOOKING_TECHNICAL,) if point == JAIL else parts_of(point.measure)
    now = headline.now.period if headline.now else ""
    window = point.window_days or WINDOW_DAYS
    told = [
        strip.part(part, reading.first(measure_id=part.measure_id, window_days=window, period=now), window)
        for part in parts
    ]
    if point != JAIL:
        return (*gap, *told)
    return (_population(reading, comparisons), *gap, *told, _middle_stay(reading))


def _population(reading: Reading, comparisons: Sequence[Comparison]) -> Tile:
    days = reading.where(measure_id=POPULATION_ID)
    newest = next((answer for answer in reversed(days.answers) if answer.shown), None)
    comparison = next((entry for entry in comparisons if days.first(period=entry.period)), None)
    return strip.population(newest, days.first(period=comparison.period) if comparison else None, comparison)


def _middle_stay(reading: Reading) -> Tile:
    stays = reading.where(measure_id=LENGTH_OF_STAY_MEDIAN.measure_id).answers
    return strip.middle_stay(next((answer for answer in reversed(stays) if answer.shown), None))
