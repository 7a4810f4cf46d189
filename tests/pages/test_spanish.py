"""Every page in Spanish, over sampled choices: easy to read, no word that labels people, the numbers of the English page."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from streamlit.testing.v1 import AppTest

from data_access.publications import Audience, Publication, read_publication
from metrics import registry
from metrics.language import ALL
from presentation import words
from presentation.language_of_run import speaking
from tests.dashboard import PAGES
from tests.languages.on_a_page import texts_of
from tests.pages.conftest import NAVIGATION, Open, answer_of, markup
from tests.reading_grade import BANNED, ENGLISH, SPANISH, TALKS_DOWN, too_hard
from tests.small_county import COUNTY

LANGUAGES: Final = (ENGLISH, SPANISH)
SEED: Final = 20_261_125
STATES: Final = {"coming_back_to_jail": 4, "get_the_data": 4, "brief_me": 1, "how_we_count": 1}
"""How many sampled choices of each page are looked at beside the one that it opens with."""
NUMBER: Final = re.compile(r"\d[\d,.]*")
DEFINITIONS: Final = "how_we_count"
"""The page on which the field's words stand, each explained."""

State = tuple[str, dict[str, str]]


def states(publication: Publication) -> Iterator[State]:
    """Yield each page as it opens, and pages with choices drawn from what the publication holds; the same at every run."""
    draw = random.Random(SEED)  # noqa: S311  # a sample, no secret
    held = {measure.measure_id for measure in publication.manifest.measures}
    returns = [measure.measure_id for measure in registry.measures_of_return() if measure.measure_id in held]
    groupings = list(publication.grouping_ids)
    years = sorted(publication.frame.filter(publication.frame["period_kind"] == "year")["period"].unique())
    groups = [
        f"{grouping}.{group}"
        for grouping in groupings
        for group in sorted(set(publication.frame[grouping].unique()) - {ALL})
    ]
    measures = sorted(held)
    for page in PAGES:
        yield page, {}
        for _ in range(STATES.get(page, 0)):
            yield (
                page,
                {
                    "period": draw.choice(years),
                    "group": draw.choice([*groups, "everyone"]),
                    "means": draw.choice(returns),
                    "by": draw.choice(groupings),
                    "number": draw.choice(measures),
                    "split": draw.choice([*groupings, "all"]),
                    "for": draw.choice(["board", "public", "program"]),
                    "measure": draw.choice(measures),
                },
            )


def of_page(page: str, choices: dict[str, str]) -> dict[str, str]:
    """Keep the choices that a page has."""
    known = {
        "coming_back_to_jail": {"period", "group", "means", "by"},
        "get_the_data": {"period", "group", "number", "split"},
        "brief_me": {"group", "for"},
        "how_we_count": {"measure"},
    }
    return {name: choice for name, choice in choices.items() if name in known.get(page, set())}


def opened(page: str, language: str, choices: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(NAVIGATION), default_timeout=60)
    for name, value in {**of_page(page, choices), **({} if language == ENGLISH else {"lang": language})}.items():
        app.query_params[name] = value
    app.run()
    if page != PAGES[0]:
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception, f"{page} {language} {choices}"
    return app


@pytest.fixture(params=["small", "made-up"])
def looked_at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """Show one of two counties, the small one and the made-up one as it is built; give its publication."""
    if request.param == "small":
        request.getfixturevalue("small_data")
        folder, county = Path(request.getfixturevalue("tmp_path")), COUNTY
    else:
        folder, county = Path(request.getfixturevalue("made_up_data")), "made-up"
    monkeypatch.setenv("DATA_DIR", str(folder))
    monkeypatch.setenv("COUNTY", county)
    return read_publication(folder, county, Audience.PUBLIC)


def numbers(texts: list[str]) -> Counter[str]:
    return Counter(number.rstrip(".,") for text in texts for number in NUMBER.findall(text))


def titles_of(publication: Publication) -> set[str]:
    """Return the names of sources in both languages: a list of them is no sentence, and has no reading grade."""
    english = {source.title for source in publication.manifest.sources}
    spanish = publication.manifest.county.words.get(SPANISH, {})
    return english | {spanish[title].said for title in english if title in spanish}


def in_every_state(publication: Publication, check: Callable[[State, dict[str, list[str]]], list[str]]) -> list[str]:
    found = []
    for page, choices in states(publication):
        shown = {language: texts_of(opened(page, language, choices)) for language in LANGUAGES}
        found += [f"{page} {of_page(page, choices)}: {wrong}" for wrong in check((page, choices), shown)]
    return found


def test_every_text_is_easy_and_labels_nobody_and_the_numbers_are_the_same(looked_at: Publication) -> None:
    titles = titles_of(looked_at)

    def check(state: State, shown: dict[str, list[str]]) -> list[str]:
        sentences = {name: [text for text in texts if set(text.split(", ")) - titles] for name, texts in shown.items()}
        wrong = [f"hard: {text}" for language in LANGUAGES for text in too_hard(sentences[language], language)]
        if state[0] != DEFINITIONS:
            wrong += [f"label: {text}" for name in LANGUAGES for text in shown[name] if BANNED[name].search(text)]
        wrong += [f"no usted: {text}" for text in shown[SPANISH] if TALKS_DOWN.search(text)]
        wrong += [f"slot: {text}" for name in LANGUAGES for text in shown[name] if re.search(r"\{\w+\}", text)]
        english, spanish = numbers(shown[ENGLISH]), numbers(shown[SPANISH])
        if english != spanish:
            wrong.append(f"numbers: only English {english - spanish}, only Spanish {spanish - english}")
        return wrong

    assert in_every_state(looked_at, check) == []


def test_the_headline_is_said_in_spanish(open_page: Open) -> None:
    app = open_page("at_a_glance", lang=SPANISH)
    said = "Cerca de 31 de cada 100 personas que salieron de the county jail en 2022 volvieron en un año o menos."
    assert said in answer_of(app), "the small county gave no Spanish for its jail, so its own words stand"
    assert "No hay un cambio claro desde 2021, cuando también era 31." in markup(app)


def test_a_link_copied_in_one_language_opens_the_same_view_in_the_other(open_page: Open) -> None:
    choices = {"period": "2022", "group": "sex.female", "means": "rebooking_technical", "by": "veteran"}
    english, spanish = (open_page("coming_back_to_jail", lang=name, **choices) for name in LANGUAGES)
    assert "women who left the county jail in 2022" in answer_of(english)
    assert "romper una regla de la libertad bajo palabra o a prueba" in answer_of(spanish)
    assert numbers([answer_of(english)]) == numbers([answer_of(spanish)])


def test_an_old_link_with_english_labels_still_opens_its_view(open_page: Open) -> None:
    app = open_page("coming_back_to_jail", period="2022", group="Sex: Women", means="any new booking", by="Veteran")
    assert "women who left the county jail in 2022" in answer_of(app)


def test_a_language_that_there_is_not_is_english(open_page: Open) -> None:
    assert "of every 100 people" in answer_of(open_page("at_a_glance", lang="xx"))


def test_a_page_says_at_its_foot_that_a_machine_made_its_spanish(open_page: Open) -> None:
    with speaking(SPANISH):
        made_by_machine = words.say("made_by_machine")
    assert made_by_machine in markup(open_page("can_i_trust_this", lang=SPANISH))
    assert words.TEMPLATES["made_by_machine"] not in markup(open_page("can_i_trust_this"))


def test_one_click_changes_the_language_and_keeps_the_view(open_page: Open) -> None:
    app = open_page("coming_back_to_jail", period="2022", group="sex.female")
    before = numbers([answer_of(app)])
    app.button(key="speak_es").click().run()
    assert "que salieron de the county jail en 2022" in answer_of(app)
    assert numbers([answer_of(app)]) == before
    app.button(key="speak_en").click().run()
    assert "women who left the county jail in 2022" in answer_of(app)


def test_a_file_is_the_same_in_every_language(open_page: Open) -> None:
    """Codes, columns and numbers are the same in every language: a file can be joined with one that was taken in another."""
    both = [open_page("get_the_data", lang=name, period="2022") for name in LANGUAGES]
    tables = [next(part for part in markup(app).split("<table") if ">measure_id</th>" in part) for app in both]
    cells = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table) for table in tables]
    assert cells[0] == cells[1]
    assert len({app.get("code")[0].proto.code_text for app in both}) == 1
