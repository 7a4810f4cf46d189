"""What must hold for all answers, whatever the data."""

import polars as pl
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from metrics import registry
from metrics.answers import RawAnswers
from metrics.measuring import everything
from metrics.prepared import prepare
from metrics.registry import follow_up_measures
from tests.reference.test_slow_twin import frame, records, settings

PARTS = [measure for measure in follow_up_measures() if measure.part_of == "rebooking"]
FEWER = hypothesis_settings(max_examples=40)


def raw(rows: list[dict[str, object]]) -> RawAnswers:
    return everything(prepare(frame(rows), settings(1)))


@given(records())
@FEWER
def test_a_numerator_never_exceeds_its_denominator(rows: list[dict[str, object]]) -> None:
    shares = [measure.measure_id for measure in registry.follow_up_measures()]
    rates = raw(rows).frame.filter(pl.col("measure_id").is_in(shares), pl.col("status") == "shown")
    assert (rates["numerator"] <= rates["denominator"]).all()
    bounded = rates.drop_nulls("value")
    assert ((bounded["low"] <= bounded["value"]) & (bounded["value"] <= bounded["high"])).all()
    assert bounded["low"].ge(0).all()
    assert bounded["high"].le(1).all()


@given(records())
@FEWER
def test_rates_rise_with_the_window(rows: list[dict[str, object]]) -> None:
    shares = [measure.measure_id for measure in registry.follow_up_measures()]
    shown = raw(rows).frame.filter(pl.col("status") == "shown", pl.col("measure_id").is_in(shares))
    steps = shown.sort("window_days").select(
        pl.col("numerator").diff().over("measure_id", "period", "group", order_by="window_days")
    )
    assert steps.to_series().drop_nulls().ge(0).all()


@given(records())
@FEWER
def test_parts_and_groups_add_up_to_the_whole(rows: list[dict[str, object]]) -> None:
    shares = [measure.measure_id for measure in registry.follow_up_measures()]
    shown = raw(rows).frame.filter(pl.col("status") == "shown", pl.col("measure_id").is_in(shares))
    is_part = pl.col("measure_id").is_in([measure.measure_id for measure in PARTS])
    key = ["period", "group", "window_days"]
    parts = shown.filter(is_part).group_by(key).agg(pl.col("numerator").sum().alias("parts"))
    both = shown.filter(pl.col("measure_id") == "rebooking").join(parts, on=key)
    assert both.height == shown.filter(pl.col("measure_id") == "rebooking").height
    assert both["numerator"].to_list() == both["parts"].to_list()
    key = ["measure_id", "period", "window_days"]
    sums = pl.col("numerator", "denominator").sum()
    groups = shown.filter(pl.col("group") != "all").group_by(key).agg(sums)
    whole = shown.filter(pl.col("group") == "all").join(groups, on=key, suffix="_of_groups")
    assert whole["numerator"].to_list() == whole["numerator_of_groups"].to_list()
    assert whole["denominator"].to_list() == whole["denominator_of_groups"].to_list()
