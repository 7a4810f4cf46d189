"""Every form in which rows can be written down gives the same rows, in the same memory, with the same words on errors."""

import datetime as dt
import gzip
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import openpyxl
import polars as pl
import pytest
import sqlalchemy as sa

from data_access.county import CountyFileError
from data_access.readers import delimited, excel, fixed_width, open_source, parquet
from data_access.readers.cells import as_text
from data_access.readers.contract import BATCH_ROWS
from tests.loading.tiny_county import HEADER, ROWS, TinyCounty, assert_nothing_is_lost
from tests.postgres import fresh_database

SETTING = "TINY_COUNTY_DATABASE"
WIDTHS = {"id": 4, "in": 16, "out": 10, "born": 10, "sex": 1, "screen": 1, "note": 12}
BAD_ROW = "P9,2023-02-30 10:00,2023-03-02,1990-01-01,F,Y,"


def cells(rows: Iterable[str]) -> list[list[str]]:
    return [row.split(",") for row in rows]


def typed(rows: Iterable[str]) -> list[list[Any]]:
    """The same rows with real dates, as a program that knows types would hold them; nothing is None."""
    return [
        [
            key,
            dt.datetime.strptime(start, "%Y-%m-%d %H:%M"),  # noqa: DTZ007  local time, as in the file
            dt.date.fromisoformat(end) if end else None,
            dt.date.fromisoformat(born),
            sex,
            screen or None,
            note or None,
        ]
        for key, start, end, born, sex, screen, note in cells(rows)
    ]


def put_gz(tiny: TinyCounty, rows: Iterable[str]) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.csv.gz"')
    tiny.write(list(rows))
    (tiny.sources / "stays.csv.gz").write_bytes(gzip.compress(tiny.file.read_bytes()))


def put_zip(tiny: TinyCounty, rows: Iterable[str]) -> None:
    tiny.settle('file = "stays.csv"', 'file = "export.zip"')
    tiny.write(list(rows))
    with zipfile.ZipFile(tiny.sources / "export.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.write(tiny.file, "export/stays.csv")


def put_zip_of_two(tiny: TinyCounty, rows: Iterable[str]) -> None:
    put_zip(tiny, rows)
    tiny.settle('file = "export.zip"', 'file = "export.zip"\ninside = "export/stays.csv"')
    with zipfile.ZipFile(tiny.sources / "export.zip", "a") as package:
        package.writestr("readme.txt", "not this one")


def put_without_quotes(tiny: TinyCounty, rows: Iterable[str]) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.csv"\nquotes = false')
    tiny.write([f'{row}"quoted' for row in rows])


def put_fixed_width(tiny: TinyCounty, rows: Iterable[str]) -> None:
    places, first = [], 1
    for name, width in WIDTHS.items():
        places.append(f'"{name}" = [{first}, {width}]')
        first += width
    tiny.settle('file = "stays.csv"', 'file = "stays.txt"')
    tiny.settle("[source.columns]", "\n".join(["[source.fixed_width]", *places, "", "[source.columns]"]))
    lines = ["".join(map(str.ljust, row, WIDTHS.values())).rstrip() for row in cells(rows)]
    (tiny.sources / "stays.txt").write_text("\n".join(["", *lines]))


def put_excel(tiny: TinyCounty, rows: Iterable[str]) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.xlsx"\nsheet = "Stays"')
    forget_date_forms(tiny)
    book = openpyxl.Workbook()
    book.active.title = "About"
    sheet = book.create_sheet("Stays")
    for row in (HEADER.split(","), *typed(rows)):
        sheet.append(row)
    book.save(tiny.sources / "stays.xlsx")


def put_parquet(tiny: TinyCounty, rows: Iterable[str]) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.parquet"')
    forget_date_forms(tiny)
    pl.DataFrame(typed(rows), schema=HEADER.split(","), orient="row").write_parquet(tiny.sources / "stays.parquet")


def forget_date_forms(tiny: TinyCounty) -> None:
    """Dates that are dates need no date_formats."""
    text = tiny.county_file.read_text()
    first, last = text.index("[source.date_formats]"), text.index("[source.codes.sex]")
    tiny.county_file.write_text(text[:first] + text[last:])


def put_database(tiny: TinyCounty, rows: Iterable[str], address: str, asked: str) -> None:
    tiny.settle('file = "stays.csv"', "")
    forget_date_forms(tiny)
    tiny.settle("[source.columns]", f'[source.database]\nurl_setting = "{SETTING}"\n{asked}\n\n[source.columns]')
    kinds: dict[str, type[sa.types.TypeEngine[Any]]] = dict.fromkeys(HEADER.split(","), sa.String)
    kinds |= {"in": sa.DateTime, "out": sa.Date, "born": sa.Date}
    engine = sa.create_engine(address, poolclass=sa.NullPool)
    table = sa.Table("stays", sa.MetaData(), *(sa.Column(name, kind) for name, kind in kinds.items()))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(sa.insert(table), [dict(zip(kinds, row, strict=True)) for row in typed(rows)])
    engine.dispose()


FORMS: dict[str, tuple[Callable[[TinyCounty, Iterable[str]], None], list[int]]] = {
    "packed with gzip": (put_gz, [2, 3, 4, 5]),
    "packed with zip": (put_zip, [2, 3, 4, 5]),
    "one of two in a zip": (put_zip_of_two, [2, 3, 4, 5]),
    "without quotes": (put_without_quotes, [2, 3, 4, 5]),
    "fixed width": (put_fixed_width, [2, 3, 4, 5]),
    "Excel": (put_excel, [2, 3, 4, 5]),
    "Parquet": (put_parquet, [1, 2, 3, 4]),
}


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    own = ("event_id", "load_id", "line", "row_digest", "first_time")
    return [{name: value for name, value in row.items() if name not in own} for row in rows]


@pytest.mark.parametrize(("put", "lines"), FORMS.values(), ids=FORMS.keys())
def test_the_same_rows_in_another_form_are_the_same_rows(
    tiny: TinyCounty, put: Callable[[TinyCounty, Iterable[str]], None], lines: list[int]
) -> None:
    plain = told(tiny.load().kept)
    put(tiny, ROWS)
    held = tiny.load()
    assert (held.lines, held.refused, held.findings) == (lines, [], {})
    assert told(held.kept) == plain
    said: list[str] = []
    tiny.load(said.append)
    assert any("has not changed since it was loaded" in line for line in said)


@pytest.mark.parametrize("asked", ['table = "stays"', "query = 'select * from stays'"])
@pytest.mark.parametrize("theirs", ["sqlite", "postgresql"])
def test_the_same_rows_in_a_database_are_the_same_rows(
    tiny: TinyCounty, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, theirs: str, asked: str
) -> None:
    plain = told(tiny.load().kept)
    address = f"sqlite:///{tiny.sources}/jail.sqlite"
    if theirs == "postgresql":
        address = fresh_database(request.getfixturevalue("postgres")).render_as_string(hide_password=False)
    monkeypatch.setenv(SETTING, address)
    put_database(tiny, ROWS, address, asked)
    held = tiny.load()
    assert (held.lines, held.refused, held.findings) == ([1, 2, 3, 4], [], {})
    assert told(held.kept) == plain
    assert held.receipt["file_name"] == f"{'stays' if 'table' in asked else 'the query'} in {SETTING}"
    assert tiny.load().receipt["file_sha256"] == held.receipt["file_sha256"], "the same rows have the same digest"


def test_a_bad_row_of_a_sheet_is_refused_by_its_row_and_in_a_parquet_file_by_its_number(tiny: TinyCounty) -> None:
    put_excel(tiny, ROWS)
    book = openpyxl.load_workbook(tiny.sources / "stays.xlsx")
    book["Stays"].insert_rows(3, 2)
    book["Stays"]["A4"], book["Stays"]["B4"] = "P9", "soon"
    book["Stays"].append([*typed(ROWS)[0], "surplus"])
    book.save(tiny.sources / "stays.xlsx")
    held = tiny.load()
    assert held.refusals == [(4, "unreadable_date", "in"), (8, "ragged_row", "")]
    assert held.lines == [2, 5, 6, 7]


def test_a_bad_line_of_fixed_width_is_refused_by_its_line(tiny: TinyCounty) -> None:
    put_fixed_width(tiny, [*ROWS[:2], BAD_ROW, *ROWS[2:]])
    held = tiny.load()
    assert held.refusals == [(4, "unreadable_date", "in")]
    assert held.lines == [2, 3, 5, 6]


def spoil_gz(tiny: TinyCounty) -> None:
    put_gz(tiny, ROWS * 9999)
    packed = tiny.sources / "stays.csv.gz"
    packed.write_bytes(packed.read_bytes()[:-2000])


def spoil_zip(tiny: TinyCounty) -> None:
    put_zip(tiny, ROWS)
    (tiny.sources / "export.zip").write_bytes(b"PK no zip at all")


def two_in_a_zip(tiny: TinyCounty) -> None:
    put_zip_of_two(tiny, ROWS)
    tiny.settle('inside = "export/stays.csv"\n', "")


def another_inside(tiny: TinyCounty) -> None:
    put_zip_of_two(tiny, ROWS)
    tiny.settle('inside = "export/stays.csv"', 'inside = "Client.csv"')


def no_excel(tiny: TinyCounty) -> None:
    put_excel(tiny, ROWS)
    (tiny.sources / "stays.xlsx").write_text("id,in,out")


def other_sheet(tiny: TinyCounty) -> None:
    put_excel(tiny, ROWS)
    tiny.settle('sheet = "Stays"', 'sheet = "Bookings"')


def empty_sheet(tiny: TinyCounty) -> None:
    put_excel(tiny, ROWS)
    book = openpyxl.Workbook()
    book.active.title = "Stays"
    book.save(tiny.sources / "stays.xlsx")


def other_column_in_excel(tiny: TinyCounty) -> None:
    put_excel(tiny, ROWS)
    tiny.settle('sex = "sex"', 'sex = "Sexe"')


def no_parquet(tiny: TinyCounty) -> None:
    put_parquet(tiny, ROWS)
    (tiny.sources / "stays.parquet").write_bytes(b"PAR1 and then nothing")


def other_column_in_parquet(tiny: TinyCounty) -> None:
    put_parquet(tiny, ROWS)
    tiny.settle('sex = "sex"', 'sex = "gender"')


def empty_fixed_width(tiny: TinyCounty) -> None:
    put_fixed_width(tiny, ROWS)
    (tiny.sources / "stays.txt").write_text("")


STOPPED: dict[str, tuple[Callable[[TinyCounty], None], list[str]]] = {
    "a gzip file that is cut off": (spoil_gz, ["stays.csv.gz cannot be unpacked", "Pack or export the file again"]),
    "no zip file": (spoil_zip, ["export.zip cannot be unpacked", "Pack or export the file again"]),
    "two files in a zip": (two_in_a_zip, ["export.zip holds 2 files", "Set inside"]),
    "not the file in the zip": (another_inside, ["export.zip holds no file 'Client.csv'", "Set inside"]),
    "no Excel file": (no_excel, ["stays.xlsx cannot be read as an Excel file", "save it as .xlsx"]),
    "not the sheet": (other_sheet, ["stays.xlsx: there is no sheet 'Bookings'", "Correct sheet"]),
    "an empty sheet": (empty_sheet, ["stays.xlsx is empty", "Export the file again"]),
    "not the column of a sheet": (
        other_column_in_excel,
        ["stays.xlsx, row 1: there is no column 'Sexe' (is it now 'sex'?)"],
    ),
    "no Parquet file": (no_parquet, ["stays.parquet cannot be read as a Parquet file", "Export the file again"]),
    "not the column of a Parquet file": (other_column_in_parquet, ["stays.parquet: there is no column 'gender'"]),
    "an empty file of fixed width": (empty_fixed_width, ["stays.txt is empty", "Export the file again"]),
}


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("spoil", "words"), STOPPED.values(), ids=STOPPED.keys())
def test_a_file_of_another_form_that_cannot_be_used_is_told_in_words(
    tiny: TinyCounty, spoil: Callable[[TinyCounty], None], words: list[str]
) -> None:
    spoil(tiny)
    (message,) = tiny.run_import()
    assert [word for word in words if word not in message] == []
    assert all(rows == [] for rows in tiny.everything().values())


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("address", "asked", "words"),
    [
        ("", 'table = "stays"', f"The setting {SETTING} is not set."),
        ("no address", 'table = "stays"', "no database can be reached at such an address"),
        ("sqlite:////nowhere/secret/jail.sqlite", 'table = "stays"', "could not be read (OperationalError"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/x", 'table = "stays"', "could not be read (OperationalError"),
        ("sqlite://", 'query = "select secret from nowhere"', "could not be read (OperationalError"),
        ("sqlite://", 'query = "select 1 as other"', "there is no column"),
    ],
)
def test_a_database_that_cannot_be_read_is_told_without_its_address(
    tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch, address: str, asked: str, words: str
) -> None:
    put_database(tiny, ROWS, f"sqlite:///{tiny.sources}/jail.sqlite", asked)
    monkeypatch.setenv(SETTING, address)
    (message,) = tiny.run_import()
    assert words in message
    assert "secret" not in message


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('file = "stays.csv"', 'file = "stays.csv"\nsheet = "A"', "sheet is for Excel files (.xlsx) only"),
        ('file = "stays.csv"', 'file = "stays.csv"\ninside = "A"', "inside is for .zip files only"),
        ("[source.columns]", '[source.database]\nurl_setting = "X"\ntable = "t"\n[source.columns]', "remove one"),
        ("[source.columns]", "[source.fixed_width]\nid = [1, 4]\n[source.columns]", "fixed_width.in is missing"),
        ("[source.columns]", "[source.fixed_width]\nid = [1, 4]\nin = [4, 9]\n[source.columns]", "overlap"),
    ],
)
def test_keys_that_do_not_fit_the_form_are_told(tiny: TinyCounty, old: str, new: str, words: str) -> None:
    tiny.settle(old, new)
    with pytest.raises(CountyFileError) as told_in_words:
        _ = tiny.county
    assert words in str(told_in_words.value)


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
@pytest.mark.parametrize("put", [put_gz, put_fixed_width, put_parquet, put_excel], ids=lambda put: put.__name__[4:])
def test_a_reader_holds_one_batch_whatever_the_size_of_the_file(
    tiny: TinyCounty, monkeypatch: pytest.MonkeyPatch, put: Callable[[TinyCounty, Iterable[str]], None]
) -> None:
    """Six batches need no more than one and a bit. The memory of Python alone is looked at: it holds the cells."""
    for module in (delimited, excel, fixed_width, parquet):
        monkeypatch.setattr(module, "BATCH_ROWS", 800)
    rows = 6 * 800 // len(ROWS)
    put(tiny, ROWS * rows)
    source = tiny.county.sources[0]
    tracemalloc.start()
    try:
        sizes, held = [], []
        with open_source(source, tiny.sources) as reader:
            for batch in reader.batches():
                sizes.append(len(batch.rows))
                held.append(tracemalloc.get_traced_memory()[0])
                del batch
    finally:
        tracemalloc.stop()
    assert sizes == [800] * 6
    assert held[-1] < 1.5 * held[0]


@pytest.mark.parametrize("warehouse", ["sqlite"], indirect=True)
def test_a_nul_byte_and_a_strange_letter_in_a_later_batch_are_found_in_their_row(tiny: TinyCounty) -> None:
    rows = [ROWS[0].replace("P1", f"P{n}") for n in range(BATCH_ROWS + 10)]
    rows[BATCH_ROWS + 3] += "Ca\x00n"
    text = "\n".join([HEADER, *rows])
    tiny.file.write_bytes(text.encode() + b"\nP\xf1,2023-01-05 10:00,,1990-03-01,F,Y,\n")
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert held.kept[-1]["person_key"] == "P\xf1"
    assert held.findings == {("nul_bytes", "", None): 1, ("other_encoding", "", None): 1}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("7.0", "7.0"),
        (7.0, "7"),
        (7.25, "7.25"),
        (1e-7, "0.0000001"),
        (float("nan"), ""),
        (2**60, "1152921504606846976"),
        (Decimal("7.500"), "7.5"),
        (Decimal(700), "700"),
        (True, "true"),
        (dt.date(2024, 12, 31), "2024-12-31"),
        (dt.datetime(2024, 12, 31), "2024-12-31"),  # noqa: DTZ001  sheets know no time zone
        (dt.datetime(2024, 12, 31, 8, 15, 7, 999), "2024-12-31 08:15:07"),  # noqa: DTZ001
        (dt.time(8, 15), "08:15:00"),
        (b"abc", "abc"),
        (b"\xff\x00", "ff00"),
    ],
)
def test_a_typed_cell_becomes_text_in_one_way(value: object, text: str) -> None:
    assert as_text(value) == text
