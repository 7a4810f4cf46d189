"""What the trust page says about joining people, word for word."""

import datetime as dt
from dataclasses import replace

from presentation.place import Place
from presentation.who_is_who import Effect, Joining, lines, rates

PLACE = Place(
    name="Small County",
    name_in_files="Small County",
    inside="the county jail",
    made_up=False,
    groupings=(),
    first_on=dt.date(2016, 1, 1),
    last_on=dt.date(2018, 12, 31),
    gap_days=1,
    switches={},
    publication_id="2018-12-31-0",
    protection="Small groups are not shown.",
)
JOINING = Joining(
    method="compared",
    sources=2,
    keys=5200,
    people=4100,
    fields=("first_name", "ssn"),
    precision=(0.9951, 0.9992),
    recall=(0.9567, 0.981),
    waiting=12,
    decided=4,
    effect=Effect(period="2017", value=0.34, looser=0.352, stricter=0.337),
    rates=(("everyone", 0.42),),
)


def test_keys_alone_are_one_sentence_or_two() -> None:
    assert lines(replace(JOINING, method="keys"), PLACE) == (
        "We joined records by the keys that the sources give to people, and by nothing else. Someone who has two keys counts "
        "as two people.",
    )


def test_rows_that_nothing_joins_are_told_so() -> None:
    (told,) = lines(replace(JOINING, method="rows"), PLACE)
    assert told.startswith("These records have no key for people. So each row counts as a person of its own")


def test_compared_records_are_told_with_what_how_surely_and_what_it_does() -> None:
    assert lines(JOINING, PLACE) == (
        "2 sources tell of people under 5,200 keys. We compared the records, and took them for 4,100 people.",
        "We compared: first name, Social Security number.",
        "Of every 1,000 pairs of records that we joined, 995 to 1,000 are right. "
        "Of every 1,000 that we should have joined, we found 956 to 981. "
        "This is an estimate from how alike the records are, not a check of each pair. "
        "It cannot see a person whose records have next to nothing in common.",
        "Where a number needs the records of two sources, missed joins make it a little too low.",
        "12 pairs may be one person each. They wait for someone to look at them, and count as two people until then.",
        "Pairs that someone has looked at and decided: 4.",
        "Of every 100 people who left the county jail in 2017, about 34 came back within a year. How much does this depend "
        "on how we join records?",
        "If we joined records more loosely, 34 would be 35.",
        "If we joined records more strictly, 34 would stay 34.",
    )
    assert rates(JOINING).rows == (("everyone", "42"),)


def test_links_that_change_nothing_are_told_in_one_sentence() -> None:
    effect = Effect(period="2017", value=0.34, looser=0.341, stricter=0.339)
    told = lines(replace(JOINING, effect=effect, waiting=0, decided=0), PLACE)
    assert told[-1] == "If we joined records more loosely or more strictly, 34 would stay 34."
    assert "No pair is left that a person has to look at." in told
