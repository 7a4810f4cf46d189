"""What was published stays: by hand, row by row, and with tables that outlive a late record."""

import polars as pl

from metrics import frozen
from metrics.answers import PublishedAnswers, answer_schema
from metrics.closed import close
from metrics.limits import PUBLIC
from metrics.measuring import everything
from metrics.protection import protect
from metrics.registry import REBOOKING
from tests.attacks.county import NOISE, prepared_county, published

LEAD = {"measure_id": "rebooking", "measure_version": REBOOKING.version, "period_kind": "year", "period": "2020"}


def _answers(*rows: tuple[str, int | None, int | None, int | None]) -> PublishedAnswers:
    """Each row: status, window, numerator, denominator; two rows of one window would be two groups, so one each."""
    schema = answer_schema(())
    empty = dict.fromkeys(schema)
    told = [
        {
            **empty,
            **LEAD,
            "flags": "",
            "status": status,
            "window_days": window,
            "numerator": back,
            "denominator": people,
        }
        for status, window, back, people in rows
    ]
    return PublishedAnswers(frame=pl.DataFrame(told, schema=schema), grouping_ids=())


def _told(kept: frozen.Frozen) -> list[tuple[object, ...]]:
    return kept.answers.frame.select("window_days", "status", "numerator", "denominator").rows()


def test_a_number_and_a_hidden_mark_stay_and_what_was_too_early_is_told() -> None:
    earlier = _answers(("shown", 30, 40, 200), ("hidden", 90, None, None), ("too_early", 365, None, None))
    new = _answers(("shown", 30, 44, 203), ("shown", 90, 60, 203), ("shown", 365, 80, 203))
    kept = frozen.freeze(new, earlier, [REBOOKING])
    assert _told(kept) == [(30, "shown", 40, 200), (90, "hidden", None, None), (365, "shown", 80, 203)]
    assert kept.rows == 2


def test_a_row_that_is_no_longer_asked_stays_at_the_end() -> None:
    earlier = _answers(("shown", 30, 40, 200), ("shown", 60, 50, 200), ("too_early", 365, None, None))
    new = _answers(("shown", 30, 44, 203), ("shown", 90, 60, 203))
    assert _told(frozen.freeze(new, earlier, [REBOOKING])) == [
        (30, "shown", 40, 200),
        (90, "shown", 60, 203),
        (60, "shown", 50, 200),
    ]


def test_numbers_of_another_version_of_the_definition_do_not_stay() -> None:
    earlier, new = _answers(("shown", 30, 40, 200)), _answers(("shown", 30, 44, 203))
    version = pl.lit(REBOOKING.version - 1).cast(earlier.frame.schema["measure_version"]).alias("measure_version")
    older = PublishedAnswers(frame=earlier.frame.with_columns(version), grouping_ids=())
    kept = frozen.freeze(new, older, [REBOOKING])
    assert (_told(kept), kept.rows) == ([(30, "shown", 44, 203)], 0)


def test_what_may_no_longer_be_used_does_not_stay() -> None:
    earlier = _answers(("shown", 30, 40, 200), ("shown", 90, 60, 200))
    kept = frozen.freeze(_answers(("not_reported", None, None, None)), earlier, [REBOOKING])
    assert (_told(kept), kept.rows) == ([(None, "not_reported", None, None)], 0)


def test_tables_come_back_as_they_were_kept() -> None:
    county = published(1_000, 1, PUBLIC)
    measures = county.prepared.settings.measures
    kept = frozen.tables_from(frozen.tables_of(county.closed, measures))
    again = frozen.tables_from(frozen.tables_of(county.closed, measures[:1]))
    assert kept["rebooking"] == next(iter(county.closed.tables.values()))
    assert again["rebooking"] == kept["rebooking"]
    assert any(shown != group for t in kept["rebooking"] for one in t.shown_as for group, shown in one.items())


def test_a_period_keeps_its_tables_when_records_come_in_late() -> None:
    """Twice as many people would be told of in more groups, but the periods were told of already."""
    few, many = published(1_000, 1, PUBLIC), prepared_county(2_000, 1)
    kept = frozen.tables_from(frozen.tables_of(few.closed, few.prepared.settings.measures))
    before = {(table.period, table.by) for table in kept["rebooking"]}
    free = close(many, PUBLIC)
    followed = close(many, PUBLIC, earlier=kept)
    assert {(t.period, t.by) for t in next(iter(free.tables.values()))} - before
    told = next(iter(followed.tables.values()))
    assert {(t.period, t.by) for t in told if t.period in {p for p, _ in before}} <= before
    answers = protect(everything(many, followed), followed, many.settings.measures, NOISE)
    assert (answers.frame["status"] == "shown").any()
