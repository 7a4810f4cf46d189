"""The worked examples of screening at booking, and of the stays of people with and without a need found."""

from tests.spec.story import Answer, Example, Stay

_BOOKED = (
    Stay(person="Ana", start_on="2020-01-05", end_on="2020-01-15", need="yes"),
    Stay(person="Ana", start_on="2020-02-05", end_on="2020-02-25", need="yes"),
    Stay(person="Ben", start_on="2020-01-05", end_on="2020-01-07", need="no"),
    Stay(person="Cal", start_on="2020-01-05", end_on="2020-01-09", need="not_stated"),
    Stay(person="Dee", start_on="2020-01-05", end_on="2020-01-06"),
    Stay(person="Eva", start_on="2020-01-05", end_on="2020-01-08", need="unmapped"),
    Stay(person="Fay", start_on="2019-12-31", end_on="2020-03-31", need="yes"),
    Stay(person="Gil", start_on="2020-03-31", end_on=None, need="no"),
)
_STORY = (
    "Seven bookings in the quarter. Ana was screened at both of hers, with a need found. Ben and Gil were screened, with "
    "none found. For Cal the record says that there is no result, for Dee it says nothing, and for Eva it holds a code that "
    "nobody has explained. Fay was booked the day before the quarter began, and leaves on its last day."
)
_LATER = (
    Stay(person="Ana", start_on="2020-01-05", end_on="2020-01-06", need="no"),
    Stay(person="Ana", start_on="2020-01-07", end_on="2020-01-20", need="yes"),
)
_LATER_STORY = (
    "Ana is screened at booking, with no need found. She is moved to another building, where a need is found. It is one "
    "stay, and its screening at booking counts."
)
_WITHOUT_SCREENING = frozenset({"reason", "status"})


def _example(
    measure_id: str, title: str, story: str, numerator: int | None, denominator: int | None, value: float | None = None
) -> Example:
    return Example(
        measure_id=measure_id,
        title=title,
        story=f"{_STORY} {story}",
        stays=_BOOKED,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=numerator, denominator=denominator, value=value),),
    )


EXAMPLES = (
    _example("screened_need_found", "Both bookings of one person", "So 2 of 7 bookings had a need found.", 2, 7),
    Example(
        measure_id="screened_need_found",
        title="A county that does not screen",
        story="The county's records say nothing of screening. So there is no number. It is not 0.",
        stays=(Stay(person="Ana", start_on="2020-01-05", end_on="2020-01-06"),),
        period="2020-Q1",
        fields=_WITHOUT_SCREENING,
        answers=(Answer(window_days=None, numerator=None, denominator=None, status="not_reported"),),
    ),
    _example("screened_none_found", "Screened, and none found", "So 2 of 7 bookings had none found.", 2, 7),
    Example(
        measure_id="screened_none_found",
        title="What was found later does not change it",
        story=_LATER_STORY,
        stays=_LATER,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=1, denominator=1),),
    ),
    _example(
        "no_screening_result",
        "No result, for whatever reason",
        "So 3 of 7 bookings have no result. With 2 and 2, that is all 7.",
        3,
        7,
    ),
    _example("bookings_need_found", "Bookings, not people", "Ana was booked twice: 2 bookings.", 2, None),
    _example("bookings_no_need_found", "Only those who were screened", "Ben and Gil: 2 bookings.", 2, None),
    _example(
        "length_of_stay_mean_need_found",
        "Stays that ended, with a need found",
        "Ana's stays lasted 10 and 20 days. Fay's lasted 91. That is 121 days for 3 stays.",
        121,
        3,
    ),
    _example(
        "length_of_stay_median_need_found",
        "The middle stay, with a need found",
        "The middle one of 10, 20 and 91 days is 20.",
        None,
        3,
        20.0,
    ),
    _example(
        "length_of_stay_mean_no_need_found",
        "Stays that ended, with none found",
        "Ben's stay lasted 2 days. Gil is still there.",
        2,
        1,
    ),
    _example(
        "length_of_stay_median_no_need_found",
        "The middle stay, with none found",
        "Ben's stay of 2 days is the only one that ended.",
        None,
        1,
        2.0,
    ),
)
