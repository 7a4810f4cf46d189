"""The worked examples of housing, work and care at entry to a program and 6 and 12 months later."""

from metrics.language import EpisodeStatus, Kind, System
from tests.spec.entry_and_exit import STATES, WORDS, examples, in_program, note
from tests.spec.story import Answer, Example, Stay

_ENDS = ("when_entering", "6_months_later", "12_months_later")


def _stays(name: str) -> tuple[Stay, ...]:
    kind, good, bad, _, _ = STATES[name]
    return (
        in_program("Ana", "2020-01-10", "2020-12-01"),
        note("Ana", kind, "2020-01-10", bad),
        note("Ana", kind, "2020-06-08", bad),
        note("Ana", kind, "2020-09-06", good),
        note("Ana", kind, "2021-01-09", good, System.HOUSING),
        in_program("Ben", "2020-02-01", "2020-03-01"),
        note("Ben", kind, "2020-02-01", good),
        note("Ben", kind, "2020-07-30", good),
        note("Ben", kind, "2020-08-15", EpisodeStatus.NOT_STATED),
        note("Ben", kind, "2021-01-31", bad),
        in_program("Cal", "2020-01-10", None),
        note("Cal", kind, "2020-01-10", good),
        note("Cal", kind, "2020-06-07", good),
        note("Cal", kind, "2021-01-09", good),
        in_program("Dee", "2020-01-10", "2020-12-01"),
        note("Dee", kind, "2020-01-11", good),
        note("Dee", kind, "2020-07-08", good),
        note("Dee", kind, "2021-01-09", good),
        in_program("Eva", "2020-01-10", "2020-12-01"),
        note("Eva", kind, "2020-01-10", good),
        note("Eva", kind, "2020-07-08", good),
        note("Eva", kind, "2021-01-09", good),
        note("Eva", kind, "2021-01-09", bad),
        in_program("Fay", "2020-04-01", "2020-12-01"),
        note("Fay", kind, "2020-04-01", good),
        note("Fay", kind, "2020-09-28", good),
        note("Fay", kind, "2021-04-01", good),
    )


def _story(name: str) -> str:
    _, _, _, good, bad = STATES[name]
    return (
        f"Five people entered a program in the quarter. Ana {bad} when she enters. Day 180 after it is July 8. A note from "
        "June 8, 30 days before, would count. The last one in time is from September 6, 60 days after, and says that she "
        f"{good}. So does a note of the shelters at 12 months. Ben {good} when he enters. He leaves the program after a "
        f"month, and is still asked: at 6 months he {good}, and at 12 months he {bad}. A later note that says nothing "
        "changes nothing. The next note of Cal is from June 7, a day too early. Of Dee's first day there is none. For Eva, "
        "two notes of one day do not agree. Fay enters a day after the quarter. So all three times are known for Ana and "
        "Ben."
    )


def _examples(name: str) -> tuple[Example, ...]:
    word = WORDS[name]
    told = (
        (f"{word}_{_ENDS[0]}", "At entry", "At entry it was so for 1 of these 2: Ben.", 1, 2),
        (f"{word}_{_ENDS[1]}", "Six months later, the same people", "Six months later it was so for both.", 2, 2),
        (f"{word}_{_ENDS[2]}", "Twelve months later", "Twelve months later it was so for 1 of the 2: Ana.", 1, 2),
        (f"{name}_over_12_months_unknown", "Not known for some", "Not known for 3 of 5.", 3, 5),
    )
    return examples(told, _story(name), _stays(name))


def _too_early(data_last_on: str, answer: Answer, title: str, story: str) -> Example:
    return Example(
        measure_id="housed_12_months_later",
        title=title,
        story=story,
        stays=tuple(stay for stay in _stays("housing") if stay.person == "Ana"),
        period="2020-Q1",
        data_last_on=data_last_on,
        answers=(answer,),
    )


EXAMPLES = (
    *_examples("housing"),
    _too_early(
        "2021-05-29",
        Answer(window_days=None, numerator=None, denominator=None, status="too_early"),
        "A day too early to tell",
        "Who entered on March 31, 2020, can be asked until May 30, 2021: 365 days later, and 60 more. The records end on May "
        "29. So there is no number for the quarter yet, though all is known of Ana.",
    ),
    _too_early(
        "2021-05-30",
        Answer(window_days=None, numerator=1, denominator=1),
        "The first day on which it can be told",
        "The records go on for one more day. Now all who entered in the quarter have been watched to the end, and there is a "
        "number.",
    ),
    Example(
        measure_id="housed_12_months_later",
        title="A county whose programs note no housing",
        story="The county shares the days in programs, and nothing of where people live. So there is no number.",
        stays=(in_program("Ana", "2020-01-10", "2020-03-31"),),
        period="2020-Q1",
        reported=frozenset({(System.PROGRAM, Kind.ENROLLMENT)}),
        answers=(Answer(window_days=None, numerator=None, denominator=None, status="not_reported"),),
    ),
    *_examples("work"),
    *_examples("care"),
)
