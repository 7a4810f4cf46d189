"""Prints the method pages: each measure's declaration and its worked examples, as Markdown.

`make docs` runs it; a test holds docs/method against it.
"""

import sys
from pathlib import Path

from metrics import registry
from metrics.declaration import FollowUpMeasure, Measure, Unit
from metrics.language import Kind, System
from tests.spec import (
    entry_and_exit,
    jail_use,
    length_of_stay,
    often_booked,
    other_systems,
    overlap,
    rearrest,
    rebooking,
    screening,
    time_at_risk,
)
from tests.spec.story import Answer, Example

EXAMPLES = (
    *rebooking.EXAMPLES,
    *time_at_risk.EXAMPLES,
    *rearrest.EXAMPLES,
    *jail_use.EXAMPLES,
    *length_of_stay.EXAMPLES,
    *often_booked.EXAMPLES,
    *screening.EXAMPLES,
    *overlap.EXAMPLES,
    *entry_and_exit.EXAMPLES,
    *other_systems.EXAMPLES,
)
UNITS = {
    Unit.PERSON: "Each person, at the first start in the period.",
    Unit.EVERY_EVENT: "Every release in the period.",
}
HEADER = "<!-- Made by `make docs` from metrics/registry.py and tests/spec/. Do not edit. -->\n\n"


def pages() -> dict[str, str]:
    """Return the text of every method page by its file name."""
    found = {f"{measure.measure_id}.md": HEADER + _page(measure) for measure in registry.MEASURES}
    lines = [f"- [{measure.name}]({measure.measure_id}.md): {measure.question}" for measure in registry.MEASURES]
    found["README.md"] = HEADER + "# How each number is counted\n\n" + "\n".join(lines) + "\n"
    return found


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
    """Return the records as a table: stays have two days, moments have one."""
    if all((stay.system, stay.kind) == (System.JAIL, Kind.CUSTODY) for stay in example.stays):
        header = ["person", "booked", "left", "reason", "mark"]
        rows = [
            [stay.person, stay.start_on, stay.end_on or "still in jail", stay.reason or "not given", stay.group]
            for stay in example.stays
        ]
    else:
        header = ["person", "where", "what", "first day", "last day", "mark"]
        rows = [
            [stay.person, stay.system, stay.kind, stay.start_on, stay.end_on or "not ended", stay.group]
            for stay in example.stays
        ]
    for name, values in (("need", [s.need for s in example.stays]), ("status", [s.status for s in example.stays])):
        if any(values):
            header.append(name)
            rows = [[*row, value or "not given"] for row, value in zip(rows, values, strict=True)]
    lines = [f"| {' | '.join(cells)} |" for cells in (header, *rows)]
    return "\n".join((lines[0], "|---" * len(header) + "|", *lines[1:]))


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
