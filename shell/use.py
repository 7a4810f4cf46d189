"""Gives the page "How your data is used" what it tells: read from the file beside the publications, and from the manifest."""

from collections.abc import Callable

from data_access.publications import Manifest
from data_access.settings import data_dir
from data_access.use_of_data import UseOfData as Written
from data_access.use_of_data import read_use
from presentation.use_of_data import Agreement, Attack, Seen, Source, UseOfData
from shell.visit import Visit

Said = Callable[[str], str]
"""Says a text in the language of the run."""


def use_of_data(visit: Visit) -> UseOfData:
    """Return what the page tells. Without the file: what the publication itself says of its sources."""
    manifest = visit.publication.manifest
    written = read_use(data_dir(), manifest.county.county_id, manifest.audience)
    contact, said = written.contact if written else None, visit.said
    return UseOfData(
        office=said(contact.office) if contact else "",
        how=said(contact.how) if contact else "",
        objections=said(contact.objections) if contact else "",
        agreements=_agreements(written, said) if written else (),
        sources=_sources(written, manifest, said),
        seen=tuple(Seen(month=row.month, role=row.role, deed=row.deed, times=row.times) for row in written.seen)
        if written
        else (),
        noted_through=written.noted_through if written else None,
        largest_shift=manifest.protection.largest_shift,
        attacks=tuple(
            Attack(attack=one.attack, found=one.found, at_most=one.at_most, holds=one.holds)
            for one in manifest.protection.attacks
        ),
    )


def _sources(written: Written | None, manifest: Manifest, said: Said) -> tuple[Source, ...]:
    if written is None:
        return tuple(
            Source(title=said(receipt.title), agency=said(receipt.agency), last_loaded_on=None)
            for receipt in manifest.sources
        )
    return tuple(
        Source(title=said(source.title), agency=said(source.agency), last_loaded_on=source.last_loaded_on)
        for source in written.sources
    )


def _agreements(written: Written, said: Said) -> tuple[Agreement, ...]:
    sources = {source.source_id: source for source in written.sources}
    return tuple(
        Agreement(
            offices=tuple(dict.fromkeys(said(sources[name].agency) for name in agreement.sources)),
            titles=tuple(said(sources[name].title) for name in agreement.sources),
            data=said(agreement.data),
            purpose=said(agreement.purpose),
            legal_basis=said(agreement.legal_basis),
            start=agreement.start,
            end=agreement.end,
            keep_days=agreement.keep_days,
            keep_until=agreement.keep_until,
            publisher=said(agreement.open_data.publisher) if agreement.open_data else None,
            license=said(agreement.open_data.license) if agreement.open_data else None,
        )
        for agreement in written.agreements
    )
