"""The forms that a publication can fill: those that every county has and the county's own, and the answers for them."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from data_access.packs import reading
from data_access.publications import Audience
from metrics import registry
from metrics.answers import PublishedAnswers
from metrics.declaration import Measure
from metrics.periods import parse_period
from presentation.forms.filling import Filled, Form, Gives, Pack, Question, Why, fill, period_choices
from shell.visit import Visit

_NOT_YET: Final = (Why.TOO_EARLY, Why.NOT_PUBLISHED)


def packs(visit: Visit) -> tuple[Pack, ...]:
    """Return the forms in the language of the run, the county's own after them and examples last."""
    held = {measure.measure_id: measure for measure in visit.declared()}
    listed = sorted((*reading.shared_packs(), *visit.publication.manifest.county.packs), key=lambda pack: pack.example)
    return tuple(_pack(visit, pack, held) for pack in listed)


def periods(visit: Visit, pack: Pack) -> tuple[str, ...]:
    """Return the periods that a form can be filled for, kind after kind, the newest first."""
    return period_choices(pack, [parse_period(one) for one in visit.periods(*pack.periods)])


def opening_period(visit: Visit, pack: Pack) -> str:
    """Return the newest period of the form's first kind for which nothing is too early; the newest of all where none is."""
    choices = periods(visit, pack)
    first_kind = [one for one in choices if parse_period(one).kind is pack.periods[0]]
    for period in first_kind:
        if not any(one.why in _NOT_YET for one in _filled(visit, pack, period)):
            return period
    return next(iter(choices), "")


def form_of(visit: Visit, pack: Pack, period: str, *, made_on: dt.date) -> Form:
    """Fill a form from the publication."""
    not_public = visit.publication.manifest.audience is not Audience.PUBLIC

    def lookup(measure: Measure, about: str, groups: Mapping[str, str]) -> PublishedAnswers:
        if not set(groups) <= set(visit.publication.grouping_ids):
            return PublishedAnswers(frame=visit.publication.frame.clear(), grouping_ids=visit.publication.grouping_ids)
        return visit.publication.answers(measure_id=measure.measure_id, period=about, only=groups)

    return fill(pack, visit.place, period, lookup, made_on=made_on, not_public=not_public)


def _filled(visit: Visit, pack: Pack, period: str) -> tuple[Filled, ...]:
    return form_of(visit, pack, period, made_on=visit.place.last_on).filled


def _pack(visit: Visit, declared: reading.Pack, held: Mapping[str, Measure]) -> Pack:
    return Pack(
        pack_id=declared.id,
        name=visit.said(declared.name),
        about=visit.said(declared.about),
        source=visit.said(declared.source),
        example=declared.example,
        periods=declared.periods,
        questions=tuple(_question(visit, one, held) for one in declared.questions),
    )


def _question(visit: Visit, declared: reading.Question, held: Mapping[str, Measure]) -> Question:
    measure_id = declared.measure_id
    return Question(
        number=visit.said(declared.number),
        asks=visit.said(declared.asks),
        measure=(held.get(measure_id) or registry.measure(measure_id)) if measure_id else None,
        window_days=declared.window_days,
        after_days=declared.after_days,
        groups=declared.group,
        years_back=declared.years_back,
        gives=Gives(declared.gives),
        not_counted=visit.said(declared.not_counted) if declared.not_counted else "",
    )
