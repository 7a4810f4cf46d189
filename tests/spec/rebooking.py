"""The worked examples of coming back to jail. They are run as tests and printed as docs/method/."""

from tests.spec.story import Answer, Example, Stay

ALL_WINDOWS = (30, 90, 180, 365, 730, 1095)


def everyone(numerators: tuple[int, ...], denominator: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(window_days=window, numerator=numerator, denominator=denominator)
        for window, numerator in zip(ALL_WINDOWS, numerators, strict=True)
    )


EXAMPLES = (
    Example(
        measure_id="rebooking",
        title="The last day counts",
        story=(
            "Three people leave jail on January 10, 2020. Ana is booked again 364 days later, Ben 365 days later, Cal "
            "366 days later. The day of leaving is day 0, and day 365 is inside a year. So Ana and Ben came back "
            "within a year, and Cal did not."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2021-01-08", end_on="2021-01-20"),
            Stay(person="Ben", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ben", start_on="2021-01-09", end_on="2021-01-20"),
            Stay(person="Cal", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Cal", start_on="2021-01-10", end_on="2021-01-20"),
        ),
        period="2020",
        answers=everyone((0, 0, 0, 2, 3, 3), 3),
    ),
    Example(
        measure_id="rebooking",
        title="Each person once, at the first time they left",
        story=(
            "Ana leaves jail in March, comes back in April, leaves in May, and never comes back. She is counted once, "
            "from the day in March: she came back."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-03-01", end_on="2020-03-15"),
            Stay(person="Ana", start_on="2020-04-01", end_on="2020-05-01"),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 1),
    ),
    Example(
        measure_id="rebooking",
        title="A move is not a return",
        story=(
            "Ana's record ends on March 15, and her next begins on March 16: she was moved. The two are one stay, "
            "which ends on April 1. Ben's second record starts two days after the first ended, so Ben left and came "
            "back."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-03-01", end_on="2020-03-15"),
            Stay(person="Ana", start_on="2020-03-16", end_on="2020-04-01"),
            Stay(person="Ben", start_on="2020-03-01", end_on="2020-03-15"),
            Stay(person="Ben", start_on="2020-03-17", end_on="2020-04-01"),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 2),
    ),
    Example(
        measure_id="rebooking",
        title="Records that overlap are one stay",
        story=(
            "Ana's long record holds a short one inside it, and a third record overlaps its end. All three are one "
            "stay, and she leaves on June 30."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-01", end_on="2020-05-31"),
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-10"),
            Stay(person="Ana", start_on="2020-05-20", end_on="2020-06-30"),
            Stay(person="Ana", start_on="2020-08-29", end_on=None),
        ),
        period="2020",
        answers=everyone((0, 1, 1, 1, 1, 1), 1),
    ),
    Example(
        measure_id="rebooking",
        title="People who are still in jail are not counted",
        story=(
            "Ana was booked in 2018, before the period, and is still in jail when the records end. She never left, so "
            "she is not counted. Ben was booked in 2018 and left in 2020: he is. Cal left in 2020 and came back to a "
            "stay that has not ended: that is a return."
        ),
        stays=(
            Stay(person="Ana", start_on="2018-06-01", end_on=None),
            Stay(person="Ben", start_on="2018-06-01", end_on="2020-02-01"),
            Stay(person="Cal", start_on="2020-01-01", end_on="2020-02-01"),
            Stay(person="Cal", start_on="2020-02-15", end_on=None),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 2),
    ),
    Example(
        measure_id="rebooking",
        title="Too early to say",
        story=(
            "The records end on December 31, 2021. Everyone who left in 2020 was watched for 365 days, the last of "
            "them on December 31, 2020, exactly. Nobody who left late in 2020 was watched for two years, so there is "
            "no number for two years, although Ana did come back."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-03"),
            Stay(person="Ben", start_on="2020-12-20", end_on="2020-12-31"),
        ),
        period="2020",
        data_last_on="2021-12-31",
        answers=(
            Answer(window_days=30, numerator=1, denominator=2),
            Answer(window_days=90, numerator=1, denominator=2),
            Answer(window_days=180, numerator=1, denominator=2),
            Answer(window_days=365, numerator=1, denominator=2),
            Answer(window_days=730, numerator=None, denominator=None, status="too_early"),
            Answer(window_days=1095, numerator=None, denominator=None, status="too_early"),
        ),
    ),
    Example(
        measure_id="rebooking",
        title="Groups, and those of whom it is not known",
        story=(
            "Ana has the mark, Ben does not, and of Cal it is not known. The mark is the one of the stay that they "
            "left: Ben got his later, so he stays in the group without it. The groups add up to everyone."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10", group="yes"),
            Stay(person="Ana", start_on="2020-06-01", end_on="2020-06-03", group="yes"),
            Stay(person="Ben", start_on="2020-01-02", end_on="2020-01-10", group="no"),
            Stay(person="Ben", start_on="2020-07-01", end_on="2020-07-03", group="yes"),
            Stay(person="Cal", start_on="2020-01-02", end_on="2020-01-10", group="not_stated"),
        ),
        period="2020",
        answers=(
            Answer(window_days=365, group="yes", numerator=1, denominator=1),
            Answer(window_days=365, group="no", numerator=1, denominator=1),
            Answer(window_days=365, group="not_stated", numerator=0, denominator=1),
        ),
    ),
    Example(
        measure_id="rebooking",
        title="Where the records give no reason, a return is a return",
        story="Ana comes back, and no record in this county says why anyone was booked. She came back all the same.",
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10", reason=None),
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-03", reason=None),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 1),
    ),
    Example(
        measure_id="rebooking_new_offense",
        title="Only the first return decides",
        story=(
            "Ana comes back on a new charge after 30 days, and day 30 counts. Ben comes back for breaking a rule of "
            "parole, and later on a new charge. Cal comes back, and the record does not say why. Only Ana counts here, "
            "so that the three parts add up to all returns."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-02-09", end_on="2020-02-11", reason="new_offense"),
            Stay(person="Ben", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ben", start_on="2020-02-01", end_on="2020-02-03", reason="technical_violation"),
            Stay(person="Ben", start_on="2020-03-01", end_on="2020-03-03", reason="new_offense"),
            Stay(person="Cal", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Cal", start_on="2020-02-01", end_on="2020-02-03", reason="not_stated"),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 3),
    ),
    Example(
        measure_id="rebooking_technical",
        title="A broken rule with no new charge",
        story=(
            "Three people come back. Only Ben's first return was for breaking a rule of parole. He comes back after 30 "
            "days, the last day that counts within 30."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-03", reason="new_offense"),
            Stay(person="Ben", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ben", start_on="2020-02-09", end_on="2020-02-11", reason="technical_violation"),
            Stay(person="Cal", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Cal", start_on="2020-02-01", end_on="2020-02-03", reason="not_stated"),
        ),
        period="2020",
        answers=everyone((1, 1, 1, 1, 1, 1), 3),
    ),
    Example(
        measure_id="rebooking_other",
        title="Another reason, or one that is not known",
        story=(
            "Ana comes back by order of a court. Ben comes back, and the record does not say why. Cal comes back with "
            "a code that the county file does not name, after 30 days: day 30 counts. All three count here."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-02-01", end_on="2020-02-03", reason="court_order"),
            Stay(person="Ben", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ben", start_on="2020-02-01", end_on="2020-02-03", reason="not_stated"),
            Stay(person="Cal", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Cal", start_on="2020-02-09", end_on="2020-02-11", reason="unmapped"),
        ),
        period="2020",
        answers=everyone((3, 3, 3, 3, 3, 3), 3),
    ),
    Example(
        measure_id="rebooking_every_release",
        title="Every time someone leaves",
        story=(
            "Ana leaves jail three times in 2020 and comes back after the first two, once after 30 days: day 30 counts. "
            "Ben leaves once and does not come back. Counted by person, 1 of 2 came back. Counted by every time someone "
            "left, 2 of 4 did: a person who comes back often weighs more."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-01-02", end_on="2020-01-10"),
            Stay(person="Ana", start_on="2020-02-09", end_on="2020-02-11"),
            Stay(person="Ana", start_on="2020-03-01", end_on="2020-03-03"),
            Stay(person="Ben", start_on="2020-01-02", end_on="2020-01-10"),
        ),
        period="2020",
        answers=everyone((2, 2, 2, 2, 2, 2), 4),
    ),
    Example(
        measure_id="rebooking",
        title="A county that does not count holds and same-day stays",
        story=(
            "Ana leaves in March, is held for another county in April, and comes back on a new charge 100 days after "
            "she left. This county has switched holds off, so her return is that of day 100. Ben is booked and let go "
            "on the same day, and comes back the week after. With same-day stays switched off nobody is followed from "
            "that day: Ben is counted from the end of his second stay, and does not come back."
        ),
        stays=(
            Stay(person="Ana", start_on="2020-03-01", end_on="2020-03-15"),
            Stay(person="Ana", start_on="2020-04-01", end_on="2020-04-05", reason="other_authority"),
            Stay(person="Ana", start_on="2020-06-23", end_on="2020-06-30"),
            Stay(person="Ben", start_on="2020-03-01", end_on="2020-03-01"),
            Stay(person="Ben", start_on="2020-03-08", end_on="2020-03-12"),
        ),
        period="2020",
        switched_off=("holds", "same_day_stays"),
        answers=everyone((0, 0, 1, 1, 1, 1), 2),
    ),
)
