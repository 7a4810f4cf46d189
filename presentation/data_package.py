"""The zip that a reader takes away: the rows, what each column means, where they are from, and how to cite them.

It follows the Data Package standard, version 2 (datapackage.org/standard), so that tools read types and groups from it.
The same rows, publication and link give the same bytes, whenever and wherever they are packed.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from metrics.declaration import Measure
from metrics.folding import OTHER_GROUPS
from metrics.language import ALL, NOT_STATED, UNMAPPED, Status
from metrics.periods import PeriodKind
from presentation import citation, definitions, files, words
from presentation.place import Grouping, Place

PROFILE: Final = "https://datapackage.org/profiles/2.0/{}.json"
DATA: Final = "data.csv"
CODEBOOK: Final = "codebook.csv"
DESCRIPTOR: Final = "datapackage.json"
FIRST_DAY_OF_ZIP: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold, for every file in it: the time of packing would make the same package differ."""
_EVERYONES_FILE: Final = 0o644 << 16
_UNIX: Final = 3

TYPES: Final[Mapping[Any, str]] = {
    pl.String: "string",
    pl.Date: "date",
    pl.Float64: "number",
    pl.Int16: "integer",
    pl.Int32: "integer",
    pl.Int64: "integer",
}
_ID: Final = {"required": True, "pattern": "[a-z0-9_]+"}
_COUNT: Final = {"minimum": 0}
CONSTRAINTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "measure_id": _ID,
    "measure_version": {"required": True, "minimum": 1},
    "period_kind": {
        "required": True,
        "enum": [kind.value for kind in PeriodKind if kind is not PeriodKind.ALL_WATCHED],
    },
    "period": {"required": True},
    "period_start": {"required": True},
    "period_end": {"required": True},
    "window_days": _COUNT,
    "numerator": _COUNT,
    "denominator": _COUNT,
    "status": {"required": True, "enum": [status.value for status in Status]},
    "as_of": {"required": True},
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where records are from; terms are those of whoever published them, "" where they are not open to all."""

    title: str
    agency: str
    terms: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a package tells beside its rows.

    name: the package's file name, without its ending. link: the address that brings the same view back. command: the
    command line that prints the same rows. measures: those in the rows. changed: why published periods were counted anew.
    """

    place: Place
    name: str
    link: str
    command: str
    measures: tuple[Measure, ...]
    sources: tuple[Source, ...]
    changed: str


def package(rows: pl.DataFrame, facts: Facts) -> bytes:
    """Return the zip: data.csv, codebook.csv, datapackage.json, README.md, definitions.md and the two citations."""
    held: dict[str, bytes] = {DATA: files.for_code(rows), CODEBOOK: codebook_file(rows, facts.place)}
    described = descriptor(rows, facts.place, facts.sources, held, name=facts.name, homepage=facts.link)
    held[DESCRIPTOR] = as_json(described)
    held["README.md"] = _text(_readme(facts))
    held["definitions.md"] = _text(_definitions(facts))
    held["CITATION.txt"] = _text([citation.sentence(facts.place, facts.link)])
    held["CITATION.cff"] = _text(citation.file_lines(facts.place, facts.link))
    return _zip(held)


def codebook_file(rows: pl.DataFrame, place: Place) -> bytes:
    """Return what each column means as a CSV file: its type, its meaning, and the words for its codes, where it has any."""
    meaning = {column: told for column, told, *_ in files.codebook(place).rows}
    table = pl.DataFrame(
        {
            "column": rows.columns,
            "type": [TYPES[kind] for kind in rows.dtypes],
            "meaning": [meaning[column] for column in rows.columns],
            "codes": ["; ".join(f"{code} = {word}" for code, word in _codes(place, column)) for column in rows.columns],
        }
    )
    return files.for_code(table)


def descriptor(
    rows: pl.DataFrame,
    place: Place,
    sources: Sequence[Source],
    held: Mapping[str, bytes],
    *,
    name: str,
    homepage: str,
) -> dict[str, Any]:
    """Return datapackage.json. held has the bytes of the two files that it describes, by their path."""
    return {
        "$schema": PROFILE.format("datapackage"),
        "name": name.replace("_", "-"),
        "id": place.publication_id,
        "version": place.publication_id,
        "title": citation.title(place),
        "description": citation.about(place),
        **({"homepage": homepage} if homepage.startswith("http") else {}),
        "contributors": [{"title": place.name, "roles": ["publisher"]}],
        "sources": [{"title": f"{source.title} ({source.agency})"} for source in sources],
        "resources": [
            _resource("data", DATA, held[DATA], schema(rows, place)),
            _resource("codebook", CODEBOOK, held[CODEBOOK], _CODEBOOK_SCHEMA),
        ],
    }


def schema(rows: pl.DataFrame, place: Place) -> dict[str, Any]:
    """Return the table schema of rows: each column with its type, meaning and what it may hold. An empty cell is a null."""
    meaning = {column: told for column, told, *_ in files.codebook(place).rows}
    return {
        "fields": [_field(place, name, kind, meaning[name]) for name, kind in rows.schema.items()],
        "missingValues": [""],
    }


_CODEBOOK_SCHEMA: Final = {
    "fields": [{"name": name, "type": "string"} for name in ("column", "type", "meaning", "codes")],
    "missingValues": [""],
}


def _field(place: Place, name: str, kind: Any, meaning: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": name, "type": TYPES[kind], "description": meaning}
    codes = _codes(place, name)
    if codes:
        field["categories"] = [{"value": code, "label": word} for code, word in codes]
        return {**field, "constraints": {"required": True, "enum": [code for code, _ in codes]}}
    return {**field, "constraints": dict(CONSTRAINTS[name])} if name in CONSTRAINTS else field


def _codes(place: Place, column: str) -> tuple[tuple[str, str], ...]:
    """Return the codes that a column of groups may hold, each with its words; none for other columns."""
    grouping = next((one for one in place.every_grouping if one.grouping_id == column), None)
    if grouping is None:
        return ()
    own = [group.group_id for group in grouping.groups]
    return ((ALL, words.say("everyone")), *_labels(grouping, (*own, OTHER_GROUPS, NOT_STATED, UNMAPPED)))


def _labels(grouping: Grouping, group_ids: Sequence[str]) -> list[tuple[str, str]]:
    return [(group_id, words.group_label(grouping, group_id)) for group_id in group_ids]


def _resource(name: str, path: str, content: bytes, described: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$schema": PROFILE.format("dataresource"),
        "name": name,
        "path": path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": dict(described),
    }


def _readme(facts: Facts) -> list[str]:
    place = facts.place
    lines = [
        f"# {citation.title(place)}",
        citation.about(place),
        words.say("package_link", link=facts.link),
        f"    {facts.command}",
        _heading("package_files_title"),
        _list(words.say(f"package_file_{name}") for name in ("data", "codebook", "json", "definitions", "citation")),
        _heading("package_nothing_title"),
        _list(words.say(f"package_status_{status}") for status in Status),
        _heading("package_who_title"),
        _list(": ".join(words.all_translated((measure.name, measure.question))) for measure in facts.measures),
        words.say("package_who"),
        _heading("package_protection_title"),
        place.protection,
        words.say("package_protection"),
        _heading("package_sources_title"),
        _list(_source_line(source) for source in facts.sources),
        _heading("package_cite_title"),
        citation.sentence(place, facts.link),
    ]
    return _spaced([*lines, *words.made_by_machine()])


def _source_line(source: Source) -> str:
    named = words.say("package_source", title=source.title, agency=source.agency)
    return words.say("package_terms", source=named, terms=source.terms) if source.terms else named


def _definitions(facts: Facts) -> list[str]:
    lines = [_heading("package_definitions_title", marks="#"), words.say("package_definitions")]
    for measure in facts.measures:
        definition = definitions.define(measure)
        lines.append(f"## {definition.name}")
        for title, told in definition.parts:
            lines += [f"**{title}**", _list(told)]
    if facts.changed:
        lines += [_heading("package_changed_title"), words.say("recounted", why=facts.changed)]
    return _spaced(lines)


def _heading(template: str, marks: str = "##") -> str:
    return f"{marks} {words.say(template)}"


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _spaced(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in (line, "")][:-1]


def _text(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("utf-8")


def as_json(value: Mapping[str, Any]) -> bytes:
    """Write a descriptor or a catalog as a file: UTF-8, indented, its keys in the order of the mapping."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _zip(held: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in held.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _EVERYONES_FILE
            archive.writestr(entry, content)
    return packed.getvalue()
