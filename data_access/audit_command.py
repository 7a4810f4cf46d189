"""The command `audit`: checks the audit log of a county, or prints it."""

import argparse
from pathlib import Path

import polars as pl

from data_access.audit import read_entries
from data_access.audit_check import verify
from data_access.county import County
from metrics.answers import as_csv

VERIFY, SHOW = "verify", "show"


def audit_parser(parser: argparse.ArgumentParser) -> None:
    """Give the command its words."""
    parser.add_argument("what", choices=[VERIFY, SHOW], help="check the log, or print its entries as CSV")
    parser.add_argument("county", metavar="COUNTY", help="a folder under counties/, or a path to one")


def run_audit(county: County, data_dir: Path, what: str) -> int:
    """Print what the check found, or the log; return 1 where something is wrong with it."""
    if what == SHOW:
        rows = [
            {
                "number": entry.number,
                "at": entry.at,
                "deed": entry.deed,
                "by": entry.done_by,
                "role": entry.role,
                "about": entry.about,
            }
            for entry in read_entries(data_dir, county.id)
        ]
        print(as_csv(pl.DataFrame(rows)) if rows else "Nothing is in the audit log yet.\n", end="")
        return 0
    verdict = verify(data_dir, county.id)
    print(f"{verdict.entries:,} entries, {verdict.anchors:,} anchors.")
    for remark in verdict.remarks:
        print(f"  {remark}")
    for finding in verdict.findings:
        print(f"  {finding.what.value}: {finding.sentence}")
    if verdict.findings:
        print("Keep the folder and the anchors as they are, and call who is in charge of security in your county.")
        return 1
    print("Every entry is sealed, in order, and as it was written.")
    return 0
