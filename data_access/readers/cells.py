"""Turns a typed cell (of a sheet, a Parquet file, a database) into text, always in the same way."""

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, Final

_EXACT_BELOW = 2**53
"""Whole numbers up to here are exact in a float."""


def as_text(value: Any) -> str:
    """Return a typed cell as text.

    Nothing is "". A date is 2024-12-31; a date with a time is 2024-12-31 08:15:00, and without the time at midnight. A
    time is 08:15:00. A number is written out without a useless fraction (7.0 is 7) and without an exponent. True and false
    are those words. Bytes that are not UTF-8 become their hexadecimal digits. Text stays as it is.
    """
    return _way(type(value))(value)  # type: ignore[arg-type]  # types can be hashed


@cache
def _way(kind: type) -> Callable[[Any], str]:
    return next((way for known, way in _WAYS if issubclass(kind, known)), str)


def _moment_as_text(value: dt.datetime) -> str:
    plain = value.replace(tzinfo=None, microsecond=0)
    return f"{plain:%Y-%m-%d}" if plain.time() == dt.time() else f"{plain:%Y-%m-%d %H:%M:%S}"


def _decimal_as_text(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.is_finite() else ""


def _float_as_text(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) <= _EXACT_BELOW:
        return str(int(value))
    return f"{Decimal(repr(value)).normalize():f}"


def _bytes_as_text(value: Any) -> str:
    plain = bytes(value)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return plain.hex()


_WAYS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...]] = (
    (str, str),
    (type(None), lambda _: ""),
    (bool, lambda value: "true" if value else "false"),
    (int, str),
    (float, _float_as_text),
    (dt.datetime, _moment_as_text),
    (dt.date, dt.date.isoformat),
    (dt.time, lambda value: f"{value:%H:%M:%S}"),
    (Decimal, _decimal_as_text),
    ((bytes, bytearray, memoryview), _bytes_as_text),
)
"""How each type is written; the first that fits counts, so bool stands before int and a date with a time before a date."""
