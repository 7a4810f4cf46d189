"""A county of a few rows in a temporary folder, loaded through the real import, and what the warehouse holds of it."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data_access import building
from data_access.county import County, read_county
from data_access.importing import Say
from data_access.warehouse import METADATA, open_warehouse, warehouse_url

NOW = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
FILE = "stays.csv"
HEADER = "id,in,out,born,sex,screen,note"
ROWS = (
    "P1,2023-01-05 10:00,2023-01-06,1990-03-01,F,Y,",
    "P1,2023-04-01 09:30,2023-04-20,1990-03-01,F,Y,came back",
    "P2,2023-02-01 00:00,2023-02-01,1985-12-31,M,N,",
    "P3,2023-03-03 23:59,,1960-07-04,M,,still here",
)
COUNTY_FILE = """\
name = "Tiny County"
time_zone = "America/Denver"

[data_span]
first_on = 2023-01-01
rule = "fixed"
last_on = 2024-12-31

[[grouping]]
id = "sex"
label = "Sex"
field = "sex"
groups = [{ id = "female", label = "Women", people = "women" }, { id = "male", label = "Men", people = "men" }]

[[source]]
id = "jail"
title = "Jail stays"
agency = "Tiny County Sheriff"
system = "jail"
kind = "custody"
file = "stays.csv"

[source.columns]
person_key = "id"
start = "in"
end = "out"
birth_date = "born"
sex = "sex"
flag_screened = "screen"

[source.date_formats]
start = ["%Y-%m-%d %H:%M"]
end = ["%Y-%m-%d"]
birth_date = ["%Y-%m-%d"]

[source.codes.sex]
F = "female"
M = "male"

[source.codes.flag_screened]
Y = "yes"
N = "no"
"""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What the warehouse holds of the tiny county: the newest receipt, and rows as dicts in the order of the file."""

    receipt: dict[str, Any]
    kept: list[dict[str, Any]]
    refused: list[dict[str, Any]]
    findings: dict[tuple[str, str, str | None], int]

    @property
    def refusals(self) -> list[tuple[int, str, str]]:
        return [(row["line"], row["rule_id"], row["column_name"]) for row in self.refused]

    @property
    def lines(self) -> list[int]:
        return [row["line"] for row in self.kept]


class TinyCounty:
    """The folders of the tiny county, and the doors of the program that a test goes through."""

    def __init__(self, root: Path) -> None:
        self.county_folder = root / "tiny"
        self.sources = root / "sources"
        self.data_dir = root / "data"
        self.file = self.sources / FILE
        self.county_folder.mkdir()
        self.sources.mkdir()
        self.county_file = self.county_folder / "county.toml"
        self.county_file.write_text(COUNTY_FILE)
        self.write(ROWS)

    @property
    def county(self) -> County:
        return read_county(str(self.county_folder))

    def write(self, rows: Sequence[str], *, header: str = HEADER) -> None:
        self.file.write_bytes("".join(f"{line}\n" for line in (header, *rows)).encode())

    def settle(self, old: str, new: str) -> None:
        """Change the county file in one place."""
        text = self.county_file.read_text()
        assert text.count(old) == 1
        self.county_file.write_text(text.replace(old, new))

    def load(self, say: Say = lambda _: None) -> Held:
        """Import the file, which must not be stopped."""
        assert self.run_import(say) == []
        return self.held()

    def run_import(self, say: Say = lambda _: None) -> list[str]:
        """Import the file; return the message of each source that was stopped."""
        return building.import_sources(self.county, self.sources, self.data_dir, NOW, say)

    @property
    def engine(self) -> sa.Engine:
        return open_warehouse(warehouse_url(self.data_dir, self.county.id))

    def held(self) -> Held:
        tables = METADATA.tables
        with self.engine.connect() as connection:
            load = tables["load"]
            receipt = connection.execute(sa.select(load).order_by(load.c.load_id.desc())).mappings().first()
            assert receipt is not None
            mine = receipt["load_id"]
            event, person, refused, finding = (tables[n] for n in ("event", "person", "refused_row", "finding"))
            kept = sa.select(event, person.c.person_key).join(person).where(event.c.load_id == mine)
            found = connection.execute(sa.select(finding).where(finding.c.load_id == mine)).mappings().all()
            return Held(
                receipt=dict(receipt),
                kept=[dict(row) for row in connection.execute(kept.order_by(event.c.line)).mappings()],
                refused=[
                    dict(row)
                    for row in connection.execute(
                        sa.select(refused).where(refused.c.load_id == mine).order_by(refused.c.line)
                    ).mappings()
                ],
                findings={(row["rule_id"], row["column_name"], row["code"]): row["rows"] for row in found},
            )

    def everything(self) -> dict[str, list[Any]]:
        """Return every row of every table, to see that nothing changed."""
        with self.engine.connect() as connection:
            return {
                name: [tuple(row) for row in connection.execute(sa.select(table)).all()]
                for name, table in sorted(METADATA.tables.items())
            }

    def rows_by_csv(self) -> int:
        """Count the file's rows with Python's csv module alone: every record after the header that is not blank."""
        return sum(1 for _ in self._records()) - 1

    def _records(self) -> Iterator[list[str]]:
        text = self.file.read_bytes().decode("latin-1")
        return (record for record in csv.reader(io.StringIO(text, newline="")) if record)


def assert_nothing_is_lost(held: Held, tiny: TinyCounty) -> None:
    """Every row of the file is kept, refused, without an event or read by another source, and the first two have a line."""
    receipt = held.receipt
    assert receipt["rows_in"] == tiny.rows_by_csv()
    without_event = sum(rows for (rule_id, _, _), rows in held.findings.items() if rule_id == "no_event")
    elsewhere = sum(rows for (rule_id, _, _), rows in held.findings.items() if rule_id == "read_elsewhere")
    without_event += elsewhere
    assert receipt["rows_in"] == receipt["rows_kept"] + receipt["rows_refused"] + without_event
    assert receipt["rows_kept"] == len(held.kept)
    assert receipt["rows_refused"] == len(held.refused)
    lines = held.lines + [row["line"] for row in held.refused]
    assert len(set(lines)) == len(lines) == receipt["rows_in"] - without_event
