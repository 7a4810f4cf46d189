"""The rows that were refused: where they are and why, for the data team to mend."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data_access.checks import RULES
from data_access.county import County
from data_access.receipts import sentence
from data_access.warehouse import LOAD, REFUSED_ROW, open_warehouse, warehouse_url


def refused_rows(data_dir: Path, county: County) -> list[dict[str, Any]]:
    """Return one row per refused row of the current loads, by source and line; the cells themselves stay inside."""
    engine = open_warehouse(warehouse_url(data_dir, county.id))
    query = (
        sa.select(
            LOAD.c.source_id, LOAD.c.file_name, REFUSED_ROW.c.line, REFUSED_ROW.c.column_name, REFUSED_ROW.c.rule_id
        )
        .join_from(REFUSED_ROW, LOAD)
        .order_by(LOAD.c.source_id, REFUSED_ROW.c.line)
    )
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    engine.dispose()
    sources = {source.id: source for source in county.sources}
    for row in rows:
        rule = RULES[row["rule_id"]]
        source = sources.get(row["source_id"])
        said = sentence(source, rule.rule_id, row["column_name"]) if source else rule.sentence
        row |= {"rule": said, "what_to_do": rule.what_to_do}
    return rows
