"""Two whole HMIS exports load whole: every row is an event or refused with a reason, as Python's csv counts them."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa

from data_access import building
from data_access.county import read_county
from data_access.receipts import SourceReceipt, read_receipts
from data_access.warehouse import EVENT, LOAD, REFUSED_ROW, open_warehouse, warehouse_url

pytestmark = pytest.mark.real_data
NOW: Final = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
LAST_DAY: Final = "2022-09-30"
KIND_OF_PROJECT: Final = {
    "0": "emergency_shelter",
    "1": "emergency_shelter",
    "2": "transitional_housing",
    "3": "permanent_housing",
    "4": "street_outreach",
    "6": "housing_help",
    "12": "housing_help",
    "13": "permanent_housing",
}
PERMANENT: Final = {"410", "411", "421", "422", "423", "426", "435"}


class Export:
    """One export, read by Python's csv alone, and what the warehouse holds of it."""

    def __init__(self, name: str, folder: Path, data_dir: Path) -> None:
        county = read_county(f"{name}-example")
        assert building.import_sources(county, folder, data_dir, NOW, lambda _: None) == []
        engine = open_warehouse(warehouse_url(data_dir, county.id))
        with engine.connect() as connection:
            self.receipts = {receipt.source_id: receipt for receipt in read_receipts(connection, county)}
            events = sa.select(LOAD.c.source_id, EVENT).join_from(EVENT, LOAD)
            self.events = [dict(row) for row in connection.execute(events).mappings()]
            refused = sa.select(LOAD.c.source_id, REFUSED_ROW.c.rule_id).join_from(REFUSED_ROW, LOAD)
            self.refused = Counter((row.source_id, row.rule_id) for row in connection.execute(refused))
        engine.dispose()
        self.folder = folder

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(newline="", encoding="utf-8-sig") as stream:
            return list(csv.DictReader(stream))

    def of(self, source: str) -> list[dict[str, object]]:
        return [event for event in self.events if event["source_id"] == source]


@pytest.fixture(scope="module", params=["hmis-fy2024", "hmis-fy2026"])
def export(
    request: pytest.FixtureRequest, real_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Export:
    return Export(request.param, real_data(request.param), tmp_path_factory.mktemp(request.param))


def test_every_row_of_every_file_that_is_read_is_an_event_or_refused_with_a_reason(export: Export) -> None:
    for receipt in export.receipts.values():
        assert receipt.rows_in == len(export.rows(receipt.file_name)), receipt.file_name
        assert receipt.rows_in == receipt.rows_kept + receipt.rows_refused
        assert refusals(receipt) == receipt.rows_refused
        assert sum(rows for (source, _), rows in export.refused.items() if source == receipt.source_id) == refusals(
            receipt
        )
        assert len(export.of(receipt.source_id)) == receipt.rows_kept


def refusals(receipt: SourceReceipt) -> int:
    return sum(finding.rows for finding in receipt.findings if finding.severity == "error")


def test_rows_are_refused_only_for_days_after_the_export_and_for_what_is_not_needed(export: Export) -> None:
    late = {
        ("enrollments", "future_date"): sum(row["ExitDate"] > LAST_DAY for row in export.rows("Exit.csv")),
        ("living_after", "future_date"): sum(row["ExitDate"] > LAST_DAY for row in export.rows("Exit.csv")),
        ("work", "future_date"): sum(
            row["InformationDate"] > LAST_DAY for row in export.rows("EmploymentEducation.csv")
        ),
        ("services", "left_out_by_county"): sum(row["RecordType"] == "200" for row in export.rows("Services.csv")),
        ("services", "future_date"): sum(
            row["DateProvided"] > LAST_DAY and row["RecordType"] != "200" for row in export.rows("Services.csv")
        ),
        ("needs", "left_out_by_county"): sum(
            row["DisabilityType"] in "5678" for row in export.rows("Disabilities.csv")
        ),
        ("needs", "future_date"): sum(
            row["InformationDate"] > LAST_DAY and row["DisabilityType"] not in "5678"
            for row in export.rows("Disabilities.csv")
        ),
    }
    assert export.refused == Counter({rule: rows for rule, rows in late.items() if rows})


def test_stays_have_the_kind_of_their_project_and_the_end_and_destination_of_their_exit(export: Export) -> None:
    kinds = {row["ProjectID"]: KIND_OF_PROJECT[row["ProjectType"]] for row in export.rows("Project.csv")}
    exits = {row["EnrollmentID"]: row for row in export.rows("Exit.csv")}
    expected: Counter[tuple[str, str, bool]] = Counter()
    for row in export.rows("Enrollment.csv"):
        left = exits.get(row["EnrollmentID"], {"ExitDate": "", "Destination": ""})
        if left["ExitDate"] <= LAST_DAY:
            expected[kinds[row["ProjectID"]], left["ExitDate"], left["Destination"] in PERMANENT] += 1
    got = Counter(
        (event["kind"], str(event["end_on"] or ""), event["status"] == "permanent")
        for event in export.of("enrollments")
    )
    assert got == expected


def test_jail_before_and_after_is_known_as_custody(export: Export) -> None:
    before = sum(row["LivingSituation"] == "207" for row in export.rows("Enrollment.csv"))
    after = sum(row["Destination"] == "207" and row["ExitDate"] <= LAST_DAY for row in export.rows("Exit.csv"))
    states = [export.of(source) for source in ("living_before", "living_after")]
    assert [sum(state["status"] == "in_custody" for state in each) for each in states] == [before, after]
    assert before > 0


def test_people_are_those_of_the_export(export: Export) -> None:
    clients = {row["PersonalID"] for row in export.rows("Client.csv")}
    assert export.receipts["living_before"].people == len(clients)
