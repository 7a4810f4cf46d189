"""Tables as real HTML: a caption, a header for each column and each row, and nothing that a screen reader cannot follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, kw_only=True)
class Table:
    """A caption, column headers and rows of text. The first cell of a row names the row.

    words_columns says which columns hold words and are set to the left; all others hold numbers, to the right.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words_columns: frozenset[int] = frozenset({0})
    caption_shown: bool = True

    def html(self) -> str:
        """Return the table as HTML, with every text escaped."""
        head = "".join(
            f'<th scope="col"{self._class(place)}>{escape(text)}</th>' for place, text in enumerate(self.header)
        )
        body = "".join(self._row(row) for row in self.rows)
        caption = f'<caption class="{"" if self.caption_shown else "tl-unseen"}">{escape(self.caption)}</caption>'
        return (
            f'<div class="tl-scroll" tabindex="0" role="region" aria-label="{escape(self.caption)}">'
            f'<table class="tl-table">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        )

    def _row(self, row: Sequence[str]) -> str:
        first, *rest = row
        cells = "".join(f"<td{self._class(place)}>{escape(text)}</td>" for place, text in enumerate(rest, start=1))
        return f'<tr><th scope="row"{self._class(0)}>{escape(first)}</th>{cells}</tr>'

    def _class(self, place: int) -> str:
        return ' class="tl-words"' if place in self.words_columns else ""
