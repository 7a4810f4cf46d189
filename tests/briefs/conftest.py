"""What the tests of briefs share: the small county's publication, and a brief made of it as the page makes it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_access.publications import Audience, Publication, read_publication
from metrics.declaration import Measure
from presentation import glance
from presentation.briefs import content
from presentation.briefs.content import Brief, For, View
from presentation.briefs.texts import Written
from presentation.palette import LIGHT
from shell.brief_view import BriefChoice, view_of
from shell.visit import Visit, visit_of
from tests.briefs.written import ASK, BEHIND, LINK, MADE_ON
from tests.small_county import COUNTY, publish_small_county


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder: Path = tmp_path_factory.mktemp("briefs")
    publish_small_county(folder, made_up=False)
    return read_publication(folder, COUNTY, Audience.PUBLIC)


@pytest.fixture(scope="session")
def visit(publication: Publication) -> Visit:
    return visit_of(publication, LIGHT)


@pytest.fixture(scope="session")
def make_view(visit: Visit) -> Callable[..., View]:
    """Give a function that looks up a view: of these measures, for a year that ends in December, a group and readers."""

    def made(
        *measures: Measure, year: int = 2022, groups: dict[str, str] | None = None, made_for: For = For.BOARD
    ) -> View:
        choice = BriefChoice(
            measures=measures or glance.JAIL_MEASURES,
            period=f"year_to_{year}-12",
            groups=groups or {},
            made_for=made_for,
            link={},
        )
        return view_of(visit, choice, link=LINK, made_on=MADE_ON)

    return made


@pytest.fixture(scope="session")
def make_brief(make_view: Callable[..., View]) -> Callable[..., Brief]:
    """Give a function that makes a brief with both texts of a person; takes what make_view takes."""

    def made(*measures: Measure, behind: Written | None = BEHIND, ask: Written | None = ASK, **view: Any) -> Brief:
        return content.with_texts(content.build(make_view(*measures, **view)), behind=behind, ask=ask)

    return made
