"""What the trust page says of rows: used, refused, or rows in which nothing happened. They add up to those that arrived."""

import pytest

from presentation.trust import Source, answer_line, arrived


def source(rows_in: int, kept: int, refused: int, elsewhere: int = 0) -> Source:
    return Source(
        title="New acts",
        agency="The court",
        file_name="acts.csv",
        rows_in=rows_in,
        rows_kept=kept,
        rows_refused=refused,
        rows_without_event=rows_in - kept - refused - elsewhere,
        rows_read_elsewhere=elsewhere,
        people=kept,
        findings=(),
    )


@pytest.mark.parametrize(
    ("told", "said", "answer"),
    [
        (
            source(10, 3, 0),
            "The court sent 10 rows. All of them could be used. They tell of 3 people. In 7 of the rows nothing happened, so "
            "there is nothing in them to count.",
            "All 10 rows that arrived could be used.",
        ),
        (
            source(10, 3, 6),
            "The court sent 10 rows. We kept 3 and refused 6. The rows we kept tell of 3 people. In 1 of the rows nothing "
            "happened, so there is nothing in it to count.",
            "Of 10 rows that arrived, 4 could be used and 6 were refused.",
        ),
        (
            source(10, 4, 0, 6),
            "The court sent 10 rows. All of them could be used. They tell of 4 people. 6 of the rows tell of something else. "
            "They are counted there.",
            "All 4 rows that arrived could be used.",
        ),
        (
            source(10, 10, 0),
            "The court sent 10 rows. All of them could be used. They tell of 10 people.",
            "All 10 rows that arrived could be used.",
        ),
    ],
)
def test_rows_add_up(told: Source, said: str, answer: str) -> None:
    assert arrived(told) == said
    assert answer_line([told]) == answer
