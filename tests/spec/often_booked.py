"""The worked examples of people who are booked again and again, by the rule of the county."""

from tests.spec.story import Answer, Example, Stay


def _booked(person: str, *days: str, group: str = "not_stated") -> tuple[Stay, ...]:
    return tuple(Stay(person=person, start_on=day, end_on=day, group=group) for day in days)


_STAYS = (
    *_booked("Ana", "2018-01-01", "2018-06-01", "2019-06-01", "2020-06-01"),
    *_booked("Ben", "2017-12-31", "2018-06-01", "2019-06-01", "2020-06-01"),
    *_booked("Cal", "2018-06-01", "2020-12-31"),
    *_booked("Dee", "2020-01-05", "2020-03-05", "2020-06-05", "2020-12-31", group="no"),
    *_booked("Dee", "2020-09-05", group="yes"),
)
_STORY = (
    "The rule of this county is 4 bookings in 1,095 days. For 2020 these are the days from January 2, 2018 to "
    "December 31, 2020. Ana has 4 bookings, but the first of them came a day too early: 3 count. So it is with Ben. "
    "Cal has 2. Dee has 5, the last of them on the last day."
)

EXAMPLES = (
    Example(
        measure_id="people_booked_often",
        title="The first and the last day of the rule",
        story=f"{_STORY} Only Dee was booked often.",
        stays=_STAYS,
        period="2020",
        data_first_on="2017-01-01",
        answers=(Answer(window_days=None, numerator=1, denominator=None),),
    ),
    Example(
        measure_id="people_booked_often",
        title="In the group of the last booking",
        story="Dee has 5 bookings in two groups. Her last booking is in the group no, so she is counted there.",
        stays=_STAYS,
        period="2020",
        data_first_on="2017-01-01",
        answers=(
            Answer(window_days=None, numerator=0, denominator=None, group="yes"),
            Answer(window_days=None, numerator=1, denominator=None, group="no"),
            Answer(window_days=None, numerator=0, denominator=None, group="not_stated"),
        ),
    ),
    Example(
        measure_id="people_booked_often",
        title="Records that do not reach back far enough",
        story="The records begin on January 3, 2018, a day too late for the rule. So there is no number.",
        stays=_booked("Ana", "2020-01-05", "2020-03-05", "2020-06-05", "2020-12-31"),
        period="2020",
        data_first_on="2018-01-03",
        answers=(Answer(window_days=None, numerator=None, denominator=None, status="not_reported"),),
    ),
    Example(
        measure_id="bookings_of_people_booked_often",
        title="Their share of the bookings in these days",
        story=f"{_STORY} There are 3 + 3 + 2 + 5 bookings in these days, and 5 of them are Dee's.",
        stays=_STAYS,
        period="2020",
        data_first_on="2017-01-01",
        answers=(Answer(window_days=None, numerator=5, denominator=13),),
    ),
)
