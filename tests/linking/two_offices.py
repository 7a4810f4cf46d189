"""A county whose jail and court know the same people under keys of their own, linked through the program's own doors."""

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from data_access import building
from data_access.county import County, read_county
from data_access.identity_tables import LINKED_PAIR, LINKED_PERSON
from data_access.warehouse import PERSON, open_warehouse, warehouse_url

NOW = dt.datetime(2025, 3, 1, 12, tzinfo=dt.UTC)
HEADER = ("key", "first", "middle", "last", "born", "sex", "ssn", "alias", "day")

COUNTY_FILE = """\
name = "Two Offices"
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
"""
SOURCE = """
[[source]]
id = "OFFICE"
title = "Records of the OFFICE"
agency = "The OFFICE"
system = "SYSTEM"
kind = "KIND"
file = "OFFICE.csv"

[source.columns]
person_key = "key"
start = "day"
END
first_name = "first"
middle_name = "middle"
last_name = "last"
birth_date = "born"
sex = "sex"
ssn = "ssn"
alias_last_name = "alias"

[source.date_formats]
start = ["%Y-%m-%d"]
birth_date = ["%Y-%m-%d"]
END_FORMAT

[source.codes.sex]
F = "female"
M = "male"
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One row of an office: who the person is, as the office wrote it down."""

    key: str
    first: str = "Maria"
    middle: str = ""
    last: str = "Quackenbush"
    born: str = "1984-03-09"
    sex: str = "F"
    ssn: str = ""
    alias: str = ""
    day: str = "2023-05-01"


class TwoOffices:
    """The folders of the county, and the doors of the program that a test goes through."""

    def __init__(self, root: Path, linkage: str = "") -> None:
        self.county_folder, self.sources, self.data_dir = root / "offices", root / "files", root / "data"
        self.county_folder.mkdir()
        self.sources.mkdir()
        jail = SOURCE.replace("OFFICE", "jail").replace("SYSTEM", "jail").replace("KIND", "custody")
        jail = jail.replace("END_FORMAT", 'end = ["%Y-%m-%d"]').replace("END", 'end = "day"')
        court = SOURCE.replace("OFFICE", "court").replace("SYSTEM", "court").replace("KIND", "arrest")
        court = court.replace("END_FORMAT", "").replace("END", "")
        (self.county_folder / "county.toml").write_text(f"{COUNTY_FILE}{linkage}{jail}{court}")
        self.said: list[str] = []

    @property
    def county(self) -> County:
        return read_county(str(self.county_folder))

    def write(self, *, jail: Sequence[Told] = (), court: Sequence[Told] = ()) -> None:
        """Write the files; an office without rows gets one stranger, because an empty file is not loaded."""
        stranger = Told(key="S0", first="Zbigniew", last="Wojciechowski", born="1931-11-30", sex="M")
        for office, rows in (("jail", jail), ("court", court)):
            with (self.sources / f"{office}.csv").open("w", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(HEADER)
                writer.writerows([getattr(row, name) for name in HEADER] for row in rows or [stranger])

    def link(self, *, jail: Sequence[Told] = (), court: Sequence[Told] = ()) -> None:
        """Write the files, import them and join people."""
        self.write(jail=jail, court=court)
        assert building.import_sources(self.county, self.sources, self.data_dir, NOW, self.said.append) == []
        building.link(self.county, self.data_dir, NOW, self.said.append)

    @property
    def engine(self) -> sa.Engine:
        return open_warehouse(warehouse_url(self.data_dir, self.county.id))

    def clusters(self) -> dict[str, int]:
        """Return the cluster id of each key, as "jail J1"."""
        query = sa.select(PERSON.c.key_space, PERSON.c.person_key, LINKED_PERSON.c.cluster_id).join_from(
            PERSON, LINKED_PERSON
        )
        with self.engine.connect() as connection:
            return {f"{row.key_space} {row.person_key}": row.cluster_id for row in connection.execute(query)}

    def person_ids(self) -> dict[str, int]:
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(PERSON)).all()
        return {f"{row.key_space} {row.person_key}": row.person_id for row in rows}

    def pair_id(self, one: str, other: str) -> str:
        ids = self.person_ids()
        low, high = sorted((ids[one], ids[other]))
        return f"{low}-{high}"

    def guard(self, one: str, other: str) -> str | None:
        """Return the guard of a pair that is kept; None where no such pair is."""
        low, high = (int(part) for part in self.pair_id(one, other).split("-"))
        query = sa.select(LINKED_PAIR.c.guard).where(
            LINKED_PAIR.c.low_person_id == low, LINKED_PAIR.c.high_person_id == high
        )
        with self.engine.connect() as connection:
            return connection.execute(query).scalar()

    def same(self, one: str, other: str) -> bool:
        clusters = self.clusters()
        return clusters[one] == clusters[other]
