"""The page that makes briefs: its choices, who may write, the files that it offers, and many at once."""

import datetime as dt
import html
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.publications import Audience, publications_folder
from data_access.voices.said import Author, Beside, Kind
from data_access.voices.shown import VOICES_FILE, VOICES_FORMAT, ShownVoice, Voices
from presentation import words
from presentation.briefs.products import PRODUCTS
from tests.pages.conftest import Open, answer_of, markup
from tests.small_county import COUNTY, publish_small_county


def offered(app: AppTest) -> list[str]:
    """Return the labels of the buttons that give a file of a brief."""
    return [button.proto.label for button in app.get("download_button") if "brief" in button.proto.id]


@pytest.fixture
def for_partners(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve partners too, whose numbers are three times the public's, so that nobody can mix them up unseen."""
    publish_small_county(small_data, made_up=True, audience=Audience.PARTNER, times=3)
    publish_small_county(small_data, made_up=True, publication_id="2023-12-31-made-up")
    monkeypatch.setenv("SERVER_FOR", "public,partner")


def test_the_page_opens_on_the_finding_of_the_first_page(open_page: Open) -> None:
    app = open_page("brief_me")
    assert "About 31 of every 100 people who left the county jail in 2022 were back within a year." in answer_of(app)
    strip = markup(app)[markup(app).index("tl-strip") :]
    assert "31 of 100" in strip
    assert "No clear change: it was 31 of 100 in 2021. Likely between 29 and 33. 1,000 people counted." in strip


def test_choices_in_the_address_change_the_brief_and_what_is_no_choice_is_not_taken(open_page: Open) -> None:
    women = open_page("brief_me", group="Sex: Women", period="2021")
    assert "About 28 of every 100 women who left the county jail in 2021" in answer_of(women)
    nonsense = open_page("brief_me", group="<b>", period="1066", numbers="person_id", **{"for": "everyone"})
    assert not nonsense.exception
    assert "About 31 of every 100 people who left the county jail in 2022" in answer_of(nonsense)


def test_hidden_and_too_early_numbers_are_told_as_such(open_page: Open) -> None:
    hidden = markup(open_page("brief_me", group="Sex: Not stated"))
    assert "Not shown" in hidden
    assert "to protect people's privacy" in html.unescape(hidden)
    assert "too early to say" in answer_of(open_page("brief_me", period="2023"))


def test_the_files_are_made_on_demand_and_belong_to_their_choices(open_page: Open) -> None:
    app = open_page("brief_me")
    assert offered(app) == []
    app.button(key="brief_make").click().run()
    assert not app.exception
    assert offered(app) == [product.name for product in PRODUCTS]
    app.selectbox(key="choose_period").set_value("year_to_2021-12").run()
    assert offered(app) == [], "files of another year were still offered"


def test_the_public_reads_and_does_not_write(open_page: Open) -> None:
    app = open_page("brief_me")
    assert list(app.text_area) == []
    assert "Nobody has written about the reasons yet." in markup(app)


@pytest.mark.usefixtures("for_partners")
def test_a_partner_writes_and_is_warned_of_what_looks_like_a_name(open_page: Open) -> None:
    app = open_page("brief_me")
    app.text_area(key="brief_behind_text").input("We thank Maria Lopez for her story.").run()
    warning = words.say("voices_warned_two_capitals")
    assert warning in html.unescape(markup(app))
    assert "Lopez" not in markup(app), "the warning repeats the name"
    app.text_area(key="brief_behind_text").input("The courts changed a rule.").run()
    assert warning not in html.unescape(markup(app))


def keep(data_dir: Path, audience: Audience, *texts: tuple[Kind, str]) -> None:
    """Lay texts beside the publication, as the data team does once a person has read them."""
    kept = tuple(
        ShownVoice(
            voice_id=number,
            kind=kind,
            author=Author.LEADERSHIP,
            beside=Beside(measure_id="rebooking", period="year_to_2022-12"),
            text=text,
            sent_on=dt.date(2026, 11, 20),
            screened_by="steward",
            screened_on=dt.date(2026, 11, 21),
            answer="",
            answered_by="",
            answered_on=None,
        )
        for number, (kind, text) in enumerate(texts)
    )
    path = publications_folder(data_dir, COUNTY, audience) / VOICES_FILE
    path.write_text(Voices(format=VOICES_FORMAT, voices=kept).model_dump_json(), "utf-8")


def test_what_was_kept_is_shown_to_the_public_with_role_and_date(open_page: Open, small_data: Path) -> None:
    keep(small_data, Audience.PUBLIC, (Kind.BEHIND, "More people wait at home."), (Kind.ASK, "Fund the center."))
    shown = markup(open_page("brief_me"))
    assert "More people wait at home." in shown
    assert "Fund the center." in shown
    assert "November 20, 2026" in shown
    other = markup(open_page("brief_me", group="sex.female"))
    assert "More people wait at home." not in other, "what is behind everyone's number stood beside the women's"


@pytest.mark.usefixtures("for_partners")
def test_what_was_kept_stands_in_the_fields_until_somebody_types(open_page: Open, small_data: Path) -> None:
    keep(small_data, Audience.PARTNER, (Kind.BEHIND, "More people wait at home."))
    app = open_page("brief_me")
    assert app.text_area(key="brief_behind_text").value == "More people wait at home."
    assert app.text_area(key="brief_ask_text").value == ""
    app.text_area(key="brief_behind_text").input("The courts changed a rule.").run()
    app.selectbox(key="choose_group").set_value("sex.female").run()
    assert app.text_area(key="brief_behind_text").value == "The courts changed a rule."


@pytest.mark.usefixtures("for_partners")
def test_a_brief_for_the_public_is_made_of_public_numbers(open_page: Open) -> None:
    board = markup(open_page("brief_me"))
    assert "3,000 people counted" in board
    public = markup(open_page("brief_me", **{"for": "the public"}))
    assert "1,000 people counted" in public
    assert "3,000" not in public


def test_many_are_made_in_one_go(open_page: Open) -> None:
    app = open_page("brief_me")
    app.multiselect(key="brief_many_groups").select("Sex: Women").select("Sex: Men").run()
    app.button(key="brief_make_many").click().run()
    assert not app.exception
    assert offered(app) == ["Save the zip file"]
    assert not app.warning
