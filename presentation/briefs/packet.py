"""The board packet as one tagged PDF: cover memo, brief, tables, definitions, changes since the publication before."""

from typing import Any

from presentation import definitions, words
from presentation.briefs import numbers
from presentation.briefs.content import Brief
from presentation.briefs.texts import breakable
from presentation.briefs.typesetting import figure_in_print, in_print, pdf
from presentation.table import Table


def packet(brief: Brief) -> bytes:
    """Return the packet."""
    told = in_print(brief) | {
        "foot": " · ".join((brief.place.name, brief.place.publication_id, words.day(brief.made_on))),
        "memo": _memo(brief),
        "tables_title": words.say("packet_tables"),
        "numbers_table": _table(_numbers_table(brief)),
        "figures": [figure_in_print(one.figure) | {"table": _table(one.figure.table)} for one in brief.charts],
        "defined": [_definition(definitions.define(measure)) for measure in brief.measures],
        "words_title": words.say("words_title"),
        "words": [
            (words.capitalized(words.translated(term.screen_word)), words.translated(term.meaning))
            for term in definitions.words_of(brief.measures)
        ],
        "changes": {
            "title": words.say("changes_title"),
            "lines": brief.changes.lines,
            "table": _table(brief.changes.table),
        },
    }
    return pdf("packet", brief, told)


def _memo(brief: Brief) -> dict[str, Any]:
    signed = brief.ask or brief.behind
    lines = [
        (words.say("packet_to"), words.say(f"packet_to_{brief.made_for}")),
        (words.say("packet_from"), signed.role if signed else words.say("brief_role_unknown")),
        (words.say("packet_date"), words.day(brief.made_on)),
        (words.say("packet_records"), words.say("brief_as_of", day=words.day(brief.as_of))),
    ]
    inside = ("packet_inside_brief", "packet_inside_tables", "packet_inside_definitions", "packet_inside_changes")
    return {
        "word": words.say("packet_memo"),
        "about": brief.title,
        "lines": lines,
        "finding_title": words.say("packet_finding"),
        "inside_title": words.say("packet_inside"),
        "inside": [words.say(name) for name in inside],
    }


def _numbers_table(brief: Brief) -> Table:
    header = ("number", "this_many", "brief_direction", "likely_range", "brief_target_head")
    rows = [(one.name, one.number, numbers.moved_words(one), one.range, one.target) for one in brief.numbers]
    told = [place for place in range(len(header)) if any(row[place] for row in rows)]
    return Table(
        caption=brief.numbers_title,
        header=tuple(words.say(header[place]) for place in told),
        rows=tuple(tuple(row[place] for place in told) for row in rows),
    )


def _table(table: Table) -> dict[str, Any]:
    return {"header": table.header, "rows": [[breakable(cell) for cell in row] for row in table.rows]}


def _definition(definition: definitions.Definition) -> dict[str, Any]:
    """Return a definition without the meaning of its words, which the packet tells once for all."""
    in_words = words.say("part_words")
    return {
        "name": definition.name,
        "question": definition.question,
        "parts": [(name, [breakable(line) for line in lines]) for name, lines in definition.parts if name != in_words],
    }
