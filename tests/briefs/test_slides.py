"""The six slides: native charts that hold the published numbers, alt text, notes, and words that stay in their boxes."""

import io
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from metrics import registry
from metrics.declaration import Measure
from metrics.declared.coming_back import REBOOKING
from metrics.declared.jail_use import AVERAGE_DAILY_POPULATION
from presentation.briefs import fitting
from presentation.briefs.content import Brief
from presentation.briefs.pictures import Kind
from presentation.briefs.slide_charts import by_group
from presentation.briefs.slide_shapes import Box
from presentation.briefs.slides import slides
from presentation.briefs.texts import Written
from presentation.language_of_run import speaking
from tests.briefs.written import LONGEST, WIDEST

Make = Callable[..., Brief]
LONG_NAMES = sorted(registry.MEASURES, key=lambda measure: len(measure.name))[-4:]


def opened(brief: Brief) -> list[Any]:
    return list(pptx.Presentation(io.BytesIO(slides(brief))).slides)


def charts(deck: list[Any]) -> Iterator[Any]:
    return (shape.chart for slide in deck for shape in slide.shapes if shape.has_chart)


def texts(slide: Any) -> str:
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    said += [
        cell.text_frame.text
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    return "\n".join(said).replace("\u200b", "")


def test_there_are_six_slides_with_the_findings_as_titles(make_brief: Make) -> None:
    brief = make_brief()
    deck = opened(brief)
    assert [slide.shapes.title.text_frame.text for slide in deck] == [
        brief.finding,
        "The share who come back has barely moved since the year to December 2021",
        "None of the 4 numbers clearly changed in a year",
        "Veterans: from 31 to 40 of every 100",
        "Numbers tell what changed. They do not tell why",
        "What we ask you to decide",
    ]


@pytest.mark.parametrize("groups", [{}, {"sex": "female"}])
def test_the_charts_hold_the_published_numbers(make_brief: Make, groups: dict[str, str]) -> None:
    """Each number in a chart's own sheet is the published one, of every 100; what is not shown is a gap."""
    brief = make_brief(groups=groups)
    parts, years, other = charts(opened(brief))
    answer = brief.headline.answer
    assert answer is not None
    assert answer.value is not None
    assert [series.values[0] for series in parts.plots[0].series] == pytest.approx(
        [answer.value * 100, 100 - answer.value * 100]
    )
    for chart, told in zip((years, other), brief.charts, strict=False):
        drawn = [list(series.values) for series in chart.plots[0].series]
        published = [one.value * 100 if one.shown and one.value is not None else None for one in told.answers]
        if told.kind is Kind.DAYS:
            assert drawn[0] == pytest.approx([0.0, *(value for value in published if value is not None)])
            continue
        low, high, number = drawn
        assert number == pytest.approx(published)
        for lowest, value, highest in zip(low, number, high, strict=True):
            assert (lowest is None, highest is None) == (value is None, value is None)
            assert value is None or lowest <= value <= highest


def test_the_table_holds_the_four_numbers(make_brief: Make) -> None:
    brief = make_brief()
    said = texts(opened(brief)[2])
    for number in brief.numbers:
        assert number.number in said
        assert number.word in said
        assert number.range in said


def test_hidden_too_early_and_missing_numbers_are_told_as_such(make_brief: Make) -> None:
    hidden = "\n".join(texts(slide) for slide in opened(make_brief(REBOOKING, groups={"sex": "not_stated"})))
    assert "Not shown" in hidden
    assert "to protect people's privacy" in hidden
    early = "\n".join(texts(slide) for slide in opened(make_brief(REBOOKING, year=2023)))
    assert "Too early" in early
    missing = "\n".join(texts(slide) for slide in opened(make_brief(registry.measure("rebooking_other"))))
    assert "has not shared the records" in missing


def test_everything_that_is_seen_has_words_for_those_who_do_not_see_it(make_brief: Make) -> None:
    for slide in opened(make_brief()):
        assert slide.notes_slide.notes_text_frame.text.strip()
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                (properties,) = shape._element.xpath("./p:nvGraphicFramePr/p:cNvPr | ./p:nvPicPr/p:cNvPr")
                assert len(properties.get("descr", "")) > 5


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("written", [None, LONGEST, WIDEST], ids=["nothing", "long", "wide"])
@pytest.mark.parametrize("measures", [(), (AVERAGE_DAILY_POPULATION,), LONG_NAMES], ids=["usual", "one", "long names"])
def test_nothing_runs_out_of_its_box_or_over_something_else(
    make_brief: Make, language: str, written: Written | None, measures: tuple[Measure, ...]
) -> None:
    with speaking(language):
        deck = opened(make_brief(*measures, behind=written, ask=written))
    for slide in deck:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= pptx.util.Pt(960)
            assert shape.top + shape.height <= pptx.util.Pt(540)
            if shape.has_text_frame and shape.text_frame.text:
                assert words_height(shape) <= shape.height.pt + 0.5
        for one, two in combinations(
            [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text], 2
        ):
            assert not overlap(one, two), (one.text_frame.text[:40], two.text_frame.text[:40])


def words_height(shape: Any) -> float:
    """Return how high the words of a shape are, paragraph by paragraph in its own type."""
    tall = 0.0
    for number, paragraph in enumerate(shape.text_frame.paragraphs):
        font = paragraph.runs[0].font
        tall += fitting.height([paragraph.text], font.size.pt, shape.width.pt, bold=bool(font.bold))
        tall += paragraph.space_before.pt if number and paragraph.space_before else 0
    return tall


def overlap(one: Any, two: Any) -> bool:
    """Say whether the words of two shapes lie over each other."""
    lower = min(one.top + pptx.util.Pt(words_height(one)), two.top + pptx.util.Pt(words_height(two)))
    aside = min(one.left + one.width, two.left + two.width) <= max(one.left, two.left)
    return not aside and lower > max(one.top, two.top)


def test_a_name_that_a_spreadsheet_would_run_stays_text() -> None:
    """The sheet inside a chart holds the names of groups, which are a county's own words."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    names = ("=1+1", "@low", "+high")
    by_group(slide, Box(left=0, top=0, width=400, height=300), names, ["=cmd()"], [(1.0, 0.5, 2.0)], ["1"], "words")
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    assert [series.name for series in chart.plots[0].series] == ["'@low", "'+high", "'=1+1"]
    assert list(chart.plots[0].categories) == ["'=cmd()"]
