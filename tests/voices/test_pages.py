"""What pages show of notes and questions, and what becomes of what a reader types."""

import datetime as dt
import html
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_access.publications import Audience, publications_folder
from data_access.voices import inbox
from data_access.voices.said import Author, Beside, Kind, Sent
from data_access.voices.shown import VOICES_FILE, VOICES_FORMAT, ShownVoice, Voices
from shell import voices as shell_voices
from tests.pages.conftest import NAVIGATION, markup
from tests.reading_grade import blocks, too_hard
from tests.small_county import COUNTY, publish_small_county
from tests.voices.test_inbox import HOSTILE

Open = Callable[..., AppTest]


@pytest.fixture
def small_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    publish_small_county(tmp_path, made_up=False)
    for name, value in (("DATA_DIR", str(tmp_path)), ("COUNTY", COUNTY), ("REAL_DATA_WITHOUT_SIGN_IN", "yes")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(shell_voices, "SERVER", shell_voices.ServerGate())
    inbox.make(tmp_path, COUNTY)
    return tmp_path


@pytest.fixture
def open_page(small_data: Path) -> Open:  # noqa: ARG001  # it must be there first
    def opened(page: str = "voices_and_answers", **choices: str) -> AppTest:
        app = AppTest.from_file(str(NAVIGATION), default_timeout=30)
        for name, value in choices.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(f"../pages/{page}.py").run()

    return opened


def write(data_dir: Path, voices: Sequence[ShownVoice]) -> None:
    path = publications_folder(data_dir, COUNTY, Audience.PUBLIC) / VOICES_FILE
    path.write_text(Voices(format=VOICES_FORMAT, voices=tuple(voices)).model_dump_json(), "utf-8")


def voice(text: str, **changed: Any) -> ShownVoice:
    return ShownVoice(
        **{
            "voice_id": 1,
            "kind": Kind.QUESTION,
            "author": Author.RESIDENT,
            "beside": Beside(measure_id="rebooking"),
            "text": text,
            "sent_on": dt.date(2025, 3, 1),
            "screened_by": "steward",
            "screened_on": dt.date(2025, 3, 2),
            "answer": "",
            "answered_by": "",
            "answered_on": None,
            **changed,
        }
    )


def sent(data_dir: Path) -> list[Sent]:
    return [one.sent for one in inbox.look_in(data_dir / COUNTY / "inbox") if one.sent]


def fill_in(app: AppTest, text: str, *, consent: bool = False) -> AppTest:
    app.text_area[0].set_value(text)
    if consent:
        app.checkbox[0].check()
    return next(one for one in app.button if one.label == "Send").click().run()


def test_a_question_stands_there_with_its_answer_the_roles_and_the_days(open_page: Open, small_data: Path) -> None:
    answered = {
        "answer": "The court sent late records.",
        "answered_by": "data_team",
        "answered_on": dt.date(2025, 3, 8),
    }
    write(small_data, [voice("Why did it rise?", author=Author.FAMILY, **answered)])
    shown = html.unescape(markup(open_page()))
    assert "1 question has its answer here. It came within 7 days." in shown
    for said in (
        "About: Came back to jail for any reason",
        "Why did it rise?",
        "Question. Family of a person who was in jail, March 1, 2025",
        "The court sent late records.",
        "The data team, March 8, 2025",
    ):
        assert said in shown


def test_the_middle_wait_is_told_with_the_number_of_answers(open_page: Open, small_data: Path) -> None:
    waits = (2, 9, 40, 5)
    write(
        small_data,
        [
            voice("Why?", voice_id=number, answer="So.", answered_on=dt.date(2025, 3, 1) + dt.timedelta(days=days))
            for number, days in enumerate(waits)
        ]
        + [voice("Not yet", voice_id=9)],
    )
    shown = markup(open_page())
    assert "4 questions have an answer here. Half of them had it within 7 days." in shown  # 2 5 9 40: between 5 and 9
    assert "There is no answer yet." in shown


@pytest.mark.parametrize("text", [*HOSTILE, "<img src=x onerror=alert(1)>", "</p></article><h1>", "x" * 1000])
def test_hostile_words_are_shown_as_words(open_page: Open, small_data: Path, text: str) -> None:
    write(small_data, [voice(text, answer=text, answered_on=dt.date(2025, 3, 8))])
    app = open_page()
    assert not app.exception
    shown = markup(app)
    assert shown.count(f'<blockquote dir="auto"><p>{html.escape(text)}</p></blockquote>') == 2
    if "<" in text:
        assert text not in shown


def test_a_note_stands_beside_its_number_and_beside_no_other(open_page: Open, small_data: Path) -> None:
    kind = Kind.NOTE_OF_A_PRACTITIONER
    write(
        small_data,
        [
            voice("About everyone", kind=kind),
            voice("About women", kind=kind, beside=Beside(measure_id="rebooking", groups={"sex": "female"})),
            voice("About another", kind=kind, beside=Beside(measure_id="rebooking_technical")),
            voice("For a brief", kind=Kind.BEHIND),
        ],
    )
    page = markup(open_page("at_a_glance"))
    assert page.count("About everyone") == 1, "two figures tell of this number, and the note stands there once"
    assert "Note. A resident, March 1, 2025" in page
    for other in ("About women", "About another", "For a brief"):
        assert other not in page
    women = markup(open_page("coming_back_to_jail", group="sex.female", period="2022"))
    assert "About women" in women
    assert "About everyone" not in women


def test_what_a_reader_types_lands_in_the_drop_box_with_its_place_and_nowhere_else(
    open_page: Open, small_data: Path
) -> None:
    app = open_page(measure="rebooking", window="365", period="2022", groups="sex.female")
    assert "About: Came back to jail for any reason, 2022, Sex: Women" in html.unescape(markup(app))
    app = fill_in(app, "  Why\x00 <b>women</b>?  ", consent=True)
    assert not app.exception
    (text,) = sent(small_data)
    assert text.text == "Why <b>women</b>?"
    assert text.beside == Beside(measure_id="rebooking", window_days=365, period="2022", groups={"sex": "female"})
    assert (text.kind, text.author, text.consent, text.sent_from) == ("question", "resident", True, "public")
    assert re.search(r"Your number is [0-9A-F]{4}-[0-9A-F]{4}\.", app.success[0].value)
    again = markup(open_page())
    assert "women" not in again.lower()


@pytest.mark.parametrize(
    "asked",
    [
        {"measure": "no_such_measure"},
        {"measure": "<script>"},
        {"measure": "rebooking", "period": "1066"},
        {"measure": "rebooking", "groups": "sex.martians"},
        {"measure": "rebooking", "groups": "person_id.1"},
        {"measure": "rebooking", "window": "9" * 30},
    ],
)
def test_an_address_that_names_no_number_is_about_no_number(open_page: Open, asked: dict[str, str]) -> None:
    app = open_page(**asked)
    assert not app.exception
    assert "This is not about one number." in markup(app)
    assert "script" not in markup(app)


def test_a_window_may_send_three_texts_in_ten_minutes(open_page: Open, small_data: Path) -> None:
    app = open_page()
    for number in range(4):
        app = fill_in(app, f"Text {number}")
    assert len(sent(small_data)) == 3
    assert "try again in an hour" in app.warning[0].value
    assert app.text_area[0].value == "Text 3", "what was not sent is still there"


def test_a_server_takes_so_many_an_hour_whoever_sends(
    open_page: Open, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell_voices, "OF_THE_SERVER", 2)
    warned = [len(fill_in(open_page(), "From a new window").warning) for _ in range(3)]
    assert warned == [0, 0, 1]
    assert len(sent(small_data)) == 2


def test_nothing_to_send_or_a_full_box_is_said_in_words(open_page: Open, small_data: Path) -> None:
    assert "Please write something first." in fill_in(open_page(), " \n ").warning[0].value
    for number in range(inbox.SLOTS):
        (small_data / COUNTY / "inbox" / f"{number:03}.json").touch()
    assert "too many unread texts" in fill_in(open_page(), "Why?").warning[0].value


def test_where_there_is_no_drop_box_the_page_says_whom_to_ask(open_page: Open, small_data: Path) -> None:
    (small_data / COUNTY / "inbox").rmdir()
    app = open_page()
    assert not app.text_area
    assert "Nothing can be sent from this page right now." in markup(app)


def test_the_public_cannot_speak_as_the_data_team_nor_write_for_briefs(open_page: Open) -> None:
    app = open_page()
    offered = app.selectbox[-1].options
    assert "The data team" not in offered
    assert "County leadership" not in offered


def test_the_page_is_easy_to_read_in_every_state(open_page: Open, small_data: Path) -> None:
    for voices in ([], [voice("Why?")]):
        write(small_data, voices)
        assert too_hard(blocks(re.sub(r"<style>.*?</style>", "", markup(open_page()), flags=re.DOTALL))) == []


def test_what_was_kept_for_briefs_stands_in_the_brief_with_role_and_day(open_page: Open, small_data: Path) -> None:
    write(
        small_data,
        [
            voice("The court texts people now.", kind=Kind.BEHIND, author=Author.LEADERSHIP),
            voice("Pay for two more people.", kind=Kind.ASK, author=Author.LEADERSHIP, voice_id=2),
        ],
    )
    app = open_page("brief_me")
    assert not app.exception
    shown = markup(app)
    assert "The court texts people now." in shown
    assert "Pay for two more people." in shown
    assert "County leadership" in shown
    assert "March 1, 2025" in shown
    assert not [one for one in app.button if one.label == "Send them to be kept"], "the public keeps nothing"


def test_a_partner_sends_what_is_behind_a_number_to_be_kept(
    open_page: Open, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_small_county(small_data, made_up=False, publication_id="2023-12-31-p", audience=Audience.PARTNER)
    monkeypatch.setenv("SERVER_FOR", "partner")
    monkeypatch.setattr("shell.viewer.is_on_this_machine", lambda: True)
    app = open_page("brief_me")
    next(one for one in app.text_area if one.key == "brief_behind_text").set_value(
        "The clinic opened on Saturdays."
    ).run()
    next(one for one in app.button if one.label == "Send them to be kept").click().run()
    assert not app.exception
    (text,) = sent(small_data)
    assert (text.kind, text.author, text.sent_from, text.consent) == ("behind", "practitioner", "partner", True)
    assert text.text == "The clinic opened on Saturdays."
    assert text.beside.measure_id == "rebooking"
    assert text.beside.period
