"""A link may pin a publication: it brings back the numbers as they stood, and says that there are newer ones."""

from pathlib import Path

import polars as pl
import pytest

from data_access import store
from data_access.publications import Audience, publications_folder
from presentation import words
from tests.dashboard import PAGES
from tests.pages.conftest import Open, answer_of, markup
from tests.small_county import COUNTY, publish_small_county

FIRST, SECOND = "2023-12-31-first", "2023-12-31-second"


@pytest.fixture
def two_publications(small_data: Path) -> Path:
    """Publish the small county once more, with every count of coming back doubled."""
    publish_small_county(small_data, made_up=False, publication_id=SECOND, times=2)
    return small_data


@pytest.mark.usefixtures("two_publications")
def test_a_pinned_link_brings_back_the_numbers_as_they_stood(open_page: Open) -> None:
    newest, pinned = open_page("at_a_glance"), open_page("at_a_glance", publication=FIRST)
    assert "2,000 people who left" in markup(newest)
    assert "1,000 people who left" in markup(pinned)
    assert "2,000 people" not in markup(pinned)
    assert words.say("pinned_told", day="December 31, 2023") in markup(pinned)
    assert "earlier numbers" not in markup(newest)
    pinned.button(key="pinned_back").click().run()
    assert "2,000 people who left" in markup(pinned)
    assert "earlier numbers" not in markup(pinned)


@pytest.mark.usefixtures("two_publications")
@pytest.mark.parametrize("page", PAGES)
def test_what_is_pinned_goes_along_to_every_page(open_page: Open, page: str) -> None:
    shown = markup(open_page(page, publication=FIRST))
    assert "earlier numbers" in shown
    assert f"Publication {FIRST}" in shown


@pytest.mark.usefixtures("two_publications")
@pytest.mark.parametrize("name", ["2020-12-31-none", "../../" + COUNTY, FIRST + "/..", "<script>"])
def test_what_is_not_kept_is_said_and_the_newest_is_shown(open_page: Open, name: str) -> None:
    shown = markup(open_page("at_a_glance", publication=name))
    assert words.say("pinned_gone") in shown
    assert "2,000 people who left" in shown
    assert "<script>" not in shown


def test_numbers_of_records_that_may_no_longer_be_used_are_not_brought_back(
    two_publications: Path, open_page: Open
) -> None:
    """In the second publication nobody reports how people came back; in the first somebody did."""
    folder = publications_folder(two_publications, COUNTY, Audience.PUBLIC)
    answers = folder / SECOND / "answers.parquet"
    frame = pl.read_parquet(answers)
    lost = pl.col("measure_id") == "rebooking_technical"
    numbers = ("numerator", "denominator", "value", "low", "high")
    frame = frame.with_columns(
        pl.when(lost).then(pl.lit("not_reported")).otherwise(pl.col("status")).alias("status"),
        *(pl.when(lost).then(None).otherwise(pl.col(name)).alias(name) for name in numbers),
    )
    frame.write_parquet(answers)
    manifest = folder / SECOND / "manifest.json"
    digest = store.file_digest(answers)
    text = manifest.read_text("utf-8")
    old = text.split('"answers_sha256": "')[1].split('"')[0]
    manifest.write_text(text.replace(old, digest), "utf-8")
    shown = markup(open_page("at_a_glance", publication=FIRST))
    assert words.say("pinned_gone") in shown
    assert "2,000 people who left" in shown


@pytest.mark.usefixtures("two_publications")
def test_what_changed_since_the_last_publication_is_said(open_page: Open) -> None:
    """Shares stay as they were when every count doubles, so nothing that is told has changed."""
    assert "Nothing has changed since the publication" in markup(open_page("at_a_glance"))
    assert "numbers are as they were." in markup(open_page("how_we_count"))


def test_the_first_publication_says_that_it_is(open_page: Open) -> None:
    assert words.say("since_first") in markup(open_page("how_we_count"))


@pytest.mark.usefixtures("two_publications")
def test_the_doors_of_a_pinned_page_lead_to_the_same_numbers(open_page: Open) -> None:
    doors = [
        link.proto.query_string for link in open_page("at_a_glance", publication=FIRST, lang="es").get("page_link")
    ]
    assert len(doors) > 3, "the doors to other pages, and one under each figure to ask about it"
    assert all(f"publication={FIRST}" in query and "lang=es" in query for query in doors)


@pytest.mark.usefixtures("two_publications")
def test_a_pinned_page_answers_in_a_sentence(open_page: Open) -> None:
    assert "About 31 of every 100 people" in answer_of(open_page("at_a_glance", publication=FIRST))
