"""Finds the adapter that a file is written for, by its name and its headings."""

import csv
from pathlib import Path
from typing import Any

from data_access.adapters.taking import names, parts_of
from data_access.sources import Source


def fitting_parts(path: Path) -> list[tuple[str, str]]:
    """Return adapter and part for each part that is read from a file of this name and these columns.

    The files that complete it must lie beside it and have their columns too. Where two adapters fit, the last by name
    counts, which of two years' formats is the later one.
    """
    fits: dict[str, list[tuple[str, str]]] = {}
    for adapter in names():
        for part in parts_of(adapter):
            if _fits(part, path):
                fits.setdefault(adapter, []).append((adapter, part["id"]))
    return fits[max(fits)] if fits else []


def _fits(part: dict[str, Any], path: Path) -> bool:
    if part["file"] != path.name:
        return False
    source = Source.model_validate({**part, "agency": "any"})
    files = [source, *(source.of_join(join) for join in source.joins)]
    return all(set(file.columns_read) <= _headings(path.parent / file.file, file.delimiter) for file in files)


def _headings(path: Path, delimiter: str) -> set[str]:
    if not path.is_file():
        return set()
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        return {name.strip() for name in next(csv.reader(stream, delimiter=delimiter), [])}
