"""The worked examples of programs: how far people come, how they leave, how soon they are seen, and who is booked after."""

from metrics.language import EpisodeStatus, Kind, System
from tests.spec.story import Answer, Example, Stay

_COURT, _NAVIGATOR = "court", "navigator"


def _sent(person: str, on: str, program: str = _COURT) -> Stay:
    return _moment(person, Kind.REFERRAL, on, program=program)


def _moment(person: str, kind: Kind, on: str, status: EpisodeStatus | None = None, program: str = _COURT) -> Stay:
    return Stay(
        person=person,
        system=System.PROGRAM,
        kind=kind,
        start_on=on,
        end_on=on,
        reason=None,
        status=status,
        program=program,
    )


def _visit(person: str, on: str, program: str = _COURT) -> Stay:
    return _moment(person, Kind.SERVICE, on, program=program)


def _in(person: str, start_on: str, end_on: str | None, status: EpisodeStatus | None = None) -> Stay:
    return Stay(
        person=person,
        system=System.PROGRAM,
        kind=Kind.ENROLLMENT,
        start_on=start_on,
        end_on=end_on,
        reason=None,
        status=status,
        program=_COURT,
    )


def _booked(person: str, on: str) -> Stay:
    return Stay(person=person, start_on=on, end_on=on, reason=None)


def _all(windows: tuple[int, ...], numerators: tuple[int, ...], denominator: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(window_days=window, numerator=numerator, denominator=denominator)
        for window, numerator in zip(windows, numerators, strict=True)
    )


_FUNNEL = (
    _sent("Ana", "2020-01-10"),
    _moment("Ana", Kind.SCREENING, "2020-01-12", EpisodeStatus.POSITIVE),
    _moment("Ana", Kind.ELIGIBILITY, "2020-01-20", EpisodeStatus.ELIGIBLE),
    _in("Ana", "2020-01-31", "2021-07-03", EpisodeStatus.COMPLETED),
    _visit("Ana", "2020-02-05"),
    _visit("Ana", "2020-03-05"),
    _sent("Ben", "2020-01-10"),
    _in("Ben", "2020-04-09", "2020-06-01", EpisodeStatus.LEFT_EARLY),
    _visit("Ben", "2020-04-09"),
    _visit("Ben", "2020-05-14"),
    _sent("Cal", "2020-02-01"),
    _moment("Cal", Kind.SCREENING, "2020-05-01", EpisodeStatus.NEGATIVE),
    _sent("Dee", "2020-03-31"),
    _moment("Dee", Kind.ELIGIBILITY, "2020-06-29", EpisodeStatus.ELIGIBLE),
    _sent("Eva", "2020-01-05"),
    _sent("Eva", "2020-01-20"),
    _sent("Eva", "2020-01-07", _NAVIGATOR),
)
_FUNNEL_STORY = (
    "Ana, Ben, Cal, Dee and Eva were sent to a court in the quarter. Eva was sent to it twice, which counts once, and to a "
    "navigator, which counts too: so there are six."
)
_FUNNEL_STEPS = (
    ("program_referrals", "Once for each program", "Dee was sent on the last day.", None),
    (
        "program_screened",
        "A later step shows the ones before",
        "Ana was screened. Cal was, on day 90. For Ben and Dee there is no record of it, but they came further.",
        4,
    ),
    (
        "program_eligible",
        "The decision, or the admission",
        "Ana could come in. Dee could, as was said on day 90. Ben came in, so he could.",
        3,
    ),
    ("program_admitted", "Day 90 counts", "Ana came in. So did Ben, on day 90.", 2),
    (
        "program_engaged",
        "Two visits by day 34",
        "Ana's second visit was 34 days after she came in. Ben's was 35 days after.",
        1,
    ),
    ("program_finished", "Day 540 counts", "Ana finished on day 540 after she was sent.", 1),
)

_EXITS = (
    _in("Ana", "2019-05-01", "2020-03-31", EpisodeStatus.COMPLETED),
    _in("Ben", "2019-12-01", "2020-01-01", EpisodeStatus.LEFT_EARLY),
    _in("Cal", "2020-01-05", "2020-02-01", EpisodeStatus.REMOVED),
    _in("Dee", "2020-01-05", "2020-02-01", EpisodeStatus.TRANSFERRED),
    _in("Eva", "2020-01-05", "2020-02-01", EpisodeStatus.DIED),
    _in("Fay", "2020-01-05", "2020-02-01", EpisodeStatus.OTHER),
    _in("Gus", "2020-01-05", "2020-02-01"),
    _in("Hal", "2020-01-05", "2020-02-01", EpisodeStatus.UNMAPPED),
    _in("Ida", "2020-01-05", "2020-04-01", EpisodeStatus.COMPLETED),
)
_EXITS_STORY = (
    "Ana finished on the last day of the quarter, and Ben left early on its first. Cal was told to leave. Dee moved on to "
    "another program. Eva died. Fay left for another reason. For Gus nobody wrote down why, and Hal's reason is a "
    "code that we "
    "do not know. Ida finished a day after the quarter."
)
_WAYS = ("completed", "left_early", "removed", "transferred", "died", "other")

_SOON = (7, 14, 21, 30, 45, 60, 90)
_SEEN = (
    _visit("Ana", "2020-01-10"),
    _visit("Ben", "2020-01-17"),
    _visit("Cal", "2020-01-18"),
    _visit("Dee", "2020-01-10", _NAVIGATOR),
)
_SEEN_STORY = (
    "All on January 10. Ana has a visit on that day. Ben has one 7 days later, and Cal 8 days later. Dee has one "
    "with another "
    "program, which does not count."
)
_PEOPLE = ("Ana", "Ben", "Cal", "Dee")

EXAMPLES = (
    *(
        Example(
            measure_id=measure_id,
            title=title,
            story=f"{_FUNNEL_STORY} {story}",
            stays=_FUNNEL,
            period="2020-Q1",
            answers=(
                Answer(window_days=None, numerator=6, denominator=None, value=6.0)
                if reached is None
                else Answer(window_days=None, numerator=reached, denominator=6),
            ),
        )
        for measure_id, title, story, reached in _FUNNEL_STEPS
    ),
    Example(
        measure_id="program_finished",
        title="Too early while someone may still finish in time",
        story="The records end on day 539 after the last day of the quarter. Dee could still finish in time.",
        stays=_FUNNEL,
        period="2020-Q1",
        data_last_on="2021-09-21",
        answers=(Answer(window_days=None, numerator=None, denominator=None, status="too_early"),),
    ),
    Example(
        measure_id="program_exits",
        title="The first and the last day of the quarter",
        story=f"{_EXITS_STORY} So eight left in the quarter.",
        stays=_EXITS,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=8, denominator=None, value=8.0),),
    ),
    *(
        Example(
            measure_id=f"program_exit_{way}",
            title="One of eight",
            story=f"{_EXITS_STORY} So one of eight counts here.",
            stays=_EXITS,
            period="2020-Q1",
            answers=(Answer(window_days=None, numerator=1, denominator=8),),
        )
        for way in _WAYS
    ),
    Example(
        measure_id="program_exit_not_stated",
        title="Nobody wrote it down, or the code is not known",
        story=f"{_EXITS_STORY} So two of eight count here: Gus and Hal.",
        stays=_EXITS,
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=2, denominator=8),),
    ),
    Example(
        measure_id="booked_while_in_program",
        title="From the second day to the last",
        story=(
            "Four people were in the court from January 10 to February 10. Ana was booked on January 11, and Ben on January "
            "10, which is the day he came in. Cal was booked on the day he left, and Dee a day after that."
        ),
        stays=(
            *(_in(person, "2020-01-10", "2020-02-10", EpisodeStatus.REMOVED) for person in _PEOPLE),
            _booked("Ana", "2020-01-11"),
            _booked("Ben", "2020-01-10"),
            _booked("Cal", "2020-02-10"),
            _booked("Dee", "2020-02-11"),
        ),
        period="2020-Q1",
        answers=(Answer(window_days=None, numerator=2, denominator=4),),
    ),
    Example(
        measure_id="first_service_after_referral",
        title="The day itself counts, and only the same program",
        story=f"Four people were sent to the court. {_SEEN_STORY}",
        stays=(*(_sent(person, "2020-01-10") for person in _PEOPLE), *_SEEN),
        period="2020",
        answers=_all(_SOON, (2, 3, 3, 3, 3, 3, 3), 4),
    ),
    Example(
        measure_id="first_service_after_start",
        title="The first day counts, and only the same program",
        story=f"Four people came into the court. {_SEEN_STORY}",
        stays=(*(_in(person, "2020-01-10", "2020-06-10") for person in _PEOPLE), *_SEEN),
        period="2020",
        answers=_all(_SOON, (2, 3, 3, 3, 3, 3, 3), 4),
    ),
    Example(
        measure_id="left_program",
        title="Day 30 and day 365 count",
        story=(
            "Four people came in on January 10. Ana left on day 30, and Ben on day 31. Cal is still there. Dee left "
            "on day 365."
        ),
        stays=(
            _in("Ana", "2020-01-10", "2020-02-09", EpisodeStatus.LEFT_EARLY),
            _in("Ben", "2020-01-10", "2020-02-10", EpisodeStatus.COMPLETED),
            _in("Cal", "2020-01-10", None),
            _in("Dee", "2020-01-10", "2021-01-09"),
        ),
        period="2020",
        answers=_all((30, 90, 180, 365), (1, 2, 2, 3), 4),
    ),
    Example(
        measure_id="finished_of_started",
        title="Everyone who came in is counted",
        story=(
            "Four people came in on January 10. Ana finished on day 180, and Cal on day 365. Ben left early. Dee finished on "
            "day 541."
        ),
        stays=(
            _in("Ana", "2020-01-10", "2020-07-08", EpisodeStatus.COMPLETED),
            _in("Ben", "2020-01-10", "2020-04-19", EpisodeStatus.LEFT_EARLY),
            _in("Cal", "2020-01-10", "2021-01-09", EpisodeStatus.COMPLETED),
            _in("Dee", "2020-01-10", "2021-07-04", EpisodeStatus.COMPLETED),
        ),
        period="2020",
        answers=_all((180, 365, 540), (1, 2, 2), 4),
    ),
    Example(
        measure_id="rebooking_after_program_start",
        title="Whether or not they finished",
        story=(
            "Three people came in on January 10. Ana was booked on that day, which does not count, and on day 30. "
            "Ben finished "
            "and was booked on day 365. Cal was not booked."
        ),
        stays=(
            _in("Ana", "2020-01-10", "2020-02-09", EpisodeStatus.REMOVED),
            _booked("Ana", "2020-01-10"),
            _booked("Ana", "2020-02-09"),
            _in("Ben", "2020-01-10", "2020-09-10", EpisodeStatus.COMPLETED),
            _booked("Ben", "2021-01-09"),
            _in("Cal", "2020-01-10", "2020-02-09", EpisodeStatus.LEFT_EARLY),
        ),
        period="2020",
        answers=_all((30, 90, 180, 365, 730), (1, 1, 1, 2, 2), 3),
    ),
    Example(
        measure_id="rebooking_after_finishing_program",
        title="From the day they finished, and nobody else",
        story=(
            "Ana and Ben finished on January 10. Ana was booked 30 days later, and Ben 31 days later. Cal left early on that "
            "day and was booked too, but is not counted here."
        ),
        stays=(
            _in("Ana", "2019-06-01", "2020-01-10", EpisodeStatus.COMPLETED),
            _booked("Ana", "2020-02-09"),
            _in("Ben", "2019-06-01", "2020-01-10", EpisodeStatus.COMPLETED),
            _booked("Ben", "2020-02-10"),
            _in("Cal", "2019-06-01", "2020-01-10", EpisodeStatus.LEFT_EARLY),
            _booked("Cal", "2020-01-20"),
        ),
        period="2020",
        answers=_all((30, 90, 180, 365, 730), (1, 2, 2, 2, 2), 2),
    ),
)
