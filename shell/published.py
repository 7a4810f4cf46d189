"""The publication of an audience that is in place now, read once per process; only for audiences that this server serves."""

from pathlib import Path

import streamlit as st

from data_access import earlier, store
from data_access.access import Role
from data_access.publications import Audience, Publication, PublicationError, publications_folder, read_publication
from data_access.settings import county_id, data_dir, server_for
from metrics.since_last import SinceLast, since_last


class NotServedError(Exception):
    """Something asked for the publication of an audience that this server was not started for."""


def served_audiences() -> tuple[Audience, ...]:
    """Return the audiences of this server that have a publication, the one that may see the most first."""
    return tuple(audience for audience in (Audience.PARTNER, Audience.PUBLIC) if Role(audience.value) in server_for())


def current_publication(audience: Audience) -> Publication:
    """Return the publication that is in place now; a new one put in place is picked up without a restart."""
    if audience not in served_audiences():
        raise NotServedError(f"This server was not started for {audience.value}: see the setting SERVER_FOR.")
    data, county = data_dir(), county_id()
    try:
        publication_id = store.current(publications_folder(data, county, audience)).name
    except store.StoreError:
        return read_publication(data, county, audience)
    return _publication(str(data), county, audience.value, publication_id)


def publication_named(audience: Audience, publication_id: str) -> Publication:
    """Return a publication that is kept for an audience of this server, by its id."""
    if audience not in served_audiences():
        raise NotServedError(f"This server was not started for {audience.value}: see the setting SERVER_FOR.")
    return _publication(str(data_dir()), county_id(), audience.value, publication_id)


def publication_before(publication: Publication) -> Publication | None:
    """Return the publication that was kept before this one for the same audience; None where there is none to read."""
    audience = publication.manifest.audience
    name = _before(str(data_dir()), county_id(), audience.value, publication.manifest.publication_id)
    if not name:
        return None
    try:
        return publication_named(audience, name)
    except PublicationError as error:
        print(error)  # noqa: T201  # for the log of the server; the page says that there is no earlier one to compare with
        return None


def told_since(publication: Publication) -> SinceLast | None:
    """Return what a publication tells otherwise than the one before; None where there is none to read."""
    before = publication_before(publication)
    if before is None:
        return None
    ids = (before.manifest.publication_id, publication.manifest.publication_id)
    return _since(str(data_dir()), county_id(), publication.manifest.audience.value, *ids)


@st.cache_resource(max_entries=20, show_spinner=False)
def _before(data: str, county: str, audience: str, publication_id: str) -> str:
    """Look once per process which publication came before: the manifests of all that are kept may have to be read."""
    return earlier.before(Path(data), county, Audience(audience), publication_id)


@st.cache_resource(max_entries=6, show_spinner=False)
def _since(data: str, county: str, audience: str, before: str, now: str) -> SinceLast:
    """Compare two publications once per process."""
    return since_last(*(_publication(data, county, audience, name).answers_whole for name in (before, now)))


@st.cache_resource(max_entries=6, show_spinner=False)
def _publication(data: str, county: str, audience: str, publication_id: str) -> Publication:
    """Read a publication once per process."""
    return read_publication(Path(data), county, Audience(audience), publication_id)
