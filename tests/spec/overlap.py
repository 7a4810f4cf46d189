"""The worked examples of people of the jail who were seen in other systems."""

from metrics.language import Kind, System
from tests.spec.story import ALL_REPORTED, Answer, Example, Stay


def _seen(person: str, system: System, kind: Kind, start_on: str, end_on: str | None) -> Stay:
    return Stay(person=person, system=system, kind=kind, start_on=start_on, end_on=end_on, reason=None)


_CALL = Kind.CRISIS_CONTACT
_STAYS = (
    Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-05"),
    Stay(person="Ben", start_on="2019-06-01", end_on="2020-01-01"),
    Stay(person="Cal", start_on="2020-03-31", end_on=None),
    Stay(person="Dee", start_on="2020-02-01", end_on="2020-02-05"),
    _seen("Ana", System.BEHAVIORAL_HEALTH, Kind.TREATMENT, "2019-05-01", "2020-01-01"),
    _seen("Ana", System.CRISIS, _CALL, "2020-03-31", "2020-03-31"),
    _seen("Ana", System.CRISIS, _CALL, "2020-03-31", "2020-03-31"),
    _seen("Ana", System.HOUSING, Kind.EMERGENCY_SHELTER, "2020-03-01", None),
    _seen("Ben", System.CRISIS, _CALL, "2020-04-01", "2020-04-01"),
    _seen("Ben", System.SUPERVISION, Kind.TERM, "2020-01-01", "2021-01-01"),
    _seen("Cal", System.COURT, Kind.CASE, "2019-12-01", None),
    _seen("Cal", System.CHILD_WELFARE, Kind.FOSTER_CARE, "2019-01-01", "2019-12-31"),
    _seen("Cal", System.PROGRAM, Kind.REFERRAL, "2020-03-15", "2020-03-15"),
    _seen("Eva", System.HOUSING, Kind.EMERGENCY_SHELTER, "2020-02-01", "2020-03-01"),
)
_STORY = (
    "Four people were in jail in the quarter: Ana, Ben, Cal and Dee. Ana's treatment ended on its first day, and she called "
    "the crisis line twice on its last day: both count, once each. She was in a shelter too. Ben was on probation. His call "
    "came the day after the quarter. Cal had a case in court and was sent to a program. His foster care ended the day before "
    "the quarter. Dee was seen nowhere else. Eva was in a shelter, but not in jail, so she is not counted."
)
_ONLY_JAIL = frozenset({(System.JAIL, Kind.CUSTODY)})


def _example(measure_id: str, title: str, story: str, numerator: int) -> Example:
    return Example(
        measure_id=measure_id,
        title=title,
        story=f"{_STORY} {story}",
        stays=_STAYS,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=numerator, denominator=4),),
    )


EXAMPLES = (
    _example("in_jail_and_behavioral_health", "Treatment that ended on the first day", "So 1 of 4: Ana.", 1),
    _example("in_jail_and_crisis", "Calls of the last day, and of the day after", "So 1 of 4: Ana.", 1),
    _example("in_jail_and_housing", "In a shelter after jail", "So 1 of 4: Ana.", 1),
    _example("in_jail_and_supervision", "On probation after jail", "So 1 of 4: Ben.", 1),
    _example("in_jail_and_court", "A case that goes on", "So 1 of 4: Cal.", 1),
    _example("in_jail_and_program", "Sent to a program", "So 1 of 4: Cal.", 1),
    _example("in_jail_and_child_welfare", "Foster care that ended before", "So 0 of 4.", 0),
    Example(
        measure_id="in_jail_and_housing",
        title="A county that shares no records of housing",
        story="Nobody can be seen in records that are not there. So there is no number. It is not 0.",
        stays=_STAYS[:4],
        period="2020-Q1",
        reported=_ONLY_JAIL,
        answers=(Answer(window_days=None, numerator=None, denominator=None, status="not_reported"),),
    ),
    _example("jail_and_no_other_system", "Nowhere else", "So 1 of 4: Dee.", 1),
    Example(
        measure_id="jail_and_no_other_system",
        title="A county that shares records of the jail alone",
        story="Everyone would look as if they were seen nowhere else. So there is no number.",
        stays=_STAYS[:4],
        period="2020-Q1",
        reported=_ONLY_JAIL,
        answers=(Answer(window_days=None, numerator=None, denominator=None, status="not_reported"),),
    ),
    Example(
        measure_id="jail_and_no_other_system",
        title="A county that shares some",
        story="The county shares the records of jail and housing alone. By these, Ana was seen in housing, three nowhere.",
        stays=tuple(stay for stay in _STAYS if stay.system in (System.JAIL, System.HOUSING)),
        period="2020-Q1",
        reported=frozenset(found for found in ALL_REPORTED if found[0] in (System.JAIL, System.HOUSING)),
        answers=(Answer(window_days=None, numerator=3, denominator=4),),
    ),
    _example("jail_and_1_other_system", "In one other", "So 1 of 4: Ben.", 1),
    _example("jail_and_2_other_systems", "In two others", "So 1 of 4: Cal.", 1),
    _example("jail_and_3_or_more_other_systems", "In three others or more", "So 1 of 4: Ana.", 1),
)
