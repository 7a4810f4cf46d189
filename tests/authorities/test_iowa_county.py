"""State of Iowa as a county: its published three-year rates come out of its file, or the page says why they do not."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from data_access import building, questions
from data_access.county import read_county
from data_access.publications import Audience, read_publication
from data_access.records import exact_answers, open_records

pytestmark = pytest.mark.real_data
THREE_YEARS = 3 * 365
NOW = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def data_dir(real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("iowa")
    assert building.build(read_county("iowa"), real_data("iowa"), folder, NOW, lambda _: None) == []
    return folder


@pytest.fixture(scope="module")
def rows(real_data: Callable[[str], Path]) -> list[dict[str, str]]:
    with (real_data("iowa") / "three_year_recidivism.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def ask(data_dir: Path, measure_id: str, **asked: object) -> pl.DataFrame:
    question = questions.Question(
        **{"measure_id": measure_id, "window_days": THREE_YEARS, "period": None, "by": (), "only": {}, **asked}  # type: ignore[arg-type]
    )
    frame = exact_answers(open_records(read_county("iowa"), data_dir), question).frame
    return frame.filter(pl.col("status") == "shown")


def counted(rows: list[dict[str, str]], returned: str, within: int = THREE_YEARS) -> dict[str, tuple[int, int]]:
    """Count by fiscal year, with loops: returns of this type within so many days, and people who left.

    Someone who is back on the day of leaving did not leave, by our rule.
    """
    left: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for row in rows:
        day = row["Days to Return"]
        if day == "0":
            continue
        left[row["Fiscal Year Released"]] += 1
        if day and int(day) <= within and row["Recidivism Type"] in returned.split():
            back[row["Fiscal Year Released"]] += 1
    return {year: (back[year], left[year]) for year in sorted(left)}


@pytest.mark.parametrize(
    ("measure_id", "returned"),
    [
        ("reincarceration", "New Tech"),
        ("reincarceration_new_offense", "New"),
        ("reincarceration_technical", "Tech"),
    ],
)
@pytest.mark.parametrize("window", [365, 730, THREE_YEARS])
def test_every_year_is_what_loops_count(
    data_dir: Path, rows: list[dict[str, str]], measure_id: str, returned: str, window: int
) -> None:
    answers = ask(data_dir, measure_id, window_days=window)
    got = {row["period"]: (row["numerator"], row["denominator"]) for row in answers.to_dicts()}
    assert got == counted(rows, returned, window)


def test_four_people_were_back_on_the_day_of_leaving(rows: list[dict[str, str]]) -> None:
    assert sum(row["Days to Return"] == "0" for row in rows) == 4
    assert sum(left for _, left in counted(rows, "New Tech").values()) == 26_020 - 4


def test_published_figures_agree_or_the_page_says_why_they_do_not(data_dir: Path) -> None:
    ours = {row["period"]: round(100 * row["value"], 1) for row in ask(data_dir, "reincarceration").to_dicts()}
    compared = {entry.period: entry for entry in read_county("iowa").comparisons}
    assert {period: entry.published for period, entry in compared.items()} == {
        "2010": 30.3,
        "2011": 29.8,
        "2012": 31.9,
        "2013": 34.2,
        "2014": 35.4,
        "2015": 36.0,
    }
    agree = {period for period, entry in compared.items() if entry.published == ours[period]}
    assert agree == {"2010", "2013", "2014"}
    assert {period for period, entry in compared.items() if entry.why_they_differ.startswith("They agree")} == agree
    assert (ours["2011"], ours["2012"], ours["2015"]) == (29.6, 31.8, 37.8)


def test_women_are_counted_as_in_the_file(data_dir: Path, rows: list[dict[str, str]]) -> None:
    women = [row for row in rows if row["Sex"] == "Female"]
    answers = ask(data_dir, "reincarceration", only={"sex": ("female",)})
    got = {row["period"]: (row["numerator"], row["denominator"]) for row in answers.to_dicts()}
    assert got == counted(women, "New Tech")


def test_the_page_is_told_what_the_file_cannot_tell(data_dir: Path) -> None:
    manifest = read_publication(data_dir, "iowa", Audience.PUBLIC).manifest
    releases, returns = manifest.sources
    assert (releases.rows_in, releases.rows_kept, releases.rows_refused) == (26_020, 26_020, 0)
    assert (returns.rows_in, returns.rows_kept, returns.rows_without_event) == (26_020, 8_681, 17_339)
    told = {finding.rule_id for finding in releases.findings}
    assert {"no_person_key", "day_stands_for_year", "start_not_known"} <= told
    assert not any(finding.severity == "warning" for source in manifest.sources for finding in source.findings)
