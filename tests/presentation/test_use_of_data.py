"""What residents read about the use of their data: every number is one that was given, and nobody is named."""

import datetime as dt
from dataclasses import replace

import pytest

from data_access.access import Role
from data_access.use_of_data import TOLD
from presentation import use_of_data
from presentation.place import Place
from presentation.use_of_data import Agreement, Attack, Seen, Source, UseOfData
from tests.reading_grade import too_hard

PLACE = Place(
    name="Small County",
    name_in_files="Small County",
    inside="the jail",
    made_up=False,
    groupings=(),
    first_on=dt.date(2021, 1, 1),
    last_on=dt.date(2023, 12, 31),
    gap_days=1,
    switches={},
    publication_id="x",
    protection="y",
)
SHERIFF = Agreement(
    offices=("Sheriff & sons",),
    titles=("Jail stays",),
    data="Stays.",
    purpose="To see how people do.",
    legal_basis="Order 12.",
    start=dt.date(2020, 1, 1),
    end=dt.date(2025, 12, 31),
    keep_days=365,
    keep_until=None,
    publisher=None,
    license=None,
)
USE = UseOfData(
    office="Privacy Office",
    how="Call 555-0100.",
    objections="Write to us.",
    agreements=(SHERIFF, replace(SHERIFF, offices=("Clinic",), end=None, keep_days=0)),
    sources=(
        Source(title="Jail stays", agency="Sheriff & sons", last_loaded_on=dt.date(2024, 1, 2)),
        Source(title="Visits", agency="Clinic", last_loaded_on=None),
        Source(title="Stays", agency="Clinic", last_loaded_on=None),
    ),
    seen=(
        Seen(month="2024-02", role="analyst", deed="question", times=12),
        Seen(month="2024-01", role="steward", deed="load", times=1_200),
    ),
    noted_through=dt.date(2024, 2, 9),
    largest_shift=5,
    attacks=(),
)


def test_the_answer_counts_offices_and_not_sources() -> None:
    assert use_of_data.answer_line(USE, PLACE).startswith("2 offices share records with Small County.")
    one = replace(USE, sources=USE.sources[:1])
    assert use_of_data.answer_line(one, PLACE).startswith("1 office shares records with Small County.")


def test_records_that_everyone_may_have_are_called_public() -> None:
    public = replace(SHERIFF, keep_days=None, publisher="The City", license="free to use")
    use = replace(USE, agreements=(public,))
    assert use_of_data.answer_line(use, PLACE).startswith("The records of Small County were made public for everyone.")
    assert "Published by: The City. Terms: free to use." in use_of_data.details(use)


def test_each_agreement_is_told_whole_and_escaped() -> None:
    assert use_of_data.overview(USE).rows == (
        ("Sheriff & sons", "To see how people do.", "January 2020"),
        ("Clinic", "To see how people do.", "January 2020"),
    )
    told = use_of_data.details(USE)
    assert "Sheriff &amp; sons" in told
    assert "From January 1, 2020 to December 31, 2025. After that, the records are not used any more." in told
    assert "At most 365 days after the agreement ends." in told
    assert "From January 1, 2020 on." in told
    assert "They go on the day on which the agreement ends." in told


def test_without_a_register_the_records_are_listed_all_the_same() -> None:
    use = replace(USE, agreements=(), office="")
    assert use_of_data.overview(use).rows[:2] == (
        ("Sheriff & sons", "Jail stays", "January 2, 2024"),
        ("Clinic", "Visits", "not yet"),
    )
    assert use_of_data.ask(use) == ("No office is named here yet. Ask the people who gave you this address.",)


def test_deeds_are_told_by_month_the_newest_first() -> None:
    newest, older = use_of_data.seen(USE)
    assert newest.caption == "February 2024"
    assert newest.rows == (("Analysts", "Asked for counts that are not blurred", "12"),)
    assert (older.caption, older.rows[0][-1]) == ("January 2024", "1,200")


def test_only_a_year_of_months_is_told() -> None:
    seen = tuple(
        Seen(month=f"{year}-{month:02}", role="analyst", deed="question", times=1)
        for year in (2023, 2024)
        for month in range(1, 13)
    )
    captions = [table.caption for table in use_of_data.seen(replace(USE, seen=seen))]
    assert (captions[0], captions[-1], len(captions)) == ("December 2024", "January 2024", 12)


@pytest.mark.parametrize("deed", TOLD)
@pytest.mark.parametrize("role", list(Role))
def test_every_role_and_every_deed_that_is_told_has_words(role: str, deed: str) -> None:
    (month,) = use_of_data.seen(replace(USE, seen=(Seen(month="2024-02", role=role, deed=deed, times=1),)))
    assert all(month.rows[0])


def test_the_example_keeps_to_the_rule_that_it_explains() -> None:
    assert "It moves by 5 at most" in use_of_data.blurred(USE)[0]
    for true, shown in use_of_data.EXAMPLE:
        assert abs(true - shown) <= 5
        assert shown not in (1, 2)
    assert use_of_data.example(USE).rows[0] == ("4", "6")


def test_without_blurring_nothing_is_said_to_be_blurred() -> None:
    plain = replace(USE, largest_shift=0)
    assert use_of_data.example(plain).rows == ()
    assert use_of_data.blurred(plain) == (
        "A group that is too small is not shown. The other numbers are shown as they were counted.",
    )


AVERAGING = Attack(attack="averaging_right", found=0.512, at_most=0.55, holds=True)
PAIRS = Attack(attack="pairs_closer_than_the_floor", found=0, at_most=0, holds=True)


def test_attacks_that_were_not_tried_are_told_as_that() -> None:
    assert use_of_data.attacked(USE).startswith("Not tested yet.")
    assert use_of_data.attacks(USE).rows == ()


def test_attacks_are_told_in_plain_words_with_what_they_found() -> None:
    use = replace(USE, attacks=(PAIRS, AVERAGING))
    assert "in 2 ways. None got past the limit" in use_of_data.attacked(use)
    assert use_of_data.attacks(use).rows == (
        ("Find two groups that differ by only a few people", "0", "0"),
        ("Guess about one person by taking the mean of many numbers", "51 of 100", "55 of 100"),
    )


def test_an_attack_that_found_too_much_is_said_first() -> None:
    use = replace(USE, attacks=(PAIRS, replace(AVERAGING, found=0.7, holds=False)))
    assert "Only 1 of 2 limits held." in use_of_data.attacked(use)


def test_what_is_told_reads_easily() -> None:
    told = [
        *use_of_data.blurred(USE),
        *use_of_data.lines((*use_of_data.APART, *use_of_data.NEVER_DONE)),
        use_of_data.attacked(replace(USE, attacks=(PAIRS,))),
        use_of_data.seen_line(USE),
    ]
    assert too_hard([" ".join(told), *told]) == []
