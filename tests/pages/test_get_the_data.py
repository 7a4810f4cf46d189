"""Get the data: groups of two kinds together, what is not told together, and the command that prints the same."""

import csv
import html
import io
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest

from data_access.__main__ import main
from data_access.publications import Audience
from tests.pages.conftest import Open, answer_of, markup
from tests.small_county import publish_small_county


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"group": "Sex: Women"},
        {"split": "Sex: each group"},
        {"group": "Sex: Women", "split": "Veterans: Veterans"},
        {"group": "Veterans: Veterans", "split": "Sex: Women"},
        {"group": "Sex: Women", "split": "Veterans: each group"},
        {"number": "Came back to jail for another or an unknown reason"},
        {"number": "Came back to jail for another or an unknown reason", "group": "Sex: Women"},
        {"period": "12 months to March 2022"},
        {"period": "2023"},
    ],
)
def test_the_shown_command_prints_the_very_rows_of_the_preview(
    open_page: Open, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, choices: dict[str, str]
) -> None:
    monkeypatch.setattr("data_access.__main__.read_county", lambda name: SimpleNamespace(id=name))  # it has no file
    app = open_page("get_the_data", **choices)
    command = shlex.split(app.get("code")[0].proto.code_text)
    assert main(command[3:]) == 0
    header, *lines = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    table = html.unescape(markup(app).split("measure_version</th>")[1].split("</table>")[0])
    shown = [row.split("<t")[1:] for row in table.split("<tbody>")[1].split("<tr>")[1:]]
    assert [[cell.split(">")[1].split("</t")[0] for cell in row] for row in shown] == lines
    assert header[:2] == ["measure_id", "measure_version"]


def test_women_who_are_veterans_are_found_from_either_side(open_page: Open) -> None:
    for choices in (
        {"group": "Sex: Women", "split": "Veterans: Veterans"},
        {"group": "Veterans: Veterans", "split": "Sex: Women"},
    ):
        shown = markup(open_page("get_the_data", period="2022", **choices))
        assert "40 of 100" in shown  # 12 of 30


def test_groups_that_are_not_told_together_are_said_to_be_so_and_no_empty_file_is_offered(open_page: Open) -> None:
    app = open_page("get_the_data", group="Sex: Men", split="Veterans: Veterans")
    assert "These groups are not told together." in answer_of(app)
    assert "Choose one group less, or a whole year." in markup(app)
    assert app.get("download_button") == []


def test_two_choices_about_one_kind_of_group_are_said_to_clash(open_page: Open) -> None:
    for split in ("Sex: Men", "Sex: each group", "Sex: Women"):
        app = open_page("get_the_data", group="Sex: Women", split=split)
        assert "Two of your choices are about Sex." in answer_of(app)
        assert app.get("download_button") == []


def test_the_public_has_four_filters_and_one_loud_button(open_page: Open) -> None:
    app = open_page("get_the_data")
    assert len(app.selectbox) == 4
    loud = [one for one in app.get("download_button") if one.proto.type == "primary"]
    assert len(app.get("download_button")) == 4
    assert len(loud) == 1


def test_partners_find_a_third_group_in_a_part_that_opens(
    open_page: Open, small_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_small_county(
        small_data, made_up=False, publication_id="2023-12-31-p", audience=Audience.PARTNER, in_a_year=(30, 30, 30, 30)
    )
    monkeypatch.setenv("SERVER_FOR", "partner")
    monkeypatch.setattr("shell.viewer.is_on_this_machine", lambda: True)
    app = open_page("get_the_data", group="Sex: Women", third="Veterans: Veterans")
    assert [one.key for one in app.selectbox][-1] == "choose_third"
    assert "--only sex=female --only veteran=yes --audience partner" in app.get("code")[0].proto.code_text
