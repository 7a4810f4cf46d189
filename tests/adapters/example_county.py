"""A county that takes one adapter as it comes, loaded from the adapter's example files."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from data_access import building
from data_access.county import County, read_county
from data_access.receipts import SourceReceipt, read_receipts
from data_access.warehouse import EVENT, LOAD, open_warehouse, warehouse_url

EXAMPLES: Final = Path(__file__).parent / "examples"
NOW: Final = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
COUNTY_FILE: Final = """\
name = "Example County"
made_up = true
time_zone = "America/Denver"
grouping = []

[data_span]
rule = "fixed"
last_on = 2024-12-31

[[source]]
adapter = "{adapter}"
agency = "An example agency"
"""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What the warehouse holds after a load: events by source in the order of the file, receipts by source."""

    county: County
    events: dict[str, list[dict[str, Any]]]
    receipts: dict[str, SourceReceipt]


def load(adapter: str, folder: Path, *, more: str = "", sources: Path | None = None) -> Loaded:
    """Load the example files of an adapter; more is put at the end of the county file."""
    (folder / "county.toml").write_text(COUNTY_FILE.format(adapter=adapter) + more, "utf-8")
    county = read_county(str(folder))
    assert building.import_sources(county, sources or EXAMPLES / adapter, folder / "data", NOW, lambda _: None) == []
    engine = open_warehouse(warehouse_url(folder / "data", county.id))
    with engine.connect() as connection:
        query = sa.select(LOAD.c.source_id, EVENT).join_from(EVENT, LOAD).order_by(EVENT.c.event_id)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        receipts = {receipt.source_id: receipt for receipt in read_receipts(connection, county)}
    engine.dispose()
    events = {source.id: [row for row in rows if row["source_id"] == source.id] for source in county.sources}
    return Loaded(county=county, events=events, receipts=receipts)
