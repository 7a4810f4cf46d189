"""The command `review`: lists the pairs that wait for a decision on the data team's terminal, and takes decisions."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_access.audit import Deed, note_here
from data_access.consent_elements import NOTICE
from data_access.county import County
from data_access.linkage_settings import IDENTITY_FIELDS
from data_access.linking import DIFFERENT, SAME
from data_access.review import Waiting, keep, look
from data_access.settings import who_is_here


def review_parser(parser: argparse.ArgumentParser) -> None:
    """Give the command its options."""
    parser.add_argument("--same", action="append", default=[], metavar="ID", help="this pair is one person")
    parser.add_argument("--different", action="append", default=[], metavar="ID", help="these are two people")
    parser.add_argument("--by", metavar="ACCOUNT", help="who decides; the account that runs this when left out")
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many pairs to list (default 20)")


def run_review(county: County, data_dir: Path, chosen: argparse.Namespace) -> int:
    """Keep the decisions that are given, all or none; without any, list the queue on standard output."""
    decisions = [(review_id, SAME) for review_id in chosen.same]
    decisions += [(review_id, DIFFERENT) for review_id in chosen.different]
    if decisions:
        keep(county, data_dir, decisions, chosen.by or who_is_here())
    total, waiting = look(county, data_dir, chosen.most)
    kept = len(chosen.same) + len(chosen.different)
    if kept:
        print(f"Kept: {kept} decision{'s' * (kept != 1)}. Join people anew: python -m data_access link {county.id}")
        return 0
    if not waiting:
        print("No pair waits for a decision.")
        return 0
    note_here(data_dir, county.id, Deed.NAMES_SHOWN, {"form": "terminal", "pairs": len(waiting)})
    print(f"{total:,} pair{'s' * (total != 1)} wait. What follows names people: keep it on this screen.\n")
    for pair in waiting:
        print("\n".join(_lines(pair)), end="\n\n")
    if any(source.part_2 for source in county.sources):
        print(f"{NOTICE}\n")
    print(f"Decide: python -m data_access review {county.id} --same ID --different ID")
    return 0


def _lines(pair: Waiting) -> list[str]:
    """Return a pair as text: its id, why it waits, and one line per thing that is told about each of the two."""
    head = f"{pair.review_id}   {pair.match_probability:.1%} by weight ({pair.match_weight:+.1f}). {pair.why}"
    return [head, *(f"  {side}: {_said(row)}" for side, rows in (("A", pair.left), ("B", pair.right)) for row in rows)]


def _said(row: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {row[name]}" for name in IDENTITY_FIELDS if row[name] is not None)
    return f"[{row['key_space']} {row['person_key']}] {told}"
