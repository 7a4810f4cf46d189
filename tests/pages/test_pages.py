"""Each page on a small county in which every kind of answer occurs."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from metrics import registry
from metrics.glossary import GLOSSARY
from metrics.topics import TOPICS
from tests.dashboard import PAGES
from tests.pages.conftest import NAVIGATION, Open, answer_of, markup
from tests.reading_grade import BANNED, ENGLISH, blocks, too_hard
from tests.small_county import publish_small_county


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


def rows_of(chart: dict[str, Any]) -> str:
    return json.dumps(chart["layer"])


@pytest.mark.parametrize("file", PAGES)
@pytest.mark.parametrize("made_up", [False, True])
def test_every_page_opens_with_a_question_an_answer_and_its_source(
    open_page: Open, small_data: Path, file: str, made_up: bool
) -> None:
    publish_small_county(small_data, made_up=made_up, publication_id=f"2023-12-31-{made_up}")
    app = open_page(file)
    assert not app.exception
    shown = markup(app)
    assert shown.count("<h1") == 1
    assert re.search(r'class="tl-answer">[A-Z0-9][^<]+[.?]<', shown), "no answer in a sentence"
    assert "Data through December 31, 2023." in shown
    assert ("These people are made up." in shown) is made_up


@pytest.mark.parametrize("file", PAGES)
def test_no_page_labels_people_or_asks_for_more_than_eight_years_of_school(open_page: Open, file: str) -> None:
    shown = markup(open_page(file))
    texts = blocks(re.sub(r"<style>.*?</style>", "", shown, flags=re.DOTALL))
    if file != "how_we_count":
        assert [text for text in texts if BANNED[ENGLISH].search(text)] == []
    assert too_hard(texts) == []
    assert not re.search(r"\{\w+\}|\bNone\b(?! of the)", " ".join(texts)), "an empty slot"


def test_the_headline_is_the_newest_finished_year_and_the_last_point_of_the_trend(open_page: Open) -> None:
    app = open_page("at_a_glance")
    assert "About 31 of every 100 people who left the county jail in 2022 were back within a year." in answer_of(app)
    assert "There is no clear change from 2021, when it was also 31." in markup(app)
    (trend,) = charts(app)
    last = [row for layer in trend["layer"] for row in layer["data"]["values"] if row.get("n")][-1]
    assert last["n"] == "31"
    assert "Known from" in rows_of(trend)


def test_the_four_numbers_name_their_groups(open_page: Open) -> None:
    shown = markup(open_page("at_a_glance"))
    strip = shown[shown.index("tl-strip") :]
    for said in (
        "170",
        "40 and 31",
        "It was 40 for veterans.",
        "It was 31 for people who are not veterans.",
        "11 of 100",
        "14 days",
    ):
        assert said in strip


def test_choosing_a_group_changes_sentence_chart_and_table(open_page: Open) -> None:
    everyone = open_page("coming_back_to_jail")
    women = open_page("coming_back_to_jail", period="2022", group="Sex: Women")
    assert "About 31 of every 100 people" in answer_of(everyone)
    assert "About 28 of every 100 women who left the county jail in 2022" in answer_of(women)
    assert rows_of(charts(everyone)[0]) != rows_of(charts(women)[0])
    assert "<td>110</td>" in markup(women)
    assert "<td>110</td>" not in markup(everyone)


def test_the_four_kinds_of_nothing_are_told_apart(open_page: Open) -> None:
    hidden = open_page("coming_back_to_jail", group="Sex: Not stated")
    early = open_page("coming_back_to_jail", period="2023")
    missing = open_page("coming_back_to_jail", means="another or an unknown reason")
    assert "to protect people's privacy" in html.unescape(answer_of(hidden))
    assert "too early to say" in answer_of(early)
    assert "has not shared the records" in answer_of(missing)
    assert "Small &lt;County&gt;" in answer_of(missing)
    compared = markup(open_page("coming_back_to_jail", by="Sex"))
    assert "not shown" in compared


def test_a_year_too_early_for_a_year_says_so_or_gives_the_longest_time_that_is_known(open_page: Open) -> None:
    app = open_page("coming_back_to_jail", period="2023")
    assert "It is too early to say for people who left the county jail in 2023." in answer_of(app)


def test_the_parts_add_up_to_the_whole_in_the_table_of_ways(open_page: Open) -> None:
    app = open_page("coming_back_to_jail", period="2022")
    ways = next(part for part in markup(app).split("<table") if ">any new booking</th>" in part)
    assert re.findall(r">([^<]+)</td>", ways)[:5] == ["6", "14", "22", "31", "too early"]
    assert "not reported" in ways
    assert "The three reasons add up" not in markup(app), "one of the three is not reported"


def test_what_stands_in_the_address_and_is_no_choice_is_not_taken(open_page: Open) -> None:
    app = open_page("coming_back_to_jail", period="1066", group="Sex: <script>", means="nonsense", by="person_id")
    assert not app.exception
    assert "About 31 of every 100 people who left the county jail in 2022" in answer_of(app)


def test_the_preview_is_the_file_and_the_command_asks_for_the_same(open_page: Open) -> None:
    app = open_page("get_the_data", period="2022", group="Sex: Women")
    shown = html.unescape(markup(app))
    assert "rows, ready to take away." in shown
    for cell in ("rebooking", "year_to_quarter", "0.275", "female", "shown"):
        assert cell in shown
    command = app.get("code")[0].proto.code_text
    assert "measure small --measure rebooking --period 2022 --only sex=female --audience public --format csv" in command


def test_how_we_count_holds_every_measure_and_every_word(open_page: Open) -> None:
    shown = html.unescape(markup(open_page("how_we_count")))
    for measure in registry.MEASURES:
        assert f"<summary>{measure.name}" in shown
        assert all(line in shown for line in measure.left_out)
        assert f"Version {measure.version} of {measure.measure_id}" in shown
        assert f'href="?measure={measure.measure_id}"' in shown
    for term in GLOSSARY:
        assert term.meaning in shown
        assert term.field_word in shown


def test_how_we_count_groups_the_measures_by_the_question_that_they_declare(open_page: Open) -> None:
    shown = html.unescape(markup(open_page("how_we_count")))
    questions = re.findall(r'class="tl-chapter"><summary><h3>([^<]+)</h3><span', shown)
    assert questions == [topic.question for topic in TOPICS]
    coming_back, courts = shown.index(TOPICS[0].question), shown.index(TOPICS[1].question)
    names = [measure.name for measure in registry.MEASURES if measure.topic is TOPICS[0]]
    assert all(coming_back < shown.index(f"<summary>{name}") < courts for name in names)


@pytest.mark.parametrize("choice", [{"measure": "supervision_revocation"}, {"number": "Lost probation or parole"}])
def test_an_address_opens_one_definition_by_the_id_or_the_name_of_its_measure(
    open_page: Open, choice: dict[str, str]
) -> None:
    opened = html.unescape(markup(open_page("how_we_count", **choice)))
    assert '<h2 class="tl-title">Lost probation or parole</h2>' in opened
    assert "This county has not shared the records that this number needs." in opened
    assert "Supervision: Time on probation or parole" in opened
    plain = markup(open_page("how_we_count", measure="no_such_measure"))
    assert '<h2 class="tl-title">Lost probation or parole</h2>' not in plain


def test_the_choices_of_the_county_stand_once_with_what_they_change(open_page: Open) -> None:
    shown = html.unescape(markup(open_page("how_we_count")))
    assert shown.count("Does a booking count when a judge ordered it") == 1
    assert "4 bookings in 1,095 days" in shown


@pytest.mark.parametrize("file", ["at_a_glance", "coming_back_to_jail"])
def test_the_words_of_a_page_are_explained_on_it(open_page: Open, file: str) -> None:
    shown = html.unescape(markup(open_page(file)))
    assert "The jail took a person in. A stay in jail starts with it." in shown


def test_a_number_has_its_definition_beside_its_rows(open_page: Open) -> None:
    shown = html.unescape(markup(open_page("get_the_data", number="Came back to jail on a new charge")))
    assert (
        "The first new stay in jail that starts after that release, where that stay began with a new charge." in shown
    )


def test_a_number_without_records_says_so_in_a_sentence_and_not_line_by_line(open_page: Open) -> None:
    shown = html.unescape(
        markup(open_page("get_the_data", number="Came back to jail for another or an unknown reason"))
    )
    assert "Small <County> has not shared the records that this number needs." in shown


def test_can_i_trust_this_tells_what_was_refused_and_which_codes_are_not_known(open_page: Open) -> None:
    shown = html.unescape(markup(open_page("can_i_trust_this")))
    for said in (
        "Of 2,001 rows that arrived, 2,000 could be used and 1 was refused.",
        "The stay ends before it begins.",
        "ZZ",
        "all rarer codes",
        "Returns to a jail elsewhere are not in these records.",
        "Groups of fewer than 100 people are not shown.",
    ):
        assert said in shown


def test_without_a_publication_every_page_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COUNTY", "nowhere")
    app = AppTest.from_file(str(NAVIGATION), default_timeout=30).run()
    for page in PAGES:
        app.switch_page(f"../pages/{page}.py").run()
        assert not app.exception
        assert "python -m data_access build nowhere" in app.text[0].value


def test_a_new_publication_is_picked_up_without_a_restart(open_page: Open, small_data: Path) -> None:
    app = open_page("at_a_glance")
    assert "2023-12-31-first" in markup(app)
    publish_small_county(small_data, made_up=False, publication_id="2023-12-31-second")
    app.run()
    assert "2023-12-31-second" in markup(app)
