"""The worked examples of new arrests, cases and convictions after leaving jail."""

from metrics.language import EpisodeStatus, Kind, System
from tests.spec.rebooking import everyone
from tests.spec.story import Answer, Example, Stay, arrest, case


def _left_jail(*people: str) -> tuple[Stay, ...]:
    return tuple(Stay(person=person, start_on="2020-01-02", end_on="2020-01-10") for person in people)


EXAMPLES = (
    Example(
        measure_id="rearrest_after_release",
        title="The last day counts, the first does not",
        story=(
            "Four people leave jail on January 10, 2020. Ana is arrested 365 days later, which is inside a year. Ben "
            "is arrested 366 days later. Cal was arrested on the day of release: that is not a later act. Dee is not "
            "arrested."
        ),
        stays=(
            *_left_jail("Ana", "Ben", "Cal", "Dee"),
            arrest("Ana", "2021-01-09"),
            arrest("Ben", "2021-01-10"),
            arrest("Cal", "2020-01-10"),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 1, 2, 2), 4),
    ),
    Example(
        measure_id="rearrest_after_release",
        title="An arrest counts without a booking, and a booking alone does not",
        story=(
            "Ana is arrested in February and let go with a summons: no booking follows. She counts. Ben is booked in "
            "February for a broken rule, and no new act is on record. He does not count here. He is in the numbers of "
            "coming back to jail."
        ),
        stays=(
            *_left_jail("Ana", "Ben"),
            arrest("Ana", "2020-02-09"),
            Stay(person="Ben", start_on="2020-02-01", end_on="2020-02-03", reason="technical_violation"),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 2),
    ),
    Example(
        measure_id="rearrest_after_release",
        title="A county may leave out stays of one day",
        story=(
            "Ana is booked and let go on the same day, and Ben stays a night. This county follows nobody from a stay "
            "that began and ended on one day. So only Ben is counted."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-10", end_on="2020-01-10"),
            arrest("Ana", "2020-02-01"),
            Stay(person="Ben", start_on="2020-01-09", end_on="2020-01-10"),
        ),
        period="2020",
        switched_off=("same_day_stays",),
        answers=everyone((0, 0, 0, 0, 0, 0), 1),
    ),
    Example(
        measure_id="recharge",
        title="Every new case counts, whatever came of it",
        story=(
            "Four people leave jail on January 10, 2020. Ana's new case starts 30 days later and is dismissed. Ben's "
            "starts 31 days later and is still open. Cal's case started on the day of release, and Dee's in the year "
            "before: neither is a new one."
        ),
        stays=(
            *_left_jail("Ana", "Ben", "Cal", "Dee"),
            case("Ana", "2020-02-09", "2020-03-01", EpisodeStatus.DISMISSED),
            case("Ben", "2020-02-10", None),
            case("Cal", "2020-01-10", "2020-06-01", EpisodeStatus.CONVICTED),
            case("Dee", "2019-05-01", "2020-06-01", EpisodeStatus.CONVICTED),
        ),
        period="2020",
        answers=everyone((1, 2, 2, 2, 2, 2), 4),
    ),
    Example(
        measure_id="reconviction",
        title="By the day of the arrest, with a year for the court",
        story=(
            "Five people leave jail on January 10, 2020, and all are arrested 20 days later. The court convicts Ana "
            "365 days after that, which still counts. It convicts Ben one day later, which does not. Cal's case is "
            "dismissed. Dee's is still open. Eva's first case is dismissed, and in her second one, which starts 100 "
            "days after she left, she is convicted: that one decides."
        ),
        stays=(
            *_left_jail("Ana", "Ben", "Cal", "Dee", "Eva"),
            case("Ana", "2020-01-30", "2021-01-29", EpisodeStatus.CONVICTED),
            case("Ben", "2020-01-30", "2021-01-30", EpisodeStatus.CONVICTED),
            case("Cal", "2020-01-30", "2020-05-01", EpisodeStatus.DISMISSED),
            case("Dee", "2020-01-30", None),
            case("Eva", "2020-01-30", "2020-05-01", EpisodeStatus.DISMISSED),
            case("Eva", "2020-04-19", "2020-08-01", EpisodeStatus.CONVICTED),
        ),
        period="2020",
        data_last_on="2025-12-31",
        answers=everyone((1, 1, 2, 2, 2, 2), 5),
    ),
    Example(
        measure_id="reconviction",
        title="Too early until the court had its year",
        story=(
            "The records end on December 31, 2021, a year after the last people left. Ana was convicted long ago. But "
            "of those who were arrested in the last days of their year, many wait for the court. So one year is too "
            "early to say, and 30 days are too."
        ),
        stays=(*_left_jail("Ana"), case("Ana", "2020-01-30", "2020-06-01", EpisodeStatus.CONVICTED)),
        period="2020",
        data_last_on="2021-12-31",
        answers=(
            Answer(window_days=30, numerator=None, denominator=None, status="too_early"),
            Answer(window_days=365, numerator=None, denominator=None, status="too_early"),
        ),
    ),
    Example(
        measure_id="reconviction",
        title="Where the court does not say what came of a case, there is no number",
        story="The county's court file has no column for what came of a case. So a share of 0 would be false.",
        stays=(*_left_jail("Ana"), case("Ana", "2020-01-30", "2020-06-01")),
        period="2020",
        fields=frozenset({"reason"}),
        reported=frozenset({(System.JAIL, Kind.CUSTODY), (System.COURT, Kind.CASE)}),
        answers=(Answer(window_days=365, numerator=None, denominator=None, status="not_reported"),),
    ),
    Example(
        measure_id="reconviction_by_conviction_date",
        title="By the day of the conviction, whenever the act was",
        story=(
            "Four people leave jail on January 10, 2020. Ana was arrested before her stay in jail and is convicted 90 "
            "days after it: she counts here, though she did nothing new. Ben is arrested 20 days after he left, and "
            "is convicted 391 days after he left: he counts within two years. Cal was convicted on the day of "
            "release, which is day 0. Dee's case is dismissed."
        ),
        stays=(
            *_left_jail("Ana", "Ben", "Cal", "Dee"),
            case("Ana", "2020-01-01", "2020-04-09", EpisodeStatus.CONVICTED),
            case("Ben", "2020-01-30", "2021-02-04", EpisodeStatus.CONVICTED),
            case("Cal", "2020-01-01", "2020-01-10", EpisodeStatus.CONVICTED),
            case("Dee", "2020-01-30", "2020-05-01", EpisodeStatus.DISMISSED),
        ),
        period="2020",
        answers=everyone((0, 1, 1, 1, 2, 2), 4),
    ),
)
