"""What is planted in the made-up county comes back through the whole program: files in, answers out."""

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_access import building
from data_access.county import read_county
from data_access.extract import read_extract
from data_access.made_up import make_county
from data_access.questions import Question, ask_extract

NOW = dt.datetime(2025, 1, 15, 12, tzinfo=dt.UTC)
COUNTY = read_county("made-up")
PARTS = {"new_offense": "rebooking_new_offense", "technical": "rebooking_technical", "other": "rebooking_other"}


class Built:
    """The made-up county of one seed, imported and extracted, beside its truth."""

    def __init__(self, root: Path, *, people: int, seed: int) -> None:
        self.data_dir = root / "data"
        make_county(root / "files", people=people, seed=seed)
        self.truth: dict[str, Any] = json.loads((root / "files" / "truth.json").read_text("utf-8"))
        assert building.import_sources(COUNTY, root / "files", self.data_dir, NOW, lambda _: None) == []
        building.extract(COUNTY, self.data_dir, lambda _: None)

    def answers(self, measure_id: str, by: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the exact answers for 365 days of every year, by (year, group)."""
        question = Question(
            measure_id=measure_id, window_days=365, period=None, by=() if by == "all" else (by,), only={}
        )
        frame = ask_extract(COUNTY, self.data_dir, question)
        group = pl.lit("all") if by == "all" else pl.col(by)
        return {(row["period"], row["_group"]): row for row in frame.with_columns(_group=group).to_dicts()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("made-up"), people=6_000, seed=11)


@pytest.mark.parametrize("by", ["all", "sex", "mental_health_designation"])
def test_every_planted_count_is_measured_exactly(built: Built, by: str) -> None:
    measured = built.answers("rebooking", by)
    planted = {(cell["period"], cell["group"]): cell for cell in built.truth["rebooking"] if cell["by"] == by}
    assert {year for year, _ in planted} == {"2019", "2020", "2021", "2022", "2023"}
    for key, cell in planted.items():
        assert (measured[key]["numerator"], measured[key]["denominator"]) == (cell["numerator"], cell["denominator"]), (
            key
        )
    shown_and_not_empty = {key for key, row in measured.items() if row["denominator"]}
    assert shown_and_not_empty == set(planted), "no group is counted that was not planted"


@pytest.mark.parametrize(("part", "measure_id"), PARTS.items())
@pytest.mark.parametrize("by", ["all", "sex", "mental_health_designation"])
def test_the_planted_reasons_of_return_are_measured_exactly(built: Built, by: str, part: str, measure_id: str) -> None:
    measured = built.answers(measure_id, by)
    for cell in built.truth["rebooking"]:
        if cell["by"] == by:
            assert measured[cell["period"], cell["group"]]["numerator"] == cell[part]


def test_the_last_year_is_too_early_and_has_no_number(built: Built) -> None:
    row = built.answers("rebooking", "all")["2024", "all"]
    assert row["status"] == "too_early"
    assert [row[name] for name in ("numerator", "denominator", "value", "low", "high")] == [None] * 5


def test_people_and_stays_are_counted_as_planted(built: Built) -> None:
    extract = read_extract(built.data_dir, COUNTY.id)
    assert extract.people.height == built.truth["people"]
    assert extract.episodes.height == built.truth["true_rows"]


def test_every_planted_mistake_is_found_by_its_rule_and_nothing_else_is(built: Built) -> None:
    (receipt,) = read_extract(built.data_dir, COUNTY.id).manifest["sources"]
    truth = built.truth
    assert (receipt["rows_in"], receipt["rows_kept"]) == (truth["rows"], truth["true_rows"])
    found = {(finding["rule_id"], finding["column"]): finding["rows"] for finding in receipt["findings"]}
    charges_not_named = found.pop(("unknown_code", "Statute"))
    assert charges_not_named > 0
    assert found == {
        ("end_before_start", "Released"): truth["rows_added"]["release_before_start"],
        ("unreadable_date", "Booked"): truth["rows_added"]["impossible_date"],
        ("missing_person_key", "Person No"): truth["rows_added"]["missing_person"],
        ("ragged_row", ""): truth["rows_added"]["ragged_row"],
        ("future_date", "Booked"): truth["rows_added"]["future_date"],
        ("duplicate_row", ""): truth["rows_added"]["exact_duplicate"],
        ("implausible_age", "DOB"): truth["rows_spoiled"]["implausible_age"],
        ("unknown_code", "Race"): sum(truth["unmapped_codes"]["race_ethnicity"].values()),
        ("unknown_code", "Booking Type"): sum(truth["unmapped_codes"]["reason"].values()),
    }


def test_planted_rates_lie_inside_the_95_percent_intervals_as_often_as_they_should(tmp_path: Path) -> None:
    """Eight seeds x five years x two sexes: 80 intervals, each from people of its own.

    Given the releases that are counted, each return was drawn by itself with its planted chance. So the number of
    returns varies no more than a binomial one, and an interval holds the mean planted chance at least about 95 times in
    100. Were it 95, fewer than `fewest` of 80 would be inside less than once in 10,000 runs; the seeds are fixed.
    """
    intervals = []
    for seed in range(100, 108):
        one = Built(tmp_path / str(seed), people=1_500, seed=seed)
        measured = one.answers("rebooking", "sex")
        intervals += [
            (
                measured[cell["period"], cell["group"]]["low"],
                measured[cell["period"], cell["group"]]["high"],
                cell["true_rate"],
            )
            for cell in one.truth["rebooking"]
            if cell["group"] in ("female", "male")
        ]
    assert len(intervals) == 80
    fewest = _fewest(80, 0.95, 1 / 10_000)
    assert sum(low <= true_rate <= high for low, high, true_rate in intervals) >= fewest
    off_by_8_points = sum(low <= true_rate + 0.08 <= high for low, high, true_rate in intervals)
    assert off_by_8_points < fewest, "the test would notice rates that are 8 points off"


def _fewest(count: int, share: float, chance: float) -> int:
    """Return the largest k such that fewer than k of count happen with at most this chance, each with this share."""
    below = 0.0
    for k in range(count + 1):
        below += math.comb(count, k) * share**k * (1 - share) ** (count - k)
        if below > chance:
            return k
    return count
