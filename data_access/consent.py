"""Which people have agreed that records of their treatment for substance use are shared (42 CFR Part 2), on which day.

A record that is protected enters an extract only where its person has a valid consent that day. Consents count for the key
that they were given under, never for keys that were joined with it: a wrong join would share what nobody agreed to.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl
import sqlalchemy as sa

from data_access.consent_elements import ELEMENTS, EXPIRY, RECIPIENT
from data_access.county import County
from data_access.warehouse import EVENT, read_frame
from metrics.language import Flag, Kind


class WithoutBasis(StrEnum):
    """Why a protected record has no consent to rest on."""

    NO_CONSENT = "no_consent"
    REVOKED = "consent_revoked"
    EXPIRED = "consent_expired"
    ELEMENT_MISSING = "consent_element_missing"
    RECIPIENT_NOT_NAMED = "consent_recipient_not_named"


VALID: Final = ""
_ORDER: Final = (VALID, *WithoutBasis)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Rows of one source that may not be used: their ids in the warehouse, and by reason the lines where they stand."""

    event_ids: pl.Series
    lines: Mapping[WithoutBasis, tuple[int, ...]]


def standing(consents: pl.DataFrame, revocations: pl.DataFrame, today: dt.date) -> pl.DataFrame:
    """Return one row per person with a consent: person_id, and why it does not hold today (reason; VALID where one does).

    consents: person_id, start_on (signed), end_on (the last day; null for no date) and a String column per mark.
    revocations: person_id, start_on. A revocation ends every consent that was signed on that day or before, from that day
    on. Of several consents one that holds is enough; where none does, the one signed last tells why. What fails in several
    ways is told by the first of REVOKED, EXPIRED, ELEMENT_MISSING, RECIPIENT_NOT_NAMED. The last day itself still counts.
    """
    taken_back = (
        revocations.filter(pl.col("start_on") <= today)
        .group_by("person_id")
        .agg(pl.col("start_on").max().alias("_revoked_on"))
    )
    there = {name: pl.col(name).eq_missing(Flag.YES.value) for name in (*ELEMENTS, EXPIRY)}
    whole = pl.all_horizontal(*(said for name, said in there.items() if name not in (RECIPIENT, EXPIRY)))
    has_an_end = pl.col("end_on").is_not_null() | there[EXPIRY]
    reason = (
        pl.when(pl.col("_revoked_on") >= pl.col("start_on"))
        .then(pl.lit(WithoutBasis.REVOKED.value))
        .when(pl.col("end_on") < today)
        .then(pl.lit(WithoutBasis.EXPIRED.value))
        .when(~(whole & has_an_end))
        .then(pl.lit(WithoutBasis.ELEMENT_MISSING.value))
        .when(~there[RECIPIENT])
        .then(pl.lit(WithoutBasis.RECIPIENT_NOT_NAMED.value))
        .otherwise(pl.lit(VALID))
    )
    told = consents.filter(pl.col("start_on") <= today).join(taken_back, on="person_id", how="left")
    told = told.with_columns(reason.alias("reason"))
    rank = pl.col("reason").replace_strict({name: place for place, name in enumerate(_ORDER)}, return_dtype=pl.Int64)
    best_first = told.with_columns(_rank=rank, _holds=pl.col("reason") == VALID).sort(
        "_holds", "start_on", "_rank", descending=[True, True, False]
    )
    return best_first.unique("person_id", keep="first", maintain_order=True).select("person_id", "reason")


def without_basis(
    connection: sa.Connection, county: County, load_ids: Mapping[str, int], today: dt.date
) -> dict[str, Kept]:
    """Return, for each loaded source that is protected, the rows that may not be used today.

    load_ids are those of the sources that an agreement covers: a consent form from a source that none covers is no basis.
    """
    protected = [source for source in county.sources if source.part_2 and source.id in load_ids]
    if not protected:
        return {}
    by_space: dict[str, list[int]] = {}
    for source in county.sources:
        if source.is_of_consent and source.id in load_ids:
            by_space.setdefault(source.people, []).append(load_ids[source.id])
    found = {}
    for source in protected:
        rows = _rows(connection, [load_ids[source.id]], [source.part_2_flag] if source.part_2_flag else [])
        if source.part_2_flag:
            rows = rows.filter(pl.col(source.part_2_flag).eq_missing(Flag.NO.value).not_())
        forms = _rows(connection, by_space.get(source.people, []), [*ELEMENTS, EXPIRY])
        revoked = forms["kind"] == Kind.CONSENT_REVOKED.value
        stands = standing(forms.filter(~revoked), forms.filter(revoked), today)
        rows = rows.join(stands, on="person_id", how="left", maintain_order="left").with_columns(
            pl.col("reason").fill_null(WithoutBasis.NO_CONSENT.value)
        )
        out = rows.filter(pl.col("reason") != VALID)
        found[source.id] = Kept(
            event_ids=out["event_id"],
            lines={
                why: tuple(sorted(out.filter(pl.col("reason") == why.value)["line"].to_list())) for why in WithoutBasis
            },
        )
    return found


def _rows(connection: sa.Connection, load_ids: list[int], marks: list[str]) -> pl.DataFrame:
    """Return event_id, line, person_id, kind, start_on, end_on and the marks of the rows of these loads."""
    names = ("event_id", "line", "person_id", "kind", "start_on", "end_on", "flags")
    query = sa.select(*(EVENT.c[name] for name in names)).where(EVENT.c.load_id.in_(load_ids))
    types = (pl.Int64, pl.Int64, pl.Int64, pl.String, pl.Date, pl.Date, pl.String)
    rows = read_frame(connection, query.order_by(EVENT.c.line), dict(zip(names, types, strict=True)))
    if not marks:
        return rows.drop("flags")
    decoded = pl.col("flags").str.json_decode(pl.Struct(dict.fromkeys(marks, pl.String)))
    return rows.with_columns(decoded).unnest("flags")
