"""The publication of an audience that is in place now, read once per process; only for audiences that this server serves."""

from pathlib import Path

import streamlit as st

from data_access import store
from data_access.access import Role
from data_access.publications import Audience, Publication, publications_folder, read_publication
from data_access.settings import county_id, data_dir, server_for


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


@st.cache_resource(max_entries=4, show_spinner=False)
def _publication(data: str, county: str, audience: str, publication_id: str) -> Publication:
    """Read a publication once per process. publication_id is only there to be part of the key."""
    del publication_id
    return read_publication(Path(data), county, Audience(audience))
