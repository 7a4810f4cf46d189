"""The drop box: a folder that servers may only write into, one small file for each text, and the data team empties.

A public server can open no store but its publication. So what a reader sends lies here as a file that the server itself
cannot read back or list: the folder gives it the right to write and to enter alone (see docs/voices.md). There are so many
slots and no more, which caps the folder without looking at it. A file appears whole or not at all.
"""

import datetime as dt
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from data_access import settings
from data_access.voices.said import Sent

SLOTS: Final = 500
LARGEST_BYTES: Final = 16_384
"""Of one file: the longest text in letters of four bytes, each escaped, and what stands around it."""
REFUSED: Final = "refused"
_LEFT_OVER_SECONDS: Final = 3600
"""A file that was being written for longer than this belongs to a server that died."""


class NotTaken(StrEnum):
    """Why a text could not be sent."""

    CLOSED = "closed"
    FULL = "full"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_OFTEN = "too_often"


class InboxError(Exception):
    """A text that could not be sent; why says which sentence readers are told."""

    def __init__(self, why: NotTaken) -> None:
        """Keep why."""
        super().__init__(why.value)
        self.why = why


def inbox_folder(data_dir: Path, county_id: str) -> Path:
    """Return the drop box of a county: where VOICES_INBOX says, or inbox/ in its data folder."""
    return settings.voices_inbox() or data_dir / county_id / "inbox"


def is_open(folder: Path) -> bool:
    """Whether this process may put something in."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def drop(folder: Path, sent: Sent) -> None:
    """Put one text into the first free slot; raise InboxError where there is none, or no drop box."""
    if not is_open(folder):
        raise InboxError(NotTaken.CLOSED)
    content = sent.model_dump_json().encode("utf-8")
    if len(content) > LARGEST_BYTES:
        raise InboxError(NotTaken.TOO_LONG)
    unfinished = folder / f"{sent.key}.part"
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _into_slot(folder, unfinished)
    except OSError:
        raise InboxError(NotTaken.CLOSED) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _into_slot(folder: Path, unfinished: Path) -> None:
    for number in range(SLOTS):
        try:
            os.link(unfinished, _slot(folder, number))  # fails where the slot is taken, also by another server just now
        except FileExistsError:
            continue
        return
    raise InboxError(NotTaken.FULL)


def _slot(folder: Path, number: int) -> Path:
    return folder / f"{number:03}.json"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One file of the drop box: what was sent, or None where the file is not one that a server of ours has written."""

    path: Path
    sent: Sent | None


def look_in(folder: Path) -> Iterator[Found]:
    """Yield what lies in the drop box, slot by slot. Nothing is followed, run or believed: odd files have no text."""
    for number in range(SLOTS):
        path = _slot(folder, number)
        if path.is_symlink() or path.exists():
            yield Found(path=path, sent=_read(path))


def _read(path: Path) -> Sent | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_BYTES:
            return None
        return Sent.model_validate_json(os.read(descriptor, LARGEST_BYTES))
    except ValidationError:
        return None
    finally:
        os.close(descriptor)


def put_aside(found: Found, now: dt.datetime) -> None:
    """Move a file that nobody can read out of its slot, under a name of its own, so that it is not lost."""
    aside = found.path.parent / REFUSED
    aside.mkdir(exist_ok=True)
    found.path.rename(aside / f"{now:%Y%m%dT%H%M%S%f}-{found.path.name}")


def sweep(folder: Path) -> None:
    """Remove what servers that died have left half-written."""
    for path in folder.glob("*.part"):
        if time.time() - path.lstat().st_mtime > _LEFT_OVER_SECONDS:
            path.unlink(missing_ok=True)


def make(data_dir: Path, county_id: str) -> Path:
    """Make the drop box where there is none, for this account alone, and return it."""
    folder = inbox_folder(data_dir, county_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
