"""The rows of a filled form for a spreadsheet: one for each question, numbers apart from words."""

import datetime as dt
from typing import Any

import polars as pl

from metrics.answers import as_csv
from presentation.files import BYTE_ORDER_MARK
from presentation.forms.filling import Filled, Form, Gives

COLUMNS = pl.Schema(
    {
        "form": pl.String,
        "question": pl.String,
        "asks": pl.String,
        "gives": pl.String,
        "answer": pl.Float64,
        "status": pl.String,
        "measure_id": pl.String,
        "measure_version": pl.Int16,
        "period": pl.String,
        "after_days": pl.Int32,
        "window_days": pl.Int32,
        "group": pl.String,
        "numerator": pl.Int64,
        "denominator": pl.Int64,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "as_of": pl.Date,
        "publication": pl.String,
    }
)
"""answer is the number that the form asks for: a share in 0..1, or a count. status is shown, or why there is no number."""


def rows(form: Form) -> pl.DataFrame:
    """Return one row per question, in the order of the form."""
    told = [_row(form, one) for one in form.filled]
    return pl.DataFrame(told, schema=COLUMNS, orient="row")


def csv(form: Form) -> bytes:
    """Return the rows as a CSV file that spreadsheets open with the right letters."""
    return (BYTE_ORDER_MARK + as_csv(rows(form))).encode("utf-8")


def _row(form: Form, one: Filled) -> dict[str, Any]:
    question, found = one.question, one.answer
    shown = found is not None and found.shown
    numbers = dict.fromkeys(("numerator", "denominator", "value", "low", "high"))
    if found is not None and shown:
        numbers = {name: getattr(found, name) for name in numbers}
    as_of: dt.date = form.place.last_on
    return {
        "form": form.pack.pack_id,
        "question": question.number,
        "asks": question.asks,
        "gives": question.gives.value if question.measure else None,
        "answer": None if one.why else _number(question.gives, numbers),
        "status": one.why.value if one.why else "shown",
        "measure_id": question.measure.measure_id if question.measure else None,
        "measure_version": question.measure.version if question.measure else None,
        "period": one.period or None,
        "after_days": question.after_days,
        "window_days": question.window_days,
        "group": " ".join(f"{name}={group}" for name, group in question.groups.items()) or None,
        **numbers,
        "as_of": as_of,
        "publication": form.place.publication_id,
    }


def _number(gives: Gives, numbers: dict[str, Any]) -> float | None:
    number = numbers[gives.value]
    return None if number is None else float(number)
