"""Refused rows: written out for someone to mend, and taken in again, so that nothing is counted twice."""

import csv
import datetime as dt
import os
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data_access import store
from data_access.checks import LEFT_OUT, MENDED, RULES
from data_access.consent_elements import NOTICE
from data_access.forgetting import patches_digest
from data_access.intake import Came, CurrentLoad, Intake, write_findings, write_receipt
from data_access.mapping import Findings, Mapper
from data_access.readers.contract import Batch
from data_access.sources import Source
from data_access.warehouse import EVENT, FINDING, LOAD, MEND, REFUSED_ROW
from metrics.cells import as_it_was, as_text

_OURS = ("refused_row", "line", "rule", "what_to_do")
"""Columns that stand before the source's own in the file that is written out."""
PART_2_NOTICE = "part_2_notice"
"""The column that holds the notice of 42 CFR 2.32."""


class MendError(Exception):
    """Refused rows cannot be written out or taken in; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Mended:
    """Whose mended rows were taken in (digests of the rows as they had arrived), how many, and the rules against others."""

    digests: frozenset[str]
    rows: int
    against: Counter[str]


@dataclass(frozen=True, kw_only=True)
class Reoffered:
    """What became of rows that were offered again. still counts, by rule, those that are refused once more."""

    taken: int
    unchanged: int
    unknown: int
    still: Mapping[str, int]


def write_refused(connection: sa.Connection, source: Source, load: CurrentLoad, path: Path) -> int:
    """Write the refused rows of a source to a file that only this user can read; return how many.

    The file is UTF-8 with a mark at its start, so that Excel reads it, with the source's delimiter. Rows that the county
    leaves out on purpose are not in it. Rows that 42 CFR Part 2 protects each carry its notice. Cells that a spreadsheet
    would run as a formula are marked (metrics.cells); read_mended takes the marks off again. Raises MendError where the
    file is there already or there is nothing to write.
    """
    query = sa.select(REFUSED_ROW).where(REFUSED_ROW.c.load_id == load.load_id, REFUSED_ROW.c.rule_id != LEFT_OUT)
    rows = connection.execute(query.order_by(REFUSED_ROW.c.line, REFUSED_ROW.c.refused_row_id)).all()
    if not rows:
        raise MendError(f"No row of {source.id} was refused that could be mended.")
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise MendError(f"{path.name} is there already. Name another file after --to.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=source.delimiter)
        notice = {PART_2_NOTICE: NOTICE} if source.part_2 or source.is_of_consent else {}
        writer.writerow([*_OURS, *notice, *map(as_text, columns)])
        for row in rows:
            rule = RULES[row.rule_id]
            told = [row.row_digest, row.line, rule.sentence, rule.what_to_do]
            writer.writerow([*told, *notice.values(), *(as_text(row.cells.get(name, "")) for name in columns)])
    return len(rows)


def read_mended(path: Path, source: Source) -> dict[str, dict[str, str]]:
    """Return the rows of a file that write_refused wrote, by their refused_row; raise MendError where it is no such file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, delimiter=source.delimiter, restkey="")
            names = reader.fieldnames = [as_it_was(name) for name in reader.fieldnames or []]
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error):
        raise MendError(f"{path.name} cannot be read. Save it as CSV in UTF-8, with the columns that it had.") from None
    missing = [name for name in ("refused_row", *source.columns_read) if name not in names]
    if missing:
        raise MendError(
            f"{path.name}: there is no column {', '.join(map(repr, missing))}. Leave the columns as they were."
        )
    for number, row in enumerate(rows, start=1):
        if "" in row or None in row.values():
            raise MendError(f"{path.name}, row {number}: more or fewer cells than the header. Mend that row.")
    return {
        row["refused_row"]: {name: as_it_was(cell) for name, cell in row.items() if name not in (*_OURS, PART_2_NOTICE)}
        for row in rows
    }


def apply_mends(connection: sa.Connection, source: Source, mapper: Mapper, intake: Intake) -> Mended:
    """Take in, in the place of refused rows, what someone made of them.

    A mended row that is refused again, or that says what another row of the source says already, changes nothing: the
    refused row stays as it arrived. The mapper must know the rows of the source, and counts what it finds in those taken.
    """
    query = (
        sa.select(REFUSED_ROW, MEND.c.cells.label("mended"))
        .join(MEND, sa.and_(MEND.c.row_digest == REFUSED_ROW.c.row_digest, MEND.c.source_id == source.id))
        .where(REFUSED_ROW.c.load_id == intake.load_id)
        .order_by(REFUSED_ROW.c.line, REFUSED_ROW.c.refused_row_id)
    )
    taken: set[str] = set()
    against: Counter[str] = Counter()
    rows = 0
    for row in connection.execute(query).all():
        cells = [row.mended.get(name, "") for name in mapper.columns]
        kept, refused, found = mapper.try_one(Batch(lines=[row.line], rows=[cells]))
        if refused or kept.is_empty() or not (kept["first_time"].all() or source.exact_duplicates == "keep"):
            against[refused[0].rule_id if refused else "duplicate_row"] += 1
            continue
        intake.take(kept)
        connection.execute(sa.delete(REFUSED_ROW).where(REFUSED_ROW.c.refused_row_id == row.refused_row_id))
        mapper.findings.counts.update(found.counts)
        mapper.findings.counts[row.rule_id, row.column_name, ""] -= 1
        mapper.findings.add(MENDED, row.column_name, 1)
        taken.add(row.row_digest)
        rows += 1
    return Mended(digests=frozenset(taken), rows=rows, against=against)


def reoffer(
    connection: sa.Connection, source: Source, load: CurrentLoad, mapper: Mapper, path: Path, now: dt.datetime
) -> Reoffered:
    """Take in the mended rows of a file that write_refused wrote, and remember them for the loads to come.

    The mapper has the columns of the source and has mapped nothing yet.
    """
    began = time.monotonic()
    offered = read_mended(path, source)
    refused = {
        row.row_digest: row.cells
        for row in connection.execute(sa.select(REFUSED_ROW).where(REFUSED_ROW.c.load_id == load.load_id))
    }
    changed = {
        digest: cells
        for digest, cells in offered.items()
        if digest in refused and any(text != refused[digest].get(name, "") for name, text in cells.items())
    }
    for digest, cells in changed.items():
        connection.execute(sa.delete(MEND).where(MEND.c.source_id == source.id, MEND.c.row_digest == digest))
        connection.execute(sa.insert(MEND), {"source_id": source.id, "row_digest": digest, "cells": cells})
    held = connection.execute(sa.select(EVENT.c.row_digest).where(EVENT.c.load_id == load.load_id)).scalars()
    mapper.digests.remember(pl.Series(held.all(), dtype=pl.Int64).to_numpy())
    mapper.findings = _findings(connection, load.load_id)
    intake = Intake(connection, source, load.load_id, rewrite=False)
    mended = apply_mends(connection, source, mapper, intake)
    for digest in changed.keys() - mended.digests:
        connection.execute(sa.delete(MEND).where(MEND.c.source_id == source.id, MEND.c.row_digest == digest))
    write_findings(connection, load.load_id, mapper.findings)
    _recount(connection, source, load.load_id, mended.rows)
    came = Came(
        way="reoffer", file_name=path.name, file_sha256=store.file_digest(path), loaded_at=now, rows_in=len(offered),
        rows_kept=mended.rows, rows_new=mended.rows, rows_mended=mended.rows, rows_refused=sum(mended.against.values()),
        seconds=time.monotonic() - began,
    )  # fmt: skip
    write_receipt(connection, source.id, came)
    unknown = len(offered.keys() - refused.keys())
    return Reoffered(
        taken=mended.rows, unchanged=len(offered) - unknown - len(changed), unknown=unknown, still=mended.against
    )


def _findings(connection: sa.Connection, load_id: int) -> Findings:
    rows = connection.execute(sa.select(FINDING).where(FINDING.c.load_id == load_id)).all()
    return Findings(
        counts=Counter({(row.rule_id, row.column_name, row.code or ""): row.rows for row in rows}),
        details={(row.rule_id, row.column_name): row.detail for row in rows if row.detail},
    )


def _recount(connection: sa.Connection, source: Source, load_id: int, mended: int) -> None:
    """Write into the load what it comes to now."""
    connection.execute(
        sa.update(LOAD)
        .where(LOAD.c.load_id == load_id)
        .values(
            rows_kept=LOAD.c.rows_kept + mended,
            rows_refused=LOAD.c.rows_refused - mended,
            patches_sha256=patches_digest(connection, source),
        )
    )
