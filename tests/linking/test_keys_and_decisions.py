"""Person keys survive; decisions are kept; linking again, in another order, or half-way changes nothing."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from itertools import product

import numpy as np
import pytest
import sqlalchemy as sa

from data_access import building
from data_access.__main__ import main
from data_access.clusters import Apart, groups, stable_ids
from data_access.extract import make_extract, read_extract
from data_access.link_model import LinkError
from data_access.warehouse import METADATA
from tests.linking.two_offices import NOW, Told, TwoOffices
from tests.places import ROOT

MARIA = Told(key="J1")
ELLEN = Told(key="J2", first="Ellen", last="Abernathy", born="1990-01-17")
IN_COURT = Told(key="C1")
NOTHING_APART = Apart(decided=frozenset(), guarded=frozenset(), key_spaces={})


def run(offices: TwoOffices, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(offices.data_dir))
        command, *options = arguments
        return main([command, str(offices.county_folder), *options])


@pytest.fixture
def offices(kept_offices: TwoOffices) -> TwoOffices:
    return kept_offices


def everything(offices: TwoOffices) -> dict[str, list[str]]:
    """Return every row of every table."""
    with offices.engine.connect() as connection:
        return {
            name: [repr(tuple(row)) for row in connection.execute(sa.select(table))]
            for name, table in METADATA.tables.items()
        }


def test_linking_twice_changes_no_row(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA, ELLEN], court=[IN_COURT])
    before = everything(offices)
    building.link(offices.county, offices.data_dir, NOW + dt.timedelta(days=1), offices.said.append)
    assert "The records have not changed since people were joined" in offices.said
    assert everything(offices) == before


def test_the_order_of_the_rows_changes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    people = [
        Told(key=f"J{n}", first=first, last=last, born=f"19{50 + n}-0{1 + n % 9}-11")
        for n, (first, last) in enumerate(product(("Ann", "Beatrix", "Cleo", "Dora"), ("Ash", "Birch", "Cedar", "Elm")))
    ]
    court = [Told(key=told.key.replace("J", "C"), first=told.first, last=told.last, born=told.born) for told in people]
    found = []
    for seed in (0, 1):
        offices = TwoOffices(tmp_path_factory.mktemp("order"))
        rng = np.random.default_rng(seed)
        people = [people[n] for n in rng.permutation(len(people))]
        court = [court[n] for n in rng.permutation(len(court))]
        offices.link(jail=people, court=court)
        clusters = offices.clusters()
        together: dict[int, set[str]] = {}
        for key, cluster_id in clusters.items():
            together.setdefault(cluster_id, set()).add(key)
        found.append(sorted(map(sorted, together.values())))
    assert found[0] == found[1]
    assert ["court C0", "jail J0"] in found[0]


def test_a_new_record_joins_its_person_and_everyone_keeps_the_key(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA, ELLEN])
    before = offices.clusters()
    offices.link(jail=[MARIA, ELLEN], court=[IN_COURT])
    after = offices.clusters()
    assert {key: after[key] for key in before} == before
    assert after["court C1"] == before["jail J1"]


def test_a_merge_keeps_the_older_key(offices: TwoOffices) -> None:
    married = Told(key="J2", last="Osterhagen")
    offices.link(jail=[MARIA, married])
    before = offices.clusters()
    offices.link(jail=[MARIA, Told(key="J2", last="Osterhagen", alias="Quackenbush")])
    assert set(offices.clusters().values()) == {before["jail J1"], before["court S0"]}


def test_a_person_who_was_gone_comes_back_under_the_same_key(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA, ELLEN])
    before = offices.clusters()
    offices.link(jail=[ELLEN])
    offices.link(jail=[MARIA, ELLEN])
    assert offices.clusters() == before


def test_a_split_is_never_merged_again(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA], court=[IN_COURT])
    assert offices.same("jail J1", "court C1")
    before = offices.clusters()
    assert run(offices, "review", "--different", offices.pair_id("jail J1", "court C1"), "--by", "clerk-7") == 0
    building.link(offices.county, offices.data_dir, NOW, offices.said.append)
    assert not offices.same("jail J1", "court C1")
    assert offices.clusters()["jail J1"] == before["jail J1"], "the older part keeps the key"
    go_between = Told(key="J3", ssn="512348876")
    offices.link(jail=[MARIA, go_between], court=[Told(key="C1", ssn="512348876")])
    assert not offices.same("jail J1", "court C1"), "not through a third record either"


def test_a_merge_that_was_decided_is_kept_when_the_records_no_longer_agree(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA], court=[Told(key="C1", first="Dolores", last="Abernathy")])
    assert not offices.same("jail J1", "court C1")
    assert run(offices, "review", "--same", offices.pair_id("jail J1", "court C1")) == 0
    building.link(offices.county, offices.data_dir, NOW, offices.said.append)
    assert offices.same("jail J1", "court C1")
    offices.link(jail=[MARIA], court=[Told(key="C1", first="Dolores", last="Zorn", born="1971-01-01")])
    assert offices.same("jail J1", "court C1")


def test_the_newest_decision_counts(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA], court=[IN_COURT])
    pair = offices.pair_id("jail J1", "court C1")
    for decision, same in (("--different", False), ("--same", True)):
        assert run(offices, "review", decision, pair) == 0
        building.link(offices.county, offices.data_dir, NOW, offices.said.append)
        assert offices.same("jail J1", "court C1") is same


def test_the_queue_shows_the_records_on_standard_output_alone(
    offices: TwoOffices, capsys: pytest.CaptureFixture[str]
) -> None:
    offices.link(jail=[MARIA], court=[Told(key="C1", first="Ellen")])
    assert run(offices, "review") == 0
    told = capsys.readouterr()
    pair = offices.pair_id("jail J1", "court C1")
    assert "1 pair wait" in told.out
    assert pair in told.out
    assert "twins" in told.out
    assert "last_name Quackenbush" in told.out
    assert "uackenbush" not in told.err
    assert run(offices, "review", "--different", pair) == 0
    assert run(offices, "review") == 0
    assert "No pair waits for a decision." in capsys.readouterr().out


def test_a_pair_that_does_not_exist_is_told_so(offices: TwoOffices, capsys: pytest.CaptureFixture[str]) -> None:
    offices.link(jail=[MARIA])
    for wrong in ("1-99999", "7", "1-1", "x-y"):
        assert run(offices, "review", "--same", wrong) == 1
        assert f"There is no pair {wrong}. Take the number in front of a pair" in capsys.readouterr().err


def test_an_extract_is_not_made_of_records_that_were_not_joined(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA], court=[IN_COURT])
    offices.write(jail=[MARIA, ELLEN], court=[IN_COURT])
    building.import_sources(offices.county, offices.sources, offices.data_dir, NOW, offices.said.append)
    with offices.engine.connect() as connection, pytest.raises(LinkError, match="python -m data_access link offices"):
        make_extract(connection, offices.county, offices.data_dir, NOW.date())


def test_an_extract_counts_a_person_of_two_offices_once_and_names_nobody(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA, ELLEN], court=[IN_COURT])
    building.extract(offices.county, offices.data_dir, NOW, offices.said.append)
    extract = read_extract(offices.data_dir, "offices")
    assert extract.people.height == 2
    assert extract.episodes.group_by("person_id").len()["len"].sort().to_list() == [1, 2]
    assert extract.manifest["linkage"]["people"] == 2
    assert extract.manifest["linkage"]["keys"] == 3
    kept = b"".join(path.read_bytes() for path in (offices.data_dir / "offices" / "extracts").rglob("*.*"))
    assert b"uackenbush" not in kept
    assert not any("uackenbush" in line for line in offices.said)


def test_names_stand_in_the_identity_table_alone(offices: TwoOffices) -> None:
    offices.link(jail=[MARIA], court=[Told(key="C1", first="Ellen")])
    with offices.engine.connect() as connection:
        for table in ("event", "person", "finding", "linkage", "linked_person", "linked_pair", "load", "refused_row"):
            rows = connection.execute(sa.select(METADATA.tables[table])).all()
            assert not any("uackenbush" in str(value) for row in rows for value in row), table


@pytest.mark.parametrize("delay_seconds", [0.0, 0.3, 0.8, 1.5])
def test_a_link_that_is_killed_leaves_who_is_who_as_it_was(offices: TwoOffices, delay_seconds: float) -> None:
    offices.link(jail=[MARIA, ELLEN], court=[IN_COURT])
    before = offices.clusters()
    offices.write(jail=[MARIA, ELLEN, Told(key="J3", first="Zoe", last="Young", born="1999-09-09")], court=[IN_COURT])
    building.import_sources(offices.county, offices.sources, offices.data_dir, NOW, offices.said.append)
    process = subprocess.Popen(
        [sys.executable, "-m", "data_access", "link", str(offices.county_folder)],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(offices.data_dir)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    process.stderr.readline()
    time.sleep(delay_seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    left = offices.clusters()
    assert left == before or "jail J3" in left, "all of the new state, or all of the old one"
    building.link(offices.county, offices.data_dir, NOW, offices.said.append)
    after = offices.clusters()
    assert {key: after[key] for key in before} == before
    assert "jail J3" in after


def test_a_stronger_join_wins_where_a_weaker_one_would_bring_two_apart_together() -> None:
    apart = Apart(decided=frozenset({(1, 3)}), guarded=frozenset(), key_spaces={})
    assert groups([1, 2, 3], [(2, 3), (1, 2)], [], apart) == ([[1], [2, 3]], 0)


def test_a_decision_that_two_are_one_goes_before_a_guard_and_after_a_decision_that_they_are_two() -> None:
    guarded = Apart(decided=frozenset(), guarded=frozenset({(1, 2)}), key_spaces={})
    assert groups([1, 2], [], [(1, 2)], guarded) == ([[1, 2]], 0)
    decided = Apart(decided=frozenset({(1, 3)}), guarded=frozenset(), key_spaces={})
    assert groups([1, 2, 3], [], [(1, 2), (2, 3)], decided) == ([[1, 2], [3]], 1)


def test_groups_agree_with_a_slow_twin_where_nothing_is_kept_apart() -> None:
    rng = np.random.default_rng(3)
    people = list(range(60))
    pairs = [sorted(rng.choice(60, 2, replace=False).tolist()) for _ in range(40)]
    reach = {person: {person} for person in people}
    for left, right in pairs * 60:
        reach[left] |= reach[right]
        reach[right] |= reach[left]
    found, _ = groups(people, [(a, b) for a, b in pairs], [], NOTHING_APART)
    assert {frozenset(group) for group in found} == {frozenset(group) for group in reach.values()}


def test_a_cluster_id_stays_with_most_of_those_who_had_it() -> None:
    before = {1: 10, 2: 10, 3: 10, 4: 11}
    assert stable_ids([[1], [2, 3], [4, 5]], before, 11) == ({1: 12, 2: 10, 3: 10, 4: 11, 5: 11}, 12)
    assert stable_ids([[1, 2, 3, 4]], before, 11) == ({1: 10, 2: 10, 3: 10, 4: 10}, 11)
    assert stable_ids([[1, 2], [3, 4]], {1: 10, 3: 10}, 10) == ({1: 10, 2: 10, 3: 11, 4: 11}, 11)
