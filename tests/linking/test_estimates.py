"""Which weaker pairs are joined, and how sure the whole is: worked out by hand for a few keys."""

import polars as pl
import pytest

from data_access.clusters import Apart
from data_access.link_estimates import estimates
from data_access.link_groups import grouped
from data_access.linkage_settings import Linkage

NOTHING_APART = Apart(decided=frozenset(), guarded=frozenset(), key_spaces={})
LINKAGE = Linkage()


def people(**key_spaces: str) -> pl.DataFrame:
    """Return one key per letter of each name: people(jail="12", court="3")."""
    rows = [(int(key), space) for space, keys in key_spaces.items() for key in keys]
    return pl.DataFrame(rows, schema={"person_id": pl.Int64, "key_space": pl.String}, orient="row")


def pairs(*rows: tuple[int, int, float] | tuple[int, int, float, str]) -> pl.DataFrame:
    """Return scored pairs of two keys with these odds, and a guard."""
    odds = pl.Series([row[2] for row in rows], dtype=pl.Float64)
    return pl.DataFrame(
        {
            "left_id": [row[0] for row in rows],
            "right_id": [row[1] for row in rows],
            "match_weight": odds.log(2),
            "match_probability": odds / (1 + odds),
            "guard": [row[3] if len(row) > 3 else "" for row in rows],
        }
    ).sort("match_weight", descending=True)


def joined(known: pl.DataFrame, scored: pl.DataFrame, linkage: Linkage = LINKAGE) -> list[list[int]]:
    return grouped(known, scored, [], NOTHING_APART, linkage)[0]


def test_a_weaker_pair_is_joined_where_both_fit_each_other_alone() -> None:
    """Odds of 9 to 1 are a probability of 0.9: under 0.95, above 0.8."""
    known = people(jail="1", court="2")
    assert joined(known, pairs((1, 2, 9))) == [[1, 2]]
    assert joined(known, pairs((1, 2, 3))) == [[1], [2]], "0.75 is too little"
    assert joined(known, pairs((1, 2, 9)), Linkage(alone_at=0.95)) == [[1], [2]], "a county may ask for more"


def test_who_fits_two_people_about_equally_well_is_joined_with_neither() -> None:
    known = people(jail="12", court="3")
    assert joined(known, pairs((1, 3, 9), (2, 3, 8))) == [[1], [2], [3]]
    assert joined(known, pairs((1, 3, 9), (2, 3, 0.8))) == [[1, 3], [2]], "a tenth of the odds is no rival"


def test_keys_of_one_person_are_no_rivals() -> None:
    """1 and 2 are one person already, so 3 has a single choice."""
    known = people(jail="1", court="2", clinic="3")
    assert joined(known, pairs((1, 2, 99), (1, 3, 9), (2, 3, 8))) == [[1, 2, 3]]


def test_two_people_whom_one_office_knows_are_not_joined_by_a_weaker_pair() -> None:
    known = people(jail="12", court="3")
    assert joined(known, pairs((1, 3, 99), (2, 3, 9))) == [[1, 3], [2]]


def test_an_office_that_gives_every_contact_a_key_says_nothing_about_that() -> None:
    """The crisis line knows the person of 1 and 2 under two keys, so 3 may well be a third one."""
    known = people(crisis="123", court="4")
    assert joined(known, pairs((1, 2, 99), (1, 4, 99), (3, 4, 9))) == [[1, 2, 3, 4]]


def test_a_wrong_join_of_large_groups_costs_as_many_pairs_as_it_brings() -> None:
    """1-2 and 3-4 are joined by odds of 99 (0.01 wrong, 1 pair each), both together by 9 (0.1 wrong, 4 pairs).

    Of 6 pairs 0.01 + 0.01 + 4 x 0.1 = 0.42 are expected to be wrong.
    """
    precision, recall = estimates(pairs((1, 2, 99), (3, 4, 99), (1, 3, 9)), [[1, 2, 3, 4]])
    assert precision is not None
    assert recall is not None
    assert precision.value == pytest.approx(1 - 0.42 / 6)
    assert precision.low < precision.value < precision.high
    assert recall.value == 1


def test_groups_that_were_not_joined_are_missed_with_all_their_pairs_and_fit_one_rival_at_most() -> None:
    """3 fits 1 and 2 with odds of 4 each, so each with 4 / 9. 1-4 is joined by 99, so a miss of 1 costs 2 pairs.

    Expected: found 0.99; missed 2 x 4/9 + 4/9 = 4/3.
    """
    _, recall = estimates(pairs((1, 4, 99), (1, 3, 4), (2, 3, 4)), [[1, 4], [2], [3]])
    assert recall is not None
    assert recall.value == pytest.approx(0.99 / (0.99 + 4 / 3))


def test_a_guarded_pair_counts_for_half() -> None:
    """Found 0.99; missed half of 0.8, for both keys of the group."""
    _, recall = estimates(pairs((1, 2, 99), (2, 3, 4, "twins")), [[1, 2], [3]])
    assert recall is not None
    assert recall.value == pytest.approx(0.99 / (0.99 + 0.8))
    assert recall.low < recall.value < recall.high


def test_nothing_is_estimated_without_pairs() -> None:
    assert estimates(pairs((1, 2, 9)).clear(), [[1], [2]]) == (None, None)
