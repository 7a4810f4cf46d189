"""One chart with everything that must stand beside it, as one object: so no part can be forgotten."""

from dataclasses import dataclass

import polars as pl

from presentation.table import Table
from presentation.vega import Spec

Picture = Spec | str
"""A Vega-Lite specification, or an SVG image as text."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture and its words, table and rows.

    figure_id: names the figure in links, keys and files; unique on its page.
    title: the finding, as a sentence made from the data.
    subtitle: what is measured, of whom, when.
    picture: the chart itself, or an SVG.
    alt: what the picture shows, for people who do not see it.
    how_to_read: one line for people who see such a chart for the first time.
    note: what must be known to read it rightly; empty where there is nothing.
    who_is_counted: how many people, and how each is counted.
    not_counted: one sentence each.
    table: the same numbers as a table.
    rows: the published answers behind it, which the file holds.
    file_name: of the file with these rows, without its ending.
    """

    figure_id: str
    title: str
    subtitle: str
    picture: Picture
    alt: str
    how_to_read: str
    note: str
    who_is_counted: str
    not_counted: tuple[str, ...]
    table: Table
    rows: pl.DataFrame
    file_name: str
