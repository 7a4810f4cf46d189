"""Posters for a data walk, where people stick their thoughts beside a number: one tagged PDF, 24 x 36 inches."""

from typing import Any, Final

from presentation import words
from presentation.briefs.content import Brief
from presentation.briefs.pictures import Chart, Kind
from presentation.briefs.typesetting import figure_in_print, in_print, pdf

CHART_HEIGHT: Final = 320
QUESTIONS: Final = ("poster_lived", "poster_missing", "poster_try")


def posters(brief: Brief) -> bytes:
    """Return one poster for each chart of the brief; the first has the finding over it."""
    told = in_print(brief) | {
        "posters": [_poster(brief, place, chart) for place, chart in enumerate(brief.charts)],
        "think": words.say("poster_think"),
        "questions": [words.say(name) for name in QUESTIONS],
        "scan": words.say("poster_scan"),
    }
    return pdf("posters", brief, told)


def _poster(brief: Brief, place: int, chart: Chart) -> dict[str, Any]:
    height = None if chart.kind is Kind.GROUPS else CHART_HEIGHT
    made = figure_in_print(chart.figure, height=height)
    return made | {"title": brief.finding} if place == 0 else made
