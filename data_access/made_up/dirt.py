"""Mistakes of known kinds at random places: rows that a rule refuses, and rows that are kept with a warning."""

import datetime as dt

import numpy as np

from data_access.made_up.files import SHARED_KEY, MadeUpFile

_ROOM = 5
"""A file has mistakes only where it has at least so many rows for each."""

Row = list[str]


def lines_of(file: MadeUpFile) -> list[str]:
    """Return the file's true rows as lines of text, without the header."""
    joined = file.table.write_csv(separator=file.delimiter, include_header=False, quote_style="never")
    return joined.splitlines()


def mistakes(file: MadeUpFile) -> tuple[dict[str, int], dict[str, int]]:
    """Return the rows that will stand beside the true ones and those that will be spoiled, by rule; none in a small file."""
    added, spoiled = dict(file.added), dict(file.spoiled)
    if file.table.height < _ROOM * (sum(added.values()) + sum(spoiled.values())):
        return {}, {}
    return added, spoiled


def with_dirt(rng: np.random.Generator, file: MadeUpFile, last_on: dt.date) -> list[str]:
    """Return the lines of the file with its mistakes, each in a row of its own. Refusing the added rows leaves the rest."""
    lines = lines_of(file)
    added, spoiled = mistakes(file)
    places = iter(rng.permutation(len(lines)).tolist())
    for rule_id, count in spoiled.items():
        for _ in range(count):
            place = next(places)
            lines[place] = _wrong(file, lines[place], rule_id, last_on, number=0)
    beside = []
    for number, rule_id in enumerate((rule_id for rule_id, count in added.items() for _ in range(count)), 1):
        place = next(places)
        beside.append((place, _wrong(file, lines[place], rule_id, last_on, number)))
    for place, line in sorted(beside, reverse=True):
        lines.insert(place + 1, line)
    return lines


def _wrong(file: MadeUpFile, line: str, rule_id: str, last_on: dt.date, number: int) -> str:
    """Return the line with one mistake. number, from 1, gives a row beside the true ones a record number of its own."""
    if rule_id == "duplicate_row":
        return line
    headings = file.table.columns
    row = dict(zip(headings, line.split(file.delimiter), strict=True))
    if number:
        row[file.record] = f"D{number}"
    start = dt.datetime.strptime(row[file.start], file.start_form).replace(tzinfo=dt.UTC)
    if rule_id == "end_before_start":
        row[file.end] = start.replace(year=start.year - 1, month=1, day=15).strftime(file.end_form)
    elif rule_id == "unreadable_date":
        row[file.start] = _on_february_30(start, file.start_form)
    elif rule_id == "missing_person_key":
        row |= {name: "" for name in headings if name in (file.person, SHARED_KEY)}
    elif rule_id == "future_date":
        row[file.start] = start.replace(year=last_on.year + 90, month=12, day=31).strftime(file.start_form)
        row |= {file.end: ""} if file.end else {}
    elif rule_id == "implausible_age":
        row[file.birth] = f"01/01/{start.year - 200}"
    elif rule_id == "unknown_code":
        row[file.coded] = "ZZ"
    cells = list(row.values())
    return file.delimiter.join(cells[:-4] if rule_id == "ragged_row" else cells)


def _on_february_30(start: dt.datetime, form: str) -> str:
    """Return the date with its month and day changed to a day that no year has."""
    return start.replace(month=2, day=28).strftime(form).replace("28", "30", 1)
