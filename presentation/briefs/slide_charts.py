"""Native charts for slides: they hold the published numbers, and everyone can edit them."""

import math
from collections.abc import Sequence
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide
from pptx.util import Pt

from metrics.cells import as_text
from presentation.briefs.slide_shapes import FONT, Box, color, describe
from presentation.palette import LIGHT

PLOT: Final = (0.07, 0.06, 0.91, 0.80)
"""Left, top, width and height of the plot inside its chart, in shares: fixed, so that what is laid beside it meets it."""
TEXT_SIZE: Final = 13
MOST_LINES: Final = 5
MOST_LABELS: Final = 6
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"


Ranged = tuple[float, float, float]
"""A number, its low end and its high end."""


def over_years(
    slide: Slide,
    box: Box,
    names: tuple[str, str, str],
    categories: Sequence[str],
    values: Sequence[Ranged | None],
    labels: Sequence[str],
    alt: str,
) -> None:
    """Draw a line with its likely range as two thin lines. names: of the number, the low end and the high end.

    labels name the points that carry words, the others are empty. None leaves a gap.
    """
    chart = _three_series(slide, box, names, categories, values, alt)
    *ends, number = chart.plots[0].series
    number.format.line.color.rgb, number.format.line.width = color(LIGHT.mark), Pt(3)
    _dots(number, size=8)
    _label(number, labels, XL_LABEL_POSITION.ABOVE)
    for series in ends:
        series.format.line.color.rgb, series.format.line.width = color(LIGHT.quiet_mark), Pt(1)
    skip = max(1, -(-len(categories) // MOST_LABELS))
    for step in ("tickLblSkip", "tickMarkSkip"):
        element = chart.category_axis._element  # noqa: SLF001
        found = etree.Element(f"{{{_C}}}{step}", {"val": str(skip)})
        element.find(f"{{{_C}}}noMultiLvlLbl").addprevious(found)


def by_group(
    slide: Slide,
    box: Box,
    names: tuple[str, str, str],
    categories: Sequence[str],
    values: Sequence[Ranged | None],
    labels: Sequence[str],
    alt: str,
) -> None:
    """Draw a dot with its likely range for each category; what the arguments hold is said at over_years."""
    chart = _three_series(slide, box, names, categories, values, alt)
    low, high, number = chart.plots[0].series
    for series in (low, high, number):
        series.format.line.fill.background()
    _range_bars(low, [one[2] - one[1] if one else 0.0 for one in values])
    _dots(number, size=14)
    _label(number, labels, XL_LABEL_POSITION.RIGHT)


def _three_series(
    slide: Slide,
    box: Box,
    names: tuple[str, str, str],
    categories: Sequence[str],
    values: Sequence[Ranged | None],
    alt: str,
) -> Any:
    data = CategoryChartData(number_format="0.0")
    data.categories = [as_text(one) for one in categories]
    for place in (1, 2, 0):  # what comes last is drawn on top
        data.add_series(as_text(names[place]), [one[place] if one else None for one in values])
    chart = _placed(slide, XL_CHART_TYPE.LINE, data, box, alt)
    _axes(chart, highest=max((one[2] for one in values if one), default=1.0))
    for series in chart.plots[0].series:
        series.smooth = False
    return chart


def _range_bars(low: Any, lengths: Sequence[float]) -> None:
    """Draw the range of each point as a thick bar up from its low end; the library has no word for it."""
    points = "".join(f'<c:pt idx="{place}"><c:v>{length}</c:v></c:pt>' for place, length in enumerate(lengths))
    numbers = f'<c:numLit><c:ptCount val="{len(lengths)}"/>{points}</c:numLit>'
    fill = f'<a:solidFill><a:srgbClr val="{LIGHT.band.removeprefix("#").upper()}"/></a:solidFill>'
    bars = etree.fromstring(
        f'<c:errBars xmlns:c="{_C}" xmlns:a="{_A}"><c:errDir val="y"/><c:errBarType val="plus"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/><c:plus>{numbers}</c:plus>'
        f'<c:spPr><a:ln w="152400" cap="flat">{fill}</a:ln></c:spPr></c:errBars>'
    )
    low._element.find(f"{{{_C}}}cat").addprevious(bars)  # noqa: SLF001


def rising(
    slide: Slide, box: Box, name: str, points: Sequence[tuple[int, float]], marked: dict[int, str], alt: str, days: str
) -> None:
    """Draw a curve over days. marked: the words at some of the days; days: what the lower axis counts."""
    data = XyChartData(number_format="0.0")
    series_data = data.add_series(as_text(name))
    for day, value in points:
        series_data.add_data_point(day, value)
    chart = _placed(slide, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, box, alt)
    _axes(chart, highest=max(value for _, value in points))
    chart.category_axis.minimum_scale, chart.category_axis.maximum_scale = 0, points[-1][0]
    chart.category_axis.major_unit = 180 if points[-1][0] <= 800 else 365
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.has_title = True
    chart.category_axis.axis_title.text_frame.text = days
    _font(chart.category_axis.axis_title.text_frame.paragraphs[0].runs[0].font)
    series = chart.plots[0].series[0]
    series.format.line.color.rgb, series.format.line.width = color(LIGHT.mark), Pt(3)
    _label(series, [marked.get(day, "") for day, _ in points], XL_LABEL_POSITION.LEFT)


def parts(slide: Slide, box: Box, names: Sequence[str], values: Sequence[float], alt: str) -> None:
    """Draw one bar of two parts that add up to 100, each with its name inside."""
    data = CategoryChartData(number_format="0.0")
    data.categories = [" "]
    for name, value in zip(names, values, strict=True):
        data.add_series(as_text(name), [value])
    chart = _placed(slide, XL_CHART_TYPE.BAR_STACKED_100, data, box, alt, plot=(0, 0, 1, 1))
    chart.plots[0].gap_width, chart.plots[0].overlap = 0, 100
    for axis in (chart.category_axis, chart.value_axis):
        axis.visible, axis.has_major_gridlines = False, False
    looks = ((LIGHT.mark, LIGHT.ground), (LIGHT.line, LIGHT.ink))
    for series, name, (fill, ink) in zip(chart.plots[0].series, names, looks, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = color(fill)
        if not name:
            continue
        label = series.points[0].data_label
        label.text_frame.text = name
        label.text_frame.word_wrap = False
        label.position = XL_LABEL_POSITION.CENTER
        _font(label.text_frame.paragraphs[0].runs[0].font, size=20, bold=True, ink=ink)


def plot_box(box: Box, count: int, first: int) -> Box:
    """Return the part of a chart's plot that lies over its categories from one on, of so many."""
    left, top, wide, high = PLOT
    start = left + wide * first / count
    return Box(
        left=box.left + box.width * start,
        top=box.top + box.height * top,
        width=box.width * (left + wide - start),
        height=box.height * high,
    )


def _placed(
    slide: Slide, kind: Any, data: Any, box: Box, alt: str, plot: tuple[float, float, float, float] = PLOT
) -> Any:
    frame = slide.shapes.add_chart(kind, *box.emu, data)
    describe(frame, alt)
    chart: Any = frame.chart  # type: ignore[attr-defined]  # the library names the frame of a shape too widely
    chart.has_legend = False
    chart.has_title = False
    _font(chart.font)
    _fix_plot(chart, plot)
    return chart


def _fix_plot(chart: Any, plot: tuple[float, float, float, float]) -> None:
    """Fix where the plot lies in its chart; the library has no word for it."""
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001
    for old in area.findall(f"{{{_C}}}layout"):
        area.remove(old)
    layout = etree.Element(f"{{{_C}}}layout")
    manual = etree.SubElement(layout, f"{{{_C}}}manualLayout")
    settings = {
        "layoutTarget": "inner",
        "xMode": "edge",
        "yMode": "edge",
        **dict(zip("xywh", map(str, plot), strict=True)),
    }
    for tag, value in settings.items():
        etree.SubElement(manual, f"{{{_C}}}{tag}").set("val", value)
    area.insert(0, layout)


def _axes(chart: Any, highest: float) -> None:
    values, names = chart.value_axis, chart.category_axis
    top, step = _steps(highest)
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, top, step
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.rgb = color(LIGHT.line)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0", False
    names.format.line.color.rgb = color(LIGHT.line)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis in (values, names):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        _font(axis.tick_labels.font, ink=LIGHT.soft)


def _steps(highest: float) -> tuple[float, float]:
    """Return the end of an axis and the distance of its lines: 1, 2 or 5 times a power of ten, with room for words on top."""
    reach = highest * 1.12 or 1.0
    step = 10.0 ** math.floor(math.log10(reach / MOST_LINES))
    step *= next(part for part in (1, 2, 5, 10) if reach / (step * part) <= MOST_LINES)
    return step * math.ceil(reach / step), step


def _dots(series: Any, size: int = 9) -> None:
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = color(LIGHT.mark)
    series.marker.format.line.color.rgb = color(LIGHT.mark)


def _label(series: Any, labels: Sequence[str], position: Any) -> None:
    for place, text in enumerate(labels):
        if text:
            label = series.points[place].data_label
            label.text_frame.text = text
            label.text_frame.word_wrap = False
            label.position = position
            _font(label.text_frame.paragraphs[0].runs[0].font, size=16, bold=True, ink=LIGHT.ink)


def _font(font: Any, *, size: int = TEXT_SIZE, bold: bool = False, ink: str = LIGHT.ink) -> None:
    font.name, font.size, font.bold = FONT, Pt(size), bold
    font.color.rgb = color(ink)
