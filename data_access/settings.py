"""Where data live and which county is shown, as the environment says."""

import os
from pathlib import Path


def data_dir() -> Path:
    """Return the folder named by the setting DATA_DIR; data/ beside the program when it is not set."""
    return Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parents[1] / "data")


def county_id() -> str:
    """Return the county named by the setting COUNTY: a folder under counties/ or a path to one; made-up when not set."""
    return Path(os.environ.get("COUNTY") or "made-up").name


def warehouse_address() -> str | None:
    """Return the setting WAREHOUSE_URL: where the warehouse is, when it is no file of its own in the data folder."""
    return os.environ.get("WAREHOUSE_URL") or None
