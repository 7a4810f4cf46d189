"""Small groups are folded until none is below the floor: by hand, and as promises on random counties."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from metrics.closeness import close_pairs, without_close_pairs
from metrics.folding import OTHER_GROUPS, Population, Table, apply, fold
from metrics.grouping import Grouping

SEX = Grouping(grouping_id="sex", field="sex", group_ids=("female", "male"))
RACE = Grouping(grouping_id="race", field="race", group_ids=("asian", "black", "white"))
AGE = Grouping(grouping_id="age", field="age", group_ids=("under_18", "18_24", "25_up"))


def people(counts: Mapping[Any, int], groupings: tuple[Grouping, ...], period: str = "2020") -> pl.DataFrame:
    """As many people as counts says for each combination of groups, numbered from 1."""
    rows = [groups for groups, number in counts.items() for _ in range(number)]
    schema = dict.fromkeys((grouping.grouping_id for grouping in groupings), pl.String)
    return (
        pl.DataFrame(rows, schema=schema, orient="row")
        .with_row_index("person_id", 1)
        .select(pl.lit(period).alias("period"), pl.col("person_id").cast(pl.Int64), *schema)
    )


def shown(tables: list[Table], by: tuple[str, ...], period: str = "2020") -> tuple[dict[str, str], ...] | None:
    found = [table for table in tables if table.by == by and table.period == period]
    return tuple(dict(mapping) for mapping in found[0].shown_as) if found else None


def test_a_group_below_the_floor_goes_with_the_largest_when_no_other_group_is_small() -> None:
    """72 people of unknown sex would be left beside 2,500 women and 25,000 men: they are shown with the men."""
    frame = people({("female",): 2_500, ("male",): 25_000, ("not_stated",): 72}, (SEX,))
    tables = fold(Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [SEX], {})
    assert shown(tables, ("sex",)) == ({"female": "female", "male": "male", "not_stated": "male"},)
    assert tables[1].widened() == (frozenset({"male"}),)


def test_several_small_groups_that_reach_the_floor_together_are_other_groups() -> None:
    frame = people({("asian",): 60, ("black",): 500, ("white",): 700, ("not_stated",): 40}, (RACE,))
    tables = fold(Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [RACE], {})
    assert shown(tables, ("race",)) == (
        {"asian": OTHER_GROUPS, "black": "black", "white": "white", "not_stated": OTHER_GROUPS},
    )
    assert tables[1].widened() == (frozenset(),)


def test_a_group_of_exactly_the_floor_is_shown() -> None:
    frame = people({("female",): 100, ("male",): 101}, (SEX,))
    tables = fold(Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [SEX], {})
    assert shown(tables, ("sex",)) == ({"female": "female", "male": "male"},)
    fewer = Population(people=frame.tail(200), floors={"2020": (100, 100, 100)}, apart=100)
    assert shown(fold(fewer, [SEX], {}), ("sex",)) is None


def test_a_table_of_two_groupings_folds_what_its_single_ones_fold_and_more() -> None:
    """Of 120 Asian people 50 are women: alone they are shown, by sex they are shown with the largest group."""
    counts = {
        ("female", "asian"): 50, ("male", "asian"): 70,
        ("female", "black"): 300, ("male", "black"): 900,
        ("female", "white"): 200, ("male", "white"): 400,
    }  # fmt: skip
    tables = fold(
        Population(people=people(counts, (SEX, RACE)), floors={"2020": (100, 100, 100)}, apart=100), [SEX, RACE], {}
    )
    assert shown(tables, ("race",)) == ({"asian": "asian", "black": "black", "white": "white"},)
    assert shown(tables, ("sex", "race")) == (
        {"female": "female", "male": "male"},
        {"asian": "black", "black": "black", "white": "white"},
    )


def test_young_people_are_never_shown_alone_however_many_there_are() -> None:
    frame = people({("under_18",): 900, ("18_24",): 1_000, ("25_up",): 5_000}, (AGE,))
    tables = fold(
        Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [AGE], {"age": {"under_18": "18_24"}}
    )
    assert shown(tables, ("age",)) == ({"under_18": "18_24", "18_24": "18_24", "25_up": "25_up"},)


def test_a_period_below_the_floor_shows_nothing_at_all() -> None:
    frame = people({("female",): 40, ("male",): 59}, (SEX,))
    assert fold(Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [SEX], {}) == []


def test_rows_are_renamed_and_those_of_tables_that_are_left_out_are_gone() -> None:
    frame = people({("female",): 2_500, ("male",): 25_000, ("not_stated",): 72}, (SEX,))
    tables = fold(Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [SEX], {})
    folded = apply(tables, ("sex",), frame)
    assert dict(folded["sex"].value_counts().iter_rows()) == {"female": 2_500, "male": 25_072}
    assert apply(tables[:1], ("sex",), frame).is_empty()
    assert apply(tables, (), frame).height == 27_572


def test_two_shown_groups_that_differ_by_few_people_are_found_and_one_goes() -> None:
    """105 of 110 women are Black, and nobody else is: the groups "women" and "Black" differ by 5 people."""
    counts = {("female", "black"): 105, ("female", "white"): 5, ("male", "white"): 400}
    population = Population(people=people(counts, (SEX, RACE)), floors={"2020": (100, 100)}, apart=100)
    tables = fold(population, [SEX, RACE], {})
    pairs = close_pairs(population, tables)
    assert {(pair.first.groups, pair.second.groups, pair.people) for pair in pairs} == {
        (("female",), ("black",), 5),
        (("male",), ("white",), 5),
    }
    left = without_close_pairs(population, tables, {"2020": 0})
    assert [table.by for table in left] == [(), ("sex",)]


def test_years_that_overlap_are_compared_person_by_person() -> None:
    """The second year lost 30 of the women of the first and won 20 others."""
    first = people({("female",): 150, ("male",): 300}, (SEX,), "year")
    second = people({("female",): 170, ("male",): 300}, (SEX,), "later").filter(pl.col("person_id") > 30)
    second = second.with_columns(
        person_id=pl.when(pl.col("sex") == "male").then(pl.col("person_id") + 500).otherwise("person_id")
    )
    floors = {"year": (100, 100), "later": (100, 100)}
    population = Population(people=pl.concat([first, second]), floors=floors, apart=100)
    tables = fold(population, [SEX], {})
    assert close_pairs(population, tables) == []
    found = close_pairs(replace(population, overlapping=[("year", "later")]), tables)
    assert [(pair.first.groups, pair.second.groups, pair.people) for pair in found] == [(("female",), ("female",), 50)]


@given(
    counts=st.lists(st.integers(0, 60), min_size=24, max_size=24),
    floor=st.integers(5, 60),
    most=st.integers(1, 3),
    seed=st.integers(0, 10),
)
def test_no_shown_group_and_no_difference_of_a_table_and_its_margins_is_below_the_floor(
    counts: list[int], floor: int, most: int, seed: int
) -> None:
    """Slow twin: every shown group is counted by hand, and every pair of shown groups compared as sets of people."""
    groupings = (SEX, RACE, Grouping(grouping_id="flag", field="flag", group_ids=("yes", "no")))
    combinations = list(
        product(("female", "male"), ("asian", "black", "white", "not_stated"), ("yes", "no", "unmapped"))
    )
    frame = people(dict(zip(combinations, counts, strict=True)), groupings)
    frame = frame.sample(fraction=1.0, shuffle=True, seed=seed)
    population = Population(people=frame, floors={"2020": (floor,) * (most + 1)}, apart=floor)
    tables = fold(population, groupings, {})
    sets = _sets(tables, frame)
    assert all(len(members) >= floor for members in sets)
    close = {(min(a, b), max(a, b)) for a in range(len(sets)) for b in range(a) if 0 < len(sets[a] ^ sets[b]) < floor}
    assert len(close_pairs(population, tables)) == len(close)
    left = _sets(without_close_pairs(population, tables, {"2020": 0}), frame)
    assert all(not 0 < len(left[a] ^ left[b]) < floor for a in range(len(left)) for b in range(a))


def _sets(tables: list[Table], frame: pl.DataFrame) -> list[set[int]]:
    found = []
    for table in tables:
        by_group: dict[tuple[str, ...], set[int]] = {}
        for row in frame.iter_rows(named=True):
            groups = tuple(mapping[row[name]] for name, mapping in zip(table.by, table.shown_as, strict=True))
            by_group.setdefault(groups, set()).add(row["person_id"])
        found += list(by_group.values())
    return found


def test_what_a_large_table_shows_is_made_of_whole_groups_of_its_smaller_tables() -> None:
    """So the difference of a margin and a sum over a larger table is always a sum of shown groups."""
    rng = np.random.default_rng(5)
    groupings = (SEX, RACE, AGE)
    combinations = list(product(("female", "male"), ("asian", "black", "white"), ("under_18", "18_24", "25_up")))
    for _ in range(50):
        counts = dict(zip(combinations, rng.gamma(0.5, 200, len(combinations)).astype(int).tolist(), strict=True))
        tables = fold(
            Population(people=people(counts, groupings), floors={"2020": (30, 30, 30, 30)}, apart=30), groupings, {}
        )
        mappings = {table.by: dict(zip(table.by, table.shown_as, strict=True)) for table in tables}
        for by, larger in mappings.items():
            for name in by:
                single = mappings[(name,)][name]
                for group, other in product(single, single):
                    if single[group] == single[other]:
                        assert larger[name][group] == larger[name][other]


def test_the_last_group_beside_the_other_groups_joins_them() -> None:
    """Four small groups gather, and are more people than the fifth: by sex the fifth is too small, and the table goes."""
    origin = Grouping(grouping_id="origin", field="origin", group_ids=("a", "b", "c", "d", "e"))
    counts = {(sex, group): 40 for sex in ("female", "male") for group in "abcd"}
    counts |= {("female", "e"): 20, ("male", "e"): 100}
    frame = people(counts, (SEX, origin))
    tables = fold(Population(people=frame, floors={"2020": (100, 100, 100)}, apart=100), [SEX, origin], {})
    assert [table.by for table in tables] == [(), ("sex",), ("origin",)]
    assert set(tables[2].shown_as[0].values()) == {"e", "other_groups"}
