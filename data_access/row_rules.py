"""Which rule refuses a row, or sets it aside: the first that speaks, in a fixed order."""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from data_access import dates
from data_access.checks import LEFT_OUT, READ_ELSEWHERE
from data_access.joining import found, twice
from data_access.mapping_words import Only
from data_access.sources import Source, cell

AGAIN = "_again"
"""The column that says whether the same row was there already."""

EARLIEST = dt.date(1900, 1, 1)

Elsewhere = Mapping[str, frozenset[str] | None]
"""By column of an `only` with others = "read_elsewhere": the values that other sources read; None for all others.

Only the first source of a file names them: so a value that no source reads is refused, and once.
"""

Test = tuple[str, str, pl.Expr]
"""A rule, the column that it is about, and whether it speaks."""


def refusal(source: Source, last_on: dt.date, elsewhere: Elsewhere) -> list[pl.Expr]:
    """Return, for the table of a batch, the first rule that speaks (_rule) and its column (_column); null when none does.

    What another source reads comes first, as far as the row itself says so: nothing else about such a row is ours to say.
    """
    own = [rule for rule in source.only if source.join_of(rule.column) is None]
    joined = [rule for rule in source.only if source.join_of(rule.column) is not None]
    tests = [
        *_set_aside(own, elsewhere),
        *_joined(source),
        *_set_aside(joined, elsewhere),
        ("duplicate_row", "", pl.col(AGAIN)),
        *[(LEFT_OUT, rule.column, ~_in(rule)) for rule in source.only if rule.others == "left_out"],
        *_of_the_row(source),
        *_of_the_days(source, last_on),
    ]
    rule, column = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for rule_id, name, test in reversed(tests):
        rule = pl.when(test).then(pl.lit(rule_id)).otherwise(rule)
        column = pl.when(test).then(pl.lit(name)).otherwise(column)
    return [rule.alias("_rule"), column.alias("_column")]


def _in(rule: Only) -> pl.Expr:
    return pl.col(cell(rule.column)).fill_null("").is_in(list(rule.values))


def _set_aside(rules: list[Only], elsewhere: Elsewhere) -> list[Test]:
    tests: list[Test] = []
    for rule in rules:
        if rule.others == "read_elsewhere":
            others = elsewhere.get(rule.column)
            if others is not None:
                known = pl.col(cell(rule.column)).fill_null("").is_in(sorted(others))
                tests.append(("read_by_no_source", rule.column, ~_in(rule) & ~known))
            tests.append((READ_ELSEWHERE, rule.column, ~_in(rule)))
    return tests


def _joined(source: Source) -> list[Test]:
    tests: list[Test] = []
    for join in source.joins:
        if join.missing == "refuse":
            tests.append(("joined_row_missing", join.on, ~pl.col(found(join))))
        tests.append(("joined_rows_differ", join.on, pl.col(twice(join))))
    return tests


def _of_the_row(source: Source) -> list[Test]:
    tests: list[Test] = []
    if source.kind_from:
        codes = list(source.kind_from.codes)
        known = pl.col(cell(source.kind_from.column)).is_in(codes).fill_null(value=False)
        tests.append(("unknown_kind", source.kind_from.column, ~known))
    if not source.each_row_is_a_person:
        tests.append(("missing_person_key", source.columns["person_key"], pl.col("person_key").is_null()))
    return tests


def _of_the_days(source: Source, last_on: dt.date) -> list[Test]:
    start, end = pl.col("_start"), pl.col("_end")
    of_start, of_end = source.start_column, source.columns.get("end", "")
    tests: list[Test] = []
    if source.empty_start == "refuse":
        tests.append(("missing_start", of_start, pl.col("_empty")))
    for field, day in (("start", start), ("end", end)):
        if field not in source.columns:
            continue
        rule = source.dates.get(field)
        if rule and rule.plus_days:
            tests.append(("unreadable_days", rule.plus_days, dates.days_unreadable(rule)))
        tests.append(("unreadable_date", source.columns[field], ~dates.is_empty(source, field) & day.is_null()))
    tests += [("date_too_early", of_start, start < EARLIEST), ("future_date", of_start, start > last_on)]
    if source.edges == "both" and source.is_of_stays:
        if not source.is_of_consent:  # a consent says until which day it will hold
            tests.append(("future_date", of_end, end > last_on))
        tests.append(("end_before_start", of_end, end < start))
    return tests
