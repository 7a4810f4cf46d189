"""A file that cannot be used stops its source with words that help, and what was loaded before stays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data_access import building
from data_access.checks import StopLoadError
from data_access.readers import open_source
from tests.loading.tiny_county import FILE, HEADER, ROWS, TinyCounty, assert_nothing_is_lost


def put(tiny: TinyCounty, data: bytes) -> None:
    tiny.file.write_bytes(data)


def put_a_folder_in_its_place(tiny: TinyCounty) -> None:
    tiny.file.unlink()
    tiny.file.mkdir()


def text(*, header: str = HEADER, rows: tuple[str, ...] = ROWS, end: str = "\n") -> str:
    return "".join(f"{line}{end}" for line in (header, *rows))


STOPPED: dict[str, tuple[Callable[[TinyCounty], object], list[str]]] = {
    "missing file": (
        lambda tiny: tiny.file.unlink(),
        ["stays.csv is not in the folder sources/", "Put the file into the folder"],
    ),
    "a folder in its place": (
        put_a_folder_in_its_place,
        ["stays.csv is not in the folder sources/", "Put the file into the folder"],
    ),
    "empty file": (lambda tiny: put(tiny, b""), ["stays.csv is empty", "Export the file again"]),
    "a byte order mark and nothing else": (
        lambda tiny: put(tiny, b"\xef\xbb\xbf"),
        ["stays.csv is empty", "Export the file again"],
    ),
    "blank lines and nothing else": (
        lambda tiny: put(tiny, b"\r\n\r\n\r\n"),
        ["stays.csv is empty", "Export the file again"],
    ),
    "header only": (
        lambda tiny: put(tiny, f"{HEADER}\n".encode()),
        ["stays.csv has a header and no rows", "Export the file again"],
    ),
    "header without a line end": (
        lambda tiny: put(tiny, HEADER.encode()),
        ["stays.csv has a header and no rows", "Export the file again"],
    ),
    "header and blank lines": (
        lambda tiny: put(tiny, f"{HEADER}\n\n\n".encode()),
        ["stays.csv has a header and no rows", "Export the file again"],
    ),
    "missing column": (
        lambda tiny: put(tiny, "\n".join(line.replace(",sex,", ",") for line in (HEADER, *ROWS)).encode()),
        ["stays.csv, line 1", "there is no column 'sex'", "[source.columns]"],
    ),
    "two missing columns": (
        lambda tiny: put(tiny, text(header="id,in,out,note,a,b,c").encode()),
        ["stays.csv, line 1", "'born'", "'screen'", "'sex'", "[source.columns]"],
    ),
    "renamed column": (
        lambda tiny: put(tiny, text(header=HEADER.replace("screen", "Screened")).encode()),
        ["stays.csv, line 1", "there is no column 'screen' (is it now 'Screened'?)", "[source.columns]"],
    ),
    "no header": (
        lambda tiny: put(tiny, "\n".join(ROWS).encode()),
        ["stays.csv, line 1", "there is no column", "[source.columns]"],
    ),
    "column that is there twice": (
        lambda tiny: put(tiny, text(header=HEADER.replace("note", "sex")).encode()),
        ["stays.csv, line 1", "'sex' is there twice", "Rename one"],
    ),
    "semicolons in place of commas": (
        lambda tiny: put(tiny, text().replace(",", ";").encode()),
        ["stays.csv, line 1", "separated by a semicolon", "delimiter = ','", "Set delimiter"],
    ),
    "tabs in place of commas": (
        lambda tiny: put(tiny, text().replace(",", "\t").encode()),
        ["stays.csv, line 1", "separated by a tab", "delimiter = ','", "Set delimiter"],
    ),
    "a quotation mark that is never closed": (
        lambda tiny: put(tiny, text(rows=(ROWS[0], ROWS[1].replace("came", '"came'), *ROWS[2:])).encode()),
        ["stays.csv, line 3", "Mend the quotation mark"],
    ),
    "a quotation mark that is never closed in a long file": (
        lambda tiny: put(tiny, text(rows=(*ROWS, ROWS[1].replace("came", '"came'), *ROWS * 5000)).encode()),
        ["stays.csv, line 6", "Mend the quotation mark"],
    ),
    "a spreadsheet": (
        lambda tiny: put(tiny, b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 20),
        ["stays.csv", "[source.columns]"],
    ),
}


@pytest.mark.parametrize(("spoil", "words"), STOPPED.values(), ids=STOPPED.keys())
def test_a_file_that_cannot_be_used_is_told_in_words_and_the_load_before_it_stays(
    tiny: TinyCounty, spoil: Callable[[TinyCounty], object], words: list[str]
) -> None:
    tiny.load()
    before = tiny.everything()
    spoil(tiny)
    said: list[str] = []
    (message,) = tiny.run_import(said.append)
    for word in ("Jail stays: ", *words):
        assert word in message
    assert message.endswith(".")
    message.encode()  # can be printed
    assert f"Not loaded. {message}" in said
    assert tiny.everything() == before


@pytest.mark.parametrize(("spoil", "words"), STOPPED.values(), ids=STOPPED.keys())
def test_a_file_that_cannot_be_used_leaves_nothing_behind_where_nothing_was(
    tiny: TinyCounty, spoil: Callable[[TinyCounty], object], words: list[str]
) -> None:
    spoil(tiny)
    (message,) = tiny.run_import()
    assert all(word in message for word in words)
    assert all(rows == [] for rows in tiny.everything().values())


def test_one_source_that_is_stopped_does_not_keep_the_others_from_loading(tiny: TinyCounty) -> None:
    source = tiny.county_file.read_text()
    second = source[source.index("[[source]]") :].replace('"jail"\ntitle', '"annex"\ntitle').replace(FILE, "annex.csv")
    second = second.replace('title = "Jail stays"', 'title = "Annex stays"')
    tiny.county_file.write_text(source.replace("[[source]]", f"{second}\n[[source]]", 1))
    (message,) = tiny.run_import()
    assert message.startswith("Annex stays: annex.csv is not in the folder")
    held = tiny.held()
    assert held.receipt["source_id"] == "jail"
    assert held.receipt["rows_kept"] == len(ROWS)


def test_the_next_good_file_replaces_the_rows_of_the_one_before(tiny: TinyCounty) -> None:
    tiny.load()
    tiny.write([ROWS[2], "P7,2023-02-30 10:00,,1990-01-01,F,Y,"])
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert [row["person_key"] for row in held.kept] == ["P2"]
    with tiny.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from event").scalar() == 1
        assert connection.exec_driver_sql("select count(*) from refused_row").scalar() == 1


def test_a_person_keeps_their_number_when_the_file_is_loaded_again(tiny: TinyCounty) -> None:
    first = {row["person_key"]: row["person_id"] for row in tiny.load().kept}
    tiny.write([*reversed(ROWS), "P0,2023-01-01 10:00,2023-01-02,1990-01-01,F,Y,"])
    second = {row["person_key"]: row["person_id"] for row in tiny.load().kept}
    assert {key: second[key] for key in first} == first
    assert len(set(second.values())) == len(second)


SAME_ROWS = {
    "byte order mark": lambda rows: b"\xef\xbb\xbf" + rows.encode(),
    "Windows line ends": lambda rows: rows.replace("\n", "\r\n").encode(),
    "old Macintosh line ends": lambda rows: rows.replace("\n", "\r").encode(),
    "no line end after the last row": lambda rows: rows.rstrip("\n").encode(),
    "blank lines after the last row": lambda rows: (rows + "\n\n").encode(),
    "every cell quoted": lambda rows: "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in rows.splitlines()
    ).encode(),
    "blanks around names and cells": lambda rows: rows.replace(",", " , ").encode(),
    "byte order mark, quotes and Windows line ends": lambda rows: (
        b"\xef\xbb\xbf" + rows.replace("id,", '"id",', 1).replace("\n", "\r\n").encode()
    ),
}


@pytest.mark.parametrize("disguise", SAME_ROWS.values(), ids=SAME_ROWS.keys())
def test_the_same_rows_in_another_dress_are_the_same_rows(tiny: TinyCounty, disguise: Callable[[str], bytes]) -> None:
    def told(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{name: row[name] for name in row if name not in ("event_id", "load_id")} for row in rows]

    plain = tiny.load()
    put(tiny, disguise(text()))
    held = tiny.load()
    assert held.receipt["file_sha256"] != plain.receipt["file_sha256"]
    assert told(held.kept) == told(plain.kept)
    assert held.refused == []
    assert held.findings == {}


def test_latin_1_letters_in_a_utf_8_file_are_read_and_counted_and_no_row_is_lost(tiny: TinyCounty) -> None:
    put(tiny, text(rows=("P\xf1,2023-01-05 10:00,2023-01-06,1990-03-01,F,Y,Ca\xf1on", *ROWS)).encode("latin-1"))
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert held.kept[0]["person_key"] == "Pñ"
    assert held.findings == {("other_encoding", "", None): 1}


def test_a_refused_row_with_latin_1_letters_is_set_aside_readable(tiny: TinyCounty) -> None:
    put(tiny, text(rows=("P\xf1,2023-02-30 10:00,,1990-03-01,F,Y,Ca\xf1on", *ROWS)).encode("latin-1"))
    held = tiny.load()
    assert_nothing_is_lost(held, tiny)
    assert (held.refused[0]["cells"]["id"], held.refused[0]["cells"]["note"]) == ("Pñ", "Cañon")


def test_latin_1_letters_in_the_header_are_read_too(tiny: TinyCounty) -> None:
    tiny.settle('sex = "sex"', 'sex = "sección"')
    put(tiny, text(header=HEADER.replace("sex", "secci\xf3n")).encode("latin-1"))
    held = tiny.load()
    assert [row["sex"] for row in held.kept] == ["female", "female", "male", "male"]


def test_a_latin_1_file_that_the_county_file_calls_so_has_no_finding(tiny: TinyCounty) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.csv"\nencoding = "latin-1"')
    put(tiny, text(rows=("P\xf1,2023-01-05 10:00,2023-01-06,1990-03-01,F,Y,", *ROWS)).encode("latin-1"))
    held = tiny.load()
    assert held.kept[0]["person_key"] == "Pñ"
    assert held.findings == {}


MANY = tuple(f"P{n},2023-01-05 10:00,2023-01-06,1990-03-01,F,Y,row {n}" for n in range(60_000))


def once_reading(act: Callable[[], object]) -> Callable[[str], None]:
    """Do something to the file when the import says that it is reading: the file is open then, and only begun."""

    def say(what: str) -> None:
        if "reading" in what:
            act()

    return say


def test_a_file_that_another_one_replaces_while_it_is_read_is_not_taken_in(tiny: TinyCounty) -> None:
    tiny.load()
    before = tiny.everything()
    tiny.write(MANY)
    other = tiny.sources / "new"
    other.write_text(text())
    (message,) = tiny.run_import(once_reading(lambda: other.replace(tiny.file)))
    assert "stays.csv was replaced or changed while it was read. Wait until the export has finished" in message
    assert tiny.everything() == before
    assert tiny.load().receipt["rows_in"] == len(ROWS), "the next run takes the new file"


def test_a_file_that_is_written_over_while_it_is_read_is_not_taken_in(tiny: TinyCounty) -> None:
    tiny.load()
    before = tiny.everything()
    tiny.write(MANY)
    size = tiny.file.stat().st_size
    assert size > 2 << 20, "larger than what is read ahead"
    (message,) = tiny.run_import(once_reading(lambda: tiny.write([row.replace("F,Y", "M,N") for row in MANY])))
    assert "stays.csv was replaced or changed while it was read. Wait until the export has finished" in message
    assert tiny.file.stat().st_size == size
    assert tiny.everything() == before


def test_a_file_that_is_taken_away_while_it_is_read_is_not_taken_in(tiny: TinyCounty) -> None:
    tiny.write(MANY)
    (message,) = tiny.run_import(once_reading(tiny.file.unlink))
    assert "stays.csv was replaced or changed while it was read" in message


def test_a_file_that_grows_while_it_is_read_is_taken_in_whole_or_not_at_all(tiny: TinyCounty) -> None:
    tiny.write(MANY)

    def grow() -> None:
        with tiny.file.open("a") as stream:
            stream.writelines(f"{row}\n" for row in ROWS)

    stopped = tiny.run_import(once_reading(grow))
    if stopped:
        assert "stays.csv was replaced or changed while it was read" in stopped[0]
    else:
        assert_nothing_is_lost(tiny.held(), tiny)
    assert tiny.load().receipt["rows_in"] == len(MANY) + len(ROWS)


def test_a_file_that_grows_after_its_last_row_was_read_is_not_taken_for_the_whole(tiny: TinyCounty) -> None:
    source = tiny.county.sources[0]
    with open_source(source, tiny.sources) as file:
        assert sum(len(batch.rows) for batch in file.batches()) == len(ROWS)
        with tiny.file.open("a") as stream:
            stream.write(f"{ROWS[0]}again\n")
        with pytest.raises(StopLoadError, match="was replaced or changed while it was read"):
            file.finish()


def test_a_folder_that_is_not_there_is_named(tiny: TinyCounty, tmp_path: Path) -> None:
    with pytest.raises(building.BuildError, match=r"no folder .*nowhere\. Correct the path after --sources"):
        building.sources_folder(tiny.county, tmp_path / "nowhere", tiny.data_dir, lambda _: None)


def test_a_file_in_another_encoding_than_the_county_file_says_is_told_in_words(tiny: TinyCounty) -> None:
    tiny.settle('file = "stays.csv"', 'file = "stays.csv"\nencoding = "utf-16"')
    put(tiny, text().encode("utf-16-le"))
    (message,) = tiny.run_import()
    assert "stays.csv, line 1: this is not utf-16 text." in message
    assert "Set encoding" in message
