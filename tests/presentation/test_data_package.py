"""The zip: a program that knows the standard reads it, its bytes are the same each time, and it says in words what it is."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import yaml
from frictionless import Package, system

from metrics.language import Status
from metrics.registry import REBOOKING
from presentation import citation, data_package, files
from presentation.data_package import Facts, Source, package
from tests.presentation.small_answers import PLACE
from tests.presentation.test_files import ROWS
from tests.reading_grade import too_hard

LINK = "https://outcomes.county.example/get-the-data?period=2022&publication=2023-12-31-first"
FACTS = Facts(
    place=PLACE,
    name="some_county_rebooking_2022",
    link=LINK,
    command="python -m data_access measure some --measure rebooking",
    measures=(REBOOKING,),
    sources=(Source(title="Jail stays", agency="The jail", terms="City: open to all"),),
    changed="",
)


def opened(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(folder: Path, held: dict[str, bytes]) -> list[str]:
    """Let frictionless read the package from disk; return the notes of the errors that it finds."""
    for name, content in held.items():
        (folder / name).write_bytes(content)
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return [str(error) for error in report.flatten(["note"])]


def test_frictionless_finds_the_package_and_each_row_right(tmp_path: Path) -> None:
    assert checked(tmp_path, opened(package(ROWS, FACTS))) == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b",shown,", b",sure,"),
        (b",female,", b",fish,"),
        (b"2022-12-31", b"31.12.2022"),
        (b",400,", b",many,"),
        (b"rebooking,1", b",1"),
    ],
)
def test_frictionless_finds_what_the_schema_does_not_allow(tmp_path: Path, was: bytes, becomes: bytes) -> None:
    held = opened(package(ROWS, FACTS))
    assert was in held["data.csv"]
    described = json.loads(held["datapackage.json"])
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    held["datapackage.json"] = json.dumps(described).encode()
    held["data.csv"] = held["data.csv"].replace(was, becomes, 1)
    assert checked(tmp_path, held) != []


def test_a_file_that_was_changed_no_longer_has_its_digest(tmp_path: Path) -> None:
    held = opened(package(ROWS, FACTS))
    held["data.csv"] = held["data.csv"].replace(b"0.275", b"0.276")
    assert checked(tmp_path, held) != []


def test_the_same_view_gives_the_same_bytes_and_another_one_others() -> None:
    assert package(ROWS, FACTS) == package(ROWS.clone(), FACTS)
    assert package(ROWS, FACTS) != package(ROWS, replace(FACTS, link=f"{LINK}&group=Sex"))


def test_the_rows_are_the_file_for_code_and_parquet_holds_the_same_with_their_types() -> None:
    assert opened(package(ROWS, FACTS))["data.csv"] == files.for_code(ROWS)
    parquet = pl.read_parquet(io.BytesIO(files.for_parquet(ROWS, "2023-12-31-first")))
    assert parquet.equals(ROWS)
    assert parquet.schema == ROWS.schema
    assert files.for_parquet(ROWS, "2023-12-31-first") == files.for_parquet(ROWS, "2023-12-31-first")


def test_the_schema_names_each_column_in_order_and_what_status_and_groups_may_be() -> None:
    fields = data_package.schema(ROWS, PLACE)["fields"]
    assert [field["name"] for field in fields] == ROWS.columns
    by_name = {field["name"]: field for field in fields}
    assert set(by_name["status"]["constraints"]["enum"]) == {"shown", "hidden", "too_early", "not_reported"}
    assert {"value": "female", "label": "Women"} in by_name["sex"]["categories"]
    assert {"all", "not_stated", "unmapped", "other_groups"} < set(by_name["sex"]["constraints"]["enum"])
    assert all(field["description"] for field in fields)


def test_the_codebook_has_a_line_for_each_column_with_the_words_for_its_codes() -> None:
    held = opened(package(ROWS, FACTS))["codebook.csv"].decode("utf-8")
    rows = {row["column"]: row for row in csv.DictReader(io.StringIO(held))}
    assert list(rows) == ROWS.columns
    assert "female = Women" in rows["sex"]["codes"]
    assert rows["value"]["type"] == "number"


def test_the_words_say_what_it_is_where_from_and_every_kind_of_nothing() -> None:
    held = opened(package(ROWS, FACTS))
    readme = held["README.md"].decode("utf-8")
    for said in (LINK, FACTS.command, PLACE.protection, "Jail stays, from The jail. Terms: City: open to all"):
        assert said in readme
    assert all(f"- {status}: " in readme for status in Status)
    assert too_hard([line for line in readme.splitlines() if LINK not in line]) == []
    told = held["definitions.md"].decode("utf-8")
    assert f"Version {REBOOKING.version} of rebooking" in told or "Version 1 of rebooking, the first one" in told
    assert all(line in told for line in REBOOKING.left_out)


def test_that_periods_were_counted_anew_is_told() -> None:
    held = opened(package(ROWS, replace(FACTS, changed="The court sent 41 late records.")))
    assert "The court sent 41 late records." in held["definitions.md"].decode("utf-8")


def test_the_citation_is_yaml_whatever_the_county_is_called() -> None:
    odd = replace(PLACE, name='St. "X": #1 \\ county\u2028')
    read = yaml.safe_load("\n".join(citation.file_lines(odd, LINK)))
    assert read["authors"] == [{"name": odd.name}]
    assert (read["cff-version"], read["type"], read["url"]) == ("1.2.0", "dataset", LINK)
    assert PLACE.publication_id in citation.sentence(PLACE, LINK)
    assert "url" not in yaml.safe_load("\n".join(citation.file_lines(odd, "?period=2022")))


def test_of_made_up_people_the_package_says_so_first() -> None:
    made_up = replace(FACTS, place=replace(PLACE, made_up=True))
    held = opened(package(ROWS, made_up))
    assert "made up" in held["README.md"].decode("utf-8").splitlines()[2]
    assert "made up" in json.loads(held["datapackage.json"])["description"]
