"""Who is compared: one clock for both sides, nobody asked to have stayed out of jail, and the same again by a slow loop."""

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest

from metrics.effects.people import Could, People, Start, outcome_name, people, with_outcome
from tests.effects.slow_people import Rules, slow_moments
from tests.effects.small_program import (
    CODE,
    LAST_ON,
    OPENED_ON,
    asked,
    day,
    enrollment,
    prepared_of,
    stay,
    step,
)

ELIGIBLE = ("eligibility", "2021-03-05", "eligible")
ONE_STAY = [stay(1, "2021-03-01", "2021-03-10"), step(1, *ELIGIBLE)]
OTHER = [stay(2, "2021-03-01", "2021-03-10"), step(2, *ELIGIBLE)]


def found(records: list[dict[str, Any]], **how: Any) -> People:
    result = people(prepared_of(records), asked(**how))
    assert result is not None
    return result


def sides(records: list[dict[str, Any]], **how: Any) -> list[tuple[int, int, dt.date, int | None]]:
    frame = found(records, **how).frame.sort("person_id", "time_zero_on")
    return frame.select("person_id", "treated", "time_zero_on", "day").rows()


def test_time_zero_is_the_day_of_leaving_for_both_sides() -> None:
    records = [*ONE_STAY, enrollment(1, "2021-03-10"), *OTHER, stay(2, "2021-04-09", "2021-04-10")]
    assert sides(records) == [(1, 1, day("2021-03-10"), None), (2, 0, day("2021-03-10"), 30)]


@pytest.mark.parametrize(
    ("entered", "grace_days", "treated"),
    [
        ("2021-03-01", 0, 1),  # the first day of the stay
        ("2021-03-10", 0, 1),  # the day of leaving
        ("2021-03-11", 0, 0),  # a day later: it must not count as if they had been in it all along
        ("2021-03-11", 1, 1),  # inside the days of grace
        ("2021-03-12", 1, 0),
    ],
)
def test_who_enters_by_time_zero_is_in_the_program(entered: str, grace_days: int, treated: int) -> None:
    assert [row[1] for row in sides([*ONE_STAY, enrollment(1, entered)], grace_days=grace_days)] == [treated]


def test_nobody_is_in_the_program_for_having_stayed_out_until_they_entered() -> None:
    """Person 1 is out for 60 days and then enters; person 2 would have, and is back on day 30: both are on the other side."""
    records = [*ONE_STAY, enrollment(1, "2021-05-09"), *OTHER, stay(2, "2021-04-09", "2021-04-10")]
    assert [row[:2] for row in sides(records)] == [(1, 0), (2, 0)]


def test_with_days_of_grace_both_sides_are_watched_from_their_end() -> None:
    """Back on day 14 is before the watch begins, for those in the program too; back on day 15 is day 1."""
    early = [*ONE_STAY, enrollment(1, "2021-03-11"), stay(1, "2021-03-24", "2021-03-25")]
    late = [*OTHER, stay(2, "2021-03-25", "2021-03-26")]
    result = found([*early, *late], grace_days=14)
    assert result.frame.select("person_id", "treated", "time_zero_on", "day").rows() == [(2, 0, day("2021-03-24"), 1)]
    assert result.left_out.out_first == 1


def test_who_was_in_the_program_before_is_on_neither_side() -> None:
    again = [stay(1, "2022-03-01", "2022-03-10"), step(1, "eligibility", "2022-03-05", "eligible")]
    records = [*ONE_STAY, enrollment(1, "2021-03-10", "2021-09-01"), *again]
    result = found(records)
    assert result.frame["time_zero_on"].to_list() == [day("2021-03-10")]
    assert result.left_out.enrolled_before == 1


def test_a_person_may_have_several_moments_until_they_enter() -> None:
    again = [stay(1, "2022-03-01", "2022-03-10"), step(1, "eligibility", "2022-03-05", "eligible")]
    records = [*ONE_STAY, *again, enrollment(1, "2022-03-10")]
    assert [row[:3] for row in sides(records)] == [(1, 0, day("2021-03-10")), (1, 1, day("2022-03-10"))]
    assert [row[1] for row in sides(records, randomised=True)] == [0], "chance decided at the first time"


@pytest.mark.parametrize(
    ("records", "counted"),
    [
        ([stay(1, "2021-03-01", "2021-03-10"), step(1, "eligibility", "2021-02-28", "eligible")], 0),
        ([stay(1, "2021-03-01", "2021-03-10"), step(1, "eligibility", "2021-03-01", "eligible")], 1),
        ([stay(1, "2021-03-01", "2021-03-10"), step(1, "eligibility", "2021-03-10", "eligible")], 1),
        ([stay(1, "2021-03-01", "2021-03-10"), step(1, "eligibility", "2021-03-11", "eligible")], 0),
        ([stay(1, "2021-03-01", "2021-03-10"), step(1, "eligibility", "2021-03-05", "not_eligible")], 0),
        ([stay(1, "2021-03-01", "2021-03-10"), step(1, "eligibility", "2021-03-05", "eligible", code="P-2")], 0),
        ([stay(1, "2021-03-01", "2021-03-10", "sent_to_prison"), step(1, *ELIGIBLE)], 0),
        ([stay(1, "2021-03-01", "2021-03-10", None), step(1, *ELIGIBLE)], 1),
        ([stay(1, "2019-12-01", "2019-12-31"), step(1, "eligibility", "2019-12-05", "eligible")], 0),
        ([stay(1, "2019-12-01", "2020-01-01"), step(1, "eligibility", "2019-12-05", "eligible")], 1),
        ([stay(1, "2021-03-01", None), step(1, *ELIGIBLE)], 0),
    ],
)
def test_only_people_who_could_have_entered_then_are_counted(records: list[dict[str, Any]], counted: int) -> None:
    unrelated = [stay(9, "2021-03-01", "2021-03-10"), enrollment(9, "2021-03-10", code="P-2")]
    assert len(sides([*records, *unrelated])) == counted


def test_the_clock_can_start_at_the_step_itself_for_people_who_are_out_of_jail() -> None:
    out = [step(3, *ELIGIBLE), enrollment(3, "2021-03-05"), stay(3, "2021-03-06", "2021-03-07")]
    just_left = [stay(4, "2021-03-01", "2021-03-05"), step(4, *ELIGIBLE)]
    still_there = [stay(5, "2021-03-01", None), step(5, *ELIGIBLE)]
    result = found([*OTHER, *out, *just_left, *still_there], start=Start.STEP)
    on = day("2021-03-05")
    assert result.frame.select("person_id", "treated", "time_zero_on", "day").rows() == [
        (3, 1, on, 1),
        (4, 0, on, None),
    ]
    assert result.left_out.not_free == 2


def test_an_outcome_is_known_only_for_who_was_watched_to_the_end() -> None:
    records = [*ONE_STAY, stay(1, "2022-03-10", "2022-03-11"), *OTHER, stay(2, "2022-03-11", "2022-03-12")]
    result = found(records)
    name = outcome_name(365)
    through = with_outcome(result, 365, day("2021-03-10")).sort("person_id")
    assert through[name].to_list() == [1, 0], "day 365 is inside, day 366 is not"
    assert with_outcome(result, 365, day("2021-03-09"))[name].to_list() == [None, None]


def test_records_that_do_not_tell_who_entered_give_no_comparison() -> None:
    assert people(prepared_of(ONE_STAY, through=dt.date.min), asked()) is None


def test_moments_after_the_last_day_on_which_entries_are_on_record_are_on_neither_side() -> None:
    result = people(prepared_of(ONE_STAY, through=day("2021-03-09")), asked())
    assert result is not None
    assert result.frame.is_empty()


def random_records(seed: int, persons: int) -> list[dict[str, Any]]:
    """Draw people who come and go, with steps and entries at any time, also such as make no sense."""
    rng = np.random.default_rng(seed)
    records: list[dict[str, Any]] = []
    for person in range(1, persons + 1):
        start = dt.date(2019, 1, 1) + dt.timedelta(days=int(rng.integers(0, 700)))
        for _ in range(rng.integers(1, 6)):
            end = start + dt.timedelta(days=int(rng.integers(0, 40)))
            status = str(rng.choice(["released", "released", "released", "sent_to_prison"]))
            records.append(stay(person, start.isoformat(), end.isoformat(), status))
            for kind, found_ in (("referral", None), ("screening", "positive"), ("eligibility", "eligible")):
                if rng.random() < 0.6:
                    on = start + dt.timedelta(days=int(rng.integers(-2, 42)))
                    records.append(step(person, kind, on.isoformat(), found_, str(rng.choice([CODE, "P-2"]))))
            if rng.random() < 0.3:
                on = end + dt.timedelta(days=int(rng.integers(-5, 9)))
                records.append(enrollment(person, on.isoformat(), code=str(rng.choice([CODE, "P-2"]))))
            start = end + dt.timedelta(days=int(rng.integers(2, 400)))
    return [record for record in records if record["start_on"] <= LAST_ON]


@pytest.mark.parametrize("could", [Could.EVERYONE, Could.REFERRED, Could.SCREENED, Could.FOUND_ELIGIBLE])
@pytest.mark.parametrize(("grace_days", "once"), [(0, False), (7, False), (0, True)])
def test_a_slow_loop_finds_the_same_moments(could: Could, grace_days: int, once: bool) -> None:
    records = random_records(5, 150)
    rules = Rules(
        codes={CODE},
        could=could.value,
        opened_on=OPENED_ON,
        grace_days=grace_days,
        entered_through=LAST_ON,
        once=once,
    )
    slow = pl.DataFrame(slow_moments(records, rules), infer_schema_length=None)
    fast = found(records, could=could, grace_days=grace_days, randomised=once).frame
    assert slow.height > 20
    assert fast.select(slow.columns).sort("person_id", "time_zero_on").rows() == slow.rows()
