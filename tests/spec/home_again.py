"""The worked examples of being homeless again after getting a home, and of coming back into foster care."""

from metrics.language import Kind, System
from tests.spec.story import Answer, Example, foster_care, housing

_SHELTER, _OUTREACH = Kind.EMERGENCY_SHELTER, Kind.STREET_OUTREACH
_TRANSITIONAL, _HOME = Kind.TRANSITIONAL_HOUSING, Kind.PERMANENT_HOUSING


def _all(numerators: tuple[int, int, int], denominator: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(window_days=window, numerator=numerator, denominator=denominator)
        for window, numerator in zip((180, 365, 730), numerators, strict=True)
    )


EXAMPLES = (
    Example(
        measure_id="return_to_homelessness",
        title="Back in shelter: the last day of each band counts",
        story=(
            "Five people leave a shelter on January 10, 2020 for a home of their own. Ana is back in shelter 180 days "
            "later, Ben 181 days later, Cal 365 and Dee 730 days later. Eva is back after 731 days. So one return "
            "falls in days 0 to 180, two in days 181 to 365, and one in days 366 to 730."
        ),
        stays=(
            *(
                housing(person, _SHELTER, "2020-01-02", "2020-01-10", "permanent")
                for person in ("Ana", "Ben", "Cal", "Dee", "Eva")
            ),
            housing("Ana", _SHELTER, "2020-07-08", None),
            housing("Ben", _OUTREACH, "2020-07-09", None),
            housing("Cal", _TRANSITIONAL, "2021-01-09", None),
            housing("Dee", _SHELTER, "2022-01-09", None),
            housing("Eva", _SHELTER, "2022-01-10", None),
        ),
        period="2020",
        answers=_all((1, 3, 4), 5),
    ),
    Example(
        measure_id="return_to_homelessness",
        title="A new home counts only from the 15th day on",
        story=(
            "Four people leave transitional housing on January 10, 2020 for a home. Ana enters a permanent housing "
            "program 14 days later: that is a move. Ben enters one 15 days later: he had lost his home. Cal entered "
            "one in January and lives there when a second program takes him in: that is no return. Dee's stay in such "
            "a program ended on March 1, and another takes her in on March 15, 14 days after it. That is a move too."
        ),
        stays=(
            *(
                housing(person, _TRANSITIONAL, "2020-01-02", "2020-01-10", "permanent")
                for person in ("Ana", "Ben", "Cal", "Dee")
            ),
            housing("Ana", _HOME, "2020-01-24", None),
            housing("Ben", _HOME, "2020-01-25", None),
            housing("Cal", _HOME, "2020-01-12", None),
            housing("Cal", _HOME, "2020-06-01", None),
            housing("Dee", _HOME, "2020-01-12", "2020-03-01", "temporary"),
            housing("Dee", _HOME, "2020-03-15", None),
        ),
        period="2020",
        answers=_all((1, 1, 1), 4),
    ),
    Example(
        measure_id="return_to_homelessness",
        title="The same day counts, but no stay is a return from itself",
        story=(
            "Ana leaves a shelter for a home on January 10, 2020, and is back in a shelter on that very day: she "
            "counts. Ben meets the outreach team on January 10 for the only time. That day the team finds him a home. "
            "His own contact is no return from it. Cal is met in the same way, and sleeps in a shelter that night: he "
            "counts."
        ),
        stays=(
            housing("Ana", _SHELTER, "2020-01-02", "2020-01-10", "permanent"),
            housing("Ana", _SHELTER, "2020-01-10", "2020-01-12"),
            housing("Ben", _OUTREACH, "2020-01-10", "2020-01-10", "permanent"),
            housing("Cal", _OUTREACH, "2020-01-10", "2020-01-10", "permanent"),
            housing("Cal", _SHELTER, "2020-01-10", "2020-01-11"),
        ),
        period="2020",
        answers=_all((2, 2, 2), 3),
    ),
    Example(
        measure_id="return_to_homelessness",
        title="The first time that a person left for a home",
        story=(
            "Ana leaves for a friend's sofa in January: that does not count. She leaves for a home in March and is "
            "back in shelter in June. Then she leaves for a home again in July, and stays there. She is counted once, "
            "from March. Ben gets help against losing his home: that is no sign of homelessness."
        ),
        stays=(
            housing("Ana", _SHELTER, "2020-01-02", "2020-01-10", "temporary"),
            housing("Ana", _SHELTER, "2020-02-02", "2020-03-10", "permanent"),
            housing("Ana", _SHELTER, "2020-06-02", "2020-07-10", "permanent"),
            housing("Ben", _SHELTER, "2020-01-02", "2020-03-10", "permanent"),
            housing("Ben", Kind.HOUSING_HELP, "2020-05-02", "2020-06-10"),
        ),
        period="2020",
        answers=_all((1, 1, 1), 2),
    ),
    Example(
        measure_id="foster_care_reentry",
        title="A year is 365 days, and the last one counts",
        story=(
            "Five children leave foster care on January 10, 2020. Ana goes to a parent and is back 365 days later. "
            "Ben goes to an aunt and is back 366 days later. Cal goes to a guardian and is not back. Dee is adopted, "
            "and Eva ages out: they are not followed."
        ),
        stays=(
            foster_care("Ana", "2019-03-02", "2020-01-10", "reunified"),
            foster_care("Ana", "2021-01-09", None),
            foster_care("Ben", "2019-03-02", "2020-01-10", "with_relative"),
            foster_care("Ben", "2021-01-10", None),
            foster_care("Cal", "2019-03-02", "2020-01-10", "guardianship"),
            foster_care("Dee", "2019-03-02", "2020-01-10", "adopted"),
            foster_care("Eva", "2019-03-02", "2020-01-10", "aged_out"),
        ),
        period="2020",
        answers=_all((0, 1, 2), 3),
    ),
    Example(
        measure_id="foster_care_reentry",
        title="Eight days of care, and moves between homes",
        story=(
            "Ana was in care for 8 days: she is followed. Ben was in care for 7 days: he is not. Cal moves to another "
            "foster home on the day after the first: that is one stay, which ends in May. He is back in care in July, "
            "for two days: that counts."
        ),
        stays=(
            foster_care("Ana", "2020-01-02", "2020-01-10", "reunified"),
            foster_care("Ben", "2020-01-02", "2020-01-09", "reunified"),
            foster_care("Ben", "2020-02-02", None),
            foster_care("Cal", "2020-01-02", "2020-03-09", "reunified"),
            foster_care("Cal", "2020-03-10", "2020-05-09", "reunified"),
            foster_care("Cal", "2020-07-01", "2020-07-03", "reunified"),
        ),
        period="2020",
        answers=_all((1, 1, 1), 2),
    ),
    Example(
        measure_id="foster_care_reentry",
        title="Where the records do not say to whom the child went, there is no number",
        story="The file of foster care has no column for how care ended. Nobody can be followed, so there is no share.",
        stays=(foster_care("Ana", "2019-03-02", "2020-01-10"),),
        period="2020",
        fields=frozenset({"reason"}),
        reported=frozenset({(System.CHILD_WELFARE, Kind.FOSTER_CARE)}),
        answers=(Answer(window_days=365, numerator=None, denominator=None, status="not_reported"),),
    ),
)
