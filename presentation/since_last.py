"""What changed since the last publication, in sentences and as a table."""

from typing import Final

from metrics import registry
from metrics.decision_points import DecisionPoint
from metrics.declaration import FollowUpMeasure, ValueUnit
from metrics.periods import PeriodKind, parse_period
from metrics.since_last import SinceLast
from presentation import affected, words
from presentation.rounding import of_100
from presentation.table import Table

MOST_ROWS: Final = 20
"""Changed numbers that the table lists; the line above it says how many there are."""


def line(found: SinceLast | None) -> str:
    """Say in one sentence what is new and whether anything that was told before is told otherwise now."""
    if found is None:
        return words.say("since_first")
    years = [name for name in found.periods if parse_period(name).kind is PeriodKind.YEAR]
    slots = {"day": words.day(found.through)}
    if not found.nothing_changed:
        return words.say("since_changed", count=words.count(found.changed + found.gone), **slots)
    if years:
        return words.say("since_new_year", period=words.period(years[-1]), **slots)
    if found.new:
        return words.say("since_new", count=words.count(found.new), **slots)
    return words.say("since_same", **slots)


def lines(found: SinceLast, reason: str) -> tuple[str, ...]:
    """Say what is new, what stayed, what has another value and why, and what is not told any more."""
    told = [words.say("since_stayed", count=words.count(found.stayed))]
    if found.new:
        told.append(words.say("since_are_new", count=words.count(found.new)))
    if found.changed:
        told.append(words.say("since_moved", count=words.count(found.changed)))
    if found.gone:
        told.append(words.say("since_gone", count=words.count(found.gone)))
    for name, measures in (("since_measure_new", found.measures), ("since_measure_gone", found.measures_gone)):
        told += [
            words.say(name, measure=words.translated(measure.name))
            for measure in registry.MEASURES
            if measure.measure_id in measures
        ]
    if reason:
        told.append(words.say("since_reason", reason=words.translated(reason)))
    return tuple(told)


def moved(found: SinceLast) -> Table:
    """Return the numbers of everyone together that have another value now, the newest periods first."""
    rows = [
        (
            affected.point_name(
                DecisionPoint(measure=registry.measure(row["measure_id"]), window_days=row["window_days"])
            ),
            words.period_choice(row["period"]),
            _written(row["measure_id"], row["value_before"]),
            _written(row["measure_id"], row["value"]),
        )
        for row in found.moved.head(MOST_ROWS).iter_rows(named=True)
    ]
    return Table(
        caption=words.say("since_table"),
        header=tuple(words.say(name) for name in ("measure", "period_label", "since_before", "since_now")),
        rows=tuple(rows),
        words_columns=frozenset({0, 1}),
    )


def _written(measure_id: str, value: float) -> str:
    measure = registry.measure(measure_id)
    unit = ValueUnit.SHARE if isinstance(measure, FollowUpMeasure) else measure.value_unit
    return words.say("of_100", n=of_100(value)) if unit is ValueUnit.SHARE else words.decimal(value)
