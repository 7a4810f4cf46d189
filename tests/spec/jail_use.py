"""The worked examples of how a jail is used: who is in it, and on whom it falls."""

from tests.spec.story import Answer, Example, Stay

_PEOPLE = (
    *(Stay(person="Ana", start_on=f"2020-0{month}-01", end_on=f"2020-0{month}-02") for month in (1, 2, 3, 4, 5, 6)),
    *(
        Stay(person=person, start_on="2020-01-01", end_on=f"2020-01-{day:02}")
        for person, day in (
            ("Ben", 3),
            ("Cal", 3),
            ("Dee", 3),
            ("Eva", 3),
            ("Fay", 3),
            ("Gil", 3),
            ("Hal", 3),
            ("Ivy", 3),
        )
    ),
    Stay(person="Jan", start_on="2020-01-01", end_on="2020-01-31"),
)
_PEOPLE_STORY = (
    "Ten people are booked in 2020. Ana is booked six times, for one day each. Jan is booked once, for 30 days. The "
    "other eight are booked once each, for two days."
)


def _number(numerator: int | None, denominator: int | None, status: str = "shown") -> tuple[Answer, ...]:
    return (Answer(window_days=None, numerator=numerator, denominator=denominator, status=status),)


def _one_of_the_tops(measure_id: str, title: str, story: str, numerator: int, denominator: int) -> Example:
    return Example(
        measure_id=measure_id,
        title=title,
        story=f"{_PEOPLE_STORY} {story}",
        stays=_PEOPLE,
        period="2020",
        answers=_number(numerator, denominator),
    )


EXAMPLES = (
    Example(
        measure_id="average_daily_population",
        title="Days in jail over days of the period",
        story=(
            "The first quarter of 2020 has 91 days. Ana was booked before it and leaves on January 11: 10 days of "
            "hers lie in it, since the day of leaving is not counted. Ben is booked on March 31 and stays: 1 day. Cal "
            "is booked and leaves on the same day: none. Together 11 days."
        ),
        stays=(
            Stay(person="Ana", start_on="2019-12-01", end_on="2020-01-11"),
            Stay(person="Ben", start_on="2020-03-31", end_on=None),
            Stay(person="Cal", start_on="2020-02-01", end_on="2020-02-01"),
        ),
        period="2020-Q1",
        answers=_number(11, 91),
    ),
    Example(
        measure_id="admissions",
        title="Bookings are events, moves are not",
        story=(
            "Ana is booked in January and moved to another building the day after: one booking. She is booked again in "
            "March: two. Ben was booked on the last day of the year before, which is outside."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-01", end_on="2020-01-09"),
            Stay(person="Ana", start_on="2020-01-10", end_on="2020-01-12"),
            Stay(person="Ana", start_on="2020-03-31", end_on=None),
            Stay(person="Ben", start_on="2019-12-31", end_on="2020-01-12"),
        ),
        period="2020-Q1",
        answers=_number(2, None),
    ),
    Example(
        measure_id="releases",
        title="Releases are events",
        story=(
            "Ana leaves on the last day of the quarter: counted. Ben leaves on the first day of the next one: not "
            "counted. Cal is still in jail: not counted. Dee was booked the year before and leaves in the quarter: "
            "counted."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-01", end_on="2020-03-31"),
            Stay(person="Ben", start_on="2020-01-01", end_on="2020-04-01"),
            Stay(person="Cal", start_on="2020-01-01", end_on=None),
            Stay(person="Dee", start_on="2019-01-01", end_on="2020-01-01"),
        ),
        period="2020-Q1",
        answers=_number(2, None),
    ),
    Example(
        measure_id="people_in_jail",
        title="People, not stays",
        story=(
            "Ana is in jail twice in the quarter, and is one person. Ben leaves on its first day and Cal is booked on its "
            "last day: both were there. Dee is booked and leaves on one day: she was there too. Eva left on the day before, "
            "and Fay came on the day after: they were not."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-10", end_on="2020-01-12"),
            Stay(person="Ana", start_on="2020-02-10", end_on="2020-02-12"),
            Stay(person="Ben", start_on="2019-06-01", end_on="2020-01-01"),
            Stay(person="Cal", start_on="2020-03-31", end_on=None),
            Stay(person="Dee", start_on="2020-02-01", end_on="2020-02-01"),
            Stay(person="Eva", start_on="2019-06-01", end_on="2019-12-31"),
            Stay(person="Fay", start_on="2020-04-01", end_on=None),
        ),
        period="2020-Q1",
        answers=_number(4, None),
    ),
    Example(
        measure_id="readmission_look_back",
        title="Looking back from a booking",
        story=(
            "Four people are booked in 2021. Ana had left jail 365 days before: her booking counts. Ben had left 366 "
            "days before: his does not. Cal was never here. Dee is booked for the first time in January, and again 40 "
            "days after she left: her second booking counts. So 2 of 5 bookings were of people who had been here in "
            "the year before."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-05-01", end_on="2020-06-01"),
            Stay(person="Ana", start_on="2021-06-01", end_on="2021-06-02"),
            Stay(person="Ben", start_on="2020-05-01", end_on="2020-05-31"),
            Stay(person="Ben", start_on="2021-06-01", end_on="2021-06-02"),
            Stay(person="Cal", start_on="2021-06-01", end_on="2021-06-02"),
            Stay(person="Dee", start_on="2021-01-01", end_on="2021-01-02"),
            Stay(person="Dee", start_on="2021-02-11", end_on="2021-02-12"),
        ),
        period="2021",
        answers=_number(2, 5),
    ),
    Example(
        measure_id="readmission_look_back",
        title="Records that do not reach back far enough",
        story=(
            "The records begin on January 1, 2020. A booking in 2020 would have to be looked back on into 2019, where "
            "there are no records. So there is no number for 2020."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-05", end_on="2020-01-06"),
            Stay(person="Ana", start_on="2020-06-01", end_on="2020-06-02"),
        ),
        period="2020",
        data_first_on="2020-01-01",
        answers=_number(None, None, "not_reported"),
    ),
    _one_of_the_tops(
        "top_1_percent_bookings",
        "1 of every 100, rounded up",
        "1 percent of 10 people is rounded up to 1: Ana.",
        6,
        15,
    ),
    _one_of_the_tops(
        "top_5_percent_bookings",
        "5 of every 100, rounded up",
        "5 percent of 10 people is rounded up to 1: Ana.",
        6,
        15,
    ),
    _one_of_the_tops(
        "top_10_percent_bookings", "10 of every 100", "10 percent of 10 people is one: Ana, 6 of 15.", 6, 15
    ),
    _one_of_the_tops(
        "top_1_percent_days", "Another person has the most days", "Of 52 days in jail, Jan has 30.", 30, 52
    ),
    _one_of_the_tops("top_5_percent_days", "Days, 5 of every 100", "Of 52 days in jail, Jan has 30.", 30, 52),
    _one_of_the_tops("top_10_percent_days", "Days, 10 of every 100", "Of 52 days in jail, Jan has 30.", 30, 52),
)
