"""The worked examples of being arrested again after an assessment."""

from metrics.language import Kind, System
from tests.spec.rebooking import everyone
from tests.spec.story import Answer, Example, Stay, arrest, assessment

EXAMPLES = (
    Example(
        measure_id="rearrest",
        title="The last day counts, the first does not",
        story=(
            "Five people are assessed on January 10, 2020. The new act of Ana is 729 days later, that of Ben 730 days "
            "later and that of Cal 731 days later. Two years are 730 days, and day 730 is inside. So Ana and Ben "
            "count within two years, and Cal within three. Dee's act is of the day of the assessment itself: it is "
            "not a later one. Eva has none."
        ),
        stays=(
            assessment("Ana", "2020-01-10"),
            arrest("Ana", "2022-01-08"),
            assessment("Ben", "2020-01-10"),
            arrest("Ben", "2022-01-09"),
            assessment("Cal", "2020-01-10"),
            arrest("Cal", "2022-01-10"),
            assessment("Dee", "2020-01-10"),
            arrest("Dee", "2020-01-10"),
            assessment("Eva", "2020-01-10"),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 0, 2, 3), 5),
    ),
    Example(
        measure_id="rearrest",
        title="Moments are never joined",
        story=(
            "Ana is assessed on March 1 and again on March 2. Stays that follow each other within a day would be one "
            "stay. These are two assessments, and she is counted from the first. Ben has a new act on each of two "
            "days: the first one decides. Both count from 30 days on."
        ),
        stays=(
            assessment("Ana", "2020-03-01"),
            assessment("Ana", "2020-03-02"),
            arrest("Ana", "2020-03-31"),
            assessment("Ben", "2020-03-01"),
            arrest("Ben", "2020-03-15"),
            arrest("Ben", "2020-03-16"),
        ),
        period="2020",
        answers=everyone((2, 2, 2, 2, 2, 2), 2),
    ),
    Example(
        measure_id="rearrest",
        title="Time in jail counts like any other time, and a booking is no arrest",
        story=(
            "Ana is assessed and stays in jail for a year. Her new act comes 400 days after the assessment, so she "
            "counts within two years. Ben is booked again a month later, and no new act is on record: he does not "
            "count. That booking is in the numbers of coming back to jail."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-09", end_on="2021-01-09"),
            assessment("Ana", "2020-01-10"),
            arrest("Ana", "2021-02-13"),
            Stay(person="Ben", start_on="2020-01-09", end_on="2020-01-11"),
            assessment("Ben", "2020-01-10"),
            Stay(person="Ben", start_on="2020-02-10", end_on="2020-02-11"),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 0, 1, 1), 2),
    ),
    Example(
        measure_id="rearrest",
        title="Groups, as they were at the assessment",
        story="Ana has the mark and Ben does not. Of Cal it is not known. The groups add up to everyone.",
        stays=(
            assessment("Ana", "2020-01-10", "yes"),
            arrest("Ana", "2020-02-01"),
            assessment("Ben", "2020-01-10", "no"),
            assessment("Cal", "2020-01-10"),
            arrest("Cal", "2020-06-01"),
        ),
        period="2020",
        answers=(
            Answer(window_days=365, group="yes", numerator=1, denominator=1),
            Answer(window_days=365, group="no", numerator=0, denominator=1),
            Answer(window_days=365, group="not_stated", numerator=1, denominator=1),
        ),
    ),
    Example(
        measure_id="rearrest",
        title="Where no source carries arrests, there is no number",
        story=(
            "The county shares its assessments and no court records. Nobody has a new act on record, but that says "
            "nothing. A share of 0 would be false, so there is none."
        ),
        stays=(assessment("Ana", "2020-01-10"), assessment("Ben", "2020-01-10")),
        period="2020",
        reported=frozenset({(System.JAIL, Kind.ASSESSMENT)}),
        answers=(Answer(window_days=365, numerator=None, denominator=None, status="not_reported"),),
    ),
)
