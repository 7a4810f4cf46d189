"""The entries that the steps of a build leave in the audit log. A step that changes nothing leaves none.

Each is written just before its step counts (see audit.note), so that a failed entry stops the step. Running the same build
again over the same files is no deed: nothing was read, joined, made or published. That a whole load was refused is one at
every run, since someone offered the file each time.
"""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from data_access import store
from data_access.audit import ROLE_OF_COMMANDS as DATA_TEAM
from data_access.audit import Deed, note, note_here
from data_access.linking import SAME
from data_access.warehouse import RECEIPT
from data_access.withheld import Withheld

_COUNTS = (
    "rows_in",
    "rows_kept",
    "rows_refused",
    "rows_new",
    "rows_changed",
    "rows_gone",
    "rows_forgotten",
    "rows_mended",
)


def note_receipt(connection: sa.Connection, data_dir: Path, county_id: str, source_id: str) -> None:
    """Note what the newest receipt of a source says; call it before the transaction that wrote the receipt ends."""
    newest = sa.select(RECEIPT).where(RECEIPT.c.source_id == source_id).order_by(RECEIPT.c.receipt_id.desc()).limit(1)
    receipt = connection.execute(newest).mappings().one()
    about = {
        "source_id": source_id,
        "way": receipt["way"],
        **{name: receipt[name] for name in _COUNTS if receipt[name]},
    }
    if receipt["file_sha256"]:
        about["file_sha256"] = receipt["file_sha256"]
    note_here(data_dir, county_id, Deed.LOAD, about)


def note_stop(data_dir: Path, county_id: str, source_id: str, rule_id: str) -> None:
    """Note that a whole load was refused, and by which rule."""
    note_here(data_dir, county_id, Deed.STOPPED, {"source_id": source_id, "rule_id": rule_id})


def note_attacked(data_dir: Path, county_id: str, audience: str, attack: str) -> None:
    """Note that a publication was not kept, and which attack found too much."""
    note_here(data_dir, county_id, Deed.STOPPED, {"audience": audience, "rule_id": attack})


def note_extract(
    folder: Path, data_dir: Path, county_id: str, extract_id: str, sources: int, withheld: Sequence[Withheld]
) -> None:
    """Note that an extract is about to become the current one of the store in folder, unless it is already.

    Before it stands an entry for every source that no agreement covers; left_out counts the rows that stay out in all.
    """
    if store.is_current(folder, extract_id):
        return
    for rows in withheld:
        if rows.agreement_id:
            about: dict[str, str | int] = {"source_id": rows.source_id, "agreement_id": rows.agreement_id}
            about |= {"reason": rows.reason, "rows": rows.rows}
            note_here(data_dir, county_id, Deed.AGREEMENT_ENDED, about)
    left_out = sum(rows.rows for rows in withheld)
    note_here(data_dir, county_id, Deed.EXTRACT, {"extract_id": extract_id, "sources": sources, "left_out": left_out})


def note_publication(folder: Path, data_dir: Path, county_id: str, publication_id: str) -> None:
    """Note that a publication is about to become the current one of its audience's store, unless it is already."""
    if not store.is_current(folder, publication_id):
        about = {"audience": folder.name, "publication_id": publication_id}
        note_here(data_dir, county_id, Deed.PUBLISH, about)


def note_decisions(data_dir: Path, county_id: str, decided_by: str, decisions: list[tuple[str, str]]) -> None:
    """Note how many pairs someone decided about, and how; never which."""
    same = sum(decision == SAME for _, decision in decisions)
    about = {"same": same, "different": len(decisions) - same}
    note(data_dir, county_id, Deed.REVIEW, by=decided_by, role=DATA_TEAM, about=about)
