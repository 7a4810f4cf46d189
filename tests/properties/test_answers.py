"""What must hold for all answers, whatever the data."""

import datetime as dt
from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from metrics import protection, registry
from metrics.answers import GROUP_SIZE, RawAnswers
from metrics.measuring import everything
from metrics.prepared import prepare
from metrics.registry import follow_up_measures
from metrics.tallies.kinds import Often
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


@given(records())
@FEWER
def test_protection_hides_small_groups_and_nothing_else(rows: list[dict[str, object]]) -> None:
    answers = raw(rows)
    before = answers.frame.rename(
        {"status": "raw_status", "numerator": "raw_numerator", "denominator": "raw_denominator"}
    )
    lead = ["measure_id", "period", "window_days", "group"]
    after = protection.protect(answers).frame.join(
        before.select(*lead, GROUP_SIZE, "raw_status", "raw_numerator", "raw_denominator"),
        on=lead,
        nulls_equal=True,
        how="left",
        validate="1:1",
    )
    small_count = (pl.col("raw_denominator").is_null() & (pl.col("raw_numerator") < 11)).fill_null(value=False)
    is_small = (pl.col(GROUP_SIZE) < protection.SMALLEST_GROUP) | small_count
    was_shown = pl.col("raw_status") == "shown"
    assert (after.filter(was_shown & is_small)["status"] == "hidden").all()
    kept = after.filter(~(was_shown & is_small))
    assert kept["status"].to_list() == kept["raw_status"].to_list()
    silent = after.filter(pl.col("status") != "shown")
    numbers = silent.select("numerator", "denominator", "value", "low", "high")
    assert numbers.null_count().row(0) == (silent.height,) * 5
    assert (silent["flags"] == "").all()


def test_eleven_people_are_shown_and_ten_are_not() -> None:
    def person(number: int, group: str) -> dict[str, object]:
        start, end = dt.date(2020, 2, 1), dt.date(2020, 2, 9)
        return {"person": number, "start": start, "end": end, "reason": "new_offense", "group": group}

    rows = [person(n, "yes" if n < 11 else "no") for n in range(21)]
    answers = protection.protect(raw(rows)).frame.filter(
        pl.col("measure_id") == "rebooking", pl.col("period") == "2020", pl.col("window_days") == 30
    )
    assert dict(answers.select("group", "status").rows()) == {"all": "shown", "yes": "shown", "no": "hidden"}


def test_a_count_of_ten_people_among_many_is_not_shown() -> None:
    """30 people were booked, and some of them four times: 10 in one run, 11 in the other."""

    def stay(person: int, month: int) -> dict[str, object]:
        start, end = dt.date(2020, month, 1), dt.date(2020, month, 9)
        return {"person": person, "start": start, "end": end, "reason": "new_offense", "group": "yes"}

    for often, status in ((10, "hidden"), (11, "shown")):
        rows = [stay(person, month) for person in range(30) for month in (range(2, 6) if person < often else (2,))]
        in_a_year = replace(settings(1), often=Often(bookings=4, days=365))
        answers = protection.protect(everything(prepare(frame(rows), in_a_year))).frame.filter(
            pl.col("measure_id") == "people_booked_often", pl.col("period") == "2020", pl.col("group") == "all"
        )
        assert answers["status"].to_list() == [status]
