"""Six slides with native charts and tables: the number, the years, the four numbers, the groups, the reasons, the ask."""

import io
from collections.abc import Sequence
from typing import Final

import pptx
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Pt

from metrics.language import Status
from presentation import sentences, words
from presentation.answer import Answer
from presentation.briefs import numbers, slide_charts, slide_shapes
from presentation.briefs.content import Brief
from presentation.briefs.pictures import Chart, Kind, qr_png
from presentation.briefs.series import scale_of
from presentation.briefs.slide_charts import Ranged
from presentation.briefs.slide_shapes import Box
from presentation.briefs.texts import Written
from presentation.briefs.typesetting import published
from presentation.groups import label_of
from presentation.language_of_run import language
from presentation.palette import LIGHT

WIDE: Final = 960
HIGH: Final = 540
"""Points: 13.33 x 7.5 inches."""
SIDE: Final = 48
ROOM: Final = WIDE - 2 * SIDE
LOWEST: Final = 496
"""Where the body of a slide ends."""
TITLE: Final = Box(left=SIDE, top=30, width=ROOM, height=80)
FOOT: Final = Box(left=SIDE, top=506, width=ROOM, height=18)
TITLE_SIZES: Final = (32, 30, 28, 26, 24, 22, 20, 18)
TEXT_SIZES: Final = (22, 20, 18, 17, 16, 15, 14, 13, 12, 11, 10)
SMALL_SIZES: Final = (16, 15, 14, 13, 12, 11, 10, 9)
TITLE_ONLY: Final = 5
"""The place of the layout that has a title and nothing else, among those of the library's own template."""


def slides(brief: Brief) -> bytes:
    """Return the six slides as a PowerPoint file."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    told = deck.core_properties
    told.title, told.author, told.language = brief.title, brief.place.name, language()
    _opening(deck, brief)
    _chart_slide(deck, brief, brief.charts[0])
    _numbers(deck, brief)
    if len(brief.charts) > 1:
        _chart_slide(deck, brief, brief.charts[1])
    else:
        _counted(deck, brief)
    _reasons(deck, brief)
    _asking(deck, brief)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _slide(deck: Presentation, brief: Brief, title: str, notes: Sequence[str]) -> tuple[Slide, float]:
    """Add a slide with its title, foot and notes; return it, and where its body may begin."""
    slide: Slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    end = slide_shapes.title(slide, title, TITLE, TITLE_SIZES)
    said = (brief.place.name, words.say("brief_as_of", day=words.day(brief.as_of)), brief.place.publication_id)
    slide_shapes.words(slide, [" · ".join(said)], FOOT, (11, 10, 9, 8), ink=LIGHT.soft)
    slide_shapes.notes(slide, [*notes, brief.who_is_counted, *brief.definitions, published(brief), brief.link])
    return slide, end + 14


def _opening(deck: Presentation, brief: Brief) -> None:
    slide, _ = _slide(deck, brief, brief.finding, [*brief.details, words.say(f"brief_for_{brief.made_for}")])
    head = brief.headline
    big = Box(left=SIDE, top=132, width=ROOM, height=104)
    slide_shapes.words(slide, [head.number], big, (80, 72, 64, 56, 48, 40), bold=True, ink=LIGHT.mark)
    answer = head.answer
    if answer is not None and answer.shown and answer.of_100 is not None and not answer.bound:
        names = [words.say("brief_part_back", n=answer.of_100), words.say("brief_part_not", n=100 - answer.of_100)]
        if not sentences.is_return(brief.measures[0].measure_id):
            names = [head.number, ""]
        bar = Box(left=SIDE, top=246, width=ROOM, height=70)
        share = (answer.value or 0.0) * 100
        slide_charts.parts(slide, bar, names, (share, 100 - share), " ".join((head.name, head.number)))
    said = [*brief.details, brief.who_is_counted]
    slide_shapes.words(slide, said, Box(left=SIDE, top=336, width=ROOM, height=110), TEXT_SIZES)
    low = [words.say(f"brief_for_{brief.made_for}"), brief.banner]
    slide_shapes.words(slide, low, Box(left=SIDE, top=452, width=ROOM, height=46), SMALL_SIZES, ink=LIGHT.soft)


def _chart_slide(deck: Presentation, brief: Brief, chart: Chart) -> None:
    figure = chart.figure
    notes = [
        figure.title,
        _how_to_read(chart),
        figure.note,
        figure.who_is_counted,
        *figure.not_counted,
    ]
    slide, top = _slide(deck, brief, figure.title, notes)
    under = Box(left=SIDE, top=top - 10, width=ROOM, height=22)
    slide_shapes.words(slide, [figure.subtitle], under, SMALL_SIZES, ink=LIGHT.soft)
    box = Box(left=SIDE, top=top + 18, width=ROOM, height=444 - top - 18)
    if not any(answer.shown for answer in chart.answers):
        slide_shapes.words(slide, [figure.alt, brief.finding], box, TEXT_SIZES)
        return
    draw = {Kind.YEARS: _years, Kind.GROUPS: _groups, Kind.DAYS: _days}[chart.kind]
    draw(slide, brief, chart, box)
    foot = Box(left=SIDE, top=456, width=ROOM, height=42)
    read = _how_to_read(chart)
    slide_shapes.words(slide, [read], foot, SMALL_SIZES, ink=LIGHT.soft)


def _how_to_read(chart: Chart) -> str:
    """Say how a native chart is read; a curve is drawn on slides as it is on pages."""
    return chart.figure.how_to_read if chart.kind is Kind.DAYS else words.say(f"brief_read_{chart.kind}")


def _years(slide: Slide, brief: Brief, chart: Chart, box: Box) -> None:
    """Draw the years as a line; where the last of them are too early to say, a gray panel lies behind their places."""
    measure, answers = brief.measures[0], chart.answers
    times = scale_of(measure)
    shown = [place for place, answer in enumerate(answers) if answer.shown]
    early = next((place for place, answer in enumerate(answers) if answer.status is Status.TOO_EARLY), None)
    zone, said = None, ""
    if early is not None:
        known = words.known_from(answers[early].period_end, answers[early].window_days or 0)
        zone = slide_charts.plot_box(box, len(answers), early)
        said = words.say("brief_too_early", month=known)
        slide_shapes.panel(slide, zone, LIGHT.zone, said)
    ends = {shown[0], shown[-1]} if shown else set()
    slide_charts.over_years(
        slide,
        box,
        _names(brief.headline.name),
        [words.short_month(answer.period_end) for answer in answers],
        [_ranged(answer, times) for answer in answers],
        [
            _short(numbers.written(measure, answer), answer) if place in ends else ""
            for place, answer in enumerate(answers)
        ],
        chart.figure.alt,
    )
    if zone is not None:
        middle = Box(left=zone.left + 6, top=zone.top + zone.height / 3, width=zone.width - 12, height=zone.height / 3)
        slide_shapes.words(slide, [said], middle, (14, 13, 12, 11, 10, 9, 8), center=True)


def _groups(slide: Slide, brief: Brief, chart: Chart, box: Box) -> None:
    grouping = brief.grouping
    if grouping is None:
        raise ValueError("a chart of groups needs their grouping")
    marks = [
        label_of(grouping, answer)
        if answer.shown
        else words.say("groups_alt_row_nothing", group=label_of(grouping, answer), mark=sentences.cell(answer))
        for answer in chart.answers
    ]
    values = [_ranged(answer, 100.0) for answer in chart.answers]
    labels = [sentences.cell(answer) if answer.shown else "" for answer in chart.answers]
    slide_charts.by_group(slide, box, _names(words.say("of_every_100")), marks, values, labels, chart.figure.alt)


def _days(slide: Slide, brief: Brief, chart: Chart, box: Box) -> None:
    shown = [answer for answer in chart.answers if answer.shown]
    marked = {
        answer.window_days or 0: words.say(
            "curve_label", n=sentences.cell(answer), span=words.span_label(answer.window_days or 0)
        )
        for answer in shown
        if answer.of_100 is not None and answer.window_days in MARKED_DAYS
    }
    points = [(0, 0.0), *((answer.window_days or 0, (answer.value or 0.0) * 100) for answer in shown)]
    slide_charts.rising(slide, box, brief.headline.name, points, marked, chart.figure.alt, words.say("brief_days"))


MARKED_DAYS: Final = (90, 180, 365, 730)


def _numbers(deck: Presentation, brief: Brief) -> None:
    slide, top = _slide(deck, brief, brief.numbers_title, [numbers.note(one) for one in brief.numbers])
    header = [
        words.say(name) for name in ("number", "this_many", "brief_direction", "likely_range", "brief_target_head")
    ]
    rows = [_number_row(one) for one in brief.numbers]
    if not any(row[4] for row in rows):
        header, rows = header[:4], [row[:4] for row in rows]
    alt = " ".join(f"{one.name}: {numbers.note(one)}" for one in brief.numbers)
    slide_shapes.table(
        slide,
        header,
        rows,
        Box(left=SIDE, top=top + 4, width=ROOM, height=LOWEST - top),
        (34, 17, 29, 20, 18)[: len(header)],
        alt,
    )


def _number_row(one: numbers.Number) -> list[str]:
    return [one.name, one.number, numbers.moved_words(one), one.range, one.target]


def _counted(deck: Presentation, brief: Brief) -> None:
    slide, top = _slide(deck, brief, words.say("brief_definitions"), brief.definitions)
    header = [words.say("number"), words.say("part_counted"), words.say("part_better")]
    rows = [
        [words.translated(one.name), numbers.who_counts(one), words.say(f"better_{one.better}")]
        for one in brief.measures
    ]
    slide_shapes.table(
        slide,
        header,
        rows,
        Box(left=SIDE, top=top + 4, width=ROOM, height=LOWEST - top),
        (26, 54, 20),
        " ".join(brief.definitions),
    )


def _reasons(deck: Presentation, brief: Brief) -> None:
    slide, top = _slide(deck, brief, words.say("brief_not_why").rstrip("."), brief.unknown)
    half = (ROOM - 36) / 2
    for left, title, said in (
        (SIDE, "brief_behind", _said(brief.behind, "brief_behind_nobody")),
        (SIDE + half + 36, "brief_unknown", [words.say("brief_bullet", line=line) for line in brief.unknown]),
    ):
        slide_shapes.words(
            slide, [words.say(title)], Box(left=left, top=top + 10, width=half, height=30), (22, 20, 18), bold=True
        )
        signed = title == "brief_behind" and brief.behind is not None
        slide_shapes.words(
            slide, said, Box(left=left, top=top + 46, width=half, height=LOWEST - top - 46), TEXT_SIZES, signed=signed
        )


def _asking(deck: Presentation, brief: Brief) -> None:
    asked = words.say(f"brief_ask_{brief.made_for}")
    slide, top = _slide(deck, brief, asked, [brief.ask.text if brief.ask else words.say("brief_ask_nobody")])
    box = Box(left=SIDE, top=top + 10, width=ROOM, height=310 - top)
    slide_shapes.words(
        slide, _said(brief.ask, "brief_ask_nobody"), box, (30, 28, 26, 24, *TEXT_SIZES), signed=brief.ask is not None
    )
    room = ROOM - (150 if brief.link else 0)
    told = [words.say("brief_definitions"), *brief.definitions, published(brief)]
    slide_shapes.words(slide, told, Box(left=SIDE, top=336, width=room, height=156), SMALL_SIZES, ink=LIGHT.soft)
    if brief.link:
        alt = words.say("brief_qr_alt", link=brief.link.partition("?")[0])
        slide_shapes.picture(
            slide, qr_png(brief.link), Box(left=WIDE - SIDE - 130, top=352, width=130, height=130), alt
        )


def _said(written: Written | None, nobody: str) -> list[str]:
    if written is None:
        return [words.say(nobody)]
    return [written.text, words.say("brief_signed", role=written.role, day=words.day(written.on))]


def _short(said: str, answer: Answer) -> str:
    return sentences.cell(answer) if answer.of_100 is not None else said


def _names(number: str) -> tuple[str, str, str]:
    return number, words.say("brief_low_end"), words.say("brief_high_end")


def _ranged(answer: Answer, times: float) -> Ranged | None:
    """Return a published number with its range as a chart holds them; a number without a range is its own."""
    if not answer.shown or answer.value is None:
        return None
    low = answer.value if answer.low is None else answer.low
    high = answer.value if answer.high is None else answer.high
    return answer.value * times, low * times, high * times
