"""The choice of a program, which lives in the address as all choices do."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from shell.chosen import Picked, select

WIDTHS: Final = (2, 3)
"""Names of programs are long, and this is the only filter."""


def choose_program(named: Mapping[str, str]) -> Picked:
    """Show the programs, by their ids with their names; the first is chosen until the reader chooses another."""
    with st.container(key="filters"):
        places = st.columns(WIDTHS, gap="medium")
    with places[0]:
        return select("difference_program", "program", {name: name for name in named}, next(iter(named), ""), named)
