"""The brief as one web page in one file: it opens without internet and prints on one sheet."""

from html import escape
from pathlib import Path
from typing import Any, Final

from presentation.briefs.content import Brief
from presentation.briefs.typesetting import in_print

_STYLE: Final = (Path(__file__).parent / "layouts" / "web.css").read_text("utf-8")


def web_page(brief: Brief) -> bytes:
    """Return the brief as HTML in UTF-8, with its chart inside. Every text is escaped."""
    told = in_print(brief)
    banner = f'<p class="banner">{escape(told["banner"])}</p>' if told["banner"] else ""
    unknown = "".join(f"<li>{escape(line)}</li>" for line in told["unknown"])
    body = (
        f'{banner}<p class="head soft"><span><strong>{escape(told["county"])}</strong> {escape(told["made_for"])}</span>'
        f"<span>{escape(told['as_of'])}</span></p>"
        f"<main><h1>{escape(told['finding'])}</h1><p>{escape(' '.join(told['details']))}</p>"
        f'<p class="soft">{escape(told["who_is_counted"])}</p>{_chart(told["chart"])}'
        f'<h2>{escape(told["numbers_title"])}</h2><ul class="strip">{"".join(map(_number, told["numbers"]))}</ul>'
        f'<div class="two"><section><h2>{escape(told["behind_title"])}</h2>{_written(told, "behind")}</section>'
        f"<section><h2>{escape(told['unknown_title'])}</h2><ul>{unknown}</ul></section></div>"
        f'<section class="ask"><h2>{escape(told["ask_title"])}</h2>{_written(told, "ask")}</section></main>{_foot(told)}'
    )
    page = (
        f'<!doctype html><html lang="{told["language"]}"><head><meta charset="utf-8"><title>{escape(told["title"])}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )
    return page.encode("utf-8")


def _chart(chart: dict[str, Any]) -> str:
    return (
        f'<h2>{escape(chart["title"])}</h2><p class="soft">{escape(chart["subtitle"])}</p>'
        f'<div class="chart" role="img" aria-label="{escape(chart["alt"])}">{chart["svg"]}</div>'
        f'<p class="small">{escape(chart["how_to_read"])}</p>'
    )


def _number(number: dict[str, str]) -> str:
    was = f", {escape(number['was'])}" if number["was"] else ""
    lines = "".join(
        f'<span class="soft">{escape(number[name])}</span>' for name in ("between", "counted", "target") if number[name]
    )
    sign = f'<i aria-hidden="true">{number["sign"]}</i>'
    return (
        f"<li><strong>{escape(number['number'])}</strong><span>{escape(number['name'])}</span>"
        f"<span><b>{sign}{escape(number['word'])}</b>{was}</span>{lines}</li>"
    )


def _written(told: dict[str, Any], name: str) -> str:
    written = told[name]
    if written is None:
        return f'<p class="soft">{escape(told[f"{name}_nobody"])}</p>'
    return f'<p>{escape(written["text"])}</p><p class="small">{escape(written["signed"])}</p>'


def _foot(told: dict[str, Any]) -> str:
    said = (
        f'<p class="small"><strong>{escape(told["definitions_title"])}</strong>: {escape("; ".join(told["definitions"]))}. '
        f"{escape(told['publication'])} {escape(told['protection'])}"
    )
    if not told["link"]:
        return f'<footer class="foot">{said}</p></footer>'
    address = escape(told["link"])
    return (
        f'<footer class="foot">{said}<br><a href="{address}">{escape(told["link_shown"])}</a></p>'
        f'<div role="img" aria-label="{escape(told["qr_alt"])}">{told["qr"]}</div></footer>'
    )
