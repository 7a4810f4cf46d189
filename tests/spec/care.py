"""The worked examples of care after jail, after a hospital stay and after an emergency visit."""

from metrics.language import Kind, System
from tests.spec.rebooking import everyone
from tests.spec.story import Answer, Example, Stay, care

_VISIT, _TREATMENT, _HOSPITAL, _EMERGENCY = Kind.SERVICE, Kind.TREATMENT, Kind.HOSPITAL_STAY, Kind.EMERGENCY_VISIT


def _all(numerators: tuple[int, int, int, int], denominator: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(window_days=window, numerator=numerator, denominator=denominator)
        for window, numerator in zip((7, 14, 30, 90), numerators, strict=True)
    )


def _left_jail(person: str, need: str | None = None, on: str = "2020-01-10") -> Stay:
    return Stay(person=person, start_on="2020-01-02", end_on=on, need=need)


_SCREENED = (
    _left_jail("Ana", "yes"),
    _left_jail("Ben", "yes"),
    _left_jail("Cal", "no"),
    _left_jail("Dee", "not_stated"),
)
_SCREENED_STORY = (
    "Four people leave jail on January 10, 2020. Screening at booking found a need in Ana and Ben. It found none in "
    "Cal. Dee was not screened, which is not the same as having no need."
)

EXAMPLES = (
    Example(
        measure_id="connection_to_care",
        title="The day of release counts, and so does day 7",
        story=(
            "Five people leave jail on January 10, 2020. Ana meets a counselor on that day. Ben has a first visit 7 "
            "days later. Cal has one 8 days later. Dee's treatment begins 30 days later. Eva's treatment began before "
            "she was booked. It goes on, and no visit is on record: she does not count."
        ),
        stays=(
            *(_left_jail(person) for person in ("Ana", "Ben", "Cal", "Dee", "Eva")),
            care("Ana", _VISIT, "2020-01-10"),
            care("Ben", _VISIT, "2020-01-17"),
            care("Cal", _VISIT, "2020-01-18"),
            care("Dee", _TREATMENT, "2020-02-09"),
            care("Eva", _TREATMENT, "2019-11-01", "2020-06-01"),
        ),
        period="2020",
        answers=_all((2, 3, 4, 4), 5),
    ),
    Example(
        measure_id="connection_to_care",
        title="A hospital stay or an emergency visit is no connection to care",
        story=(
            "Ana is in hospital 3 days after she left jail, and Ben in an emergency room. Neither has a visit after "
            "that. Cal was seen on the day before the release: that was in jail."
        ),
        stays=(
            *(_left_jail(person) for person in ("Ana", "Ben", "Cal")),
            care("Ana", _HOSPITAL, "2020-01-13", "2020-01-20"),
            care("Ben", _EMERGENCY, "2020-01-13"),
            care("Cal", _VISIT, "2020-01-09"),
        ),
        period="2020",
        answers=_all((0, 0, 0, 0), 3),
    ),
    Example(
        measure_id="connection_to_care",
        title="Where no source carries care, there is no number",
        story="The county shares jail stays only. A share of 0 would be false.",
        stays=(_left_jail("Ana"),),
        period="2020",
        reported=frozenset({(System.JAIL, Kind.CUSTODY)}),
        answers=(Answer(window_days=7, numerator=None, denominator=None, status="not_reported"),),
    ),
    Example(
        measure_id="connection_to_care_with_need",
        title="Only people in whom screening found a need",
        story=f"{_SCREENED_STORY} Ana has a visit 14 days later, Ben 15 days later. Cal has one too, and is left out.",
        stays=(
            *_SCREENED,
            care("Ana", _VISIT, "2020-01-24"),
            care("Ben", _VISIT, "2020-01-25"),
            care("Cal", _VISIT, "2020-01-11"),
        ),
        period="2020",
        answers=_all((0, 1, 2, 2), 2),
    ),
    Example(
        measure_id="connection_to_care_with_need",
        title="The first time that a person left after a stay with a need",
        story=(
            "Screening found no need in Ana's first stay. It found one in her second stay, which ended on March 10. "
            "She is counted from March 10, and has a visit on that day. The visit in January is before it."
        ),
        stays=(
            _left_jail("Ana", "no"),
            care("Ana", _VISIT, "2020-01-11"),
            Stay(person="Ana", start_on="2020-03-01", end_on="2020-03-10", need="yes"),
            care("Ana", _VISIT, "2020-03-10"),
        ),
        period="2020",
        answers=_all((1, 1, 1, 1), 1),
    ),
    Example(
        measure_id="connection_to_care_with_need",
        title="Where nobody is screened, there is no number",
        story="The jail's file has no mark for a need that screening found. So it is not known whom to follow.",
        stays=(_left_jail("Ana"), care("Ana", _VISIT, "2020-01-11")),
        period="2020",
        fields=frozenset({"reason", "status"}),
        answers=(Answer(window_days=7, numerator=None, denominator=None, status="not_reported"),),
    ),
    Example(
        measure_id="rebooking_with_need",
        title="People with a need who come back",
        story=(
            f"{_SCREENED_STORY} Ana is booked again 365 days later, and screening finds no need in that stay: it is a "
            "return. Ben is booked again 366 days later. Cal is booked again too, and is not counted here."
        ),
        stays=(
            *_SCREENED,
            Stay(person="Ana", start_on="2021-01-09", end_on="2021-01-20", need="no"),
            Stay(person="Ben", start_on="2021-01-10", end_on="2021-01-20", need="yes"),
            Stay(person="Cal", start_on="2020-02-10", end_on="2020-02-20", need="no"),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 1, 2, 2), 2),
    ),
    Example(
        measure_id="follow_up_after_hospital",
        title="A visit on the day of leaving the hospital does not count",
        story=(
            "Five people leave a hospital on January 10, 2020. Ana has a visit on that day and none after it: she "
            "does not count. Ben has one on that day and one the day after: he does. Cal's visit is 7 days later, "
            "Dee's 8 days later. Eva's treatment begins 30 days later."
        ),
        stays=(
            *(care(person, _HOSPITAL, "2020-01-02", "2020-01-10") for person in ("Ana", "Ben", "Cal", "Dee", "Eva")),
            care("Ana", _VISIT, "2020-01-10"),
            care("Ben", _VISIT, "2020-01-10"),
            care("Ben", _VISIT, "2020-01-11"),
            care("Cal", _VISIT, "2020-01-17"),
            care("Dee", _VISIT, "2020-01-18"),
            care("Eva", _TREATMENT, "2020-02-09"),
        ),
        period="2020",
        answers=_all((2, 3, 4, 4), 5),
    ),
    Example(
        measure_id="follow_up_after_hospital",
        title="A move to another hospital is one stay",
        story=(
            "Ana leaves one hospital on January 10 and is in another one from January 11 to February 10. She is "
            "counted from February 10. Her visit is 7 days after that."
        ),
        stays=(
            care("Ana", _HOSPITAL, "2020-01-02", "2020-01-10"),
            care("Ana", _HOSPITAL, "2020-01-11", "2020-02-10"),
            care("Ana", _VISIT, "2020-02-17"),
        ),
        period="2020",
        answers=_all((1, 1, 1, 1), 1),
    ),
    Example(
        measure_id="follow_up_after_emergency",
        title="A visit on the same day counts, another emergency visit does not",
        story=(
            "Four people are seen in an emergency room on January 10, 2020. Ana has a visit on that day: she counts. "
            "Ben's visit is 7 days later, Cal's 31 days later. Dee is in the emergency room again on January 12, and "
            "nothing else follows."
        ),
        stays=(
            *(care(person, _EMERGENCY, "2020-01-10") for person in ("Ana", "Ben", "Cal", "Dee")),
            care("Ana", _VISIT, "2020-01-10"),
            care("Ben", _VISIT, "2020-01-17"),
            care("Cal", _VISIT, "2020-02-10"),
            care("Dee", _EMERGENCY, "2020-01-12"),
        ),
        period="2020",
        answers=_all((2, 2, 2, 3), 4),
    ),
)
