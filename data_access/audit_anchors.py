"""Anchors of the audit log: number and seal of each entry, in a text file that should lie on another machine.

Who can change the database can then cut off its end, or put an older copy back, only by changing this file too. A line is
number, seal and a keyed check of both, with spaces between them. Lines are only ever added.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LONGEST_LINE: Final = 256
_CHECK_DIGITS: Final = 16


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """The number and the seal of one entry."""

    number: int
    seal: str


@dataclass(frozen=True, kw_only=True)
class AnchorFile:
    """What an anchor file holds.

    torn: numbers (from 1) of lines that break off. mended: of those that break off where the next line says it whole.
    foreign: of lines that are whole and do not fit the key.
    """

    anchors: tuple[Anchor, ...]
    torn: tuple[int, ...]
    mended: tuple[int, ...]
    foreign: tuple[int, ...]


def _line(anchor: Anchor, key: bytes, county_id: str) -> str:
    said = f"anchor {county_id} {anchor.number} {anchor.seal}"
    check = hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:_CHECK_DIGITS]
    return f"{anchor.number} {anchor.seal} {check}"


def _anchor(line: str) -> Anchor | None:
    """Return what a line says, whether or not it fits a key; None where it breaks off."""
    number, _, rest = line.partition(" ")
    seal, _, check = rest.partition(" ")
    whole = number.isdigit() and len(seal) == hashlib.sha256().digest_size * 2 and len(check) == _CHECK_DIGITS
    return Anchor(number=int(number), seal=seal) if whole else None


def append(path: Path, anchors: Sequence[Anchor], key: bytes, county_id: str) -> None:
    """Add lines, flushed to disk. Where the file ends with a line that broke off, it stays, and a new line begins."""
    if not anchors:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as stream:
        stream.seek(0, os.SEEK_END)
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                stream.write(b"\n")
        stream.write("".join(f"{_line(anchor, key, county_id)}\n" for anchor in anchors).encode())
        stream.flush()
        os.fsync(stream.fileno())


def newest(path: Path, key: bytes, county_id: str) -> Anchor | None:
    """Return the last anchor that is whole and fits the key, from the end of the file; None where there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - 4 * _LONGEST_LINE))
        lines = stream.read().decode("ascii", "replace").split("\n")
    for line in reversed(lines):
        anchor = _anchor(line)
        if anchor and line == _line(anchor, key, county_id):
            return anchor
    return None


def read_anchors(path: Path, key: bytes, county_id: str) -> AnchorFile:
    """Return all that the file holds; nothing where it is not there."""
    text = path.read_bytes().decode("ascii", "replace") if path.is_file() else ""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    anchors: list[Anchor] = []
    torn: list[int] = []
    mended: list[int] = []
    foreign: list[int] = []
    for number, line in enumerate(lines, 1):
        anchor = _anchor(line)
        if anchor is None:
            following = lines[number] if number < len(lines) else ""
            (mended if line and following.startswith(line) else torn).append(number)
        elif line != _line(anchor, key, county_id):
            foreign.append(number)
        else:
            anchors.append(anchor)
    return AnchorFile(anchors=tuple(anchors), torn=tuple(torn), mended=tuple(mended), foreign=tuple(foreign))
