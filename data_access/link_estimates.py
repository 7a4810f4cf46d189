"""Works out how sure a linking is: how many joins are right, how many are missed, and who is joined how often."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import polars as pl
import sqlalchemy as sa

from data_access.clusters import Pair
from data_access.county import County
from data_access.link_groups import between, group_of, with_rivals
from data_access.link_model import Scores
from data_access.linkage_statement import Estimate, LinkageStatement, MatchRate
from data_access.warehouse import EVENT
from metrics.language import NOT_STATED, UNMAPPED
from metrics.limits import PUBLIC

WEIGHTS_OFF_BY: Final = 2.0
"""Match weight, log 2 of the odds. The ranges say what follows if every weight is too high, or too low, by this much."""

_OF_A_PERSON: Final = ("sex", "race_ethnicity")


@dataclass(frozen=True, kw_only=True)
class LinkedGroups:
    """What linking found: the scored pairs of keys, the groups at three thresholds, and what people had decided."""

    pairs: pl.DataFrame
    found: list[list[int]]
    looser: list[list[int]]
    stricter: list[list[int]]
    contradicted: int
    decisions: dict[Pair, str]

    def undecided(self) -> pl.DataFrame:
        """Return the pairs about which nobody has decided."""
        low, high = pl.min_horizontal("left_id", "right_id"), pl.max_horizontal("left_id", "right_id")
        known = pl.DataFrame(list(self.decisions), schema={"low": pl.Int64, "high": pl.Int64}, orient="row")
        return self.pairs.with_columns(low=low, high=high).join(known, on=["low", "high"], how="anti")


def describe(
    connection: sa.Connection,
    county: County,
    people: pl.DataFrame,
    scores: Scores | None,
    found: LinkedGroups,
    method_version: int,
) -> LinkageStatement:
    """Return the statement of a linking. people: person_id, key_space, person_key, one row per key."""
    linkage = county.linkage
    cluster = group_of(found.found)
    undecided = found.undecided()
    one_group = undecided["left_id"].replace_strict(cluster) == undecided["right_id"].replace_strict(cluster)
    waiting = undecided.filter(~one_group & (undecided["match_probability"] >= linkage.review_at))
    decisions = [said for pair, said in found.decisions.items() if cluster.keys() >= set(pair)]
    precision, recall = estimates(undecided, found.found)
    return LinkageStatement(
        method="compared",
        version=method_version,
        engine=f"Splink {version('splink')}, DuckDB {version('duckdb')}",
        sources=people["key_space"].n_unique(),
        keys=people.height,
        people=len(found.found),
        fields=scores.fields if scores else (),
        match_at=linkage.match_at,
        review_at=linkage.review_at,
        pairs_compared=scores.compared if scores else 0,
        pairs_joined=sum(len(group) * (len(group) - 1) // 2 for group in found.found),
        waiting=waiting.height,
        decided_same=decisions.count("same"),
        decided_different=decisions.count("different"),
        contradicted=found.contradicted,
        precision=precision,
        recall=recall,
        match_rates=_match_rates(connection, people, cluster),
    )


def estimates(pairs: pl.DataFrame, found: Sequence[Sequence[int]]) -> tuple[Estimate | None, Estimate | None]:
    """Return the estimated precision and recall of the groups; None where there are no pairs.

    pairs: as link_model.Scores has them, without those that a person has decided about. found: the groups. A join of two
    groups, of a and of b keys, is right with the probability of the best pair between them, and with it a x b pairs of
    keys; so a wrong join of two large groups costs more. Groups that were not joined are missed with the probability of
    their best pair, and with it their a x b pairs; where a group fits several others, it is one of them at most. A guarded
    pair counts for half of its probability, and not at all or whole at the ends, because the model does not know
    relatives. The ranges hold two things. First, the model may be wrong as a whole: their ends are what follows if all
    weights are too high, or too low, by WEIGHTS_OFF_BY. Second, chance: two standard deviations of a sum of independent
    joins. Records of one person that share no key are seen by nobody: the true recall is lower by them.
    """
    if pairs.is_empty():
        return None, None
    joins, apart = _joins(pairs, found), _not_joined(pairs, found)
    precision: dict[str, float] = {}
    recall: dict[str, float] = {}
    for end, side, guarded_share in (("value", 0, 0.5), ("low", -1, 1.0), ("high", 1, 0.0)):
        shift = side * WEIGHTS_OFF_BY
        if joins.height:
            right, spread = _expected(joins, _chance(joins, shift))
            precision[end] = (right + side * spread) / float(joins["keys"].sum())
        # Weights that are too low make joins miss, so the low end of the recall is where all weights are raised.
        right, _ = _expected(joins, _chance(joins, -shift))
        share = pl.select(pl.when(apart["guarded"]).then(guarded_share).otherwise(1.0)).to_series()
        missed, spread = _expected(apart, _chance(apart, -shift) * share)
        missed = max(0.0, missed - side * spread)
        if right + missed:
            recall[end] = right / (right + missed)
    return _estimate(precision), _estimate(recall)


def _chance(joins: pl.DataFrame, shift: float) -> pl.Series:
    """Return the probability that each join is right when all match weights are moved by shift."""
    odds, rivals = pl.col("odds") * 2.0**shift, pl.col("rivals") * 2.0**shift
    return joins.select(odds / (1 + odds + rivals)).to_series()


def _expected(joins: pl.DataFrame, chance: pl.Series) -> tuple[float, float]:
    """Return how many pairs of keys the joins are expected to bring, and two standard deviations of it."""
    keys = joins["keys"].cast(pl.Float64)
    return float((chance * keys).sum()), 2 * math.sqrt((chance * (1 - chance) * keys * keys).sum())


def _joins(pairs: pl.DataFrame, found: Sequence[Sequence[int]]) -> pl.DataFrame:
    """Return the joins that the groups were grown by, strongest first: odds, rivals (0), and keys, the pairs of keys."""
    number = group_of(found)
    together = pairs.filter(pl.col("guard") == "").sort("match_weight", descending=True, maintain_order=True)
    leader = {person: person for person in number}
    size = dict.fromkeys(number, 1)
    rows = []
    for left, right, weight in together.select("left_id", "right_id", "match_weight").iter_rows():
        if number[left] != number[right]:
            continue
        one, other = _leader(leader, left), _leader(leader, right)
        if one != other:
            rows.append((2.0**weight, 0.0, size[one] * size[other]))
            leader[other] = one
            size[one] += size[other]
    schema = {"odds": pl.Float64, "rivals": pl.Float64, "keys": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _leader(leader: dict[int, int], person: int) -> int:
    while leader[person] != person:
        leader[person] = leader[leader[person]]
        person = leader[person]
    return person


def _not_joined(pairs: pl.DataFrame, found: Sequence[Sequence[int]]) -> pl.DataFrame:
    """Return the pairs of groups that may be one person each: odds, rivals, guarded, and keys, the pairs of keys."""
    apart = between(pairs, found)
    guards = apart.group_by("low", "high").agg(guarded=(pl.col("guard") != "").any())
    best = with_rivals(apart).join(guards, on=["low", "high"], maintain_order="left")
    size = pl.Series([len(group) for group in found], dtype=pl.Int64)
    return best.with_columns(keys=size.gather(best["low"]) * size.gather(best["high"]))


def _estimate(ends: dict[str, float]) -> Estimate | None:
    inside = {end: min(1.0, max(0.0, value)) for end, value in ends.items()}
    return Estimate(**inside) if len(inside) == 3 else None


def _match_rates(connection: sa.Connection, people: pl.DataFrame, cluster: dict[int, int]) -> tuple[MatchRate, ...]:
    """Return the match rate of everyone and of each sex and race; none where there is only one key space."""
    if people["key_space"].n_unique() < 2:
        return ()
    grouped = people.with_columns(people["person_id"].replace_strict(cluster).alias("cluster"))
    keys = grouped.with_columns(matched=pl.col("key_space").n_unique().over("cluster") > 1, all=pl.lit("all"))
    for field in _OF_A_PERSON:
        keys = keys.join(_known(connection, field), on="person_id", how="left", maintain_order="left")
    rates = []
    for field in ("all", *_OF_A_PERSON):
        counted = keys.drop_nulls(field).group_by(field).agg(pl.col("matched").sum(), rows=pl.len()).sort(field)
        rates += [
            MatchRate(field=field, group_id=group, rate=round(matched / rows, 2))
            for group, matched, rows in counted.iter_rows()
            if min(matched, rows - matched) >= PUBLIC.smallest_group
        ]
    return tuple(rates)


def _known(connection: sa.Connection, field: str) -> pl.DataFrame:
    """Return the known value that the records of a key give most often: person_id and the field."""
    column = EVENT.c[field]
    query = (
        sa.select(EVENT.c.person_id, column, sa.func.count().label("rows"))
        .where(column.is_not(None), column.not_in([NOT_STATED, UNMAPPED]))
        .group_by(EVENT.c.person_id, column)
    )
    schema: Sequence[tuple[str, pl.DataType]] = (("person_id", pl.Int64()), (field, pl.String()), ("rows", pl.Int64()))
    rows = pl.DataFrame(connection.execute(query).all(), schema=dict(schema), orient="row")
    best = rows.sort("rows", field, descending=[True, False]).unique("person_id", keep="first", maintain_order=True)
    return best.drop("rows")
