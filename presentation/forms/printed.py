"""A filled form as a tagged PDF."""

import datetime as dt
import json
from pathlib import Path
from typing import Final

import typst

from presentation import language_of_run
from presentation.briefs.pictures import FONTS
from presentation.briefs.texts import breakable
from presentation.forms import text
from presentation.forms.filling import Form, missing_table, table
from presentation.table import Table

LAYOUT: Final = Path(__file__).parent / "form.typ"


def pdf(form: Form) -> bytes:
    """Return the PDF. The same form gives the same bytes."""
    told = {
        "title": text.title(form),
        "county": form.place.name,
        "language": language_of_run.language(),
        "opening": text.opening(form),
        "answers_title": text.answers_title(),
        "answers": _table(table(form)),
        "missing_title": text.missing_title(),
        "missing": _table(missing_table(form)),
        "notes_title": text.notes_title(),
        "notes": [breakable(line) for line in text.notes(form)],
    }
    made = typst.compile(
        LAYOUT,
        root=LAYOUT.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"form": json.dumps(told)},
        timestamp=dt.datetime.combine(form.made_on, dt.time(), dt.UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no single file")
    return made


def _table(told: Table) -> dict[str, object]:
    return {"header": told.header, "rows": [[breakable(cell) for cell in row] for row in told.rows]}
