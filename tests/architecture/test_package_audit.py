"""A known flaw fails the check; that nobody could be asked is said, and is not taken for an answer."""

import json
from typing import Any

import pytest

from tests.package_audit import verdict

GOOD = {"name": "polars", "version": "2.1.0", "vulns": []}
BAD = {"name": "old", "version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1"]}]}
UNMENDED = {"name": "older", "version": "0.1", "vulns": [{"id": "CVE-2026-2", "fix_versions": []}]}
UNKNOWN = {"name": "inner", "skip_reason": "Dependency not found"}


def report(*packages: dict[str, Any]) -> dict[str, str]:
    return {"requirements.txt": json.dumps({"dependencies": packages, "fixes": []})}


@pytest.mark.parametrize(
    ("reports", "fails", "said"),
    [
        (report(GOOD, GOOD), False, "2 packages checked, 0 with a known flaw."),
        (report(GOOD, UNKNOWN), False, "1 packages checked, 0 with a known flaw. 1 could not be checked"),
        (report(GOOD, BAD, UNKNOWN), True, "old 1.0 has a known flaw: CVE-2026-1, mended in 1.1"),
        (report(UNMENDED), True, "CVE-2026-2, mended in no version yet"),
        (report(UNKNOWN, UNKNOWN), False, "NOT CHECKED. The service that was asked knows none of the 2 packages."),
        ({"requirements.txt": ""}, False, "NOT CHECKED. The service that knows of flaws could not be asked"),
        ({"requirements.txt": "Traceback ..."}, False, "NOT CHECKED"),
        ({"requirements.txt": "[]"}, False, "NOT CHECKED"),
    ],
)
def test_the_three_answers_are_never_mixed_up(reports: dict[str, str], fails: bool, said: str) -> None:
    found = verdict(reports)
    assert found.fails == fails
    assert said in "\n".join(found.lines)
    assert ("NOT CHECKED" in said) == any("NOT CHECKED" in line for line in found.lines)
