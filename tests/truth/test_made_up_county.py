"""What is planted in the made-up county comes back through the whole program: files in, answers out."""

from collections import Counter
from pathlib import Path

import pytest

from data_access.checks import OF_A_WHOLE_LOAD
from tests.truth.built_county import Built
from tests.truth.test_planted_rates import fewest_inside

PARTS = {"new_offense": "rebooking_new_offense", "technical": "rebooking_technical", "other": "rebooking_other"}
BY = ["all", "sex", "mental_health_need"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("made-up"), people=6_000, seed=11)


@pytest.mark.parametrize("by", BY)
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
@pytest.mark.parametrize("by", BY)
def test_the_planted_reasons_of_return_are_measured_exactly(built: Built, by: str, part: str, measure_id: str) -> None:
    measured = built.answers(measure_id, by)
    for cell in built.truth["rebooking"]:
        if cell["by"] == by:
            assert measured[cell["period"], cell["group"]]["numerator"] == cell[part]


def test_the_last_year_is_too_early_and_has_no_number(built: Built) -> None:
    row = built.answers("rebooking", "all")["2024", "all"]
    assert row["status"] == "too_early"
    assert [row[name] for name in ("numerator", "denominator", "value", "low", "high")] == [None] * 5


def test_people_and_events_are_counted_as_planted(built: Built) -> None:
    extract, truth = built.extract, built.truth
    assert extract.people.height == truth["people"]
    per_system = Counter(extract.episodes["system"].to_list())
    assert per_system["jail"] == truth["files"]["BOOKINGS.TXT"]["true_rows"]
    assert per_system["housing"] == truth["files"]["hmis_enrollments.csv"]["true_rows"]
    assert per_system["vital_records"] == truth["deaths"]


def test_every_planted_mistake_is_found_by_its_rule_and_nothing_else_is(built: Built) -> None:
    receipts = {receipt["source_id"]: receipt for receipt in built.extract.manifest["sources"]}
    for source in built.county.sources:
        receipt, told = receipts[source.id], built.truth["files"][source.file]
        assert (receipt["rows_in"], receipt["rows_refused"]) == (told["rows"], sum(told["added"].values())), source.id
        found = Counter[str]()
        for finding in receipt["findings"]:
            if finding["rule_id"] not in OF_A_WHOLE_LOAD:
                found[finding["rule_id"]] += finding["rows"]
        nothing_happened = found.pop("no_event", 0)
        assert receipt["rows_kept"] == told["true_rows"] - nothing_happened
        unknown_codes = found.pop("unknown_code", 0)
        assert (unknown_codes > 0) == (source.charges is not None), "charges that nobody named are planted there"
        spoiled = {rule: rows for rule, rows in told["spoiled"].items() if rule != "unknown_code"}
        assert dict(found) == {**told["added"], **spoiled}, source.id


def test_a_refused_row_of_a_file_that_several_sources_read_counts_once(built: Built) -> None:
    receipts = built.extract.manifest["sources"]
    counted = sum(receipt["rows_refused"] - receipt["rows_refused_again"] for receipt in receipts)
    assert counted == sum(sum(told["added"].values()) for told in built.truth["files"].values())
    assert counted < sum(receipt["rows_refused"] for receipt in receipts)


def test_codes_that_nobody_named_are_counted_by_column(built: Built) -> None:
    (receipt,) = [receipt for receipt in built.extract.manifest["sources"] if receipt["source_id"] == "jail_bookings"]
    found = {
        finding["column"]: finding["rows"] for finding in receipt["findings"] if finding["rule_id"] == "unknown_code"
    }
    unmapped = built.truth["unmapped_codes"]
    assert found.pop("Statute") > 0
    assert found == {
        "Race": sum(unmapped["race_ethnicity"].values()),
        "Booking Type": sum(unmapped["reason"].values()),
    }


def test_planted_rates_lie_inside_the_95_percent_intervals_as_often_as_they_should(tmp_path: Path) -> None:
    """Eight seeds x five years x two sexes: 80 intervals, each from people of its own.

    Given the releases that are counted, each return was drawn by itself with its planted chance. So the number of
    returns varies no more than a binomial one, and an interval holds the mean planted chance at least about 95 times in
    100. Were it 95, fewer than `fewest` of 80 would be inside less than once in 10,000 runs; the seeds are fixed.
    """
    intervals: list[tuple[float, float, float]] = []
    for seed in range(100, 108):
        one = Built(tmp_path / str(seed), people=2_400, seed=seed)
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
    fewest = fewest_inside(80, 0.95, 1 / 10_000)
    assert sum(low <= true_rate <= high for low, high, true_rate in intervals) >= fewest
    off_by_8_points = sum(low <= true_rate + 0.08 <= high for low, high, true_rate in intervals)
    assert off_by_8_points < fewest, "the test would notice rates that are 8 points off"


def test_records_without_a_consent_stay_out_as_planted(built: Built) -> None:
    planted = dict(built.truth["opioid_stays_by_consent"])
    extract = built.extract
    (receipt,) = [source for source in extract.manifest["sources"] if source["source_id"] == "opioid_treatment"]
    allowed = extract.episodes.filter(system="behavioral_health", kind="enrollment").height
    assert {"": allowed, **{rows["reason"]: rows["rows"] for rows in receipt["withheld"]}} == planted
    assert len(planted) == 6
