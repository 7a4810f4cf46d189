"""Prints the method pages: each measure's declaration and its worked examples, as Markdown.

`make docs` runs it; a test holds docs/method against it.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from metrics import registry
from metrics.declaration import FollowUpMeasure, Measure, Unit
from metrics.declared import not_measured
from metrics.language import Kind, System
from tests.spec import (
    care,
    entry_and_exit,
    home_again,
    jail_use,
    length_of_stay,
    months_later,
    new_acts,
    often_booked,
    other_systems,
    overlap,
    prison_and_supervision,
    programs,
    rearrest,
    rebooking,
    screening,
    time_at_risk,
)
from tests.spec.story import Answer, Example, Stay

EXAMPLES = (
    *rebooking.EXAMPLES,
    *time_at_risk.EXAMPLES,
    *rearrest.EXAMPLES,
    *new_acts.EXAMPLES,
    *prison_and_supervision.EXAMPLES,
    *home_again.EXAMPLES,
    *care.EXAMPLES,
    *jail_use.EXAMPLES,
    *length_of_stay.EXAMPLES,
    *often_booked.EXAMPLES,
    *screening.EXAMPLES,
    *overlap.EXAMPLES,
    *programs.EXAMPLES,
    *entry_and_exit.EXAMPLES,
    *months_later.EXAMPLES,
    *other_systems.EXAMPLES,
)
UNITS = {
    Unit.PERSON: "Each person, at the first start in the period.",
    Unit.EVERY_EVENT: "Every release in the period.",
    Unit.PERSON_IN_PROGRAM: "Each person once in each program, at the first start there in the period.",
}
HEADER = "<!-- Made by `make docs` from metrics/registry.py and tests/spec/. Do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """Return the text of every method page by its file name."""
    found = {f"{measure.measure_id}.md": HEADER + _page(measure) for measure in registry.MEASURES}
    found["README.md"] = HEADER + _index()
    return found


def _index() -> str:
    """Return the list of all measures, by the question that they answer."""
    parts = ["# How each number is counted"]
    for topic, measures in registry.by_topic(registry.MEASURES).items():
        lines = [f"- [{measure.name}]({measure.measure_id}.md): {measure.question}" for measure in measures]
        parts += [f"## {topic.question}", topic.sentence, "\n".join(lines)]
    left = [f"- `{word}`: {reason}" for word, reason in (*not_measured.KINDS.items(), *not_measured.STATUSES.items())]
    parts += [
        "## What no number looks for by name",
        "Our language has words that a source may carry and that no number is made of. Each has its reason.",
        "\n".join(left),
    ]
    return "\n\n".join(parts) + "\n"


def _page(measure: Measure) -> str:
    left_out = "\n".join(f"- {sentence}" for sentence in measure.left_out)
    examples = [example for example in EXAMPLES if example.measure_id == measure.measure_id]
    parts = [
        f"# {measure.name}",
        measure.question,
        f"Measure `{measure.measure_id}`, version {measure.version}, last changed {measure.changed_on}.",
        "## What is counted",
        _counted(measure),
        "## What is left out",
        left_out,
        "## Which way is better",
        {"lower": "Lower is better.", "higher": "Higher is better."}.get(measure.better, "Readers may disagree."),
        "## Source",
        measure.source,
        "## Worked examples",
        "Each example is run as a test: the program must give exactly these answers.",
        *(_example(example) for example in examples),
    ]
    return "\n\n".join(parts) + "\n"


def _counted(measure: Measure) -> str:
    if not isinstance(measure, FollowUpMeasure):
        return measure.counted
    windows = ", ".join(str(window) for window in measure.windows_days)
    rows = {
        "Start": measure.start_event,
        "Who is in": measure.cohort,
        "Outcome": measure.outcome,
        "How long we look": f"{windows} days after the start, which is day 0. The last day is inside.",
        "Counted once": UNITS[measure.unit],
    }
    return "| part | meaning |\n|---|---|\n" + "\n".join(f"| {part} | {text} |" for part, text in rows.items())


def _example(example: Example) -> str:
    answers = "\n".join(_answer(answer) for answer in example.answers)
    return (
        f"### {example.title}\n\n{example.story}\n\n"
        f"{_what_happened(example)}\n\n"
        f"Period {example.period}; the records run from {example.data_first_on} to {example.data_last_on}.\n\n"
        f"| days | group | numerator | denominator | value | status |\n|---|---|---|---|---|---|\n{answers}"
    )


def _what_happened(example: Example) -> str:
    """Return the records as a table: stays in jail, or anything else by its kind with what is told of it."""
    if all((stay.system, stay.kind) == (System.JAIL, Kind.CUSTODY) and stay.need is None for stay in example.stays):
        header = "| person | booked | left | reason | mark |\n|---|---|---|---|---|\n"
        return header + "\n".join(
            f"| {stay.person} | {stay.start_on} | {_ended(stay)} | {stay.reason or 'not given'} | {stay.group} |"
            for stay in example.stays
        )
    told: dict[str, Callable[[Stay], str]] = {
        "person": lambda stay: stay.person,
        "what": _what,
        "first day": lambda stay: stay.start_on,
        "last day": _ended,
    }
    if len({stay.reason for stay in example.stays}) > 1:
        told["reason"] = lambda stay: stay.reason or "-"
    if any(stay.status for stay in example.stays):
        told["what came of it"] = lambda stay: stay.status or "-"
    if any(stay.need for stay in example.stays):
        told["need found"] = lambda stay: stay.need or "-"
    if any(stay.program for stay in example.stays):
        told["program"] = lambda stay: stay.program or "-"
    told["mark"] = lambda stay: stay.group
    header = f"| {' | '.join(told)} |\n|{'---|' * len(told)}\n"
    return header + "\n".join(f"| {' | '.join(tell(stay) for tell in told.values())} |" for stay in example.stays)


def _what(stay: Stay) -> str:
    return f"{stay.system} {stay.kind}" if stay.kind is Kind.CUSTODY else stay.kind.replace("_", " ")


def _ended(stay: Stay) -> str:
    return stay.end_on or ("still in jail" if stay.system is System.JAIL else "not ended")


def _answer(answer: Answer) -> str:
    value = answer.value
    if value is None and answer.numerator is not None and answer.denominator:
        value = round(answer.numerator / answer.denominator, 4)
    cells = (answer.window_days, answer.group, answer.numerator, answer.denominator, value, answer.status)
    return "| " + " | ".join("-" if cell is None else str(cell) for cell in cells) + " |"


def main(folder: Path) -> None:
    """Write every page into the folder, and remove pages of measures that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
