"""Whether a county is on the way to a target: a straight line from the baseline to it, and where the number is now."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How a number stands to its target."""

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    CLOSE = "close"
    """Short of the line, by less than what may be chance."""
    BEHIND = "behind"
    MISSED = "missed"
    """The day has come, and the target is not reached."""
    NOT_KNOWN = "not_known"
    """No year after the baseline is known yet, or the baseline itself is not."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A number of a year: its value, its likely range (None where it has none), and the last day of the year."""

    value: float
    low: float | None
    high: float | None
    on: dt.date


def line_on(day: dt.date, *, baseline: Known, target: float, due_on: dt.date) -> float:
    """Return the value of the straight line from the baseline, on its last day, to the target on the day it is due.

    Before the baseline and after the due day the line is flat. Raises ValueError where due_on is not after the baseline.
    """
    whole = (due_on - baseline.on).days
    if whole <= 0:
        raise ValueError(f"the target is due on {due_on}, and the baseline ends on {baseline.on}: it must end before")
    gone = min(1.0, max(0.0, (day - baseline.on).days / whole))
    return baseline.value + (target - baseline.value) * gone


def standing(
    *, baseline: Known | None, now: Known | None, target: float, due_on: dt.date, lower_is_better: bool | None
) -> Standing:
    """Return how the newest known number stands to the target.

    lower_is_better None: of the measure neither way is better in itself, so the way from the baseline to the target is.

    Reached: it is at the target or past it, whatever the line says. Missed: it is not, and its year ends on the due day or
    later. Otherwise the number is held against the line on the last day of its year: on the way where it is at the line or
    past it; close where it is short, and its likely range holds the line; behind where it is short by more, or has no range.
    """
    if lower_is_better is None and baseline is not None:
        lower_is_better = target < baseline.value
    if now is None or lower_is_better is None:
        return Standing.NOT_KNOWN
    if _is_at(now.value, target, lower_is_better):
        return Standing.REACHED
    if now.on >= due_on:
        return Standing.MISSED
    if baseline is None or now.on <= baseline.on:
        return Standing.NOT_KNOWN
    return _to_line(now, line_on(now.on, baseline=baseline, target=target, due_on=due_on), lower_is_better)


def _to_line(now: Known, wanted: float, lower_is_better: bool) -> Standing:
    if _is_at(now.value, wanted, lower_is_better):
        return Standing.ON_THE_WAY
    if now.low is not None and now.high is not None and now.low <= wanted <= now.high:
        return Standing.CLOSE
    return Standing.BEHIND


def _is_at(value: float, wanted: float, lower_is_better: bool) -> bool:
    return value <= wanted if lower_is_better else value >= wanted
