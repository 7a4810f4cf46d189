"""A walk over the registry: every measure says its parts, has a worked example with an edge day, a page and a slow twin."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, replace
from unittest.mock import patch

import pytest

from metrics import registry
from metrics.declaration import FollowUpMeasure, Measure
from metrics.language import STAYS
from tests.places import ROOT
from tests.reference.twins import TWINS
from tests.spec.print_method import EXAMPLES
from tests.spec.story import Example, Stay
from tests.spec.test_examples import answered

MAY_BE_EMPTY = {
    "reviewed_by",
    "reviewed_on",
    "switches",
    "part_of",
    "outcome_reasons",  # none: any
    "competing",  # none: nothing keeps the outcome from coming
}


def moved_by_a_day(stay: Stay) -> Iterator[Stay]:
    """Yield the record a day earlier and later: the whole of it, and where it lasts, its first or its last day alone."""
    start = dt.date.fromisoformat(stay.start_on)
    end = dt.date.fromisoformat(stay.end_on) if stay.end_on else None
    for step in (-dt.timedelta(days=1), dt.timedelta(days=1)):
        begins, ends = (start + step).isoformat(), (end + step).isoformat() if end else None
        yield replace(stay, start_on=begins, end_on=ends)
        if stay.kind in STAYS and end is not None:
            if start + step <= end:
                yield replace(stay, start_on=begins)
            if start <= end + step:
                yield replace(stay, end_on=ends)


def has_an_edge_day(example: Example) -> bool:
    """Whether some record stands so that a day earlier or later gives another answer: then the example pins that day."""
    only_this = (registry.measure(example.measure_id),)
    with patch.object(registry, "MEASURES", only_this):  # so that nothing else is made ready, hundreds of times
        as_told = answered(example, example.stays)
        return any(
            not answered(example, (*example.stays[:number], moved, *example.stays[number + 1 :])).equals(as_told)
            for number, stay in enumerate(example.stays)
            for moved in moved_by_a_day(stay)
        )


def missing(measure: Measure, examples: tuple[Example, ...]) -> list[str]:
    """Return what a measure lacks."""
    lacks = [
        f.name for f in fields(measure) if f.name not in MAY_BE_EMPTY and getattr(measure, f.name) in ("", (), None)
    ]
    mine = [example for example in examples if example.measure_id == measure.measure_id]
    if not mine:
        lacks.append("a worked example")
    elif not any(has_an_edge_day(example) for example in mine):
        lacks.append("an example with an edge day")
    page = ROOT / "docs" / "method" / f"{measure.measure_id}.md"
    if not page.exists():
        lacks.append("a method page")
    else:
        text = page.read_text("utf-8")
        said = [measure.name, measure.question, measure.source, *measure.left_out, *(one.title for one in mine)]
        lacks += [f"on its page: {words}" for words in said if words not in text]
    if isinstance(measure, FollowUpMeasure):
        lacks += [f"the slot {slot}" for slot in ("{n}", "{period}", "{span}") if slot not in measure.sentence]
    if measure.measure_id not in TWINS:
        lacks.append("a slow twin")
    return lacks


@pytest.mark.parametrize("measure", registry.MEASURES, ids=lambda measure: measure.measure_id)
def test_a_measure_lacks_nothing(measure: Measure) -> None:
    assert missing(measure, EXAMPLES) == []


def test_a_measure_that_is_only_declared_lacks_the_rest() -> None:
    new = replace(registry.REBOOKING, measure_id="rebooking_on_a_sunday", source="", sentence="Some came back.")
    assert missing(new, EXAMPLES) == [
        "source",
        "a worked example",
        "a method page",
        "the slot {n}",
        "the slot {period}",
        "the slot {span}",
        "a slow twin",
    ]


def test_an_example_without_an_edge_day_is_found() -> None:
    """Back after 52 days, asked for a year: no day of it decides."""
    far_from_any_edge = Example(
        measure_id="rebooking",
        title="",
        story="",
        stays=(
            Stay(person="Ana", start_on="2020-05-02", end_on="2020-05-10"),
            Stay(person="Ana", start_on="2020-07-01", end_on=None),
        ),
        period="2020",
        answers=next(one for one in EXAMPLES if one.measure_id == "rebooking").answers,
    )
    assert not has_an_edge_day(far_from_any_edge)
