"""What the most knowing reader learns of one person from a published comparison: who has the outcome, who is new.

The reader knows every record but one bit per person, also the weight of each in every way to compare.
"""

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pytest

from data_access.kept_effects import EFFECTS, read_effects, write_effects
from metrics.attack_report import PARTNER_GATES, PUBLIC_GATES, Gates
from metrics.attacks import auc
from metrics.blurring import Noise
from metrics.effects import choices, design, estimating, matching, measured, models, moments, protecting, scores
from metrics.effects.answer import Choice, Declined, Evidence
from metrics.effects.measured import Measured, MeasuredWindow
from metrics.effects.moments import Floats
from metrics.effects.people import People, outcome_name
from metrics.effects.protecting import told
from metrics.effects.shown import ShownDifference, ShownEffects, ShownWindow
from metrics.group_keys import RECORD_KEY, Secret
from metrics.limits import MOST_OF_ONE_PERSON, PARTNER, PUBLIC, TABLE, Limits
from metrics.noise import KEYS
from tests.effects.planted import COVARIATES, OUTCOME, plant
from tests.effects.small_program import asked

NOISE: Final = Noise(secret=Secret(value=bytes(range(32))), extract_id="2023-12-31-made-up")
THROUGH: Final = dt.date(2021, 12, 31)
COINS: Final = 40


def people_of(people: int, seed: int) -> pl.DataFrame:
    """Return planted moments, with record keys and all of them watched for a year."""
    frame = plant(people, seed).moments.rename({OUTCOME: outcome_name(365)})
    keys = np.random.default_rng(seed).integers(0, 2**62, people).astype(np.uint64)
    return frame.with_columns(pl.lit(pl.Series(keys)).gather(pl.col("person_id")).alias(RECORD_KEY))


def measured_of(frame: pl.DataFrame, *, through: dt.date = THROUGH) -> Measured:
    """Return the comparison of such moments, as the program measures it."""
    name = outcome_name(365)
    effect = estimating.estimate(frame, covariates=COVARIATES, outcomes={365: name}, randomised=False, seed=1)
    window = MeasuredWindow(
        window_days=365,
        first_on=dt.date(2019, 1, 1),
        through_on=through,
        rows=frame,
        effect=effect.windows[0],
        usual=None,
    )
    found: People | None = None
    return Measured(compare=asked(), people=found, windows=(window,))


def shown(frame: pl.DataFrame, before: ShownDifference | None = None, noise: Noise = NOISE) -> ShownWindow:
    return told(measured_of(frame), PUBLIC, noise, before).windows[0]


@cache
def weights(people: int, seed: int) -> tuple[Floats, Floats]:
    """Return what each person's outcome adds to each number that is shown (rows), and the shift's unit of each number."""
    frame = people_of(people, seed)
    made = moments.ordered(frame, COVARIATES, {365: outcome_name(365)}, 1)
    outcome = made.frame[outcome_name(365)].cast(pl.Float64).to_numpy()
    prepared = design.design(made.frame, COVARIATES)
    chances = models.cross_fitted(prepared.columns, made.treated, outcome, made.fold, np.ones(outcome.size))
    everyone = np.ones(outcome.size, dtype=np.bool_)
    own = scores.overlap(chances, made.treated, outcome, np.ones(outcome.size))
    others = [
        scores.unadjusted(made.treated, outcome, everyone),
        scores.on_the_treated(chances, made.treated, outcome),
        choices.matched(made.treated, outcome, matching.pairs(chances.program, made.treated)),
        scores.trimmed(chances, made.treated, outcome),
    ]
    rates = [own.with_program, own.like_group, *(one.difference for one in others if one is not None)]
    rates.append(scores.unadjusted(made.treated, outcome, everyone).with_program)  # observed, beside what is usual
    rows = np.stack([np.bincount(made.person, weights=rate.reach) for rate in rates])
    units = np.abs(rows).max(axis=1)
    told_rows = units <= MOST_OF_ONE_PERSON
    return rows[told_rows], units[told_rows]


def learnt(rows: Floats, units: Floats, seed: int, *, share: float = 0.4) -> tuple[float, float]:
    """Toss a coin for each person, shift and round as the program does, and solve for the coins: AUC, and share of right."""
    rng = np.random.default_rng(seed)
    has = np.asarray(rng.random(rows.shape[1]) < share)
    shifts = TABLE.shown(np.full(len(rows), 200), rng.integers(0, KEYS, len(rows)).astype(np.uint64)) - 200
    seen = np.round(rows @ has + shifts * units, 2)
    spread = share * (1 - share)
    covariance = spread * rows @ rows.T + np.diag(TABLE.variance * units**2 + 0.01**2 / 12)
    score = share + spread * rows.T @ np.linalg.solve(covariance, seen - share * rows.sum(axis=1))
    above = score > np.median(score)
    right = (above[has].mean() + (~above[~has]).mean()) / 2
    return auc(score, np.int64(1) * has, np.int64(1) * ~has), float(right)


@pytest.mark.parametrize(("people", "gates"), [(150, PARTNER_GATES), (300, PUBLIC_GATES)], ids=["partner", "public"])
def test_all_numbers_of_a_comparison_together_tell_little_of_one_person(people: int, gates: Gates) -> None:
    """As few people as an audience is shown a comparison of, or a little more: 60 on a side of 150, and 100 of 300."""
    rows, units = weights(people, 5)
    assert len(rows) >= 5
    found = np.array([learnt(rows, units, seed) for seed in range(COINS)]).mean(axis=0)
    assert found[0] <= gates.auc
    assert found[1] <= gates.averaging


def test_a_reader_who_knows_all_other_outcomes_too_learns_no_more_than_from_as_many_counts() -> None:
    """Of one count, whose shift has the variance 3, such a reader has evidence of 1 / 3 (squared distance over variance). Of
    exact numbers it would be without end, and the reader always right."""
    rows, units = weights(300, 5)
    evidence = ((rows / units[:, None]) ** 2 / TABLE.variance).sum(axis=0)
    assert evidence.max() <= len(rows) / TABLE.variance
    assert evidence.mean() < 1


def test_no_key_moves_when_an_outcome_is_flipped() -> None:
    """One person's outcome is turned: people, reasons and shifts stay; a rate moves by no more than one person can move."""
    frame = people_of(600, 3)
    name = outcome_name(365)
    one = pl.int_range(pl.len()) == 7
    turned = frame.with_columns(pl.when(one).then(1 - pl.col(name)).otherwise(pl.col(name)).alias(name))
    before, after = shown(frame), shown(turned)
    assert (before.program, before.others, before.declined) == (after.program, after.others, after.declined)
    assert before.with_program is not None
    assert after.with_program is not None
    assert abs(before.with_program.value - after.with_program.value) <= 0.011


def test_a_later_publication_with_the_same_people_or_a_few_more_tells_nothing_new() -> None:
    """Other noise, late records and 50 new people on either side: what was told stays, so no difference tells of anyone."""
    frame = people_of(900, 4)
    first = told(measured_of(frame), PUBLIC, NOISE, None)
    again = Noise(secret=NOISE.secret, extract_id="2024-03-31-made-up")
    grown = pl.concat([frame, _later(frame, people=120)])
    assert told(measured_of(grown, through=dt.date(2022, 3, 31)), PUBLIC, again, first) == first
    many = pl.concat([frame, _later(frame, people=600)])
    (window,) = told(measured_of(many, through=dt.date(2022, 3, 31)), PUBLIC, again, first).windows
    assert window.through_on == dt.date(2022, 3, 31)


def _later(frame: pl.DataFrame, *, people: int) -> pl.DataFrame:
    """Return other people's moments in the first quarter of 2022."""
    more = people_of(people, 9).select(frame.columns)
    days = pl.int_range(pl.len()) % 90
    moved = more.with_columns(pl.col("person_id") + 100_000, time_zero_on=pl.date(2022, 1, 1) + pl.duration(days=days))
    return moved.unique(["person_id", "time_zero_on"], keep="first", maintain_order=True)


@pytest.mark.parametrize(("limits", "floor"), [(PUBLIC, 100), (PARTNER, 60)])
def test_a_side_below_the_floor_is_told_as_too_few_and_nothing_else(limits: Limits, floor: int) -> None:
    frame = people_of(2_000, 6)
    few = frame.filter(pl.col("treated") == 1).unique("person_id", keep="first", maintain_order=True).head(floor - 1)
    others = frame.filter(pl.col("treated") == 0).join(few, on="person_id", how="anti")
    (window,) = told(measured_of(pl.concat([few, others])), limits, NOISE, None).windows
    assert window.declined == (Declined.FEW_PEOPLE,)
    left = {name for name, value in vars(window).items() if value not in (None, ())}
    assert left == {"window_days", "first_on", "through_on", "evidence", "declined"}


def test_few_events_are_judged_by_the_shifted_number_so_that_no_outcome_decides() -> None:
    """On either side of the estimator's own limit of 20 the answer is the same: 25 shifted ones are at least 20 true ones."""
    frame = people_of(2_000, 6)
    name = outcome_name(365)
    had = frame.filter(pl.col("treated") == 1, pl.col(name) == 1)
    for kept in (19, 20):
        gone = had.tail(had.height - kept).select("person_id", "time_zero_on")
        fewer = frame.join(gone, on=["person_id", "time_zero_on"], how="anti")
        assert shown(fewer).declined == (Declined.FEW_EVENTS,)


def test_a_choice_that_one_person_could_move_much_is_not_told() -> None:
    found = measured_of(people_of(900, 4))
    (window,) = found.windows
    heavy = replace(window.effect.choices[2], one_person=MOST_OF_ONE_PERSON * 1.01)
    effect = replace(window.effect, choices=(*window.effect.choices[:2], heavy, *window.effect.choices[3:]))
    (shown_window,) = told(replace(found, windows=(replace(window, effect=effect),)), PUBLIC, NOISE, None).windows
    assert {one.choice: one.difference is None for one in shown_window.choices}[heavy.choice]


def test_a_lottery_is_told_as_such_without_e_values() -> None:
    frame = people_of(900, 4).unique("person_id", keep="first", maintain_order=True)
    name = outcome_name(365)
    effect = estimating.estimate(frame, covariates=COVARIATES, outcomes={365: name}, randomised=True, seed=1)
    found = measured_of(frame)
    (window,) = found.windows
    drawn = replace(found, windows=(replace(window, effect=effect.windows[0]),))
    (shown_window,) = told(drawn, PUBLIC, NOISE, None).windows
    assert shown_window.evidence is Evidence.RANDOMISED
    assert shown_window.e_value is None
    assert Choice.UNADJUSTED not in {one.choice for one in shown_window.choices}
    assert shown_window.with_program is not None
    assert shown_window.like_group is not None
    assert shown_window.difference is not None
    between = shown_window.with_program.value - shown_window.like_group.value
    assert shown_window.difference.value == pytest.approx(between)


def test_people_without_record_keys_are_not_published() -> None:
    frame = people_of(600, 3).with_columns(pl.lit(None, pl.UInt64).alias(RECORD_KEY))
    with pytest.raises(ValueError, match="record keys"):
        shown(frame)


def test_no_score_of_a_person_is_stored_and_what_is_stored_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The models are listened to: not one chance that they gave, and no list as long as the people, is in the file."""
    given: set[float] = set()

    def caught(*arguments: object) -> models.Chances:
        chances = learn(*arguments)  # type: ignore[arg-type]
        for part in (chances.program, chances.outcome_with, chances.outcome_without):
            given.update(np.round(part, 12).tolist())
        return chances

    learn = models.cross_fitted
    monkeypatch.setattr(estimating, "cross_fitted", caught)
    effects = ShownEffects(differences=(told(measured_of(people_of(900, 4)), PUBLIC, NOISE, None),))
    write_effects(effects, tmp_path)
    text = (tmp_path / EFFECTS).read_text("utf-8")
    numbers = [value for value in _leaves(json.loads(text)) if isinstance(value, float)]
    assert len(given) > 2_000
    assert not given & {round(value, 12) for value in numbers if value not in (0.0, 1.0)}
    assert {round(value * 100, 6) % 1 for value in numbers} == {0.0}, "every number is in whole hundredths"
    assert len(numbers) < 60
    assert read_effects(tmp_path) == effects


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]


def test_what_is_measured_and_what_is_shown_are_different_things() -> None:
    assert not issubclass(measured.Measured, ShownDifference)
    assert protecting.told.__annotations__["return"] is ShownDifference
