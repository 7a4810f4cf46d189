"""Every attack of shared/PROTECTION.md on made-up counties, by the shipped functions, for both audiences."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from benchmarks.build_and_pages import commit
from metrics.attack_report import PARTNER_GATES, PUBLIC_GATES, Attack, Gates, attack, extremes, known_of, with_coins
from metrics.attacks import averaging, certain, nested, reconstruct
from metrics.closed import close
from metrics.limits import PARTNER, PUBLIC, TABLE, Limits
from metrics.noise import KEYS
from metrics.registry import REBOOKING
from tests.attacks.county import Published, published, rate_rows
from tests.places import ROOT

PROOF = ROOT / "docs" / "proofs" / "attacks.md"
NAMES = {PUBLIC_GATES: "public", PARTNER_GATES: "partner"}
AUDIENCES = [
    pytest.param(PUBLIC, PUBLIC_GATES, id="public"),
    pytest.param(PARTNER, PARTNER_GATES, id="partner", marks=pytest.mark.proof),
]
LIMITS = [pytest.param(PUBLIC, id="public"), pytest.param(PARTNER, id="partner", marks=pytest.mark.proof)]
SIZES = [
    pytest.param(1_000, 1, id="1,000 people"),
    *(pytest.param(1_000, seed, id=f"1,000 people, seed {seed}", marks=pytest.mark.proof) for seed in (2, 3)),
    *(pytest.param(6_000, seed, id=f"6,000 people, seed {seed}", marks=pytest.mark.proof) for seed in (1, 2, 3)),
    *(pytest.param(50_000, seed, id=f"50,000 people, seed {seed}", marks=pytest.mark.proof) for seed in (1, 2)),
]


@pytest.fixture(scope="module")
def proof() -> Iterator[dict[tuple[int, int, str], list[Attack]]]:
    """Collect what was found, by people, seed and audience; written down when the proofs were run, not after each test."""
    found: dict[tuple[int, int, str], list[Attack]] = {}
    yield found
    if {people for people, _, _ in found} == {1_000, 6_000, 50_000} and {who for _, _, who in found} == set(
        NAMES.values()
    ):
        PROOF.write_text("\n".join([*_head(), *_rows(found), ""]), "utf-8")


@pytest.mark.parametrize(("limits", "gates"), AUDIENCES)
@pytest.mark.parametrize(("people", "seed"), SIZES)
def test_every_gate_holds(
    people: int, seed: int, limits: Limits, gates: Gates, proof: dict[tuple[int, int, str], list[Attack]]
) -> None:
    county = published(people, seed, limits)
    found = attack(county.prepared, county.closed, REBOOKING, county.answers.frame, gates)
    proof[people, seed, NAMES[gates]] = found
    assert {one.attack for one in found} >= {"pairs_closer_than_the_floor", "reconstruction_auc", "averaging_right"}
    assert [one for one in found if not one.holds] == []


@pytest.mark.parametrize(("limits", "gates"), AUDIENCES)
@pytest.mark.parametrize(("people", "seed"), SIZES)
def test_the_very_numbers_that_are_shown_tell_no_more_than_chance_allows(
    people: int, seed: int, limits: Limits, gates: Gates
) -> None:
    """In these counties each return is a coin flip already, so no outcome need be drawn anew.

    One draw of n people scatters: the AUC by about sqrt(1 / (12 n .32 .68)) x sqrt(12 / 3), the share of right guesses by
    half as much; three of these are allowed.
    """
    county = published(people, seed, limits)
    known = known_of(county.prepared, county.closed, REBOOKING, county.answers.frame, 365)
    scatter = (3 * known.sizes.sum() * 0.32 * 0.68) ** -0.5
    solved = reconstruct(known)
    assert solved.auc <= gates.auc + 3 * scatter
    assert solved.true_claims == 0
    assert averaging(known, nested(known)) <= gates.averaging + 1.5 * scatter
    assert certain(known, 3) == 0


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize(("people", "seed"), SIZES)
def test_rates_stay_useful(people: int, seed: int, limits: Limits) -> None:
    """In points: the median error of a shown rate is at most 1, the 95th percentile at most 3."""
    errors = _errors(published(people, seed, limits)).to_numpy()
    assert len(errors) > 20
    assert np.median(errors) <= 1.0
    assert np.quantile(errors, 0.95) <= 3.0


def _errors(county: Published) -> pl.Series:
    true, told = rate_rows(county.raw.frame), rate_rows(county.answers.frame)
    errors = (told["value"] - true["numerator"] / true["denominator"]).abs() * 100
    return errors.filter((told["status"] == "shown") & told["numerator"].is_not_null())


@pytest.mark.proof
@pytest.mark.parametrize("limits", LIMITS)
def test_the_direction_of_clear_gaps_is_kept(limits: Limits) -> None:
    """Need moves the rate by 15 points and sex by 9: in both years, the right one is the higher."""
    county = published(6_000, 4, limits, 0.15)
    rows = rate_rows(county.answers.frame).filter(pl.col("period_kind") == "year")
    alone = pl.sum_horizontal(pl.col(name) != "all" for name in county.raw.grouping_ids) == 1
    for name, higher, lower in (("need", "yes", "no"), ("sex", "male", "female")):
        shown = rows.filter(alone, pl.col(name) != "all").select("period", name, "value").drop_nulls()
        for _, group in shown.group_by("period"):
            values = dict(group.select(name, "value").iter_rows())
            assert values[higher] > values[lower]


@pytest.mark.parametrize("limits", LIMITS)
def test_no_key_moves_when_an_outcome_is_flipped(limits: Limits) -> None:
    """Everyone's return is taken away: not one number of people, key or mark of a first release changes."""
    county = published(1_000, 1, limits)
    followed = {
        pair: index.with_columns(return_day=pl.lit(None, pl.Int32), return_reason=pl.lit(None, pl.String))
        for pair, index in county.prepared.followed.items()
    }
    flipped = replace(county.prepared, followed=followed)
    names = county.raw.grouping_ids
    order = ["population", "unit", "period", *names]
    assert close(flipped, limits).groups(names).sort(order).equals(county.closed.groups(names).sort(order))


def test_no_share_tells_that_all_or_none_have_the_outcome() -> None:
    assert extremes(published(1_000, 1, PUBLIC).answers.frame) == 0


# ---- weakened mechanisms must fail


def test_a_floor_of_11_fails() -> None:
    weak = replace(PUBLIC, in_a_year=(11, 11, 11), in_other_periods=(11, 11), youth_alone=True)
    county = published(1_000, 1, weak)
    known = known_of(county.prepared, county.closed, REBOOKING, county.answers.frame, 365)
    solved = [reconstruct(with_coins(known, seed)) for seed in range(4)]
    assert np.mean([one.auc for one in solved]) > PARTNER_GATES.auc
    assert sum(one.true_claims for one in solved) > 0


def test_free_filters_without_a_floor_on_differences_fail() -> None:
    """A reader who may ask for any group, and for the same group without one person, knows that person's outcome after 60
    pairs, though each answer is shifted by the table with a key of its own."""
    assert _right_after_pairs(60, 400) > 0.9
    assert _right_after_pairs(0, 400) == pytest.approx(0.5, abs=0.08)


def _right_after_pairs(pairs: int, people: int) -> float:
    rng = np.random.default_rng(8)
    bits = rng.random(people) < 0.5
    guesses = []
    for bit in bits:
        others = rng.integers(60, 200, pairs)
        keys = rng.integers(0, KEYS, (2, pairs)).astype(np.uint64)
        differences = TABLE.shown(others + bit, keys[0]) - TABLE.shown(others, keys[1])
        guesses.append(differences.mean() > 0.5 if pairs else rng.random() < 0.5)
    return float((np.array(guesses) == bits).mean())


def test_keys_made_of_the_members_with_the_outcome_fail() -> None:
    """The ordinary cell-key method: of two totals that differ by one person, equal ones tell that it has no outcome."""
    rng = np.random.default_rng(9)
    right = 0
    for _ in range(500):
        record_keys = rng.integers(0, 2**32, 150)
        has = rng.random(150) < 0.32
        has[0] = rng.random() < 0.5
        with_person = TABLE.shown(np.array([has.sum()]), np.array([record_keys[has].sum() % KEYS], np.uint64))
        without = TABLE.shown(np.array([has[1:].sum()]), np.array([record_keys[1:][has[1:]].sum() % KEYS], np.uint64))
        right += bool((with_person != without)[0]) == bool(has[0])
    assert right / 500 > 0.9


def test_a_new_publication_with_new_noise_fails_and_a_frozen_one_does_not() -> None:
    """One new person joins a group. With two independent shifts a reader is right more often than the gate of 0.55 allows."""
    rng = np.random.default_rng(10)
    bits = rng.random(200_000) < 0.5
    keys = rng.integers(0, KEYS, (2, len(bits))).astype(np.uint64)
    before, after = TABLE.shown(np.full(len(bits), 60), keys[0]), TABLE.shown(60 + bits, keys[1])
    assert ((after - before > 0) == bits).mean() > PUBLIC_GATES.averaging


def test_coins_have_the_share_of_the_headline() -> None:
    county = published(1_000, 1, PUBLIC)
    known = known_of(county.prepared, county.closed, REBOOKING, county.answers.frame, 365)
    coins = [with_coins(known, seed) for seed in range(50)]
    assert np.mean([coin.share for coin in coins]) == pytest.approx(known.share, abs=0.01)


def _head() -> list[str]:
    return [
        "# Attacks on what is published",
        "",
        f"`make proof` at commit {commit()}, Python {sys.version.split()[0]}.",
        "Made-up counties go through the shipped functions, and every attack of metrics/attack_report.py is",
        "tried on what each audience is shown. The reader knows everyone's groups in every period. Outcomes are",
        "drawn by a coin of the same share, ten times, so that what is found is what the numbers tell about",
        "persons. 0.5 learns nothing. The other five attacks (pairs of groups closer than the floor, shares of 0 or",
        "100, hidden groups worked out, confident claims that are true, outcomes that must follow) may find",
        "nothing; the last column adds up what they found.",
        "",
        "| people | seed | audience | averaging right | at most | reconstruction AUC | at most | all others |",
        "|---:|---:|---|---:|---:|---:|---:|---:|",
    ]


def _rows(proof: Mapping[tuple[int, int, str], list[Attack]]) -> list[str]:
    lines = []
    for (people, seed, who), found in sorted(proof.items()):
        by_name = {one.attack: one for one in found}
        averaged, solved = by_name.pop("averaging_right"), by_name.pop("reconstruction_auc")
        others = sum(one.found for one in by_name.values())
        lines.append(
            f"| {people:,} | {seed} | {who} | {averaged.found:.3f} | {averaged.at_most:.2f} | {solved.found:.3f} | "
            f"{solved.at_most:.2f} | {others:g} |"
        )
    return lines
