"""The command `review`: lists the pairs that wait for a decision on the data team's terminal, and takes decisions."""

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from data_access import building
from data_access.county import County
from data_access.link_guards import HOUSEHOLD, NAMESAKES, SHARED_NUMBER, TWINS
from data_access.linkage_settings import IDENTITY_FIELDS
from data_access.linking import DIFFERENT, SAME
from data_access.review import Waiting, decide, queue, who_is_here
from data_access.warehouse import open_warehouse, warehouse_url

WHY: Final[Mapping[str, str]] = {
    "": "Much agrees, but not enough to be sure.",
    TWINS: "One last name and birth date, two first names: twins, or one person?",
    NAMESAKES: "One name, birth dates many years apart: a parent and a child, or one person?",
    HOUSEHOLD: "Neither the first name nor the birth date agrees: relatives, or one person?",
    SHARED_NUMBER: "A number agrees and the names and birth dates do not: was the number typed into the wrong record?",
}
"""Why a pair waits, by its guard."""


def review_parser(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument("--same", action="append", default=[], metavar="ID", help="this pair is one person")
    parser.add_argument("--different", action="append", default=[], metavar="ID", help="these are two people")
    parser.add_argument("--by", metavar="ACCOUNT", help="who decides; the account that runs this when left out")
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many pairs to list (default 20)")


def run_review(county: County, data_dir: Path, chosen: argparse.Namespace) -> int:
    """Keep the decisions that are given, all or none; without any, list the queue on standard output."""
    with building.only_one(data_dir, county):
        engine = open_warehouse(warehouse_url(data_dir, county.id))
        with engine.begin() as connection:
            for decision, ids in ((SAME, chosen.same), (DIFFERENT, chosen.different)):
                for review_id in ids:
                    decide(connection, review_id, decision, chosen.by or who_is_here(), dt.datetime.now(dt.UTC))
            total, waiting = queue(connection, county, chosen.most)
        engine.dispose()
    kept = len(chosen.same) + len(chosen.different)
    if kept:
        print(f"Kept: {kept} decision{'s' * (kept != 1)}. Join people anew: python -m data_access link {county.id}")
        return 0
    if not waiting:
        print("No pair waits for a decision.")
        return 0
    print(f"{total:,} pair{'s' * (total != 1)} wait. What follows names people: keep it on this screen.\n")
    for pair in waiting:
        print("\n".join(_lines(pair)), end="\n\n")
    print(f"Decide: python -m data_access review {county.id} --same ID --different ID")
    return 0


def _lines(pair: Waiting) -> list[str]:
    """Return a pair as text: its id, why it waits, and one line per thing that is told about each of the two."""
    head = f"{pair.review_id}   {pair.match_probability:.1%} by weight ({pair.match_weight:+.1f}). {WHY[pair.guard]}"
    return [head, *(f"  {side}: {_said(row)}" for side, rows in (("A", pair.left), ("B", pair.right)) for row in rows)]


def _said(row: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {row[name]}" for name in IDENTITY_FIELDS if row[name] is not None)
    return f"[{row['key_space']} {row['person_key']}] {told}"
