"""HEDIS follow-up measures (NCQA): after a hospital stay (FUH), and after an emergency visit (FUM, FUA).

What was read, in November 2026. NCQA sells the specifications; these are public texts that repeat them:

- FUH: the text of the specification as a vendor shows it (Clinigence, article 67750), the measure of the Quality Payment
  Program (CMS, Quality ID 391, 2019), and NCQA's answer of December 15, 2020 (FAQ 16142): discharges count, not people; ages
  6 and up; 7 and 30 days; a stay that is followed by another within 30 days is left out, and the last one counts.
- FUH, the day itself: a health plan's guide (Blue Cross Blue Shield of North Dakota): visits on the day of discharge do not
  count.
- FUM and FUA: guides of Anthem, Lucet and the same plan, and the form on which states report to CMS
  (Enterprise-CMCS/macpro-mdct-qmr): "within 7 days of the ED visit (8 total days)", "within 30 days (31 total days)", so
  the day itself counts; ages 6 and up, and 13 and up; of visits within 31 days only the first; not where the person is
  admitted to a hospital within 30 days.

We differ, and our method pages say so: we count each person once in a period, of every age, and we do not leave anyone out
for what came later. The last two tests work out by hand what that does.
"""

import pytest

from metrics.language import Kind
from tests.authorities.by_hand import counted, on
from tests.spec.story import Stay, care

HOSPITAL = care("Ana", Kind.HOSPITAL_STAY, on(-6), on(0))
EMERGENCY = care("Ana", Kind.EMERGENCY_VISIT, on(0))


def visit(day: int) -> Stay:
    return care("Ana", Kind.SERVICE, on(day))


@pytest.mark.parametrize(
    ("day", "in_7", "in_30"),
    [(0, 0, 0), (1, 1, 1), (7, 1, 1), (8, 0, 1), (30, 0, 1), (31, 0, 0)],
)
def test_fuh_counts_7_and_30_days_after_the_day_of_discharge_and_not_that_day(day: int, in_7: int, in_30: int) -> None:
    got = counted("follow_up_after_hospital", (HOSPITAL, visit(day)))
    assert (got[7], got[30]) == ((in_7, 1), (in_30, 1))


@pytest.mark.parametrize(
    ("day", "in_7", "in_30"),
    [(0, 1, 1), (1, 1, 1), (7, 1, 1), (8, 0, 1), (30, 0, 1), (31, 0, 0)],
)
def test_fum_and_fua_count_8_and_31_days_in_all_the_day_itself_among_them(day: int, in_7: int, in_30: int) -> None:
    got = counted("follow_up_after_emergency", (EMERGENCY, visit(day)))
    assert (got[7], got[30]) == ((in_7, 1), (in_30, 1))


def test_fuh_a_visit_on_the_day_of_discharge_does_not_stand_in_the_way_of_a_later_one() -> None:
    assert counted("follow_up_after_hospital", (HOSPITAL, visit(0), visit(5)))[7] == (1, 1)


def test_fuh_a_transfer_to_another_hospital_is_one_stay_and_the_last_discharge_counts() -> None:
    transfer = care("Ana", Kind.HOSPITAL_STAY, on(0), on(9))
    got = counted("follow_up_after_hospital", (HOSPITAL, transfer, visit(5), visit(15)))
    assert got[7] == (1, 1)  # day 15 is 6 days after the second hospital let her go; day 5 was inside it
    assert counted("follow_up_after_hospital", (HOSPITAL, transfer, visit(5)))[7] == (0, 1)


def test_fum_another_emergency_visit_is_no_follow_up_and_of_31_days_only_the_first_counts() -> None:
    again = care("Ana", Kind.EMERGENCY_VISIT, on(20))
    got = counted("follow_up_after_emergency", (EMERGENCY, again, visit(22)))
    assert (got[7], got[30]) == ((0, 1), (1, 1))


def test_people_are_counted_once_where_hedis_counts_each_visit_of_another_month() -> None:
    """HEDIS: two visits more than 31 days apart, each with its own follow-up: 1 of 2. We: the first alone, 0 of 1."""
    later = care("Ana", Kind.EMERGENCY_VISIT, on(60))
    assert counted("follow_up_after_emergency", (EMERGENCY, later, visit(62)))[7] == (0, 1)


def test_a_stay_that_is_followed_by_another_within_30_days_counts_where_hedis_takes_the_last() -> None:
    """HEDIS: the first discharge is left out, the second has a visit 3 days later: 1 of 1. We: 0 of 1, for 7 days."""
    readmitted = care("Ana", Kind.HOSPITAL_STAY, on(10), on(15))
    got = counted("follow_up_after_hospital", (HOSPITAL, readmitted, visit(18)))
    assert (got[7], got[30]) == ((0, 1), (1, 1))


def test_an_emergency_visit_that_ends_in_a_hospital_counts_where_hedis_leaves_it_out() -> None:
    admitted = care("Ana", Kind.HOSPITAL_STAY, on(0), on(12))
    assert counted("follow_up_after_emergency", (EMERGENCY, admitted))[7] == (0, 1)
