"""The file that the page "How your data is used" is made from: counts of deeds, no names, and no change without a reason."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from data_access import building, use_of_data
from data_access.audit import Deed, note, read_entries
from data_access.publications import Audience, publications_folder
from data_access.use_of_data import USE_FILE, read_use, write_use
from tests.agreements.registers import register
from tests.loading.tiny_county import NOW, TinyCounty


@pytest.fixture
def tiny(tmp_path: Path) -> TinyCounty:
    tiny = TinyCounty(tmp_path)
    register(tiny)
    building.build(tiny.county, tiny.sources, tiny.data_dir, NOW, lambda _: None)
    return tiny


def file_of(tiny: TinyCounty, audience: Audience = Audience.PUBLIC) -> Path:
    return publications_folder(tiny.data_dir, "tiny", audience) / USE_FILE


def test_a_publication_has_the_file_beside_it_for_every_audience(tiny: TinyCounty) -> None:
    for audience in Audience:
        use = read_use(tiny.data_dir, "tiny", audience)
        assert use is not None
        assert use.contact is not None
        assert [agreement.id for agreement in use.agreements] == ["sheriff"]
        (jail,) = use.sources
        assert (jail.agency, jail.loads, jail.last_loaded_on) == ("Tiny County Sheriff", 1, dt.date(2025, 3, 1))
        assert {(row.role, row.deed, row.times) for row in use.seen} == {
            ("steward", "load", 1),
            ("steward", "publish", 2),
        }


def test_nobody_who_looked_is_named_and_no_purpose_is_repeated(tiny: TinyCounty) -> None:
    for deed, about in ((Deed.PURPOSE, {"purpose": "Board report"}), (Deed.QUESTION, {"measure_id": "rebooking"})):
        note(tiny.data_dir, "tiny", deed, by="ana@county.example", role="analyst", about=about)
    write_use(tiny.county, tiny.data_dir)
    text = file_of(tiny).read_text("utf-8")
    assert "ana" not in text.replace("analyst", "")
    assert "Board report" not in text
    use = read_use(tiny.data_dir, "tiny", Audience.PUBLIC)
    assert use is not None
    assert [row.times for row in use.seen if row.role == "analyst"] == [1]


def test_months_are_those_of_the_countys_clock(tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry at 03:00 in Greenwich on February 1 is of January in Denver."""
    first = read_entries(tiny.data_dir, "tiny")[0]
    late = replace(first, at="2025-02-01T03:00:00.000000+00:00")
    monkeypatch.setattr(use_of_data, "read_entries", lambda *_: [late])
    use = use_of_data.gather(tiny.county, tiny.data_dir)
    assert (use.seen[0].month, use.noted_through) == ("2025-01", dt.date(2025, 1, 31))


def test_publishing_again_changes_nothing_unless_someone_did_something(tiny: TinyCounty) -> None:
    before = file_of(tiny).stat().st_mtime_ns
    building.build(tiny.county, tiny.sources, tiny.data_dir, NOW, lambda _: None)
    assert file_of(tiny).stat().st_mtime_ns == before
    note(tiny.data_dir, "tiny", Deed.EXPORT, by="ana", role="analyst", about={"form": "csv"})
    building.build(tiny.county, tiny.sources, tiny.data_dir, NOW, lambda _: None)
    assert file_of(tiny).stat().st_mtime_ns > before


@pytest.mark.parametrize("text", ["", "{", '{"format": 1}', '{"format": 99, "other": 1}'])
def test_a_file_that_cannot_be_read_counts_as_none(tiny: TinyCounty, text: str) -> None:
    file_of(tiny).write_text(text, "utf-8")
    assert read_use(tiny.data_dir, "tiny", Audience.PUBLIC) is None
    file_of(tiny).unlink()
    assert read_use(tiny.data_dir, "tiny", Audience.PUBLIC) is None
