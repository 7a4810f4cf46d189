"""Makes what sources say of people comparable: letters without accents, numbers without dashes, dates as digits."""

import csv
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from data_access.linkage_settings import IDENTITY_FIELDS, NUMBER_FIELDS

NICKNAMES = Path(__file__).parent / "nicknames.csv"

_NO_NAME: Final = (
    "unknown",
    "unk",
    "unnamed",
    "none",
    "na",
    "n a",
    "null",
    "nfn",
    "nmn",
    "nln",
    "no name",
    "not known",
)
"""What clerks write where there is no name. NFN, NMN, NLN: no first, middle, last name."""

_SUFFIXES: Final = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "2nd": "ii", "iii": "iii"} | {
    "3rd": "iii",
    "iv": "iv",
    "4th": "iv",
}
_PLACEHOLDER_DATES: Final = ("19000101", "99991231", "11111111", "00000000")
_SHORTEST_NUMBER = 4
_SHORTEST_MISSPELT = 4
_RECORD_KEYS: Final = ("key_space", "person_key")


def comparable(told: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person and different saying, with record_id counted from 0.

    told: person_id, key_space, person_key and the IDENTITY_FIELDS as they arrived. The order of the result, and so its
    record_id, depends on what the rows say alone: not on the order in which they came, nor on the ids of the database.
    Values that stand for "not known" are null. first_name_forms holds the names that the first name stands for, and
    first_name_near_forms those that it stands for with a typing error.
    """
    names = {name: _name(name) for name in ("first_name", "middle_name", "last_name", "city")}
    plain = told.select(
        "person_id",
        *_RECORD_KEYS,
        **names,
        suffix=_letters("suffix").replace_strict(_SUFFIXES, default=None, return_dtype=pl.String),
        **{name: _number(name) for name in NUMBER_FIELDS},
        street=_empty_is_null(_folded("street").str.replace_all(r"[^a-z0-9 ]", "").str.strip_chars()),
        postal_code=_empty_is_null(_folded("postal_code").str.replace_all(r"[^a-z0-9]", "").str.slice(0, 5)),
        birth_date=_birth_digits(),
        sex=pl.col("sex"),
    )
    split = plain.with_columns(_split_suffix())
    records = split.unique(("person_id", *_RECORD_KEYS, *IDENTITY_FIELDS)).sort(
        *_RECORD_KEYS, *IDENTITY_FIELDS, nulls_last=True
    )
    return (
        records.with_columns(_keys())
        .join(_forms(records), on="first_name", how="left", maintain_order="left")
        .with_columns(
            first_form=pl.col("first_name_forms").list.get(1, null_on_oob=True).fill_null(pl.col("first_name"))
        )
        .with_row_index("record_id")
        .with_columns(pl.col("record_id").cast(pl.Int64))
    )


def _folded(name: str) -> pl.Expr:
    """Return the text in small letters without accents; dashes and dots become blanks, and blanks are single."""
    folded = pl.col(name).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[-_./,]", " ")
    return folded.str.replace_all(r"\s+", " ")


def _letters(name: str) -> pl.Expr:
    return _empty_is_null(_folded(name).str.replace_all(r"[^a-z0-9 ]", "").str.strip_chars())


def _name(name: str) -> pl.Expr:
    """Return a name in plain letters; one written in another alphabet stays as it is."""
    folded = _folded(name).str.replace_all(r"[^\p{L} ]", "").str.strip_chars()
    return pl.when(~folded.is_in(_NO_NAME) & (folded != "")).then(folded)


def _empty_is_null(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def _number(name: str) -> pl.Expr:
    """Return the letters and digits of a number; null where it is too short or one sign over and over, as 999-99-9999."""
    plain = _folded(name).str.replace_all(r"[^a-z0-9]", "")
    repeated = plain.str.strip_chars(plain.str.slice(0, 1)) == ""
    stands_for_none = repeated | plain.is_in(["123456789", "unknown", "none"])
    return pl.when((plain.str.len_chars() >= _SHORTEST_NUMBER) & ~stands_for_none).then(plain)


def _birth_digits() -> pl.Expr:
    """Return the birth date as eight digits, year first; null where it is not known or stands for not known."""
    digits = pl.col("birth_date").str.replace_all(r"[^0-9]", "")
    return pl.when((digits.str.len_chars() == 8) & ~digits.is_in(_PLACEHOLDER_DATES)).then(digits)


def _split_suffix() -> list[pl.Expr]:
    """Take "jr" and the like out of the last name, where the source has put it there."""
    pattern = rf"^(.+) ({'|'.join(_SUFFIXES)})$"
    found = pl.col("last_name").str.extract(pattern, 2)
    return [
        pl.coalesce(pl.col("last_name").str.extract(pattern, 1), "last_name").alias("last_name"),
        pl.coalesce("suffix", found.replace_strict(_SUFFIXES, default=None, return_dtype=pl.String)).alias("suffix"),
    ]


def _keys() -> list[pl.Expr]:
    """Return columns by which pairs are found.

    Swapped names have the same names_key and initials_key, in the order of letters; a swapped month and day have the same
    birth_key, the smaller number first.
    """
    first, last, birth = pl.col("first_name"), pl.col("last_name"), pl.col("birth_date")
    month, day = birth.str.slice(4, 2), birth.str.slice(6, 2)
    return [
        pl.concat_list(first, last).list.sort().list.join(" ").alias("names_key"),
        pl.concat_list(first.str.slice(0, 1), last.str.slice(0, 1)).list.sort().list.join("").alias("initials_key"),
        (birth.str.slice(0, 4) + pl.min_horizontal(month, day) + pl.max_horizontal(month, day)).alias("birth_key"),
        first.str.slice(0, 1).alias("first_1"),
        last.str.slice(0, 1).alias("last_1"),
        first.str.slice(0, 3).alias("first_3"),
        last.str.slice(0, 3).alias("last_3"),
        birth.str.slice(0, 4).alias("birth_year"),
        month.alias("birth_month"),
        day.alias("birth_day"),
    ]


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """Return the names that a short name stands for, in small letters: "ted" is short for edward and for theodore."""
    forms: dict[str, list[str]] = {}
    with NICKNAMES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for short in row["short"].split():
                forms.setdefault(short, []).append(row["name"])
    return {short: tuple(names) for short, names in forms.items()}


def _forms(records: pl.DataFrame) -> pl.DataFrame:
    """Return each first name with the names that it stands for: itself and what it is short for.

    first_name_near_forms holds more: a name that no list knows may be a typing error, and then it stands for the known
    names one letter away, too.
    """
    names = records["first_name"].drop_nulls().unique(maintain_order=True)
    forms = {
        "first_name": names,
        "first_name_forms": [[name, *nicknames().get(name, ())] for name in names],
        "first_name_near_forms": [_near_forms(name) for name in names],
    }
    return pl.DataFrame(forms, schema={"first_name": pl.String, **dict.fromkeys(list(forms)[1:], pl.List(pl.String))})


def _near_forms(name: str) -> list[str]:
    known = [name]
    if name not in _known_names() and len(name) >= _SHORTEST_MISSPELT:
        near = {other for variant in _one_letter_less(name) for other in _known_by_variant().get(variant, ())}
        known += sorted(near)
    return list(dict.fromkeys(form for one in known for form in (one, *nicknames().get(one, ()))))


@cache
def _known_names() -> frozenset[str]:
    return frozenset(nicknames()) | {name for names in nicknames().values() for name in names}


@cache
def _known_by_variant() -> dict[str, list[str]]:
    """Known names by what is left of them when a letter is taken away: names that share such a rest are one error apart."""
    found: dict[str, list[str]] = {}
    for name in sorted(_known_names()):
        for variant in _one_letter_less(name):
            found.setdefault(variant, []).append(name)
    return found


def _one_letter_less(name: str) -> set[str]:
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}
