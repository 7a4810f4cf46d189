"""The secret of the noise: kept beside the data, never in a database, an extract, a publication or a message."""

import os
from pathlib import Path

from data_access.secret_files import make_secret
from metrics.group_keys import Secret

SETTING = "THROUGHLINE_NOISE_SECRET"
"""Environment variable: the secret as 64 or more hexadecimal digits, where it is not to lie in a file."""
FILE = "noise.secret"


class SecretError(Exception):
    """A secret that cannot be used; the message says what to do and never repeats it."""


def noise_secret(county_folder: Path) -> Secret:
    """Return the secret of the environment, or of the file in the county's data folder, which is made where there is none.

    With another secret, the same answers get other shifts: keep it with the backups of the data folder, and apart from the
    publications. Raises SecretError where it is too short or not as it was written.
    """
    named = os.environ.get(SETTING)
    if named:
        return _checked(named, f"The setting {SETTING}")
    county_folder.mkdir(parents=True, exist_ok=True)
    make_secret(county_folder / FILE)
    return _checked((county_folder / FILE).read_bytes().hex(), f"The file {FILE} in the county's data folder")


def _checked(text: str, where: str) -> Secret:
    try:
        return Secret(value=bytes.fromhex(text))
    except ValueError:
        raise SecretError(
            f"{where} is not a secret of 32 bytes (64 hexadecimal digits) or more. Put back the one that was there, from a "
            "backup."
        ) from None
