"""Seconds for each product of a brief, and for ten briefs in one zip: python -m benchmarks.briefs DATA_DIR."""

import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from data_access.publications import Audience, read_publication
from presentation.briefs import content, pictures
from presentation.briefs.content import Brief, For
from presentation.briefs.products import PRODUCTS, zipped
from presentation.palette import LIGHT
from shell.brief_view import PERIOD_KIND, BriefChoice, usual_measures, view_of
from shell.visit import Visit, visit_of

BRIEFS = 10
Made = TypeVar("Made")


def main(data_dir: str) -> None:
    """Print a table in Markdown; data_dir holds the made-up county, published."""
    visit = visit_of(read_publication(Path(data_dir), "made-up", Audience.PUBLIC), LIGHT)
    print(f"| made-up county, {os.cpu_count()} cores | seconds | of the processor | kilobytes |")
    print("|---|---|---|---|")
    brief = _told("content", partial(_brief, visit, 0), lambda _: 0)
    for product in PRODUCTS:
        _told(f"{product.product_id}, the first in a process", partial(product.make, brief), len)
        pictures._drawn.cache_clear()  # noqa: SLF001  # so that the chart is drawn again
        _told(f"{product.product_id}, later", partial(product.make, brief), len)
    makers = [partial(_brief, visit, number) for number in range(BRIEFS)]
    names = [str(number) for number in range(BRIEFS)]
    _told(f"{BRIEFS} briefs, all products, one zip", lambda: zipped(makers, names, lambda *_: None)[0], len)


def _brief(visit: Visit, number: int) -> Brief:
    groups = [{one.grouping_id: group} for one in visit.place.groupings for group in visit.group_ids(one)]
    choice = BriefChoice(
        measures=usual_measures(visit),
        period=visit.periods(PERIOD_KIND)[4],
        groups=groups[number - 1] if number else {},
        made_for=For.BOARD,
        link={},
    )
    made_on = dt.datetime.now(dt.UTC).date()
    return content.build(view_of(visit, choice, link="https://numbers.example.gov/brief-me", made_on=made_on))


def _told(name: str, make: Callable[[], Made], size: Callable[[Made], int]) -> Made:
    clock, processor = time.perf_counter(), time.process_time()
    made = make()
    took = time.perf_counter() - clock, time.process_time() - processor
    print(f"| {name} | {took[0]:.2f} | {took[1]:.2f} | {size(made) / 1000:,.0f} |")
    return made


if __name__ == "__main__":
    main(sys.argv[1])
