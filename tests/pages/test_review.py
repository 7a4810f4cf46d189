"""The desk of the data team: pairs with names, on a server of its own that only this machine can reach."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.building import only_one
from data_access.linking import DIFFERENT
from data_access.review import KEPT_APART, keep, look
from data_access.settings import data_dir
from shell import review_desk
from tests.linking.two_offices import Told, TwoOffices
from tests.pages.conftest import NAVIGATION, answer_of, markup

MARIA = Told(key="J1")
TWIN = Told(key="C1", first="Ellen")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A server for the data team of two offices, with one pair that waits."""
    monkeypatch.delenv("WAREHOUSE_URL", raising=False)
    offices = TwoOffices(tmp_path)
    offices.link(jail=[MARIA], court=[TWIN])
    monkeypatch.setenv("DATA_DIR", str(offices.data_dir))
    monkeypatch.setenv("COUNTY", str(offices.county_folder))
    monkeypatch.setenv("SERVER_FOR", "steward")
    monkeypatch.setenv("REAL_DATA_WITHOUT_SIGN_IN", "yes")
    return AppTest.from_file(str(NAVIGATION), default_timeout=30)


def button(app: AppTest, label: str) -> None:
    next(one for one in app.button if one.label == label).click()
    app.run()


def test_a_pair_is_shown_side_by_side_with_what_agrees(desk: AppTest) -> None:
    desk.run()
    assert not desk.exception
    assert "1 pair waits for a decision." in answer_of(desk)
    shown = markup(desk)
    assert "One last name and birth date, two first names: twins, or one person?" in shown
    row = '<th scope="row" class="tl-words">{}</th><td class="tl-words">{}</td><td class="tl-words">{}</td>'
    assert row.format("First name", "Maria", "Ellen") + '<td class="tl-words">no</td>' in shown
    assert row.format("Last name", "Quackenbush", "Quackenbush") + '<td class="tl-words">yes</td>' in shown
    assert "jail, J1" in shown
    assert "court, C1" in shown


@pytest.mark.parametrize("decision", ["One person", "Two people"])
def test_a_decision_is_kept_and_the_pair_is_gone(desk: AppTest, decision: str) -> None:
    desk.run()
    button(desk, decision)
    assert "No pair waits for a decision." in answer_of(desk)
    assert "Decisions kept: 1. They count once you run: python -m data_access link offices" in markup(desk)
    assert "Quackenbush" not in markup(desk)


def test_a_pair_can_be_put_off_and_taken_up_again(desk: AppTest) -> None:
    desk.run()
    button(desk, "Not now")
    assert "All that are left were put off: 1." in markup(desk)
    assert "Quackenbush" not in markup(desk)
    button(desk, "Look at them again")
    assert "Quackenbush" in markup(desk)


def test_while_a_build_is_at_work_nothing_is_decided(desk: AppTest) -> None:

    desk.run()
    with only_one(data_dir(), review_desk.county()):
        button(desk, "One person")
    assert ["Another build" in warning.value for warning in desk.warning] == [True]
    assert "1 pair waits for a decision." in answer_of(desk)


@pytest.mark.parametrize("address", [None, "0.0.0.0", "192.168.1.4"])  # noqa: S104  it must refuse these
def test_a_server_that_others_can_reach_shows_no_record(
    desk: AppTest, monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    known = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: address if name == "server.address" else known(name))
    desk.run()
    shown = markup(desk)
    assert "These pages open only on the machine that they run on" in shown
    assert "Quackenbush" not in shown
    assert [button.key for button in desk.button] == ["speak_es"], "no decision, only the other language"


def test_the_public_server_has_no_such_page(desk: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVER_FOR")
    desk.run()
    assert "Quackenbush" not in markup(desk)
    with pytest.raises(ValueError, match="review"):
        desk.switch_page("../pages/review.py").run()


def test_a_sure_pair_says_that_something_else_keeps_it_apart(tmp_path: Path) -> None:
    """Maria has two keys in jail and one in court; the court's was decided to be somebody else than the first."""
    offices = TwoOffices(tmp_path)
    records = {"jail": [MARIA, Told(key="J3")], "court": [Told(key="C1")]}
    offices.link(**records)
    keep(offices.county, offices.data_dir, [(offices.pair_id("jail J1", "court C1"), DIFFERENT)], "clerk-7")
    offices.link(**records)
    waiting, pairs = look(offices.county, offices.data_dir, 5)
    assert waiting == 1
    assert pairs[0].why == KEPT_APART
