"""The desk at which a form is filled: which form, for which period, and its files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from presentation import words
from presentation.forms import printed, rows, text, word
from presentation.forms.filling import Form, Pack
from shell import forms
from shell.chosen import Picked, select
from shell.components import take_away
from shell.visit import Visit

OPENS_ON: Final = "stepping_up"
WIDTHS: Final = (45, 25, 30)
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which form for which period; link holds both as they stand in the address."""

    pack: Pack
    period: str
    link: Mapping[str, str]


def choose(visit: Visit) -> Chosen | None:
    """Show the two filters; None where the publication has no period that the form can be filled for."""
    listed = {pack.pack_id: pack for pack in forms.packs(visit)}
    with st.container(key="filters"):
        places = st.columns(WIDTHS, gap="medium")
    with places[0]:
        names = {pack_id: pack.name for pack_id, pack in listed.items()}
        picked = select("form_label", "form", listed, OPENS_ON, names)
    pack: Pack = picked.value
    choices = forms.periods(visit, pack)
    with places[1]:
        labels = {period: words.period_choice(period) for period in choices}
        period = select("period_label", "period", dict.fromkeys(choices), forms.opening_period(visit, pack), labels)
    if not period.id:
        return None
    return Chosen(pack=pack, period=period.id, link=_link(form=picked, period=period))


def filled(visit: Visit, chosen: Chosen) -> Form:
    """Fill the form as of today."""
    return forms.form_of(visit, chosen.pack, chosen.period, made_on=dt.datetime.now(dt.UTC).astimezone().date())


def files(form: Form, chosen: Chosen) -> None:
    """Show a button for each file, and the one that copies a link to this form."""
    name = text.file_name(form)
    made = (
        ("form_word", word.word(form), f"{name}.docx", DOCX),
        ("form_pdf", printed.pdf(form), f"{name}.pdf", "application/pdf"),
        ("form_csv", rows.csv(form), f"{name}.csv", "text/csv"),
    )
    take_away(made, "link_form", chosen.link)


def _link(**picked: Picked) -> dict[str, str]:
    return {name: one.id for name, one in picked.items()}
