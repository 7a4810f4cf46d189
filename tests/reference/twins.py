"""The slow twin of every measure, by its id: a function that gives its numbers from the records in loops."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Final

from metrics.declaration import Unit
from metrics.language import Kind, Reason, System
from metrics.periods import Period
from tests.reference import slow_numbers, slow_periods, slow_programs
from tests.reference.every_kind import FIRST_ON, RULE
from tests.reference.slow_follow_ups import Said, followed_by_one
from tests.reference.slow_measures import Record, arrested_again, came_back, free_days_and_returns, joined
from tests.reference.slow_numbers import GOOD, SCREENED, SEEN_BESIDE_JAIL, Numbers, share
from tests.reference.test_slow_follow_ups import SAID
from tests.reference.test_slow_twin import TALLIES

DAYS_IN_100_YEARS: Final = 36_525


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """One question: records, a period, and, where it is asked of one, a window and a group.

    Questions are told apart by which object they are, so that what many measures share is counted once for each.
    """

    records: list[Record]
    period: Period
    gap_days: int
    window_days: int | None
    group: str | None

    @cached_property
    def stays(self) -> list[Record]:
        """The stays in jail alone."""
        return slow_periods.of(self.records, System.JAIL, Kind.CUSTODY)

    @property
    def window(self) -> int:
        """The window of a measure that has one."""
        assert self.window_days is not None
        return self.window_days


Twin = Callable[[Asked], Numbers]


def _came_back(reasons: set[str], unit: Unit, asked: Asked) -> Numbers:
    return share(
        *came_back(
            asked.stays,
            gap_days=asked.gap_days,
            first_on=asked.period.first_on,
            last_on=asked.period.last_on,
            window_days=asked.window,
            reasons=reasons,
            every_release=unit is Unit.EVERY_EVENT,
            group=asked.group,
        )
    )


def _followed(said: Said, asked: Asked) -> Numbers:
    return share(
        *followed_by_one(
            [record for record in asked.records if (record["system"], record["kind"]) in said.places],
            said,
            gap_days=asked.gap_days,
            period=(asked.period.first_on, asked.period.last_on),
            window_days=asked.window,
            group=asked.group,
        )
    )


def _arrested_again(asked: Asked) -> Numbers:
    first, last = asked.period.first_on, asked.period.last_on
    found = arrested_again(asked.records, first_on=first, last_on=last, window_days=asked.window, group=asked.group)
    return share(*found)


def _left_within(asked: Asked) -> Numbers:
    stays = joined(asked.stays, asked.gap_days)
    period = asked.period
    return share(*slow_periods.left_within(stays, period.first_on, period.last_on, asked.window, asked.group))


@cache
def _free_days(asked: Asked) -> tuple[int, int, int]:
    first, last = asked.period.first_on, asked.period.last_on
    return free_days_and_returns(
        asked.records, first_on=first, last_on=last, window_days=asked.window, group=asked.group
    )


def _days_at_liberty(asked: Asked) -> Numbers:
    people, free, _ = _free_days(asked)
    return share(free, people)


def _returns_per_100_years(asked: Asked) -> Numbers:
    _, free, returns = _free_days(asked)
    return returns, free, returns / free * DAYS_IN_100_YEARS if free else None


@cache
def _jail(asked: Asked) -> dict[str, Numbers]:
    return slow_numbers.of_jail(asked.stays, asked.gap_days, asked.period, asked.group, FIRST_ON)


@cache
def _people_in_jail(asked: Asked) -> dict[str, Numbers]:
    return slow_numbers.of_people_in_jail(asked.stays, asked.gap_days, asked.period, asked.group, RULE, FIRST_ON)


@cache
def _other_systems(asked: Asked) -> dict[str, Numbers]:
    return slow_numbers.of_other_systems(asked.records, asked.gap_days, asked.period, asked.group)


@cache
def _programs(asked: Asked) -> dict[str, Numbers]:
    return slow_numbers.of_programs(asked.records, asked.period, asked.group)


@cache
def _months_later(asked: Asked) -> dict[str, Numbers]:
    return slow_numbers.of_months_later(asked.records, asked.period, asked.group)


def _one_of(family: Callable[[Asked], dict[str, Numbers]], measure_id: str, asked: Asked) -> Numbers:
    return family(asked)[measure_id]


_PEOPLE_IN_JAIL: Final = (
    "people_in_jail",
    "length_so_far_mean",
    "length_so_far_median",
    "people_booked_often",
    "bookings_of_people_booked_often",
    *SCREENED,
    *(
        f"{what}_{found}"
        for what in ("bookings", "length_of_stay_mean", "length_of_stay_median")
        for found in ("need_found", "no_need_found")
    ),
)
_OTHER_SYSTEMS: Final = (
    "supervised_on_an_average_day",
    "supervision_terms_started",
    "supervision_terms_ended",
    "sheltered_on_an_average_night",
    "in_treatment_on_an_average_day",
    *(f"in_jail_and_{system}" for system in SEEN_BESIDE_JAIL),
    "jail_and_no_other_system",
    "jail_and_1_other_system",
    "jail_and_2_other_systems",
    "jail_and_3_or_more_other_systems",
)
_PROGRAMS: Final = (
    *(f"{word}_at_{at}" for word in GOOD for at in ("entry", "exit")),
    *(f"{name}_at_entry_or_exit_unknown" for _, _, name in GOOD.values()),
)


@cache
def _program_steps(asked: Asked) -> dict[str, Numbers]:
    return slow_programs.of_programs(asked.records, asked.gap_days, asked.period, asked.group)


_PROGRAM_STEPS: Final = (
    "program_referrals",
    *(f"program_{step}" for step in slow_programs.STEPS),
    "program_exits",
    *(f"program_exit_{way}" for way in slow_programs.WAYS),
    "booked_while_in_program",
)
_MONTHS_LATER: Final = (
    *(f"{word}_{end}" for word in GOOD for end in ("when_entering", "6_months_later", "12_months_later")),
    *(f"{name}_over_12_months_unknown" for _, _, name in GOOD.values()),
)

TWINS: Final[dict[str, Twin]] = {
    **{measure_id: partial(_followed, said) for measure_id, said in SAID.items()},
    "rebooking": partial(_came_back, set(Reason), Unit.PERSON),
    "rebooking_new_offense": partial(_came_back, {"new_offense"}, Unit.PERSON),
    "rebooking_technical": partial(_came_back, {"technical_violation"}, Unit.PERSON),
    "rebooking_other": partial(_came_back, {*Reason} - {"new_offense", "technical_violation"}, Unit.PERSON),
    "rebooking_every_release": partial(_came_back, set(Reason), Unit.EVERY_EVENT),
    "rearrest": _arrested_again,
    "left_within_days": _left_within,
    "days_at_liberty": _days_at_liberty,
    "returns_per_100_person_years": _returns_per_100_years,
    **{measure_id: partial(_one_of, _jail, measure_id) for measure_id in TALLIES},
    **{measure_id: partial(_one_of, _people_in_jail, measure_id) for measure_id in _PEOPLE_IN_JAIL},
    **{measure_id: partial(_one_of, _other_systems, measure_id) for measure_id in _OTHER_SYSTEMS},
    **{measure_id: partial(_one_of, _programs, measure_id) for measure_id in _PROGRAMS},
    **{measure_id: partial(_one_of, _months_later, measure_id) for measure_id in _MONTHS_LATER},
    **{measure_id: partial(_one_of, _program_steps, measure_id) for measure_id in _PROGRAM_STEPS},
}
