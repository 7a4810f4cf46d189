"""The one-page brief: its numbers are the published ones, it is tagged, and it is one page whatever is written into it."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfua
import pypdf
import pytest

from metrics import registry
from metrics.declaration import Measure
from metrics.declared.coming_back import REBOOKING
from presentation.briefs.content import Brief, For
from presentation.briefs.one_page import one_page
from presentation.briefs.texts import Written
from presentation.briefs.web import web_page
from presentation.language_of_run import speaking
from tests.briefs.written import LONGEST, WIDEST, pages_of

Make = Callable[..., Brief]
LONG_NAMES = sorted(registry.MEASURES, key=lambda measure: len(measure.name))[-4:]


def check(pdf: bytes, folder: Path) -> list[str]:
    """Return what the checker of PDF/UA-1 finds."""
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    return [f"{finding.rule_id}: {finding.message}" for finding in pdfua.validate(str(path)).findings]


def test_the_page_says_what_the_brief_says(make_brief: Make) -> None:
    brief = make_brief()
    (page,) = pages_of(one_page(brief))
    said = [brief.finding, *brief.details, brief.who_is_counted, brief.numbers_title, brief.chart.title, *brief.unknown]
    said += [part for number in brief.numbers for part in (number.number, number.word, number.between) if part]
    said += [brief.place.publication_id, "Records through December 31, 2023", "Brief for the county board"]
    said += ["The courts let more people wait at home.", "Written by: Director, courts, November 20, 2026"]
    said += ["What we ask you to decide", "Fund the re-entry center for 2027.", "rebooking, version 1"]
    assert [text for text in said if text not in page] == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("written", [None, LONGEST, WIDEST], ids=["nothing", "long", "wide"])
@pytest.mark.parametrize("measures", [(REBOOKING,), LONG_NAMES], ids=["one", "long names"])
def test_it_is_one_letter_page_whatever_is_written_into_it(
    make_brief: Make, language: str, written: Written | None, measures: tuple[Measure, ...]
) -> None:
    with speaking(language):
        pdf = one_page(make_brief(*measures, behind=written, ask=written))
    document = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(document.pages) == 1
    assert [float(side) for side in document.pages[0].mediabox[2:]] == [612, 792]
    assert str(document.root_object["/Lang"]).startswith(language)


@pytest.mark.parametrize("year", [2022, 2023])
def test_it_passes_the_check_of_pdf_ua(make_brief: Make, tmp_path: Path, year: int) -> None:
    pdf = one_page(make_brief(year=year))
    assert check(pdf, tmp_path) == []
    document = pypdf.PdfReader(io.BytesIO(pdf))
    assert "/StructTreeRoot" in document.root_object
    assert document.metadata is not None
    assert document.metadata.title == "Small <County>: brief for " + str(year)


def test_the_same_brief_gives_the_same_bytes(make_brief: Make) -> None:
    assert one_page(make_brief()) == one_page(make_brief())


def test_what_is_typed_is_text_and_never_a_command(make_brief: Make) -> None:
    trick = '#panic("x") $x^2$ *bold* @label <b> & #read("/etc/hosts")'
    written = Written(text=trick, role="= _cell", on=make_brief().made_on)
    brief = make_brief(behind=written)
    (page,) = pages_of(one_page(brief))
    assert '#read("/etc/hosts")' in page.replace(" ", "")
    assert "&lt;b&gt; &amp; #read(" in web_page(brief).decode().replace("\u200b", "")


def test_a_brief_of_partner_numbers_says_so(make_brief: Make) -> None:

    (page,) = pages_of(one_page(replace(make_brief(), not_public=True)))
    assert "These numbers are for partner offices. Do not pass them on to the public." in page
    assert "partner offices" not in pages_of(one_page(make_brief(made_for=For.PUBLIC)))[0]


def test_the_web_page_says_the_same_and_needs_nothing_from_outside(make_brief: Make) -> None:
    brief = make_brief()
    page = web_page(brief).decode()
    said = [brief.finding, *brief.details, *brief.unknown, brief.numbers_title, *(one.number for one in brief.numbers)]
    assert [text for text in said if text.replace("'", "&#x27;") not in page] == []
    assert "Small &lt;County&gt;" in page
    assert "<script" not in page
    assert [part for part in ("src=", "url(", "@import", "<link") if part in page] == []
