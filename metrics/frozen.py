"""What was published stays published: an earlier publication's numbers, and the groups that it told of, go into the next.

Numbers that are counted anew whenever a late record comes in would tell, by how they move, of the people who came in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from metrics.answers import PublishedAnswers
from metrics.closed import ClosedSet, behind
from metrics.declaration import Measure
from metrics.folding import Table
from metrics.language import Status

SCHEMA: Final = {
    "measures": pl.String,
    "table": pl.Int32,
    "period": pl.String,
    "place": pl.Int32,
    "grouping": pl.String,
    "group": pl.String,
    "shown_as": pl.String,
}
_SAID: Final = (Status.SHOWN.value, Status.HIDDEN.value)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """Answers of which those that an earlier publication gave are its own; rows: how many that are."""

    answers: PublishedAnswers
    rows: int


def freeze(new: PublishedAnswers, earlier: PublishedAnswers, measures: Sequence[Measure]) -> Frozen:
    """Put the numbers and the hidden marks of an earlier publication in the place of new ones.

    What was too early or not reported then is told anew. A row that only the earlier one has stays if it had a number or
    was hidden. Only answers of the same version of a definition stay, and none of records that may no longer be used: where
    the new answers about a period are not reported, so are the earlier ones. Both must have the same groupings.
    """
    names = new.grouping_ids
    if names != earlier.grouping_ids:
        raise ValueError(f"an earlier publication is split by {earlier.grouping_ids}, this one by {names}")
    key = ["measure_id", "measure_version", "period", "window_days", *names]
    versions = pl.DataFrame(
        [(measure.measure_id, measure.version) for measure in measures],
        schema={"measure_id": pl.String, "measure_version": new.frame.schema["measure_version"]},
        orient="row",
    )
    said = earlier.frame.filter(pl.col("status").is_in(_SAID)).join(versions, on=list(versions.columns), how="semi")
    withdrawn = new.frame.filter(pl.col("status") == Status.NOT_REPORTED).select("measure_id", "period").unique()
    said = said.join(withdrawn, on=["measure_id", "period"], how="anti").select(new.frame.columns)
    others = new.frame.join(said, on=key, how="anti", nulls_equal=True, maintain_order="left")
    order = new.frame.select(key).with_row_index("_row")
    whole = pl.concat([others, said]).join(order, on=key, how="left", nulls_equal=True, maintain_order="left")
    whole = whole.sort("_row", nulls_last=True, maintain_order=True).drop("_row")
    return Frozen(answers=PublishedAnswers(frame=whole, grouping_ids=names), rows=said.height)


def tables_of(closed: ClosedSet, measures: Sequence[Measure]) -> pl.DataFrame:
    """Return the tables of a closed set as rows with SCHEMA, to be kept beside the answers.

    measures: the ids of all that are about the same people, with spaces between. table: its number. place: of the grouping
    among those of the table, from 0; -1 for a table that is not split, which has one row.
    """
    about: dict[int, list[str]] = {}
    for measure in measures:
        if behind(measure) in closed.tables:
            about.setdefault(id(closed.tables[behind(measure)]), []).append(measure.measure_id)
    by_id = {id(tables): tables for tables in closed.tables.values()}
    rows: list[tuple[str, int, str, int, str, str, str]] = []
    numbered = ((" ".join(ids), table) for number, ids in about.items() for table in by_id[number])
    for number, (ids, table) in enumerate(numbered):
        if not table.by:
            rows.append((ids, number, table.period, -1, "", "", ""))
        for place, (name, mapping) in enumerate(zip(table.by, table.shown_as, strict=True)):
            rows += [(ids, number, table.period, place, name, group, shown) for group, shown in mapping.items()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def tables_from(rows: pl.DataFrame) -> Mapping[str, Sequence[Table]]:
    """Return the tables that tables_of made rows of, by measure; measures about the same people have the same list."""
    found: dict[str, list[Table]] = {}
    for (ids, _, period), parts in rows.group_by("measures", "table", "period", maintain_order=True):
        split = parts.filter(pl.col("place") >= 0).partition_by("place", maintain_order=True)
        table = Table(
            by=tuple(part["grouping"][0] for part in split),
            period=str(period),
            shown_as=tuple(dict(part.select("group", "shown_as").iter_rows()) for part in split),
        )
        found.setdefault(str(ids), []).append(table)
    return {measure_id: tables for ids, tables in found.items() for measure_id in ids.split(" ")}
