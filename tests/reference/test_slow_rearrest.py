"""The engine and its slow twin give the same numbers on random assessments, arrests and stays of the same people."""

import datetime as dt

import polars as pl
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics import registry
from metrics.declaration import NAMED_WINDOWS
from metrics.language import Kind, Status, System
from metrics.measuring import all_that_was_watched, one_question
from metrics.prepared import prepare
from tests.reference.slow_measures import Record, arrested_again
from tests.reference.test_slow_twin import FIRST_ON, GROUPS, LAST_ON, frame, settings

KINDS = (
    (System.JAIL, Kind.ASSESSMENT),
    (System.COURT, Kind.ARREST),
    # Not what the measure is made of, though near to it.
    (System.JAIL, Kind.CUSTODY),
    (System.JAIL, Kind.ARREST),
    (System.SUPERVISION, Kind.ASSESSMENT),
)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """A few people with moments and stays that fall on the same days, on the next, and far apart."""
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 30))):
        system, kind = draw(st.sampled_from(KINDS))
        start = FIRST_ON + dt.timedelta(days=draw(st.one_of(st.integers(-30, 730), st.integers(100, 104))))
        found.append(
            {
                "person": draw(st.integers(1, 5)),
                "system": system,
                "kind": kind,
                "start": start,
                "end": start + dt.timedelta(days=draw(st.integers(0, 40))) if kind is Kind.CUSTODY else start,
                "reason": None,
                "group": draw(st.sampled_from([*GROUPS, "not_stated", "unmapped"])),
            }
        )
    # Of two assessments on one day, which one is first is not defined, so there are none.
    return list({(r["person"], r["system"], r["kind"], r["start"]): r for r in found}.values())


def _edge(days: int) -> list[Record]:
    day = dt.date(2019, 7, 1)
    lead = {"person": 1, "reason": None, "group": "yes"}
    act = day + dt.timedelta(days=days)
    return [
        {**lead, "system": System.JAIL, "kind": Kind.ASSESSMENT, "start": day, "end": day},
        {**lead, "system": System.COURT, "kind": Kind.ARREST, "start": act, "end": act},
    ]


@given(records(), st.integers(0, 14))
@hypothesis_settings(max_examples=60)
def test_rearrest_agrees_with_the_slow_twin(rows: list[Record], gap_days: int) -> None:
    prepared = prepare(frame(rows), settings(gap_days, frozenset(KINDS)))
    asked = (prepared, registry.REARREST, prepared.settings.periods, NAMED_WINDOWS)
    answers = pl.concat(one_question(*asked, by).frame for by in ((), ("group",)))
    assert set(answers["status"]) == {Status.SHOWN, Status.TOO_EARLY}
    for row in answers.iter_rows(named=True):
        slow = arrested_again(
            rows,
            first_on=row["period_start"],
            last_on=row["period_end"],
            window_days=row["window_days"],
            group=None if row["group"] == "all" else row["group"],
        )
        finished = row["period_end"] + dt.timedelta(days=row["window_days"]) <= LAST_ON
        assert (row["numerator"], row["denominator"]) == (slow if finished else (None, None))


@given(records(), st.integers(1, 800))
@example(_edge(729), 730)
@example(_edge(730), 730)
@example(_edge(731), 730)
@example(_edge(0), 730)
@hypothesis_settings(max_examples=60)
def test_all_that_was_watched_agrees_with_the_slow_twin(rows: list[Record], window_days: int) -> None:
    prepared = prepare(frame(rows), settings(1, frozenset(KINDS)))
    (row,) = all_that_was_watched(prepared, registry.REARREST, [window_days], ()).frame.iter_rows(named=True)
    last_on = LAST_ON - dt.timedelta(days=window_days)
    if last_on < FIRST_ON:
        assert (row["status"], row["numerator"], row["denominator"]) == (Status.TOO_EARLY, None, None)
        return
    assert (row["period_start"], row["period_end"]) == (FIRST_ON, last_on)
    assert (row["numerator"], row["denominator"]) == arrested_again(
        rows, first_on=FIRST_ON, last_on=last_on, window_days=window_days
    )
