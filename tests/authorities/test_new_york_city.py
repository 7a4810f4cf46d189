"""New York City: what the program gives is what an independent slow program gave, as told in the data's own README."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from data_access.county import read_county
from data_access.extract import Extract, measure_settings, read_extract
from data_access.publications import Audience, Publication, read_publication
from metrics.declared.jail_use import AVERAGE_DAILY_POPULATION
from metrics.measuring import one_question
from metrics.periods import PeriodKind, parse_period
from metrics.prepared import Prepared, prepare
from metrics.registry import REBOOKING, follow_up_measures
from metrics.time_curves import curve, endings
from tests.places import ROOT

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="session")
def extract(new_york_data: Path) -> Extract:
    return read_extract(new_york_data, "new-york-city")


@pytest.fixture(scope="session")
def prepared(extract: Extract) -> Prepared:
    return prepare(extract.episodes, measure_settings(read_county("new-york-city"), extract))


@pytest.fixture(scope="session")
def publication(new_york_data: Path, request: pytest.FixtureRequest) -> Publication:
    """What the public is shown, or the audience that a test names."""
    return read_publication(new_york_data, "new-york-city", getattr(request, "param", Audience.PUBLIC))


def measure(data_dir: Path, *arguments: str) -> list[dict[str, object]]:
    """Ask as the README tells a newcomer to ask."""
    command = [sys.executable, "-m", "data_access", "measure", "new-york-city", "--format", "json", *arguments]
    command += ["--purpose", "the published figures"] if "analyst" in arguments else []
    environment = {"DATA_DIR": str(data_dir), "PATH": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


@pytest.mark.parametrize(
    ("period", "people", "came_back"),
    [
        ("2017", 40_032, {30: 2_092, 90: 5_465, 180: 8_820, 365: 12_876, 730: 16_679, 1095: None}),
        ("2018", 32_536, {30: 1_579, 90: 4_323, 180: 7_078, 365: 10_456, 730: None, 1095: None}),
    ],
)
def test_came_back_within_each_window(
    new_york_data: Path, period: str, people: int, came_back: dict[int, int | None]
) -> None:
    rows = measure(new_york_data, "--measure", "rebooking", "--period", period, "--audience", "analyst")
    got = {row["window_days"]: (row["numerator"], row["denominator"], row["status"]) for row in rows}
    assert got == {
        window: (None, None, "too_early") if count is None else (count, people, "shown")
        for window, count in came_back.items()
    }


def test_one_question_as_the_issue_asks_it(new_york_data: Path) -> None:
    (row,) = measure(
        new_york_data, "--measure", "rebooking", "--window", "365", "--period", "2017", "--audience", "analyst"
    )
    assert (row["numerator"], row["denominator"]) == (12_876, 40_032)
    assert row["value"] == pytest.approx(0.3216, abs=5e-5)
    assert row["as_of"] == "2019-12-31"


def test_with_and_without_the_designation(new_york_data: Path) -> None:
    asked = ("--measure", "rebooking", "--window", "365", "--period", "2017", "--by", "mental_health_designation")
    rows = measure(new_york_data, *asked, "--audience", "analyst")
    got = {row["mental_health_designation"]: (row["numerator"], row["denominator"]) for row in rows}
    assert got == {"yes": (3_850, 10_521), "no": (9_026, 29_511)}


TREND = (32.92, 32.44, 32.16, 31.79, 31.91, 32.04, 32.14)
"""Of every 100 people who left in the year that ends with a quarter, from June 2017 on: so many were back within 365 days."""


def test_trend_of_years_ending_in_each_quarter(prepared: Prepared) -> None:
    periods = [period for period in prepared.settings.periods if period.kind is PeriodKind.YEAR_TO_QUARTER]
    trend = one_question(prepared, REBOOKING, periods, (365,), ()).frame
    per_100 = [None if value is None else round(100 * value, 2) for value in trend["value"].to_list()]
    assert per_100 == [*TREND, None, None, None, None]
    assert trend["status"].to_list() == ["shown"] * 7 + ["too_early"] * 4


def test_custody_episodes(prepared: Prepared) -> None:
    assert (prepared.episodes.height, prepared.releases.height) == (158_243, 152_360)


def test_average_daily_population_of_fiscal_year_2017(prepared: Prepared) -> None:
    answer = one_question(prepared, AVERAGE_DAILY_POPULATION, [parse_period("year_to_2017-06")], (), ()).frame
    assert round(answer["value"].item()) == 9_716


def test_every_row_is_kept_or_refused(publication: Publication) -> None:
    (receipt,) = publication.manifest.sources
    assert (receipt.rows_in, receipt.rows_kept, receipt.rows_refused) == (163_151, 163_151, 0)
    assert receipt.people == 93_191


def test_parts_add_up(prepared: Prepared) -> None:
    years = [period for period in prepared.settings.periods if period.kind is PeriodKind.YEAR]
    parts = [measure for measure in follow_up_measures() if measure.part_of == "rebooking"]
    whole, *of_parts = (
        one_question(prepared, one, years, one.windows_days, prepared.settings.grouping_ids[:2]).frame
        for one in (REBOOKING, *parts)
    )
    shown = whole["status"] == "shown"
    added = pl.sum_horizontal(*(part["numerator"] for part in of_parts))
    assert len(of_parts) == 3
    assert whole.filter(shown)["numerator"].to_list() == pl.select(added).to_series().filter(shown).to_list()
    assert shown.sum() > 50


@pytest.mark.parametrize("publication", list(Audience), indirect=True)
def test_what_is_published_keeps_the_main_findings(publication: Publication) -> None:
    """Counts are shifted by 5 at most and shares rounded to tenths of one in a hundred; the findings are the same."""
    year = publication.answers(measure_id="rebooking", period="2017", windows_days=(365,)).frame.row(0, named=True)
    assert abs(year["numerator"] - 12_876) <= 5
    assert abs(year["denominator"] - 40_032) <= 5
    assert year["value"] == pytest.approx(0.3216, abs=0.001)
    by = ("mental_health_designation",)
    split = publication.answers(measure_id="rebooking", period="2017", windows_days=(365,), by=by).frame
    groups = {row["mental_health_designation"]: row for row in split.iter_rows(named=True) if row["status"] == "shown"}
    assert groups["yes"]["value"] == pytest.approx(3_850 / 10_521, abs=0.001)
    assert groups["no"]["value"] == pytest.approx(9_026 / 29_511, abs=0.001)
    assert groups["yes"]["value"] > groups["no"]["value"]
    trend = publication.answers(measure_id="rebooking", period_kind="year_to_quarter", windows_days=(365,)).frame
    told = [100 * value for value in trend["value"] if value is not None]
    assert told == pytest.approx(TREND, abs=0.1)
    population = publication.answers(measure_id="average_daily_population", period="year_to_2017-06").frame
    assert population["value"].item() == pytest.approx(9_716, abs=10)


@pytest.mark.parametrize("publication", list(Audience), indirect=True)
def test_95_of_100_people_are_in_a_group_that_is_shown(publication: Publication) -> None:
    """In every table of one grouping, for each year that has a number: groups folded together count as shown."""
    for grouping in publication.grouping_ids:
        rows = publication.answers(measure_id="rebooking", windows_days=(365,), by=(grouping,)).frame
        whole = publication.answers(measure_id="rebooking", windows_days=(365,)).frame
        for period in ("2017", "2018"):
            people = whole.filter(pl.col("period") == period)["denominator"].item()
            shown = rows.filter(pl.col("period") == period)["denominator"].sum()
            assert shown >= 0.95 * people, (grouping, period)


@pytest.mark.parametrize("publication", list(Audience), indirect=True)
def test_every_attack_on_what_is_published_finds_no_more_than_it_may(publication: Publication) -> None:
    attacks = {one.attack: one for one in publication.manifest.protection.attacks}
    assert {"pairs_closer_than_the_floor", "hidden_groups_pinned", "averaging_right", "reconstruction_auc"} <= set(
        attacks
    )
    assert all(one.holds and one.found <= one.at_most for one in attacks.values())
    most = {Audience.PUBLIC: (0.55, 0.60), Audience.PARTNER: (0.60, 0.65)}[publication.manifest.audience]
    assert (attacks["averaging_right"].at_most, attacks["reconstruction_auc"].at_most) == most


def test_no_person_key_of_the_source_leaves_the_warehouse(
    new_york_data: Path, real_data: Callable[[str], Path]
) -> None:
    keys = pl.read_csv(real_data("new-york-city") / "jail_stays.csv", columns=["person_key"])["person_key"].head(1_000)
    for file in [*new_york_data.rglob("*.parquet"), *new_york_data.rglob("manifest.json")]:
        text = file.read_text() if file.suffix == ".json" else pl.read_parquet(file).write_csv()
        assert not [key for key in keys if key in text], file.name


def test_the_people_to_whom_nothing_happened_are_in_the_file(publication: Publication) -> None:
    (receipt,) = publication.manifest.sources
    assert "outcome_certain" not in {finding.rule_id for finding in receipt.findings}


def test_the_time_curve_of_a_year_watched_whole_goes_through_the_counted_rates(prepared: Prepared) -> None:
    """Nobody of 2017 was watched for less than two years, so nothing need be estimated: the curve is the count."""
    found = endings(prepared, REBOOKING, parse_period("2017"), ())
    drawn = curve(found, (30, 90, 180, 365, 730)).select("day", "value").rows()
    counts = {30: 2_092, 90: 5_465, 180: 8_820, 365: 12_876, 730: 16_679}
    assert drawn == [(day, pytest.approx(count / 40_032, abs=1e-12)) for day, count in counts.items()]
    assert found.table["count"].sum() == 40_032
