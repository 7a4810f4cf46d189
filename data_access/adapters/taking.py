"""Puts the sources of an adapter into a county file that names it, the county's own keys over the adapter's."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ADAPTERS_FOLDER: Final = Path(__file__).resolve().parent

Table = dict[str, Any]


class AdapterError(Exception):
    """A county file names an adapter or a part that there is not; the message names the place and the remedy."""


def names() -> tuple[str, ...]:
    """Return the names of the adapters that come with the program, in order."""
    return tuple(sorted(path.stem for path in ADAPTERS_FOLDER.glob("*.toml")))


def parts_of(adapter: str) -> list[Table]:
    """Return the sources of an adapter, each with what its [shared] table says for all; ids are the names of the parts.

    An adapter that is based_on another one has that one's parts, with its own keys over them.
    """
    table: Table = tomllib.loads((ADAPTERS_FOLDER / f"{adapter}.toml").read_text("utf-8"))
    before = parts_of(table["based_on"]) if "based_on" in table else []
    mine = {part["id"]: part for part in table.get("source", [])}
    ids = dict.fromkeys([*(part["id"] for part in before), *mine])
    known = {part["id"]: part for part in before}
    return [over(over(known.get(each, {}), table.get("shared", {})), mine.get(each, {})) for each in ids]


def with_adapters(county: Table) -> tuple[Table, list[str]]:
    """Return a county's table in which every adapter is replaced by its sources, and the place of each source in words.

    [[source]] adapter = "NAME" gives all parts; part = "PART" beside it gives one, which then is not given again by a
    source that takes all. Raises AdapterError.
    """
    sources: list[Table] = []
    places: list[str] = []
    written = county.get("source")
    if not isinstance(written, list) or not all(isinstance(source, dict) for source in written):
        return county, places
    alone = {(source.get("adapter"), source["part"]) for source in written if "part" in source}
    for number, source in enumerate(written, start=1):
        if "adapter" not in source and "part" not in source:
            sources.append(source)
            places.append(f"source[{number}]")
            continue
        for part in _taken(source, alone, f"source[{number}]"):
            own = {key: value for key, value in source.items() if key not in ("adapter", "part")}
            sources.append(over(part, own))
            places.append(f"source[{number}] (part {part['id']} of {source['adapter']})")
    return {**county, "source": sources}, places


def _taken(source: Table, alone: set[tuple[Any, Any]], place: str) -> Iterator[Table]:
    """Give the parts of its adapter that a source takes."""
    adapter, wanted = source.get("adapter"), source.get("part")
    if adapter not in names():
        raise AdapterError(f"{place}.adapter: there is no adapter {adapter!r}: use one of {', '.join(names())}")
    parts = parts_of(adapter)
    ids = [part["id"] for part in parts]
    if wanted is not None and wanted not in ids:
        raise AdapterError(f"{place}.part: {adapter} has no part {wanted!r}: use one of {', '.join(ids)}")
    for part in parts:
        if part["id"] == wanted or (wanted is None and (adapter, part["id"]) not in alone):
            yield part


def over(below: Table, above: Table) -> Table:
    """Return below with the keys of above put over it, table by table.

    Lists whose entries have a name are put together by name; other lists are replaced. An empty text takes a key out; a
    column takes its codes and date forms with it, and a join that has no file is none.
    """
    merged = dict(below)
    for key, value in above.items():
        if value == "":
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = over(merged[key], value)
        elif _is_named(value) and _is_named(merged.get(key)):
            merged[key] = _by_name(merged[key], value)
        else:
            merged[key] = value
    gone = [field for field, column in above.get("columns", {}).items() if column == ""] if "columns" in above else []
    for beside in ("codes", "date_formats", "dates"):
        if isinstance(merged.get(beside), dict):
            merged[beside] = {field: each for field, each in merged[beside].items() if field not in gone}
    return merged


def _is_named(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) and "name" in each for each in value)


def _by_name(below: list[Table], above: list[Table]) -> list[Table]:
    mine = {each["name"]: each for each in above}
    known = {each["name"]: each for each in below}
    together = [over(known.get(name, {}), mine.get(name, {})) for name in dict.fromkeys([*known, *mine])]
    return [each for each in together if "file" in each]
