"""Holds an audit log against its seals and its anchors, and says by name what was done to it."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from data_access.audit import (
    DATABASE,
    ENTRY,
    GUARDS,
    Entry,
    anchors_path,
    audit_folder,
    key_path,
    seal_of,
)
from data_access.audit_anchors import Anchor, AnchorFile, read_anchors

_SAID: Final = ("at", "deed", "done_by", "role", "about")
_MOST_COMPARED: Final = 200
"""Of this many entries that do not fit, every two are held against each other to see whether they changed places."""


class Tampering(StrEnum):
    """What can be wrong with a log."""

    EDITED = "edited"
    DELETED = "deleted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    OLD_COPY = "old_copy"
    KEY_LOST = "key_lost"
    ANCHOR_TORN = "anchor_torn"
    ANCHOR_FOREIGN = "anchor_foreign"
    ANCHORS_LOST = "anchors_lost"
    GUARD_REMOVED = "guard_removed"
    UNREADABLE = "unreadable"


SENTENCES: Final[Mapping[Tampering, str]] = {
    Tampering.EDITED: "Entries were changed, or written by someone without the key",
    Tampering.DELETED: "Entries were taken out",
    Tampering.REORDERED: "Entries stand in another order than they were written in",
    Tampering.TRUNCATED: "The end of the log was cut off",
    Tampering.OLD_COPY: "An older copy of the log was put in its place",
    Tampering.KEY_LOST: "The key is missing or is another one, so that no entry can be checked",
    Tampering.ANCHOR_TORN: "Lines of the anchor file break off",
    Tampering.ANCHOR_FOREIGN: "Lines of the anchor file were changed, or written by someone without the key",
    Tampering.ANCHORS_LOST: "Entries have no anchor: lines of the anchor file, or all of it, are gone",
    Tampering.GUARD_REMOVED: "The triggers that keep the log from being changed are gone",
    Tampering.UNREADABLE: "The database of the log cannot be read",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One kind of tampering and the numbers of the entries (of an anchor file: the lines) that show it."""

    what: Tampering
    numbers: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """The finding in words."""
        if not self.numbers:
            return f"{SENTENCES[self.what]}."
        first = ", ".join(str(number) for number in self.numbers[:10])
        more = f" and {len(self.numbers) - 10} more" if len(self.numbers) > 10 else ""
        return f"{SENTENCES[self.what]}: {first}{more}."


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a check found. remarks are sentences about what is no tampering, such as a process that died half-way."""

    entries: int
    anchors: int
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Log:
    """What the database holds: its rows, the highest number that it ever gave, and the triggers that it has."""

    entries: tuple[Entry, ...] = ()
    highest: int = 0
    guards: frozenset[str] = frozenset(GUARDS)


def verify(data_dir: Path, county_id: str) -> Verdict:
    """Check the whole log. A county without a log and without anchors is in order: nothing was done yet."""
    path = key_path(data_dir, county_id)
    key = path.read_bytes() if path.is_file() else b""
    # The anchors first: an entry that comes in meanwhile is then one without an anchor, not one that is missing.
    kept = read_anchors(anchors_path(data_dir, county_id), key, county_id)
    try:
        log = _read(audit_folder(data_dir, county_id) / DATABASE)
    except sqlite3.Error:
        return Verdict(entries=0, anchors=len(kept.anchors), findings=(Finding(what=Tampering.UNREADABLE),), remarks=())
    found: list[Finding] = []
    fitting = [entry for entry in log.entries if key and seal_of(key, county_id, entry) == entry.seal]
    if not fitting and not kept.anchors and (log.entries or kept.foreign or kept.torn):
        found.append(Finding(what=Tampering.KEY_LOST))
    else:
        found += _of_entries(log, fitting, kept.anchors, key, county_id)
        found += _of_anchors(log, kept)
    if not frozenset(GUARDS) <= log.guards:
        found.append(Finding(what=Tampering.GUARD_REMOVED))
    return Verdict(
        entries=len(log.entries), anchors=len(kept.anchors), findings=tuple(found), remarks=_remarks(log, kept)
    )


def _read(path: Path) -> _Log:
    """Read the database with plain sqlite3: a check must not make what is missing. SQLite may end a commit that was cut."""
    if not path.is_file():
        return _Log()
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=30)
    try:
        names = [column.name for column in ENTRY.c]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if ENTRY.name not in tables:
            return _Log()
        connection.execute("BEGIN")
        rows = connection.execute(str(sa.select(ENTRY).order_by(ENTRY.c.number))).fetchall()
        highest = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
        guards = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    finally:
        connection.close()
    return _Log(
        entries=tuple(Entry(**dict(zip(names, row, strict=True))) for row in rows),
        highest=int(highest[0]) if highest else 0,
        guards=frozenset(name for (name,) in guards),
    )


def _of_entries(
    log: _Log, fitting: Sequence[Entry], anchors: Sequence[Anchor], key: bytes, county_id: str
) -> Iterator[Finding]:
    good = {entry.number for entry in fitting}
    bad = [entry for entry in log.entries if entry.number not in good]
    moved = _moved(bad, anchors, key, county_id)
    there = {entry.number for entry in log.entries}
    last = max(there, default=0)
    gone = set(range(1, last + 1)) - there
    seals = {entry.seal for entry in log.entries}
    lost_end = set(range(last + 1, log.highest + 1))
    other_past = {this.number for before, this in _pairs(log, good) if this.previous != before}
    for anchor in anchors:
        if anchor.seal in seals:
            gone.discard(anchor.number)  # where it stands elsewhere, it was moved
            lost_end.discard(anchor.number)
        elif anchor.number > last:
            lost_end.add(anchor.number)
        elif anchor.number in good:
            other_past.add(anchor.number)
        elif anchor.number in moved:
            gone.add(anchor.number)
    edited = {entry.number for entry in bad} - moved
    cut = lost_end and log.highest > last
    for what, numbers in (
        (Tampering.EDITED, edited),
        (Tampering.DELETED, gone),
        (Tampering.REORDERED, moved),
        (Tampering.TRUNCATED, lost_end if cut or not log.entries else set()),
        (Tampering.OLD_COPY, other_past | (lost_end if log.entries and not cut else set())),
    ):
        if numbers:
            yield Finding(what=what, numbers=tuple(sorted(numbers)))


def _pairs(log: _Log, good: set[int]) -> Iterator[tuple[str, Entry]]:
    """Yield the seal before each entry that fits, where the entry before it fits too; "" before the first one."""
    by_number = {entry.number: entry for entry in log.entries if entry.number in good}
    for number, entry in by_number.items():
        if number == 1:
            yield "", entry
        elif number - 1 in by_number:
            yield by_number[number - 1].seal, entry


def _moved(bad: Sequence[Entry], anchors: Sequence[Anchor], key: bytes, county_id: str) -> set[int]:
    """Return which of the entries that do not fit would fit under another number, or with the words of another entry."""
    numbers = {anchor.seal: anchor.number for anchor in anchors}
    moved = set()
    for entry in bad:
        number = numbers.get(entry.seal)
        if number is not None and seal_of(key, county_id, replace(entry, number=number)) == entry.seal:
            moved.add(entry.number)
    left = bad[:_MOST_COMPARED]
    for entry in left:
        for other in left:
            words = {name: getattr(entry, name) for name in _SAID}
            under_its_number = seal_of(key, county_id, replace(entry, number=other.number)) == entry.seal
            in_its_place = seal_of(key, county_id, replace(other, **words)) == other.seal
            if other is not entry and (under_its_number or in_its_place):
                moved.add(entry.number)
    return moved


def _of_anchors(log: _Log, kept: AnchorFile) -> Iterator[Finding]:
    if kept.torn:
        yield Finding(what=Tampering.ANCHOR_TORN, numbers=kept.torn)
    if kept.foreign:
        yield Finding(what=Tampering.ANCHOR_FOREIGN, numbers=kept.foreign)
    without = _without_anchor(log, kept)
    if len(without) > 1 or without - {max((entry.number for entry in log.entries), default=0)}:
        yield Finding(what=Tampering.ANCHORS_LOST, numbers=tuple(sorted(without)))


def _without_anchor(log: _Log, kept: AnchorFile) -> set[int]:
    return {entry.number for entry in log.entries} - {anchor.number for anchor in kept.anchors}


def _remarks(log: _Log, kept: AnchorFile) -> tuple[str, ...]:
    last = max((entry.number for entry in log.entries), default=0)
    remarks = []
    if _without_anchor(log, kept) == {last}:
        remarks.append(
            f"The last entry, {last}, has no anchor yet: its process died before that, or is at it. The next entry writes it."
        )
    if kept.mended:
        lines = ", ".join(str(number) for number in kept.mended)
        remarks.append(f"Lines of the anchor file broke off and were written again whole: {lines}.")
    return tuple(remarks)
