"""The curves and their slow twin give the same numbers on random rows: ties, all censored, no censored, one row, no row."""

from fractions import Fraction
from math import sqrt

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from metrics.comparisons import gray, log_rank
from metrics.curves import cumulative_incidence, kaplan_meier, values_at
from metrics.endings import CENSORED, count_endings
from metrics.restricted import mean_days_after, mean_days_free, median_days
from tests.reference import slow_curves as slow

OUTCOMES = ["new_offense", "technical", "death"]
GROUPS = ["men", "women"]
READ_ON = [0, 1, 5, 6, 7, 364, 365, 366, 400]
HORIZON = 7
FEWER = settings(max_examples=40)

# Few different days, so that most rows are tied with others; and the days around the edge of a year.
DAYS = st.one_of(st.integers(0, 8), st.sampled_from([364, 365, 366]))
Groups = dict[str, list[slow.Row]]


def groups_of(endings: list[str]) -> st.SearchStrategy[Groups]:
    rows = st.lists(st.tuples(DAYS, st.sampled_from(endings)), max_size=12)
    return st.fixed_dictionaries(dict.fromkeys(GROUPS, rows))


ANY = st.one_of(groups_of([*OUTCOMES, CENSORED]), groups_of([CENSORED]), groups_of(OUTCOMES))


def table(groups: Groups) -> pl.DataFrame:
    rows = [(group, day, ending) for group, found in groups.items() for day, ending in found]
    schema = {"group": pl.String, "day": pl.Int32, "ending": pl.String}
    return count_endings(pl.DataFrame(rows, schema=schema, orient="row"), ["group"])


def known(rows: list[slow.Row], day: int, outcomes: list[str]) -> bool:
    return max(end for end, _ in rows) >= day or all(ending in outcomes for _, ending in rows)


def ones(rows: list[slow.Row]) -> slow.Weights:
    return [Fraction(1)] * len(rows)


@given(ANY, st.sampled_from([OUTCOMES, ["technical"], ["new_offense", "death"]]))
@example({"men": [], "women": []}, OUTCOMES)
@example({"men": [(365, "technical")], "women": [(365, CENSORED)]}, OUTCOMES)
@FEWER
def test_kaplan_meier(groups: Groups, outcomes: list[str]) -> None:
    curve = kaplan_meier(table(groups), ["group"], outcomes)
    read = values_at(curve, ["group"], READ_ON)
    answers = {(row["group"], row["day"]): row for row in read.iter_rows(named=True)}
    assert set(answers) == {(group, day) for group in GROUPS if groups[group] for day in READ_ON}
    for (group, day), answer in answers.items():
        rows = groups[group]
        assert answer["at_risk"] == slow.at_risk(rows, day)
        if not known(rows, day, outcomes):
            assert {answer[name] for name in ("survival", "variance", "low", "high")} == {None}
            continue
        expected = slow.survival(rows, ones(rows), set(outcomes), day)
        assert answer["survival"] == pytest.approx(float(expected), abs=1e-12)
        if expected == 0:
            assert answer["variance"] is None
            continue
        spread = slow.variance(rows, lambda weights: slow.survival(rows, weights, set(outcomes), day))  # noqa: B023
        assert answer["variance"] == pytest.approx(spread, abs=1e-10)
        ends = slow.interval(float(expected), spread)
        got = None if answer["low"] is None else (answer["low"], answer["high"])
        assert got == (None if ends is None else pytest.approx(ends, abs=1e-7))


@given(ANY)
@FEWER
def test_median_days(groups: Groups) -> None:
    answers = median_days(kaplan_meier(table(groups), ["group"], OUTCOMES), ["group"])
    got = dict(answers.select("group", "median_days").iter_rows())
    for group, rows in groups.items():
        days = [day for day in range(367) if slow.survival(rows, ones(rows), set(OUTCOMES), day) <= Fraction(1, 2)]
        assert got.get(group) == (min(days) if days else None)


@given(ANY)
@FEWER
def test_cumulative_incidence(groups: Groups) -> None:
    curve = cumulative_incidence(table(groups), ["group"], OUTCOMES)
    for answer in values_at(curve, ["group", "outcome"], [0, 5, 8, 365]).iter_rows(named=True):
        rows, outcome, day = groups[answer["group"]], answer["outcome"], answer["day"]
        if not known(rows, day, OUTCOMES):
            assert answer["incidence"] is None
            continue
        expected = slow.incidence(rows, ones(rows), outcome, set(OUTCOMES), day)
        spread = slow.variance(rows, lambda weights: slow.incidence(rows, weights, outcome, set(OUTCOMES), day))  # noqa: B023
        assert answer["incidence"] == pytest.approx(float(expected), abs=1e-12)
        assert answer["variance"] == pytest.approx(spread, abs=1e-10)
        ends = slow.interval(1 - float(expected), spread)
        if ends is not None:
            assert (1 - answer["high"], 1 - answer["low"]) == pytest.approx(ends, abs=1e-6)


@given(ANY)
@FEWER
def test_mean_days(groups: Groups) -> None:
    counted = table(groups)
    free = mean_days_free(counted, ["group"], OUTCOMES, horizon_days=HORIZON)
    after = mean_days_after(counted, ["group"], OUTCOMES, horizon_days=HORIZON)
    everything = pl.concat([free.with_columns(outcome=pl.lit(None, pl.String)), after], how="diagonal")
    assert everything.height == (1 + len(OUTCOMES)) * len([rows for rows in groups.values() if rows])
    for answer in everything.iter_rows(named=True):
        rows, outcome = groups[answer["group"]], answer["outcome"]

        def estimate(weights: slow.Weights, rows: list[slow.Row] = rows, outcome: str | None = outcome) -> Fraction:
            if outcome is None:
                return slow.mean_days(lambda day: slow.survival(rows, weights, set(OUTCOMES), day), HORIZON)
            return slow.mean_days(lambda day: slow.incidence(rows, weights, outcome, set(OUTCOMES), day), HORIZON)

        if not known(rows, HORIZON, OUTCOMES):
            assert {answer[name] for name in ("mean_days", "variance", "low", "high")} == {None}
            continue
        assert answer["mean_days"] == pytest.approx(float(estimate(ones(rows))), abs=1e-11)
        spread = slow.variance(rows, estimate)
        assert answer["variance"] == pytest.approx(spread, abs=1e-9)
        low = answer["mean_days"] - 1.959963984540054 * sqrt(answer["variance"])
        assert answer["low"] == pytest.approx(max(low, 0.0), abs=1e-12)


@given(ANY)
@FEWER
def test_log_rank(groups: Groups) -> None:
    answer = log_rank(table(groups), ["group"], OUTCOMES)
    expected = slow.log_rank(groups, set(OUTCOMES))
    assert (answer.statistic is None) == (expected is None)
    if expected is not None:
        assert answer.statistic == pytest.approx(float(expected), rel=1e-9, abs=1e-12)


@given(ANY)
@FEWER
def test_gray_expects_the_same_number(groups: Groups) -> None:
    assume(all(groups.values()))
    answer = gray(table(groups), ["group"], "technical", OUTCOMES)
    expected = slow.gray_expected(groups, "technical", set(OUTCOMES))
    got = dict(answer.groups.select("group", "expected").iter_rows())
    assert got == {group: pytest.approx(float(number), abs=1e-11) for group, number in expected.items()}


@given(groups_of([*OUTCOMES, CENSORED]))
@FEWER
def test_counting_endings(groups: Groups) -> None:
    rows = [(group, day, ending) for group, found in groups.items() for day, ending in found]
    counted: dict[tuple[str, int, str], int] = {}
    for row in rows:
        counted[row] = counted.get(row, 0) + 1
    expected = [(*row, count) for row, count in sorted(counted.items())]
    frame = pl.DataFrame(rows, schema={"group": pl.String, "day": pl.Int64, "ending": pl.String}, orient="row")
    kinds = {"group": pl.Enum(GROUPS), "ending": pl.Enum([CENSORED, *OUTCOMES])}
    assert count_endings(frame, ["group"]).rows() == expected
    assert count_endings(frame.lazy(), ["group"]).rows() == expected
    assert count_endings(frame.cast(kinds), ["group"]).rows() == expected  # type: ignore[arg-type]
    assert count_endings(frame.cast({"group": pl.Categorical, "day": pl.UInt16}), ["group"]).rows() == expected
