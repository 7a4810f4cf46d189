"""In a language made up for this test every text of ours stands in marks, so whatever stands outside was forgotten."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from babel.dates import get_month_names
from streamlit.testing.v1 import AppTest

from metrics import registry
from metrics.answers import answer_schema
from metrics.language import ALL, NOT_STATED, Status
from metrics.periods import PeriodKind
from presentation.data_package import Source, package
from presentation.language_of_run import speaking
from tests.dashboard import PAGES
from tests.languages.marked import LANGUAGE, marked, outside, speak_it
from tests.languages.on_a_page import texts_of
from tests.pages.conftest import NAVIGATION, Open
from tests.presentation.small_answers import PLACE
from tests.presentation.test_data_package import FACTS, opened
from tests.presentation.test_files import ROWS
from tests.small_county import GROUPINGS

WORD: Final = re.compile(r"[^\W\d]{2,}(?:[\w.-]*\w)?")
"""Two letters or more: a reader would read it."""
SAME_IN_EVERY_LANGUAGE: Final[dict[str, frozenset[str]]] = {
    "names of months, which Babel gives": frozenset(
        name.rstrip(".")
        for width in ("wide", "abbreviated")
        for name in get_month_names(width, locale="en_US").values()
    ),
    "ids of measures": frozenset(measure.measure_id for measure in registry.MEASURES),
    "columns of the file": frozenset(answer_schema(GROUPINGS)),
    "words in the cells of the file": frozenset(
        {*(status.value for status in Status), *(kind.value for kind in PeriodKind), ALL, NOT_STATED, "yes", "no"}
    ),
    "codes and columns of a source": frozenset({"ZZ", "released", "why"}),
    "languages, each by its own name": frozenset({"English", "Español"}),
}
FORMS: Final[dict[str, re.Pattern[str]]] = {
    "names of files": re.compile(r"[\w-]+\.(?:csv|zip|pdf|html)|small_county_\w+"),
    "ids of periods and publications": re.compile(r"\d{4}-\d{2}-\d{2}(?:-first)?|year_to_\d{4}-\d{2}"),
}
"""What is the same in every language, each with the reason."""


def forgotten(app: AppTest) -> list[str]:
    """Return the words on a page that stand in no mark and are no exception, with the text around them."""
    return [f"{word}: {text}" for text in texts_of(app) for word in forgotten_in(text)]


def forgotten_in(text: str) -> list[str]:
    exceptions = frozenset[str]().union(*SAME_IN_EVERY_LANGUAGE.values())
    rest = outside(text)
    for form in FORMS.values():
        rest = form.sub(" ", rest)
    return [word for word in WORD.findall(rest) if word not in exceptions]


@pytest.mark.parametrize("file", PAGES)
def test_no_page_shows_a_word_that_no_catalog_holds(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    speak_it(monkeypatch)
    app = open_page(file, lang=LANGUAGE)
    assert not app.exception
    assert forgotten(app) == []


@pytest.mark.parametrize(
    "choices",
    [
        {"group": f"sex.{NOT_STATED}"},
        {"group": "sex.female", "by": "veteran"},
        {"period": "2023"},
        {"means": "rebooking_other"},
        {"means": "rebooking_technical", "group": "veteran.no", "by": "sex"},
    ],
    ids=lambda choices: "-".join(choices.values()),
)
def test_no_kind_of_answer_shows_one(open_page: Open, monkeypatch: pytest.MonkeyPatch, choices: dict[str, str]) -> None:
    """Hidden, split, too early, not reported, and a part for a group."""
    speak_it(monkeypatch)
    app = open_page("coming_back_to_jail", lang=LANGUAGE, **choices)
    assert not app.exception
    assert forgotten(app) == []


@pytest.mark.parametrize("numbers", ["average_daily_population,length_of_stay_median", "rebooking_technical"])
def test_a_brief_of_other_numbers_shows_none(open_page: Open, monkeypatch: pytest.MonkeyPatch, numbers: str) -> None:
    speak_it(monkeypatch)
    app = open_page("brief_me", lang=LANGUAGE, numbers=numbers)
    assert not app.exception
    assert forgotten(app) == []


def test_the_files_of_the_zip_hold_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """README, definitions and codebook; the county, the source and the link are what the test gave them."""
    speak_it(monkeypatch)
    place = replace(PLACE, name=marked(PLACE.name), inside=marked(PLACE.inside), groupings=())
    source = Source(title=marked("Jail stays"), agency=marked("The jail"), terms="")
    facts = replace(FACTS, place=replace(place, protection=marked("It is protected.")), sources=(source,))
    with speaking(LANGUAGE):
        packed = opened(package(ROWS.drop("sex"), facts))
    texts = [packed[name].decode() for name in ("README.md", "definitions.md", "CITATION.txt")]
    texts += [row["meaning"] for row in csv.DictReader(io.StringIO(packed["codebook.csv"].decode()))]
    unlinked = [text.replace(facts.link, "").replace(facts.command, "") for text in texts]
    assert [word for text in unlinked for word in forgotten_in(text)] == []


def test_the_door_shows_none(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_it(monkeypatch)
    monkeypatch.delenv("REAL_DATA_WITHOUT_SIGN_IN")
    app = open_page(PAGES[0], lang=LANGUAGE)
    (question,) = [text for text in texts_of(app) if "not ready for real data" in text]
    assert question == marked("This server is not ready for real data")
    assert forgotten(app) == []


def test_a_page_without_a_publication_shows_none_but_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_it(monkeypatch)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COUNTY", "nowhere")
    app = AppTest.from_file(str(NAVIGATION), default_timeout=30)
    app.query_params["lang"] = LANGUAGE
    app.run()
    said_by_the_program = app.text[0].value
    assert "python -m data_access build nowhere" in said_by_the_program
    assert [text for text in forgotten(app) if said_by_the_program not in text] == []


def test_a_forgotten_word_is_found(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: one template without marks, and a choice by a label that was never translated."""
    speak_it(monkeypatch)
    from presentation import catalogs  # noqa: PLC0415  # what speak_it has changed

    templates = dict(catalogs.TEMPLATES[LANGUAGE].messages)
    templates["question_at_a_glance"] = "Are fewer people coming back to jail?"
    monkeypatch.setitem(catalogs.TEMPLATES, LANGUAGE, catalogs.Catalog(messages=templates))
    found = forgotten(open_page(PAGES[0], lang=LANGUAGE))
    assert "jail: Are fewer people coming back to jail?" in found
