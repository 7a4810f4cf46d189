"""Takes what a source says about who its people are into the warehouse's identity table, as it arrived."""

import polars as pl
import sqlalchemy as sa

from data_access.identity_tables import IDENTITY
from data_access.linkage_settings import ALIAS_FIELDS, IDENTITY_FIELDS
from data_access.sources import Source
from data_access.warehouse import insert_rows
from metrics.language import NOT_STATED, UNMAPPED

_PREFIX = "identity_"


def identity_columns(table: pl.DataFrame, source: Source, sexes: pl.Series) -> dict[str, pl.Series]:
    """Return what tells who the person of each row is, in columns of their own; none where the source tells nothing.

    table: the source's rows as trimmed text, named by field, with _birth_date where the source has one. sexes are in our
    words. A birth date becomes ISO text; one that cannot be read stays as it arrived.
    """
    if not source.tells_who:
        return {}
    columns = {f"{_PREFIX}{name}": table[name] for name in (*IDENTITY_FIELDS, *ALIAS_FIELDS) if name in table.columns}
    if "birth_date" in table.columns:
        iso = pl.col("_birth_date").dt.to_string("iso")
        columns[f"{_PREFIX}birth_date"] = table.select(pl.coalesce(iso, pl.col("birth_date"))).to_series()
    if "sex" in source.fields:
        columns[f"{_PREFIX}sex"] = sexes
    return columns


def keep_identities(connection: sa.Connection, load_id: int, rows: pl.DataFrame) -> pl.DataFrame:
    """Insert what the rows tell about who their people are, each different saying once; return the rows without it.

    An alias is a saying of its own, with the same birth date and numbers.
    """
    told = [name for name in rows.columns if name.startswith(_PREFIX)]
    if not told:
        return rows
    said = rows.select("person_id", *(pl.col(name).alias(name.removeprefix(_PREFIX)) for name in told))
    if "sex" in said.columns:
        said = said.with_columns(pl.when(~pl.col("sex").is_in([NOT_STATED, UNMAPPED])).then("sex").alias("sex"))
    absent = [pl.lit(None, pl.String).alias(name) for name in IDENTITY_FIELDS if name not in said.columns]
    whole = said.with_columns(absent)
    names = pl.concat([whole, *_aliases(whole)]).select("person_id", *IDENTITY_FIELDS)
    tells = pl.any_horizontal(pl.col(name).is_not_null() for name in IDENTITY_FIELDS)
    distinct = names.filter(tells).unique(maintain_order=True)
    insert_rows(connection, IDENTITY, distinct.with_columns(load_id=pl.lit(load_id)))
    return rows.drop(told)


def _aliases(said: pl.DataFrame) -> list[pl.DataFrame]:
    given = {name.removeprefix("alias_"): name for name in ALIAS_FIELDS if name in said.columns}
    if not given:
        return []
    with_alias = said.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in given.values()))
    return [with_alias.with_columns(pl.coalesce(alias, name).alias(name) for name, alias in given.items())]
