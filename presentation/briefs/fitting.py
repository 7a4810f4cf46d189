"""How much room words take on a slide, measured with our font, which is exactly as wide as the Arial of the slides."""

from functools import lru_cache
from typing import Final

from PIL import ImageFont

from presentation.briefs.pictures import FONTS

LINE: Final = 1.2
"""Height of a line, in sizes of its type."""
MEASURED_AT: Final = 100
"""Size at which words are measured; widths grow with the size."""
SPARE: Final = 0.97
"""So much of a line is filled at most: programs differ a little in how they set the same words."""
BREAK: Final = "\u200b"


class TooLongError(ValueError):
    """Words do not fit into their box even in the smallest type that is allowed there."""


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", MEASURED_AT)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in points."""
    return _font(bold).getlength(text.replace(BREAK, "")) * size / MEASURED_AT


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines a paragraph takes in so many points of width; a word may be broken at its signs."""
    taken, line = 1, 0.0
    blank = width(" ", size, bold=bold)
    for word in text.split(" "):
        for number, piece in enumerate(word.split(BREAK)):
            wide = width(piece, size, bold=bold)
            if wide > room * SPARE:
                raise TooLongError("a word is wider than its box")
            before = blank if line and number == 0 else 0.0
            if line + before + wide > room * SPARE:
                taken, line = taken + 1, wide
            else:
                line += before + wide
    return taken


def height(paragraphs: list[str], size: float, room: float, *, bold: bool = False, gap: float = 0.35) -> float:
    """Return the height of paragraphs in points; gap: between two of them, in sizes of the type."""
    set_lines = sum(lines(paragraph, size, room, bold=bold) for paragraph in paragraphs)
    return set_lines * size * LINE + max(0, len(paragraphs) - 1) * gap * size


def largest(
    paragraphs: list[str], room: tuple[float, float], sizes: tuple[float, ...], *, bold: bool = False, gap: float = 0.35
) -> float:
    """Return the largest of these sizes, largest first, at which paragraphs fit into a width and height in points."""
    for size in sizes:
        try:
            if height(paragraphs, size, room[0], bold=bold, gap=gap) <= room[1]:
                return size
        except TooLongError:
            continue
    raise TooLongError(f"the words do not fit in a box of {room[0]:.0f} x {room[1]:.0f} points")
