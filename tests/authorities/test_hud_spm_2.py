"""HUD's System Performance Measure 2, returns to homelessness: cases worked by hand from its programming specifications.

What was read, in November 2026. Not the newest document itself: the copies within reach begin with the table of contents
and stop there. Read were:

- Steps 1 to 6 of the measure, quoted word for word in comments of an open HMIS program (greenriver/hmis-warehouse,
  generators for fiscal years 2016 to 2020): the universe is exits in the two years before; the earliest exit with a
  permanent destination counts; a start on the day of the exit or later counts.
- The same program's generators for fiscal years 2023, 2024 and 2026 (hud_spm_report, return.rb and measure_two.rb), written
  anew from the newer specifications: columns 0-180, 181-365 and 366-730 days; transitional housing counts at once, as shelter
  does; permanent housing from the 15th day on, and not from the day after another such stay began until 14 days after it
  ended. A second open program (SPM2, an analysis suite of an HMIS team) does the same.
- A vendor's guide (Bitfocus, Measure 2): which exits count, and the dates of the universe for two report years.

Old and new differ in one thing. The older steps count transitional housing only from the 15th day on, and permanent housing
only from the 15th day after any stay in transitional housing. We follow the newer. The two open programs differ in one
thing: whether a stay in permanent housing that began before the exit stands in the way of another. The words do not leave
it out, and neither do we.
"""

import datetime as dt

import pytest

from metrics.bands import BAND_ENDS
from metrics.declared.home_again import WINDOWS
from metrics.language import Kind
from metrics.periods import year_to_quarter
from tests.authorities.by_hand import counted, on
from tests.spec.story import Stay, housing

MEASURE = "return_to_homelessness"
SHELTER, OUTREACH, TRANSITIONAL, HOME, HELP = (
    Kind.EMERGENCY_SHELTER,
    Kind.STREET_OUTREACH,
    Kind.TRANSITIONAL_HOUSING,
    Kind.PERMANENT_HOUSING,
    Kind.HOUSING_HELP,
)
LEFT_SHELTER = housing("Ana", SHELTER, on(-30), on(0), "permanent")


def came_back(*later: Stay, left: Stay = LEFT_SHELTER) -> bool:
    """Whether the person is counted as homeless again within two years."""
    back, people = counted(MEASURE, (left, *later))[730]
    assert people == 1
    return back == 1


@pytest.mark.parametrize("kind", [OUTREACH, SHELTER, TRANSITIONAL, HOME])
def test_exits_from_these_projects_to_a_permanent_place_are_the_universe(kind: Kind) -> None:
    assert counted(MEASURE, (housing("Ana", kind, on(-30), on(0), "permanent"),))[730] == (0, 1)


@pytest.mark.parametrize(
    ("kind", "went_to"), [(HELP, "permanent"), (SHELTER, "temporary"), (SHELTER, "institution"), (SHELTER, None)]
)
def test_other_projects_and_other_places_are_not(kind: Kind, went_to: str | None) -> None:
    assert counted(MEASURE, (housing("Ana", kind, on(-30), on(0), went_to),))[730] == (0, 0)


def test_the_earliest_exit_of_the_period_counts() -> None:
    """Step 2. She left in March and was back 100 days later; that she left again after it changes nothing."""
    again = housing("Ana", SHELTER, on(100), on(120), "permanent")
    assert counted(MEASURE, (LEFT_SHELTER, again)) == {180: (1, 1), 365: (1, 1), 730: (1, 1)}


@pytest.mark.parametrize("kind", [OUTREACH, SHELTER, TRANSITIONAL])
@pytest.mark.parametrize(("day", "counts"), [(-1, False), (0, True), (1, True), (14, True), (730, True), (731, False)])
def test_a_start_in_a_project_for_homeless_people_counts_from_the_day_of_the_exit(
    kind: Kind, day: int, counts: bool
) -> None:
    assert came_back(housing("Ana", kind, on(day), on(day + 800))) == counts


@pytest.mark.parametrize("day", [0, 15, 100])
def test_prevention_day_shelter_and_coordinated_entry_never_count(day: int) -> None:
    assert not came_back(housing("Ana", HELP, on(day), on(day + 5)))


@pytest.mark.parametrize(("day", "counts"), [(0, False), (14, False), (15, True), (730, True), (731, False)])
@pytest.mark.parametrize("kind", [SHELTER, TRANSITIONAL, HOME])
def test_permanent_housing_counts_more_than_14_days_after_the_exit(kind: Kind, day: int, counts: bool) -> None:
    left = housing("Ana", kind, on(-30), on(0), "permanent")
    assert came_back(housing("Ana", HOME, on(day), None), left=left) == counts


@pytest.mark.parametrize(("day", "counts"), [(60, False), (90, False), (104, False), (105, True)])
def test_permanent_housing_does_not_count_in_another_such_stay_or_14_days_after_it(day: int, counts: bool) -> None:
    """The other stay began on day 5, which is a move, and ended on day 90."""
    other = housing("Ana", HOME, on(5), on(90), "temporary")
    assert came_back(other, housing("Ana", HOME, on(day), None)) == counts


@pytest.mark.parametrize(("ended", "counts"), [(None, False), (60, False), (59, True)])
def test_a_stay_in_permanent_housing_that_began_before_the_exit_stands_in_the_way_too(
    ended: int | None, counts: bool
) -> None:
    """Another such stay begins on day 74, which is 14 days after day 60."""
    held = housing("Ana", HOME, on(-10), None if ended is None else on(ended), "temporary" if ended else None)
    assert came_back(held, housing("Ana", HOME, on(74), None)) == counts


def test_two_stays_in_permanent_housing_that_begin_on_one_day_do_not_hide_each_other() -> None:
    """The other stay is in the way from the day after it began."""
    first, second = (housing("Ana", HOME, on(20), on(20 + days)) for days in (40, 60))
    assert came_back(first, second)


def test_a_move_is_passed_over_and_the_scan_goes_on() -> None:
    move = housing("Ana", HOME, on(10), on(40), "temporary")
    assert counted(MEASURE, (LEFT_SHELTER, move, housing("Ana", SHELTER, on(200), None))) == {
        180: (0, 1),
        365: (1, 1),
        730: (1, 1),
    }


@pytest.mark.parametrize(
    ("day", "column"), [(0, "C"), (180, "C"), (181, "E"), (365, "E"), (366, "G"), (730, "G"), (731, None)]
)
def test_the_columns_of_the_table(day: int, column: str | None) -> None:
    """C: 0 to 180 days, E: 181 to 365, G: 366 to 730; I is their sum."""
    by_window = counted(MEASURE, (LEFT_SHELTER, housing("Ana", SHELTER, on(day), None)))
    up_to = [by_window[window][0] for window in (180, 365, 730)]
    assert dict(zip("CEG", (up_to[0], up_to[1] - up_to[0], up_to[2] - up_to[1]), strict=True)) == {
        name: int(name == column) for name in "CEG"
    }
    assert BAND_ENDS == WINDOWS == (180, 365, 730)


@pytest.mark.parametrize(
    ("report_year", "first_exit", "last_exit", "days_apart"),
    [(2018, dt.date(2015, 10, 2), dt.date(2016, 9, 30), 1), (2024, dt.date(2021, 10, 1), dt.date(2022, 10, 1), 1)],
)
def test_the_universe_of_a_report_is_our_year_two_years_before_but_for_a_day(
    report_year: int, first_exit: dt.date, last_exit: dt.date, days_apart: int
) -> None:
    """HUD goes back 730 days from the first and the last day of its fiscal year; a leap day moves one of the two."""
    start, end = dt.date(report_year - 1, 10, 1), dt.date(report_year, 9, 30)
    back = dt.timedelta(days=730)
    assert (start - back, end - back) == (first_exit, last_exit)
    ours = year_to_quarter(report_year - 2, 3)
    assert abs(ours.first_on - first_exit).days + abs(ours.last_on - last_exit).days == days_apart
