"""The secret of the noise: kept beside the data, never in a database, an extract, a publication or a message."""

import os
import secrets
from pathlib import Path

from metrics.group_keys import Secret

SETTING = "THROUGHLINE_NOISE_SECRET"
"""Environment variable: the secret as 64 or more hexadecimal digits, where it is not to lie in a file."""
FILE = "noise.secret"


class SecretError(Exception):
    """A secret that cannot be used; the message says what to do and never repeats it."""


def noise_secret(data_dir: Path) -> Secret:
    """Return the secret of the environment, or of the file in the data folder; make that file where it is not there yet.

    The file belongs to the user alone (0600). With another secret, the same answers get other shifts: keep it with the
    backups of the data folder, and apart from the publications.
    """
    named = os.environ.get(SETTING)
    if named:
        return _read(named, f"The setting {SETTING}")
    path = data_dir / FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path.read_text("ascii").strip(), f"The file {FILE} in the data folder")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        made = secrets.token_hex(32)
        file.write(f"{made}\n")
    return Secret(value=bytes.fromhex(made))


def _read(text: str, where: str) -> Secret:
    try:
        return Secret(value=bytes.fromhex(text))
    except ValueError:
        raise SecretError(
            f"{where} is not a secret of 64 or more hexadecimal digits. Put back the one that was there, from a backup."
        ) from None
