"""The worked examples of how long people stay in jail."""

from tests.spec.story import Answer, Example, Stay

_ENDED = (
    Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-01"),
    Stay(person="Ben", start_on="2020-02-01", end_on="2020-02-02"),
    Stay(person="Cal", start_on="2020-02-01", end_on="2020-02-03"),
    Stay(person="Dee", start_on="2020-02-01", end_on="2020-02-04"),
    Stay(person="Eva", start_on="2019-11-03", end_on="2020-02-11"),
    Stay(person="Fay", start_on="2020-02-01", end_on=None),
)
_ENDED_STORY = (
    "Ana, Ben, Cal and Dee are booked on February 1 and leave 0, 1, 2 and 3 days later. Eva leaves in the same period "
    "after 100 days. Fay is still in jail, so the length of her stay is not known and she is not counted."
)
_STILL_HERE = (
    Stay(person="Ana", start_on="2020-01-01", end_on="2020-03-30"),
    Stay(person="Ben", start_on="2020-03-31", end_on=None),
    Stay(person="Cal", start_on="2020-03-11", end_on="2020-04-01"),
    Stay(person="Dee", start_on="2019-03-31", end_on=None),
    Stay(person="Eva", start_on="2020-03-01", end_on="2020-03-31"),
    Stay(person="Fay", start_on="2020-03-27", end_on="2020-06-30"),
    Stay(person="Gil", start_on="2020-04-01", end_on=None),
)
_STILL_HERE_STORY = (
    "The quarter ends on March 31, 2020. Ben was booked on that day: 0 days so far. Fay was booked 4 days before and Cal 20 "
    "days before. They leave later, but were there. Dee was booked 366 days before, for 2020 has a February 29. Ana left the "
    "day before, and Eva left on that day: they are not there any more when it ends. Gil comes the day after."
)


def _number(numerator: int | None, denominator: int | None) -> tuple[Answer, ...]:
    return (Answer(window_days=None, numerator=numerator, denominator=denominator),)


def _one_of_the_lengths(measure_id: str, title: str, story: str, numerator: int | None) -> Example:
    return Example(
        measure_id=measure_id,
        title=title,
        story=f"{_ENDED_STORY} {story}",
        stays=_ENDED,
        period="2020-Q1",
        answers=_number(numerator, 5),
    )


EXAMPLES = (
    _one_of_the_lengths(
        "length_of_stay_mean", "One long stay pulls the average up", "0 + 1 + 2 + 3 + 100 is 106 days for 5 stays.", 106
    ),
    Example(
        measure_id="length_of_stay_median",
        title="The middle stay",
        story=f"{_ENDED_STORY} The middle one of 0, 1, 2, 3 and 100 days is 2 days.",
        stays=_ENDED,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=None, denominator=5, value=2.0),),
    ),
    _one_of_the_lengths("stays_up_to_1_day", "A day or less", "Two of the five stays lasted 1 day or less.", 2),
    _one_of_the_lengths("stays_up_to_2_days", "2 days or less", "Three of the five stays lasted 2 days or less.", 3),
    _one_of_the_lengths("stays_up_to_3_days", "3 days or less", "Four of the five stays lasted 3 days or less.", 4),
    Example(
        measure_id="length_so_far_mean",
        title="So far, on the last day",
        story=f"{_STILL_HERE_STORY} 0 + 4 + 20 + 366 is 390 days for 4 people.",
        stays=_STILL_HERE,
        period="2020-Q1",
        answers=_number(390, 4),
    ),
    Example(
        measure_id="length_so_far_median",
        title="The middle one, so far",
        story=f"{_STILL_HERE_STORY} The middle of 0, 4, 20 and 366 days lies between 4 and 20: 12 days.",
        stays=_STILL_HERE,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=None, denominator=4, value=12.0),),
    ),
    Example(
        measure_id="left_within_days",
        title="Of all bookings, not only of stays that ended",
        story=(
            "Ana is let go on the day she was booked, Ben the day after, Cal on day 3, Dee on day 4. Eva is still in jail. "
            "Of 5 bookings, 2 were followed by leaving within 1 day or 2 days, 3 within 3 days, and 4 within 7 or 30 days."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-01"),
            Stay(person="Ben", start_on="2020-02-01", end_on="2020-02-02"),
            Stay(person="Cal", start_on="2020-02-01", end_on="2020-02-04"),
            Stay(person="Dee", start_on="2020-02-01", end_on="2020-02-05"),
            Stay(person="Eva", start_on="2020-02-01", end_on=None),
        ),
        period="2020-Q1",
        answers=tuple(
            Answer(window_days=days, numerator=left, denominator=5)
            for days, left in ((1, 2), (2, 2), (3, 3), (7, 4), (30, 4))
        ),
    ),
    Example(
        measure_id="left_within_days",
        title="Too early for the longer ones",
        story=(
            "The records end on April 7, 2020. A person booked on March 31 was watched for 7 days, and not for 30. Ana, "
            "booked twice, is counted twice."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-02"),
            Stay(person="Ana", start_on="2020-03-31", end_on="2020-04-07"),
        ),
        period="2020-Q1",
        data_last_on="2020-04-07",
        answers=(
            Answer(window_days=7, numerator=2, denominator=2),
            Answer(window_days=30, numerator=None, denominator=None, status="too_early"),
        ),
    ),
)
