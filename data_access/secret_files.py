"""Secrets that lie in a file of their own: made once, readable by this user alone."""

import os
import secrets
from pathlib import Path


def make_secret(path: Path) -> None:
    """Write a new secret that only this user can read, whole or not at all; one that is there already stays."""
    if path.is_file():
        return
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(32))
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)
