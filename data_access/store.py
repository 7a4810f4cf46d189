"""Keeps folders that are written whole and then renamed into place, and says which one is current."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
_UNFINISHED = ".unfinished-"


class StoreError(Exception):
    """A store that holds nothing yet, or something that is not whole; the message says what to do."""


def keep(store: Path, name: str, write: Callable[[Path], None]) -> Path:
    """Make the folder store/name with write(folder) and point CURRENT at it; do nothing where it is there already.

    The folder is written under another name, flushed to disk and renamed, so that readers see all of it or none. If write
    fails, CURRENT still names the folder before.
    """
    store.mkdir(parents=True, exist_ok=True)
    for left_over in store.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left_over)
    folder = store / name
    if not is_kept(store, name):
        unfinished = store / f"{_UNFINISHED}{name}"
        unfinished.mkdir()
        try:
            write(unfinished)
        except BaseException:
            shutil.rmtree(unfinished)
            raise
        for path in sorted(unfinished.iterdir()):
            _flush(path)
        _flush(unfinished)
        unfinished.rename(folder)
    point_at(store, name)
    return folder


def is_kept(store: Path, name: str) -> bool:
    """Whether the folder is there, whole."""
    return (store / name / MANIFEST).is_file()


def is_current(store: Path, name: str) -> bool:
    """Whether CURRENT names this folder."""
    pointer = store / CURRENT
    return pointer.is_file() and pointer.read_text("utf-8").strip() == name


def point_at(store: Path, name: str) -> None:
    """Make CURRENT name this folder; readers see the name before or this one, never a part."""
    if is_current(store, name):
        return
    pointer = store / CURRENT
    unfinished = store / f"{CURRENT}.unfinished"
    unfinished.write_text(f"{name}\n", "utf-8")
    _flush(unfinished)
    unfinished.replace(pointer)


def current(store: Path) -> Path:
    """Return the folder that CURRENT names, or raise StoreError."""
    try:
        name = (store / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        raise StoreError(f"nothing is kept in {store.name}/ yet") from None
    folder = store / name
    if not (folder / MANIFEST).is_file():
        raise StoreError(f"{store.name}/{name} is named as current but is not whole")
    return folder


def named(store: Path, name: str) -> Path:
    """Return the whole folder of this name, or raise StoreError; a name that is a path is none."""
    if name not in names(store):
        raise StoreError(f"{store.name}/ does not keep what was asked for")
    return store / name


def names(store: Path) -> tuple[str, ...]:
    """Return the names of all whole folders in the store, oldest first."""
    kept = [path.parent for path in store.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(_UNFINISHED)]
    return tuple(folder.name for folder in sorted(kept, key=lambda folder: (folder.stat().st_mtime_ns, folder.name)))


def drop_others(store: Path, name: str) -> None:
    """Delete every folder of the store but this one, and what was left unfinished."""
    for folder in store.iterdir():
        if folder.is_dir() and folder.name != name:
            shutil.rmtree(folder)


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value, the same for equal values whatever the order of their keys or sets.

    Values that JSON does not know (dates, enumerations) count as their text.
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=_plain).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset | set) else str(value)


def _flush(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder to flush it
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
