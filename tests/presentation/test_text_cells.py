"""No cell of a file is a formula: every leading character of the list, in every text column and header, stays text."""

import csv
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers import as_csv
from metrics.cells import BLANKS, FORMULA_STARTS, as_it_was, as_text, with_text_cells
from presentation import files
from tests.presentation.test_files import ROWS

PAYLOADS = [f"{start}{rest}" for start in FORMULA_STARTS for rest in ("", "1+1", "HYPERLINK(A1)")]
PAYLOADS += [f"{blank}=1+1" for blank in BLANKS]
TEXTS = st.text(alphabet=["'", "a", "1", *FORMULA_STARTS, *BLANKS], max_size=6)
TEXT_COLUMNS = [name for name, kind in ROWS.schema.items() if kind == pl.String]


def opened_by_a_spreadsheet(text: str, path: Path) -> list[list[openpyxl.cell.Cell]]:
    """Put the cells of a CSV file into a workbook as the library reads them, save it and open it; NULs are dropped."""
    workbook = openpyxl.Workbook()
    for number, row in enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")), start=1):
        for place, cell in enumerate(row, start=1):
            workbook.active.cell(number, place).value = cell.replace("\0", "")
    workbook.save(path)
    return [list(row) for row in openpyxl.load_workbook(path).active.iter_rows()]


def test_the_check_itself_finds_a_formula(tmp_path: Path) -> None:
    ((cell,),) = opened_by_a_spreadsheet("=1+1\r\n", tmp_path / "a.xlsx")
    assert cell.data_type == "f"


@pytest.mark.parametrize("make", [files.for_code, files.for_excel])
@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_no_text_of_a_file_is_a_formula(make: object, column: str, tmp_path: Path) -> None:
    assert callable(make)
    rows = pl.concat([ROWS.head(1).with_columns(pl.lit(text).alias(column)) for text in PAYLOADS])
    text = make(rows).decode("utf-8")
    place = rows.columns.index(column)
    cells = [line[place] for line in csv.reader(io.StringIO(text, newline=""))][1:]
    assert cells == [f"'{payload}" for payload in PAYLOADS]
    opened = opened_by_a_spreadsheet(text, tmp_path / "file.xlsx")
    assert "f" not in {cell.data_type for line in opened for cell in line}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_header_is_a_formula(payload: str, tmp_path: Path) -> None:
    text = as_csv(pl.DataFrame({payload: [-1, 2]}))
    assert next(csv.reader(io.StringIO(text, newline=""))) == [f"'{payload}"]
    assert opened_by_a_spreadsheet(text, tmp_path / "file.xlsx")[0][0].data_type != "f"


def test_numbers_and_dates_and_other_text_are_untouched() -> None:
    rows = pl.DataFrame({"a": [-1, 2], "b": [-0.5, None], "c": ["it's", "a=b"], "d": [None, "2023-01-01"]})
    assert as_csv(rows) == "a,b,c,d\r\n-1,-0.5,it's,\r\n2,,a=b,2023-01-01\r\n"


def test_a_column_of_coded_text_is_text_too() -> None:
    rows = pl.DataFrame({"a": ["=1", "x"]}, schema={"a": pl.Categorical})
    assert as_csv(rows) == "a\r\n'=1\r\nx\r\n"


def test_the_preview_shows_the_marked_text_of_the_file() -> None:
    rows = ROWS.with_columns(pl.lit("=1").alias("sex"))
    lines = list(csv.reader(files.for_code(rows).decode("utf-8").splitlines()))
    table = files.preview(rows, "rows")
    assert [list(table.header), *(list(row) for row in table.rows)] == lines


@given(TEXTS)
def test_a_marked_cell_can_be_read_back(cell: str) -> None:
    assert as_it_was(as_text(cell)) == cell
    assert not as_text(cell).lstrip("".join(BLANKS)).startswith(FORMULA_STARTS)


@given(st.lists(TEXTS))
def test_frames_and_single_cells_are_marked_alike(cells: list[str]) -> None:
    frame = with_text_cells(pl.DataFrame({"a": cells}, schema={"a": pl.String}))
    assert frame["a"].to_list() == [as_text(cell) for cell in cells]
