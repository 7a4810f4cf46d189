"""What must not matter does not, what is missing is said, and nothing about one person comes out."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl
import pytest

from metrics.effects import estimating, models
from metrics.effects.answer import Choice, Evidence
from metrics.effects.design import FEWEST_OF_A_VALUE, design
from metrics.effects.models import Chances
from metrics.effects.moments import FOLDS, ordered
from tests.effects.planted import COVARIATES, OUTCOME, answer, plant

MOMENTS = plant(700, 11).moments


COARSE = MOMENTS.with_columns(
    pl.col("need").round(), pl.col("age") // 30, time_zero_on=pl.col("time_zero_on").dt.truncate("1y")
).unique(["person_id", "time_zero_on"], keep="first", maintain_order=True)
"""Many people have rows in common, and differ in others."""


@pytest.mark.parametrize("moments", [MOMENTS, COARSE], ids=["all differ", "many alike"])
@pytest.mark.parametrize("seed", [1, 2])
def test_other_ids_and_another_order_of_rows_change_nothing(seed: int, moments: pl.DataFrame) -> None:
    people = moments.get_column("person_id").unique()
    names = pl.DataFrame({"person_id": people, "name": people.shuffle(seed=seed).cast(pl.String)})
    changed = moments.join(names, on="person_id").drop("person_id").rename({"name": "person_id"})
    assert answer(changed.sample(fraction=1, shuffle=True, seed=seed)) == answer(moments)


def test_the_same_seed_gives_the_same_answer_and_another_moves_it_little() -> None:
    one, same, other = (answer(MOMENTS, seed=seed).windows[0].difference for seed in (1, 1, 2))
    assert one == same
    assert one is not None
    assert other is not None
    assert 0 < abs(one.value - other.value) < (one.high - one.low) / 10


def test_no_person_is_in_two_folds_and_folds_are_as_large() -> None:
    moments = ordered(MOMENTS, COVARIATES, {365: OUTCOME}, seed=1)
    folds = pl.DataFrame({"person": moments.person, "fold": moments.fold}).unique()
    assert folds.height == MOMENTS.get_column("person_id").n_unique() == folds.get_column("person").n_unique()
    sizes = folds.group_by("fold").len().get_column("len").to_list()
    assert len(sizes) == FOLDS
    assert max(sizes) - min(sizes) <= 2


def test_a_covariate_that_is_there_twice_changes_little_and_breaks_nothing() -> None:
    """It halves the penalty of that column, nothing else."""
    twice = MOMENTS.with_columns(again=pl.col("need"))
    result = estimating.estimate(
        twice, covariates=[*COVARIATES, "again"], outcomes={365: OUTCOME}, randomised=False, seed=1
    )
    one, two = answer(MOMENTS).windows[0].difference, result.windows[0].difference
    assert one is not None
    assert two is not None
    # The again column also decides the order of nothing: it sorts rows as need does, so folds are the same.
    assert two.value == pytest.approx(one.value, abs=0.0005)
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=0.01)


def test_what_is_missing_is_a_column_or_a_value_of_its_own() -> None:
    few = pl.DataFrame(
        {"age": [30, None, 50, 40], "home": ["own", None, "street", "own"], "same": [1, 1, 1, 1], "nan": [0.0, 1, 1, 0]}
    )
    found = design(pl.concat([few] * FEWEST_OF_A_VALUE), ["age", "home", "same", "nan"])
    assert found.names == (
        ("age", None), ("age", "missing"), ("home", "own"), ("home", "street"), ("home", "missing"), ("nan", None),
    )  # fmt: skip
    assert found.columns[1, 0] == 0, "a missing age stands at the mean"
    assert found.columns.mean(axis=0) == pytest.approx(np.zeros(6))
    assert found.columns.std(axis=0) == pytest.approx(np.ones(6))


def test_rare_words_are_put_together_so_that_no_word_of_one_person_comes_out() -> None:
    home = ["own"] * FEWEST_OF_A_VALUE + ["rented"] * (FEWEST_OF_A_VALUE - 1) + ["12 Example Street", None]
    found = design(pl.DataFrame({"home": home}), ["home"])
    assert found.names == (("home", "other"), ("home", "own")), "missing is a mark that one person has"
    assert (found.columns[:, 0] > 0).sum() == FEWEST_OF_A_VALUE


def test_marks_that_few_have_or_lack_are_left_out_since_a_model_learns_of_the_few_alone() -> None:
    many, few = FEWEST_OF_A_VALUE, FEWEST_OF_A_VALUE - 1
    frame = pl.DataFrame(
        {
            "few": [True] * few + [False] * 80,
            "nearly all": [1] * 80 + [0] * few,
            "enough": [False] * (80 + few - many) + [True] * many,
            "number": [2] * few + [0] * 80,
        }
    )
    assert design(frame, frame.columns).names == (("enough", None), ("number", None))


def test_each_kind_of_evidence_ranks_above_the_one_before() -> None:
    assert sorted(Evidence, key=lambda one: one.rank) == [
        Evidence.DESCRIBED_ONLY, Evidence.BEFORE_AFTER, Evidence.LIKE_FOR_LIKE, Evidence.RANDOMISED,
    ]  # fmt: skip


def test_a_number_that_is_missing_for_a_reason_is_balanced_like_any_other() -> None:
    """Need is not on record for those who have much of it, whom the program takes more often."""
    gone = MOMENTS.with_columns(need=pl.when(pl.col("need") < 1).then(pl.col("need")))
    nan = MOMENTS.with_columns(need=pl.when(pl.col("need") < 1).then(pl.col("need")).otherwise(float("nan")))
    (window,) = answer(gone).windows
    (missing,) = [one for one in window.balance if one.level == "missing"]
    assert missing.covariate == "need"
    assert missing.before > 0.1 > abs(missing.after)
    assert answer(nan) == answer(gone)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.col("treated") * 2, "treated must be 0 or 1"),
        (pl.col(OUTCOME) - 3, f"{OUTCOME} must be 0 or 1, or be empty"),
        (pl.lit(None, pl.Int64).alias("person_id"), "person_id is empty"),
        (pl.lit(1).alias("person_id"), "the time zero of another row"),
        (pl.lit("Sam Example").alias("treated"), "treated must be 0 or 1, and is of type String"),
        (pl.date(2020, 1, 1).alias("need"), "need is of type Date"),
    ],
)
def test_what_cannot_be_is_refused_without_naming_anyone(change: pl.Expr, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        answer(MOMENTS.with_columns(change))


def test_covariates_and_columns_must_be_named_once_and_be_there() -> None:
    for covariates, message in (
        ([], "at least one"), (["need", "need"], "named twice"), (["treated"], "named twice"), (["gone"], "lack"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            estimating.estimate(MOMENTS, covariates=covariates, outcomes={365: OUTCOME}, randomised=False, seed=1)


def leaves(value: Any) -> Iterator[Any]:
    """Yield everything that an answer holds; only dataclasses and tuples hold other things."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def test_no_field_holds_an_id_or_a_chance_of_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chance that the models gave is caught on its way, and none comes out; nor does any list as long as the people."""
    given: set[float] = set()

    def caught(*arguments: Any) -> Chances:
        chances = learn(*arguments)
        for part in (chances.program, chances.outcome_with, chances.outcome_without):
            given.update(part.tolist())
        return chances

    learn = models.cross_fitted
    monkeypatch.setattr(estimating, "cross_fitted", caught)
    named = MOMENTS.with_columns(person_id=pl.format("key-{}", "person_id"))
    result = answer(named)
    found = list(leaves(result))
    assert len(given) > 3 * 700, "the models were listened to"
    assert result.windows[0].difference is not None
    assert {type(one) for one in found if not isinstance(one, StrEnum)} <= {int, float, str, type(None)}
    assert not given & {one for one in found if isinstance(one, float)}
    assert {one for one in found if isinstance(one, str) and not isinstance(one, StrEnum)} <= {*COVARIATES, "missing"}
    assert len(found) < 150
    assert "key-" not in repr(result)


def test_every_choice_stands_beside_the_answer_and_only_one_is_it() -> None:
    (window,) = answer(MOMENTS).windows
    assert [one.choice for one in window.choices] == list(Choice)
    assert window.choice is Choice.OVERLAP
    (own,) = [one for one in window.choices if one.choice is window.choice]
    assert own.difference == window.difference
