"""Each follow-up measure, said again in plain arguments, and its slow twin: they agree on random records."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from metrics import registry
from metrics.declared.often_booked import FOUR_IN_THREE_YEARS
from metrics.grouping import Grouping
from metrics.language import NEED_FLAG, STATUSES, STAYS, Kind, Reason, Status
from metrics.measuring import one_question
from metrics.prepared import Carried, Settings, prepare
from metrics.programs import Program
from tests.reference.slow_follow_ups import Happening, Said, followed_by_one
from tests.reference.slow_measures import Record
from tests.reference.test_slow_twin import frame

FIRST_ON, LAST_ON = dt.date(2019, 7, 1), dt.date(2021, 12, 31)
GROUPS = ("yes", "no")
PROGRAMS = tuple(Program(program_id=code.lower(), codes=frozenset({code}), intercept=3) for code in ("A", "B"))
EVERY_OTHER_REASON = ("sentence", "court_order", "other_authority", "not_stated", "unmapped")


LEAVING_JAIL = Happening(system="jail", kinds=("custody",), day="end")
LEAVING_PRISON = Happening(system="prison", kinds=("custody",), day="end")
INTO_PRISON = Happening(system="prison", kinds=("custody",), day="start")
NEW_ACT = Happening(system="court", kinds=("arrest",), day="start")
NEW_CASE = Happening(system="court", kinds=("case",), day="start")
CASE_THAT_CONVICTED = replace(NEW_CASE, came_of_it=("convicted",), over_within_days=365)
CONVICTED = Happening(system="court", kinds=("case",), day="end", came_of_it=("convicted",))
SUPERVISED = Happening(system="supervision", kinds=("term",), day="start")
TAKEN_AWAY = Happening(system="supervision", kinds=("revocation",), day="start")

HOMELESS_PROJECTS = ("street_outreach", "emergency_shelter", "transitional_housing")
LEAVING_FOR_A_HOME = Happening(
    system="housing", kinds=(*HOMELESS_PROJECTS, "permanent_housing"), day="end", came_of_it=("permanent",)
)
HOMELESS_AGAIN = Happening(system="housing", kinds=HOMELESS_PROJECTS, day="start")
NEW_HOME = Happening(system="housing", kinds=("permanent_housing",), day="start", away_from_others_days=14)
LEAVING_FOSTER_CARE = Happening(
    system="child_welfare",
    kinds=("foster_care",),
    day="end",
    came_of_it=("reunified", "with_relative", "guardianship"),
    at_least_days=8,
)
INTO_FOSTER_CARE = Happening(system="child_welfare", kinds=("foster_care",), day="start")

FIRST_CARE = Happening(system="behavioral_health", kinds=("service", "treatment"), day="start")
OUT_OF_HOSPITAL = Happening(system="behavioral_health", kinds=("hospital_stay",), day="end")
EMERGENCY = Happening(system="behavioral_health", kinds=("emergency_visit",), day="start")
BOOKED = Happening(system="jail", kinds=("custody",), day="start")
LEAVING_WITH_NEED = replace(LEAVING_JAIL, need_found=True)

ASSESSED = Happening(system="jail", kinds=("assessment",), day="start")
DEATH = ("death", Happening(system="vital_records", kinds=("death",), day="start"))
PRISON = ("prison", INTO_PRISON)
JAIL = ("jail", BOOKED)
FINISHED = ("term", Happening(system="supervision", kinds=("term",), day="end", came_of_it=("completed",)))

BACK_IN_JAIL = Said(start=LEAVING_JAIL, outcomes=[(BOOKED, 1)], competing=(DEATH, PRISON))
ARRESTED = Said(start=LEAVING_JAIL, outcomes=[(NEW_ACT, 1)], competing=(DEATH, PRISON))
BACK_IN_PRISON = Said(start=LEAVING_PRISON, outcomes=[(INTO_PRISON, 1)], competing=(DEATH,))
REVOKED = Said(start=SUPERVISED, outcomes=[(TAKEN_AWAY, 1)], competing=(DEATH, FINISHED))
IN_CARE = Said(start=LEAVING_JAIL, outcomes=[(FIRST_CARE, 0)], competing=(DEATH, JAIL))

SENT = Happening(system="program", kinds=("referral",), day="start")
INTO_PROGRAM = Happening(system="program", kinds=("enrollment",), day="start")
OUT_OF_PROGRAM = replace(INTO_PROGRAM, day="end")
FINISHED_PROGRAM = replace(OUT_OF_PROGRAM, came_of_it=("completed",))
TURNED_AWAY = (
    "eligibility",
    Happening(system="program", kinds=("eligibility",), day="start", came_of_it=("not_eligible", "declined")),
)
SEEN_SOON = Said(
    start=SENT,
    outcomes=[(Happening(system="program", kinds=("service",), day="start"), 0)],
    competing=(DEATH, TURNED_AWAY),
    in_each_program=True,
)
LEFT_PROGRAM = Said(start=INTO_PROGRAM, outcomes=[(OUT_OF_PROGRAM, 0)], competing=(DEATH,), in_each_program=True)
BOOKED_AFTER_PROGRAM = Said(start=INTO_PROGRAM, outcomes=[(BOOKED, 1)], competing=(DEATH, PRISON), in_each_program=True)

SAID = {
    "rebooking": BACK_IN_JAIL,
    "rebooking_new_offense": replace(BACK_IN_JAIL, reasons=("new_offense",)),
    "rebooking_technical": replace(BACK_IN_JAIL, reasons=("technical_violation",)),
    "rebooking_other": replace(BACK_IN_JAIL, reasons=EVERY_OTHER_REASON),
    "rebooking_every_release": replace(BACK_IN_JAIL, every_start=True),
    "rearrest": Said(start=ASSESSED, outcomes=[(NEW_ACT, 1)], competing=(DEATH,)),
    "rearrest_after_release": ARRESTED,
    "recharge": replace(ARRESTED, outcomes=[(NEW_CASE, 1)]),
    "reconviction": replace(ARRESTED, outcomes=[(CASE_THAT_CONVICTED, 1)], settles_days=365),
    "reconviction_by_conviction_date": replace(ARRESTED, outcomes=[(CONVICTED, 1)]),
    "reincarceration": BACK_IN_PRISON,
    "reincarceration_new_offense": replace(BACK_IN_PRISON, reasons=("new_offense",)),
    "reincarceration_technical": replace(BACK_IN_PRISON, reasons=("technical_violation",)),
    "reincarceration_other": replace(BACK_IN_PRISON, reasons=EVERY_OTHER_REASON),
    "supervision_revocation": REVOKED,
    "supervision_revocation_new_offense": replace(REVOKED, reasons=("new_offense",)),
    "supervision_revocation_technical": replace(REVOKED, reasons=("technical_violation",)),
    "supervision_revocation_other": replace(REVOKED, reasons=EVERY_OTHER_REASON),
    "supervision_reconviction": Said(
        start=SUPERVISED, outcomes=[(CASE_THAT_CONVICTED, 1)], settles_days=365, competing=(DEATH, PRISON)
    ),
    "return_to_homelessness": Said(
        start=LEAVING_FOR_A_HOME, outcomes=[(HOMELESS_AGAIN, 0), (NEW_HOME, 15)], competing=(DEATH,)
    ),
    "foster_care_reentry": Said(start=LEAVING_FOSTER_CARE, outcomes=[(INTO_FOSTER_CARE, 1)], competing=(DEATH,)),
    "follow_up_after_hospital": Said(start=OUT_OF_HOSPITAL, outcomes=[(FIRST_CARE, 1)], competing=(DEATH,)),
    "follow_up_after_emergency": Said(start=EMERGENCY, outcomes=[(FIRST_CARE, 0)], competing=(DEATH,)),
    "connection_to_care": IN_CARE,
    "connection_to_care_with_need": replace(IN_CARE, start=LEAVING_WITH_NEED),
    "rebooking_with_need": replace(BACK_IN_JAIL, start=LEAVING_WITH_NEED),
    "first_service_after_referral": SEEN_SOON,
    "first_service_after_start": replace(SEEN_SOON, start=INTO_PROGRAM, competing=(DEATH,)),
    "left_program": LEFT_PROGRAM,
    "finished_of_started": replace(LEFT_PROGRAM, outcomes=[(FINISHED_PROGRAM, 0)]),
    "rebooking_after_program_start": BOOKED_AFTER_PROGRAM,
    "rebooking_after_finishing_program": replace(BOOKED_AFTER_PROGRAM, start=FINISHED_PROGRAM),
    "left_within_days": Said(start=BOOKED, outcomes=[(LEAVING_JAIL, 0)], every_start=True),
}


@st.composite
def records(draw: st.DrawFn, said: Said) -> list[Record]:
    """A few people with what the measure speaks of, on the same days, on the next, and far apart; half of it fits."""
    named = [said.start, *(what for what, _ in said.outcomes)]
    fitting = {kind: status for what in named for kind in what.kinds for status in what.came_of_it}
    found: list[Record] = []
    for _ in range(draw(st.integers(0, 25))):
        system, kind = draw(st.sampled_from(said.places))
        start = FIRST_ON + dt.timedelta(days=draw(st.one_of(st.integers(-30, 700), st.integers(100, 106))))
        lengths = st.one_of(st.none(), st.integers(0, 20), st.integers(355, 370)) if Kind(kind) in STAYS else st.just(0)
        days = draw(lengths)
        end = None if days is None or start + dt.timedelta(days=days) > LAST_ON else start + dt.timedelta(days=days)
        statuses = [*sorted(STATUSES.get(Kind(kind), ())), None]
        found.append(
            {
                "person": draw(st.integers(1, 3)),
                "system": system,
                "kind": kind,
                "start": start,
                "end": end,
                "reason": draw(st.sampled_from([*sorted(Reason)[:3], "technical_violation", "not_stated"])),
                "status": draw(st.one_of(st.just(fitting.get(kind)), st.sampled_from(statuses))),
                "need": draw(st.sampled_from(["yes", "yes", "no", None])),
                "group": GROUPS[start.toordinal() % 2],
                "program": draw(st.sampled_from(["A", "A", "B"])),
            }
        )
    # Of records of one kind that start on one day, which one is first is not defined, so there are none.
    return list({(r["person"], r["system"], r["kind"], r["start"]): r for r in found}.values())


def settings(said: Said, gap_days: int) -> Settings:
    carried = Carried(through=LAST_ON, fields=frozenset({"reason", "status", NEED_FLAG}))
    return Settings(
        data_first_on=FIRST_ON,
        followed_through_on=LAST_ON,
        episode_gap_days=gap_days,
        groupings=(Grouping(grouping_id="group", field="flag_group", group_ids=GROUPS),),
        programs=PROGRAMS,
        carried=dict.fromkeys(said.places, carried),  # type: ignore[arg-type]  # plain words, as the extract holds them
        switches={},
        often=FOUR_IN_THREE_YEARS,
    )


@pytest.mark.parametrize("measure_id", SAID)
@given(data=st.data(), gap_days=st.sampled_from([0, 1, 14]))
@hypothesis_settings(max_examples=25)
def test_the_engine_and_the_slow_twin_agree(measure_id: str, data: st.DataObject, gap_days: int) -> None:
    said = SAID[measure_id]
    rows = data.draw(records(said))
    prepared = prepare(frame(rows), settings(said, gap_days))
    asked = (prepared, registry.measure(measure_id), prepared.settings.periods, [7, 14, 30, 180, 365])
    answers = pl.concat(one_question(*asked, by).frame for by in ((), ("group",)))
    assert set(answers["status"]) == {Status.SHOWN, Status.TOO_EARLY}
    for row in answers.iter_rows(named=True):
        known_on = row["period_end"] + dt.timedelta(days=row["window_days"] + said.settles_days)
        slow = followed_by_one(
            rows,
            said,
            gap_days=gap_days,
            period=(row["period_start"], row["period_end"]),
            window_days=row["window_days"],
            group=None if row["group"] == "all" else row["group"],
        )
        assert (row["numerator"], row["denominator"]) == (slow if known_on <= LAST_ON else (None, None)), row


@pytest.mark.parametrize("whole", sorted({m.part_of for m in registry.follow_up_measures() if m.part_of}))
def test_the_parts_of_a_whole_divide_all_reasons_among_them(whole: str) -> None:
    follow_ups = registry.follow_up_measures()
    parts = [measure for measure in follow_ups if measure.part_of == whole]
    (together,) = [measure for measure in follow_ups if measure.measure_id == whole]
    reasons = [reason for part in parts for reason in part.outcome_reasons or ()]
    assert sorted(reasons) == sorted(Reason), "each reason is in one part, and in one only"
    same = {(part.starts, part.outcomes, part.unit, part.windows) for part in (*parts, together)}
    assert len(same) == 1, "the parts follow the same people to the same events"
