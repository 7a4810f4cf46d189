"""A filled form as a Word document, with real headings and tables, so that a person can go on writing in it."""

import datetime as dt
import io
import zipfile
from typing import Final

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from presentation import language_of_run
from presentation.forms import text
from presentation.forms.filling import Form, missing_table, table
from presentation.table import Table

STYLE: Final = "Table Grid"
FONT: Final = "Liberation Sans"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def word(form: Form) -> bytes:
    """Return the document. The same form gives the same bytes."""
    document = docx.Document()
    font = document.styles["Normal"].font
    font.name, font.size = FONT, Pt(10.5)
    core = document.core_properties
    core.title, core.author, core.language = text.title(form), form.place.name, language_of_run.language()
    core.created = core.modified = dt.datetime.combine(form.made_on, dt.time())
    document.add_heading(text.title(form), level=1)
    for line in text.opening(form):
        document.add_paragraph(line)
    _add(document, text.answers_title(), table(form))
    if form.missing:
        _add(document, text.missing_title(), missing_table(form))
    document.add_heading(text.notes_title(), level=2)
    for line in text.notes(form):
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return _without_times(held.getvalue())


def _add(document: Document, title: str, told: Table) -> None:
    """Add a table whose first row is a header that a reader's software knows as one and repeats on every page."""
    document.add_heading(title, level=2)
    made = document.add_table(rows=1, cols=len(told.header), style=STYLE)
    for cell, said in zip(made.rows[0].cells, told.header, strict=True):
        cell.paragraphs[0].add_run(said).bold = True
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001  python-docx has no word for it
    for row in told.rows:
        for cell, said in zip(made.add_row().cells, row, strict=True):
            cell.text = said


def _without_times(made: bytes) -> bytes:
    """Return the same document with one time for all of its parts, in the order in which they are."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, _EPOCH), given.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
