"""Takes people out of the warehouse for good, and keeps their rows from coming in again with a later file."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access.changes import remove_people
from data_access.identity_tables import IDENTITY, LINKED_PERSON
from data_access.secret_files import make_secret
from data_access.sources import Source
from data_access.store import digest
from data_access.voices.tables import wipe_named
from data_access.warehouse import EVENT, FORGOTTEN, LOAD, MEND, PERSON, REFUSED_ROW, insert_rows, picked

KEY_FILE = "forget.key"
_CHECK = ("", "")
"""Stands among the forgotten, so that a wrong secret is noticed: the hash of no key in no key space."""


class ForgetError(Exception):
    """People cannot be kept forgotten, or it is not clear whom to forget; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """Whose rows must not come in: keyed hashes by key space, and the secret that makes them."""

    secret: bytes = b""
    hashes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def knows(self, key_space: str) -> Callable[[str], bool] | None:
        """Return whether a person key is to be forgotten; None where nobody of this key space is."""
        hashes = self.hashes.get(key_space)
        if not hashes:
            return None
        return lambda key: _hash(self.secret, key_space, key) in hashes


def _hash(secret: bytes, key_space: str, key: str) -> str:
    return hashlib.blake2b(f"{key_space}\x1f{key}".encode(), key=secret, digest_size=16).hexdigest()


def read_forgotten(connection: sa.Connection, county_folder: Path) -> Forgotten:
    """Return whom the warehouse must not take in; raise ForgetError where the secret that tells is missing."""
    rows = connection.execute(sa.select(FORGOTTEN.c.key_space, FORGOTTEN.c.key_hash)).all()
    if not rows:
        return Forgotten()
    path = county_folder / KEY_FILE
    secret = path.read_bytes() if path.is_file() else b""
    hashes: dict[str, set[str]] = {}
    for key_space, key_hash in rows:
        hashes.setdefault(key_space, set()).add(key_hash)
    if not secret or _hash(secret, *_CHECK) not in hashes.get("", set()):
        raise ForgetError(
            f"{county_folder.name}/{KEY_FILE} in the data folder is missing or another one. Put it back from a backup. "
            "Without it, people who must stay forgotten would come in again."
        )
    return Forgotten(secret=secret, hashes={space: frozenset(known) for space, known in hashes.items()})


def patches_digest(connection: sa.Connection, source: Source) -> str:
    """Return the digest of what is done to the rows of a source beside its file: mended, and forgotten; "" for nothing."""
    mends = connection.execute(
        sa.select(MEND.c.row_digest, MEND.c.cells).where(MEND.c.source_id == source.id).order_by(MEND.c.row_digest)
    ).all()
    hashes = connection.execute(
        sa.select(FORGOTTEN.c.key_hash).where(FORGOTTEN.c.key_space == source.people).order_by(FORGOTTEN.c.key_hash)
    ).all()
    return digest([[tuple(row) for row in mends], [row[0] for row in hashes]]) if mends or hashes else ""


def read_keys(path: Path) -> list[str]:
    """Return the keys of a file, one in each line; raise ForgetError where there is none."""
    try:
        keys = [line.strip() for line in path.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError):
        raise ForgetError(f"{path.name} cannot be read as text. Write one key in each line.") from None
    if not any(keys):
        raise ForgetError(f"{path.name} holds no key. Write one key in each line.")
    return list(dict.fromkeys(key for key in keys if key))


@dataclass(frozen=True, kw_only=True)
class Gone:
    """What went: by source, rows that counted and refused rows; and rows of the identity table, of names and numbers.

    elsewhere: by key space, other keys that were joined with these people. They stay.
    """

    rows: Mapping[str, tuple[int, int]]
    identities: int
    elsewhere: Mapping[str, int]


def forget(
    connection: sa.Connection, sources: Iterable[Source], key_space: str, keys: list[str], county_folder: Path
) -> Gone:
    """Take the people with these keys out, and remember their hashes; return what went.

    Their events, their names and links, their refused and their mended rows go, also those without a key in which both of
    their names stand, and so do notes and questions in which both stand. What stays are counts (receipts, findings), the
    hashes, and the rows of the same people under keys of another key space, which need a command of their own.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # else what is deleted stays readable in the file
    forgotten = _remember(connection, key_space, keys, county_folder)
    gone: dict[str, tuple[int, int]] = {}
    people = pl.Series(
        [
            person_id
            for person_id, key in connection.execute(
                sa.select(PERSON.c.person_id, PERSON.c.person_key).where(PERSON.c.key_space == key_space)
            )
            if key in set(keys)
        ],
        dtype=pl.Int64,
    )
    mine = [source for source in sources if source.people == key_space]
    loads = {source.id: _load_id(connection, source) for source in mine}
    before = {source.id: _events(connection, loads[source.id]) for source in mine}
    elsewhere = _joined_elsewhere(connection, people)
    names, identities = _names(connection, people)
    remove_people(connection, people)
    wipe_named(connection, names)
    for source in mine:
        kept = before[source.id] - _events(connection, loads[source.id])
        gone[source.id] = (kept, _remove_aside(connection, source, loads[source.id], forgotten, names))
        _count_again(connection, source, loads[source.id], *gone[source.id])
    return Gone(rows=gone, identities=identities, elsewhere=elsewhere)


def _joined_elsewhere(connection: sa.Connection, people: pl.Series) -> dict[str, int]:
    """Count, by key space, the other keys that were joined with these people."""
    with picked(connection, people) as ids:
        clusters = sa.select(LINKED_PERSON.c.cluster_id).where(LINKED_PERSON.c.person_id.in_(ids))
        query = (
            sa.select(PERSON.c.key_space, sa.func.count())
            .join_from(PERSON, LINKED_PERSON)
            .where(LINKED_PERSON.c.cluster_id.in_(clusters), PERSON.c.person_id.not_in(ids))
            .group_by(PERSON.c.key_space)
            .order_by(PERSON.c.key_space)
        )
        return {row[0]: row[1] for row in connection.execute(query)}


def _names(connection: sa.Connection, people: pl.Series) -> tuple[frozenset[tuple[str, str]], int]:
    """Return the first and last names under which these people are known, and how many rows tell about them."""
    with picked(connection, people) as ids:
        query = sa.select(IDENTITY.c.first_name, IDENTITY.c.last_name).where(IDENTITY.c.person_id.in_(ids))
        rows = connection.execute(query).all()
    return frozenset((first.casefold(), last.casefold()) for first, last in rows if first and last), len(rows)


def _remember(connection: sa.Connection, key_space: str, keys: list[str], county_folder: Path) -> Forgotten:
    if not read_forgotten(connection, county_folder).secret:
        make_secret(county_folder / KEY_FILE)
    secret = (county_folder / KEY_FILE).read_bytes()
    wanted = pl.DataFrame(
        [_CHECK, *((key_space, key) for key in keys)], schema={"key_space": pl.String, "key": pl.String}, orient="row"
    )
    hashes = [_hash(secret, space, key) for space, key in wanted.rows()]
    known = {tuple(row) for row in connection.execute(sa.select(FORGOTTEN.c.key_space, FORGOTTEN.c.key_hash))}
    new = wanted.select("key_space").with_columns(key_hash=pl.Series(hashes)).unique(maintain_order=True)
    insert_rows(connection, FORGOTTEN, new.filter([row not in known for row in new.rows()]))
    return read_forgotten(connection, county_folder)


def _load_id(connection: sa.Connection, source: Source) -> int | None:
    load_id: int | None = connection.scalar(sa.select(sa.func.max(LOAD.c.load_id)).where(LOAD.c.source_id == source.id))
    return load_id


def _events(connection: sa.Connection, load_id: int | None) -> int:
    return connection.scalar(sa.select(sa.func.count()).where(EVENT.c.load_id == load_id)) or 0


def _remove_aside(
    connection: sa.Connection,
    source: Source,
    load_id: int | None,
    forgotten: Forgotten,
    names: frozenset[tuple[str, str]],
) -> int:
    """Take out the refused and the mended rows in which one of the keys stands, in whatever column; return how many refused.

    So do rows without a key in which a first and a last name of these people stand: a namesake's refused row may go too.
    """
    is_forgotten = forgotten.knows(source.people)
    key_column = source.columns.get("person_key", "")

    def theirs(cells: Mapping[str, str]) -> bool:
        values = [cell.strip() for cell in cells.values()]
        if is_forgotten and any(is_forgotten(value) for value in values):
            return True
        folded = {value.casefold() for value in values}
        return not cells.get(key_column, "").strip() and any(folded.issuperset(name) for name in names)

    refused = 0
    for table, where in ((REFUSED_ROW, REFUSED_ROW.c.load_id == load_id), (MEND, MEND.c.source_id == source.id)):
        key = next(iter(table.primary_key))
        rows = [
            row_id for row_id, cells in connection.execute(sa.select(key, table.c.cells).where(where)) if theirs(cells)
        ]
        for row_id in rows:
            connection.execute(sa.delete(table).where(key == row_id))
        refused += len(rows) if table is REFUSED_ROW else 0
    return refused


def _count_again(connection: sa.Connection, source: Source, load_id: int | None, kept: int, refused: int) -> None:
    connection.execute(
        sa.update(LOAD)
        .where(LOAD.c.load_id == load_id)
        .values(
            rows_kept=LOAD.c.rows_kept - kept,
            rows_refused=LOAD.c.rows_refused - refused,
            rows_forgotten=LOAD.c.rows_forgotten + kept + refused,
            patches_sha256=patches_digest(connection, source),
        )
    )
