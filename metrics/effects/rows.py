"""What is shown of a program's difference as tidy rows: the same for the page's file and the command line."""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from metrics.effects.answer import Estimate
from metrics.effects.shown import ShownDifference, ShownWindow
from metrics.language import Status

SCHEMA: Final = pl.Schema(
    {
        "program": pl.String,
        "measure_id": pl.String,
        "measure_version": pl.Int16,
        "period": pl.String,
        "first_on": pl.Date,
        "through_on": pl.Date,
        "window_days": pl.Int32,
        "evidence": pl.String,
        "number": pl.String,
        "detail": pl.String,
        "value": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "status": pl.String,
        "why": pl.String,
    }
)
"""One row per number. period is empty: the people of many quarters are compared together, from first_on to through_on.

number: rate_with_program, rate_of_like_group, difference (detail: the way to compare), e_value, e_value_of_limit,
people_in_program, people_of_like_group and worth_* (after weighting), balance_before and balance_after (detail: covariate,
level), chance_* (of every 100 of a side, by tenth of the chance of the program), observed, expected. status is shown or
hidden; why holds the reasons for a number that is not given.
"""


def rows(told: ShownDifference) -> pl.DataFrame:
    """Return everything that is shown of one program, window by window; a program without any window has no row."""
    found: list[dict[str, Any]] = []
    for window in told.windows:
        lead = {
            "program": told.program_id,
            "measure_id": told.measure_id,
            "measure_version": told.measure_version,
            "period": "",
            "first_on": window.first_on,
            "through_on": window.through_on,
            "window_days": window.window_days,
            "evidence": window.evidence.value,
        }
        found += [{**lead, **number} for number in _numbers(window)]
    return pl.DataFrame(found, schema=SCHEMA)


def _numbers(window: ShownWindow) -> Iterator[dict[str, Any]]:
    why = " ".join(window.declined)
    yield _number("rate_with_program", window.with_program, why=why)
    yield _number("rate_of_like_group", window.like_group, why=why)
    yield _number("difference", window.difference, why=why)
    for choice in window.choices:
        yield _number("difference", choice.difference, choice.choice, why="" if choice.difference else "few_people")
    for name, strength in (("e_value", window.e_value), ("e_value_of_limit", window.e_value_limit)):
        if strength is not None:
            yield _plain(name, strength)
    for name, side in (("program", window.program), ("like_group", window.others)):
        if side is not None:
            yield _plain(f"people_{'in' if name == 'program' else 'of'}_{name}", side.people)
            if side.effective is not None:
                yield _plain(f"worth_of_{name}", side.effective)
    for one in window.balance:
        detail = one.covariate if one.level is None else f"{one.covariate} {one.level}"
        yield _plain("balance_before", one.before, detail)
        yield _plain("balance_after", one.after, detail)
    if window.overlap is not None:
        for name, parts in (
            ("chance_in_program", window.overlap.program),
            ("chance_of_like_group", window.overlap.others),
        ):
            for tenth, part in enumerate(parts):
                yield _plain(name, part, f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}")
    if window.expected is not None and window.expected.calibrated:
        yield _number("observed", window.expected.observed, why="")
        yield _plain("expected", window.expected.expected)


def _number(name: str, told: Estimate | None, detail: str = "", *, why: str) -> dict[str, Any]:
    if told is None:
        return {"number": name, "detail": detail, "status": Status.HIDDEN.value, "why": why}
    return {**_plain(name, told.value, detail), "low": told.low, "high": told.high}


def _plain(name: str, value: float, detail: str = "") -> dict[str, Any]:
    return {"number": name, "detail": detail, "value": float(value), "status": Status.SHOWN.value, "why": ""}
