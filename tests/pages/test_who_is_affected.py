"""Who is affected, on the small county: 110 of 400 women and 200 of 590 men were back, and 20 of 50 veterans."""

import json
import re
from typing import Any

from streamlit.testing.v1 import AppTest

from presentation import words
from tests.pages.conftest import Open, answer_of, markup


def chart(app: AppTest, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(app.get("vega_lite_chart")[number].proto.spec)
    return found


def steps_of(app: AppTest) -> list[dict[str, Any]]:
    return [row for layer in chart(app, 1)["layer"] for row in layer["data"]["values"] if "says" in row]


def test_two_groups_stand_side_by_side_with_the_larger_one_held_against(open_page: Open) -> None:
    """27.5 of 100 women and 33.9 of 100 men, each with a range of 2 either way: 6 fewer, by 3.6 to 9.2."""
    app = open_page("who_is_affected", by="sex")
    assert "About 28 of every 100 women who left the county jail in 2022 were back within a year." in answer_of(app)
    shown = markup(app)
    assert "That is 6 fewer of every 100 than for men, where it was 34." in shown
    assert "The true gap is likely between 3 and 10." in shown


def test_choosing_the_other_way_round_turns_the_gap(open_page: Open) -> None:
    app = open_page("who_is_affected", by="sex", group="male", against="female")
    assert "About 34 of every 100 men" in answer_of(app)
    assert "That is 6 more of every 100 than for women, where it was 28." in markup(app)


def test_every_step_tells_its_gap_in_people_and_in_times(open_page: Open) -> None:
    """On a new charge 75 of 400 women came back (18.75) and 130 of 590 men (22.03)."""
    app = open_page("who_is_affected", by="sex")
    gaps = {row["name"][0].split(",")[0]: round(row["exact"], 2) for row in steps_of(app)}
    assert gaps["Came back to jail for any reason"] == round(27.5 - 100 * 200 / 590, 2)
    assert gaps["Came back to jail on a new charge"] == round(18.75 - 100 * 130 / 590, 2)
    table = re.search(r'aria-label="How many times as often: Women beside Men".*?</table>', markup(app), re.DOTALL)
    assert table
    assert "0.8 times" in table[0], "27.5 / 33.9"
    assert "0.9 times" in table[0], "18.75 / 22.03"
    assert "400 and 590" in table[0]


def test_the_share_whose_group_is_not_known_is_told(open_page: Open) -> None:
    shown = markup(open_page("who_is_affected", by="sex"))
    assert words.say("gap_unknown_hidden", grouping="sex", period="2022") in shown
    everyone_known = markup(open_page("who_is_affected", by="veteran"))
    assert words.say("gap_unknown_nobody", grouping="veterans", period="2022") in everyone_known


def test_a_group_is_never_held_against_itself(open_page: Open) -> None:
    app = open_page("who_is_affected", by="sex", group="male", against="male")
    assert "About 28 of every 100 women" in answer_of(app)


def test_a_hidden_group_says_so(open_page: Open) -> None:
    app = open_page("who_is_affected", by="sex", group="not_stated")
    assert "to protect people" in answer_of(app)
    assert "of every 100 than" not in markup(app)
