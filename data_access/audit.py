"""The audit log: who did what and when, in a store of its own that is only ever added to.

Each entry is sealed with a keyed digest (HMAC-SHA256) of what it says and of the seal before it. The key lies in a file
beside the database, or where AUDIT_KEY says. After every entry its number and seal are written to an anchor file (see
audit_anchors), so that a log that lost its end, or an older copy of it, is noticed.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from data_access import audit_anchors, settings
from data_access.access import Role
from data_access.audit_anchors import Anchor
from data_access.audit_deeds import AuditError, Deed, check_entry
from data_access.secret_files import make_secret

__all__ = ["AuditError", "Deed", "note", "note_here", "read_entries"]

KEY_FILE: Final = "audit.key"
DATABASE: Final = "audit.sqlite"
ROLE_OF_COMMANDS: Final = Role.STEWARD.value
"""The role of everyone who gives commands or decides about pairs: they work on the data team's own machine."""
_WAIT_SECONDS: Final = 30

METADATA: Final = sa.MetaData()
ENTRY: Final = sa.Table(
    "entry",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("deed", sa.String, nullable=False),
    sa.Column("done_by", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("about", sa.String, nullable=False),
    sa.Column("previous", sa.String, nullable=False),
    sa.Column("seal", sa.String, nullable=False),
    sqlite_autoincrement=True,  # SQLite then remembers the highest number that ever was, also when entries are gone
)
GUARDS: Final[Mapping[str, str]] = {
    "no_update": "BEFORE UPDATE ON entry",
    "no_delete": "BEFORE DELETE ON entry",
    "in_order": "BEFORE INSERT ON entry WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number), 0) + 1 FROM entry)",
}
"""Triggers that keep the log from being changed. in_order also stops INSERT OR REPLACE, which fires no DELETE trigger."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry as it is stored. number counts from 1; at is UTC in ISO form; about is JSON; previous is "" for the first."""

    number: int
    at: str
    deed: str
    done_by: str
    role: str
    about: str
    previous: str
    seal: str


def seal_of(key: bytes, county_id: str, entry: Entry) -> str:
    """Return the seal that an entry must carry: keyed, over all that it says, its number, its county and the seal before."""
    said = (county_id, entry.number, entry.at, entry.deed, entry.done_by, entry.role, entry.about, entry.previous)
    return hmac.new(key, json.dumps(said).encode(), hashlib.sha256).hexdigest()


def audit_folder(data_dir: Path, county_id: str) -> Path:
    """Return the folder of this county's audit log. It is no part of the warehouse and holds no name of a resident."""
    return data_dir / county_id / "audit"


def key_path(data_dir: Path, county_id: str) -> Path:
    """Return where the key lies."""
    return settings.audit_key_file() or audit_folder(data_dir, county_id) / KEY_FILE


def anchors_path(data_dir: Path, county_id: str) -> Path:
    """Return where the anchors lie."""
    return (settings.audit_anchors_folder() or audit_folder(data_dir, county_id)) / f"{county_id}.anchors"


def note(data_dir: Path, county_id: str, deed: Deed, *, by: str, role: str, about: Mapping[str, str | int]) -> None:
    """Add an entry. by is a staff member's sign-in name or e-mail, or the account that runs a command; never a resident.

    Call it just before the deed counts: before the transaction ends, the file is handed out, the answer is shown. Where
    it raises AuditError the deed must not happen: a log in which deeds can be missing proves nothing, and who can make it
    fail (a full disk, a folder without rights) could else work unseen. So an entry may tell of a deed that then failed,
    and no deed lacks its entry.

    Refused are keys and values that audit_deeds does not allow, a missing or wrong key, and a log that ends before its
    last anchor. Several processes may write at once: each holds the database from reading the last seal to its own.
    """
    check_entry(deed, by=by, role=role, about=about)
    try:
        folder = audit_folder(data_dir, county_id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _writing(folder / DATABASE) as connection:
            _make_tables(connection)
            last = _last(connection)
            key = _key_for(data_dir, county_id, last)
            _check_anchor(connection, audit_anchors.newest(anchors_path(data_dir, county_id), key, county_id), last)
            entry = Entry(
                number=last.number + 1 if last else 1,
                at=dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"),
                deed=deed.value,
                done_by=by,
                role=role,
                about=json.dumps(dict(about), sort_keys=True),
                previous=last.seal if last else "",
                seal="",
            )
            row = {**vars(entry), "seal": seal_of(key, county_id, entry)}
            connection.execute(sa.insert(ENTRY), row)
        _write_anchors(folder / DATABASE, anchors_path(data_dir, county_id), key, county_id)
    except (OSError, sa.exc.DBAPIError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error.orig).__name__
        raise AuditError(
            f"The audit log of {county_id} could not be written ({why}), so nothing was done. Look at the folder audit/ of "
            "the county's data folder and at the settings AUDIT_KEY and AUDIT_ANCHORS: rights, space, a lock that stays."
        ) from error


def note_here(data_dir: Path, county_id: str, deed: Deed, about: Mapping[str, str | int]) -> None:
    """Add an entry for a command: it is done by the account that runs this program."""
    note(data_dir, county_id, deed, by=settings.who_is_here(), role=ROLE_OF_COMMANDS, about=about)


def read_entries(data_dir: Path, county_id: str) -> list[Entry]:
    """Return all entries, oldest first, as they are stored; none where there is no log. Nothing is checked here."""
    path = audit_folder(data_dir, county_id) / DATABASE
    if not path.is_file():
        return []
    try:
        with _writing(path) as connection:
            if not sa.inspect(connection).has_table(ENTRY.name):
                return []
            return [Entry(**row) for row in connection.execute(sa.select(ENTRY).order_by(ENTRY.c.number)).mappings()]
    except sa.exc.DBAPIError as error:
        raise AuditError(
            f"The audit log of {county_id} cannot be read ({type(error.orig).__name__}). "
            f"Run: python -m data_access audit verify {county_id}"
        ) from error


@contextmanager
def _writing(path: Path) -> Iterator[sa.Connection]:
    """Give the log in one transaction that nobody else can write in."""
    url = sa.URL.create("sqlite", database=str(path))
    ours = {"timeout": _WAIT_SECONDS, "isolation_level": None}  # transactions begin and end where we say so
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True, connect_args=ours)
    sa.event.listen(engine, "begin", _begin_immediate)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _begin_immediate(connection: sa.Connection) -> None:
    # Not at the first write: between reading the last seal and writing the next, another process could write one.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make_tables(connection: sa.Connection) -> None:
    METADATA.create_all(connection)
    for name, when in GUARDS.items():
        statement = f"CREATE TRIGGER IF NOT EXISTS {name} {when} BEGIN SELECT RAISE(ABORT, 'only added to'); END"
        connection.exec_driver_sql(statement)


def _last(connection: sa.Connection) -> Entry | None:
    row = connection.execute(sa.select(ENTRY).order_by(ENTRY.c.number.desc()).limit(1)).mappings().first()
    return Entry(**row) if row else None


def _key_for(data_dir: Path, county_id: str, last: Entry | None) -> bytes:
    """Return the key; a new one for a new log. Raises AuditError where it does not fit the last entry."""
    path = key_path(data_dir, county_id)
    if last is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        make_secret(path)
    key = path.read_bytes() if path.is_file() else b""
    if not key or (last is not None and seal_of(key, county_id, last) != last.seal):
        raise AuditError(
            f"The key of the audit log of {county_id} ({path.name}) is missing, or does not fit the last entry, so nothing "
            f"was done. Put the key back from a backup. See: python -m data_access audit verify {county_id}"
        )
    return key


def _check_anchor(connection: sa.Connection, newest: Anchor | None, last: Entry | None) -> None:
    """Raise AuditError where the newest anchor is of an entry that the log does not hold."""
    if newest is None:
        return
    known = connection.scalar(sa.select(ENTRY.c.seal).where(ENTRY.c.number == newest.number)) if last else None
    if known != newest.seal:
        raise AuditError(
            "The audit log lacks entries that its anchors name: it lost its end, or is an older copy. So nothing was done. "
            "Run audit verify, and see docs/audit-and-agreements.md for what to do after a restore."
        )


def _write_anchors(database: Path, path: Path, key: bytes, county_id: str) -> None:
    """Anchor every entry that has no anchor yet: this one, and those of a process that died before it came to that."""
    with _writing(database) as connection:  # one process at a time, so that anchors stand in the order of the entries
        newest = audit_anchors.newest(path, key, county_id)
        query: sa.Select[Any] = sa.select(ENTRY.c.number, ENTRY.c.seal).order_by(ENTRY.c.number)
        rows = connection.execute(query.where(ENTRY.c.number > (newest.number if newest else 0)))
        anchors = [Anchor(number=number, seal=seal) for number, seal in rows]
        audit_anchors.append(path, anchors, key, county_id)
