"""The colors of charts, in light and dark: marks 3:1 and text 4.5:1 on their ground, told apart without color too."""

from dataclasses import dataclass
from typing import Any, Final

FONT: Final = '"Source Sans", "Source Sans 3", "Liberation Sans", sans-serif'


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One set of colors: ground of the page, text, quiet text, hair lines, main mark, its band, the grey of not yet known.

    outline draws people who are not in the share; quiet_mark the groups that are not looked at.
    """

    ground: str
    ink: str
    soft: str
    line: str
    mark: str
    band: str
    zone: str
    outline: str
    outline_fill: str
    quiet_mark: str


LIGHT: Final = Palette(
    ground="#ffffff",
    ink="#1b1b1b",
    soft="#4d535b",
    line="#dfe1e2",
    mark="#005ea2",
    band="#cfe2f3",
    zone="#eff0f1",
    outline="#7c838b",
    outline_fill="#f4f5f6",
    quiet_mark="#5c7f9c",
)
DARK: Final = Palette(
    ground="#14181c",
    ink="#f0f0f0",
    soft="#b9bec5",
    line="#3a424b",
    mark="#73b3e7",
    band="#23435e",
    zone="#262c33",
    outline="#88919b",
    outline_fill="#1d2329",
    quiet_mark="#8fa9bd",
)


def chart_config(palette: Palette) -> dict[str, Any]:
    """Return the Vega-Lite configuration that every chart shares."""
    text = {"font": FONT, "fontSize": 14, "color": palette.soft}
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFont": FONT,
            "labelFontSize": 14,
            "labelColor": palette.soft,
            "labelPadding": 8,
            "labelFlush": False,
            "gridColor": palette.line,
            "domainColor": palette.line,
            "tickColor": palette.line,
            "ticks": False,
            "domain": False,
            "title": None,
        },
        "text": text,
    }
