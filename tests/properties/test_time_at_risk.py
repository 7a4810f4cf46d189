"""The ranges of days at liberty and of returns per person-year hold the truth as often as they say."""

import datetime as dt

import numpy as np
import polars as pl

from metrics import registry
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.language import EPISODES, Kind, System
from metrics.measuring import one_question
from metrics.periods import parse_period
from metrics.prepared import Carried, Settings, prepare

PEOPLE, TRIES = 400, 200


def range_of_returns(rng: np.random.Generator) -> tuple[float, float]:
    """Draw people who differ in how often they come back, and return the ends of the range."""
    left, day = dt.date(2020, 6, 1), dt.timedelta(days=1)
    often = rng.choice([0.2, 3.0], size=PEOPLE, p=[0.8, 0.2])
    stays = [(person, left - 5 * day, left) for person in range(PEOPLE)]
    stays += [
        (person, left + after * day, left + after * day)
        for person in range(PEOPLE)
        for after in sorted(set(rng.integers(3, 366, size=rng.poisson(often[person])).tolist()))
    ]
    blank = {**dict.fromkeys(EPISODES), "system": System.JAIL, "kind": Kind.CUSTODY, "reason": "new_offense"}
    frame = pl.DataFrame(
        [{**blank, "person_id": person, "start_on": start, "end_on": end} for person, start, end in stays],
        schema=EPISODES,
    )
    settings = Settings(
        data_first_on=dt.date(2020, 1, 1),
        followed_through_on=dt.date(2021, 12, 31),
        episode_gap_days=0,
        groupings=(),
        carried={(System.JAIL, Kind.CUSTODY): Carried(through=dt.date(2021, 12, 31), fields=frozenset({"reason"}))},
        switches={},
        often=FOUR_IN_THREE_YEARS,
    )
    measure = registry.measure("returns_per_100_person_years")
    row = one_question(prepare(frame, settings), measure, [parse_period("2020")], None, ()).frame.row(0, named=True)
    return row["low"], row["high"]


def test_the_range_of_returns_holds_the_truth_though_some_come_back_again_and_again() -> None:
    rng = np.random.default_rng(20261125)
    # Of a Poisson number of draws from 363 days, 363 (1 - exp(-mean / 363)) different days are expected.
    mean = sum(share * 363 * (1 - np.exp(-often / 363)) for often, share in ((0.2, 0.8), (3.0, 0.2)))
    truth = mean / 365 * 36_525
    held = [low <= truth <= high for low, high in (range_of_returns(rng) for _ in range(TRIES))]
    # 95 of 100 expected; 200 tries fall below 180 less than once in 100.
    assert sum(held) >= 180
