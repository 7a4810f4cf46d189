"""Gives the page "How your data is used" what it tells: read from the file beside the publications, and from the manifest."""

from data_access.publications import Manifest
from data_access.settings import data_dir
from data_access.use_of_data import UseOfData as Written
from data_access.use_of_data import read_use
from presentation.use_of_data import Agreement, Attack, Seen, Source, UseOfData
from shell.visit import Visit


def use_of_data(visit: Visit) -> UseOfData:
    """Return what the page tells. Without the file: what the publication itself says of its sources."""
    manifest = visit.publication.manifest
    written = read_use(data_dir(), manifest.county.county_id, manifest.audience)
    contact = written.contact if written else None
    return UseOfData(
        office=contact.office if contact else "",
        how=contact.how if contact else "",
        objections=contact.objections if contact else "",
        agreements=_agreements(written) if written else (),
        sources=_sources(written, manifest),
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


def _sources(written: Written | None, manifest: Manifest) -> tuple[Source, ...]:
    if written is None:
        return tuple(
            Source(title=receipt.title, agency=receipt.agency, last_loaded_on=None) for receipt in manifest.sources
        )
    return tuple(
        Source(title=source.title, agency=source.agency, last_loaded_on=source.last_loaded_on)
        for source in written.sources
    )


def _agreements(written: Written) -> tuple[Agreement, ...]:
    sources = {source.source_id: source for source in written.sources}
    return tuple(
        Agreement(
            offices=tuple(dict.fromkeys(sources[name].agency for name in agreement.sources)),
            titles=tuple(sources[name].title for name in agreement.sources),
            data=agreement.data,
            purpose=agreement.purpose,
            legal_basis=agreement.legal_basis,
            start=agreement.start,
            end=agreement.end,
            keep_days=agreement.keep_days,
            keep_until=agreement.keep_until,
            publisher=agreement.open_data.publisher if agreement.open_data else None,
            license=agreement.open_data.license if agreement.open_data else None,
        )
        for agreement in written.agreements
    )
