"""What residents are told about the use of their data: agreements, loads and counts of deeds, in one file for an audience.

A server of publications opens neither the warehouse nor the audit log. So `publish` writes this file beside the publications
and not into one, since it changes with every look and a publication never does. It is put in place whole, by a rename.
"""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, ValidationError

from data_access.agreements import Agreement, Contact
from data_access.audit import Deed, read_entries
from data_access.county import County
from data_access.publications import Audience, publications_folder
from data_access.warehouse import RECEIPT, in_warehouse

USE_FILE: Final = "use_of_data.json"
USE_FORMAT: Final = 1
TOLD: Final = (
    Deed.NAMES_SHOWN,
    Deed.REVIEW,
    Deed.VOICE,
    Deed.QUESTION,
    Deed.EXPORT,
    Deed.LOAD,
    Deed.FORGET,
    Deed.PUBLISH,
    Deed.REFUSED,
)
"""The deeds that residents are told of: someone saw, took, changed or gave out something, or was turned away."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shared(_Part):
    """One source: what it is called, whose it is, how often it was loaded and on which day last (null: never)."""

    source_id: str
    title: str
    agency: str
    loads: int
    last_loaded_on: dt.date | None


class Seen(_Part):
    """How often people of a role did something in a month (2026-11), by the county's clock. Nobody is named."""

    month: str
    role: str
    deed: str
    times: int


class UseOfData(_Part):
    """All that the page tells. contact and agreements are empty where the county keeps no register.

    noted_through is the day of the last entry in the audit log, null where there is none.
    """

    format: int
    contact: Contact | None
    agreements: tuple[Agreement, ...]
    sources: tuple[Shared, ...]
    seen: tuple[Seen, ...]
    noted_through: dt.date | None


def gather(county: County, data_dir: Path) -> UseOfData:
    """Bring together what the register, the receipts of loads and the audit log say now."""
    zone = ZoneInfo(county.time_zone)
    loaded = (sa.func.count(), sa.func.max(RECEIPT.c.loaded_at))
    query = sa.select(RECEIPT.c.source_id, *loaded).where(RECEIPT.c.way == "load").group_by(RECEIPT.c.source_id)
    with in_warehouse(data_dir, county.id) as connection:
        loads = {source_id: (times, last_at) for source_id, times, last_at in connection.execute(query)}
    days = [
        (dt.datetime.fromisoformat(entry.at).astimezone(zone).date(), entry)
        for entry in read_entries(data_dir, county.id)
    ]
    counted = Counter((f"{day:%Y-%m}", entry.role, entry.deed) for day, entry in days if entry.deed in TOLD)
    register = county.agreements
    return UseOfData(
        format=USE_FORMAT,
        contact=register.contact if register else None,
        agreements=register.agreements if register else (),
        sources=tuple(
            Shared(
                source_id=source.id,
                title=source.title,
                agency=source.agency,
                loads=loads[source.id][0] if source.id in loads else 0,
                last_loaded_on=_day(loads[source.id][1], zone) if source.id in loads else None,
            )
            for source in county.sources
        ),
        seen=tuple(
            Seen(month=month, role=role, deed=deed, times=times)
            for (month, role, deed), times in sorted(counted.items(), key=_newest_first)
        ),
        noted_through=max((day for day, _ in days), default=None),
    )


def _newest_first(row: tuple[tuple[str, str, str], int]) -> tuple[int, str, int]:
    (month, role, deed), _ = row
    return -int(month.replace("-", "")), role, TOLD.index(Deed(deed))


def _day(at: dt.datetime, zone: ZoneInfo) -> dt.date:
    aware = at if at.tzinfo else at.replace(tzinfo=dt.UTC)  # SQLite gives no zone: what was stored is UTC
    return aware.astimezone(zone).date()


def write_use(county: County, data_dir: Path) -> None:
    """Put the file of each audience in place; one that says the same already stays as it is."""
    text = gather(county, data_dir).model_dump_json(indent=1, by_alias=True)
    for audience in Audience:
        path = publications_folder(data_dir, county.id, audience) / USE_FILE
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, "utf-8")
        unfinished.replace(path)


def read_use(data_dir: Path, county_id: str, audience: Audience) -> UseOfData | None:
    """Return what is told to an audience; None where nothing was written yet, or by another version of this program."""
    path = publications_folder(data_dir, county_id, audience) / USE_FILE
    try:
        return UseOfData.model_validate_json(path.read_text("utf-8"))
    except (FileNotFoundError, ValidationError, UnicodeDecodeError):
        return None
