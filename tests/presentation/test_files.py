"""Files: the preview is the file, Excel's file is the same with a mark in front, and names come from the choices."""

import csv
import datetime as dt

import polars as pl

from metrics.answers import VALUE_COLUMNS, answer_schema
from presentation import files
from tests.presentation.small_answers import PLACE

ROW = ("rebooking", 1, "year", "2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31), 365, "female")
ROWS = pl.DataFrame(
    [
        (*ROW, 110, 400, 0.275, 0.2333, 0.3212, "shown", "", dt.date(2023, 12, 31)),
        (*ROW[:-1], "not_stated", None, None, None, None, None, "hidden", "", dt.date(2023, 12, 31)),
    ],
    schema=answer_schema(("sex",)),
    orient="row",
)


def test_the_preview_shows_the_very_cells_of_the_file() -> None:
    lines = list(csv.reader(files.for_code(ROWS).decode("utf-8").splitlines()))
    table = files.preview(ROWS, "rows")
    assert [list(table.header), *(list(row) for row in table.rows)] == lines


def test_the_file_for_excel_opens_with_its_mark_and_holds_the_same() -> None:
    assert files.for_excel(ROWS) == b"\xef\xbb\xbf" + files.for_code(ROWS)


def test_a_files_name_says_what_was_chosen() -> None:
    assert files.file_name(PLACE, "rebooking", "2022", "female", "by_race/ethnicity") == (
        "some_county_rebooking_2022_female_by_race_ethnicity"
    )


def test_the_codebook_explains_every_column_in_the_order_of_the_file() -> None:
    assert tuple(row[0] for row in files.codebook(PLACE).rows) == tuple(ROWS.columns)
    assert set(VALUE_COLUMNS) <= {row[0] for row in files.codebook(PLACE).rows}
