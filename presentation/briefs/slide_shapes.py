"""What stands on a slide: words that fit, tables and pictures, each with its alt text, all in our colors and in Arial."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Length, Pt

from presentation.briefs import fitting
from presentation.language_of_run import language
from presentation.palette import LIGHT

FONT: Final = "Arial"
LANGUAGES: Final = {"en": MSO_LANGUAGE_ID.ENGLISH_US, "es": MSO_LANGUAGE_ID.SPANISH}
PARAGRAPH_GAP: Final = 0.35


@dataclass(frozen=True, kw_only=True)
class Box:
    """A place on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """The same in the units of the file."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


def color(value: str) -> RGBColor:
    """Return a color of the palette, #rrggbb."""
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return RGBColor(red, green, blue)


def set_words(
    frame: Any,
    paragraphs: Sequence[str],
    box: Box,
    sizes: tuple[float, ...],
    *,
    bold: bool = False,
    ink: str = LIGHT.ink,
    center: bool = False,
    signed: bool = False,
) -> None:
    """Write paragraphs into a text frame, in the largest of the sizes at which they fit; TooLongError where none does.

    signed: the last one says who wrote the others, and is set smaller.
    """
    said = [paragraph for paragraph in paragraphs if paragraph]
    size = fitting.largest(said, (box.width, box.height), sizes, bold=bold, gap=PARAGRAPH_GAP)
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, text in enumerate(said):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER if center else PP_ALIGN.LEFT
        paragraph.space_before = Pt(size * PARAGRAPH_GAP if number else 0)
        small = signed and number == len(said) - 1
        _run(paragraph, text, size * 0.75 if small else size, bold=bold, ink=LIGHT.soft if small else ink)


def _run(paragraph: Any, text: str, size: float, *, bold: bool, ink: str) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.name, run.font.size, run.font.bold = FONT, Pt(size), bold
    run.font.color.rgb = color(ink)
    run.font.language_id = LANGUAGES.get(language(), MSO_LANGUAGE_ID.ENGLISH_US)


def words(slide: Slide, paragraphs: Sequence[str], box: Box, sizes: tuple[float, ...], **look: Any) -> None:
    """Put words on a slide."""
    if any(paragraphs):
        set_words(slide.shapes.add_textbox(*box.emu).text_frame, paragraphs, box, sizes, **look)


def title(slide: Slide, text: str, box: Box, sizes: tuple[float, ...]) -> float:
    """Write the slide's own title, by which people find their way among slides; return where it ends, in points."""
    shape: Any = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = box.emu
    set_words(shape.text_frame, [text], box, sizes, bold=True)
    size = fitting.largest([text], (box.width, box.height), sizes, bold=True)
    return box.top + fitting.height([text], size, box.width, bold=True)


def panel(slide: Slide, box: Box, fill: str, alt: str) -> None:
    """Put a colored panel on a slide, to lie behind what comes after it."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.fill.solid()
    shape.fill.fore_color.rgb = color(fill)
    describe(shape, alt)


def picture(slide: Slide, png: bytes, box: Box, alt: str) -> None:
    """Put a picture on a slide."""
    describe(slide.shapes.add_picture(io.BytesIO(png), *box.emu), alt)


def table(
    slide: Slide, header: Sequence[str], rows: Sequence[Sequence[str]], box: Box, shares: Sequence[float], alt: str
) -> None:
    """Put a native table on a slide. shares: the part of the width that each column takes. All cells have the same size."""
    widths = [box.width * share / sum(shares) for share in shares]
    size = _table_size([header, *rows], widths, box.height)
    frame = slide.shapes.add_table(len(rows) + 1, len(header), *box.emu)
    describe(frame, alt)
    made = frame.table
    made.horz_banding = False
    for place, wide in enumerate(widths):
        made.columns[place].width = Pt(wide)
    for place, row in enumerate([header, *rows]):
        made.rows[place].height = Pt(_row_height(row, widths, size, bold=place == 0))
        for cell, text in zip(made.rows[place].cells, row, strict=True):
            cell.margin_left = cell.margin_right = Pt(CELL_SIDE)
            cell.margin_top = cell.margin_bottom = Pt(CELL_EDGE)
            cell.fill.solid()
            cell.fill.fore_color.rgb = color(LIGHT.zone if place == 0 else LIGHT.ground)
            _run(cell.text_frame.paragraphs[0], text, size, bold=place == 0 or text is row[0], ink=LIGHT.ink)


CELL_SIDE: Final = 7
CELL_EDGE: Final = 6


def _table_size(rows: Sequence[Sequence[str]], widths: Sequence[float], room: float) -> float:
    for size in (20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10):
        try:
            if sum(_row_height(row, widths, size, bold=True) for row in rows) <= room:
                return size
        except fitting.TooLongError:
            continue
    raise fitting.TooLongError("the words do not fit into their table")


def _row_height(row: Sequence[str], widths: Sequence[float], size: float, *, bold: bool) -> float:
    tallest = max(
        fitting.height([text], size, wide - 2 * CELL_SIDE, bold=bold) for text, wide in zip(row, widths, strict=True)
    )
    return tallest + 2 * CELL_EDGE


def describe(shape: Any, alt: str) -> None:
    """Give a shape its alt text."""
    element = shape._element  # noqa: SLF001  # the library has no other way to it
    element.xpath(".//*[local-name()='cNvPr']")[0].set("descr", alt)


def notes(slide: Slide, paragraphs: Sequence[str]) -> None:
    """Write the speaker notes."""
    frame: Any = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(paragraph for paragraph in paragraphs if paragraph)
