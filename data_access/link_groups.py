"""Groups scored pairs into people: all pairs at the threshold, and weaker ones where both fit each other alone."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from data_access.clusters import Apart, Pair, groups
from data_access.linkage_settings import Linkage

RIVALS_AT_MOST: Final = 0.1
"""A group fits another one alone when the odds of all others together are at most this share of the odds of that one."""

DOUBLES_AT_MOST: Final = 0.1
"""A key space gives people one key each when at most this share of the people in it have several."""


def grouped(
    people: pl.DataFrame, pairs: pl.DataFrame, decided_same: Iterable[Pair], apart: Apart, linkage: Linkage
) -> tuple[list[list[int]], int]:
    """Return the people of each group, and how many decisions "same" could not be kept (see clusters.groups).

    people: person_id and key_space, one row per key. pairs: as link_model.Scores has them. Pairs at match_at or above are
    joined first. Then those from alone_at on whose two groups fit each other alone and have no key of one key space that
    gives people one key each: who fits two people about equally well is joined with neither.
    """
    order, same = people["person_id"].to_list(), list(decided_same)
    free = pairs.filter(pl.col("guard") == "")
    strong = free.filter(pl.col("match_probability") >= linkage.match_at)
    found, contradicted = groups(order, pair_ids(strong), same, apart)
    weaker = _alone(free, people, found).filter(pl.col("match_probability") >= linkage.alone_at)
    if linkage.alone_at >= linkage.match_at or weaker.is_empty():
        return found, contradicted
    return groups(order, [*pair_ids(strong), *pair_ids(weaker)], same, apart)


def guarded(pairs: pl.DataFrame) -> frozenset[Pair]:
    """Return the pairs that a guard keeps apart, the lower id first."""
    return frozenset((min(pair), max(pair)) for pair in pair_ids(pairs.filter(pl.col("guard") != "")))


def pair_ids(pairs: pl.DataFrame) -> list[Pair]:
    """Return the two ids of each pair, in the order of the rows."""
    return [(left, right) for left, right in pairs.select("left_id", "right_id").iter_rows()]


def group_of(found: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the number of each person's group."""
    return {person: number for number, group in enumerate(found) for person in group}


def between(pairs: pl.DataFrame, found: Sequence[Sequence[int]]) -> pl.DataFrame:
    """Return the pairs of people in two groups, strongest first, with low and high, the numbers of these groups."""
    number = group_of(found)
    left, right = (pl.col(side).replace_strict(number, return_dtype=pl.Int64) for side in ("left_id", "right_id"))
    apart = pairs.with_columns(low=pl.min_horizontal(left, right), high=pl.max_horizontal(left, right))
    return apart.filter(pl.col("low") != pl.col("high"))


def with_rivals(apart: pl.DataFrame) -> pl.DataFrame:
    """Return one row per pair of groups of `between`: low, high, odds of the best pair, and odds of their rivals.

    rivals: of the two groups, the larger sum of the odds with which one fits any other group.
    """
    best = apart.group_by("low", "high", maintain_order=True).agg(odds=(2.0 ** pl.col("match_weight")).max())
    ends = pl.concat([best.select("odds", group=side) for side in ("low", "high")])
    sums = ends.group_by("group").agg(pl.col("odds").sum().alias("all"))
    for side in ("low", "high"):
        best = best.join(sums.rename({"all": f"{side}_all"}), left_on=side, right_on="group", maintain_order="left")
    rivals = pl.max_horizontal("low_all", "high_all") - pl.col("odds")
    return best.select("low", "high", "odds", rivals=rivals.clip(lower_bound=0.0))


def _alone(free: pl.DataFrame, people: pl.DataFrame, found: Sequence[Sequence[int]]) -> pl.DataFrame:
    """Return the pairs between two groups that fit each other alone, and that no office knows as two people."""
    apart = between(free, found)
    alone = with_rivals(apart).filter(pl.col("rivals") <= RIVALS_AT_MOST * pl.col("odds"))
    spaces = _known_once(people, found)
    one_each = pl.Series(
        [not spaces[low] & spaces[high] for low, high in alone.select("low", "high").iter_rows()], dtype=pl.Boolean
    )
    return apart.join(alone.filter(one_each).select("low", "high"), on=["low", "high"], maintain_order="left")


def _known_once(people: pl.DataFrame, found: Sequence[Sequence[int]]) -> list[set[str]]:
    """Return, for each group, its key spaces that give people one key each."""
    space = dict(people.select("person_id", "key_space").iter_rows())
    keys = pl.DataFrame(
        [(number, space[person]) for number, group in enumerate(found) for person in group],
        schema={"group": pl.Int64, "key_space": pl.String},
        orient="row",
    )
    doubles = keys.group_by("group", "key_space").len().group_by("key_space").agg((pl.col("len") > 1).mean())
    once = set(doubles.filter(pl.col("len") <= DOUBLES_AT_MOST)["key_space"])
    return [{space[person] for person in group} & once for group in found]
