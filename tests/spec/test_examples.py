"""Every worked example of every measure comes out as it says."""

import datetime as dt

import polars as pl
import pytest

from metrics import registry
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.grouping import Grouping
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import Carried, Settings, prepare
from metrics.programs import Program
from metrics.switches import with_switches
from tests.spec.print_method import EXAMPLES
from tests.spec.story import GROUP_FIELD, Example, Stay, episodes

PROGRAMS = (
    Program(program_id="court", codes=frozenset({"court"}), intercept=3),
    Program(program_id="navigator", codes=frozenset({"navigator"}), intercept=4),
)


def answered(example: Example, stays: tuple[Stay, ...]) -> pl.DataFrame:
    """Return what the program answers to the question of an example, where these records are on file."""
    split = any(answer.group != "all" for answer in example.answers)
    settings = Settings(
        data_first_on=dt.date.fromisoformat(example.data_first_on),
        followed_through_on=dt.date.fromisoformat(example.data_last_on),
        episode_gap_days=example.gap_days,
        groupings=(Grouping(grouping_id="group", field=GROUP_FIELD, group_ids=("yes", "no")),),
        carried=dict.fromkeys(
            example.reported, Carried(through=dt.date.fromisoformat(example.data_last_on), fields=example.fields)
        ),
        switches=dict.fromkeys(example.switched_off, False),
        often=FOUR_IN_THREE_YEARS,
        programs=PROGRAMS,
    )
    windows = sorted({answer.window_days for answer in example.answers if answer.window_days})
    return one_question(
        prepare(episodes(stays), settings),
        with_switches(registry.measure(example.measure_id), settings.switches),
        [parse_period(example.period)],
        windows,
        ("group",) if split else (),
    ).frame


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.measure_id}: {example.title}")
def test_example(example: Example) -> None:
    frame = answered(example, example.stays)
    got = frame.select("window_days", "group", "numerator", "denominator", "status").rows()
    expected = [
        (answer.window_days, answer.group, answer.numerator, answer.denominator, answer.status)
        for answer in example.answers
    ]
    assert sorted(got, key=str) == sorted(expected, key=str)
    for answer in example.answers:
        if answer.value is not None:
            assert frame["value"].to_list() == [answer.value]
    assert (
        frame.filter(pl.col("status") != "shown").select("value", "low", "high").null_count().row(0)
        == ((frame["status"] != "shown").sum(),) * 3
    )


def test_every_measure_has_an_example() -> None:
    assert {example.measure_id for example in EXAMPLES} == {measure.measure_id for measure in registry.MEASURES}
