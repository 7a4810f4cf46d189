"""The worked examples of days at liberty, and of returns for the time at liberty."""

from metrics.language import System
from tests.spec.story import Answer, Example, Stay, death

_PEOPLE = (
    Stay(person="Ana", start_on="2020-01-01", end_on="2020-01-10"),
    Stay(person="Ana", start_on="2020-01-20", end_on="2020-01-30"),
    Stay(person="Ana", start_on="2020-02-09", end_on="2020-02-09"),
    Stay(person="Ben", start_on="2020-01-01", end_on="2020-01-10"),
    Stay(person="Ben", start_on="2021-01-08", end_on=None),
    Stay(person="Cal", start_on="2020-01-01", end_on="2020-01-10"),
    Stay(person="Cal", start_on="2021-01-09", end_on=None),
)
_STORY = (
    "Three people leave jail on January 10, 2020, which is day 0. Ana is booked on day 10 and leaves ten days later: "
    "days 10 to 19 are not free. She is booked once more, and let go on the same day: no day is lost. So 355 of her "
    "365 days are free. Ben is booked on day 364, the last of the 365, and stays: 364 free days. Cal is booked on day "
    "365, which is after them: 365 free days. Together 1,084."
)

EXAMPLES = (
    Example(
        measure_id="days_at_liberty",
        title="A day counts by where it began",
        story=_STORY,
        stays=_PEOPLE,
        period="2020",
        answers=(Answer(window_days=365, numerator=1084, denominator=3),),
    ),
    Example(
        measure_id="days_at_liberty",
        title="Prison is not liberty, and nobody is free after death",
        story=(
            "Ana leaves jail on January 10, 2020 and goes straight to prison, where she stays for 100 days. In jail "
            "at the same time for the last 20 of them, she loses no day twice: 265 free days. Ben dies on day 50: 50 "
            "free days."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-01", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-01-10", end_on="2020-04-19", system=System.PRISON),
            Stay(person="Ana", start_on="2020-03-30", end_on="2020-04-19"),
            Stay(person="Ben", start_on="2020-01-01", end_on="2020-01-10"),
            death("Ben", "2020-02-29"),
        ),
        period="2020",
        answers=(Answer(window_days=365, numerator=315, denominator=2),),
    ),
    Example(
        measure_id="days_at_liberty",
        title="Too early",
        story=(
            "The records end 364 days after the last day of 2020. Ana left on that day could not be watched for 365 "
            "days, so the year has no number, although she left in January."
        ),
        stays=(Stay(person="Ana", start_on="2020-01-01", end_on="2020-01-10"),),
        period="2020",
        data_last_on="2021-12-30",
        answers=(Answer(window_days=365, numerator=None, denominator=None, status="too_early"),),
    ),
    Example(
        measure_id="returns_per_100_person_years",
        title="All bookings over the free days",
        story=(
            f"{_STORY} Ana was booked twice, Ben once, and Cal once, on day 365, which still counts. That is 4 "
            "bookings in 1,084 free days, or 4 x 36,525 / 1,084 for every 100 years."
        ),
        stays=_PEOPLE,
        period="2020",
        answers=(Answer(window_days=365, numerator=4, denominator=1084, value=4 * 36_525 / 1084),),
    ),
    Example(
        measure_id="returns_per_100_person_years",
        title="A county that does not count holds",
        story=(
            "Ana comes back twice: once held for another county, once on a new charge. This county has switched holds "
            "off, so one booking counts. The days of both stays are not free all the same."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-01", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-01-20", end_on="2020-01-30", reason="other_authority"),
            Stay(person="Ana", start_on="2020-02-09", end_on="2020-02-14"),
        ),
        period="2020",
        switched_off=("holds",),
        answers=(Answer(window_days=365, numerator=1, denominator=350, value=36_525 / 350),),
    ),
)
