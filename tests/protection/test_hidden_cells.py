"""A reader with an integer program is let out of no hidden group's size, and is seen when they can work one out."""

import polars as pl

from metrics.folding import Table
from metrics.hidden_cells import pinned

GROUPS = {"sex": ("female", "male"), "need": ("yes", "no")}
FLOOR = 100


def _table(*by: str) -> Table:
    return Table(by=by, period="2020", shown_as=tuple({group: group for group in GROUPS[name]} for name in by))


def _answers(*rows: tuple[str, str, int | None]) -> pl.DataFrame:
    shown = [(sex, need, people, "hidden" if people is None else "shown") for sex, need, people in rows]
    return pl.DataFrame(shown, schema=["sex", "need", "denominator", "status"], orient="row")


def test_one_hidden_group_beside_a_shown_whole_is_worked_out() -> None:
    answers = _answers(("all", "all", 500), ("female", "all", 480), ("male", "all", None))
    assert pinned(answers, [_table(), _table("sex")], GROUPS, FLOOR, at_most=12) == 1


def test_two_hidden_groups_that_hide_each_other_are_not() -> None:
    answers = _answers(("all", "all", 500), ("female", "all", None), ("male", "all", None))
    assert pinned(answers, [_table(), _table("sex")], GROUPS, FLOOR, at_most=12) == 0


def test_a_large_group_may_be_known_to_be_large() -> None:
    """Of 600 people 400 are men and 350 have a need: at least 150 men have one, and at most 350."""
    answers = _answers(
        ("all", "all", 600),
        ("female", "all", 200),
        ("male", "all", 400),
        ("all", "yes", 350),
        ("all", "no", 250),
        ("male", "yes", None),
    )
    tables = [_table(), _table("sex"), _table("need"), _table("sex", "need")]
    assert pinned(answers, tables, GROUPS, FLOOR, at_most=12) == 0


def test_a_group_that_is_known_to_be_small_is_worked_out() -> None:
    """Of 600 people 20 are women: no more than 30 women have a need, which is far from FLOOR - 1."""
    answers = _answers(
        ("all", "all", 600), ("female", "all", 20), ("male", "all", 580), ("all", "yes", 300), ("female", "yes", None)
    )
    assert pinned(answers, [_table(), _table("sex"), _table("need")], GROUPS, FLOOR, at_most=12) == 1
