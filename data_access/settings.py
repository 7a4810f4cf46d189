"""Where data live and which county is shown, as the environment says."""

import os
from pathlib import Path


def data_dir() -> Path:
    """Return the folder named by the setting DATA_DIR; data/ beside the program when it is not set."""
    return Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parents[1] / "data")


def county_setting() -> str:
    """Return the setting COUNTY: the name of a folder under counties/, or a path to one; made-up when it is not set."""
    return os.environ.get("COUNTY") or "made-up"


def county_id() -> str:
    """Return the id of the county named by the setting COUNTY: the name of its folder."""
    return Path(county_setting()).name


def is_for_data_team() -> bool:
    """Whether the setting SERVER_FOR says data_team: the server then shows records with names, and nothing else."""
    return os.environ.get("SERVER_FOR") == "data_team"


def warehouse_address() -> str | None:
    """Return the setting WAREHOUSE_URL: where the warehouse is, when it is no file of its own in the data folder."""
    return os.environ.get("WAREHOUSE_URL") or None
