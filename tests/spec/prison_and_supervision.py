"""The worked examples of going back to prison, and of losing probation or parole."""

from metrics.language import EpisodeStatus
from tests.spec.rebooking import everyone
from tests.spec.story import Example, Stay, case, death, prison, revocation, term

_NEW, _RULE, _COURT = "new_offense", "technical_violation", "court_order"

_BACK_IN_PRISON = (
    *(prison(person, "2018-01-02", "2020-01-10") for person in ("Ana", "Ben", "Cal", "Dee", "Eva")),
    prison("Ana", "2020-02-09", None, _NEW),
    prison("Ben", "2020-04-09", "2020-06-01", _RULE),
    prison("Ben", "2020-08-01", "2020-09-01", _NEW),
    prison("Cal", "2020-07-08", None, _COURT),
    prison("Dee", "2020-05-01", None, None),
)
_BACK_STORY = (
    "Five people leave prison on January 10, 2020. Ana is back after 30 days with a new crime. Ben is back after 90 "
    "days for a broken rule, and again later with a new crime. Cal is back after 180 days by an order of a court. Dee is "
    "back after 112 days, and the record does not say why. Eva does not come back. Days 30, 90 and 180 count."
)
_TAKEN_AWAY = (
    *(term(person, "2020-01-10", "2022-01-10") for person in ("Ana", "Ben", "Cal", "Dee", "Eva")),
    revocation("Ana", "2020-02-09", _NEW),
    revocation("Ben", "2020-04-09", _RULE),
    revocation("Ben", "2020-08-01", _NEW),
    revocation("Cal", "2020-07-08", _COURT),
    revocation("Dee", "2020-05-01", None),
)
_TAKEN_STORY = (
    "Five people begin supervision on January 10, 2020. Ana loses it after 30 days for a new crime. Ben loses it "
    "after 90 days for a broken rule, and a second term later for a new crime. Cal loses it after 180 days by an "
    "order of a court. Dee loses it after 112 days, and the record does not say why. Eva keeps it. Days 30, 90 and 180 "
    "count."
)


def _part(measure_id: str, title: str, story: str, stays: tuple[Stay, ...], numbers: tuple[int, ...]) -> Example:
    return Example(
        measure_id=measure_id, title=title, story=story, stays=stays, period="2020", answers=everyone(numbers, 5)
    )


def _of_prison(measure_id: str, title: str, story: str, numbers: tuple[int, ...]) -> Example:
    return _part(measure_id, title, f"{_BACK_STORY} {story}", _BACK_IN_PRISON, numbers)


def _of_terms(measure_id: str, title: str, story: str, numbers: tuple[int, ...]) -> Example:
    return _part(measure_id, title, f"{_TAKEN_STORY} {story}", _TAKEN_AWAY, numbers)


EXAMPLES = (
    Example(
        measure_id="reincarceration",
        title="Three years are 1,095 days, and the last one counts",
        story=(
            "Four people leave prison on January 10, 2020. Ana is back 1,095 days later, Ben 1,096 days later. Cal "
            "was moved to another prison on the day after: that is one stay, which goes on. Dee dies, and is counted "
            "as not back."
        ),
        stays=(
            prison("Ana", "2018-01-02", "2020-01-10"),
            prison("Ana", "2023-01-09", None),
            prison("Ben", "2018-01-02", "2020-01-10"),
            prison("Ben", "2023-01-10", None),
            prison("Cal", "2018-01-02", "2020-01-10"),
            prison("Cal", "2020-01-11", None),
            prison("Dee", "2018-01-02", "2020-01-10"),
            death("Dee", "2020-05-01"),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 0, 0, 1), 3),
    ),
    Example(
        measure_id="reincarceration",
        title="A stay in jail is no return to prison",
        story="Ana leaves prison on January 10, 2020, is booked into jail in March and goes to prison from there in May.",
        stays=(
            prison("Ana", "2018-01-02", "2020-01-10"),
            Stay(person="Ana", start_on="2020-03-01", end_on="2020-05-01"),
            prison("Ana", "2020-05-01", None, _NEW),
        ),
        period="2020",
        answers=everyone((0, 0, 1, 1, 1, 1), 1),
    ),
    _of_prison("reincarceration", "All reasons together", "The three reasons add up to these.", (1, 2, 4, 4, 4, 4)),
    _of_prison("reincarceration_new_offense", "The first return decides", "Only Ana counts.", (1, 1, 1, 1, 1, 1)),
    _of_prison("reincarceration_technical", "A broken rule", "Only Ben counts.", (0, 1, 1, 1, 1, 1)),
    _of_prison("reincarceration_other", "Neither, or not known", "Cal and Dee count.", (0, 0, 2, 2, 2, 2)),
    Example(
        measure_id="supervision_revocation",
        title="From the start of the term, and not from its end",
        story=(
            "Three people begin supervision on January 10, 2020. Ana loses it 365 days later, Ben 366 days later. Cal "
            "lost an earlier term on the very day on which this one began: that is day 0 and does not count."
        ),
        stays=(
            term("Ana", "2020-01-10", "2021-01-09", EpisodeStatus.REVOKED),
            revocation("Ana", "2021-01-09", _RULE),
            term("Ben", "2020-01-10", "2021-01-10", EpisodeStatus.REVOKED),
            revocation("Ben", "2021-01-10", _RULE),
            term("Cal", "2020-01-10", "2021-01-10", EpisodeStatus.COMPLETED),
            revocation("Cal", "2020-01-10", _RULE),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 1, 2, 2), 3),
    ),
    Example(
        measure_id="supervision_revocation",
        title="Terms are never joined, and a person counts once",
        story=(
            "Ana's probation begins on January 10 and a second one on January 11. She is counted from the first. She "
            "loses one of them in February: it does not matter which."
        ),
        stays=(
            term("Ana", "2020-01-10", "2020-02-09"),
            term("Ana", "2020-01-11", "2021-01-11"),
            revocation("Ana", "2020-02-09", _RULE),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 1),
    ),
    _of_terms(
        "supervision_revocation", "All reasons together", "The three reasons add up to these.", (1, 2, 4, 4, 4, 4)
    ),
    _of_terms("supervision_revocation_new_offense", "The first one decides", "Only Ana counts.", (1, 1, 1, 1, 1, 1)),
    _of_terms("supervision_revocation_technical", "A broken rule", "Only Ben counts.", (0, 1, 1, 1, 1, 1)),
    _of_terms("supervision_revocation_other", "Neither, or not known", "Cal and Dee count.", (0, 0, 2, 2, 2, 2)),
    Example(
        measure_id="supervision_reconviction",
        title="By the day of the arrest, also after the term",
        story=(
            "Four people begin supervision on January 10, 2020. Ana is arrested 180 days later and convicted. Ben "
            "finishes his term in June, is arrested 200 days after it began, and is convicted: he counts within a "
            "year. The case that led to Cal's supervision started before it: that is not a new one. Dee is arrested "
            "180 days later, and it takes the court 366 days to convict: that is too long."
        ),
        stays=(
            term("Ana", "2020-01-10", "2022-01-10"),
            case("Ana", "2020-07-08", "2021-07-08", EpisodeStatus.CONVICTED),
            term("Ben", "2020-01-10", "2020-06-10", EpisodeStatus.COMPLETED),
            case("Ben", "2020-07-28", "2020-12-01", EpisodeStatus.CONVICTED),
            term("Cal", "2020-01-10", "2022-01-10"),
            case("Cal", "2019-10-01", "2020-01-20", EpisodeStatus.CONVICTED),
            term("Dee", "2020-01-10", "2022-01-10"),
            case("Dee", "2020-07-08", "2021-07-09", EpisodeStatus.CONVICTED),
        ),
        period="2020",
        data_last_on="2025-12-31",
        answers=everyone((0, 0, 1, 2, 2, 2), 4),
    ),
)
