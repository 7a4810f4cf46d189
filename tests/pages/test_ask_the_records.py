"""The analyst's page: the purpose first, then a question with free filters, its exact answer, and entries in the log."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from data_access.audit import read_entries
from tests.analyst.conftest import extracted
from tests.pages.conftest import NAVIGATION, answer_of, markup

__all__ = ["extracted"]


@pytest.fixture
def data(extracted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server for analysts of the made-up county, with a log that is empty."""
    copytree(extracted / "made-up" / "extracts", tmp_path / "made-up" / "extracts")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COUNTY", "made-up")
    monkeypatch.setenv("SERVER_FOR", "analyst")
    return tmp_path


def opened() -> AppTest:
    return AppTest.from_file(str(NAVIGATION), default_timeout=60).run()


def said(app: AppTest, purpose: str) -> AppTest:
    app.text_input(key="purpose").set_value(purpose)
    return press(app, "Go on")


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    return app.run()


def log(data: Path) -> list[tuple[str, dict[str, object]]]:
    return [(entry.deed, json.loads(entry.about)) for entry in read_entries(data, "made-up")]


def test_the_purpose_comes_first_and_is_asked_once(data: Path) -> None:
    app = opened()
    assert "Say it in a few words." in answer_of(app)
    assert not app.selectbox
    app = said(app, "x")
    assert app.warning[0].value.startswith("The audit log takes for purpose only")
    assert log(data) == []
    app = said(app, "planning beds for winter")
    assert "Exact numbers" in answer_of(app)
    assert "Exact numbers" in answer_of(opened())
    assert log(data) == [("purpose", {"purpose": "planning beds for winter"})]


def test_a_question_is_answered_with_exact_numbers_and_written_down_once(data: Path) -> None:
    app = said(opened(), "planning beds")
    app.selectbox(key="ask_period").set_value("2022")
    app.multiselect(key="ask_only_sex").set_value(["male"])
    app.multiselect(key="ask_only_severity").set_value(["felony", "misdemeanor"])
    app = press(app, "Ask")
    assert not app.exception
    shown = markup(app)
    assert "Came back to jail for any reason, 2022, 1 year" in shown
    asked = "--only sex=male --only severity=felony --only severity=misdemeanor --audience analyst"
    assert asked in app.code[0].value
    app = app.run()
    assert "Came back to jail for any reason, 2022, 1 year" in markup(app), "the answer stays"
    (_, question), *others = log(data)[1:]
    assert others == []
    assert question["only"] == "sex=male,severity=felony,severity=misdemeanor"
    assert question["purpose_entry"] == 1


def test_a_file_is_there_only_once_it_is_written_down(data: Path) -> None:
    app = said(opened(), "planning beds")
    app = press(app, "Ask")
    assert not app.get("download_button")
    app = press(app, "Get these rows (not public)")
    assert [deed for deed, _ in log(data)] == ["purpose", "question", "export"]
    (file,) = app.get("download_button")
    assert file.proto.label == "Save the file"
    app = press(app, "Ask")
    assert not app.get("download_button"), "a new question, a new file"


def test_what_cannot_be_asked_is_told_and_not_written_down(data: Path) -> None:
    app = said(opened(), "planning beds")
    app.selectbox(key="ask_period").set_value("all_watched")
    app.selectbox(key="ask_number").set_value("admissions")
    app = press(app, "Ask")
    assert "follows nobody" in app.warning[0].value
    assert [deed for deed, _ in log(data)] == ["purpose"]


@pytest.mark.parametrize("served", ["public", "partner", "steward"])
def test_no_other_server_has_the_page(data: Path, monkeypatch: pytest.MonkeyPatch, served: str) -> None:
    monkeypatch.setenv("SERVER_FOR", served)
    app = AppTest.from_file(str(NAVIGATION), default_timeout=60).run()
    assert "What do you want to know?" not in markup(app)
    assert log(data) == []


def test_without_an_extract_the_page_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SERVER_FOR", "analyst")
    app = opened()
    assert "have not been made ready" in answer_of(app)
