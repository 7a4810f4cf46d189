"""Who is forgotten goes from the names, the links, the decisions and the refused rows, on a SQLite file and on PostgreSQL."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from data_access.__main__ import main
from data_access.warehouse import METADATA
from tests.linking.two_offices import Told, TwoOffices

WRITTEN = ("512-34-8876", "512348876")
"""Her number as a file has it and as it is kept. Four digits alone also stand in the fractions of a second of some moment."""
MARIA = Told(key="J1", ssn="512-34-8876")
WITHOUT_A_KEY = Told(key="", ssn="512-34-8876")
ELLEN = Told(key="J2", first="Ellen", last="Abernathy", born="1990-01-17")
ELLEN_WITHOUT_A_KEY = Told(key="", first="Ellen", last="Abernathy", born="1990-01-17")


def run(offices: TwoOffices, *arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(offices.data_dir))
        command, *options = arguments
        return main([command, str(offices.county_folder), *options])


def tables_that_hold(offices: TwoOffices, text: str) -> set[str]:
    with offices.engine.connect() as connection:
        return {
            name
            for name, table in METADATA.tables.items()
            if any(text in repr(tuple(row)) for row in connection.execute(sa.select(table)))
        }


def tables_with_her_number(offices: TwoOffices) -> set[str]:
    return {name for written in WRITTEN for name in tables_that_hold(offices, written)}


def test_names_links_decisions_and_refused_rows_go(
    kept_offices: TwoOffices, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offices = kept_offices
    offices.link(jail=[MARIA, WITHOUT_A_KEY, ELLEN, ELLEN_WITHOUT_A_KEY], court=[Told(key="C1")])
    assert run(offices, "review", "--same", offices.pair_id("jail J1", "court C1")) == 0
    assert tables_with_her_number(offices) == {"identity", "refused_row"}
    keys = tmp_path / "sealed.txt"
    keys.write_text("J1\n")
    capsys.readouterr()
    assert run(offices, "forget", "--key-space", "jail", "--key-file", str(keys)) == 0
    said = capsys.readouterr().err
    assert "jail: 1 rows that counted and 1 refused rows were taken out." in said
    assert "1 rows of names and numbers were taken out" in said
    assert "Joined with them were other keys: 1 in court." in said
    assert "Quackenbush" not in said
    assert tables_with_her_number(offices) == set()
    assert tables_that_hold(offices, "Abernathy") == {"identity", "refused_row"}, (
        "others stay, whole rows and refused ones"
    )
    assert set(offices.person_ids()) == {"jail J2", "court C1"}
    assert run(offices, "link") == 0
    assert set(offices.clusters()) == {"jail J2", "court C1"}


def test_what_was_forgotten_cannot_be_read_in_the_file_any_more(offices: TwoOffices, tmp_path: Path) -> None:
    offices.link(jail=[MARIA, WITHOUT_A_KEY, ELLEN])
    kept = offices.data_dir / "offices" / "warehouse.sqlite"
    assert b"512-34-8876" in kept.read_bytes()
    keys = tmp_path / "sealed.txt"
    keys.write_text("J1\n")
    assert run(offices, "forget", "--key-space", "jail", "--key-file", str(keys)) == 0
    offices.engine.dispose()
    left = b"".join(path.read_bytes() for path in kept.parent.glob("warehouse.sqlite*"))
    assert b"512-34-8876" not in left
    assert b"Abernathy" in left
