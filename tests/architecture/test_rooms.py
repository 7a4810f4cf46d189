"""The shape of the house: what import-linter, ruff and mypy cannot see."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.places import ROOT

ROOMS = ("shell", "pages", "presentation", "metrics", "data_access", "counties", "tests", "benchmarks", "docs")
NOT_OURS = {".git", ".venv", ".hypothesis", "data", "node_modules", "test-results", "__pycache__"}
LONGEST_MODULE = 400
LONGEST_PAGE = 90

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "base", "manager", "managers"}
# The words of WORDS.md that no screen may show, whatever the page. `felony` names a kind of charge, so it may.
BANNED_WORDS = re.compile(
    r"\b(inmates?|offenders?|felons?|recidivists?|utili[sz]e[sd]?|p-values?|statistically significant)\b", re.IGNORECASE
)
MACHINE_PATH = re.compile(r"/(?:work|root|home)/[a-z]")
REGISTRY_HOST = re.compile(r"(?:pypi|pythonhosted|npmjs|debian)[.](?:org|com|net)")


def our_files() -> list[Path]:
    """Return every file of the project, committed or about to be."""
    return sorted(_walk(ROOT))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_OURS or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def our_modules(*rooms: str) -> list[Path]:
    """Return the Python files of the rooms, or of the whole project."""
    inside = tuple(ROOT / room for room in rooms)
    return [
        path
        for path in our_files()
        if path.suffix == ".py" and (not rooms or any(path.is_relative_to(room) for room in inside))
    ]


def shown(path: Path) -> str:
    """Return a file's name as a failed test shows it."""
    return path.relative_to(ROOT).as_posix()


def lines_that_match(pattern: re.Pattern[str], path: Path) -> list[str]:
    """Return each line of a text file in which the pattern stands, with its number; none for other files."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [f"{shown(path)}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]


def imported_roots(path: Path) -> set[str]:
    """Return the top-level name of every module that a script imports, also inside functions."""
    roots: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            roots.add("." if node.level else (node.module or "").split(".")[0])
    return roots


def words_of(value: Any) -> Iterator[str]:
    """Yield every string in a table read from TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from words_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)


def test_a_page_knows_only_the_shell_and_the_words() -> None:
    pages = our_modules("pages")
    assert pages, "no page found: this test looks in the wrong place"
    allowed = {"shell", "presentation", "streamlit"} | sys.stdlib_module_names
    strangers = {shown(page): imported_roots(page) - allowed for page in pages}
    assert {page: roots for page, roots in strangers.items() if roots} == {}


def test_the_door_knows_only_the_shell() -> None:
    allowed = {"shell", "streamlit", "starlette", "pandas"} | sys.stdlib_module_names
    assert imported_roots(ROOT / "app.py") - allowed == set()


def test_streamlit_cannot_run_the_folder_of_pages() -> None:
    assert not (ROOT / "pages" / "__main__.py").exists(), "see PLATFORM: a deep link would run it without the shell"


def test_counties_are_data() -> None:
    assert [shown(path) for path in our_modules("counties")] == []


def test_a_name_says_what_is_inside() -> None:
    names = {path: {path.stem, *path.relative_to(ROOT).parts} for path in our_files()}
    assert [shown(path) for path, parts in names.items() if parts & VAGUE_NAMES] == []


def test_modules_do_one_thing() -> None:
    lengths = {
        path: len(path.read_text("utf-8").splitlines())
        for path in our_modules()
        if not path.is_relative_to(ROOT / "tests")
    }
    assert {shown(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_pages_hold_no_logic() -> None:
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in our_modules("pages")}
    assert {page: length for page, length in lengths.items() if length > LONGEST_PAGE} == {}


@pytest.mark.parametrize("room", ["pages", "presentation", "shell"])
def test_screens_use_no_word_that_labels_people(room: str) -> None:
    files = [path for path in our_files() if path.is_relative_to(ROOT / room)]
    assert [line for path in files for line in lines_that_match(BANNED_WORDS, path)] == []


def test_counties_use_no_word_that_labels_people() -> None:
    files = sorted((ROOT / "counties").glob("*/*.toml"))
    assert files, "no county found: this test looks in the wrong place"
    found = [
        f"{shown(path)}: {words}"
        for path in files
        for words in words_of(tomllib.loads(path.read_text("utf-8")))
        if BANNED_WORDS.search(words)
    ]
    assert found == []


def test_no_file_names_a_place_on_one_machine() -> None:
    assert [line for path in our_files() for line in lines_that_match(MACHINE_PATH, path)] == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert [line for path in our_files() for line in lines_that_match(REGISTRY_HOST, path)] == []


def test_one_function_writes_the_rows_that_leave_the_program() -> None:
    """A file that someone opens in a spreadsheet goes through metrics.cells. These write none, or mark each cell."""
    known = {
        "metrics/answers.py": "as_csv, the one function",
        "data_access/mending.py": "marks each cell, and takes the marks off again",
        "data_access/warehouse.py": "rows on their way into PostgreSQL",
        "data_access/linking.py": "text for a digest",
        "data_access/made_up/dirt.py": "files as systems would send them",
    }
    writes = re.compile(r"write_csv|csv\.(?:writer|DictWriter)|to_csv|write_excel|Workbook\(")
    rooms = our_modules("shell", "pages", "presentation", "metrics", "data_access")
    assert {shown(path) for path in rooms if lines_that_match(writes, path)} == set(known)


def test_every_room_is_in_the_house() -> None:
    assert [room for room in ROOMS if not (ROOT / room).is_dir()] == []


@pytest.mark.parametrize("command", ["make run", "make test", "python -m data_access build new-york-city"])
def test_the_readme_names_the_commands(command: str) -> None:
    assert command in (ROOT / "README.md").read_text("utf-8")
