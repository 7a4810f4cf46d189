"""Broward County: two years after the assessment, everyone watched alike, as the data's README and a slow loop have it."""

import csv
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from data_access import building
from data_access.county import read_county
from data_access.publications import Audience, Publication, read_publication
from data_access.questions import Question
from data_access.records import exact_answers, open_records
from metrics.registry import REARREST
from presentation import words
from tests.dashboard import PAGES
from tests.places import ROOT

pytestmark = pytest.mark.real_data

COUNTY = read_county("broward-county")
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
WATCHED_FROM, WATCHED_TO = dt.date(2013, 1, 1), dt.date(2014, 4, 1)
"""Decided by the calendar alone: who was assessed by April 1, 2014 was watched for 730 days by March 31, 2016."""
WINDOW_DAYS = 730
LAST_ASSESSED = dt.date(2014, 12, 31)


def build(sources: Path, data_dir: Path, said: list[str]) -> Publication:
    assert building.build(COUNTY, sources, data_dir, NOW, said.append) == []
    return read_publication(data_dir, COUNTY.id, Audience.PUBLIC)


@pytest.fixture(scope="module")
def file(real_data: Callable[[str], Path]) -> Path:
    return real_data("broward-county") / "arrests.csv"


@pytest.fixture(scope="module")
def data_dir(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broward-county")
    build(file.parent, folder, [])
    return folder


@pytest.fixture(scope="module")
def publication(data_dir: Path) -> Publication:
    return read_publication(data_dir, COUNTY.id, Audience.PUBLIC)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def count(rows: list[dict[str, str]], first_on: dt.date, last_on: dt.date, window_days: int) -> tuple[int, int]:
    """Count by hand, sharing nothing with the program: people with a later act within the window, and all people."""
    arrested = people = 0
    for row in rows:
        assessed_on = dt.date.fromisoformat(row["screening_date"])
        if row["is_recid"] not in ("0", "1") or not first_on <= assessed_on <= last_on:
            continue
        people += 1
        if row["r_offense_date"]:
            days = (dt.date.fromisoformat(row["r_offense_date"]) - assessed_on).days
            arrested += 0 < days <= window_days
    return arrested, people


def measure(data_dir: Path, *arguments: str) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "data_access", "measure", COUNTY.id, "--measure", "rearrest", "--format", "json"]
    command += ["--purpose", "the published figure"]
    environment = {**os.environ, "DATA_DIR": str(data_dir)}
    done = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


def test_the_published_two_year_figure(data_dir: Path, file: Path) -> None:
    asked = ("--window", "730", "--period", "all_watched", "--audience", "analyst")
    (row,) = measure(data_dir, *asked)
    assert (row["numerator"], row["denominator"], row["status"]) == (2_351, 7_164, "shown")
    assert row["value"] == pytest.approx(0.3282, abs=5e-5)
    assert (row["period_start"], row["period_end"]) == (str(WATCHED_FROM), str(WATCHED_TO))
    assert count(rows_of(file), WATCHED_FROM, WATCHED_TO, WINDOW_DAYS) == (2_351, 7_164)


def test_who_is_in_follows_from_the_calendar_and_the_window_alone(publication: Publication) -> None:
    assert publication.manifest.data_last_on == dt.date(2016, 3, 31)
    assert dt.date(2016, 3, 31) - dt.timedelta(days=WINDOW_DAYS) == WATCHED_TO


@pytest.mark.parametrize("window_days", [1, 30, 729, 730, 731, 1095])
def test_every_window_agrees_with_the_loop(data_dir: Path, file: Path, window_days: int) -> None:
    asked = Question(measure_id="rearrest", window_days=window_days, period="all_watched", by=(), only={})
    (row,) = exact_answers(open_records(COUNTY, data_dir), asked).frame.to_dicts()
    last_on = min(dt.date(2016, 3, 31) - dt.timedelta(days=window_days), LAST_ASSESSED)
    assert row["period_end"] == last_on
    assert (row["numerator"], row["denominator"]) == count(rows_of(file), WATCHED_FROM, last_on, window_days)


def test_the_published_years_agree_with_the_loop_and_unfinished_ones_have_no_number(
    publication: Publication, file: Path
) -> None:
    rows = rows_of(file)
    for row in publication.answers(measure_id="rearrest", windows_days=(30, 365, 730)).frame.iter_rows(named=True):
        if row["period_end"] > LAST_ASSESSED:
            assert row["status"] == "not_reported", "no assessment after 2014 is in the file, so 0 would be false"
        elif row["period_end"] + dt.timedelta(days=row["window_days"]) > dt.date(2016, 3, 31):
            assert (row["status"], row["numerator"], row["denominator"]) == ("too_early", None, None)
        elif row["status"] == "shown":
            expected = count(rows, row["period_start"], row["period_end"], row["window_days"])
            assert abs(row["numerator"] - expected[0]) <= 5, "a count of people is shifted by 5 at most"
            assert abs(row["denominator"] - expected[1]) <= 5


def test_every_row_is_kept_refused_or_one_in_which_nothing_happened(publication: Publication, file: Path) -> None:
    assessments, acts = publication.manifest.sources
    assert (assessments.rows_in, assessments.rows_kept, assessments.rows_refused) == (11_757, 11_038, 719)
    assert (acts.rows_in, acts.rows_kept, acts.rows_refused, acts.rows_without_event) == (11_757, 3_703, 0, 8_054)
    (left_out,) = (finding for finding in assessments.findings if finding.severity == "error")
    assert (left_out.rule_id, left_out.column, left_out.rows) == ("left_out_by_county", "is_recid", 719)
    assert "No court case was found for these people" in left_out.sentence
    assert assessments.rows_in == len(rows_of(file))


def test_what_the_file_cannot_tell_is_not_reported_and_takes_little_room(publication: Publication) -> None:
    others = publication.frame.filter(pl.col("measure_id") != "rearrest")
    assert set(others["status"]) == {"not_reported"}
    split = ~pl.all_horizontal(pl.col(publication.grouping_ids) == "all")
    assert publication.frame.filter(pl.col("status") == "not_reported", split).is_empty()


OPENS_ON = {
    "at_a_glance": ("the year to March 2014", dt.date(2013, 4, 1), dt.date(2014, 3, 31)),
    "coming_back_to_jail": ("2013", dt.date(2013, 1, 1), dt.date(2013, 12, 31)),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_what_a_county_without_jail_stays_can_tell(
    data_dir: Path, file: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    monkeypatch.setenv("COUNTY", COUNTY.id)
    monkeypatch.setenv("REAL_DATA_WITHOUT_SIGN_IN", "yes")
    app = AppTest.from_file(str(ROOT / "shell" / "navigation.py"), default_timeout=60).run()
    if page != PAGES[0]:
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    shown = "\n".join(element.proto.body for element in app.get("html"))
    if page in OPENS_ON:
        period, first_on, last_on = OPENS_ON[page]
        said = re.search(
            rf"(\d+) of every 100 people who were assessed in {period} were arrested again within 2 years", shown
        )
        assert said
        again, people = count(rows_of(file), first_on, last_on, WINDOW_DAYS)
        assert abs(int(said[1]) - 100 * again / people) < 0.7, "rounded, and each count shifted by 5 at most"
    for choice in app.selectbox:
        if choice.label == words.say("came_back_means"):
            assert REARREST.came_back_means not in choice.options, "nobody left jail in this number"
        if choice.label == words.say("number"):
            assert REARREST.name in choice.options


def certain(publication: Publication) -> list[tuple[str, str, int]]:
    return [
        (receipt.source_id, finding.sentence, finding.rows)
        for receipt in publication.manifest.sources
        for finding in receipt.findings
        if finding.rule_id == "outcome_certain"
    ]


def test_the_whole_file_gets_no_warning(publication: Publication) -> None:
    assert certain(publication) == []


def test_a_file_that_keeps_late_failures_and_drops_late_successes_is_noticed(file: Path, tmp_path: Path) -> None:
    """As a famous published extract did: of those assessed too late to be watched for two years, only the rearrested."""
    rows = rows_of(file)
    kept = [row for row in rows if row["r_offense_date"] or dt.date.fromisoformat(row["screening_date"]) <= WATCHED_TO]
    sources = tmp_path / "files"
    sources.mkdir()
    with (sources / file.name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    said: list[str] = []
    ((source_id, sentence, people),) = certain(build(sources, tmp_path / "data", said))
    late = sum(dt.date.fromisoformat(row["screening_date"]) > WATCHED_TO for row in kept)
    assert (source_id, people) == ("assessments", late)
    assert "after April 1, 2014" in sentence
    assert any(line.startswith("Warning. People assessed in the jail: ") and sentence in line for line in said)
