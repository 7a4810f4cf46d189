"""Every step of a build, every correction and every decision leaves one entry, and none happens without its entry."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from data_access import audited, building, corrections
from data_access.audit import AuditError, Deed, note_here, read_entries
from data_access.linking import DIFFERENT, SAME
from data_access.publications import Audience, PublicationError, read_publication
from data_access.review import keep
from data_access.store import names
from tests.linking.two_offices import Told, TwoOffices
from tests.loading.tiny_county import NOW, ROWS, TinyCounty


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCounty:
    return TinyCounty(tmp_path)


def build(tiny: TinyCounty) -> list[str]:
    return building.build(tiny.county, tiny.sources, tiny.data_dir, NOW, lambda _: None)


def deeds(tiny: TinyCounty) -> list[str]:
    return [entry.deed for entry in read_entries(tiny.data_dir, "tiny")]


def last_told(data_dir: Path, county_id: str = "tiny") -> dict[str, str | int]:
    told: dict[str, str | int] = json.loads(read_entries(data_dir, county_id)[-1].about)
    return told


def test_a_build_leaves_an_entry_for_each_step_and_a_second_one_none(tiny: TinyCounty) -> None:
    build(tiny)
    assert deeds(tiny) == ["load", "extract", "publish", "publish"]
    load, extract, public, partner = [json.loads(entry.about) for entry in read_entries(tiny.data_dir, "tiny")]
    assert (load["source_id"], load["way"], load["rows_in"], load["rows_kept"]) == ("jail", "load", 4, 4)
    assert extract["sources"] == 1
    assert (public["audience"], partner["audience"]) == ("public", "partner")
    assert public["publication_id"] == read_publication(tiny.data_dir, "tiny", Audience.PUBLIC).manifest.publication_id
    build(tiny)
    assert len(deeds(tiny)) == 4


def test_entries_of_commands_are_by_the_account_that_runs_them(
    tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "loader")
    tiny.load()
    (entry,) = read_entries(tiny.data_dir, "tiny")
    assert (entry.done_by, entry.role) == ("loader", "steward")


def test_going_back_to_an_earlier_publication_is_a_deed_too(tiny: TinyCounty) -> None:
    build(tiny)
    tiny.write(ROWS[:3])
    build(tiny)
    tiny.write(ROWS)
    build(tiny)
    assert deeds(tiny)[8:] == ["load", "extract", "publish", "publish"]
    first, last = (json.loads(read_entries(tiny.data_dir, "tiny")[at].about) for at in (2, 10))
    assert first["publication_id"] == last["publication_id"]


def test_a_load_that_is_refused_whole_is_noted_each_time_with_its_rule(tiny: TinyCounty) -> None:
    tiny.write(())
    for _ in range(2):
        assert len(tiny.run_import()) == 1
    assert deeds(tiny) == ["stopped", "stopped"]
    assert last_told(tiny.data_dir) == {"source_id": "jail", "rule_id": "no_rows"}


def test_a_check_that_keeps_nothing_is_no_deed(tiny: TinyCounty) -> None:
    building.import_sources(tiny.county, tiny.sources, tiny.data_dir, NOW, lambda _: None, keep=False)
    assert deeds(tiny) == []


def test_people_who_are_forgotten_are_counted_and_not_named(tiny: TinyCounty, tmp_path: Path) -> None:
    tiny.load()
    keys = tmp_path / "keys.txt"
    keys.write_text("P1\n")
    corrections.forget(tiny.county, tiny.data_dir, "jail", keys, NOW, lambda _: None)
    assert deeds(tiny) == ["load", "forget"]
    assert last_told(tiny.data_dir) == {"key_space": "jail", "keys": 1, "rows": 2}


def test_refused_rows_that_are_written_out_and_taken_in_are_noted(tiny: TinyCounty, tmp_path: Path) -> None:
    tiny.write([*ROWS, "P4,2023-13-01 10:00,2023-01-06,1990-03-01,F,Y,"])
    tiny.load()
    path = tmp_path / "refused.csv"
    corrections.write_refused(tiny.county, tiny.data_dir, "jail", path, lambda _: None)
    assert last_told(tiny.data_dir) == {"form": "file", "source_id": "jail"}
    path.write_text(path.read_text().replace("2023-13-01", "2023-12-01"))
    assert corrections.reoffer(tiny.county, tiny.data_dir, "jail", path, tiny.sources, NOW, lambda _: None) is False
    path.write_text(path.read_text().replace("2023-01-06", "2023-12-06"))
    assert corrections.reoffer(tiny.county, tiny.data_dir, "jail", path, tiny.sources, NOW, lambda _: None)
    assert deeds(tiny) == ["load", "names_shown", "load"]
    assert last_told(tiny.data_dir)["way"] == "reoffer"


@pytest.fixture
def offices(tmp_path: Path) -> TwoOffices:
    offices = TwoOffices(tmp_path)
    offices.link(jail=[Told(key="J1")], court=[Told(key="C1"), Told(key="C2", first="Otto", sex="M")])
    return offices


def test_decisions_are_counted_and_the_pairs_are_not_named(offices: TwoOffices) -> None:
    pairs = [(offices.pair_id("jail J1", "court C1"), SAME), (offices.pair_id("jail J1", "court C2"), DIFFERENT)]
    keep(offices.county, offices.data_dir, pairs, "ana@county.example")
    entry = read_entries(offices.data_dir, offices.county.id)[-1]
    assert (entry.deed, entry.done_by) == ("review", "ana@county.example")
    assert last_told(offices.data_dir, offices.county.id) == {"same": 1, "different": 1}


def test_joining_people_is_noted_once(offices: TwoOffices) -> None:
    building.link(offices.county, offices.data_dir, NOW, lambda _: None)
    assert [entry.deed for entry in read_entries(offices.data_dir, offices.county.id)] == ["load", "load", "link"]


def test_a_decision_without_an_entry_is_not_kept(offices: TwoOffices) -> None:
    pair = offices.pair_id("jail J1", "court C1")
    with pytest.raises(AuditError):
        keep(offices.county, offices.data_dir, [(pair, DIFFERENT)], "=not a name")
    building.link(offices.county, offices.data_dir, NOW, offices.said.append)
    assert offices.said[-2].startswith("The records have not changed")


STOPPED_AT: dict[Deed, Callable[[TinyCounty], bool]] = {
    Deed.LOAD: lambda tiny: not any(tiny.everything()["load"]),
    Deed.EXTRACT: lambda tiny: names(tiny.data_dir / "tiny" / "extracts") == (),
    Deed.PUBLISH: lambda tiny: not is_published(tiny),
}


def is_published(tiny: TinyCounty) -> bool:
    try:
        read_publication(tiny.data_dir, "tiny", Audience.PUBLIC)
    except PublicationError:
        return False
    return True


@pytest.mark.parametrize("deed", STOPPED_AT)
def test_a_step_whose_entry_cannot_be_written_does_not_happen_and_the_next_build_ends_well(
    tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch, deed: Deed
) -> None:
    """The anchors' folder is taken away just before the entry of this step."""
    wanted = {Deed.LOAD: 0, Deed.EXTRACT: 1, Deed.PUBLISH: 2}[deed]

    def fails(data_dir: Path, county_id: str, done: Deed, about: Mapping[str, str | int]) -> None:
        if done == deed:
            (tiny.data_dir / "in the way").write_text("")
            monkeypatch.setenv("AUDIT_ANCHORS", str(tiny.data_dir / "in the way"))
        note_here(data_dir, county_id, done, about)

    monkeypatch.setattr(audited, "note_here", fails)
    with pytest.raises(AuditError, match="so nothing was done"):
        build(tiny)
    assert STOPPED_AT[deed](tiny)
    monkeypatch.undo()
    assert deeds(tiny)[:wanted] == ["load", "extract"][:wanted]
    build(tiny)
    assert is_published(tiny)
