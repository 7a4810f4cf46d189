"""What the trust page says of rows: used, refused, or rows in which nothing happened. They add up to those that arrived."""

import datetime as dt
from dataclasses import replace

import pytest

from data_access.agreements import WithoutAgreement
from data_access.consent import WithoutBasis
from presentation.trust import Finding, Source, Withheld, answer_line, arrived, every_source, found, protected, withheld


def source(
    rows_in: int, kept: int, refused: int, elsewhere: int = 0, again: int = 0, file_name: str = "acts.csv"
) -> Source:
    return Source(
        title="New acts",
        agency="The court",
        file_name=file_name,
        rows_in=rows_in,
        rows_kept=kept,
        rows_refused=refused,
        rows_without_event=rows_in - kept - refused - elsewhere,
        rows_read_elsewhere=elsewhere,
        rows_refused_again=again,
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


def test_many_sources_stand_in_one_table_whose_lines_add_up_and_that_has_no_empty_column() -> None:
    sources = (replace(source(10, 3, 6), last_on=dt.date(2024, 5, 17)), source(1_200, 1_200, 0))
    table = every_source(sources)
    assert table.header == ("Source", "Rows", "Used", "Refused", "Nothing to count", "People", "Reaches to", "From")
    assert [cells[1:-1] for cells in table.rows] == [
        ("10", "3", "6", "1", "3", "May 2024"),
        ("1,200", "1,200", "0", "0", "1,200", "not reported"),
    ]
    assert "Refused" not in every_source(sources[1:]).header


def test_what_was_found_names_only_the_sources_in_which_something_was() -> None:
    finding = Finding(refused=True, column="day", sentence="No day.", what_to_do="Add it.", rows=2, codes=())
    shown = found((source(10, 10, 0), replace(source(10, 8, 2), title="Cases & more", findings=(finding,))))
    assert shown.count("<h3") == 1
    assert "Cases &amp; more (acts.csv)" in shown
    assert "No day." in shown


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (
            [source(10, 8, 2), source(10, 8, 2, again=2)],
            "Of 10 rows that arrived, 8 could be used and 2 were refused.",
        ),
        (
            [source(10, 8, 2), source(10, 7, 3, again=2)],
            "Of 10 rows that arrived, 7 could be used and 3 were refused.",
        ),
        (
            [source(8, 4, 2, elsewhere=2), source(8, 1, 2, elsewhere=5, again=1)],
            "Of 8 rows that arrived, 5 could be used and 3 were refused.",
        ),
        (
            [source(10, 8, 2), source(10, 8, 2, file_name="others.csv")],
            "Of 20 rows that arrived, 16 could be used and 4 were refused.",
        ),
    ],
    ids=["refused by both", "one refused by the second alone", "each reads its own rows", "two files"],
)
def test_a_row_of_a_file_that_two_sources_read_counts_once(told: list[Source], answer: str) -> None:
    assert answer_line(told) == answer


def test_rows_that_may_not_be_used_are_told_with_the_reason_and_few_of_them_only_roughly() -> None:
    ended = Withheld(reason="agreement_ended", rows=3, on=dt.date(2024, 6, 30))
    shown = withheld(
        (
            replace(source(10, 10, 0), withheld=(ended,)),
            replace(
                source(40, 40, 0),
                title="Opioid treatment",
                withheld=(
                    Withheld(reason="no_consent", rows=11, on=None),
                    Withheld(reason="consent_revoked", rows=10, on=None),
                ),
            ),
        )
    )
    assert shown.rows == (
        ("New acts", "The agreement to share them ended on June 30, 2024.", "3"),
        ("Opioid treatment", "No written consent of the person is on file.", "11"),
        ("Opioid treatment", "The person took the consent back.", "fewer than 11"),
    )


@pytest.mark.parametrize("reason", [*WithoutAgreement, *WithoutBasis])
def test_every_reason_has_a_sentence(reason: str) -> None:
    on = dt.date(2024, 6, 30) if reason in set(WithoutAgreement) else None
    rows = replace(source(40, 40, 0), withheld=(Withheld(reason=reason, rows=12, on=on),))
    assert withheld((rows,)).rows[0][1].endswith(".")


def test_what_stays_and_what_was_counted_anew_is_told_beside_how_people_are_protected() -> None:
    assert protected("Groups.", frozen=0, answers=90, changed="") == ("Groups.",)
    stays, *_ = protected("Groups.", frozen=1_200, answers=4_000, changed="")[1:]
    assert "1,200 of the 4,000 answers" in stays
    assert protected("Groups.", frozen=0, answers=9, changed="The county changed who is counted.")[1].endswith(
        "The reason: The county changed who is counted."
    )
