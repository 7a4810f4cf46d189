"""Cases that are worked by hand from a published rule: a few records, and the numbers that come out."""

import datetime as dt
from typing import Final

from metrics import registry
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.language import NEED_FLAG
from metrics.measuring import one_question
from metrics.periods import Period, parse_period
from metrics.prepared import Carried, Settings, prepare
from tests.spec.story import ALL_REPORTED, Stay, episodes

FIRST_ON, LAST_ON = dt.date(2018, 1, 1), dt.date(2024, 12, 31)
LEFT: Final = dt.date(2020, 3, 10)
"""The day from which the cases count."""


def on(days: int) -> str:
    """Return the day so many days after LEFT."""
    return (LEFT + dt.timedelta(days=days)).isoformat()


def counted(measure_id: str, stays: tuple[Stay, ...], period: str | Period = "2020") -> dict[int, tuple[int, int]]:
    """Return numerator and denominator of a follow-up measure by window, where a county reports everything."""
    settings = Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=1,
        groupings=(),
        carried=dict.fromkeys(
            ALL_REPORTED, Carried(through=LAST_ON, fields=frozenset({"reason", "status", NEED_FLAG}))
        ),
        switches={},
        often=FOUR_IN_THREE_YEARS,
    )
    asked = parse_period(period) if isinstance(period, str) else period
    rows = one_question(prepare(episodes(stays), settings), registry.measure(measure_id), [asked], None, ()).frame
    assert set(rows["status"]) == {"shown"}
    return {row["window_days"]: (row["numerator"], row["denominator"]) for row in rows.iter_rows(named=True)}
