"""A county in whose every store stands something unmistakable, so that what leaks from one of them is seen.

- The publication for the public: the small county's counts, 1,000 people and 310 of them back.
- The publication for partners: the same counts times 7,919, so that nothing in it is a number of the public's.
- The extract: 12,347 people who were in jail, 5,381 of them women; 2,311 came back.
- The warehouse: two records that may be one person, with a name that nobody else has.
"""

import csv
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data_access import building
from data_access.county import read_county
from data_access.publications import Audience
from tests.linking.two_offices import COUNTY_FILE, HEADER, NOW, SOURCE, Told
from tests.small_county import publish_small_county

TIMES: Final = 7919
PUBLIC_NUMBER: Final = 1000
PARTNER_NUMBERS: Final = (310 * TIMES, 1000 * TIMES, 110 * TIMES, 400 * TIMES)
"""Of all, and of women: who came back within a year, and who left."""
PEOPLE: Final = 12_347
WOMEN: Final = 5_381
BACK: Final = 2_311
NAME: Final = "Quackenbush"

ACCESS: Final = """\
claim = "groups"
issuers = ["ISSUER"]
revoked = []

[roles]
outcomes-partners = "partner"
outcomes-analysts = "analyst"
outcomes-data-team = "steward"

[idle_minutes]
partner = 30
analyst = 30
steward = 30
"""

STAYS_SOURCE: Final = """
[[source]]
id = "stays"
title = "Jail stays"
agency = "The jail"
system = "jail"
kind = "custody"
file = "stays.csv"

[source.columns]
person_key = "key"
start = "day"
end = "out"
sex = "sex"

[source.date_formats]
start = ["%Y-%m-%d"]
end = ["%Y-%m-%d"]

[source.codes.sex]
F = "female"
M = "male"
"""


def numbers_as_sent(number: int) -> tuple[bytes, ...]:
    """Return how a number may stand in what a server sends: as text, with commas, and as the tables of charts hold it."""
    return (str(number).encode(), f"{number:,}".encode(), struct.pack("<q", number), struct.pack("<d", number))


MARKS: Final = {
    "partner": tuple(mark for number in PARTNER_NUMBERS for mark in numbers_as_sent(number)),
    "extract": tuple(f"{number:,}".encode() for number in (PEOPLE, WOMEN)),
    "warehouse": (NAME.encode(),),
}
"""What stands in one store alone. Of five digits without a comma, an id made by chance can hold any."""


def make_marked_county(root: Path) -> Path:
    """Make the county under root; return its folder. Its data lie beside it, in root/data."""
    folder, files, data_dir = root / "marked", root / "files", root / "data"
    folder.mkdir()
    files.mkdir()
    offices = [SOURCE.replace("OFFICE", name).replace("SYSTEM", name) for name in ("court", "crisis")]
    kinds = ("arrest", "crisis_contact")
    offices = [
        text.replace("KIND", kind).replace("END_FORMAT", "").replace("END", "")
        for text, kind in zip(offices, kinds, strict=True)
    ]
    (folder / "county.toml").write_text(COUNTY_FILE + STAYS_SOURCE + "".join(offices), "utf-8")
    rows = [(f"J{number}", "2023-03-01", "2023-03-09", "F" if number < WOMEN else "M") for number in range(PEOPLE)]
    rows += [(f"J{number}", "2023-08-01", "2023-08-05", "F") for number in range(BACK)]
    _write(files / "stays.csv", ("key", "day", "out", "sex"), rows)
    for office, told in (("court", Told(key="C1", last=NAME)), ("crisis", Told(key="X1", last=NAME, first="Ellen"))):
        _write(files / f"{office}.csv", HEADER, [tuple(getattr(told, name) for name in HEADER)])
    county = read_county(str(folder))
    assert building.import_sources(county, files, data_dir, NOW, lambda _: None) == []
    building.link(county, data_dir, NOW, lambda _: None)
    building.extract(county, data_dir, NOW, lambda _: None)
    publish_small_county(data_dir, made_up=False, county_id="marked")
    publish_small_county(data_dir, made_up=False, county_id="marked", audience=Audience.PARTNER, times=TIMES)
    return folder


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)
