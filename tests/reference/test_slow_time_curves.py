"""Time curves of measures: who is followed to what is told again in loops; the estimate itself is slow_curves'."""

import datetime as dt
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from metrics import registry
from metrics.declaration import FollowUpMeasure
from metrics.language import Kind, System
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import Prepared, prepare
from metrics.time_curves import OUTCOME, compare, curve, endings, summary
from tests.reference import slow_curves
from tests.reference.slow_measures import Record, joined
from tests.reference.test_slow_time_at_risk import PLACES, records
from tests.reference.test_slow_twin import LAST_ON, frame, settings

DAYS = (0, 1, 30, 90, 180, 365)


def slow_rows(
    rows: list[Record], first_on: dt.date, last_on: dt.date, reasons: set[str] | None
) -> list[tuple[int, str]]:
    """Return (day, ending) of each person's first release in the period, told person by person."""
    found = []
    for person in {record["person"] for record in rows}:
        mine = [record for record in rows if record["person"] == person]
        stays = joined([r for r in mine if (r["system"], r["kind"]) == ("jail", "custody")], 1)
        left = sorted(s["end"] for s in stays if s["end"] and first_on <= s["end"] <= last_on)
        if not left:
            continue
        on = left[0]
        watched = (LAST_ON - on).days
        later = sorted((s["start"] - on).days for s in stays if s["start"] > on)
        first_stay = next((s for s in stays if later and (s["start"] - on).days == later[0]), None)
        ends = []
        if first_stay is not None:
            counts = reasons is None or first_stay["reason"] in reasons
            ends.append((later[0], 0 if counts else 1, OUTCOME if counts else "other_outcome"))
        deaths = [record for record in mine if record["kind"] == "death"]
        prison = joined([r for r in mine if (r["system"], r["kind"]) == ("prison", "custody")], 1)
        for number, (name, others) in enumerate((("death", deaths), ("prison", prison)), start=2):
            days = sorted((other["start"] - on).days for other in others if other["start"] >= on)
            ends += [(day, number, name) for day in days[:1]]
        day, _, ending = min(ends, default=(watched + 1, 9, ""))
        found.append((day, ending) if day <= watched else (watched, "censored"))
    return found


def prepared_of(rows: list[Record]) -> Prepared:
    return prepare(frame(rows), settings(1, frozenset(PLACES)))


def measured(measure_id: str) -> FollowUpMeasure:
    measure = registry.measure(measure_id)
    assert isinstance(measure, FollowUpMeasure)
    return measure


@pytest.mark.parametrize("measure_id", ["rebooking", "rebooking_new_offense"])
@given(rows=records())
@hypothesis_settings(max_examples=40)
def test_the_curve_agrees_with_its_slow_twin(measure_id: str, rows: list[Record]) -> None:
    measure, period = measured(measure_id), parse_period("2020")
    reasons = None if measure.outcome_reasons is None else set(measure.outcome_reasons)
    found = endings(prepared_of(rows), measure, period, ())
    slow = slow_rows(rows, period.first_on, period.last_on, reasons)
    counted = {(row["day"], row["ending"]): row["count"] for row in found.table.iter_rows(named=True)}
    assert counted == {end: slow.count(end) for end in set(slow)}
    outcomes = {OUTCOME, "other_outcome", "death", "prison"}
    weights = [Fraction(1)] * len(slow)
    for row in curve(found, DAYS).iter_rows(named=True):
        assert row["at_risk"] == slow_curves.at_risk(slow, row["day"])
        if row["at_risk"]:
            expected = float(slow_curves.incidence(slow, weights, OUTCOME, outcomes, row["day"]))
            assert row["value"] == pytest.approx(expected, abs=1e-12)


@given(rows=records())
@hypothesis_settings(max_examples=40)
def test_where_everyone_was_watched_the_curve_is_the_rate(rows: list[Record]) -> None:
    """People who die or go to prison first cannot come back from there: then a later return counts in the rate alone."""
    measure, period = measured("rebooking"), parse_period("2020-Q1")
    only_jail = [row for row in rows if (row["system"], row["kind"]) == ("jail", "custody")]
    prepared = prepared_of(only_jail)
    drawn = curve(endings(prepared, measure, period, ()), (30, 90, 180, 365))
    rates = one_question(prepared, measure, [period], [30, 90, 180, 365], ()).frame
    for point, rate in zip(drawn.iter_rows(named=True), rates.iter_rows(named=True), strict=False):
        assert point["value"] == pytest.approx(rate["value"], abs=1e-12)


def test_on_one_day_the_outcome_comes_before_what_competes_and_then_what_is_named_first() -> None:
    """Ana is booked, dies and goes to prison on one day: she came back. Ben dies and goes to prison on one day: he died."""
    left, day = dt.date(2020, 1, 10), dt.date(2020, 2, 1)
    lead = {"reason": "new_offense", "group": "yes", "start": day, "end": day}
    rows: list[Record] = [
        {**lead, "person": person, "system": System.JAIL, "kind": Kind.CUSTODY, "start": left, "end": left}
        for person in (1, 2)
    ]
    rows.append({**lead, "person": 1, "system": System.JAIL, "kind": Kind.CUSTODY})
    for person in (1, 2):
        rows.append({**lead, "person": person, "system": System.PRISON, "kind": Kind.CUSTODY})
        rows.append({**lead, "person": person, "system": System.VITAL_RECORDS, "kind": Kind.DEATH})
    found = endings(prepared_of(rows), measured("rebooking"), parse_period("2020-Q1"), ())
    assert found.table.select("day", "ending", "count").rows() == [(22, "death", 1), (22, OUTCOME, 1)]
    assert slow_rows(rows, dt.date(2020, 1, 1), dt.date(2020, 3, 31), None) == [(22, OUTCOME), (22, "death")]


def test_groups_are_told_in_a_few_numbers_and_compared() -> None:
    day = dt.timedelta(days=1)
    rows: list[Record] = []
    for person in range(40):
        left = dt.date(2020, 1, 1) + person * day
        lead = {"person": person, "system": System.JAIL, "kind": Kind.CUSTODY, "reason": "new_offense"}
        group = "yes" if person < 20 else "no"
        back = left + (50 if group == "yes" else 400) * day
        rows += [
            {**lead, "group": group, "start": left - 3 * day, "end": left},
            {**lead, "group": group, "start": back, "end": back},
        ]
    found = endings(prepare(frame(rows), settings(1)), measured("rebooking"), parse_period("2020-Q1"), ("group",))
    told = {row["group"]: row for row in summary(found, 365).iter_rows(named=True)}
    assert {group: row["median_days"] for group, row in told.items()} == {"no": 400, "yes": 50}
    assert {group: row["days_free"] for group, row in told.items()} == {"no": 365.0, "yes": 50.0}
    assert {group: row["days_after"] for group, row in told.items()} == {"no": 0.0, "yes": 315.0}
    assert compare(found).groups["people"].to_list() == [20, 20]
    p_value = compare(found).p_value
    assert p_value is not None
    assert p_value < 1e-6


def test_records_that_do_not_carry_a_measure_have_no_curve() -> None:
    prepared = prepare(frame([]), settings(1))
    with pytest.raises(ValueError, match="do not carry rearrest"):
        endings(prepared, measured("rearrest"), parse_period("2020"), ())


def test_nobody_at_all_gives_an_empty_curve() -> None:
    found = endings(prepare(frame([]), settings(1)), measured("rebooking"), parse_period("2020"), ())
    assert curve(found, (30,)).select(pl.col("at_risk").sum()).item() == 0
