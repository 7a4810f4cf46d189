"""What a reader takes away of the chosen rows: the buttons for each kind of file, and what the zip tells beside its rows."""

from urllib.parse import urlencode

import polars as pl
import streamlit as st

from metrics.declaration import Measure
from presentation import data_package, files
from presentation.data_package import Facts, Source
from shell import pinned
from shell.components import take_away
from shell.filters import Choice
from shell.use import use_of_data
from shell.visit import Visit

PARQUET = "application/vnd.apache.parquet"
"""Its media type (IANA)."""


def buttons(visit: Visit, choice: Choice[Measure], rows: pl.DataFrame, command: str) -> None:
    """Show the button for Excel, the calmer ones for other programs, and the one that copies a link to these choices."""
    name = files.file_name(visit.place, *choice.file_parts)
    facts = _facts(visit, choice, name, command)
    publication_id = visit.place.publication_id
    kinds = (
        ("for_excel", files.for_excel(rows), f"{name}_excel.csv", "text/csv"),
        ("for_code", files.for_code(rows), f"{name}.csv", "text/csv"),
        ("for_parquet", files.for_parquet(rows, publication_id), f"{name}.parquet", PARQUET),
        ("for_package", data_package.package(rows, facts), f"{name}.zip", "application/zip"),
    )
    take_away(kinds, "link_rows", choice.link)


def _facts(visit: Visit, choice: Choice[Measure], name: str, command: str) -> Facts:
    manifest = visit.publication.manifest
    query = urlencode({**choice.link, pinned.IN_ADDRESS: manifest.publication_id})
    return Facts(
        place=visit.place,
        name=name,
        link=f"{st.context.url or ''}?{query}",
        command=command,
        measures=(choice.measure,),
        sources=sources(visit),
        changed=visit.said(manifest.protection.changed),
    )


def sources(visit: Visit) -> tuple[Source, ...]:
    """Return where the records are from, with the terms of those that were open to all before they came here."""
    told = {
        title: f"{agreement.publisher}: {agreement.license}"
        for agreement in use_of_data(visit).agreements
        for title in agreement.titles
        if agreement.license
    }
    return tuple(
        Source(title=source.title, agency=source.agency, terms=told.get(source.title, "")) for source in visit.sources
    )
