"""What must hold for the answers of every measure, on random records of all kinds and systems; and that they reach it."""

from collections.abc import Callable
from functools import cache
from typing import Final

import polars as pl
import pytest

from metrics import registry
from metrics.bands import bands
from metrics.declaration import FollowUpMeasure, Measure, PeriodMeasure, ValueUnit
from metrics.language import ALL, CONSENTS, Kind, Status, System
from metrics.measuring import everything
from metrics.prepared import prepare
from metrics.programs import PROGRAM
from metrics.tallies.kinds import AverageDay, TopShare
from tests.reference.every_kind import GROUPS, KINDS_OF, every_kind, everything_is_reported
from tests.reference.test_slow_twin import frame

SEEDS: Final = (20261125, 20261126)
PEOPLE: Final = 1200
CELL: Final = ["measure_id", "period", "group"]
CELL_OF_A_DRAW: Final = ["seed", "period", "group"]
FOLLOW_UPS: Final = [measure.measure_id for measure in registry.follow_up_measures()]
SHARES: Final = [
    *FOLLOW_UPS,
    *(m.measure_id for m in registry.MEASURES if isinstance(m, PeriodMeasure) and m.value_unit is ValueUnit.SHARE),
]
WHOLE_OF: Final = {measure.measure_id: measure.part_of for measure in registry.MEASURES if measure.part_of}
# The few with the most are other people in a group than in the whole: their shares do not add up, and need not.
IN_GROUPS: Final = [
    m.measure_id for m in registry.MEASURES if not (isinstance(m, PeriodMeasure) and isinstance(m.tally, TopShare))
]
DAYS_OF_THE_PERIOD: Final = [
    m.measure_id for m in registry.MEASURES if isinstance(m, PeriodMeasure) and isinstance(m.tally, AverageDay)
]


@cache
def answers_of_programs_too(seed: int) -> pl.DataFrame:
    """Return every answer that has a number, of one draw of records."""
    answers = everything(prepare(frame(every_kind(seed, PEOPLE)), everything_is_reported())).frame
    assert set(answers["status"]) == {Status.SHOWN, Status.TOO_EARLY, Status.NOT_REPORTED}
    return answers.filter(pl.col("status") == Status.SHOWN)


@cache
def answers_with_a_number(seed: int) -> pl.DataFrame:
    """Return those that are not split by program."""
    return answers_of_programs_too(seed).filter(pl.col(PROGRAM) == ALL).drop(PROGRAM)


@pytest.fixture(params=SEEDS)
def shown(request: pytest.FixtureRequest) -> pl.DataFrame:
    return answers_with_a_number(request.param)


@pytest.fixture
def of_all_draws() -> pl.DataFrame:
    return pl.concat(answers_with_a_number(seed).with_columns(seed=pl.lit(seed)) for seed in SEEDS)


def above_their_denominator(shown: pl.DataFrame) -> pl.DataFrame:
    """Return shares of more than everyone, or outside their own range."""
    shares = shown.filter(pl.col("measure_id").is_in(SHARES))
    inside = pl.col("value").is_between("low", "high") & (pl.col("low") >= 0) & (pl.col("high") <= 1)
    return shares.filter((pl.col("numerator") > pl.col("denominator")) | ~inside.fill_null(value=True))


def falls(shown: pl.DataFrame) -> pl.DataFrame:
    """Return the rates of follow-ups that are lower after a longer time, or of other people."""
    rates = shown.filter(pl.col("measure_id").is_in(FOLLOW_UPS))
    step = pl.col("numerator", "denominator").diff().over(CELL, order_by="window_days").name.suffix("_step")
    return rates.with_columns(step).filter((pl.col("numerator_step") < 0) | (pl.col("denominator_step") != 0))


def parts_that_do_not_add_up(shown: pl.DataFrame) -> pl.DataFrame:
    """Return the wholes whose parts have another sum; a whole with no parts beside it is one of them."""
    key = ["whole", "period", "group", "window_days"]
    parts = shown.filter(pl.col("measure_id").is_in(list(WHOLE_OF)))
    parts = parts.with_columns(whole=pl.col("measure_id").replace_strict(WHOLE_OF, return_dtype=pl.String))
    sums = parts.group_by(key).agg(pl.col("numerator").sum().alias("sum_of_parts"))
    wholes = shown.filter(pl.col("measure_id").is_in(list(WHOLE_OF.values())))
    both = wholes.rename({"measure_id": "whole"}).join(sums, on=key, how="left", nulls_equal=True)
    return both.filter(pl.col("numerator").ne_missing(pl.col("sum_of_parts")))


def groups_that_do_not_add_up(shown: pl.DataFrame) -> pl.DataFrame:
    """Return the answers for everyone whose groups have another sum."""
    key = ["measure_id", "period", "window_days"]
    mine = shown.filter(pl.col("measure_id").is_in(IN_GROUPS))
    sums = mine.filter(pl.col("group") != "all").group_by(key).agg(pl.col("numerator", "denominator").sum())
    both = mine.filter(pl.col("group") == "all").join(sums, on=key, how="left", nulls_equal=True, suffix="_sum")
    differ = pl.col("numerator").fill_null(0) != pl.col("numerator_sum")
    people = pl.col("denominator").fill_null(0) != pl.col("denominator_sum")
    return both.filter(differ | (people & ~pl.col("measure_id").is_in(DAYS_OF_THE_PERIOD)))


CHECKS: Final[tuple[Callable[[pl.DataFrame], pl.DataFrame], ...]] = (
    above_their_denominator,
    falls,
    parts_that_do_not_add_up,
    groups_that_do_not_add_up,
)


@pytest.mark.parametrize("check", CHECKS)
def test_every_answer_holds(check: Callable[[pl.DataFrame], pl.DataFrame], shown: pl.DataFrame) -> None:
    assert check(shown).rows(named=True) == []


@pytest.mark.parametrize(
    ("check", "measure_id"),
    [
        (above_their_denominator, "return_to_homelessness"),
        (above_their_denominator, "in_jail_and_crisis"),
        (falls, "follow_up_after_hospital"),
        (falls, "supervision_revocation"),
        (parts_that_do_not_add_up, "reincarceration_technical"),
        (parts_that_do_not_add_up, "no_screening_result"),
        (parts_that_do_not_add_up, "jail_and_2_other_systems"),
        (groups_that_do_not_add_up, "foster_care_reentry"),
        (groups_that_do_not_add_up, "days_at_liberty"),
        (groups_that_do_not_add_up, "supervised_on_an_average_day"),
    ],
)
def test_a_check_finds_one_wrong_number(
    check: Callable[[pl.DataFrame], pl.DataFrame], measure_id: str, shown: pl.DataFrame
) -> None:
    """The first answer of a measure for everyone is moved by more than all people there are."""
    rows = shown.with_row_index()
    mine = rows.filter(pl.col("measure_id") == measure_id, pl.col("group") == "all", pl.col("numerator") > 0)
    first = mine.sort("period", "window_days")["index"][0]
    wrong = pl.when(pl.col("index") == first).then(pl.col("numerator") + 1_000_000).otherwise("numerator")
    assert check(rows.with_columns(numerator=wrong)).height == 1


def test_only_answers_about_programs_are_split_by_program_and_these_add_up() -> None:
    shown = answers_of_programs_too(SEEDS[0])
    split = shown.filter(pl.col(PROGRAM) != ALL)
    of_programs = {measure.measure_id for measure in registry.MEASURES if measure.starts.system is System.PROGRAM}
    assert set(split["measure_id"]) == of_programs
    key = ["measure_id", "period", "window_days", "group"]
    sums = split.group_by(key).agg(pl.col("numerator", "denominator").sum())
    both = shown.filter(pl.col(PROGRAM) == ALL).join(sums, on=key, nulls_equal=True, suffix="_sum")
    assert both.height > 0
    assert both.filter(pl.col("numerator") != pl.col("numerator_sum")).is_empty()
    assert both.filter(pl.col("denominator").fill_null(0) != pl.col("denominator_sum")).is_empty()


def test_parts_are_left_out_by_nobody() -> None:
    """Every measure that is a part names a whole of the registry; both families have such parts."""
    measures = {measure.measure_id: measure for measure in registry.MEASURES}
    assert set(WHOLE_OF.values()) <= set(measures)
    families = {(type(measures[part]), type(measures[whole])) for part, whole in WHOLE_OF.items()}
    assert families == {(FollowUpMeasure, FollowUpMeasure), (PeriodMeasure, PeriodMeasure)}


@pytest.mark.parametrize("measure", registry.follow_up_measures(), ids=lambda measure: measure.measure_id)
def test_bands_add_up_to_the_last_window(measure: FollowUpMeasure, of_all_draws: pl.DataFrame) -> None:
    mine = pl.col("measure_id") == measure.measure_id, pl.col("window_days").is_in(measure.windows)
    rates = of_all_draws.filter(*mine).filter(pl.len().over(CELL_OF_A_DRAW) == len(measure.windows))
    told = bands(rates, measure.windows)
    assert told["numerator"].ge(0).all()
    sums = told.group_by(CELL_OF_A_DRAW).agg(pl.col("numerator").sum())
    last = rates.filter(pl.col("window_days") == max(measure.windows)).join(sums, on=CELL_OF_A_DRAW, suffix="_sum")
    assert last.height == sums.height > 0
    assert last["numerator"].to_list() == last["numerator_sum"].to_list()
    assert set(told.filter(pl.col("numerator") > 0)["window_days"]) == set(measure.windows), "no band is always empty"


@pytest.mark.parametrize("measure", registry.MEASURES, ids=lambda measure: measure.measure_id)
def test_the_random_records_reach_every_measure(measure: Measure, of_all_draws: pl.DataFrame) -> None:
    """Otherwise all that is asserted above would be asserted of zeros."""
    mine = of_all_draws.filter(pl.col("measure_id") == measure.measure_id)
    is_median = mine["numerator"].null_count() == mine.height
    found = mine.filter(pl.col("value") > 0 if is_median else pl.col("numerator") > 0)
    assert set(found["group"]) == {"all", *GROUPS}
    assert set(found["window_days"]) >= set(measure.windows_days)
    if measure.measure_id in SHARES:
        assert found.filter(pl.col("numerator") < pl.col("denominator")).height > 0, "it is everyone, always"


def test_the_random_records_are_of_every_system_and_kind_that_an_extract_can_hold() -> None:
    drawn = {(record["system"], record["kind"]) for record in every_kind(SEEDS[0], PEOPLE)}
    assert drawn == {(system, kind) for system, kinds in KINDS_OF.items() for kind in kinds if kind not in CONSENTS}
    assert {system for system, _ in drawn} == set(System)
    assert {kind for _, kind in drawn} == set(Kind) - CONSENTS, "consents never leave the warehouse"
