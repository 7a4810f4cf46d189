"""What each audience may be told: how many people a group needs, and how finely it is split."""

from dataclasses import dataclass
from typing import Final

from metrics.intervals import FEW_EVENTS
from metrics.noise import NoiseTable

TABLE: Final = NoiseTable()
"""The noise of every count that is published."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The settings of one audience. Source: shared/PROTECTION.md, which measured what a reader learns under them.

    in_a_year: people that a group needs in an answer about a year, by how many groupings split it, beside period and
    measure; there are no answers with more groupings than that. Deeper tables have more groups, so each must be larger, or
    the shift of its counts would hide what it says. in_other_periods: likewise for quarters and rolling years, which
    overlap with years: each is one more answer about the same people.
    of_a_curve: people in a group whose time curve is shown between the named windows, for the same reason. of_a_sum: people
    in a group of which a mean or a middle length is told, for one person can move these by a lot. of_a_top: people among
    those with the most whose share is told. of_an_effect: people on each side of a comparison, and among those by whom it
    grows from one publication to the next. youth_alone: whether a group of people under 18 is shown by itself.
    """

    in_a_year: tuple[int, ...]
    in_other_periods: tuple[int, ...]
    of_a_curve: int
    of_a_sum: int
    of_a_top: int
    of_an_effect: int
    youth_alone: bool

    @property
    def smallest_group(self) -> int:
        """The fewest people in any group that is shown, and in any difference of two of them."""
        return min(*self.in_a_year, *self.in_other_periods)


PUBLIC: Final = Limits(
    in_a_year=(100, 100, 150),
    in_other_periods=(100, 100),
    of_a_curve=1_000,
    of_a_sum=500,
    of_a_top=30,
    of_an_effect=100,
    youth_alone=False,
)
PARTNER: Final = Limits(
    in_a_year=(30, 60, 100, 150),
    in_other_periods=(30, 100),
    of_a_curve=300,
    of_a_sum=150,
    of_a_top=30,
    of_an_effect=60,
    youth_alone=True,
)

EVENTS_OF_AN_EFFECT: Final = FEW_EVENTS + TABLE.largest_shift
"""With the outcome, and without it, on each side, after the shift: so the true number, by which a comparison is declined, is
never below its own limit where this one holds, and no single outcome decides whether anything is shown."""
MOST_OF_ONE_PERSON: Final = 0.05
"""By how much the outcomes of one person may move a difference that is shown: 5 of every 100 people."""

ROLLING_YEAR: Final = 3
"""Years that end with a quarter overlap: from one to the next a quarter goes and a quarter comes. Their groups need three
times the people, so that what goes and what comes are seldom fewer than the floor (closeness leaves out the rest)."""
