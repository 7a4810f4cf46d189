"""What of the warehouse an extract may be made of on a day: what an agreement covers, and a consent where one is needed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_access.agreements import AGREEMENTS_FILE
from data_access.consent import without_basis
from data_access.county import County
from data_access.intake import CurrentLoad, current_load
from data_access.sources import Source
from data_access.withheld import Withheld, without_agreement, without_consent


class NothingToUseError(Exception):
    """Nothing is loaded, or nothing of it may be used; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What an extract is made of: the loads of sources that may be used, and what of the warehouse stays out, and why.

    left_out tells apart what stays out, for the name of the extract; event_ids are the rows of the loads that stay out.
    """

    loads: list[tuple[Source, CurrentLoad]]
    withheld: tuple[Withheld, ...]
    left_out: list[Any]
    event_ids: pl.Series

    @property
    def load_ids(self) -> list[int]:
        """The loads by their ids in the warehouse."""
        return [load.load_id for _, load in self.loads]


def choose(connection: sa.Connection, county: County, today: dt.date) -> Chosen:
    """Choose what may be used today: what an agreement covers, without consents themselves and rows that lack one."""
    found = [(source, current_load(connection, source.id)) for source in county.sources]
    ids = {source.id: load.load_id for source, load in found if load}
    if not ids:
        raise NothingToUseError(f"Nothing is loaded for {county.id} yet. Run: python -m data_access build {county.id}")
    uncovered = without_agreement(connection, county, ids, today)
    covered = {name: load_id for name, load_id in ids.items() if name not in {rows.source_id for rows in uncovered}}
    kept = without_basis(connection, county, covered, today)
    loads = [(source, load) for source, load in found if load and source.id in covered and not source.is_of_consent]
    if not loads:
        raise NothingToUseError(
            f"No agreement covers any source of {county.id} on {today}, so there is nothing to measure. "
            f"Renew one in {county.id}/{AGREEMENTS_FILE}."
        )
    empty = pl.Series("event_id", [], dtype=pl.Int64)
    return Chosen(
        loads=loads,
        withheld=(*uncovered, *without_consent(kept)),
        left_out=[[source_id, why, lines] for source_id, rows in kept.items() for why, lines in rows.lines.items()],
        event_ids=pl.concat([empty, *(rows.event_ids for rows in kept.values())]),
    )
