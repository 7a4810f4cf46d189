"""Every measure of the registry has a slow twin, and the two agree on random records of every kind."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Final

import pytest

from metrics import registry, time_curves
from metrics.declaration import FollowUpMeasure, Measure
from metrics.language import Status
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import Prepared, prepare
from tests.reference import slow_curves, slow_follow_ups
from tests.reference.every_kind import GROUPS, LAST_ON, every_kind, everything_is_reported
from tests.reference.slow_measures import Record
from tests.reference.slow_numbers import NOT_KNOWN
from tests.reference.test_slow_follow_ups import SAID
from tests.reference.test_slow_twin import frame
from tests.reference.twins import TWINS, Asked

SEED: Final = 20261125
PEOPLE: Final = 300
PERIODS: Final = tuple(map(parse_period, ("2018", "2019-Q2", "year_to_2019-06")))
GAP_DAYS: Final = 1


@cache
def drawn() -> tuple[list[Record], Prepared]:
    records = every_kind(SEED, PEOPLE)
    return records, prepare(frame(records), everything_is_reported(GAP_DAYS))


@cache
def asked(period_id: str, window_days: int | None, group: str | None) -> Asked:
    """Return the question as one object, however often it is asked."""
    return Asked(
        records=drawn()[0],
        period=parse_period(period_id),
        gap_days=GAP_DAYS,
        window_days=window_days,
        group=group,
    )


@pytest.mark.parametrize("measure_id", TWINS)
def test_a_measure_agrees_with_its_slow_twin(measure_id: str) -> None:
    compared = found = 0
    _, prepared = drawn()
    measure = prepared.settings.measure(measure_id)
    settles = measure.settles_days if isinstance(measure, FollowUpMeasure) else 0
    for by in ((), ("group",)):
        for row in one_question(prepared, measure, PERIODS, None, by).frame.iter_rows(named=True):
            group = None if row["group"] == "all" else row["group"]
            if group not in (None, *GROUPS):
                continue
            watched_until = row["period_end"] + dt.timedelta(days=(row["window_days"] or 0) + settles)
            question = asked(row["period"], row["window_days"], group)
            wanted = TWINS[measure_id](question) if watched_until <= LAST_ON else NOT_KNOWN
            assert (row["status"] == Status.SHOWN) == (wanted != NOT_KNOWN), row
            assert (row["numerator"], row["denominator"]) == wanted[:2], row
            assert row["value"] == (None if wanted[2] is None else pytest.approx(wanted[2], rel=1e-12)), row
            compared += wanted != NOT_KNOWN
            found += bool(wanted[0] or wanted[2])
    assert compared >= len(PERIODS)
    assert found > 0, "the random records say nothing of this measure"


@pytest.mark.parametrize("measure", registry.follow_up_measures(), ids=lambda measure: measure.measure_id)
def test_a_time_curve_agrees_with_its_slow_twin(measure: FollowUpMeasure) -> None:
    """How each watch ended, counted one by one; and the curve that is drawn from it (slow_curves), on two days."""
    said = SAID[measure.measure_id]
    records, prepared = drawn()
    period = PERIODS[0]
    watched_through = LAST_ON - dt.timedelta(days=said.settles_days)
    found = time_curves.endings(prepared, measure, period, ())
    assert found.watched_through == watched_through
    dates = (period.first_on, period.last_on)
    slow = slow_follow_ups.endings(records, said, gap_days=GAP_DAYS, period=dates, watched_through=watched_through)
    counted = {(row["day"], row["ending"]): row["count"] for row in found.table.iter_rows(named=True)}
    assert counted == dict(Counter(slow))
    assert {"outcome", *(["other_outcome"] if said.reasons else [])} <= {ending for _, ending in slow}
    outcomes = {"outcome", "other_outcome", *(name for name, _ in said.competing)}
    weights = [Fraction(1)] * len(slow)
    for row in time_curves.curve(found, measure.windows[-2:]).iter_rows(named=True):
        assert row["at_risk"] == slow_curves.at_risk(slow, row["day"])
        expected = float(slow_curves.incidence(slow, weights, "outcome", outcomes, row["day"]))
        assert row["value"] == (pytest.approx(expected, abs=1e-12) if row["at_risk"] else None)


def without_a_twin(measures: tuple[Measure, ...]) -> list[str]:
    """Return the measures that nobody has counted a second time."""
    return [measure.measure_id for measure in measures if measure.measure_id not in TWINS]


def test_every_measure_has_a_slow_twin() -> None:
    assert without_a_twin(registry.MEASURES) == []
    assert set(SAID) == {measure.measure_id for measure in registry.follow_up_measures()}, "of its time curve"
    assert set(TWINS) == {measure.measure_id for measure in registry.MEASURES}, "a twin of nothing"


def test_a_measure_that_is_new_to_the_registry_is_missed_until_it_has_a_twin() -> None:
    new = replace(registry.REBOOKING, measure_id="rebooking_on_a_sunday")
    assert without_a_twin((*registry.MEASURES, new)) == ["rebooking_on_a_sunday"]
