"""The worked examples of housing, work and care at entry and at exit of a program."""

from metrics.language import EpisodeStatus, Kind, System
from tests.spec.story import Answer, Example, Stay

STATES = {
    "housing": (
        Kind.HOUSING_STATE,
        EpisodeStatus.PERMANENT,
        EpisodeStatus.HOMELESS,
        "has a lasting home",
        "is homeless",
    ),
    "work": (Kind.WORK_STATE, EpisodeStatus.WORKING, EpisodeStatus.NOT_WORKING, "has work", "has no work"),
    "care": (Kind.CARE_STATE, EpisodeStatus.IN_CARE, EpisodeStatus.NOT_IN_CARE, "is in care", "is not in care"),
}
WORDS = {"housing": "housed", "work": "working", "care": "in_care"}


def in_program(person: str, start_on: str, end_on: str | None) -> Stay:
    """Return the time in a program, which the records of the program tell."""
    return Stay(
        person=person, system=System.PROGRAM, kind=Kind.ENROLLMENT, start_on=start_on, end_on=end_on, reason=None
    )


def note(person: str, kind: Kind, on: str, status: EpisodeStatus, system: System = System.PROGRAM) -> Stay:
    """Return a note of someone's state on one day."""
    return Stay(person=person, system=system, kind=kind, start_on=on, end_on=on, reason=None, status=status)


def _stays(name: str) -> tuple[Stay, ...]:
    kind, good, bad, _, _ = STATES[name]
    unknown = EpisodeStatus.NOT_STATED
    return (
        in_program("Ana", "2020-01-10", "2020-03-31"),
        note("Ana", kind, "2020-01-10", bad),
        note("Ana", kind, "2020-02-10", bad),
        note("Ana", kind, "2020-03-31", good, System.HOUSING),
        in_program("Ben", "2019-05-01", "2020-02-01"),
        note("Ben", kind, "2019-05-01", good),
        note("Ben", kind, "2020-01-15", good),
        note("Ben", kind, "2020-02-01", unknown),
        note("Ben", kind, "2020-02-02", bad),
        in_program("Cal", "2020-01-10", "2020-02-10"),
        note("Cal", kind, "2020-01-09", good),
        note("Cal", kind, "2020-02-10", good),
        in_program("Dee", "2020-01-10", "2020-01-10"),
        note("Dee", kind, "2020-01-10", good),
        in_program("Eva", "2020-01-10", "2020-02-10"),
        note("Eva", kind, "2020-01-10", good),
        note("Eva", kind, "2020-02-10", good),
        note("Eva", kind, "2020-02-10", bad),
        in_program("Fay", "2020-01-10", "2020-04-01"),
        note("Fay", kind, "2020-01-10", good),
        note("Fay", kind, "2020-04-01", good),
    )


def _story(name: str) -> str:
    _, _, _, good, bad = STATES[name]
    return (
        f"Five people left a program in the quarter. Ana {bad} when she enters, and by the last day she {good}. Ben "
        f"{good} when he enters. The last note that says anything before he leaves says that he {good}. What is noted "
        "after he left does not count. For Cal there is a note from the day before he came, and none from the day "
        "itself. Dee left on the day she came, so there is no later note. For Eva, two notes of the last day do not "
        "agree. Fay leaves a day after the quarter. So both ends are known for Ana and Ben."
    )


Told = tuple[str, str, str, int, int]
"""A measure, the title of its example, the last sentence of the story, numerator and denominator."""


def examples(told: tuple[Told, ...], story: str, stays: tuple[Stay, ...]) -> tuple[Example, ...]:
    """Return one example for each measure that is told of the same people in one quarter."""
    return tuple(
        Example(
            measure_id=measure_id,
            title=title,
            story=f"{story} {last}",
            stays=stays,
            period="2020-Q1",
            answers=(Answer(window_days=None, numerator=numerator, denominator=denominator),),
        )
        for measure_id, title, last, numerator, denominator in told
    )


def _examples(name: str) -> tuple[Example, ...]:
    word = WORDS[name]
    told = (
        (f"{word}_at_entry", "At entry", "At entry it was so for 1 of these 2: Ben.", 1, 2),
        (f"{word}_at_exit", "At exit, the same people", "At exit it was so for both.", 2, 2),
        (f"{name}_at_entry_or_exit_unknown", "Not known for some", "Not known for 3 of 5.", 3, 5),
    )
    return examples(told, _story(name), _stays(name))


EXAMPLES = (
    *_examples("housing"),
    Example(
        measure_id="housed_at_exit",
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
