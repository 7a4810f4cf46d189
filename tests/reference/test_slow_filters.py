"""A filter of several groups counts what loops count: those whose first release in the period has one of them."""

import polars as pl
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics import registry
from metrics.declaration import Unit
from metrics.language import Reason, Status
from metrics.measuring import one_question
from metrics.prepared import prepare
from tests.reference.slow_measures import Record, came_back
from tests.reference.test_slow_twin import frame, records, settings

GROUPS = ("yes", "no", "not_stated", "unmapped")


@given(records(), st.integers(0, 14), st.sets(st.sampled_from(GROUPS), min_size=1))
@hypothesis_settings(max_examples=40)
def test_filtered_rates_agree_with_the_slow_twin(rows: list[Record], gap_days: int, kept: set[str]) -> None:
    prepared = prepare(frame(rows), settings(gap_days))
    for measure in registry.measures_of_return():
        only = {"group": frozenset(kept)}
        answers = one_question(prepared, measure, prepared.settings.periods, None, (), only).frame
        for row in answers.filter(pl.col("status") == Status.SHOWN).iter_rows(named=True):
            slow = [
                came_back(
                    rows,
                    gap_days=gap_days,
                    first_on=row["period_start"],
                    last_on=row["period_end"],
                    window_days=row["window_days"],
                    reasons=set(measure.outcome_reasons or Reason),
                    every_release=measure.unit is Unit.EVERY_EVENT,
                    group=group,
                )
                for group in kept
            ]
            assert (row["numerator"], row["denominator"]) == (sum(n for n, _ in slow), sum(d for _, d in slow))
