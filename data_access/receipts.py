"""What arrived from each source and what became of it, told without a value of any person."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from data_access.checks import LEFT_OUT, READ_ELSEWHERE, RULES
from data_access.county import County
from data_access.intake import current_load
from data_access.sources import Source
from data_access.warehouse import EVENT, FINDING, LOAD, REFUSED_ROW
from data_access.withheld import Withheld

FEWEST_ROWS_OF_A_CODE = 11
"""A code that fewer rows hold is not spelled out: in a wrongly mapped column it could be somebody's name."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CodeCount(_Part):
    """How many rows held a code that the county file does not name. code is "" for all rare codes together."""

    code: str
    rows: int


class Finding(_Part):
    """What one rule found in one column of one source."""

    rule_id: str
    severity: str
    column: str
    sentence: str
    what_to_do: str
    rows: int
    codes: tuple[CodeCount, ...] = ()


class SourceReceipt(_Part):
    """What arrived from one source and what became of it.

    Every row is kept, refused, one in which nothing happened, one that another source reads, or one of a person who must
    stay forgotten. rows_refused_again are those of the refused that an earlier source of the same file refused too, or
    another one kept: in a total of rows they are counted there. first_on and last_on are the earliest and latest date kept;
    null where no row was kept. withheld: rows that were kept and that the extract left out all the same.
    """

    source_id: str
    title: str
    agency: str
    file_name: str
    file_sha256: str
    rows_in: int
    rows_kept: int
    rows_refused: int
    rows_without_event: int = 0  # publications made before this was counted had none
    rows_read_elsewhere: int = 0
    rows_refused_again: int = 0
    rows_forgotten: int = 0
    people: int
    first_on: dt.date | None
    last_on: dt.date | None
    withheld: tuple[Withheld, ...] = ()
    findings: tuple[Finding, ...]


def read_receipts(connection: sa.Connection, county: County) -> tuple[SourceReceipt, ...]:
    """Return the receipt of each source's current load, in the county file's order; sources never loaded have none."""
    receipts = []
    files: dict[str, list[int]] = {}
    loads = [(source, current_load(connection, source.id)) for source in county.sources]
    for source, load in loads:
        if load:
            of_file = [other.load_id for _, other in loads if other and other.file_sha256 == load.file_sha256]
            earlier = files.setdefault(load.file_sha256, [])
            again = _refused_again(connection, load.load_id, earlier, of_file)
            receipts.append(_receipt(connection, source, load.load_id).model_copy(update={"rows_refused_again": again}))
            earlier.append(load.load_id)
    return tuple(receipts)


def _refused_again(connection: sa.Connection, load_id: int, earlier: list[int], of_file: list[int]) -> int:
    """Count the refused rows of a load whose line an earlier load of the same file refused too, or any of it kept."""
    if len(of_file) < 2:
        return 0
    mine, others = (
        set(connection.execute(sa.select(REFUSED_ROW.c.line).where(REFUSED_ROW.c.load_id.in_(ids))).scalars())
        for ids in ([load_id], earlier)
    )
    kept = sa.select(EVENT.c.line).where(EVENT.c.load_id.in_(of_file)).distinct()
    return len(mine & (others | set(connection.execute(kept).scalars()))) if mine else 0


def _receipt(connection: sa.Connection, source: Source, load_id: int) -> SourceReceipt:
    load = connection.execute(sa.select(LOAD).where(LOAD.c.load_id == load_id)).one()
    kept = connection.execute(
        sa.select(
            sa.func.count(sa.distinct(EVENT.c.person_id)).label("people"),
            sa.func.min(EVENT.c.start_on).label("first_on"),
            sa.func.max(EVENT.c.start_on).label("last_start_on"),
            sa.func.max(EVENT.c.end_on).label("last_end_on"),
        ).where(EVENT.c.load_id == load_id)
    ).one()
    findings = _findings(connection, source, load_id)
    elsewhere = sum(finding.rows for finding in findings if finding.rule_id == READ_ELSEWHERE)
    return SourceReceipt(
        source_id=source.id,
        title=source.title,
        agency=source.agency,
        file_name=load.file_name,
        file_sha256=load.file_sha256,
        rows_in=load.rows_in,
        rows_kept=load.rows_kept,
        rows_refused=load.rows_refused,
        rows_without_event=load.rows_in - load.rows_kept - load.rows_refused - load.rows_forgotten - elsewhere,
        rows_read_elsewhere=elsewhere,
        rows_forgotten=load.rows_forgotten,
        people=kept.people,
        first_on=kept.first_on,
        last_on=max((day for day in (kept.last_start_on, kept.last_end_on) if day), default=None),
        findings=findings,
    )


def _findings(connection: sa.Connection, source: Source, load_id: int) -> tuple[Finding, ...]:
    rows = connection.execute(sa.select(FINDING).where(FINDING.c.load_id == load_id).order_by(FINDING.c.finding_id))
    grouped: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        grouped.setdefault((row.rule_id, row.column_name), []).append(row)
    return tuple(_finding(source, rule_id, column, found) for (rule_id, column), found in grouped.items())


def sentence(source: Source, rule_id: str, column: str) -> str:
    """Say what a rule found in a column; where the rule is the county's own, with the county's reason."""
    reasons = [rule.why for rule in source.only if rule.why and rule_id == LEFT_OUT and rule.column == column]
    return " ".join([RULES[rule_id].sentence, *reasons])


def _finding(source: Source, rule_id: str, column: str, rows: list[Any]) -> Finding:
    rule = RULES[rule_id]
    coded = [row for row in rows if row.code is not None]
    common = [CodeCount(code=row.code, rows=row.rows) for row in coded if row.rows >= FEWEST_ROWS_OF_A_CODE]
    rare = sum(row.rows for row in coded if row.rows < FEWEST_ROWS_OF_A_CODE)
    codes = sorted(common, key=lambda code: (-code.rows, code.code))
    if rare:
        codes.append(CodeCount(code="", rows=rare))
    return Finding(
        rule_id=rule_id,
        severity=rule.severity.value,
        column=column,
        sentence=" ".join([sentence(source, rule_id, column), *(row.detail for row in rows if row.detail)]),
        what_to_do=rule.what_to_do,
        rows=sum(row.rows for row in rows),
        codes=tuple(codes),
    )
