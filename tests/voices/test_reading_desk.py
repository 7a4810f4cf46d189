"""The data team's page: one waiting text at a time, with what it seems to hold; and an answer that reaches readers."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.audit import Deed, read_entries
from data_access.publications import Audience
from data_access.voices.shown import read_voices
from tests.linking.two_offices import Told
from tests.pages.conftest import NAVIGATION, answer_of, markup
from tests.voices.conftest import Place


@pytest.fixture
def desk(on_file: Place, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A server for the data team of two offices, to whom nobody has written yet."""
    on_file.offices.link(jail=[Told(key="J1", first="Ellen", last="Abernathy")], court=[])
    monkeypatch.setenv("DATA_DIR", str(on_file.data_dir))
    monkeypatch.setenv("COUNTY", str(on_file.offices.county_folder))
    monkeypatch.setenv("SERVER_FOR", "steward")
    monkeypatch.setenv("REAL_DATA_WITHOUT_SIGN_IN", "yes")
    return AppTest.from_file(str(NAVIGATION), default_timeout=30)


def opened(app: AppTest) -> AppTest:
    app.run()
    return app.switch_page("../pages/read_voices.py").run()


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    return app.run()


def shown(place: Place) -> list[str]:
    return [voice.text for voice in read_voices(place.data_dir, place.county.id, Audience.PUBLIC)]


def test_from_the_drop_box_to_an_answer_on_the_pages(desk: AppTest, on_file: Place) -> None:
    on_file.send("Ask Ellen Abernathy why it rose")
    app = opened(desk)
    assert not app.exception
    assert "1 text waits to be read." in answer_of(app)
    assert "the first and last name of someone in the records" in markup(app)
    assert "About: Came back to jail for any reason, 2022" in markup(app)
    app.text_area[0].set_value("Ask […] why it rose").run()
    app = press(app, "Show it")
    assert "No text waits to be read." in answer_of(app)
    assert "Questions without an answer: 1" in markup(app)
    assert shown(on_file) == [], "nothing reaches pages before it is put there"
    app.text_area[0].set_value("The court sent late records.").run()
    app = press(app, "Keep the answer")
    app = press(app, "Put it on the pages now")
    assert "Texts that are shown: 1." in app.success[0].value
    (voice,) = read_voices(on_file.data_dir, on_file.county.id, Audience.PARTNER)
    assert (voice.text, voice.answer) == ("Ask […] why it rose", "The court sent late records.")


def test_a_declined_text_is_gone_and_the_next_one_comes(desk: AppTest, on_file: Place) -> None:
    on_file.send("An insult")
    app = opened(desk)
    on_file.send("A later one")
    app.selectbox[0].set_value("insults").run()
    app = press(app, "Do not show it")
    assert "An insult" not in markup(app)
    assert "No text waits to be read." in answer_of(app)
    press(app, "Look into the drop box")
    assert app.text_area[0].value == "A later one"


def test_a_text_without_consent_cannot_be_shown_by_a_click(desk: AppTest, on_file: Place) -> None:
    on_file.send("For you alone", consent=False)
    app = opened(desk)
    assert "Its author does not want it shown." in markup(app)
    assert next(one for one in app.button if one.label == "Show it").disabled


def test_each_text_that_comes_onto_the_screen_is_one_entry_in_the_log(desk: AppTest, on_file: Place) -> None:
    on_file.send("Why?")
    app = opened(desk)
    app.run()
    app.run()
    entries = [entry for entry in read_entries(on_file.data_dir, on_file.county.id) if entry.deed == Deed.NAMES_SHOWN]
    assert [json.loads(entry.about) for entry in entries if "voices" in entry.about] == [
        {"page": "voices", "form": "screen", "rows": 1}
    ]


def test_a_text_is_taken_back_by_its_reference(desk: AppTest, on_file: Place) -> None:
    on_file.show(on_file.waiting_id("Take me back"))
    app = opened(desk)
    app = press(app, "Take it back and wipe its words")
    app = press(app, "Put it on the pages now")
    assert "Texts that are shown: 0." in app.success[0].value
    assert shown(on_file) == []


@pytest.mark.parametrize("served", ["public", "partner", "analyst"])
def test_no_other_server_has_this_page(
    desk: AppTest, on_file: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, served: str
) -> None:
    on_file.send("Why?")
    monkeypatch.setenv("SERVER_FOR", served)
    monkeypatch.setenv("HOME", str(tmp_path))
    app = desk.run()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page("../pages/read_voices.py")
    assert len(list(on_file.inbox.iterdir())) == 1, "nothing was taken in"
