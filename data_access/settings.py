"""Where data live, which county is shown and to whom, as the environment says."""

import getpass
import os
from pathlib import Path

from data_access.access import Role


class SettingError(Exception):
    """A setting that cannot be used; the message says which words it takes."""


def data_dir() -> Path:
    """Return the folder named by the setting DATA_DIR; data/ beside the program when it is not set."""
    return Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parents[1] / "data")


def county_setting() -> str:
    """Return the setting COUNTY: the name of a folder under counties/, or a path to one; made-up when it is not set."""
    return os.environ.get("COUNTY") or "made-up"


def county_id() -> str:
    """Return the id of the county named by the setting COUNTY: the name of its folder."""
    return Path(county_setting()).name


def server_for() -> frozenset[Role]:
    """Return the audiences that the setting SERVER_FOR names, separated by commas; the public alone when it is not set.

    Raises SettingError for a word that is no audience, and where the data team shares a server with others.
    """
    named = [word.strip() for word in (os.environ.get("SERVER_FOR") or Role.PUBLIC.value).split(",")]
    unknown = [word for word in named if word not in list(Role)]
    if unknown:
        raise SettingError(
            f"SERVER_FOR does not know {', '.join(map(repr, unknown))}. It takes one or more of "
            f"{', '.join(role.value for role in Role)}, separated by commas."
        )
    served = frozenset(Role(word) for word in named)
    if Role.STEWARD in served and len(served) > 1:
        raise SettingError(
            "SERVER_FOR names steward beside others. Records with names have a server of their own: "
            "start one with SERVER_FOR=steward, and another one for the others."
        )
    return served


def real_data_without_sign_in() -> bool:
    """Whether the setting REAL_DATA_WITHOUT_SIGN_IN says yes: real numbers are then shown although nobody signs in."""
    return os.environ.get("REAL_DATA_WITHOUT_SIGN_IN") == "yes"


def public_address() -> str | None:
    """Return the setting PUBLIC_ADDRESS: where readers reach this server, such as https://outcomes.county.example."""
    return (os.environ.get("PUBLIC_ADDRESS") or "").rstrip("/") or None


def warehouse_address() -> str | None:
    """Return the setting WAREHOUSE_URL: where the warehouse is, when it is no file of its own in the data folder."""
    return os.environ.get("WAREHOUSE_URL") or None


def voices_inbox() -> Path | None:
    """Return the setting VOICES_INBOX: the drop box of notes and questions, when it is not in the county's data folder."""
    named = os.environ.get("VOICES_INBOX")
    return Path(named) if named else None


def audit_key_file() -> Path | None:
    """Return the setting AUDIT_KEY: the file that holds the key of the audit logs, when it is not beside the log."""
    named = os.environ.get("AUDIT_KEY")
    return Path(named) if named else None


def audit_anchors_folder() -> Path | None:
    """Return the setting AUDIT_ANCHORS: the folder that anchors of the audit logs are written to, best on another machine."""
    named = os.environ.get("AUDIT_ANCHORS")
    return Path(named) if named else None


def who_is_here() -> str:
    """Return the account that runs this program: what a command does is kept with who gave it."""
    return getpass.getuser()
