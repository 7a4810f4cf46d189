"""The pairs of keys that wait for a person to decide, and the decisions. What is listed here is for the data team alone."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from data_access.audited import note_decisions
from data_access.building import only_one
from data_access.county import County
from data_access.identity_tables import IDENTITY, LINK_DECISION, LINKED_PAIR, LINKED_PERSON
from data_access.link_guards import HOUSEHOLD, NAMESAKES, SHARED_NUMBER, TWINS
from data_access.linkage_settings import IDENTITY_FIELDS
from data_access.linking import current_loads, decided, ordered
from data_access.warehouse import PERSON, in_warehouse

WHY: Final[Mapping[str, str]] = {
    "": "Much agrees, but not enough to be sure.",
    TWINS: "One last name and birth date, two first names: twins, or one person?",
    NAMESAKES: "One name, birth dates many years apart: a parent and a child, or one person?",
    HOUSEHOLD: "Neither the first name nor the birth date agrees: relatives, or one person?",
    SHARED_NUMBER: "A number agrees and the names and birth dates do not: was the number typed into the wrong record?",
}
"""Why a pair waits, by its guard."""

KEPT_APART: Final = "Much agrees. But one of them is joined with a record that must stay apart from the other one."
"""Why a pair waits that is sure enough by itself."""


class ReviewError(Exception):
    """A decision that cannot be kept; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One pair that waits: review_id names it, why says in a sentence what it waits for.

    left and right: what the records tell about each of the two, one dict per different saying. They hold names: show them to
    the data team on its own terminal, and write them nowhere.
    """

    review_id: str
    match_probability: float
    match_weight: float
    why: str
    left: tuple[dict[str, Any], ...]
    right: tuple[dict[str, Any], ...]


def look(county: County, data_dir: Path, most: int) -> tuple[int, tuple[Waiting, ...]]:
    """Return the queue of the county's warehouse."""
    with in_warehouse(data_dir, county.id) as connection:
        return queue(connection, county, most)


def keep(county: County, data_dir: Path, decisions: Iterable[tuple[str, str]], decided_by: str) -> None:
    """Keep decisions, each with the id of its pair before it, all or none; BuildError while another build is at work."""
    with only_one(data_dir, county), in_warehouse(data_dir, county.id) as connection:
        kept = list(decisions)
        for review_id, decision in kept:
            decide(connection, review_id, decision, decided_by, dt.datetime.now(dt.UTC))
        note_decisions(data_dir, county.id, decided_by, kept)


def queue(connection: sa.Connection, county: County, most: int) -> tuple[int, tuple[Waiting, ...]]:
    """Return how many pairs wait, and the most likely of them: not decided, and not one person by other joins."""
    low, high = LINKED_PERSON.alias(), LINKED_PERSON.alias()
    query = (
        sa.select(LINKED_PAIR)
        .join(low, low.c.person_id == LINKED_PAIR.c.low_person_id)
        .join(high, high.c.person_id == LINKED_PAIR.c.high_person_id)
        .where(low.c.cluster_id != high.c.cluster_id, LINKED_PAIR.c.match_probability >= county.linkage.review_at)
        .order_by(LINKED_PAIR.c.match_weight.desc(), LINKED_PAIR.c.low_person_id, LINKED_PAIR.c.high_person_id)
    )
    known = decided(connection)
    rows = [
        row
        for row in connection.execute(query).mappings()
        if (row["low_person_id"], row["high_person_id"]) not in known
    ]
    load_ids = current_loads(connection, county)
    return len(rows), tuple(
        Waiting(
            review_id=f"{row['low_person_id']}-{row['high_person_id']}",
            match_probability=row["match_probability"],
            match_weight=row["match_weight"],
            why=KEPT_APART
            if not row["guard"] and row["match_probability"] >= county.linkage.match_at
            else WHY[row["guard"]],
            left=_told(connection, load_ids, row["low_person_id"]),
            right=_told(connection, load_ids, row["high_person_id"]),
        )
        for row in rows[:most]
    )


def _told(connection: sa.Connection, load_ids: list[int], person_id: int) -> tuple[dict[str, Any], ...]:
    fields = [IDENTITY.c[name] for name in IDENTITY_FIELDS]
    query = (
        sa.select(PERSON.c.key_space, PERSON.c.person_key, *fields)
        .join_from(IDENTITY, PERSON)
        .where(IDENTITY.c.person_id == person_id, IDENTITY.c.load_id.in_(load_ids))
        .distinct()
        .order_by(*fields)
    )
    return tuple(dict(row) for row in connection.execute(query).mappings())


def decide(connection: sa.Connection, review_id: str, decision: str, decided_by: str, now: dt.datetime) -> None:
    """Keep a decision about a pair; it counts from the next linking on. The newest one about a pair counts, all are kept.

    decision is SAME or DIFFERENT, decided_by the account of who decided. Raises ReviewError for a pair that does not exist.
    """
    left, sign, right = review_id.partition("-")
    people = [int(part) for part in (left, right) if part.isdigit()]
    known = sa.select(sa.func.count()).where(PERSON.c.person_id.in_(people))
    if not sign or len(set(people)) != 2 or connection.execute(known).scalar_one() != 2:
        raise ReviewError(f"There is no pair {review_id}. Take the number in front of a pair that review lists.")
    low, high = ordered(*people)
    connection.execute(
        sa.insert(LINK_DECISION),
        {
            "low_person_id": low,
            "high_person_id": high,
            "decision": decision,
            "decided_by": decided_by,
            "decided_at": now.astimezone(dt.UTC),
        },
    )
