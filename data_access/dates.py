"""Reads the days of a source's rows, also where the file gives a year or a number of days instead of a date."""

import polars as pl

from data_access.mapping_words import DateRule
from data_access.sources import Source, cell

LONGEST_DAYS = 36_525
"""A number of days to add that is longer than 100 years, or negative, is not believed."""

_FIRST_YEAR, _LAST_YEAR = 1, 9998


def day(source: Source, field: str) -> pl.Expr:
    """Return the day of a field whose text is in the column of its name; null where it is empty or cannot be read."""
    rule = source.dates.get(field)
    if rule is None:
        return _as_written(source, field)
    read = _of_the_year(field, rule) if rule.day_of_year else _as_written(source, field)
    return read + pl.duration(days=_days(rule)) if rule.plus_days else read


def is_empty(source: Source, field: str) -> pl.Expr:
    """Return whether the row does not tell the day at all: the column, or the days to add to it, are empty."""
    empty = pl.col(field).is_null()
    rule = source.dates.get(field)
    return empty | pl.col(cell(rule.plus_days)).is_null() if rule and rule.plus_days else empty


def days_unreadable(rule: DateRule) -> pl.Expr:
    """Return whether the days to add are there and cannot be read."""
    return pl.col(cell(rule.plus_days or "")).is_not_null() & _days(rule).is_null()


def _days(rule: DateRule) -> pl.Expr:
    days = pl.col(cell(rule.plus_days or "")).str.to_integer(strict=False)
    return pl.when(days.is_between(0, LONGEST_DAYS)).then(days)


def _of_the_year(field: str, rule: DateRule) -> pl.Expr:
    month, day_of_month = (int(part) for part in (rule.day_of_year or "").split("-"))
    year = pl.col(field).str.to_integer(strict=False) + rule.years_later
    return pl.date(pl.when(year.is_between(_FIRST_YEAR, _LAST_YEAR)).then(year), month, day_of_month)


def _as_written(source: Source, field: str) -> pl.Expr:
    return pl.coalesce(_date(pl.col(field), form) for form in source.dates_of(field))


def _date(text: pl.Expr, form: str) -> pl.Expr:
    if any(mark in form for mark in ("%H", "%I", "%M", "%S", "%T", "%R")):
        return text.str.to_datetime(form, strict=False, time_unit="us").dt.date()
    return text.str.to_date(form, strict=False)
