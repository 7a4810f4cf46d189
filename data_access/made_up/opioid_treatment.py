"""The opioid treatment program, whose records need a written consent: who is in it, and which consents hold."""

import datetime as dt
from typing import Final

import numpy as np
import polars as pl

from data_access.made_up.drawing import Span, day_of, happens, pick, whole, written
from data_access.made_up.files import FEW_OF_A_SHARED_FILE, FEW_OF_A_STAY, US_DATE, MadeUpFile, cells, numbered, until

CONSENT_SHARES: Final = {
    "": 0.7,
    "no_consent": 0.08,
    "consent_revoked": 0.08,
    "consent_expired": 0.06,
    "consent_element_missing": 0.04,
    "consent_recipient_not_named": 0.04,
}
"""The planted truth: of the people in the program, the share whose consent holds (""), and why it does not for the others."""
_IN_PROGRAM_SHARE: Final = 0.35
"""Of the people whom the clinics treat."""
_HOLDS_UNTIL: Final = day_of(dt.date(2044, 12, 31))
"""Long after anybody reads this."""


def draw_stays(rng: np.random.Generator, treatment: pl.DataFrame) -> pl.DataFrame:
    """One row per person in the program: person, start, end, as in the first treatment; and how the consent stands."""
    first = treatment.sort("person", "start").unique("person", keep="first", maintain_order=True)
    chosen = first.filter(pl.Series(happens(rng, _IN_PROGRAM_SHARE, first.height))).select("person", "start", "end")
    return chosen.with_columns(consent=pl.Series(pick(rng, CONSENT_SHARES, chosen.height)))


def draw_consents(rng: np.random.Generator, stays: pl.DataFrame, span: Span) -> pl.DataFrame:
    """One row per consent: person, signed, until (null where it ends with the treatment), revoked, recipient, signature.

    Each is signed on the first day of the stay. One that was taken back or ran out did so by the last day of the records.
    """
    forms = stays.filter(pl.col("consent") != "no_consent")
    left = span.last_day - forms["start"].to_numpy()
    later = pl.Series(whole(rng.random(forms.height) * left)) + forms["start"]
    with_treatment = pl.Series(happens(rng, 0.5, forms.height))
    holds_until = pl.when(with_treatment).then(None).otherwise(pl.lit(_HOLDS_UNTIL, pl.Int64))
    return forms.select(
        "person",
        signed="start",
        until=pl.when(pl.col("consent") == "consent_expired").then(later).otherwise(holds_until),
        revoked=pl.when(pl.col("consent") == "consent_revoked").then(later),
        recipient=pl.when(pl.col("consent") == "consent_recipient_not_named")
        .then(pl.lit("Family"))
        .otherwise(pl.lit("County")),
        signature=pl.when(pl.col("consent") == "consent_element_missing").then(pl.lit("N")).otherwise(pl.lit("Y")),
    )


def stays_file(stays: pl.DataFrame, span: Span) -> MadeUpFile:
    """The program's stays. It is a part of the clinics and uses their numbers; it writes no names down again."""
    rows = stays.sort("start", "person")
    table = cells(
        rows,
        {
            "StayNo": numbered(rows, 1, "O{}"),
            "MRN": pl.col("key"),
            "Admitted": written("start", US_DATE),
            "Discharged": until("end", US_DATE, span),
        },
    )
    return MadeUpFile(
        name="opioid_program.csv", table=table, record="StayNo", person="MRN", start="Admitted", start_form=US_DATE,
        end="Discharged", end_form=US_DATE, added=FEW_OF_A_STAY,
    )  # fmt: skip


def consents_file(consents: pl.DataFrame) -> MadeUpFile:
    """The forms that people signed, and the days on which they took them back."""
    rows = consents.sort("signed", "person")
    table = cells(
        rows,
        {
            "FormNo": numbered(rows, 1, "G{}"),
            "MRN": pl.col("key"),
            "Signed": written("signed", US_DATE),
            "Until": written("until", US_DATE),
            "Ends with treatment": pl.when(pl.col("until").is_null()).then(pl.lit("Y")).otherwise(pl.lit("N")),
            "May go to": pl.col("recipient"),
            "Signature": pl.col("signature"),
            "Taken back": written("revoked", US_DATE),
        },
    )
    return MadeUpFile(
        name="consent_forms.csv", table=table, record="FormNo", person="MRN", start="Signed", start_form=US_DATE,
        added=FEW_OF_A_SHARED_FILE,
    )  # fmt: skip
