"""The page "How your data is used", as Streamlit runs it."""

import html
from pathlib import Path

from data_access.audit import Deed, note
from data_access.county import read_county
from data_access.publications import Audience, publications_folder
from data_access.use_of_data import USE_FILE, gather
from tests.pages.conftest import Open, answer_of, markup
from tests.small_county import COUNTY


def test_without_a_register_and_a_log_the_page_says_so(open_page: Open) -> None:
    app = open_page("how_your_data_is_used")
    assert not app.exception
    shown = html.unescape(markup(app))
    for words in ("No agreements are on record", "Nothing is written down yet", "No office is named here yet"):
        assert words in shown


def test_the_page_tells_the_register_and_who_looked_without_naming_anyone(open_page: Open, small_data: Path) -> None:
    note(
        small_data, "made-up", Deed.QUESTION, by="ana@county.example", role="analyst", about={"measure_id": "rebooking"}
    )
    use = gather(read_county("made-up"), small_data)
    folder = publications_folder(small_data, COUNTY, Audience.PUBLIC)
    (folder / USE_FILE).write_text(use.model_dump_json(by_alias=True), "utf-8")
    app = open_page("how_your_data_is_used")
    assert "12 offices share records" in answer_of(app)
    shown = html.unescape(markup(app))
    for words in (
        "County board order 2018-14.",
        "Asked for counts that are not blurred",
        "Made-up County Privacy Office",
    ):
        assert words in shown
    assert "ana@county" not in shown
