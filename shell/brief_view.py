"""From choices to what a brief is made of, for the page and for the command line: answers are looked up, never computed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from data_access.earlier import may_be_shown
from data_access.publications import Audience, Publication
from metrics.decision_points import headline_point
from metrics.declaration import Measure
from presentation import answer, glance, strip
from presentation.briefs.changes import Earlier
from presentation.briefs.content import MOST_MEASURES, For, View
from presentation.briefs.numbers import window
from presentation.place import Grouping
from shell.targets import targets_of
from shell.visit import Visit

PERIOD_KIND = "year_to_quarter"


@dataclass(frozen=True, kw_only=True)
class BriefChoice:
    """What a brief is asked for. groups is empty for everyone; link holds the choices as they stand in the address."""

    measures: tuple[Measure, ...]
    period: str
    groups: Mapping[str, str]
    made_for: For
    link: Mapping[str, str | tuple[str, ...]]


def usual_measures(visit: Visit) -> tuple[Measure, ...]:
    """Return the measures of the first page that the county reports; where it reports none, the first that it does."""
    reported = visit.reported
    told = tuple(measure for measure in visit.every_measure() if measure.measure_id in reported)
    opening = glance.measures(headline_point(reported) or glance.JAIL)
    first_page = {measure.measure_id: place for place, measure in enumerate(opening)}
    usual = sorted((one for one in told if one.measure_id in first_page), key=lambda one: first_page[one.measure_id])
    return tuple(usual) or told[:MOST_MEASURES] or visit.every_measure()[:1]


def opening_period(visit: Visit, measure: Measure) -> str:
    """Return the newest year that ends with a quarter and has a number of the measure; the newest of all where none has."""
    years = visit.read(period_kind=PERIOD_KIND, every_window=True)
    told = years.where(measure_id=measure.measure_id, window_days=window(measure)).answers
    newest = next((answer.period for answer in reversed(told) if answer.shown), None)
    return newest or next(iter(visit.periods(PERIOD_KIND)), "")


def view_of(
    visit: Visit, choice: BriefChoice, *, link: str, made_on: dt.date, before: Publication | None = None
) -> View:
    """Look up everything that a brief of these choices says. before: the publication before this one, where there is one."""
    years = visit.read(period_kind=PERIOD_KIND, only=choice.groups, every_window=True)
    grouping = _compared(visit, choice.groups)
    by = (grouping.grouping_id,) if grouping else ()
    return View(
        place=visit.place,
        measures=choice.measures,
        period=choice.period,
        groups=choice.groups,
        years=years,
        grouping=grouping,
        split=visit.read(period_kind=PERIOD_KIND, period=choice.period, only=choice.groups, by=by),
        limits=visit.limits,
        targets=targets_of(visit.publication.manifest, choice.groups),
        link=link,
        made_for=choice.made_for,
        earlier=_earlier(visit, choice, before),
        not_public=visit.publication.manifest.audience is not Audience.PUBLIC,
        made_on=made_on,
    )


def _earlier(visit: Visit, choice: BriefChoice, before: Publication | None) -> Earlier | None:
    """Return what the publication before told of the same group; None where it may not be shown, or knew no such group."""
    if before is None or not may_be_shown(before, visit.publication):
        return None
    if not set(before.grouping_ids).issuperset(choice.groups):
        return None
    told = before.answers(period_kind=PERIOD_KIND, only=choice.groups)
    return Earlier(
        publication_id=before.manifest.publication_id,
        last_on=before.manifest.data_last_on,
        versions={one.measure_id: one.version for one in before.manifest.measures},
        years=answer.read(told),
    )


def _compared(visit: Visit, groups: Mapping[str, str]) -> Grouping | None:
    """Return the grouping that a brief of everyone compares; years to a quarter are split by one grouping alone."""
    return None if groups else strip.shared_grouping(visit.place)
