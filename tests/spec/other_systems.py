"""The worked examples of how other systems are used on an average day, and of terms that begin and end."""

from metrics.language import Kind, System
from tests.spec.story import Answer, Example, Stay


def _records(system: System, kind: Kind) -> tuple[Stay, ...]:
    def record(person: str, start_on: str, end_on: str | None) -> Stay:
        return Stay(person=person, system=system, kind=kind, start_on=start_on, end_on=end_on, reason=None)

    return (
        record("Ana", "2019-12-01", "2020-01-11"),
        record("Ana", "2020-01-06", "2020-01-21"),
        record("Ben", "2020-03-31", None),
        record("Cal", "2020-02-01", "2020-02-01"),
        record("Dee", "2019-12-01", "2020-01-01"),
    )


_STORY = (
    "The first quarter of 2020 has 91 days. Ana has two records that overlap, the second one until January 21. She counts "
    "once on each of 20 days. Ben's begins on March 31 and goes on: 1 day. Cal's begins and ends on one day: none. Dee's "
    "ended on the first day of the quarter: none. Together 21 days."
)


def _average(measure_id: str, system: System, kind: Kind) -> Example:
    return Example(
        measure_id=measure_id,
        title="A person counts once a day",
        story=_STORY,
        stays=_records(system, kind),
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=21, denominator=91),),
    )


_TERMS = _records(System.SUPERVISION, Kind.TERM)

EXAMPLES = (
    _average("supervised_on_an_average_day", System.SUPERVISION, Kind.TERM),
    Example(
        measure_id="supervision_terms_started",
        title="Terms, not people",
        story="Terms of Ana, Ben and Cal began in the quarter. Ana's first one and Dee's began the year before: 3 terms.",
        stays=_TERMS,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=3, denominator=None),),
    ),
    Example(
        measure_id="supervision_terms_ended",
        title="On the first day too",
        story="Two terms of Ana ended in the quarter, the one of Cal, and the one of Dee on its first day. Ben's goes on.",
        stays=_TERMS,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=4, denominator=None),),
    ),
    _average("sheltered_on_an_average_night", System.HOUSING, Kind.EMERGENCY_SHELTER),
    _average("in_treatment_on_an_average_day", System.BEHAVIORAL_HEALTH, Kind.TREATMENT),
)
