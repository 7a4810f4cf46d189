"""Says who is the same person: reads what the sources tell, scores pairs, groups them, and keeps the result whole."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import polars as pl
import sqlalchemy as sa

from data_access import store
from data_access.clusters import Apart, Pair, stable_ids
from data_access.county import County
from data_access.identity_tables import IDENTITY, LINK_DECISION, LINKAGE, LINKED_PAIR, LINKED_PERSON
from data_access.intake import current_load
from data_access.link_estimates import LinkedGroups, describe
from data_access.link_groups import grouped, guarded
from data_access.link_guards import without_idle_guards
from data_access.link_model import LinkError, Scores, score
from data_access.link_records import NICKNAMES, comparable
from data_access.linkage_settings import IDENTITY_FIELDS
from data_access.linkage_statement import LinkageStatement
from data_access.warehouse import EVENT, PERSON, insert_rows

METHOD_VERSION: Final = 2
"""Raised when the same records and settings would be joined otherwise than before."""

SAME, DIFFERENT = "same", "different"

Say = Callable[[str], None]


def link_people(connection: sa.Connection, county: County, now: dt.datetime, say: Say) -> bool:
    """Join the people of the current loads inside the caller's transaction; return whether anything was to be done.

    The same records, settings and decisions are not joined twice. Everything else is replaced whole: the pairs, and who is
    who. Cluster ids stay with the people who had them (see clusters.stable_ids).
    """
    load_ids = current_loads(connection, county)
    people = _people(connection, load_ids)
    told = _told(connection, load_ids)
    decisions = decided(connection)
    digest = _digest(county, people, told, decisions)
    last = newest_linkage(connection)
    if last is not None and last["input_sha256"] == digest:
        say("The records have not changed since people were joined")
        return False
    say(f"Joining people: {told.height:,} names and addresses of {people.height:,} keys")
    scores = score(comparable(told), county.linkage) if told.height else None
    found = _joined(county, people, scores, decisions)
    _keep(connection, county, people, scores, found, digest, now, last)
    return True


def current_loads(connection: sa.Connection, county: County) -> list[int]:
    """Return the load that each source's rows come from now."""
    loads = [current_load(connection, source.id) for source in county.sources]
    return [load.load_id for load in loads if load]


def newest_linkage(connection: sa.Connection) -> dict[str, Any] | None:
    """Return what is kept of the last linking; None before the first."""
    query = sa.select(LINKAGE).order_by(LINKAGE.c.linkage_id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None


@dataclass(frozen=True, kw_only=True)
class LinkedPeople:
    """Who is who, one row per key: person_id, cluster_id, looser_id, stricter_id; how sure that is; and made from what."""

    people: pl.DataFrame
    statement: LinkageStatement
    input_sha256: str


def linked_people(connection: sa.Connection, county: County) -> LinkedPeople | None:
    """Return who is who by the last linking; None for a county that does not join people.

    Raises LinkError where records, settings or decisions have changed since: an extract must not be made of a mixture.
    """
    if not county.joins_people:
        return None
    load_ids = current_loads(connection, county)
    digest = _digest(county, _people(connection, load_ids), _told(connection, load_ids), decided(connection))
    last = newest_linkage(connection)
    if last is None or last["input_sha256"] != digest:
        raise LinkError(f"Records have come since people were joined. Run: python -m data_access link {county.id}")
    rows = connection.execute(sa.select(LINKED_PERSON)).all()
    schema = dict.fromkeys(("person_id", "cluster_id", "looser_id", "stricter_id"), pl.Int64())
    return LinkedPeople(
        people=pl.DataFrame(rows, schema=schema, orient="row"),
        statement=LinkageStatement.model_validate(last["statement"]),
        input_sha256=digest,
    )


def decided(connection: sa.Connection) -> dict[Pair, str]:
    """Return the newest decision about each pair of keys, oldest first."""
    query = sa.select(LINK_DECISION.c.low_person_id, LINK_DECISION.c.high_person_id, LINK_DECISION.c.decision)
    found: dict[Pair, str] = {}
    for low, high, decision in connection.execute(query.order_by(LINK_DECISION.c.decision_id)):
        found.pop((low, high), None)
        found[low, high] = decision
    return found


def _people(connection: sa.Connection, load_ids: Sequence[int]) -> pl.DataFrame:
    """Return one row per key that current records carry, in the order of the keys: person_id, key_space, person_key."""
    query = (
        sa.select(PERSON.c.person_id, PERSON.c.key_space, PERSON.c.person_key)
        .join_from(PERSON, EVENT)
        .where(EVENT.c.load_id.in_(load_ids))
        .distinct()
    )
    schema = {"person_id": pl.Int64, "key_space": pl.String, "person_key": pl.String}
    rows = pl.DataFrame(connection.execute(query).all(), schema=schema, orient="row")
    return rows.sort("key_space", "person_key")


def _told(connection: sa.Connection, load_ids: Sequence[int]) -> pl.DataFrame:
    """Return what the current records tell about who people are, each different saying once, in the order of the keys."""
    fields = [IDENTITY.c[name] for name in IDENTITY_FIELDS]
    query = (
        sa.select(PERSON.c.person_id, PERSON.c.key_space, PERSON.c.person_key, *fields)
        .join_from(IDENTITY, PERSON)
        .where(IDENTITY.c.load_id.in_(load_ids))
        .distinct()
    )
    schema = {"person_id": pl.Int64(), **dict.fromkeys(("key_space", "person_key", *IDENTITY_FIELDS), pl.String())}
    rows = pl.DataFrame(connection.execute(query).all(), schema=schema, orient="row")
    return rows.sort("key_space", "person_key", *IDENTITY_FIELDS, nulls_last=True)


def _digest(county: County, people: pl.DataFrame, told: pl.DataFrame, decisions: dict[Pair, str]) -> str:
    """Return the digest of all that decides who is who; no id of the database is in it."""
    keys = {row[0]: list(row[1:]) for row in people.iter_rows()}
    known = [[keys[low], keys[high], said] for (low, high), said in decisions.items() if low in keys and high in keys]
    content = hashlib.sha256()
    for frame in (people, told):
        content.update(frame.drop("person_id").write_csv().encode())
    method = [METHOD_VERSION, version("splink"), version("duckdb"), store.file_digest(NICKNAMES)]
    return store.digest([method, county.linkage.model_dump(mode="json"), content.hexdigest(), sorted(known)])


def _joined(county: County, people: pl.DataFrame, scores: Scores | None, decisions: dict[Pair, str]) -> LinkedGroups:
    """Group the keys at the county's threshold, and at the looser and the stricter one (see linkage_statement)."""
    linkage = county.linkage
    pairs = scores.pairs if scores else _no_pairs()
    pairs = without_idle_guards(pairs, linkage.match_at)
    doubles_free = people.filter(pl.col("key_space").is_in(linkage.one_key_per_person))
    apart = Apart(
        decided=frozenset(pair for pair, said in decisions.items() if said == DIFFERENT),
        guarded=guarded(pairs),
        key_spaces=dict(doubles_free.select("person_id", "key_space").iter_rows()),
    )
    same = [pair for pair, said in decisions.items() if said == SAME]

    def at(threshold: float) -> list[list[int]]:
        other = linkage.model_copy(update={"match_at": threshold, "alone_at": threshold})
        return grouped(people, pairs, same, apart, other)[0]

    found, contradicted = grouped(people, pairs, same, apart, linkage)
    return LinkedGroups(
        pairs=pairs,
        found=found,
        looser=at(linkage.review_at),
        stricter=at(linkage.stricter_at),
        contradicted=contradicted,
        decisions=decisions,
    )


def _no_pairs() -> pl.DataFrame:
    ids = dict.fromkeys(("left_id", "right_id"), pl.Int64())
    numbers = dict.fromkeys(("match_weight", "match_probability"), pl.Float64())
    return pl.DataFrame(schema={**ids, "across": pl.Boolean(), **numbers, "guard": pl.String()})


def ordered(left: int, right: int) -> Pair:
    """Return two person ids as a pair, the lower one first."""
    return (left, right) if left < right else (right, left)


def _keep(
    connection: sa.Connection,
    county: County,
    people: pl.DataFrame,
    scores: Scores | None,
    found: LinkedGroups,
    digest: str,
    now: dt.datetime,
    last: dict[str, Any] | None,
) -> None:
    """Replace the pairs and who is who. Keys without current records keep the cluster id that they had."""
    kept = connection.execute(sa.select(LINKED_PERSON.c.person_id, LINKED_PERSON.c.cluster_id))
    before = {row.person_id: row.cluster_id for row in kept}
    ids, last_id = stable_ids(found.found, before, last["last_cluster_id"] if last else 0)
    looser, stricter = (
        {person: min(group) for group in grouped for person in group} for grouped in (found.looser, found.stricter)
    )
    gone = {person: cluster_id for person, cluster_id in before.items() if person not in ids}
    rows = [(person, ids[person], looser[person], stricter[person]) for person in sorted(ids)]
    rows += [(person, cluster_id, person, person) for person, cluster_id in sorted(gone.items())]
    columns = ("person_id", "cluster_id", "looser_id", "stricter_id")
    for table in (LINKED_PERSON, LINKED_PAIR):
        connection.execute(sa.delete(table))
    insert_rows(connection, LINKED_PERSON, pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64), orient="row"))
    shown = found.pairs.filter(pl.col("match_probability") >= county.linkage.review_at).select(
        pl.min_horizontal("left_id", "right_id").alias("low_person_id"),
        pl.max_horizontal("left_id", "right_id").alias("high_person_id"),
        "match_weight",
        "match_probability",
        "guard",
    )
    insert_rows(connection, LINKED_PAIR, shown)
    statement = describe(connection, county, people, scores, found, METHOD_VERSION)
    row = {
        "linked_at": now.astimezone(dt.UTC),
        "input_sha256": digest,
        "last_cluster_id": last_id,
        "statement": statement.model_dump(mode="json"),
    }
    connection.execute(sa.insert(LINKAGE), row)
