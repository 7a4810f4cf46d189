"""Which rows of the warehouse may not enter an extract today, and why."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_access.consent import Kept
from data_access.county import County
from data_access.warehouse import EVENT


class Withheld(BaseModel):
    """Rows of a source that an extract left out for one reason. It counts rows, and tells nothing about any of them.

    reason is a word of agreements.WithoutAgreement or consent.WithoutBasis; agreement_id and on belong to the first: which
    agreement, and on which day it ended or will begin.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_id: str
    reason: str
    rows: int
    agreement_id: str = ""
    on: dt.date | None = None


def without_agreement(
    connection: sa.Connection, county: County, load_ids: Mapping[str, int], today: dt.date
) -> tuple[Withheld, ...]:
    """Return the loaded sources that no agreement covers today; none where the county keeps no register."""
    found = []
    for source_id, load_id in load_ids.items():
        problem = county.agreements.not_covered(source_id, today) if county.agreements else None
        if problem is not None:
            rows = connection.scalar(sa.select(sa.func.count()).where(EVENT.c.load_id == load_id)) or 0
            found.append(
                Withheld(
                    source_id=source_id,
                    reason=problem.why.value,
                    rows=rows,
                    agreement_id=problem.agreement_id,
                    on=problem.on,
                )
            )
    return tuple(found)


def without_consent(kept: Mapping[str, Kept]) -> tuple[Withheld, ...]:
    """Return how many rows of each protected source have no consent to rest on, by reason."""
    return tuple(
        Withheld(source_id=source_id, reason=why.value, rows=len(lines))
        for source_id, rows in kept.items()
        for why, lines in rows.lines.items()
        if lines
    )
