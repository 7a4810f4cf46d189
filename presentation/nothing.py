"""Draws the kinds of nothing where a picture would stand, each in its own way: hidden, not reported, too early."""

from html import escape

from metrics.language import Status
from presentation.palette import Palette

HEIGHT = 220


def panel(status: Status | None, sentence: str, palette: Palette) -> str:
    """Return an SVG panel: hatched for hidden, gray for too early, an empty dashed frame where nothing was reported.

    status is None where the publication holds no answer at all. sentence says what it is to people who do not see it.
    """
    fill, frame = palette.ground, f'stroke="{palette.outline}" stroke-dasharray="6 6"'
    pattern = ""
    if status is Status.HIDDEN:
        pattern = (
            '<defs><pattern id="tl-hatch" width="12" height="12" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="12" stroke="{palette.outline}" '
            'stroke-width="2"/></pattern></defs>'
        )
        fill, frame = "url(#tl-hatch)", f'stroke="{palette.outline}"'
    elif status is Status.TOO_EARLY:
        fill, frame = palette.zone, f'stroke="{palette.zone}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {HEIGHT}" role="img" '
        f'aria-label="{escape(sentence, quote=True)}">{pattern}'
        f'<rect x="1" y="1" width="598" height="{HEIGHT - 2}" rx="8" fill="{fill}" {frame}/></svg>'
    )
