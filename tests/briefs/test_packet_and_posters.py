"""The board packet and the posters: tagged, whole, and with the same numbers as the brief."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfua
import polars as pl
import pypdf
import pytest

from metrics.declared.coming_back import REBOOKING
from metrics.declared.jail_use import AVERAGE_DAILY_POPULATION
from presentation.answer import Reading
from presentation.briefs import content
from presentation.briefs.changes import Earlier, changes
from presentation.briefs.content import Brief, View
from presentation.briefs.packet import packet
from presentation.briefs.posters import posters
from presentation.briefs.texts import Written
from presentation.language_of_run import speaking
from tests.briefs.written import LONGEST, WIDEST, pages_of

Make = Callable[..., Brief]


@pytest.mark.parametrize("product", [packet, posters], ids=["packet", "posters"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("written", [None, LONGEST, WIDEST], ids=["nothing", "long", "wide"])
def test_it_passes_the_check_of_pdf_ua_whatever_is_written_into_it(
    make_brief: Make, tmp_path: Path, product: Callable[[Brief], bytes], language: str, written: Written | None
) -> None:
    with speaking(language):
        path = tmp_path / "made.pdf"
        path.write_bytes(product(make_brief(behind=written, ask=written)))
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []


def test_the_packet_holds_memo_brief_tables_definitions_and_changes(make_brief: Make) -> None:
    brief = make_brief()
    pages = pages_of(packet(brief))
    memo, front, *rest = pages
    assert "To The county board" in memo
    assert "From Director, courts" in memo
    assert brief.finding in memo
    assert brief.finding in front
    assert all(number.number in front for number in brief.numbers)
    told = " ".join(rest)
    for chart in brief.charts:
        assert chart.figure.title in told
        for row in chart.figure.table.rows:
            assert all(cell in told for cell in row)
    assert "Version 1 of rebooking" in told
    assert "This is the first publication of these numbers that is kept here." in told
    assert pages[-1].endswith(f"{len(pages)} / {len(pages)}")


def test_each_poster_is_one_page_with_one_finding_and_room_for_notes(make_brief: Make) -> None:
    brief = make_brief(year=2022)
    document = pypdf.PdfReader(io.BytesIO(posters(brief)))
    pages = pages_of(posters(brief))
    assert len(pages) == len(brief.charts) == 3
    assert [float(side) / 72 for side in document.pages[0].mediabox[2:]] == [24, 36]
    for page, chart in zip(pages, brief.charts, strict=True):
        assert chart.figure.how_to_read in page
        assert "Does this match what you have lived or seen?" in page
        assert "Scan the code" in page
    assert brief.finding in pages[0]
    assert brief.charts[1].figure.title in pages[1]


def test_hidden_too_early_and_missing_numbers_are_told_in_both(make_brief: Make) -> None:
    for said, brief in (
        ("We do not show this number", make_brief(REBOOKING, groups={"sex": "not_stated"})),
        ("It is too early to say", make_brief(REBOOKING, year=2023)),
    ):
        assert said in " ".join(pages_of(packet(brief)))
        assert said in pages_of(posters(brief))[0]


def told_before(view: View, measure_id: str, period: str, of_100: int) -> Reading:
    """Return the years of a view as an earlier publication may have told them: one number other, the newest not yet."""
    answers = tuple(
        replace(one, of_100=of_100, value=of_100 / 100) if (one.measure_id, one.period) == (measure_id, period) else one
        for one in view.years.answers
        if one.period != "year_to_2022-12"
    )
    return Reading(frame=view.years.frame.filter(pl.col("period") != "year_to_2022-12"), answers=answers)


def test_what_changed_since_the_publication_before_is_listed(make_view: Callable[..., View]) -> None:
    view = make_view(REBOOKING, AVERAGE_DAILY_POPULATION)

    before = told_before(view, "rebooking", "year_to_2021-12", 33)
    earlier = Earlier(
        publication_id="2022-12-31-old",
        last_on=view.place.last_on,
        versions={"rebooking": 1, "average_daily_population": 2},
        years=before,
    )
    found = changes(view.measures, view.years, earlier)
    assert (
        found.lines[0] == "The publication before this one was 2022-12-31-old. Its records ended on December 31, 2023."
    )
    assert "It was version 2 and is now version 1." in found.lines[1]
    assert found.lines[-1] == "These numbers of the brief are new, or are told otherwise than before."
    assert found.table.rows == (
        ("Came back to jail for any reason, within a year", "12 months to December 2021", "33 of 100", "31 of 100"),
        ("Came back to jail for any reason, within a year", "12 months to December 2022", "not told yet", "31 of 100"),
        ("People in jail on an average day", "12 months to December 2022", "not told yet", "170 people"),
    )
    same = Earlier(publication_id="x", last_on=view.place.last_on, versions={}, years=view.years)
    unchanged = changes(view.measures, view.years, same)
    assert unchanged.lines[-1] == "No number of this brief is new or told otherwise than before."
    assert unchanged.table.rows == ()


def test_a_packet_lists_the_changes(make_view: Callable[..., View]) -> None:
    view = make_view(REBOOKING)
    earlier = Earlier(publication_id="2022-12-31-old", last_on=view.place.last_on, versions={}, years=view.years)
    pages = pages_of(packet(content.build(replace(view, earlier=earlier))))
    assert "The publication before this one was 2022-12-31-old." in pages[-1]
